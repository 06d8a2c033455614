"""Every official paper that the tool writes, by code: its name, its legal source, what it is made from and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.db import models

from workflow.desk import DeskFilter
from workflow.exports.appraisal_report import write_appraisal_report
from workflow.exports.findings_table import chosen_findings, write_findings_table
from workflow.exports.findings_workbook import write_findings_workbook
from workflow.exports.review_form import write_review_form
from workflow.exports.self_check_report import write_self_check_report
from workflow.exports.systematization_lists import write_list
from workflow.exports.systematization_workbook import write_workbook
from workflow.models import Appraisal, Review, SelfCheck, SystematizationRun
from workflow.systematization import Lists, Period, UnknownPeriod, make_lists, period_named


class NothingToExport(LookupError):
    """The thing that a paper should be made from is not there."""


class PeriodLists(NamedTuple):
    """A period with its lists, made now or kept by a run."""

    period: Period
    lists: Lists


@dataclass(frozen=True, slots=True)
class Form:
    """One official paper. `find` takes an identifier as a script gives it, `write` what `find` returns."""

    code: str
    name: str
    legal_source: str
    find: Callable[[str], Any]
    write: Callable[[Any], bytes]
    suffix: str = ".docx"

    def file_name(self, identifier: str) -> str:
        return f"{self.code.replace('_', '-')}-{identifier}{self.suffix}"


def _row(model: type[models.Model], related: tuple[str, ...], identifier: str) -> models.Model:
    found = model._default_manager.select_related(*related).filter(pk=identifier) if identifier.isdecimal() else None
    row = found.first() if found is not None else None
    if row is None:
        raise NothingToExport(f"Không có {model._meta.verbose_name} mã {identifier}.")
    return row


def _lists(identifier: str) -> PeriodLists:
    """The lists of a kept run (its id), or those of a period ("2019-2023") as they stand now."""
    if identifier.isdecimal():
        run = SystematizationRun.objects.filter(pk=identifier).first()
        if run is None:
            raise NothingToExport(f"Không có đợt hệ thống hóa mã {identifier}.")
        return PeriodLists(period_named(run.period), run.lists)
    try:
        period = period_named(identifier)
    except UnknownPeriod as problem:
        raise NothingToExport(str(problem)) from problem
    return PeriodLists(period, make_lists(period))


def _list_form(number: str, name: str) -> Form:
    source = f"NĐ 79/2025/NĐ-CP Đ55, Mẫu số {number}"
    return Form(f"list_{number}", name, source, _lists, lambda made: write_list(made.period, made.lists, number))


_DOCUMENT = ("document__issued_by", "document__drafted_by__parent", "assigned_to__unit__parent")

FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        Form(
            "appraisal_report",
            "Báo cáo thẩm định",
            "Luật 80/2015/QH13 Đ121 k4, Đ130 k4; Luật 64/2025/QH15 và NĐ 78/2025/NĐ-CP",
            partial(_row, Appraisal, (*_DOCUMENT, "approved_by")),
            write_appraisal_report,
        ),
        Form(
            "findings_table",
            "Bảng đối chiếu dự thảo với văn bản có hiệu lực",
            "Biểu nội bộ; không có mẫu do pháp luật quy định",
            partial(_row, Appraisal, (*_DOCUMENT, "version")),
            lambda appraisal: write_findings_table(appraisal, chosen_findings(appraisal, DeskFilter())),
        ),
        Form(
            "findings_workbook",
            "Bảng đối chiếu dự thảo với văn bản có hiệu lực (Excel)",
            "Biểu nội bộ; không có mẫu do pháp luật quy định",
            partial(_row, Appraisal, (*_DOCUMENT, "version")),
            lambda appraisal: write_findings_workbook(
                appraisal, chosen_findings(appraisal, DeskFilter(), with_advice=True)
            ),
            ".xlsx",
        ),
        Form(
            "self_check_report",
            "Báo cáo kết quả tự kiểm tra",
            "NĐ 79/2025/NĐ-CP Đ12 k3, Đ17 k2",
            partial(_row, SelfCheck, _DOCUMENT),
            write_self_check_report,
        ),
        Form(
            "review_form",
            "Phiếu rà soát văn bản",
            "Biểu nội bộ; NĐ 79/2025/NĐ-CP không quy định mẫu",
            partial(_row, Review, (*_DOCUMENT, "trigger__issued_by")),
            write_review_form,
        ),
        _list_form("01", "Danh mục văn bản hết hiệu lực, tạm ngưng hiệu lực toàn bộ"),
        _list_form("02", "Danh mục văn bản hết hiệu lực, tạm ngưng hiệu lực một phần"),
        _list_form("03", "Danh mục văn bản còn hiệu lực"),
        _list_form("04", "Danh mục văn bản cần xử lý"),
        Form(
            "list_workbook",
            "Bốn danh mục hệ thống hóa (Excel)",
            "NĐ 79/2025/NĐ-CP Đ55, Mẫu số 01 đến 04",
            _lists,
            lambda made: write_workbook(made.period, made.lists),
            ".xlsx",
        ),
    )
}
