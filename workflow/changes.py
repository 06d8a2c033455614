"""The history of a document as people read it: who changed what, when, why, and how it read before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Field, ForeignKey, Model, Q, QuerySet
from django.utils import timezone

from legaldocs.models import (
    Document,
    DocumentFile,
    IssuingBody,
    Relation,
    Stage,
    SubjectArea,
    Territory,
    TextVersion,
    Unit,
    User,
)
from legaldocs.parsing.paths import path_in_words
from workflow.changed_text import shorten_pair
from workflow.models import Appraisal, CriterionAssessment, Finding, Remark, Review, SelfCheck
from workflow.statutory_criteria import CRITERION_TEXTS, UNLAWFUL_GROUND_BY_CODE

#: One field: its label, how it read before and how it reads after, both ready to be shown.
FieldChange = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history. `kind` says what kind of thing was changed ("Thẩm định"), `event` what happened to it."""

    when: datetime
    who: str
    why: str
    what: list[FieldChange]
    kind: str
    event: str


_EVENTS = {"+": "Tạo mới", "~": "Thay đổi", "-": "Xóa"}
#: Keys and stamps that say nothing to people.
_SILENT = {"id", "document", "appraisal", "source_digest", "created_at", "number_key", "target_number_key", "sequence"}
_SILENT |= {"symbol", "year", "examined_at", "made_at", "uploaded_at", "sha256", "size", "media_type", "differences"}
_PATH_FIELDS = {"path", "source_path", "target_path"}
#: Where a document, a dossier or a row of one stands in the history tables.
_PATHS: dict[type[Model], str] = {
    Document: "id",
    DocumentFile: "document_id",
    Appraisal: "document_id",
    SelfCheck: "document_id",
    Review: "document_id",
    CriterionAssessment: "appraisal__document_id",
    Remark: "appraisal__document_id",
    Finding: "appraisal__document_id",
}


#: What stands in an appraisal dossier, and is for those alone who may read it.
_DOSSIER = (Appraisal, CriterionAssessment, Remark, Finding)


def changes_of(row: Model, reader: User) -> list[Change]:
    """Every recorded change that `reader` may see, newest first: of a document with its dossiers, findings, files and
    relations, else of the row.

    Relations to documents that the reader may not see are left out, and so are the dossier and its files for those outside. The
    number of queries does not depend on the number of changes.
    """
    records: list[Any] = []
    if isinstance(row, Document):
        is_inside = Document.objects.with_dossier_open_to(reader).filter(pk=row.pk).exists()
        for model, path in _PATHS.items():
            if is_inside or model not in _DOSSIER:
                records += _history_of(model).filter(**{path: row.pk})
        if not is_inside:
            records = _without_closed_files(records, reader)
        visible = Document.objects.visible_to(reader).values("pk")
        others = Q(source_id=row.pk) & (Q(target_id=None) | Q(target_id__in=visible))
        records += _history_of(Relation).filter(others | Q(target_id=row.pk, source_id__in=visible))
        if not is_inside:
            _withhold_reasons(records)
    else:
        records += _history_of(type(row)).filter(id=row.pk)
    names = _Names.of(records)
    changes = [change for series in _series(records) for change in _read(series, names)]
    return sorted(changes, key=lambda change: change.when, reverse=True)


def _without_closed_files(records: Iterable[Any], reader: User) -> list[Any]:
    """The records without those of files that stay in the dossier: their names alone tell what is in it."""
    files = {record.id for record in records if record.instance_type is DocumentFile}
    opened = set(DocumentFile.objects.open_to(reader).filter(pk__in=files).values_list("pk", flat=True))
    return [record for record in records if record.instance_type is not DocumentFile or record.id in opened]


def _withhold_reasons(records: Iterable[Any]) -> None:
    """Why a draft was sent, given back or approved is said in its dossier, and stays there; what changed is no secret."""
    for record in records:
        if record.instance_type is Document and record.stage != Stage.PROMULGATED:
            record.history_change_reason = ""


def _history_of(model: Any) -> QuerySet[Any]:
    return model.history.select_related("history_user").order_by("history_date", "history_id")


