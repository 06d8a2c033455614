"""Slow work on files, done by the background worker."""

from __future__ import annotations

from django_tasks import task

from legaldocs.importers.scans import recognise_some
from legaldocs.models import DocumentFile
from legaldocs.parsing.parsed import UnreadableDocument


@task()
def recognise_file(pk: int) -> bool:
    """Whether the file's scanned pages have all been read. A slice at a time, so that other tasks get their turn."""
    file = DocumentFile.objects.filter(pk=pk).first()
    if file is None:
        return True
    try:
        finished = recognise_some(file)
    except UnreadableDocument:
        return True  # whoever opens the file is told why
    if not finished:
        recognise_file.enqueue(pk)
    return finished
