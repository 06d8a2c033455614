"""An import from end to end: find the sources, read them on every core, store them one by one, report every row."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.db import IntegrityError

from legaldocs.analysis.reading import read
from legaldocs.importers.files import DOCUMENT_SUFFIXES, read_document_file
from legaldocs.importers.jsonl import read_jsonl
from legaldocs.importers.rows import BadRow, ImportReport, ImportRow, RejectedRow
from legaldocs.importers.spreadsheet import read_spreadsheet
from legaldocs.importers.store import existing, import_row
from legaldocs.models import User
from legaldocs.parsing.parsed import Reading, SourceText, TrackedChanges
from legaldocs.signals import documents_imported

logger = logging.getLogger(__name__)

#: Rows that are read ahead of the one that is being stored: bounds the memory of a large import.
_AHEAD = 16


def import_paths(
    paths: list[Path],
    *,
    user: User | None = None,
    dry_run: bool = False,
    tracked: TrackedChanges = TrackedChanges.ASK,
    progress: Callable[[Iterator[ImportRow | RejectedRow]], Iterator[ImportRow | RejectedRow]] = iter,
) -> ImportReport:
    """What happened to each row of each source. Each document is stored whole or not at all; a second run of the same
    source changes nothing. With `dry_run` nothing is stored and the counts say what would be."""
    report = ImportReport()
    with _pool(dry_run) as pool:
        for row, reading in _read_ahead(pool, _new_rows(progress(_sources(paths, tracked)), report), dry_run):
            known = existing(row)
            if dry_run:
                report.updated += known is not None
                report.created += known is None
                continue
            try:
                outcome = import_row(row, reading() if reading else read(_text(row)), user)
            except BadRow as error:
                report.rejected.append(RejectedRow(row.source, row.line, row.number, str(error)))
            except IntegrityError:
                reason = "trùng cơ quan, loại, số và năm với một văn bản đã có."
                report.rejected.append(RejectedRow(row.source, row.line, row.number, reason))
            except Exception as error:  # one row that trips us must not take the other ten thousand with it
                logger.exception("import of %s, line %s failed", row.source, row.line)
                reason = f"lỗi ngoài dự kiến ({type(error).__name__}); chi tiết ở nhật ký (log)."
                report.rejected.append(RejectedRow(row.source, row.line, row.number, reason))
            else:
                report.created += outcome == "created"
                report.updated += outcome == "updated"
    if not dry_run and (report.created or report.updated):
        documents_imported.send(sender=None)
    return report


def _sources(paths: list[Path], tracked: TrackedChanges) -> Iterator[ImportRow | RejectedRow]:
    for path in paths:
        if path.is_dir():
            yield from _sources(sorted(p for p in path.iterdir() if not p.name.startswith((".", "~$"))), tracked)
        elif path.name.lower().endswith((".jsonl", ".jsonl.gz")):
            yield from read_jsonl(path)
        elif path.suffix.lower() in {".xlsx", ".csv"}:
            yield from read_spreadsheet(path)
        elif path.suffix.lower() in DOCUMENT_SUFFIXES:
            yield read_document_file(path, tracked)
        else:
            yield RejectedRow(
                path.name, 0, "", "không phải loại tệp nhập được (.jsonl, .xlsx, .csv, .docx, .doc, .pdf)."
            )


def _new_rows(rows: Iterator[ImportRow | RejectedRow], report: ImportReport) -> Iterator[ImportRow]:
    """The rows that have something new to say; the others are counted and done with."""
    for row in rows:
        report.read += 1
        if isinstance(row, RejectedRow):
            report.rejected.append(row)
            continue
        known = existing(row)
        if known is not None and known.source_digest == row.digest:
            report.unchanged += 1
            continue
        yield row


def _read_ahead(
    pool: ProcessPoolExecutor | None, rows: Iterator[ImportRow], dry_run: bool
) -> Iterator[tuple[ImportRow, Callable[[], Reading] | None]]:
    """Rows in order, each with its reading (made on another core) as a callable; None where it is to be made here."""
    if pool is None or dry_run:
        yield from ((row, None) for row in rows)
        return
    waiting: deque[tuple[ImportRow, Future[Reading]]] = deque()
    for row in rows:
        waiting.append((row, pool.submit(read, _text(row))))
        if len(waiting) > _AHEAD:
            done, future = waiting.popleft()
            yield done, future.result
    for row, future in waiting:
        yield row, future.result


def _pool(dry_run: bool) -> AbstractContextManager[ProcessPoolExecutor | None]:
    cores = os.cpu_count() or 1
    return nullcontext() if dry_run or cores < 2 else ProcessPoolExecutor(max_workers=cores)


def _text(row: ImportRow) -> SourceText:
    return row.text or SourceText(lines=())
