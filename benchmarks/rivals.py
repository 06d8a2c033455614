"""The rivals of our search: bare tantivy, SQLite FTS5 and PostgreSQL, each asked in its own natural way."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Occur
from tantivy import Query as Ask

from benchmarks.articles import kept
from search.backends.base import text_fields
from search.query import IndexRecord
from search.vietnamese import tokens

Answer = Callable[[str, str], object]
FIELDS = {
    "folded": "position",
    "anywhere": "basic",
    "pairs": "freq",
    "exact": "position",
    "subject": "freq",
    "number": "basic",
}
PAGE = 20


def build_bare(folder: Path, source: Path) -> None:
    """Index the rows of tokens in the file as tantivy does by itself: our text fields, nothing else, its own threads."""
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    for name, option in FIELDS.items():
        builder.add_text_field(name, tokenizer_name="spaces", index_option=option)
    schema = builder.build()
    writer = _with_spaces(tantivy.Index(schema, str(folder))).writer()
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            values = dict(zip(FIELDS, line.rstrip("\n").split("\t"), strict=True))
            writer.add_document(tantivy.Document.from_dict(values, schema))
    writer.commit()
    writer.wait_merging_threads()


def write_tokens(records: Iterable[IndexRecord], target: Path) -> None:
    """The text fields of the records as lines for `build_bare`."""
    with target.open("w", encoding="utf-8") as file:
        for record in records:
            fields = text_fields(record)
            file.write("\t".join(re.sub(r"\s+", " ", fields[name]) for name in FIELDS) + "\n")


def _with_spaces(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def bare_answers(folder: Path) -> Answer:
    """Plain OR of syllables and pairs over text, heading and title; a phrase; a number as one term."""
    index = _with_spaces(tantivy.Index.open(str(folder)))
    schema, searcher = index.schema, index.searcher()

    def answer(kind: str, text: str) -> object:
        found = tokens(text)
        if kind.startswith("cụm"):
            return searcher.search(Ask.phrase_query(schema, "exact", [*found.exact.split()]), limit=PAGE)
        asked = [("number", word) for word in found.folded.split()]
        if not kind.startswith("số"):
            asked = [(field, word) for word in found.folded.split() for field in ("folded", "subject")]
            asked += [(field, pair) for pair in found.pairs.split() for field in ("pairs", "subject")]
        terms = [(Occur.Should, Ask.term_query(schema, field, token)) for field, token in asked]
        return searcher.search(Ask.boolean_query(terms), limit=PAGE)

    return answer


def _words(text: str) -> list[str]:
    return [word for word in tokens(text).folded.split() if word.isalpha()]


def fts5_answers(path: Path, records: Path) -> Answer:
    """FTS5 over folded syllables of text and title, ranked by its BM25; no pairs, which would only slow it down."""
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE found USING fts5(body, title, number, content='', tokenize='unicode61')")
    rows = (
        (tokens(f"{r.heading}\n{r.text}").folded, tokens(r.title).folded, re.sub(r"\W", "", r.number))
        for r in kept(records)
    )
    database.executemany("INSERT INTO found(body, title, number) VALUES (?, ?, ?)", rows)
    database.commit()
    ranked = f"SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT {PAGE}"

    def answer(kind: str, text: str) -> object:
        if kind.startswith("số"):
            asked = "number:" + re.sub(r"\W", "", text)
        elif kind.startswith("cụm"):
            asked = f'body:"{" ".join(_words(text))}"'
        else:
            asked = f"{{body title}}:({' OR '.join(_words(text))})"
        return database.execute(ranked, [asked]).fetchall()

    return answer


@contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a private server that ends with the block; None where Debian's programs are missing.

    DATABASE_URL_PG names a server to use instead.
    """
    given = os.environ.get("DATABASE_URL_PG")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if given or not programs or os.geteuid() != 0:
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="legaldocs-postgres-"))
    shutil.chown(home, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = ["runuser", "-u", "postgres", "--", str(programs[-1] / "pg_ctl"), "-D", str(home / "data"), "-w"]
    init = [*run[:4], str(programs[-1] / "initdb"), "-D", str(home / "data"), "-A", "trust", "-E", "UTF8"]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home} -c fsync=off"
    options += " -c shared_buffers=1GB -c work_mem=64MB"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    try:
        subprocess.run([*init, "--locale=C.UTF-8"], **quiet)  # type: ignore[call-overload]
        subprocess.run([*run, "-l", str(home / "log"), "-o", options, "start"], **quiet)  # type: ignore[call-overload]
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*run, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(home, ignore_errors=True)


def postgres_answers(address: str, records: Path) -> Answer:
    """`ts_rank` with normalisation 1 over a GIN index on 'simple' vectors of folded title and text."""
    import psycopg  # only where there is a server

    database = psycopg.connect(address, autocommit=True)
    database.execute("CREATE TABLE given (title text, body text, number text)")
    with database.cursor().copy("COPY given FROM STDIN") as copy:
        for record in kept(records):
            body = tokens(f"{record.heading}\n{record.text}").folded
            copy.write_row((tokens(record.title).folded, body, record.number))
    database.execute(
        "CREATE TABLE found AS SELECT row_number() OVER () AS id, number, "
        "setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', body) AS body FROM given"
    )
    database.execute("CREATE INDEX ON found USING gin (body)")
    database.execute("CREATE INDEX ON found (number)")
    database.execute("VACUUM ANALYZE found")
    ranked = (
        "SELECT id FROM found, to_tsquery('simple', %s) asked WHERE body @@ asked "
        f"ORDER BY ts_rank(body, asked, 1) DESC LIMIT {PAGE}"
    )

    def answer(kind: str, text: str) -> object:
        if kind.startswith("số"):
            return database.execute(f"SELECT id FROM found WHERE number = %s LIMIT {PAGE}", [text]).fetchall()
        return database.execute(ranked, [(" <-> " if kind.startswith("cụm") else " | ").join(_words(text))]).fetchall()

    return answer
