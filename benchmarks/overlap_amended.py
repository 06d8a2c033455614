"""(a) and (b): does the draft of an amending document find, unnamed, the document and the article that it amends?

The lines that name the target are taken out of the source, which is then examined on the day it was issued against the index in
DATA_DIR (the whole corpus). Other amenders of the same target, its consolidated texts and the source's other targets stand out
of the ranking.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.amending_pairs import Pair, Row, is_wrong, pairs_read, read_pairs, unnamed
from legaldocs.parsing.normalize import fold

if TYPE_CHECKING:
    from legaldocs.models import Document

# --- (a) ---


class SharedRuns:
    """The rival: documents by how many runs of five syllables they share with the text, those of many documents left out."""

    RUN, MOST = 5, 50

    def __init__(self, rows: Sequence[Row]) -> None:
        self._of: dict[int, list[str]] = defaultdict(list)
        for row in rows:
            for run in self._runs(row.text):
                self._of[run].append(row.id)

    def _runs(self, text: str) -> set[int]:
        words = re.findall(r"\w+", fold(text))
        return {hash(tuple(words[i : i + self.RUN])) for i in range(len(words) - self.RUN + 1)}

    def ranked(self, text: str) -> list[str]:
        counts: Counter[str] = Counter()
        for run in self._runs(text):
            owners = self._of.get(run, ())
            if len(owners) <= self.MOST:
                counts.update(owners)
        return [row_id for row_id, _ in counts.most_common()]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where the target stood among the documents found (0 = not at all), where the rival put it, what stood before it."""

    pair: Pair
    place: int
    rival: int
    before: tuple[str, ...]
    cause: str = ""


def measure_documents(rows: Sequence[Row], *, lines: bool, show: bool) -> None:
    """Print (a) for the sources of the corpus, naming lines or naming words taken out."""
    from legaldocs.models import Document

    known, fresh = read_pairs(rows), pairs_read(rows)
    pairs = [pair for pair in [*known, *fresh] if not is_wrong(pair)]
    documents = {d.source_id: d for d in Document.objects.select_related("issued_by", "issued_by__territory")}
    rival = SharedRuns(rows)
    acting = acting_pairs()
    results = []
    for pair in pairs:
        source, target = documents[pair.source.id].pk, documents[pair.target.id].pk
        aside = {other.target.id for other in pairs if other.source is pair.source}
        aside |= {other.source.id for other in pairs if other.target is pair.target}
        aside |= {d.source_id for d in documents.values() if (source, d.pk) in acting or (d.pk, target) in acting}
        results.append(_ranked(pair, documents, (aside | {pair.source.id}) - {pair.target.id}, rival, lines))
        if show and results[-1].place != 1:
            _show(results[-1])
    print(f"(a) naming {'lines' if lines else 'words'} taken out:")
    recorded = [r for r in results if r.pair in known]
    _print_places("title names it", [r for r in recorded if r.pair.named])
    _print_places("every pair", recorded)
    _print_places("pairs told by the texts alone, not used to choose anything", [r for r in results if r.pair in fresh])


def acting_pairs() -> set[tuple[int, int]]:
    """(source, target) of every relation of the database that acts: what the source's own text says it amends or ends."""
    from legaldocs.models import Relation

    return set(Relation.objects.acting().values_list("source", "target"))


def _ranked(pair: Pair, documents: dict[str, Document], aside: set[str], rival: SharedRuns, lines: bool) -> Ranked:
    from legaldocs.analysis.reading import read
    from legaldocs.models.documents import today
    from legaldocs.parsing.plain import source_from_text
    from workflow.examination import examine

    source, target = documents[pair.source.id], documents[pair.target.id]
    text = unnamed(pair.source.text, pair.target, lines=lines)
    on = source.issued_on or today()
    found = examine(read(source_from_text(text)), on=on, exclude_documents=[source.pk], body=source.issued_by)
    out = {documents[row_id].pk for row_id in aside if row_id in documents} | (consolidations(target) - {target.pk})
    order = [pk for pk in dict.fromkeys(f.target_document_id for f in found.findings) if pk not in out]
    place = order.index(target.pk) + 1 if target.pk in order else 0
    numbers = {document.pk: document.number for document in documents.values()}
    rivals = [row_id for row_id in rival.ranked(text) if row_id not in aside]
    rival_place = rivals.index(pair.target.id) + 1 if pair.target.id in rivals else 0
    before = tuple(numbers[pk] for pk in order[: place - 1 if place else 3][:3])
    return Ranked(pair, place, rival_place, before, "" if place else _cause(target, found, on))


def _show(result: Ranked) -> None:
    pair = result.pair
    print(
        f"   {'T' if pair.named else ' '} {pair.source.number} -> {pair.target.number}: {result.place or result.cause}, "
        f"rival {result.rival}, after {list(result.before)}"
    )


# --- (b) ---


