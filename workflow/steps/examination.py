"""Comparing the draft of an appraisal with the documents in force: slow, so done before the dossier is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from legaldocs.importers.rereading import newest_repair, reading_of
from search.query import IndexUnavailable
from workflow.examination import Examination, examine
from workflow.models import Appraisal
from workflow.steps.step import NotPossible


@dataclass(frozen=True, slots=True)
class VersionExamination:
    """What was found, in which version of the draft, and for which day."""

    version_id: int
    on: date
    examination: Examination


def examine_version(appraisal: Appraisal, on: date) -> VersionExamination:
    """The version under appraisal, or the same words with their structure mended meanwhile, compared.

    It is laid beside the law of the day on which it is to be issued, as far as that day is known and not past.
    Raises NotPossible without a text or without a search index.
    """
    version = appraisal.version
    if version is None:
        raise NotPossible("Hồ sơ chưa có bản dự thảo để đối chiếu.")
    version = newest_repair(version)
    document = appraisal.document
    day = max(on, document.expected_on or on)
    try:
        found = examine(
            reading_of(version),
            on=day,
            exclude_documents={document.pk},
            body=document.issued_by,
            shortened_procedure=document.shortened_procedure,
        )
    except IndexUnavailable as error:
        raise NotPossible(f"Chưa đối chiếu được: {error}") from error
    return VersionExamination(version.pk, day, found)
