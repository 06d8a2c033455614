"""Every button of the workflow: one view asks what the action needs and goes through the one door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_http_methods

from legaldocs.models import Document, Relation, User
from legaldocs.parsing.parsed import UnreadableDocument
from workflow import actions
from workflow.desk import DeskFilter, counts
from workflow.forms import ACTION_FORMS, PLAIN_ACTIONS, ActionForm
from workflow.models import Appraisal, Finding, Review, SelfCheck
from workflow.permissions import document_of, refusal
from workflow.views.appraisals import fragment_after
from workflow.views.person import signed_in


@require_http_methods(["GET", "POST"])
def take_action(request: HttpRequest, model: type[Model], pk: int, action: str) -> HttpResponse:
    """Ask for what the action needs (GET), then take it (POST) and go to the page of what came of it."""
    row = _visible(model, pk, signed_in(request))
    chosen = next((each for each in actions.ACTIONS if each.model is model and each.code == action), None)
    if chosen is None:
        raise Http404
    words = refusal(row, action, signed_in(request))
    if words:  # before anything is filled in for nothing
        return _refused(request, row, words, status=403)
    form = _form(request, row, chosen)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            result = actions.perform(row, action, signed_in(request), reason=data.pop("reason", ""), **data)
        except actions.NotAllowed as no:
            return _refused(request, row, no.message, status=403)
        except actions.NotPossible as no:
            if (model, action) in PLAIN_ACTIONS:
                return _refused(request, row, no.message)
            form.add_error(no.field if no.field in form.fields else None, no.message)
        except UnreadableDocument as error:
            return _refused(request, row, error.message)
        else:
            return _done(request, chosen, result)
    if request.method == "POST" and request.headers.get("HX-Request"):
        return _refused_in_place(request, form)
    context = {"form": form, "action": chosen, "row": row, "document": document_of(row), "back": page_of(row)}
    return render(request, "workflow/action.html", context, status=200 if request.method == "GET" else 422)


def _form(request: HttpRequest, row: Model, chosen: actions.Action) -> ActionForm:
    form_class = ACTION_FORMS.get((type(row), chosen.code), ActionForm)
    data = request.POST if request.method == "POST" else None
    return form_class(data, row=row, user=signed_in(request), needs_reason=chosen.needs_reason)


def _done(request: HttpRequest, chosen: actions.Action, result: Model) -> HttpResponse:
    if request.headers.get("HX-Request") and isinstance(result, Appraisal | Finding):
        return fragment_after(request, chosen, result)
    left = ""
    if chosen.code == "decide_findings" and isinstance(result, Appraisal):
        left = f", còn {counts(result)['waiting']} phát hiện chờ xem xét"
    messages.success(request, f"{chosen.label}: đã xong{left}.")
    return redirect(_page_after(request, result))


def _page_after(request: HttpRequest, result: Model) -> str:
    """The page of the result; a desk on which many findings were decided keeps what it was filtered by."""
    page = page_of(result)
    if "stay" not in request.POST or not isinstance(result, Appraisal):
        return page
    return f"{page}?{DeskFilter.of(QueryDict(request.POST['stay'])).query}"


def _refused_in_place(request: HttpRequest, form: ActionForm) -> HttpResponse:
    """What is wrong, put into the card that was sent; the rest of the desk stays as it is."""
    words = " ".join(str(message) for errors in form.errors.values() for message in errors)
    response = HttpResponse(escape(words))
    response["HX-Retarget"] = f"#{request.headers.get('HX-Target', '')} .card-error"
    response["HX-Reswap"] = "innerHTML"
    return response


def _refused(request: HttpRequest, row: Model, message: str, status: int = 200) -> HttpResponse:
    messages.error(request, message)
    if status == 403:
        return render(request, "403.html", {"exception": message}, status=403)
    return redirect(page_of(row))


def _visible(model: type[Model], pk: int, user: User) -> Any:
    """The row, if this person may see the document that it is about; else 404, which tells nothing."""
    related = {
        Document: ("drafted_by__parent", "issued_by"),
        Relation: ("source__drafted_by__parent", "target"),
        Finding: ("appraisal__document__drafted_by__parent", "target"),
    }.get(model, ("document__drafted_by__parent", "document__issued_by"))
    row = model._default_manager.select_related(*related).filter(pk=pk).first()
    documents = Document.objects
    allowed = documents.with_dossier_open_to(user) if model in (Appraisal, Finding) else documents.visible_to(user)
    if row is None or not allowed.filter(pk=document_of(row).pk).exists():
        raise Http404
    return row


def page_of(row: Any) -> str:
    """The address of the page on which a row is seen."""
    if isinstance(row, Appraisal):
        return reverse("appraisal-detail", args=[row.pk])
    if isinstance(row, Finding):
        return f"{reverse('appraisal-detail', args=[row.appraisal_id])}#phat-hien-{row.pk}"
    if isinstance(row, SelfCheck):
        return reverse("self-check-detail", args=[row.pk])
    if isinstance(row, Review):
        return reverse("review-detail", args=[row.pk])
    if isinstance(row, Relation):
        return f"{reverse('document-detail', args=[row.source_id])}?tab=relations"
    return reverse("document-detail", args=[row.pk])
