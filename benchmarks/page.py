"""A whole rebuild and a whole search page over a real database of about 100,000 articles, and the memory of both.

    python -m benchmarks.page [--provisions 100000] [--corpus ../shared/corpus]

The database is made of the corpus and of altered copies of it, articles with their clauses. The rebuild reads it, and makes
both indexes, full text and shingles; its rival, bare tantivy, gets tokens ready made and makes only the first. A page is
asked for through Django's test client: sessions, permissions, search, texts from the database and the template included.
The worker is a process that answers pages and looks for neighbours, as one of the web server's does.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from benchmarks import site
from benchmarks.articles import CLAUSE, CORPUS, altered_articles, keep, kept, questions
from benchmarks.measure import against, apart, machine, memory_mb, percentiles, size_mb
from benchmarks.rivals import build_bare, write_tokens
from legaldocs.importers.store import set_number
from legaldocs.models import Document, IssuingBody, Provision, Stage, TextVersion, User
from legaldocs.parsing.vocabulary import DocumentType, ProvisionKind
from search import engine, generations, indexing
from search.query import IndexRecord
from search.records import read_documents

TODAY = date(2026, 1, 1)
_BATCH = 200
RECORDS = Path(site.FOLDER) / "records"
MOST_MS, MOST_MB, MOST_BUILDER_MB = 100, 400, 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    options = parser.parse_args()
    if not (options.corpus / "documents.jsonl.gz").exists():
        sys.exit(f"Không có kho văn bản mẫu ở {options.corpus}; dùng --corpus.")
    print(machine())
    keep(altered_articles(options.corpus, options.provisions), RECORDS)
    fill_database()
    print(f"{Document.objects.count():,} văn bản, {Provision.objects.count():,} điều, khoản trong cơ sở dữ liệu")
    measure_rebuild()
    apart(worker)


# --- the database ---


def fill_database() -> None:
    call_command("migrate", verbosity=0)
    User.objects.create(username="docgia", last_name="Người", first_name="Đọc", is_superuser=True)
    body = IssuingBody.objects.create(name="Ủy ban nhân dân tỉnh Thử Nghiệm", level="PROVINCE")
    documents = (list(records) for _, records in groupby(kept(RECORDS), attrgetter("document_id")))
    seen = {""}
    while batch := list(islice(documents, _BATCH)):
        _store(batch, body, seen)


def _store(batch: list[list[IndexRecord]], body: IssuingBody, seen: set[str]) -> None:
    documents = Document.objects.bulk_create([_document(records[0], body, seen) for records in batch])
    versions = TextVersion.objects.bulk_create([TextVersion(document=one, ordinal=1, text="") for one in documents])
    for document, version in zip(documents, versions, strict=True):
        document.current_version = version
    Document.objects.bulk_update(documents, ["current_version"])
    provisions = (
        Provision(version=version, position=position, **fields)
        for version, (_, *articles) in zip(versions, batch, strict=True)
        for position, fields in enumerate(_provisions(articles))
    )
    Provision.objects.bulk_create(provisions, batch_size=2_000)


def _document(record: IndexRecord, body: IssuingBody, seen: set[str]) -> Document:
    """Not saved. A number is given once: the altered copies have none."""
    document = Document(
        document_type=DocumentType.DECISION.value,
        issued_by=body,
        title=record.title or "Văn bản không có tên gọi",
        effective_on=date.fromordinal(record.effective_on),
        stage=Stage.PROMULGATED,
    )
    set_number(document, record.number)
    if document.number_key in seen:
        set_number(document, "")
    seen.add(document.number_key)
    return document


def _provisions(articles: Iterable[IndexRecord]) -> Iterator[dict[str, str]]:
    for place, article in enumerate(articles, start=1):
        path = f"dieu-{place}"
        first, *clauses = CLAUSE.split("\n" + article.text)
        label, _, heading = article.heading.partition(". ")
        yield {
            "path": path, "kind": ProvisionKind.ARTICLE, "label": label[:100], "heading": heading, "text": first.strip()
        }  # fmt: skip
        for number, clause in enumerate(clauses, start=1):
            yield {
                "path": f"{path}/khoan-{number}", "parent_path": path, "kind": ProvisionKind.CLAUSE,
                "label": str(number), "text": clause.strip(),
            }  # fmt: skip


# --- what is measured ---


def measure_rebuild() -> None:
    ours = apart(rebuild)
    generation = generations.current()
    print(
        f"Lập lại toàn bộ: {ours.wall:.1f} s (bộ xử lý {ours.processor:.1f} s), chỉ mục toàn văn "
        f"{size_mb(generation.engine):.0f} MB, chỉ mục trùng lặp {size_mb(generation.shingles):.0f} MB trên đĩa"
    )
    print(f"Bộ nhớ cao nhất khi lập: {ours.memory:.0f} MB (mục tiêu: dưới {MOST_BUILDER_MB} MB)")
    tokens, bare = Path(site.FOLDER) / "tokens", Path(site.FOLDER) / "bare"
    write_tokens((record for document in read_documents() for record in document.records), tokens)
    theirs = apart(build_bare, bare, tokens)
    against("Lập lại toàn bộ", ours.wall, "tantivy trần", theirs.wall, "s", "không quá 3 lần")
    against("Lập lại toàn bộ, thời gian bộ xử lý", ours.processor, "tantivy trần", theirs.processor, "s")


def rebuild() -> None:
    indexing.rebuild(progress=False)


def worker() -> None:
    """Ask for pages, then for neighbours, and print how long that took and what memory it needed."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="docgia"))
    ask(client, {"q": "mức thu phí"})
    for kind, texts in questions(RECORDS).items():
        for level in ("", "document"):
            p50, p95 = percentiles(lambda text, level=level: ask(client, {"q": text, "result": level}), texts)  # type: ignore[misc]
            shown = "từng văn bản" if level else "từng điều khoản"
            print(f"Trang tìm kiếm, {kind}, {shown}: p50 {p50:.0f} ms, p95 {p95:.0f} ms (mục tiêu: dưới {MOST_MS} ms)")
    long = [
        record.text for place, record in enumerate(kept(RECORDS)) if place % 50 == 0 and record.text.count(" ") > 60
    ]
    drafts = random.Random(13).sample(long, min(40, len(long)))
    started = time.perf_counter()
    engine.neighbours(drafts, on=TODAY)
    print(f"{len(drafts)} điều đối chiếu với toàn kho: {(time.perf_counter() - started) * 1000:.0f} ms")
    print(
        f"Bộ nhớ cao nhất của tiến trình web: {memory_mb('VmHWM'):.0f} MB (mục tiêu: dưới {MOST_MB} MB); sau cùng "
        f"{memory_mb('RssAnon'):.0f} MB của riêng nó và {memory_mb('RssFile'):.0f} MB trang của tệp được ánh xạ"
    )


def ask(client: Client, asked: dict[str, str]) -> None:
    response = client.get("/tim-kiem/", asked)
    if response.status_code != 200:
        raise RuntimeError(f"{response.status_code} for {asked}")


if __name__ == "__main__":
    main()
