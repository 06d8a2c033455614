"""Everything that has happened to a document, for people to read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legaldocs.models import Document
from legaldocs.views.menu import menu_entry
from workflow.changes import changes_of
from workflow.views.person import signed_in

PER_PAGE = 100


@require_safe
def document_history(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    page = Paginator(changes_of(document, signed_in(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"document": document, "page": page, "menu_entry": menu_entry(document)}
    return render(request, "legaldocs/document_history.html", context)
