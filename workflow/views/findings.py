"""Findings beyond the page of the desk: what it leaves out beside an article, one in its surroundings, all as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legaldocs.models import Document
from workflow.actions import available_actions
from workflow.beside import beside
from workflow.desk import DeskFilter, force_of_document, later_groups
from workflow.exports.findings_table import chosen_findings, write_findings_table
from workflow.exports.findings_workbook import write_findings_workbook
from workflow.models import Appraisal, Finding
from workflow.relevance import findings_open_to
from workflow.views.appraisals import visible_appraisals
from workflow.views.download import EXCEL, word_file
from workflow.views.person import signed_in


@require_safe
def article_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the desk: `?of=` names the article, `?part=` is "more" (after the first `?skip=`) or "related"."""
    appraisal = get_object_or_404(visible_appraisals(request).select_related("version"), pk=pk)
    part, skip = request.GET.get("part", ""), request.GET.get("skip", "0")
    if part not in ("more", "related") or not (skip.isdecimal() and len(skip) < 10):
        raise Http404
    user, chosen = signed_in(request), DeskFilter.of(request.GET)
    groups = later_groups(appraisal, request.GET.get("of", ""), part, int(skip), chosen, findings_open_to(user))
    may_decide = "assess" in {action.code for action in available_actions(appraisal, user)}
    context = {"groups": groups, "may_decide": may_decide, "chosen": chosen}
    return render(request, "workflow/_finding_groups.html", context)


@require_safe
def finding_beside(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole article of the draft beside the whole article that it meets."""
    allowed = Document.objects.with_dossier_open_to(request.user)
    related = ("appraisal__document__issued_by", "target__issued_by", "target__current_version", "version")
    findings = Finding.objects.filter(appraisal__document__in=allowed).select_related(*related)
    finding = get_object_or_404(findings.defer("target__current_version__text", "version__text"), pk=pk)
    draft, target = beside(finding)
    context = {"finding": finding, "draft": draft, "target": target, "force": force_of_document(finding.target)}
    return render(request, "workflow/finding_beside.html", context)


@require_safe
def findings_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings that the desk's filter asks for, as a Word table with both quotes."""
    appraisal = _appraisal(request, pk)
    findings = chosen_findings(appraisal, DeskFilter.of(request.GET))
    return word_file(write_findings_table(appraisal, findings), f"bang-doi-chieu-{pk}.docx")


@require_safe
def findings_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as an Excel workbook, reading advice and the automatic checks included."""
    appraisal = _appraisal(request, pk)
    findings = chosen_findings(appraisal, DeskFilter.of(request.GET), with_advice=True)
    return word_file(write_findings_workbook(appraisal, findings), f"bang-doi-chieu-{pk}.xlsx", EXCEL)


def _appraisal(request: HttpRequest, pk: int) -> Appraisal:
    return get_object_or_404(visible_appraisals(request).select_related("version"), pk=pk)
