"""A stored text read again, with what people have mended in its reading done again."""

from __future__ import annotations

from legaldocs.analysis.reading import read
from legaldocs.models import StructureRepair, TextVersion
from legaldocs.parsing.parsed import Reading, SourceText
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.repairs import Operation, from_data, repaired


def operations_of(version: TextVersion | None) -> list[Operation]:
    """The repairs that the version was read with."""
    repair = StructureRepair.objects.filter(version=version).first() if version else None
    return from_data(repair.operations) if repair else []


def reading_of(version: TextVersion) -> Reading:
    """The stored text, read with today's reader and with the version's repairs."""
    return read(repaired(source_from_text(version.text), operations_of(version)))


def reading_with_repairs(mended: TextVersion | None, source: SourceText, reading: Reading) -> Reading:
    """The reading of a text that takes the place of `mended`: with its repairs, where it has any."""
    operations = operations_of(mended)
    return read(repaired(source, operations)) if operations else reading


def keep_repairs(mended: TextVersion | None, version: TextVersion) -> None:
    """Hand the repairs of `mended` on to the version that takes its place."""
    repair = StructureRepair.objects.filter(version=mended).first() if mended else None
    if repair is not None:
        StructureRepair.objects.create(
            version=version,
            mended=repair.version,
            operations=repair.operations,
            reason=f"Áp dụng lại khi đọc lại văn bản: {repair.reason}",
            made_by=repair.made_by,
        )


def newest_repair(version: TextVersion) -> TextVersion:
    """The version with the same words and the latest repairs of their structure: itself when nobody mended it."""
    repair = StructureRepair.objects.filter(mended=version).select_related("version__file").order_by("-pk").first()
    while repair is not None:
        version = repair.version
        repair = StructureRepair.objects.filter(mended=version).select_related("version__file").order_by("-pk").first()
    return version
