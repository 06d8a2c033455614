"""Systematization: how far each period is, its lists, and their files."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legaldocs.models import SubjectArea, Unit
from workflow.dashboard import WITHOUT, ReviewStanding, Without, documents, period_numbers
from workflow.exports.systematization_lists import write_list
from workflow.exports.systematization_workbook import write_workbook
from workflow.systematization import LIST_NAMES, Period, UnknownPeriod, make_lists, period_named
from workflow.views.dashboard import PERIODS
from workflow.views.download import EXCEL, word_file

FORMS = {
    "01": "Mẫu số 01: hết hiệu lực, tạm ngưng hiệu lực toàn bộ",
    "02": "Mẫu số 02: hết hiệu lực, tạm ngưng hiệu lực một phần",
    "03": "Mẫu số 03: còn hiệu lực",
    "04": "Mẫu số 04: cần xử lý sau rà soát",
}


@require_safe
def systematization(request: HttpRequest) -> HttpResponse:
    periods = [period_numbers(period_named(name)) for name in PERIODS]
    return render(request, "workflow/systematization.html", {"periods": periods, "forms": FORMS})


@require_safe
def period_lists(request: HttpRequest, period: str) -> HttpResponse:
    """The lists of the period as they stand now."""
    chosen = _period(period)
    lists = make_lists(chosen)
    name = request.GET.get("list", "in_force")
    name = name if name in LIST_NAMES else "in_force"
    context = {
        "period": chosen,
        "names": [(code, label, len(lists[code])) for code, label in LIST_NAMES.items()],
        "chosen": name,
        "page": Paginator(lists[name], 100).get_page(request.GET.get("page")),
        "forms": FORMS,
    }
    return render(request, "workflow/period_lists.html", context)


@require_safe
def period_documents(request: HttpRequest, period: str) -> HttpResponse:
    """The documents behind a number of the dashboard."""
    chosen = _period(period)
    try:
        standing = ReviewStanding(request.GET.get("standing", ReviewStanding.IN_SCOPE))
    except ValueError:
        raise Http404 from None
    department = _chosen(request, "department", Unit)
    area = _chosen(request, "area", SubjectArea)
    found = documents(chosen, standing, drafted_by=department, subject_area=area)
    found = found.with_effect().select_related("issued_by", "drafted_by", "subject_area").order_by("issued_on", "pk")
    context = {
        "period": chosen,
        "standing": standing,
        "standings": list(ReviewStanding),
        "narrowed_to": [_words(department, "cơ quan soạn thảo"), _words(area, "lĩnh vực")],
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
    }
    return render(request, "workflow/period_documents.html", context)


@require_safe
def period_file(request: HttpRequest, period: str, file: str) -> HttpResponse:
    """One list as a Word file (`mau-01.docx`), or all of them as one Excel workbook (`danh-muc.xlsx`)."""
    chosen = _period(period)
    name = f"he-thong-hoa-{chosen.name}-{file}"
    if file == "danh-muc.xlsx":
        return word_file(write_workbook(chosen, make_lists(chosen)), name, EXCEL)
    form = file.removeprefix("mau-").removesuffix(".docx")
    if form not in FORMS or file != f"mau-{form}.docx":
        raise Http404
    return word_file(write_list(chosen, make_lists(chosen), form), name)


def _period(name: str) -> Period:
    try:
        return period_named(name)
    except UnknownPeriod as problem:
        raise Http404(str(problem)) from None


def _chosen(request: HttpRequest, key: str, model: type[Unit] | type[SubjectArea]) -> Any:
    """The unit or area asked for; WITHOUT for "0" (documents that have none); None where nothing is asked."""
    value = request.GET.get(key, "")
    if not value:
        return None
    if value == "0":
        return WITHOUT
    found = model._default_manager.filter(pk=value).first() if value.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _words(chosen: Any, kind: str) -> str:
    if chosen is None:
        return ""
    return f"Chưa ghi {kind}" if isinstance(chosen, Without) else str(chosen)
