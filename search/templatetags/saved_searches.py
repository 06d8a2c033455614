"""What other pages show of saved searches, each with one line in their templates."""

from __future__ import annotations

from typing import Any

from django import template

from search import saved_searches
from search.models import SavedSearch
from search.query import Results

register = template.Library()


@register.inclusion_tag("search/_result_tools.html", takes_context=True)
def result_tools(context: template.Context, results: Results) -> dict[str, Any]:
    """The buttons of a result: keep the search, or open it where it is kept already, and take the result as an Excel file."""
    request = context["request"]
    conditions = saved_searches.normal_form(request.GET)
    kept = SavedSearch.objects.kept().filter(owner=request.user, conditions=conditions).first()
    return {"conditions": conditions, "kept": kept, "results": results}


@register.inclusion_tag("search/_news.html", takes_context=True)
def search_news(context: template.Context) -> dict[str, Any]:
    """What has entered the searches that this person follows; nothing at all where there is nothing new."""
    return {"news": saved_searches.news(context["request"].user)}
