"""Saving what people have mended in the reading of a text: a new version of the same words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from legaldocs.analysis.reading import read
from legaldocs.importers.store import store_version
from legaldocs.importers.upload import annexes_of, keep_annexes, source_of
from legaldocs.models import Document, StructureRepair, TextVersion, User
from legaldocs.parsing.repairs import Operation, as_data, repaired


class OutdatedVersion(Exception):
    """Meanwhile the document has got another version: what was mended is no longer what it says."""


@transaction.atomic
def store_repair(version: TextVersion, operations: Sequence[Operation], reason: str, user: User) -> TextVersion:
    """The new current version, with the words and the file of `version` and the tree that follows from all `operations`.

    `version` stays as it is. Raises OutdatedVersion when it is not the current one any more, UnreadableDocument when its
    file is gone.
    """
    document = Document.objects.select_for_update().get(pk=version.document_id)
    if document.current_version_id != version.pk:
        raise OutdatedVersion
    source = source_of(version)
    reading = read(repaired(source, operations))
    document._change_reason = f"Sửa cấu trúc đã đọc: {reason}"
    document._history_user = user
    # The text is kept as the file has it: the repairs are said again to whoever reads it again.
    made = store_version(document, reading, source, file=version.file, user=user, tracked=version.tracked_changes)
    keep_annexes(made, annexes_of(version))
    StructureRepair.objects.create(
        version=made, mended=version, operations=as_data(operations), reason=reason, made_by=user
    )
    return made
