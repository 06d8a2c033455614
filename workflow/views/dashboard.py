"""The first page: what waits for this person, and how far the review of each systematization period has come."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from legaldocs.models import Role
from workflow.dashboard import ReviewStanding, WorkList, period_numbers, work_lists, work_numbers
from workflow.models import Appraisal, Review, SelfCheck
from workflow.systematization import period_named
from workflow.views.person import signed_in

PERIODS = ("2019-2023", "2024-2028")
LISTS = {Appraisal: "appraisal-list", SelfCheck: "self-check-list", Review: "review-list"}
#: Lists that are somebody's concern even when they are empty; the others are shown once they hold something.
_ALWAYS = {
    Role.SPECIALIST: {"my_appraisals", "overdue", "due_soon"},
    Role.HEAD: {"to_assign", "to_approve", "overdue"},
    Role.REVIEWER: {"self_checks", "my_reviews", "reviews_overdue"},
}


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    numbers = work_numbers(user)
    concerns = set().union(*(_ALWAYS.get(Role(role), set()) for role in user.roles))
    tiles = [
        _tile(each, numbers[each.code]) for each in work_lists(user) if numbers[each.code] or each.code in concerns
    ]
    context = {
        "tiles": tiles,
        "periods": [period_numbers(period_named(name)) for name in PERIODS],
        "standings": list(ReviewStanding),
    }
    return render(request, "workflow/dashboard.html", context)


def _tile(each: WorkList, number: int) -> dict[str, Any]:
    return {
        "label": each.label,
        "number": number,
        "url": f"{reverse(LISTS[each.model])}?work={each.code}",
        "is_late": "overdue" in each.code and number > 0,
    }
