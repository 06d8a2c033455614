"""The documents of a whole rebuild, read and taken apart by a second process while this one writes the index.

Reading texts takes about twice the processor that writing them does; side by side both are done in little more than the time
of the reading.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator

from django.db import connection

from legaldocs.models import Document
from search.feed_process import send_all
from search.records import IndexedDocument, read_documents

#: With fewer documents the second process would take longer to start than it saves.
WORTHWHILE = 3_000


class ReadingFailed(Exception):
    """The second process ended before its work did; the log has its trace."""


def all_documents() -> Iterator[IndexedDocument]:
    """Every document as the indexes hold it. Raises ReadingFailed when the second process dies."""
    alone = (os.cpu_count() or 1) == 1 or connection.in_atomic_block  # another process would not see our transaction
    if alone or Document.objects.count() < WORTHWHILE:
        yield from read_documents()
    else:
        yield from _read_apart()


def _read_apart() -> Iterator[IndexedDocument]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=send_all, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that the end of that process is the end of the pipe
    try:
        while batch := ours.recv():
            yield from batch
    except EOFError:
        raise ReadingFailed("the process that reads the documents has died") from None
    finally:
        ours.close()
        process.join()
