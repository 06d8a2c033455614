"""(a) and (b): does the draft of an amending document find, unnamed, the document and the article that it amends?

Pairs come from `pairs.csv`, the rows' own relations and `relations.csv.gz` of ../shared/corpus; the lines that name the target
are taken out of the source, which is then examined on the day it was issued against the index in DATA_DIR (the whole corpus).
Other amenders of the same target, its consolidated texts and the source's other targets stand out of the ranking.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legaldocs.parsing.normalize import fold

if TYPE_CHECKING:
    from legaldocs.models import Document

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
ACTING = {"amends", "replaces", "repeals", "repeals_part", "ends_validity_of", "replaces_or_repeals"}
#: Pairs of the corpus whose truth is wrong, with the reason; they are left out.
WRONG_TRUTH = {
    ("01/2025/QĐ-UBND", "17/2025/QĐ-UBND"): "another province's decision of the same number",
    ("07/2025/QĐ-UBND", "35/2024/QĐ-UBND"): "another province's decision of the same number",
    ("23/2025/QĐ-UBND", "27/2025/QĐ-UBND"): "another province's decision of the same number",
    (
        "75/2025/QĐ-UBND",
        "14/2025/QĐ-UBND",
    ): "Hà Tĩnh repeals its own decision; the target is Hà Nội's of the same number",
    (
        "79/2025/QĐ-UBND",
        "08/2025/QĐ-UBND",
    ): "Hà Tĩnh repeals its own decision; the target is Hà Nội's of the same number",
    (
        "80/2025/QĐ-UBND",
        "15/2025/QĐ-UBND",
    ): "Hà Tĩnh repeals its own decision; the target is Hà Nội's of the same number",
    ("12/2017/QH14", "100/2015/QH13"): "a resolution's text is filed under the number of the Criminal Code",
    **dict.fromkeys(
        ((f"{number}/2025/QH15", "81/2025/QH15") for number in (100, 101, 102, 117, 120)),
        "ends a law that the target has amended, not the target",
    ),
    ("61/2024/QH15", "83/2015/QH13"): "amends the law on the sea and islands, 82/2015/QH13, and misprints its number",
    ("52/2019/QH14", "37/2018/QH14"): "only quotes the target's name in the new wording of another law",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the corpus file."""

    id: str
    number: str
    issuer: str
    title: str
    text: str
    relations: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    source: Row
    target: Row
    relations: frozenset[str]
    named: bool  # the source's title names the target


def read_rows() -> list[Row]:
    with gzip.open(CORPUS / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [
            Row(r["id"], r["number"] or "", r["issuer"] or "", r["title"] or "", r["text"], tuple(r["relations"]))
            for r in rows
        ]


def read_pairs(rows: Sequence[Row]) -> list[Pair]:
    """Every acting pair whose two texts are there, each once."""
    by_id = {row.id: row for row in rows}
    by_number: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_number[row.number].append(row)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source, target, relation in _edges(rows, by_id, by_number):
        if relation in ACTING and source.id != target.id:
            found[source.id, target.id].add(relation)
    return [
        Pair(by_id[s], by_id[t], frozenset(relations), _names(by_id[s].title, by_id[t]))
        for (s, t), relations in sorted(found.items())
    ]


def _edges(
    rows: Sequence[Row], by_id: dict[str, Row], by_number: dict[str, list[Row]]
) -> Iterable[tuple[Row, Row, str]]:
    def only(number: str, issuer: str | None) -> Row | None:
        same = by_number.get(number, []) if number else []
        same = [row for row in same if row.issuer == issuer] or same
        return same[0] if len(same) == 1 else None

    with (CORPUS / "pairs.csv").open(encoding="utf-8") as lines:
        for edge in csv.DictReader(lines):
            if edge["source_id"] in by_id and edge["target_id"] in by_id:
                yield by_id[edge["source_id"]], by_id[edge["target_id"]], edge["relation"]
    for row in rows:
        for relation in row.relations:
            target = only(relation["target_number"], relation.get("target_issuer"))
            if target:
                yield row, target, relation["type"]
    with gzip.open(CORPUS / "relations.csv.gz", "rt", encoding="utf-8") as lines:
        for edge in csv.DictReader(lines):
            source = only(edge["source_number"], edge["source_issuer"])
            target = only(edge["target_number"], edge["target_issuer"])
            if source and target:
                yield source, target, edge["relation"]


def _names(title: str, target: Row) -> bool:
    """Whether a title names the document: by its number, or a law by its name."""
    if target.number and target.number in title:
        return True
    name = _law_name(target)
    return bool(name) and f"luat {name}" in fold(title) and not fold(target.title).startswith("sua doi")


def _law_name(target: Row) -> str:
    """What people call a law: its title without "Luật" and "số ..."."""
    if "/QH" not in target.number:
        return ""
    name = re.sub(r"\bso \d.*", "", fold(target.title)).replace("luat ", "", 1).strip()
    return name if 0 < len(name.split()) <= 12 else ""


# --- taking the name out ---


def unnamed(text: str, target: Row, *, lines: bool) -> str:
    """The text without the lines that name the target, or with `lines` False without the naming words alone."""
    number = r"\s?".join(re.escape(part) for part in re.split(r"(?<=[/-])", target.number))
    title = r"\s+".join(re.escape(word) for word in target.title.split()[:60])
    name = r"\s+".join(re.escape(word) for word in re.sub(r"(?i)^luật | số \d.*", "", target.title).split())
    if lines:
        naming = re.compile(rf"{number}" + (rf"|luật {name}\s" if _law_name(target) else ""), re.IGNORECASE)
        return "\n".join(line for line in text.split("\n") if not naming.search(line))
    phrase = (
        rf"(?:(?:Nghị định|Quyết định|Nghị quyết|Thông tư|Luật|Bộ luật)\s[^\n;“”.]{{0,80}}?)?(?:số:?\s)?{number}"
        r"(?:,? ngày \d+(?: tháng \d+ năm |/\d+/)\d+)?"
        r"(?: của [A-ZĐỦƯ][^,;:“”\n]{0,60}?(?= quy định| về | ban hành|[,;:.“”\n]))?"
    )
    text = re.sub(phrase, "văn bản", text, flags=re.IGNORECASE)
    if len(target.title.split()) > 5:
        text = re.sub(title, "", text, flags=re.IGNORECASE)
    if _law_name(target):
        text = re.sub(rf"luật {name}(?!\w)", "Luật", text, flags=re.IGNORECASE)
    return text


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

    pairs = [pair for pair in read_pairs(rows) if not _is_wrong(pair)]
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
    _print_places("title names it", [r for r in results if r.pair.named])
    _print_places("every pair", results)


def acting_pairs() -> set[tuple[int, int]]:
    """(source, target) of every relation of the database that acts: what the source's own text says it amends or ends."""
    from legaldocs.models import Relation

    return set(Relation.objects.acting().values_list("source", "target"))


def _is_wrong(pair: Pair) -> bool:
    return (pair.source.number, pair.target.number) in WRONG_TRUTH


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
    pairs = [pair for pair in read_pairs(rows) if not _is_wrong(pair)]
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


__all__ = ["measure_articles", "measure_documents", "read_pairs", "read_rows"]
