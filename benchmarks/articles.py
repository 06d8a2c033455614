"""Real articles of the corpus beside the project, repeated with altered words until there are enough of them."""

from __future__ import annotations

import gzip
import json
import pickle
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from search.query import DOCUMENT_KIND, MAX_DAY, IndexRecord

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ARTICLE = re.compile(r"\n(?=Điều \d+[a-zđ]?\.)")
CLAUSE = re.compile(r"\n(?=\d+\. )")
ALTERED = 0.05


def altered_articles(corpus: Path, count: int) -> Iterator[IndexRecord]:
    """`count` provisions with the records of their documents: every article, then the same with some words exchanged."""
    chance = random.Random(7)
    documents = documents_of(corpus)
    words = sorted({word for document in documents[:200] for word in document["text"].split() if word.isalpha()})
    made, document_id, turn = 0, 0, 0
    while made < count:
        for document in documents:
            document_id += 1
            for record in records_of(document, document_id, made):
                yield replace(record, text=_altered(record.text, words, chance)) if turn else record
                made += record.kind != DOCUMENT_KIND
                if made == count:
                    return
        turn += 1


def documents_of(corpus: Path) -> list[dict[str, str]]:
    with gzip.open(corpus / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _altered(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The text with some words exchanged; lines stay lines."""
    given = text.split(" ")
    for place in range(len(given)):
        if "\n" not in given[place] and chance.random() < ALTERED:
            given[place] = chance.choice(words)
    return " ".join(given)


def records_of(document: dict[str, str], document_id: int, first: int) -> Iterator[IndexRecord]:
    """The record of a document of the corpus, then one for each article, numbered after `first`."""
    number, title = document["number"] or "", document["title"] or ""
    blank = IndexRecord(
        provision_id=0, document_id=document_id, path="", kind=DOCUMENT_KIND, number=number, document_type="DECISION",
        body_id=1 + document_id % 40, subject_area_id=1 + document_id % 20, year=2000 + document_id % 26,
        stage="PROMULGATED", title=title, heading=title, text=number,
        effective_on=date(2000 + document_id % 26, 1, 1).toordinal(), expired_on=MAX_DAY, partly_expired_on=MAX_DAY,
        suspended_on=MAX_DAY, suspended_until=MAX_DAY,
    )  # fmt: skip
    yield blank
    for place, article in enumerate(ARTICLE.split(document["text"]), start=1):
        heading, _, text = article.partition("\n")
        if text:
            yield replace(blank, text=text, provision_id=first + place, kind="ARTICLE", heading=heading[:200])


def keep(records: Iterator[IndexRecord], path: Path) -> None:
    """Write the records to a file, so that every rival reads the same and none holds them all."""
    with path.open("wb") as file:
        for record in records:
            pickle.dump(record, file, pickle.HIGHEST_PROTOCOL)


def kept(path: Path, most: int = 0) -> Iterator[IndexRecord]:
    """The records in the file, one by one; the first `most` of them when given."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return
            most -= 1
            if not most:
                return


def questions(path: Path, count: int = 40) -> dict[str, list[str]]:
    """`count` questions of each kind, taken from the texts in the file: words side by side, phrases, numbers."""
    chance = random.Random(11)
    numbers: set[str] = set()
    texts: list[str] = []
    for place, record in enumerate(kept(path)):
        if record.number:
            numbers.add(record.number)
        if place % 100 == 0 and record.text.count(" ") > 60:
            texts.append(record.text)
    spoken: list[list[str]] = []
    for text in chance.sample(texts, min(3 * count, len(texts))):
        words = text.split()
        start = chance.randrange(len(words) - 10)
        found = [word.strip('.,;:()"“”-/') for word in words[start : start + 10]]
        spoken.append([word for word in found if word.isalpha()])
    whole = [words for words in spoken if len(words) >= 5][:count]
    return {
        "5 từ": [" ".join(words[:5]) for words in whole],
        "cụm 4 âm tiết": ['"' + " ".join(words[:4]) + '"' for words in whole],
        "số, ký hiệu": chance.sample(sorted(numbers), min(count, len(numbers))),
    }
