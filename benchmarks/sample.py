"""How well citations, modal wordings, signs and days of effect are read, against samples that people have read.

    python -m benchmarks.sample [--misses N]

The samples in `benchmarks/truth/` were drawn by chance from the shared corpus and judged by reading; they name document and
unit and hold no text: `citations.csv` every citation of 75 units with its exact place and target, `modality.csv` the modal
wordings of 92 units in order, `signals.csv` articles that do or do not lay down a procedure, a fee, a fine or a condition.
They were mended after the first reading, so they guard what was reached more than they foretell the next text; docs/reading.md
gives the figures of the first reading beside them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legaldocs.analysis.modality import read_modality
from legaldocs.analysis.reading import read
from legaldocs.analysis.signals import read_signals
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import CitationRead, Reading
from legaldocs.parsing.plain import source_from_text

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TRUTH = Path(__file__).resolve().parent / "truth"
NAMES = ("citations", "modality", "signals")


class Found:
    """Right, missing and wrong finds, with the wrong and missing ones kept to be shown."""

    def __init__(self) -> None:
        self.right, self.missed, self.extra = 0, list[str](), list[str]()

    def add(self, where: str, wanted: Counter[str], got: Counter[str]) -> None:
        self.right += (wanted & got).total()
        self.missed += [f"{where}: {item}" for item in (wanted - got).elements()]
        self.extra += [f"{where}: {item}" for item in (got - wanted).elements()]

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.extra))

    def __str__(self) -> str:
        count = self.right + len(self.missed)
        return f"recall {self.recall:.3f}  precision {self.precision:.3f}  (n={count})"


def rows_of(name: str) -> dict[str, list[dict[str, str]]]:
    """The judged rows by document."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["document"]].append(row)
    return found


def readings(wanted: set[str]) -> Iterator[tuple[str, Reading]]:
    with gzip.open(CORPUS / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            document: dict[str, Any] = json.loads(line)
            if document["id"] in wanted:
                yield document["id"], read(source_from_text(document["text"]))


def measure() -> dict[str, Found]:
    """What was found of each sample, by its name."""
    truth = {name: rows_of(name) for name in NAMES}
    scores = {name: Found() for name in (*NAMES, "citation targets")}
    for document, reading in readings({document for rows in truth.values() for document in rows}):
        _citations(scores, document, reading, truth["citations"].get(document, []))
        _modality(scores["modality"], document, reading, truth["modality"].get(document, []))
        _signals(scores["signals"], document, reading, truth["signals"].get(document, []))
    return scores


def _citations(scores: dict[str, Found], document: str, reading: Reading, rows: list[dict[str, str]]) -> None:
    for path in {row["path"] for row in rows}:
        wanted = [row for row in rows if row["path"] == path and row["target"]]
        got = [citation for citation in reading.citations if citation.path == path]
        where = f"{document} {path}"
        placed = Counter(f"{row['start']}-{row['end']} {_same(row['target'])} {row['target_path']}" for row in wanted)
        scores["citations"].add(where, placed, Counter(f"{c.start}-{c.end} {_target(c)} {c.target_path}" for c in got))
        named = Counter(f"{_same(row['target'])} {row['target_path']}" for row in wanted)
        scores["citation targets"].add(where, named, Counter(f"{_target(c)} {c.target_path}" for c in got))


def _target(citation: CitationRead) -> str:
    return "internal" if citation.internal else _same(citation.number or citation.title or "")


def _same(target: str) -> str:
    return number_key(target) if "/" in target else target.casefold()


def _modality(score: Found, document: str, reading: Reading, rows: list[dict[str, str]]) -> None:
    texts = {provision.path: provision.text for provision in reading.provisions}
    for row in rows:
        got = Counter(modality.value for _, _, modality in read_modality(texts.get(row["path"], "")))
        score.add(f"{document} {row['path']}", Counter(row["modalities"].split()), got)


def _signals(score: Found, document: str, reading: Reading, rows: list[dict[str, str]]) -> None:
    found = read_signals(reading.provisions) if rows else []
    for row in rows:
        article = row["article"]
        kinds = {signal.kind.value for signal in found if f"{signal.path}/".startswith(f"{article}/")}
        asked = kinds if row["kind"] == "any" else kinds & {row["kind"]}
        wanted = Counter([row["kind"]] if row["verdict"] == "right" else [])
        score.add(f"{document} {article}", wanted, Counter(asked))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, help="how many misses and wrong finds of each to print")
    options = parser.parse_args()
    if not CORPUS.exists():
        sys.exit(f"No corpus at {CORPUS}")
    show(options.misses)


def show(misses: int = 0) -> None:
    for name, score in measure().items():
        print(f"{name:16} {score}")
        for label, items in (("missed", score.missed), ("extra", score.extra)):
            for item in items[:misses]:
                print(f"    {label:7} {item}")


if __name__ == "__main__":
    main()
