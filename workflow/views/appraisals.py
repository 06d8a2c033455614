"""Appraisals: the list of dossiers, and the desk at which one of them is worked on."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legaldocs.models import Document
from workflow.actions import Action, available_actions
from workflow.desk import DeskFilter, card, checks_before, checks_kept, counts, desk, what_was_compared
from workflow.exports.appraisal_report import write_appraisal_report
from workflow.forms import RemarkForm
from workflow.models import Appraisal, AppraisalState, Finding, FindingState, Verdict
from workflow.relevance import findings_open_to, recent_reasons
from workflow.statutory_criteria import criteria_of
from workflow.views.download import word_file
from workflow.views.person import signed_in
from workflow.views.work_filter import narrowed

TABS = {
    "findings": "Đối chiếu",
    "criteria": "Nội dung thẩm định",
    "remarks": "Ý kiến",
    "checks": "Kiểm tra tự động",
    "dossier": "Hồ sơ",
}
_OPEN = [AppraisalState.SUBMITTED, AppraisalState.ASSIGNED, AppraisalState.CONCLUDED, AppraisalState.RETURNED]
LIST_TABS = {
    "": ("Đang mở", Q(state__in=_OPEN)),
    "returned": ("Trả lại", Q(state=AppraisalState.RETURNED)),
    "done": ("Đã kết thúc", Q(state__in=[AppraisalState.APPROVED, AppraisalState.CANCELLED])),
}


def visible_appraisals(request: HttpRequest) -> QuerySet[Appraisal]:
    """Appraisals of the documents that this person may see."""
    return Appraisal.objects.filter(document__in=Document.objects.with_dossier_open_to(request.user)).select_related(
        "document__issued_by", "document__drafted_by__parent", "document__subject_area", "assigned_to__unit"
    )


@require_safe
def appraisal_list(request: HttpRequest) -> HttpResponse:
    waiting = Q(findings__state=FindingState.OPEN, findings__version=F("version")) & ~Q(findings__kind="RELATED")
    rows = visible_appraisals(request).annotate(open_findings=Count("findings", filter=waiting))
    rows = rows.order_by("due_on", "-pk")  # grouping drops the order of the model
    return render(request, "workflow/appraisal_list.html", narrowed(request, rows, LIST_TABS))


@require_safe
def appraisal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    appraisal = get_object_or_404(
        visible_appraisals(request).select_related("version__file", "concluded_by", "approved_by", "opened_by"), pk=pk
    )
    tab = request.GET.get("tab", "findings")
    tab = tab if tab in TABS else "findings"
    context = _frame(request, appraisal) | {"tab": tab, "tabs": TABS} | _tab(request, appraisal, tab)
    return render(request, "workflow/appraisal_detail.html", context)


def _frame(request: HttpRequest, appraisal: Appraisal) -> dict[str, Any]:
    allowed = {action.code for action in available_actions(appraisal, signed_in(request))}
    return {
        "appraisal": appraisal,
        "document": appraisal.document,
        "allowed": allowed,
        "may_decide": "assess" in allowed,
        "verdicts": Verdict.choices,
        "counts": counts(appraisal),
        "check_count": len(checks_kept(appraisal)),
    }


def _tab(request: HttpRequest, appraisal: Appraisal, tab: str) -> dict[str, Any]:
    if tab == "criteria":
        return {"criteria": criterion_rows(appraisal)}
    if tab == "remarks":
        return {"remarks": appraisal.remarks.select_related("made_by"), "remark_form": _remark_form(request, appraisal)}
    if tab == "checks":
        return {"checks": checks_kept(appraisal), "earlier_checks": checks_before(appraisal)}
    if tab == "dossier":
        return {"versions": appraisal.document.versions.select_related("file", "created_by").defer("text")}
    return _desk(request, appraisal)


def _desk(request: HttpRequest, appraisal: Appraisal) -> dict[str, Any]:
    user = signed_in(request)
    chosen = DeskFilter.of(request.GET)
    among = findings_open_to(user)
    return {
        "desk": desk(appraisal, chosen, among),
        "chosen": chosen,
        "states": FindingState.choices,
        "compared": what_was_compared(appraisal),
        "reasons": recent_reasons(among.filter(decided_by=user)),
    }


def criterion_rows(appraisal: Appraisal) -> list[dict[str, Any]]:
    """Each statutory criterion with the view given on it so far (None where there is none yet)."""
    given = {assessment.criterion: assessment for assessment in appraisal.assessments.all()}
    return [{"criterion": each, "assessment": given.get(each.code)} for each in criteria_of(appraisal)]


def _remark_form(request: HttpRequest, appraisal: Appraisal) -> RemarkForm:
    return RemarkForm(row=appraisal, user=signed_in(request), initial={"path": request.GET.get("path", "")})


def fragment_after(request: HttpRequest, action: Action, result: Model) -> HttpResponse:
    """The part of the desk that an action has changed, with the counts that follow from it."""
    if isinstance(result, Finding):
        finding = Finding.objects.select_related("target__issued_by", "decided_by", "appraisal__document").get(
            pk=result.pk
        )
        context = _frame(request, finding.appraisal) | {"card": card(finding), "swap_counts": True}
        return render(request, "workflow/_finding.html", context)
    assert isinstance(result, Appraisal)
    appraisal = visible_appraisals(request).get(pk=result.pk)
    context = _frame(request, appraisal) | {"swap_counts": True}
    if action.code == "assess":
        code = request.POST.get("criterion")
        row = next(row for row in criterion_rows(appraisal) if row["criterion"].code == code)
        return render(request, "workflow/_criterion.html", context | {"row": row})
    remarks = {"remarks": appraisal.remarks.select_related("made_by"), "remark_form": _remark_form(request, appraisal)}
    return render(request, "workflow/_remarks.html", context | remarks)


@require_safe
def appraisal_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The appraisal report as a Word file; marked as a draft until it is approved."""
    appraisal = get_object_or_404(visible_appraisals(request), pk=pk)
    number = appraisal.report_number.replace("/", "-") or f"du-thao-{appraisal.pk}"
    return word_file(write_appraisal_report(appraisal), f"bao-cao-tham-dinh-{number}.docx")
