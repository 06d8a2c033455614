"""What waits to be indexed, for the administrator to look at."""

from __future__ import annotations

from django.contrib import admin

from legaldocs.admin import ReadOnlyAdmin
from search.models import OutboxEntry


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "written_at")
