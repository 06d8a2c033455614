"""What waits to be indexed and the searches that people keep, for the administrator to look at."""

from __future__ import annotations

from django.contrib import admin

from legaldocs.admin import ReadOnlyAdmin, ReadOnlyHistoryAdmin
from search.models import OutboxEntry, SavedSearch


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "written_at")


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyHistoryAdmin):
    list_display = ("name", "owner", "shared_with", "summary", "created_at", "archived_at")
    list_select_related = ("owner", "shared_with")