def _series(records: Iterable[Any]) -> Iterator[list[Any]]:
    """The records of each row, oldest first."""
    by_row: dict[tuple[type, int], list[Any]] = defaultdict(list)
    for record in records:
        by_row[type(record), record.id].append(record)
    yield from by_row.values()


def _read(series: list[Any], names: _Names) -> Iterator[Change]:
    first = series[0]
    # Findings come by the dozen when a draft is compared: that step is told, and then what people decided on each.
    if first.history_type == "+" and first.instance_type is not Finding:
        yield _change(first, _differences(None, first, names))
    for before, after in pairwise(series):
        what = _differences(before, after, names) if after.history_type == "~" else []
        if what or after.history_type != "~" or _is_a_step(after):
            yield _change(after, what)


def _is_a_step(record: Any) -> bool:
    """Whether a person took a step of the procedure that changed nothing which people read: comparing the draft."""
    return (
        record.instance_type is Appraisal and record.history_user_id is not None and bool(record.history_change_reason)
    )


def _change(record: Any, what: list[FieldChange]) -> Change:
    return Change(
        when=timezone.localtime(record.history_date),
        who=record.history_user.full_name if record.history_user else "Hệ thống",
        why=record.history_change_reason or "",
        what=what,
        kind=_kind(record),
        event=_EVENTS[record.history_type],
    )


def _kind(record: Any) -> str:
    """ "Thẩm định lần 2", "Phát hiện: khoản 2 Điều 3", "Quan hệ văn bản: 32/2022/QĐ-UBND"."""
    label = str(record.instance_type._meta.verbose_name).capitalize()
    if record.instance_type is Appraisal:
        return f"{label} lần {record.round}"
    if record.instance_type is Relation:
        return f"{label}: {record.target_number}"
    if record.instance_type is Finding:
        return f"{label}: {path_in_words(record.path)}"
    return label


def _differences(before: Any, after: Any, names: _Names) -> list[FieldChange]:
    """What differs between two records of one row; all that is filled in for the first one."""
    found: list[FieldChange] = []
    for field in after.tracked_fields:
        if field.name in _SILENT:
            continue
        new, old = getattr(after, field.attname), getattr(before, field.attname) if before else None
        if old == new or (not before and new in (None, "", [], {}, False)):
            continue
        shown = shorten_pair(names.shown(field, old), names.shown(field, new))
        found.append((str(field.verbose_name).capitalize(), *shown))
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the rows that records point to, loaded in one query for each kind of row."""

    by_model: dict[type[Model], dict[int, str]]

    @classmethod
    def of(cls, records: Iterable[Any]) -> _Names:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for record in records:
            for field in record.tracked_fields:
                if isinstance(field, ForeignKey) and field.name not in _SILENT:
                    wanted[field.related_model].add(getattr(record, field.attname))
        return cls({model: _names(model, ids - {None}) for model, ids in wanted.items()})

    def shown(self, field: Field[Any, Any], value: Any) -> str:
        """The value as people read it; a row that is gone is named by its number."""
        if value is None or value == "":
            return ""
        if isinstance(field, ForeignKey):
            return self.by_model.get(field.related_model, {}).get(value, f"số {value}")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if field.name in _PATH_FIELDS:
            return path_in_words(value)
        if field.name == "criterion":
            return CRITERION_TEXTS.get(value, value)
        return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, list):
        return "; ".join(UNLAWFUL_GROUND_BY_CODE[v].text if v in UNLAWFUL_GROUND_BY_CODE else str(v) for v in value)
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return str(value)


def _names(model: Any, ids: set[int]) -> dict[int, str]:
    """Id -> name, in one query; only what the name is made of is loaded."""
    if not ids:
        return {}
    rows = model._default_manager.filter(pk__in=ids)
    if model is TextVersion:
        return {row.pk: f"Bản {row.ordinal}" for row in rows.only("ordinal")}
    if model is User:
        return {row.pk: row.full_name for row in rows}
    if model in (Unit, IssuingBody, SubjectArea, Territory):
        return dict(rows.values_list("pk", "name"))
    return {row.pk: str(row) for row in rows}
