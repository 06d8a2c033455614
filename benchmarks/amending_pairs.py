"""Which document acts on which, as the corpus tells it and as only its texts do; and a text without what names its target.

Pairs come from `pairs.csv`, the rows' own relations and `relations.csv.gz` of ../shared/corpus, and, apart from them, from what
was read from the texts on import.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legaldocs.parsing.normalize import fold

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
    ("86/2025/QH15", "100/2015/QH13"): "a resolution's text is filed under the number of the Criminal Code",
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


def pairs_read(rows: Sequence[Row]) -> list[Pair]:
    """The acting pairs that the texts tell and nobody's metadata does: none of them served to choose anything."""
    from legaldocs.models import Relation

    by_id = {row.id: row for row in rows}
    known = {(pair.source.id, pair.target.id) for pair in read_pairs(rows)}
    acting = Relation.objects.acting().values_list("source__source_id", "target__source_id")
    return [
        Pair(by_id[s], by_id[t], frozenset({"read"}), _names(by_id[s].title, by_id[t]))
        for s, t in sorted({(s, t) for s, t in acting if s in by_id and t in by_id and s != t} - known)
    ]


def is_wrong(pair: Pair) -> bool:
    return (pair.source.number, pair.target.number) in WRONG_TRUTH


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
    name = law_name(target)
    return bool(name) and f"luat {name}" in fold(title) and not fold(target.title).startswith("sua doi")


def law_name(target: Row) -> str:
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
        naming = re.compile(rf"{number}" + (rf"|luật {name}\s" if law_name(target) else ""), re.IGNORECASE)
        return "\n".join(line for line in text.split("\n") if not naming.search(line))
    phrase = (
        rf"(?:(?:Nghị định|Quyết định|Nghị quyết|Thông tư|Luật|Bộ luật)\s[^\n;“”.]{{0,80}}?)?(?:số:?\s)?{number}"
        r"(?:,? ngày \d+(?: tháng \d+ năm |/\d+/)\d+)?"
        r"(?: của [A-ZĐỦƯ][^,;:“”\n]{0,60}?(?= quy định| về | ban hành|[,;:.“”\n]))?"
    )
    text = re.sub(phrase, "văn bản", text, flags=re.IGNORECASE)
    if len(target.title.split()) > 5:
        text = re.sub(title, "", text, flags=re.IGNORECASE)
    if law_name(target):
        text = re.sub(rf"luật {name}(?!\w)", "Luật", text, flags=re.IGNORECASE)
    return text