def measure_articles(rows: Sequence[Row], *, show: bool) -> None:
    """Print (b): the place of the amended article among all articles, for new wording that the sources quote.

    The naming words are taken out; what the instruction says of the place in the target ("khoản 2 Điều 5") stays.
    """
    from legaldocs.models import Document

    documents = {d.source_id: d for d in Document.objects.select_related("issued_by", "issued_by__territory")}
    pairs = [pair for pair in read_pairs(rows) if not is_wrong(pair)]
    places: list[int] = []
    causes: Counter[str] = Counter()
    for pair in pairs:
        for told, new_text, place, status in _amended_articles(pair, pairs, documents):
            places.append(place)
            cause = (
                status if place == 0 and status else "" if 0 < place <= 5 else "among others" if place else "not met"
            )
            causes[cause] += 1
            if show and place != 1:
                print(f"   {pair.source.number} -> {pair.target.number} {told}: {place} {cause} {new_text[:90]!r}")
    count = max(1, len(places))
    first, five = (sum(0 < place <= k for place in places) / count for k in (1, 5))
    del causes[""]
    print(
        f"(b) {len(places)} amended articles: first {first:.0%} (goal 85 %), in five {five:.0%} (goal 95 %); {dict(causes)}"
    )


def _amended_articles(
    pair: Pair, pairs: Sequence[Pair], documents: dict[str, Document]
) -> Iterable[tuple[str, str, int, str]]:
    """(the unit amended, its new wording, the place of its article, why it may be missing) of each amendment of the pair."""
    from legaldocs.analysis.reading import read
    from legaldocs.analysis.terms import Side
    from legaldocs.analysis.units import draft_units
    from legaldocs.models.documents import today
    from legaldocs.parsing.numbers import number_key
    from legaldocs.parsing.plain import source_from_text
    from workflow.criteria.context import DraftContext
    from workflow.examination import PER_PROVISION
    from workflow.meetings import meetings
    from workflow.noise import quieted
    from workflow.ranking import best_of, ranked

    source, target = documents[pair.source.id], documents[pair.target.id]
    truth = {
        amendment.new_text.strip(): amendment.target_path
        for amendment in read(source_from_text(pair.source.text)).amendments
        if amendment.action == "AMEND" and number_key(amendment.target_number or "") == target.number_key
    }
    truth = {text: path for text, path in truth.items() if len(text.split()) >= 12 and _has_article(target, path)}
    if not truth:
        return
    on = source.issued_on or today()
    reading = read(source_from_text(unnamed(pair.source.text, pair.target, lines=False)))
    units = [(unit, side) for unit in draft_units(reading) if (side := Side(unit.text)).may_collide]
    aside = {documents[p.source.id].pk for p in pairs if p.target is pair.target} | consolidations(target)
    context = DraftContext(reading, on, source.issued_by)
    found = meetings(units, context, (aside | {source.pk}) - {target.pk})
    met = ranked(quieted(found.meetings, context), found.weights)
    shown = {(f.path, f.target_document_id, f.target_path) for f in best_of(met, PER_PROVISION, found.leading)}
    met = [m for m in met if (m.found.path, m.document.pk, m.found.target_path) in shown]
    binding = target.effect_status(on).value
    for text, path in truth.items():
        of_text = {place for place, (unit, _) in enumerate(units) if unit.quoted and unit.text[-80:] in text}
        order = list(dict.fromkeys((m.document.pk, _article(m.found.target_path)) for m in met if m.place in of_text))
        wanted = (target.pk, _article(path))
        status = f"status {binding}" if binding in ("EXPIRED", "SUSPENDED") else "" if of_text else "wording not read"
        yield path, text, order.index(wanted) + 1 if wanted in order else 0, status


def _article(path: str) -> str:
    return next((part for part in path.split("/") if part.startswith("dieu-")), path)


def _has_article(target: Document, path: str) -> bool:
    from legaldocs.models import Provision

    article = _article(path)
    return Provision.objects.filter(version=target.current_version_id, path__endswith=article).exists()


def consolidations(target: Document) -> set[int]:
    """The consolidated texts of a document: those related to it so, and VBHN of its very title."""
    from legaldocs.models import Document, Relation

    related = Relation.objects.filter(kind="CONSOLIDATES", target=target).values_list("source", flat=True)
    same = Document.objects.filter(number__contains="VBHN").values_list("pk", "title")
    return {*related, *(pk for pk, title in same if fold(title) == fold(target.title))}


def _cause(target: Document, found: Any, on: Any) -> str:
    if not found.provisions_checked:
        return "nothing left to compare"
    if any(replaced.document_id == target.pk for replaced in found.replaced_by_draft):
        return "still named as replaced"
    status = target.effect_status(on).value
    return f"status {status}" if status in ("EXPIRED", "SUSPENDED") else "not among the neighbours"


def _print_places(name: str, results: Collection[Ranked]) -> None:
    count = max(1, len(results))
    ours, rival = (
        ", ".join(f"{sum(0 < getattr(r, side) <= k for r in results) / count:.0%}" for k in (1, 3, 10))
        for side in ("place", "rival")
    )
    causes = Counter(r.cause for r in results if not r.place)
    print(f"    {name}: {len(results)} pairs; target first, in three, in ten: {ours}; shared runs alone {rival}")
    print(f"    absent: {dict(causes)}")
