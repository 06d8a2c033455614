"""How far findings can be relied on: what people decided, kind by kind, and the thresholds in force."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflow.models import FindingState
from workflow.relevance import findings_open_to, precision_by_kind, thresholds
from workflow.views.person import signed_in

_REASONS = 20


@require_safe
def relevance(request: HttpRequest) -> HttpResponse:
    findings = findings_open_to(signed_in(request))
    dismissed = findings.filter(state=FindingState.DISMISSED).order_by().values("kind", "decision_reason")
    context = {
        "kinds": precision_by_kind(findings),
        "thresholds": thresholds(),
        "reasons": dismissed.annotate(times=Count("pk")).order_by("-times", "decision_reason")[:_REASONS],
    }
    return render(request, "workflow/relevance.html", context)
