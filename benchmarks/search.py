"""Search measured against named rivals: how long a rebuild takes, how long a question takes, how much the index weighs.

    python -m benchmarks.search [--provisions 100000] [--subset 5000] [--corpus ../shared/corpus]

Records are real articles of the corpus beside the project, repeated with altered words until there are enough. Each line
gives our number, the rival's and their ratio. Builds are also given in processor seconds of all threads, which other work on
the machine disturbs less. Every rival is asked the same questions. Whoosh is too slow for the whole set:
it and we build the same subset. PostgreSQL is asked where DATABASE_URL_PG names a server, else the line says skipped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import re
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import tantivy

from search.backends.base import Backend, text_fields
from search.backends.tantivy_backend import TantivyBackend
from search.backends.whoosh_backend import WhooshBackend
from search.query import DOCUMENT_KIND, MAX_DAY, Filters, IndexRecord
from search.question import read_question
from search.shingles import ShingleIndex, Unit
from search.vietnamese import nfc, tokens

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TODAY = date(2026, 1, 1)
ARTICLE = re.compile(r"\n(?=Điều \d+[a-zđ]?\.)")
CLAUSE = re.compile(r"\n(?=\d+\. )")
ALTERED = 0.05


def main() -> None:
    options = read_options()
    if not (options.corpus / "documents.jsonl.gz").exists():
        sys.exit(f"Không có kho văn bản mẫu ở {options.corpus}; dùng --corpus.")
    print(f"Máy: {os.cpu_count()} lõi, {memory_gb():.0f} GB, {platform.platform()}, Python {platform.python_version()}")
    records = list(altered_articles(options.corpus, options.provisions))
    syllables = sum(record.text.count(" ") for record in records)
    print(f"{len(records):,} điều khoản, khoảng {syllables / len(records):.0f} âm tiết mỗi điều khoản\n")
    folder = Path(tempfile.mkdtemp())
    try:
        measure_builds(folder, records, options.subset)
        measure_questions(folder, records)
        measure_overlap(folder, records)
    finally:
        shutil.rmtree(folder)
    print(f"Bộ nhớ cao nhất của tiến trình: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--subset", type=int, default=5_000, help="điều khoản cho Whoosh")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    return parser.parse_args()


def memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


# --- the records ---


def altered_articles(corpus: Path, count: int) -> Iterator[IndexRecord]:
    """`count` records: the articles of every document, then the same with some words exchanged, and so on."""
    chance = random.Random(7)
    with gzip.open(corpus / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    words = sorted({word for document in documents[:200] for word in document["text"].split() if word.isalpha()})
    made, document_id, turn = 0, 0, 0
    while made < count:
        for document in documents:
            document_id += 1
            for record in records_of(document, document_id, made):
                if turn:
                    record = with_text(record, " ".join(altered(record.text.split(" "), words, chance)))
                yield record
                made += record.kind != DOCUMENT_KIND
                if made == count:
                    return
        turn += 1


def altered(text: Sequence[str], words: Sequence[str], chance: random.Random) -> Iterator[str]:
    for word in text:
        yield chance.choice(words) if chance.random() < ALTERED else word


def records_of(document: dict[str, str], document_id: int, first: int) -> Iterator[IndexRecord]:
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
            yield with_text(blank, text, provision_id=first + place, kind="ARTICLE", heading=heading[:200])


def with_text(record: IndexRecord, text: str, **fields: object) -> IndexRecord:
    values = {name: getattr(record, name) for name in record.__slots__}
    return IndexRecord(**{**values, "text": text, **fields})


# --- building ---


Seconds = tuple[float, float]  # on the wall, of the processor


def measure_builds(folder: Path, records: list[IndexRecord], subset: int) -> None:
    ours = build(TantivyBackend, folder / "tantivy", records)
    print(f"Lập chỉ mục, tantivy của ta: {ours[0]:.1f} s, {size_mb(folder / 'tantivy'):.0f} MB")
    plain = build_bare(folder / "bare", ((r.heading, r.title, r.text) for r in records), own_tokens=True)
    lines("Lập chỉ mục", ours, "tantivy trần, cùng trường, tự tách từ, không cặp âm tiết", plain)
    ready = [tuple(text_fields(record).values()) for record in records]
    same = build_bare(folder / "ready", ready, own_tokens=False)
    lines("Lập chỉ mục", ours, "tantivy trần, cùng trường, từ đã tách sẵn", same)
    part = records[:subset]
    whoosh = build(WhooshBackend, folder / "whoosh", part)
    lines(f"Lập chỉ mục {subset:,} điều khoản", build(TantivyBackend, folder / "part", part), "Whoosh", whoosh)
    print()


def build(backend: type[Backend], folder: Path, records: Iterable[IndexRecord]) -> Seconds:
    started, used = time.perf_counter(), time.process_time()
    with backend.write(folder) as writer:
        for record in records:
            writer.add(record)
    return time.perf_counter() - started, time.process_time() - used


def build_bare(folder: Path, rows: Iterable[Sequence[str]], *, own_tokens: bool) -> Seconds:
    """Seconds that tantivy alone takes for these rows: raw texts in our fields, or the tokens that we give it."""
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    options = {"folded": "position", "exact": "position", "heading": "freq", "title": "freq", "number": "basic"}
    for name, option in options.items():
        tokenizer = ("folding" if name != "exact" else "default") if own_tokens else "spaces"
        builder.add_text_field(name, tokenizer_name=tokenizer, index_option=option)
    schema = builder.build()
    index = tantivy.Index(schema, str(folder))
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("folding", simple.filter(tantivy.Filter.ascii_fold()).build())
    index.register_tokenizer("spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    started, used = time.perf_counter(), time.process_time()
    writer = index.writer()
    for row in rows:
        if own_tokens:
            heading, title, text = row
            row = (text, text, heading, title, "")
        writer.add_document(tantivy.Document.from_dict(dict(zip(options, row, strict=True)), schema))
    writer.commit()
    writer.wait_merging_threads()
    return time.perf_counter() - started, time.process_time() - used


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


# --- asking ---


def measure_questions(folder: Path, records: list[IndexRecord]) -> None:
    chance = random.Random(11)
    asked = questions(records, chance)
    rivals = {
        "tantivy trần": bare_answers(folder / "ready"),
        "SQLite FTS5": fts5_answers(folder / "fts5.sqlite3", records),
        "PostgreSQL": postgres_answers(records),
    }
    ours = TantivyBackend(folder / "tantivy")
    for kind, texts in asked.items():
        mine = percentiles(lambda text: ours.search(read_question(text), Filters(), TODAY, 10, 0), texts)
        print(f"{kind}: của ta p50 {mine[0]:.2f} ms, p95 {mine[1]:.2f} ms")
        for rival, answer in rivals.items():
            if answer is None:
                print(f"  {rival}: bỏ qua (không có máy chủ; đặt DATABASE_URL_PG)")
                continue
            theirs = percentiles(lambda text, answer=answer, kind=kind: answer(kind, text), texts)
            line(f"  {kind} p50", mine[0], rival, theirs[0], "ms")
            line(f"  {kind} p95", mine[1], rival, theirs[1], "ms")
    print()


def questions(records: list[IndexRecord], chance: random.Random) -> dict[str, list[str]]:
    """Forty of each kind, taken from the texts themselves."""
    long = [record for record in records if record.text.count(" ") > 60]
    taken = [nfc(record.text).split() for record in chance.sample(long, 40)]
    starts = [chance.randrange(len(words) - 10) for words in taken]
    cleaned = [
        [w.strip('.,;:()"“”-/') for w in words[start : start + 10]] for words, start in zip(taken, starts, strict=True)
    ]
    spoken = [[word for word in words if word.isalpha()] for words in cleaned]
    numbers = sorted({record.number for record in records if record.number})
    return {
        "5 từ (OR)": [" ".join(words[:5]) for words in spoken if len(words) >= 5],
        "cụm 4 âm tiết": ['"' + " ".join(words[:4]) + '"' for words in spoken if len(words) >= 4],
        "số, ký hiệu": chance.sample(numbers, 40),
    }


def percentiles(answer: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    for text in texts[:5]:
        answer(text)
    times = []
    for text in texts:
        started = time.perf_counter()
        answer(text)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


Answer = Callable[[str, str], object]


def bare_answers(folder: Path) -> Answer:
    """The least that tantivy can do for the question: one field, plain OR of its tokens, a phrase, one term."""
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer("spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    schema, searcher = index.schema, index.searcher()

    def answer(kind: str, text: str) -> object:
        found = tokens(text)
        if kind.startswith("cụm"):
            asked = tantivy.Query.phrase_query(schema, "exact", found.exact.split())
        else:
            field = "number" if kind.startswith("số") else "folded"
            terms = [tantivy.Query.term_query(schema, field, word) for word in found.folded.split()]
            asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return searcher.search(asked, limit=10)

    return answer


def fts5_answers(path: Path, records: list[IndexRecord]) -> Answer:
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE found USING fts5(body, number, content='', tokenize='unicode61')")
    rows = ((tokens(f"{r.heading}\n{r.text}").exact, re.sub(r"\W", "", r.number)) for r in records)
    database.executemany("INSERT INTO found(body, number) VALUES (?, ?)", rows)
    database.commit()

    def answer(kind: str, text: str) -> object:
        words = [word for word in tokens(text).exact.split() if word.isalpha()]
        asked = {"5": f"body:({' OR '.join(words)})", "c": f'body:"{" ".join(words)}"'}.get(kind[0])
        asked = asked or "number:" + re.sub(r"\W", "", text)
        return database.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT 10", [asked]
        ).fetchall()

    return answer


def postgres_answers(records: list[IndexRecord]) -> Answer | None:
    """Answers of `ts_rank` over a GIN index in a temporary table; None without a server to ask."""
    address = os.environ.get("DATABASE_URL_PG")
    if not address:
        return None
    import psycopg  # only where there is a server

    database = psycopg.connect(address)
    database.execute("CREATE TEMPORARY TABLE found (id serial, body tsvector, number text)")
    with database.cursor().copy("COPY found (body, number) FROM STDIN") as copy:
        for record in records:
            words = tokens(f"{record.heading}\n{record.text}").exact.split()
            positions = (f"'{word}':{place}" for place, word in enumerate(filter(str.isalpha, words[:16_000]), start=1))
            copy.write_row((" ".join(positions), record.number))
    database.execute("CREATE INDEX ON found USING gin (body)")
    database.execute("CREATE INDEX ON found (number)")
    database.execute("ANALYZE found")
    ranked = (
        "SELECT id FROM found, to_tsquery('simple', %s) asked WHERE body @@ asked "
        "ORDER BY ts_rank(body, asked, 1) DESC LIMIT 10"
    )

    def answer(kind: str, text: str) -> object:
        if kind.startswith("số"):
            return database.execute("SELECT id FROM found WHERE number = %s LIMIT 10", [text]).fetchall()
        words = [word for word in tokens(text).exact.split() if word.isalpha()]
        return database.execute(ranked, [(" <-> " if kind.startswith("cụm") else " | ").join(words)]).fetchall()

    return answer


# --- overlap ---


def measure_overlap(folder: Path, records: list[IndexRecord]) -> None:
    """The shingle index: its build, its weight, and what a draft of forty articles takes."""
    units = (
        Unit(1000 * record.provision_id + place, record.document_id, MAX_DAY, clause)
        for record in records
        if record.kind != DOCUMENT_KIND
        for place, clause in enumerate(CLAUSE.split(record.text))
    )
    started = time.perf_counter()
    ShingleIndex.create(folder / "shingles", units)
    print(
        f"Chỉ mục trùng lặp: lập {time.perf_counter() - started:.1f} s, {size_mb(folder / 'shingles'):.0f} MB", end=""
    )
    index = ShingleIndex.open(folder / "shingles")
    print(f", {len(index.base):,} khoản hoặc điều")
    drafts = random.Random(13).sample([r for r in records if r.text.count(" ") > 60], 40)
    for turn in ("lần đầu", "lần sau"):
        started = time.perf_counter()
        for record in drafts:
            index.neighbours(record.text, on=TODAY.toordinal(), exclude={record.document_id}, limit=10)
        print(f"40 điều đối chiếu với toàn kho, {turn}: {(time.perf_counter() - started) * 1000:.0f} ms")


def lines(what: str, ours: Seconds, rival: str, theirs: Seconds) -> None:
    line(what, ours[0], rival, theirs[0], "s")
    line(f"{what}, thời gian bộ xử lý", ours[1], rival, theirs[1], "s")


def line(what: str, ours: float, rival: str, theirs: float, unit: str) -> None:
    relation = f"nhanh hơn {theirs / ours:.1f} lần" if theirs >= ours else f"bằng {ours / theirs:.2f} lần thời gian của"
    print(f"{what}: {ours:.2f} {unit}; {rival}: {theirs:.2f} {unit}; {relation} {rival}")


if __name__ == "__main__":
    main()
