"""What waits to be indexed and the searches that people keep, for the administrator to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from legaldocs.admin import ReadOnlyAdmin, ReadOnlyHistoryAdmin
from search.models import OutboxEntry, SavedSearch
from search.state import index_state


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "written_at")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        state = index_state()
        told = state.problem or state.last_failure or "Chỉ mục tìm kiếm hoạt động bình thường."
        subtitle = f"{state.waiting} văn bản chờ lập chỉ mục. {told}"
        return super().changelist_view(request, {**(extra_context or {}), "subtitle": subtitle})


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyHistoryAdmin):
    list_display = ("name", "owner", "shared_with", "summary", "created_at", "archived_at")
    list_select_related = ("owner", "shared_with")
