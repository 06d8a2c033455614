"""What an appraisal was made from, frozen: the exact file and text, the day, the corpus and the index of that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from legaldocs.models import Document, TextVersion
from search import generations
from search.query import IndexUnavailable


def freeze(version: TextVersion, on: date) -> dict[str, Any]:
    """What a later reader needs to tell on what the opinion rested."""
    return {
        "on": on.isoformat(),
        "version_id": version.pk,
        "version": version.ordinal,
        "file_sha256": version.file.sha256 if version.file else "",
        "index_generation": _generation(),
        "documents_in_force": Document.objects.in_force(on).count(),
    }


def _generation() -> str:
    """The name of the index that answers now, "" where none has been built."""
    try:
        return generations.current().name
    except IndexUnavailable:
        return ""
