"""Search measured against named rivals: how long a build takes, how long a question takes, how much an index weighs.

    python -m benchmarks.search [--provisions 100000] [--subset 5000] [--corpus ../shared/corpus]

Each line gives our number, the rival's and their ratio, from the same run. Every build has a process of its own that reads
its texts from a file, so that memory is told apart; processor seconds are of all threads and are disturbed less by other
work on the machine. Bare tantivy gets the very tokens that we index, worked out beforehand, in the same text fields and
without our columns. Whoosh is too slow for the whole set: it and we build the same subset. `benchmarks.page` measures the
whole rebuild and a whole page, `benchmarks.retrieval` how good the ranking is.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks import site
from benchmarks.articles import CLAUSE, CORPUS, altered_articles, keep, kept, questions
from benchmarks.measure import Cost, against, apart, machine, percentiles, size_mb
from benchmarks.rivals import (
    PAGE,
    Answer,
    bare_answers,
    build_bare,
    fts5_answers,
    postgres,
    postgres_answers,
    write_tokens,
)
from search.backends.base import Backend
from search.backends.tantivy_backend import TantivyBackend
from search.backends.whoosh_backend import WhooshBackend
from search.postings import Unit
from search.query import DOCUMENT_KIND, MAX_DAY, Filters
from search.question import read_question
from search.shingles import ShingleIndex
from search.vietnamese import tokens

TODAY = date(2026, 1, 1)
MOST_MEMORY = 1_000


def main() -> None:
    options = read_options()
    if not (options.corpus / "documents.jsonl.gz").exists():
        sys.exit(f"Không có kho văn bản mẫu ở {options.corpus}; dùng --corpus.")
    print(machine())
    folder = Path(tempfile.mkdtemp(dir=site.FOLDER))
    records = folder / "records"
    keep(altered_articles(options.corpus, options.provisions), records)
    lengths = [record.text.count(" ") for record in kept(records) if record.kind != DOCUMENT_KIND]
    print(f"{len(lengths):,} điều khoản, trung bình {sum(lengths) / len(lengths):.0f} âm tiết\n")
    try:
        measure_builds(folder, records, options.subset)
        measure_questions(folder, records)
        measure_overlap(folder, records)
    finally:
        shutil.rmtree(folder)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--subset", type=int, default=5_000, help="điều khoản cho Whoosh")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    return parser.parse_args()


# --- building ---


def measure_builds(folder: Path, records: Path, subset: int) -> None:
    ours = apart(build, TantivyBackend, folder / "ours", records)
    print(
        f"Lập chỉ mục toàn văn: {ours.wall:.1f} s, {size_mb(folder / 'ours'):.0f} MB trên đĩa, "
        f"bộ nhớ cao nhất {ours.memory:.0f} MB (mục tiêu: dưới {MOST_MEMORY} MB)"
    )
    write_tokens(kept(records), folder / "tokens")
    compare(
        "Lập chỉ mục", ours, "tantivy trần", apart(build_bare, folder / "bare", folder / "tokens"), "không quá 3 lần"
    )
    part = apart(build, TantivyBackend, folder / "part", records, subset)
    whoosh = apart(build, WhooshBackend, folder / "whoosh", records, subset)
    compare(f"Lập chỉ mục {subset:,} điều khoản", part, "Whoosh", whoosh, "nhanh hơn 10 lần")
    print()


def build(backend: type[Backend], folder: Path, records: Path, most: int = 0) -> None:
    with backend.write(folder) as writer:
        for record in kept(records, most):
            writer.add(record)


def compare(what: str, ours: Cost, rival: str, theirs: Cost, goal: str) -> None:
    against(what, ours.wall, rival, theirs.wall, "s", goal)
    against(f"{what}, thời gian bộ xử lý", ours.processor, rival, theirs.processor, "s", goal)


# --- asking ---


def measure_questions(folder: Path, records: Path) -> None:
    asked = questions(records)
    asked["5 từ, gõ không dấu"] = [tokens(text).folded for text in asked["5 từ"]]
    ours = TantivyBackend(folder / "ours")

    def answer(kind: str, text: str) -> object:
        return ours.search(read_question(text), Filters(), TODAY, PAGE, 0)

    with postgres() as address:
        rivals: dict[str, tuple[Answer | None, str]] = {
            "tantivy trần": (bare_answers(folder / "bare"), "không quá 3 lần"),
            "SQLite FTS5": (fts5_answers(folder / "fts5.sqlite3", records), "nhanh hơn 20 lần"),
            "PostgreSQL": (postgres_answers(address, records) if address else None, "nhanh hơn 20 lần"),
        }
        for kind, texts in asked.items():
            compare_answers(kind, texts, answer, rivals)
    print()


def compare_answers(kind: str, texts: list[str], ours: Answer, rivals: dict[str, tuple[Answer | None, str]]) -> None:
    mine = percentiles(lambda text: ours(kind, text), texts)
    print(f"{kind}: của ta p50 {mine[0]:.2f} ms, p95 {mine[1]:.2f} ms")
    for rival, (theirs, goal) in rivals.items():
        if theirs is None:
            print(f"  {rival}: bỏ qua (không có máy chủ; đặt DATABASE_URL_PG)")
            continue
        answer = theirs
        p50, p95 = percentiles(lambda text, answer=answer: answer(kind, text), texts)  # type: ignore[misc]
        against("  p50", mine[0], rival, p50, "ms")
        against("  p95", mine[1], rival, p95, "ms", goal if kind.startswith("5") else "")


# --- overlap ---


def measure_overlap(folder: Path, records: Path) -> None:
    """The shingle index: its build, its weight, and what a draft of forty articles takes."""
    cost = apart(build_shingles, folder / "shingles", records)
    index = ShingleIndex.open(folder / "shingles")
    print(
        f"Chỉ mục trùng lặp: lập {cost.wall:.1f} s (bộ xử lý {cost.processor:.1f} s, bộ nhớ cao nhất {cost.memory:.0f} MB), "
        f"{size_mb(folder / 'shingles'):.0f} MB trên đĩa, ánh xạ vào bộ nhớ khi đọc; {len(index.base):,} khoản hoặc điều"
    )
    long = [record for place, record in enumerate(kept(records)) if place % 50 == 0 and record.text.count(" ") > 60]
    drafts = random.Random(13).sample(long, min(40, len(long)))
    for turn in ("lần đầu", "lần sau"):
        started = time.perf_counter()
        for record in drafts:
            index.neighbours(record.text, on=TODAY.toordinal(), exclude={record.document_id}, limit=10)
        print(f"{len(drafts)} điều đối chiếu với toàn kho, {turn}: {(time.perf_counter() - started) * 1000:.0f} ms")


def build_shingles(folder: Path, records: Path) -> None:
    units = (
        Unit(1000 * record.provision_id + place, record.document_id, MAX_DAY, clause)
        for record in kept(records)
        if record.kind != DOCUMENT_KIND
        for place, clause in enumerate(CLAUSE.split(record.text))
    )
    ShingleIndex.create(folder, units)


if __name__ == "__main__":
    main()
