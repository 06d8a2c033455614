"""The list of documents, narrowed by conditions that stand in its address."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legaldocs.forms import DocumentFilterForm
from legaldocs.models import Document

PER_PAGE = 50


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    form = DocumentFilterForm(request.GET)
    documents = form.narrow(Document.objects.visible_to(request.user))
    documents = documents.select_related("issued_by", "subject_area", "drafted_by").order_by("-issued_on", "-pk")
    page = Paginator(documents, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "chips": form.chips(request.GET), "page": page}
    return render(request, "legaldocs/document_list.html", context)
