"""What the second process of a rebuild does. Nothing of Django is imported before it has been set up there."""

from __future__ import annotations

from itertools import islice
from multiprocessing.connection import Connection

_BATCH = 40


def send_all(pipe: Connection) -> None:
    """Send every document as the indexes hold it, in batches, then an empty one. Ends when nobody listens any more."""
    import django

    django.setup()
    from search.records import read_documents

    documents = read_documents()
    try:
        while batch := list(islice(documents, _BATCH)):
            pipe.send(batch)
        pipe.send([])
    except BrokenPipeError:
        return
