"""(c): real provisions altered in one number, unit, modal word, date or addressee and lightly reworded: is the conflict named?

Alterations are made here, by rules of their own; provisions changed in wording alone must not come out as conflicts.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import alterations_in_law, alterations_otherwise
from benchmarks.alterations import ALTERATIONS, TYPES, Altered, around, heavily_reworded, reworded
from benchmarks.rewordings import REWORDINGS, reworded_otherwise
from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.overlap import compare
from legaldocs.analysis.units import units_of
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import parse_text
from legaldocs.parsing.vocabulary import FindingKind

Alteration = Callable[[str, random.Random], Altered | None]
CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus" / "documents.jsonl.gz"


@dataclass(frozen=True, slots=True)
class RealUnit:
    document: int
    path: str
    text: str
    plain_text: str


# --- the corpus ---


def read_corpus() -> list[RealUnit]:
    """The units of all documents."""
    units = []
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for position, line in enumerate(lines):
            row = json.loads(line)
            parsed = parse_text(source_from_text(row["text"]))
            units += [RealUnit(position, u.path, u.text, u.plain_text) for u in units_of(parsed.provisions)]
    return units


class Way(NamedTuple):
    """A set of alterations: by kind, the types of difference that each makes, how the rest is reworded, and whether words named
    are the changed ones; and the rewordings that make none."""

    alterations: Mapping[str, Alteration]
    types: Mapping[str, str]
    reword: Callable[[str, random.Random], str]
    says: Callable[[str, str], bool]
    alone: Mapping[str, Callable[[str, random.Random], str]] = {}


def names_it(altered: Altered, original: str, way: Way) -> tuple[bool, str]:
    """(whether a CONFLICT names this very change, what came out instead)."""
    result = compare(altered.text, original, 0.5)
    if result is None:
        return False, "nothing"
    named = [
        d
        for d in result.differences
        if d.type in way.types[altered.kind].split()
        and way.says(altered.new, d.draft)
        and way.says(altered.old, d.target)
    ]
    return result.kind is FindingKind.CONFLICT and bool(named), result.kind.value


def _says(changed: str, named: str) -> bool:
    """Whether the words named are the changed ones, with words around them or without their end."""
    changed, named = _spelt(changed), _spelt(named)
    return changed in named or (len(named.split()) > 1 and changed.startswith(named)) or named == "được"


def _spelt(words: str) -> str:
    """The words with the one abbreviation that the rewording puts in spelt out."""
    return words.lower().replace("ubnd", "ủy ban nhân dân")


def _says_roughly(changed: str, named: str) -> bool:
    """Whether most of the words named are among the changed ones, or the other way round: a range may be named by its end."""
    ours, theirs = set(_spelt(changed).split()), set(_spelt(named).split())
    return len(ours & theirs) * 2 >= min(len(ours), len(theirs))


def _lightly(text: str, chance: random.Random) -> str:
    return reworded(text, chance, 0.3)


FIRST = Way({kind: alter for kind, alter in ALTERATIONS.items() if kind != "wording"}, TYPES, _lightly, _says)
SECOND = Way(
    alterations_otherwise.ALTERATIONS, alterations_otherwise.TYPES, reworded_otherwise, _says_roughly, REWORDINGS
)
THIRD = Way(
    alterations_in_law.ALTERATIONS,
    alterations_in_law.TYPES,
    alterations_in_law.reworded_in_law,
    _says_roughly,
    alterations_in_law.REWORDINGS,
)


def measure_alterations(
    units: Sequence[RealUnit], each: int, chance: random.Random, show: int, heavy: bool = False
) -> None:
    """Print (c) kind by kind; `heavy` puts the rest of each provision in quite other words."""
    way = FIRST._replace(reword=heavily_reworded if heavy else reworded)
    pool = _pool(units, chance)
    _print_kinds(pool, way, each, chance, show)
    _print_wording("wording", _altered_copies(pool, ALTERATIONS["wording"], way.reword, chance, each), show)


def measure_way(way: Way, units: Sequence[RealUnit], each: int, chance: random.Random, show: int) -> None:
    """Print (c) for a further set of alterations, and for each of its rewordings alone."""
    pool = _pool(units, chance)
    _print_kinds(pool, way, each, chance, show)
    for name, reword in way.alone.items():
        _print_wording(name, _altered_copies(pool, _unaltered, reword, chance, each), show)


def _print_kinds(pool: Sequence[RealUnit], way: Way, each: int, chance: random.Random, show: int) -> None:
    for kind, alter in way.alterations.items():
        _print_kind(kind, _altered_copies(pool, alter, way.reword, chance, each), way, show)


def _pool(units: Sequence[RealUnit], chance: random.Random) -> list[RealUnit]:
    pool = [u for u in units if 25 <= len(u.text.split()) <= 400 and not is_formula(u.text)]
    chance.shuffle(pool)
    return pool


def _unaltered(text: str, chance: random.Random) -> Altered:
    return Altered(text, "wording")


def _altered_copies(
    pool: Sequence[RealUnit],
    alter: Alteration,
    reword: Callable[[str, random.Random], str],
    chance: random.Random,
    each: int,
) -> list[tuple[Altered, str]]:
    """So many provisions altered and reworded, with their own texts."""
    copies: list[tuple[Altered, str]] = []
    for unit in pool:
        altered = alter(unit.text, chance)
        if altered is None:
            continue
        text = around(altered, reword, chance)
        if text != unit.text:
            copies.append((Altered(text, altered.kind, altered.old, altered.new), unit.text))
        if len(copies) == each:
            break
    return copies


def _print_kind(kind: str, copies: Sequence[tuple[Altered, str]], way: Way, show: int) -> None:
    right, instead = 0, Counter[str]()
    for altered, original in copies:
        good, said = names_it(altered, original, way)
        right += good
        instead[said] += not good
        if not good and show > 0:
            show -= 1
            print("   missed", kind, said, (altered.new, altered.old), "|", altered.text[:300].replace("\n", " "))
    print(
        f"(c) {kind}: {len(copies)} provisions, right conflict in {right / max(1, len(copies)):.1%} (goal 90 %); "
        f"instead {+instead}"
    )


def _print_wording(kind: str, copies: Sequence[tuple[Altered, str]], show: int) -> None:
    results = [(altered, compare(altered.text, original, 0.5)) for altered, original in copies]
    for altered, result in results:
        if result is not None and result.kind is FindingKind.CONFLICT and show > 0:
            show -= 1
            print(
                "   wrong",
                kind,
                [(d.draft, d.target) for d in result.differences],
                "|",
                altered.text[:300].replace("\n", " "),
            )
    said = Counter(result.kind.value if result else "nothing" for _, result in results)
    print(
        f"(c) {kind} alone: {len(copies)} provisions, CONFLICT in {said['CONFLICT'] / max(1, len(copies)):.1%} (goal < 3 %); "
        f"{dict(said)}"
    )


# --- the same through a whole examination ---

_PER_DRAFT = 20


def measure_planted(chance: random.Random, drafts: int, show: int, way: Way = FIRST) -> None:
    """Print how many altered provisions of documents in force a draft made of twenty of them is found to contradict."""
    from legaldocs.analysis.reading import read
    from legaldocs.models import Document
    from legaldocs.models.documents import today
    from workflow.examination import examine

    documents = list(Document.objects.in_force().select_related("current_version").order_by("pk"))
    done, right, instead = 0, 0, Counter[str]()
    for _ in range(drafts):
        planted = [p for document in chance.sample(documents, 60) if (p := _planted(document, chance, way))][
            :_PER_DRAFT
        ]
        text = "\n".join(f"Điều {n}. Nội dung {n}\n{altered.text}" for n, (altered, _, _) in enumerate(planted, 1))
        found = examine(read(source_from_text(text)), on=today()).findings
        for number, (altered, pk, _) in enumerate(planted, 1):
            met = [f for f in found if f.target_document_id == pk and f"{f.path}/".startswith(f"dieu-{number}/")]
            named = any(
                d.type in way.types[altered.kind].split()
                and way.says(altered.new, d.draft)
                and f.kind is FindingKind.CONFLICT
                for f in met
                for d in f.differences
            )
            done, right = done + 1, right + named
            if not named:
                instead[min((f.kind.value for f in met), default="nothing")] += 1
                if show > 0:
                    show -= 1
                    print("   missed", altered.kind, [f.kind.value for f in met], altered.text[:300].replace("\n", " "))
    print(
        f"(c) planted in drafts, through the whole examination: {done} provisions, right conflict in "
        f"{right / max(1, done):.1%} (goal 90 %); instead {+instead}"
    )


def _planted(document: Any, chance: random.Random, way: Way) -> tuple[Altered, int, str] | None:
    """(an altered provision of the document, its document, the path)."""
    parsed = parse_text(source_from_text(document.current_version.text if document.current_version else ""))
    units = [u for u in units_of(parsed.provisions) if 25 <= len(u.text.split()) <= 300 and not is_formula(u.text)]
    chance.shuffle(units)
    kinds = list(way.alterations)
    chance.shuffle(kinds)
    for unit in units[:10]:
        for kind in kinds:
            altered = way.alterations[kind](unit.text, chance)
            if altered is not None and altered.text != unit.text:
                text = around(altered, way.reword, chance)
                return Altered(text, kind, altered.old, altered.new), document.pk, unit.path
    return None
