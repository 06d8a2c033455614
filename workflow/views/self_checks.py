"""Self-checks: what is due after promulgation, and one of them."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from workflow.exports.self_check_report import write_self_check_report
from workflow.models import SelfCheck, SelfCheckState
from workflow.statutory_criteria import UNLAWFUL_GROUND_BY_CODE
from workflow.views.download import word_file
from workflow.views.work_filter import narrowed

TABS = {
    "": ("Đang mở", ~Q(state=SelfCheckState.CONCLUDED)),
    "done": ("Đã kết luận", Q(state=SelfCheckState.CONCLUDED)),
}
_SELF_CHECKS = SelfCheck.objects.select_related("document__issued_by", "document__drafted_by", "assigned_to__unit")


@require_safe
def self_check_list(request: HttpRequest) -> HttpResponse:
    return render(request, "workflow/self_check_list.html", narrowed(request, _SELF_CHECKS.all(), TABS))


@require_safe
def self_check_detail(request: HttpRequest, pk: int) -> HttpResponse:
    check = get_object_or_404(_SELF_CHECKS, pk=pk)
    grounds = [UNLAWFUL_GROUND_BY_CODE[code] for code in check.grounds if code in UNLAWFUL_GROUND_BY_CODE]
    return render(request, "workflow/self_check_detail.html", {"check": check, "grounds": grounds})


@require_safe
def self_check_report(request: HttpRequest, pk: int) -> HttpResponse:
    check = get_object_or_404(_SELF_CHECKS, pk=pk)
    return word_file(write_self_check_report(check), f"bao-cao-tu-kiem-tra-{check.pk}.docx")
