"""The first page: what waits for this person, and how far the review of each systematization period has come."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from legaldocs.models import Document, Relation, Role, Stage
from workflow.dashboard import ReviewStanding, WorkList, period_numbers, work_lists, work_numbers
from workflow.models import Appraisal, Review, SelfCheck
from workflow.relevance import findings_open_to, precision_by_kind
from workflow.systematization import period_named
from workflow.views.person import signed_in

PERIODS = ("2019-2023", "2024-2028")
LISTS: dict[type[Model], str] = {
    Appraisal: "appraisal-list",
    SelfCheck: "self-check-list",
    Review: "review-list",
    Document: "draft-list",
    Relation: "relation-list",
}
#: Those who decide on findings, and whoever answers for them, see how often findings proved right.
_DECIDERS = (Role.SPECIALIST, Role.HEAD)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    numbers = work_numbers(user)
    tiles = [_tile(each, numbers[each.code]) for each in work_lists(user)]
    context = {
        "tiles": tiles,
        "periods": [period_numbers(period_named(name)) for name in PERIODS],
        "standings": list(ReviewStanding),
        "kinds": precision_by_kind(findings_open_to(user)) if user.has_role(*_DECIDERS) else [],
    }
    return render(request, "workflow/dashboard.html", context)


def _tile(each: WorkList, number: int) -> dict[str, Any]:
    asked = f"stage={Stage.APPRAISED}" if each.model is Document else f"work={each.code}"
    return {
        "label": each.label,
        "number": number,
        "url": f"{reverse(LISTS[each.model])}?{asked}",
        "is_late": "overdue" in each.code and number > 0,
    }
