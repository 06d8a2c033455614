"""How well the meaning of real texts is read: legal bases, what a text does to others, when it takes effect.

Run from the project's folder: python -m benchmarks.meaning [--misses N] [--level central|province]. Each measure is
printed twice: against the metadata of the shared corpus beside the project, which comes from rules and portals and has gaps
and errors, and against the truth after reading: the metadata corrected by the verdicts of `benchmarks/truth/`, given by
people who read the sentence in question. Finds beyond the metadata that nobody has judged are taken to be as often right
as the judged ones; the number judged is printed. What both metadata and reader have missed is in neither figure.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from legaldocs.analysis.effect import read_effect
from legaldocs.analysis.reading import read
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.plain import source_from_text

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TRUTH = Path(__file__).resolve().parent / "truth"
#: Relations in which the document acts on its target, by where the corpus has them from.
ACTING = {"amends", "replaces", "repeals", "repeals_part", "ends_validity_of", "replaces_or_repeals"}
READ_FROM_TEXT = {"text", "title"}
BASES, TARGETS, ARTICLES, EFFECT, ISSUED = "basis", "acting", "article", "effect", "issued"
Document = dict[str, Any]
Pair = tuple[str, str]  # document, what is said of it
_STATES_EFFECT = re.compile(
    r"(?:này|luật|quyết định|nghị định|thông tư|nghị quyết)[^\n.;]{0,60} có hiệu lực", re.IGNORECASE
)


@dataclass
class Score:
    """What was found, missed and found in vain, against the metadata; `verdicts` says of a pair whether it is right."""

    verdicts: dict[Pair, bool] = field(default_factory=dict)
    found: list[Pair] = field(default_factory=list)
    missed: list[Pair] = field(default_factory=list)
    extra: list[Pair] = field(default_factory=list)

    def add(self, name: str, wanted: set[str], got: set[str]) -> None:
        self.found += [(name, item) for item in wanted & got]
        self.missed += [(name, item) for item in sorted(wanted - got)]
        self.extra += [(name, item) for item in sorted(got - wanted)]

    @property
    def recall(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.extra))

    @property
    def judged(self) -> list[bool]:
        """The verdicts on finds beyond the metadata."""
        return [self.verdicts[pair] for pair in self.extra if pair in self.verdicts]

    @property
    def true_recall(self) -> float:
        right = len(self.found) + len(self.extra) * _share(self.judged)
        return right / max(1.0, right + sum(self.verdicts.get(pair, True) for pair in self.missed))

    @property
    def true_precision(self) -> float:
        right = len(self.found) + len(self.extra) * _share(self.judged)
        return right / max(1, len(self.found) + len(self.extra))

    def __str__(self) -> str:
        metadata = _figures(self.recall, self.precision)
        truth = _figures(self.true_recall, self.true_precision)
        return (
            f"against metadata    {metadata}  (n={len(self.found) + len(self.missed)})\n"
            f"        after reading       {truth}  "
            f"({len(self.judged)} of {len(self.extra)} finds beyond the metadata judged; "
            f"{sum(pair in self.verdicts for pair in self.missed)} of {len(self.missed)} misses judged)"
        )


def _share(judged: list[bool]) -> float:
    """The share of right verdicts; none at all means that nothing is taken for right."""
    return sum(judged) / len(judged) if judged else 0.0


def _figures(recall: float, precision: float) -> str:
    f1 = 2 * recall * precision / max(1e-9, recall + precision)
    return f"recall {recall:.3f}  precision {precision:.3f}  F1 {f1:.3f}"


@dataclass
class Days:
    """How often a day is read as the metadata has it, or the metadata is judged wrong."""

    judged_wrong: set[str] = field(default_factory=set)
    same: int = 0
    differ: list[Pair] = field(default_factory=list)

    def add(self, name: str, wanted: str, got: date | None) -> None:
        if got is not None and got.isoformat() == wanted:
            self.same += 1
        else:
            self.differ.append((name, f"{got} instead of {wanted}"))

    @property
    def unexplained(self) -> list[Pair]:
        return [pair for pair in self.differ if pair[0] not in self.judged_wrong]

    @property
    def agreement(self) -> float:
        return self.same / max(1, self.same + len(self.differ))

    @property
    def true_agreement(self) -> float:
        return self.same / max(1, self.same + len(self.unexplained))

    def __str__(self) -> str:
        return (
            f"against metadata    {self.agreement:.3f}  (n={self.same + len(self.differ)})\n"
            f"        after reading       {self.true_agreement:.3f}  "
            f"({len(self.differ) - len(self.unexplained)} days of the metadata judged wrong or not in the text)"
        )


def documents() -> Iterator[Document]:
    with gzip.open(CORPUS / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def verdicts(measure: str) -> dict[Pair, bool]:
    """(document, number) -> whether the relation is there, as read by people."""
    with (TRUTH / "relations.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["measure"] == measure]
    return {(row["document"], row["number"]): row["verdict"] == "right" for row in rows}


def wrong_days() -> set[str]:
    """The documents whose day of effect in the metadata is wrong, or not to be had from the text."""
    with (TRUTH / "effect.csv").open(encoding="utf-8", newline="") as lines:
        return {row["document"] for row in csv.DictReader(lines) if row["verdict"] == "wrong"}


# --- what the metadata say, and what was read ---


def wanted_numbers(document: Document, types: set[str]) -> set[str]:
    return {
        number_key(relation["target_number"])
        for relation in document["relations"]
        if relation["type"] in types and relation["source"] in READ_FROM_TEXT and relation.get("target_number")
    }


def acting_numbers(reading: Reading) -> set[str]:
    targets = [amendment.target_number for amendment in reading.amendments]
    targets += [expiry.number for expiry in reading.expires]
    return {number_key(target) for target in targets if target}


def wanted_articles(document: Document) -> set[str]:
    """What the codification's own notes say: number and article of each provision that this document changed."""
    return {
        f"{number_key(relation['target_number'])} {relation['target_article'].split()[-1]}"
        for relation in document["relations"]
        if relation["source"] == "phapdien" and relation.get("target_article", "").startswith("Điều ")
    }


