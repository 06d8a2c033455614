"""How well the meaning of real texts is read: recall and precision of legal bases, F1 of amendments and expiries.

Run from the project's folder: python -m benchmarks.meaning [--misses N]. Texts and their relations are those of the
shared corpus beside the project; its relations come from rules and metadata and have gaps, so read the misses too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legaldocs.analysis.reading import read
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.plain import source_from_text

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
#: Relations in which the document acts on its target, by where the corpus has them from.
ACTING = {"amends", "replaces", "repeals", "repeals_part", "ends_validity_of", "replaces_or_repeals"}
READ_FROM_TEXT = {"text", "title"}
Document = dict[str, Any]


@dataclass
class Score:
    """Counts of what was found, missed and found in vain, with examples."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, name: str, wanted: set[str], got: set[str]) -> None:
        self.found += len(wanted & got)
        self.missed += [f"{name}: {item}" for item in sorted(wanted - got)]
        self.extra += [f"{name}: {item}" for item in sorted(got - wanted)]

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + len(self.extra))

    def __str__(self) -> str:
        f1 = 2 * self.recall * self.precision / max(1e-9, self.recall + self.precision)
        wanted = self.found + len(self.missed)
        return f"recall {self.recall:.3f}  precision {self.precision:.3f}  F1 {f1:.3f}  (n={wanted})"


def documents() -> Iterator[Document]:
    with gzip.open(CORPUS / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


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


def measure(chosen: Callable[[Document], bool]) -> dict[str, Score]:
    scores = {"legal bases": Score(), "acting targets": Score(), "articles changed": Score()}
    seconds, letters = 0.0, 0
    for document in filter(chosen, documents()):
        started = time.perf_counter()
        reading = read(source_from_text(document["text"]))
        seconds, letters = seconds + time.perf_counter() - started, letters + len(document["text"])
        if wanted := wanted_numbers(document, {"based_on"}):
            got = {number_key(basis.number) for basis in reading.legal_bases if basis.number}
            scores["legal bases"].add(document["id"], wanted, got)
        scores["acting targets"].add(document["id"], wanted_numbers(document, ACTING), acting_numbers(reading))
        # A codified text lacks the articles that amend others: what is not there cannot be read.
        codified = "codified_text_as_amended_from_phap_dien" in document["quality"]
        if not codified and (wanted := wanted_articles(document)):
            scores["articles changed"].add(document["id"], wanted, acting_articles(reading))
    print(f"{letters / 1e6:.1f} million letters in {seconds:.1f} s: {250_000 / letters * seconds:.2f} s for 100 pages")
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--misses", type=int, default=0, help="how many misses and vain finds to print for each measure"
    )
    parser.add_argument("--level", choices=["central", "province"], help="only documents of this level")
    options = parser.parse_args()
    if not CORPUS.exists():
        sys.exit(f"No corpus at {CORPUS}")
    scores = measure(lambda document: options.level in (None, document["level"]))
    for name, score in scores.items():
        print(f"{name:18} {score}")
        for label, items in (("missed", score.missed), ("extra", score.extra)):
            for item in items[: options.misses]:
                print(f"    {label:7} {item}")


if __name__ == "__main__":
    main()
