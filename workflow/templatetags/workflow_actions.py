"""Buttons for what this person can do next with a row."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from legaldocs.models import Document, Relation, Stage
from legaldocs.parsing.numbers import format_date
from workflow.actions import available_actions
from workflow.exports.office import lower_first
from workflow.forms import DESK_ACTIONS, PLAIN_ACTIONS
from workflow.models import Appraisal, AppraisalState, Finding, Review, SelfCheck

register = template.Library()

_URL_NAMES = {
    Document: "document-action",
    Appraisal: "appraisal-action",
    Finding: "finding-action",
    SelfCheck: "self-check-action",
    Review: "review-action",
    Relation: "relation-action",
}


@register.inclusion_tag("workflow/_action_buttons.html", takes_context=True)
def action_buttons(context: template.Context, row: Any) -> dict[str, Any]:
    """The buttons of a row, for the person who looks: a link where something is asked, a form where a click is enough."""
    request = context["request"]
    returned = _returned_dossier(row)
    elsewhere = DESK_ACTIONS if isinstance(row, Appraisal) else {"request_appraisal"} if returned else set()
    buttons = [
        {
            "action": action,
            "url": reverse(_URL_NAMES[type(row)], args=[row.pk, action.code]),
            "is_plain": (type(row), action.code) in PLAIN_ACTIONS,
        }
        for action in available_actions(row, request.user)
        if action.code not in elsewhere
    ]
    return {"buttons": buttons, "returned": returned, "csrf_token": context.get("csrf_token")}


def _returned_dossier(row: Any) -> Appraisal | None:
    """The dossier of a draft that was given back: it is sent again from its own page, not asked for anew."""
    if not isinstance(row, Document) or row.stage != Stage.DRAFT:
        return None
    return row.appraisals.filter(state=AppraisalState.RETURNED).first()


@register.filter
def iso_day(day: str | None) -> str:
    """ "2023-12-31", as a kept list writes a day, as people write it; "" for none."""
    return format_date(date.fromisoformat(day)) if day else ""


@register.filter(name="lower_first")
def lower_first_letter(text: str) -> str:
    """The text with a small first letter, to stand within a sentence."""
    return lower_first(text)
