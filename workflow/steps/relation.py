"""Relations between documents: added, confirmed or rejected by a person; the effect of the target follows."""

from __future__ import annotations

from datetime import date

from legaldocs.models import Document, Relation, RelationOrigin, Stage
from legaldocs.parsing.numbers import normalize_number, number_key
from legaldocs.parsing.vocabulary import RELATION_LABELS, RelationKind
from workflow.steps.review import open_reviews_after
from workflow.steps.step import Action, NotPossible, Step, checked, required


def add_relation(
    document: Document,
    step: Step,
    *,
    kind: str = "",
    target: Document | None = None,
    target_number: str = "",
    target_path: str = "",
    source_path: str = "",
    effective_on: date | None = None,
    until: date | None = None,
    evidence: str = "",
) -> Relation:
    """The relation, confirmed by the person who enters it; `target_number` names a document that the corpus lacks."""
    if kind not in RelationKind.__members__:
        raise NotPossible("Hãy chọn loại quan hệ.", "kind")
    if target is None:
        target_number = required(target_number, "target", "Hãy chọn văn bản chịu tác động hoặc ghi số, ký hiệu của nó.")
    if target is not None and target.pk == document.pk:
        raise NotPossible("Văn bản không thể tác động lên chính nó.", "target")
    if until and effective_on and until < effective_on:
        raise NotPossible("“Đến ngày” không thể trước “từ ngày”.", "until")
    number = normalize_number(target.number if target else target_number)
    relation = Relation(
        source=document,
        source_path=source_path.strip(),
        kind=kind,
        target=target,
        target_number=number,
        target_number_key=number_key(number) if number else "",
        target_path=target_path.strip(),
        effective_on=effective_on,
        until=until,
        evidence=required(evidence, "evidence", "Hãy trích nội dung làm căn cứ cho quan hệ này."),
        origin=RelationOrigin.PERSON,
    )
    checked(relation, "target_number", "target_path", "source_path")
    _refuse_twin(relation)
    relation.confirm(step.user)
    _save(relation, step)
    _set_off_reviews(relation, step)
    return relation


def _refuse_twin(relation: Relation) -> None:
    twins = relation.source.acts_on.filter(kind=relation.kind, target_path=relation.target_path)
    same = {"target": relation.target} if relation.target else {"target_number_key": relation.target_number_key}
    twin = twins.filter(**same).first()
    if twin is not None:
        words = RELATION_LABELS[RelationKind(relation.kind)][0]
        raise NotPossible(
            f"Đã có quan hệ “{words} {relation.target or relation.target_number}” "
            f"({twin.get_state_display().lower()}); hãy xác nhận quan hệ đó."
        )


def confirm(relation: Relation, step: Step) -> Relation:
    relation.confirm(step.user)
    _save(relation, step)
    _set_off_reviews(relation, step)
    return relation


def _set_off_reviews(relation: Relation, step: Step) -> None:
    """A relation that a person vouches for is a căn cứ rà soát (NĐ 79/2025 Đ39), also when its source came by import."""
    if relation.source.stage == Stage.PROMULGATED:
        open_reviews_after(relation.source, step)


def reject(relation: Relation, step: Step) -> Relation:
    relation.reject(step.user)
    _save(relation, step)
    return relation


def _save(relation: Relation, step: Step) -> None:
    step.save(relation)
    step.touched.add(relation.source_id)
    step.refresh_effect([relation.target_id])


ACTIONS = (
    Action(
        Document,
        "add_relation",
        "Thêm quan hệ văn bản",
        add_relation,
        states=frozenset(
            {Stage.DRAFT.value, Stage.UNDER_APPRAISAL.value, Stage.APPRAISED.value, Stage.PROMULGATED.value}
        ),
    ),
    Action(Relation, "confirm", "Xác nhận quan hệ", confirm, transition="confirm", style="primary"),
    Action(Relation, "reject", "Bác bỏ quan hệ", reject, transition="reject", needs_reason=True, style="danger"),
)
