"""Review: set off by later documents or by a person, taken in hand, concluded (NĐ 79/2025 Đ34-41)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F
from simple_history.utils import bulk_create_with_history

from legaldocs.models import Citation, Document, LegalBasis, Level, Relation, Stage
from legaldocs.parsing.vocabulary import RELATION_LABELS, RelationKind
from workflow.models import Regime, Review, ReviewOutcome, ReviewState
from workflow.steps.step import Action, NotPossible, Step, required

#: What sets off reviews (Đ39): amendment, replacement, repeal, suspension. A correction changes no rule.
_SETTING_OFF = [
    RelationKind.AMENDS.value,
    RelationKind.REPLACES.value,
    RelationKind.REPEALS.value,
    RelationKind.STAYS.value,
    RelationKind.SUSPENDS.value,
]
#: Relations by which a document rests on another one (rules 2 and 3), where its source says so.
_RESTING_ON = [RelationKind.BASED_ON.value, RelationKind.CITES.value, RelationKind.DETAILS.value]
_ENDING_WHOLE = {RelationKind.REPLACES.value, RelationKind.REPEALS.value}


def open_reviews_after(trigger: Document, step: Step) -> list[Review]:
    """The reviews that `trigger` sets off by rules 1-3 of Đ39: one for each document hit that is not under one already.

    1. what it hits, unless it ends the whole of it; 2. what is based on that; 3. what cites that. Rule 4 (documents on the
    same matter) is left to people: it needs judgement. The law sets no number of days, so no due date is invented.
    """
    relations = list(
        trigger.acts_on.standing().filter(kind__in=_SETTING_OFF, target__isnull=False).select_related("target")
    )
    causes = _documents_hit(trigger, relations)
    known = set(Review.objects.filter(trigger=trigger, document__in=causes).values_list("document_id", flat=True))
    reviews = [
        Review(
            document_id=pk,
            trigger=trigger,
            trigger_note="\n".join(dict.fromkeys(notes)),
            regime=Regime.on(step.on),
            opened_by=step.user,
            opened_on=step.on,
        )
        for pk, notes in causes.items()
        if pk not in known
    ]
    if not reviews:
        return []
    return bulk_create_with_history(
        reviews, Review, default_user=step.user, default_change_reason=f"{trigger.name} là căn cứ rà soát"
    )


def _documents_hit(trigger: Document, relations: list[Relation]) -> dict[int, list[str]]:
    """Document id -> why it has to be reviewed; only local documents in force, and never the trigger itself."""
    causes: dict[int, list[str]] = defaultdict(list)
    ended = {r.target_id for r in relations if r.kind in _ENDING_WHOLE and not r.target_path}
    hits: dict[int, str] = {}
    for relation in relations:
        assert relation.target_id is not None and relation.target is not None
        hits[relation.target_id] = f"{relation.target.name} {relation.passive_label} {trigger.name}"
        if relation.target_id not in ended:
            causes[relation.target_id].append(f"{hits[relation.target_id]} (NĐ 79/2025/NĐ-CP Đ39)")
    for document_id, hit, words in _pointers_to(hits):
        causes[document_id].append(f"{words} {hits[hit]} (NĐ 79/2025/NĐ-CP Đ39)")
    bound = (
        Document.objects.in_force()
        .filter(pk__in=causes)
        .exclude(pk=trigger.pk)
        .exclude(pk__in=ended)
        .exclude(issued_by__level=Level.CENTRAL)
        .values_list("pk", flat=True)
    )
    return {pk: causes[pk] for pk in bound}


def _pointers_to(hits: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """(document, document that it points to, in which way): by its current text, or as its source says."""
    for model, words in ((LegalBasis, "Căn cứ ban hành là"), (Citation, "Có dẫn chiếu đến")):
        read = model.objects.filter(resolved_to__in=hits, version__document__current_version=F("version"))
        for document_id, hit in read.values_list("version__document_id", "resolved_to_id").distinct().order_by():
            yield document_id, hit, words
    for relation in Relation.objects.standing().filter(kind__in=_RESTING_ON, target__in=hits).order_by("pk"):
        assert relation.target_id is not None
        active = RELATION_LABELS[RelationKind(relation.kind)][0]
        yield relation.source_id, relation.target_id, active.capitalize()


def open_review(
    document: Document,
    step: Step,
    *,
    trigger: Document | None = None,
    trigger_note: str = "",
    due_on: date | None = None,
) -> Review:
    """A review that a person sets off, with its căn cứ rà soát (Đ37)."""
    if trigger is None:
        trigger_note = required(
            trigger_note, "trigger_note", "Hãy nêu căn cứ rà soát: văn bản hoặc tình hình kinh tế - xã hội."
        )
    elif trigger.pk == document.pk:
        raise NotPossible("Văn bản không thể là căn cứ rà soát của chính nó.", "trigger")
    if trigger and document.reviews.filter(trigger=trigger).exclude(state=ReviewState.CONCLUDED).exists():
        raise NotPossible(f"Đang có một lần rà soát văn bản này theo {trigger.name}.", "trigger")
    review = Review(
        document=document,
        trigger=trigger,
        trigger_note=trigger_note.strip(),
        regime=Regime.on(step.on),
        opened_by=step.user,
        opened_on=step.on,
        due_on=due_on,
        due_source="Do người mở rà soát đặt" if due_on else "",
    )
    step.save(review)
    return review


def start(review: Review, step: Step) -> Review:
    """The review in the hands of the person who acts; another reviewer may take it over."""
    if review.assigned_to_id == step.user.pk and review.state == ReviewState.STARTED:
        raise NotPossible("Ông/bà đang rà soát văn bản này rồi.")
    review.start(reviewer=step.user)
    step.save(review)
    return review


def conclude(review: Review, step: Step, *, outcome: str = "", handle_by: date | None = None) -> Review:
    """The outcome of the closed list (Đ38); every form of handling needs its reason."""
    if outcome not in ReviewOutcome.values:
        raise NotPossible("Hãy chọn kết quả rà soát.", "outcome")
    if outcome != ReviewOutcome.KEEP and not step.reason:
        raise NotPossible("Kiến nghị xử lý phải nêu nội dung, lý do.", "reason")
    if outcome == ReviewOutcome.KEEP and handle_by:
        raise NotPossible("Không kiến nghị xử lý thì không có thời hạn xử lý.", "handle_by")
    review.conclude(outcome=outcome, reason=step.reason, on=step.on, handle_by=handle_by)
    step.save(review)
    return review


ACTIONS = (
    Action(Document, "open_review", "Mở rà soát", open_review, states=frozenset({Stage.PROMULGATED.value})),
    Action(Review, "start", "Nhận rà soát", start, transition="start", style="primary"),
    Action(Review, "conclude", "Kết luận rà soát", conclude, transition="conclude", style="primary"),
)
