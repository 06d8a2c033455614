"""Relations that a machine has read and nobody has looked at yet."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legaldocs.models import Document, Relation, RelationState
from legaldocs.models.relations import ACTING_KINDS
from workflow.views.work_filter import narrowed

TABS = {
    "": ("Chưa xác nhận", Q(state=RelationState.READ)),
    "confirmed": ("Đã xác nhận", Q(state=RelationState.CONFIRMED)),
    "rejected": ("Đã bác bỏ", Q(state=RelationState.REJECTED)),
}


@require_safe
def relation_list(request: HttpRequest) -> HttpResponse:
    visible = Document.objects.visible_to(request.user)
    rows = Relation.objects.filter(source__in=visible, kind__in=ACTING_KINDS, target__isnull=False)
    rows = rows.select_related("source__drafted_by__parent", "target", "decided_by").order_by(
        "-source__issued_on", "pk"
    )
    return render(request, "workflow/relation_list.html", narrowed(request, rows, TABS))
