"""The appraisal desk: the draft on one side and, for each article, what it meets on the other, document by document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from legaldocs.analysis.legal_force import Force, Standing, force_of, standing_of
from legaldocs.models import Document, Provision
from legaldocs.parsing.vocabulary import FINDING_KIND_LABELS, FindingKind, ProvisionKind
from workflow.criteria.context import Severity
from workflow.dossier_findings import Listed, current_findings, documents_met, listed_findings
from workflow.earlier_decisions import Judged, judged_elsewhere
from workflow.marking import Pieces, marked_pieces, shortened
from workflow.models import Appraisal, Finding, FindingState

KIND_ORDER = {FindingKind.CONFLICT: 0, FindingKind.DUPLICATE: 1, FindingKind.OVERLAP: 2, FindingKind.RELATED: 3}
#: Findings shown at once beside an article: about a page. The others come when asked for, none is left out.
PER_ARTICLE = 4
#: Findings on the page as it is sent; those of later articles come as one scrolls to them.
PER_PAGE = 20
#: What `show` is where those are asked for that the latest comparison no longer came upon.
UNSEEN = "unseen"
_INSIDE = {ProvisionKind.CLAUSE.value, ProvisionKind.POINT.value}


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What of the findings is asked for; "" and None ask for all."""

    kind: str = ""
    state: str = ""
    target: int | None = None
    article: str = ""
    unseen: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """The filter that an address asks for; what it does not know is left out."""
        kind, state, target = (str(asked.get(name, "")) for name in ("kind", "show", "target"))
        return cls(
            kind=kind if kind in FINDING_KIND_LABELS else "",
            state=state.upper() if state.upper() in FindingState.values else "",
            target=int(target) if target.isdecimal() and len(target) < 10 else None,
            article=str(asked.get("article", "")),
            unseen=state == UNSEEN,
        )

    @property
    def query(self) -> str:
        """The address that asks for the same."""
        show = UNSEEN if self.unseen else self.state.lower()
        asked = {"kind": self.kind, "show": show, "target": self.target or "", "article": self.article}
        return urlencode({"tab": "findings"} | {name: value for name, value in asked.items() if value})

    @property
    def is_active(self) -> bool:
        return self != DeskFilter()

    @property
    def names_a_group(self) -> bool:
        """Whether it picks findings that may be decided on together."""
        return bool(self.kind or self.target or self.article or self.unseen)

    def admits(self, finding: Finding | Listed) -> bool:
        """Whether the finding belongs to what is asked for. Reading advice waits for nobody's decision."""
        if self.state == FindingState.OPEN and finding.is_reading_advice:
            return False
        return (
            (not self.kind or finding.kind == self.kind)
            and (not self.state or finding.state == self.state)
            and (self.target is None or finding.target_id == self.target)
            and (not self.unseen or finding.is_unseen)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as it is shown: both quotes in pieces."""

    finding: Finding
    draft: Pieces
    target: Pieces
    judged: Judged | None = None


@dataclass(slots=True)
class Group:
    """The findings of an article with one document, and where that stands beside the draft."""

    document: Document
    force: Force | None
    standing: Standing
    cards: list[Card] = field(default_factory=list)


@dataclass(slots=True)
class ArticleRow:
    """One article of the draft with its clauses and points, and what was found for it.

    `more` and `related` say how many findings are not in `groups`: beyond those `shown`, and for reading only. `is_later`
    says that they were left out only to send the page sooner. `checks` are what the automatic checks ask of this article;
    mere notes stand in the list of all checks.
    """

    provision: Provision
    units: list[Provision] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    shown: int = 0
    more: int = 0
    related: int = 0
    is_later: bool = False
    checks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """A document that may be filtered by, and how many findings it has that people decide on."""

    pk: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What is shown: rows in the draft's order, what may be filtered by, what a decision on all would decide, and what the
    automatic checks say of the draft as a whole."""

    rows: list[ArticleRow]
    targets: list[TargetChoice]
    open_keys: list[int]
    checks: list[dict[str, Any]]


def desk(appraisal: Appraisal, chosen: DeskFilter, among: QuerySet[Finding]) -> Desk:
    """The desk of one dossier, in as many queries for two findings as for two thousand; `among` are the findings that the
    reader may see in other dossiers."""
    rows, by_path = _articles(appraisal)
    found = listed_findings(appraisal)
    judged = judged_elsewhere([each for each in found if each.state == FindingState.OPEN], among, appraisal)
    met: dict[str, list[Listed]] = defaultdict(list)
    for finding in found:
        row = _row_of(finding.path, by_path)
        if row is not None and chosen.admits(finding) and chosen.article in ("", row.provision.path):
            met[row.provision.path].append(finding)
    for check in checks_kept(appraisal):
        asks = check.get("severity") != Severity.NOTE
        if asks and check["path"] and (row := _row_of(check["path"], by_path)) is not None:
            row.checks.append(check)
    _fill_all(rows, {path: _Sorted.of(here, judged, chosen) for path, here in met.items()}, appraisal)
    documents = documents_met(found)
    return Desk(
        rows=[row for row in rows if met.get(row.provision.path)] if chosen.is_active else rows,
        targets=_targets(found, documents),
        open_keys=[each.pk for each in _in_turn(met) if each.state == FindingState.OPEN and not each.is_reading_advice],
        checks=_checks_of_the_whole(appraisal, found, documents),
    )


def later_groups(
    appraisal: Appraisal, path: str, part: str, skip: int, chosen: DeskFilter, among: QuerySet[Finding]
) -> list[Group]:
    """What the desk leaves out beside an article: all after the first `skip` ("more"), or reading advice ("related")."""
    _, by_path = _articles(appraisal)
    here = [
        finding
        for finding in listed_findings(appraisal)
        if (row := _row_of(finding.path, by_path)) is not None and row.provision.path == path and chosen.admits(finding)
    ]
    judged = judged_elsewhere([each for each in here if each.state == FindingState.OPEN], among, appraisal)
    found = _Sorted.of(here, judged, chosen)
    wanted = found.listed[skip:] if part == "more" else found.advice
    return _grouped(_in_full(appraisal, wanted), judged, appraisal.document)


def card(finding: Finding, judged: Judged | None = None) -> Card:
    """The finding with what differs marked; long stretches that are the same are cut, the page of both articles has all."""
    draft, target = marked_pieces(finding.draft_quote, finding.target_quote)
    return Card(finding, shortened(draft), shortened(target), judged)


def counts(appraisal: Appraisal) -> dict[str, Any]:
    """`kinds`: how many findings there are of each kind; `waiting`: how many have to be decided before concluding;
    `unseen`: how many of these the latest comparison no longer came upon."""
    by_kind: dict[str, dict[str, int]] = defaultdict(lambda: {"all": 0, "open": 0})
    for kind, state, number in (
        appraisal.findings.current().values_list("kind", "state").annotate(Count("pk")).order_by()
    ):
        by_kind[kind]["all"] += number
        by_kind[kind]["open"] += number if state == FindingState.OPEN else 0
    kinds: list[dict[str, Any]] = [
        {"code": code.value, "label": FINDING_KIND_LABELS[code], **by_kind[code.value]}
        for code in sorted(FindingKind, key=lambda code: KIND_ORDER[code])
        if by_kind[code.value]["all"]
    ]
    waiting = sum(numbers["open"] for kind, numbers in by_kind.items() if kind != FindingKind.RELATED)
    return {"kinds": kinds, "waiting": waiting, "unseen": _unseen(appraisal)}


def _unseen(appraisal: Appraisal) -> int:
    keys = appraisal.evidence.get("unseen", [])
    waiting = appraisal.findings.current().filter(pk__in=keys, state=FindingState.OPEN)
    return waiting.exclude(kind=FindingKind.RELATED.value).count() if keys else 0


def checks_kept(appraisal: Appraisal) -> list[dict[str, Any]]:
    """What the automatic checks said when the draft was last examined, as it was kept; what asks most comes first."""
    order = list(Severity)
    kept = appraisal.evidence.get("checks", [])
    return sorted(kept, key=lambda check: order.index(Severity(check.get("severity", Severity.WARNING))))


def checks_before(appraisal: Appraisal) -> list[dict[str, Any]]:
    """What they said of earlier versions, or for another day, the latest first: `version`, `on` (a date) and `checks`."""
    earlier = reversed(appraisal.evidence.get("earlier", []))
    return [
        {"version": each["version"], "on": date.fromisoformat(each["on"]), "checks": each["checks"]} for each in earlier
    ]


@dataclass(frozen=True, slots=True)
class Compared:
    """For which day the draft was compared, from which day it says it has effect, and what it ends and so does not meet."""

    on: date | None
    begins_on: date | None
    replaced: list[dict[str, Any]]
    expected_on: date | None = None
    examined_on: date | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether another day would have been taken, by the day of issue that is expected now."""
        if self.on is None or self.examined_on is None:
            return False
        return self.on != max(self.examined_on, self.expected_on or self.examined_on)

    @property
    def is_late(self) -> bool:
        """Whether the expected day of issue was past when the draft was compared, so that the day itself was taken."""
        return bool(self.on and self.expected_on and self.expected_on < self.on and not self.is_outdated)


def what_was_compared(appraisal: Appraisal) -> Compared:
    """As it was kept with the evidence when the draft was last examined."""
    kept = appraisal.evidence
    on, begins_on = (date.fromisoformat(kept[name]) if kept.get(name) else None for name in ("on", "begins_on"))
    replaced = list(kept.get("replaced_by_draft", []))
    examined_on = localdate(appraisal.examined_at) if appraisal.examined_at else None
    return Compared(on, begins_on, replaced, appraisal.document.expected_on, examined_on)


# --- rows and groups ---


def _articles(appraisal: Appraisal) -> tuple[list[ArticleRow], dict[str, ArticleRow]]:
    """The draft in order, an article a row (chapters and the preamble are rows of their own), and the row of each path."""
    rows: list[ArticleRow] = []
    by_path: dict[str, ArticleRow] = {}
    for provision in appraisal.version.provisions.all() if appraisal.version else ():
        holder = by_path.get(provision.parent_path) if provision.kind in _INSIDE else None
        if holder is None:
            holder = ArticleRow(provision)
            rows.append(holder)
        else:
            holder.units.append(provision)
        by_path[provision.path] = holder
    return rows, by_path


def _row_of(path: str, by_path: Mapping[str, ArticleRow]) -> ArticleRow | None:
    """The row that a finding stands beside: that of its provision, else of the unit around it."""
    while path and path not in by_path:
        path = path.rpartition("/")[0]
    return by_path.get(path) or next(iter(by_path.values()), None)


def _checks_of_the_whole(
    appraisal: Appraisal, findings: Iterable[Listed], documents: Mapping[int, Document]
) -> list[dict[str, Any]]:
    """What the checks say of the draft as a whole, each with the key of its document (`target`) where findings meet that."""
    met = {
        documents[finding.target_id].number: finding.target_id for finding in findings if not finding.is_reading_advice
    }
    whole = [check for check in checks_kept(appraisal) if not check["path"]]
    return [check | {"target": met.get(check["number"] or "")} for check in whole]


def _by_weight(findings: Iterable[Listed], judged: Mapping[int, Judged]) -> list[Listed]:
    """What waits first, then what is decided; wording that other dossiers set aside comes last of what waits."""

    def weight(finding: Listed) -> tuple[bool, bool, int, float]:
        before = judged.get(finding.pk)
        quiet = before is not None and before.is_quiet
        return finding.state != FindingState.OPEN, quiet, KIND_ORDER[FindingKind(finding.kind)], -finding.score

    return sorted(findings, key=weight)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The findings of one article: those that are listed, the weightiest first, and the reading advice that is not."""

    listed: list[Listed]
    advice: list[Listed]
    judged: Mapping[int, Judged]
    per_article: int

    @classmethod
    def of(cls, findings: Sequence[Listed], judged: Mapping[int, Judged], chosen: DeskFilter) -> Self:
        firm = _by_weight([each for each in findings if not each.is_reading_advice], judged)
        advice = [each for each in findings if each.is_reading_advice]
        if chosen.names_a_group:
            return cls(firm + advice, [], judged, len(findings))
        return cls(firm, advice, judged, PER_ARTICLE)


def _fill_all(rows: Iterable[ArticleRow], found: Mapping[str, _Sorted], appraisal: Appraisal) -> None:
    """Put the findings of each article into its row: a page of them, as long as there is room."""
    room = PER_PAGE
    shown: list[tuple[ArticleRow, _Sorted]] = []
    for row in rows:
        if (here := found.get(row.provision.path)) is not None:
            _measure(row, here, room)
            room -= row.shown
            shown.append((row, here))
    full = {
        each.pk: each for each in _in_full(appraisal, [one for row, here in shown for one in here.listed[: row.shown]])
    }
    for row, here in shown:
        row.groups = _grouped([full[one.pk] for one in here.listed[: row.shown]], here.judged, appraisal.document)


def _measure(row: ArticleRow, found: _Sorted, room: int) -> None:
    """Say in the row how many findings it shows, and how many it leaves out."""
    row.shown = max(0, min(len(found.listed), found.per_article, room))
    row.more = len(found.listed) - row.shown
    row.related = len(found.advice)
    row.is_later = row.shown < min(len(found.listed), found.per_article)


def _in_full(appraisal: Appraisal, listed: Sequence[Listed]) -> list[Finding]:
    """The findings themselves, in the same order."""
    full = {each.pk: each for each in current_findings(appraisal, [one.pk for one in listed])}
    return [full[one.pk] for one in listed]


def _grouped(findings: Iterable[Finding], judged: Mapping[int, Judged], draft: Document) -> list[Group]:
    """The findings by the document that they meet, the document of the weightiest finding first."""
    own = force_of_document(draft)
    groups: dict[int, Group] = {}
    for finding in findings:
        group = groups.get(finding.target_id)
        if group is None:
            force = force_of_document(finding.target)
            group = groups[finding.target_id] = Group(finding.target, force, standing_of(force, own))
        group.cards.append(card(finding, judged.get(finding.pk)))
    return list(groups.values())


def force_of_document(document: Document) -> Force | None:
    """The document's place in the order of legal force; ask with `issued_by` loaded."""
    body = document.issued_by
    return force_of(document.document_type, body.name if body else "", body.level if body else "")


def _targets(findings: Sequence[Listed], documents: Mapping[int, Document]) -> list[TargetChoice]:
    """The documents met, those with most findings to decide on first."""
    names = {pk: document.name for pk, document in documents.items()}
    firm = Counter(finding.target_id for finding in findings if not finding.is_reading_advice)
    choices = [TargetChoice(pk, name, firm[pk]) for pk, name in names.items()]
    return sorted(choices, key=lambda choice: (-choice.count, choice.name))


def _in_turn(met: Mapping[str, Sequence[Listed]]) -> Iterable[Listed]:
    return (finding for findings in met.values() for finding in findings)
