"""Lists that can be narrowed to what a number on the dashboard counted, or by a row of tabs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from workflow.dashboard import work, work_lists
from workflow.views.person import signed_in

PER_PAGE = 50


def narrowed(request: HttpRequest, rows: QuerySet[Any], tabs: dict[str, tuple[str, Q]]) -> dict[str, Any]:
    """The page of rows and the tabs, for the list's template.

    `?work=` names a number of the dashboard and gives exactly the rows that it counted; `?view=` names a tab.
    """
    user = signed_in(request)
    counted = {each.code: each for each in work_lists(user) if each.model is rows.model}
    asked = counted.get(request.GET.get("work", ""))
    chosen = request.GET.get("view", "")
    if asked is not None:
        rows = rows.filter(pk__in=work(user, asked.code).values("pk"))
        chosen = "work"
    else:
        chosen = chosen if chosen in tabs else ""
        rows = rows.filter(tabs[chosen][1])
    return {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filters": {key: label for key, (label, _) in tabs.items()},
        "chosen": chosen,
        "asked": asked,
    }