def acting_articles(reading: Reading) -> set[str]:
    units = [(a.target_number, a.target_path) for a in reading.amendments]
    units += [(e.number, e.target_path) for e in reading.expires]
    return {
        f"{number_key(number)} {path.removeprefix('kem-theo/').split('/')[0].removeprefix('dieu-')}"
        for number, path in units
        if number and path.removeprefix("kem-theo/").startswith("dieu-")
    }


def _states_its_effect(document: Document) -> bool:
    """Whether the text can be asked: a consolidation has no effect of its own, many codified texts lost their closing."""
    stated = document["effective_on"] and document["effective_on_source"] in ("metadata", "text")
    is_consolidation = "VBHN" in (document["number"] or "").upper()
    return bool(stated) and not is_consolidation and _STATES_EFFECT.search(document["text"]) is not None


def _add_days(scores: dict[str, Score | Days], document: Document, reading: Reading) -> None:
    header, effect = reading.header, reading.effect
    quality, issued = " ".join(document["quality"]), document["issued_on"]
    days, issued_days = scores[EFFECT], scores[ISSUED]
    assert isinstance(days, Days) and isinstance(issued_days, Days)
    headless = any(mark in quality for mark in ("codified_text", "date_blank", "read_from_page", "ocr"))
    if issued and not headless:
        issued_days.add(document["id"], issued, header.issued_on)
    if _states_its_effect(document):
        if header.issued_on is None and issued:  # "kể từ ngày ký": the day of signing stood in a head that was lost
            effect = read_effect(reading.provisions, replace(header, issued_on=date.fromisoformat(issued)))
        if effect.begins_on or "Công báo" not in effect.begins_text:
            days.add(document["id"], document["effective_on"], effect.begins_on)


def measure(chosen: Callable[[Document], bool]) -> dict[str, Score | Days]:
    scores: dict[str, Score | Days] = {name: Score(verdicts(name)) for name in (BASES, TARGETS, ARTICLES)}
    scores |= {EFFECT: Days(wrong_days()), ISSUED: Days()}
    seconds, letters = 0.0, 0
    for document in filter(chosen, documents()):
        started = time.process_time()
        reading = read(source_from_text(document["text"]))
        seconds, letters = seconds + time.process_time() - started, letters + len(document["text"])
        _add_relations(scores, document, reading)
        _add_days(scores, document, reading)
    print(f"{letters / 1e6:.1f} million letters in {seconds:.1f} s: {250_000 / letters * seconds:.2f} s for 100 pages")
    return scores


def _add_relations(scores: dict[str, Score | Days], document: Document, reading: Reading) -> None:
    bases, targets, articles = (scores[name] for name in (BASES, TARGETS, ARTICLES))
    assert isinstance(bases, Score) and isinstance(targets, Score) and isinstance(articles, Score)
    if wanted := wanted_numbers(document, {"based_on"}):
        bases.add(document["id"], wanted, {number_key(basis.number) for basis in reading.legal_bases if basis.number})
    targets.add(document["id"], wanted_numbers(document, ACTING), acting_numbers(reading))
    # A codified text lacks the articles that amend others: what is not there cannot be read.
    codified = "codified_text_as_amended_from_phap_dien" in document["quality"]
    if not codified and (wanted := wanted_articles(document)):
        articles.add(document["id"], wanted, acting_articles(reading))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", type=int, default=0, help="how many unjudged misses and finds of each to print")
    parser.add_argument("--level", choices=["central", "province"], help="only documents of this level")
    options = parser.parse_args()
    if not CORPUS.exists():
        sys.exit(f"No corpus at {CORPUS}")
    for name, score in measure(lambda document: options.level in (None, document["level"])).items():
        print(f"{name:8}{score}")
        shown = {"missed": score.missed, "extra": score.extra} if isinstance(score, Score) else {}
        known = score.verdicts if isinstance(score, Score) else {}
        shown |= {"differs": score.unexplained} if isinstance(score, Days) else {}
        for label, pairs in shown.items():
            for pair in [pair for pair in pairs if pair not in known][: options.misses]:
                print(f"    {label:7} {': '.join(pair)}")


if __name__ == "__main__":
    main()
