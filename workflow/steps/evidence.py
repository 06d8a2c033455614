"""What an appraisal was made from, frozen: the exact file and text, the day, the corpus and the index of that day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from legaldocs.models import Document, TextVersion
from search import generations
from search.query import IndexUnavailable
from workflow.examination import Examination


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


def freeze_examination(version: TextVersion, on: date, examination: Examination) -> dict[str, Any]:
    """The same, with what the checks said and how much was compared; the findings are rows of their own."""
    return {
        **freeze(version, on),
        "provisions_checked": examination.provisions_checked,
        "begins_on": examination.begins_on.isoformat() if examination.begins_on else None,
        "checks": [asdict(check) for check in examination.checks],
        "replaced_by_draft": [asdict(document) for document in examination.replaced_by_draft],
    }


def keeping(earlier: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The new evidence with that of earlier comparisons, the latest last: what was said of them then is not lost.

    Comparing the same version for the same day again puts the new result in the place of the old one.
    """
    kept = list(earlier.get("earlier", []))
    same = all(earlier.get(name) == new.get(name) for name in ("version_id", "on"))
    if "checks" in earlier and not (same and "checks" in new):
        kept.append({name: value for name, value in earlier.items() if name != "earlier"})
    return {**new, "earlier": kept} if kept else new


def _generation() -> str:
    """The name of the index that answers now, "" where none has been built."""
    try:
        return generations.current().name
    except IndexUnavailable:
        return ""
