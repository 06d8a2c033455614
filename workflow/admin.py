"""Procedures for the administrator to look at, with their history; they change through `workflow.actions` alone."""

from __future__ import annotations

from django.contrib import admin

from legaldocs.admin import ReadOnlyHistoryAdmin
from workflow.models import Appraisal, Finding, Review, SelfCheck, SystematizationRun


class ProcedureAdmin(ReadOnlyHistoryAdmin):
    list_display = ("document", "state", "assigned_to", "opened_on", "due_on", "closed_on")
    list_filter = ("state", "regime")
    list_select_related = ("document", "assigned_to")
    search_fields = ("document__number", "document__title")


@admin.register(Appraisal)
class AppraisalAdmin(ProcedureAdmin):
    list_display = ("document", "round", "state", "assigned_to", "due_on", "conclusion")


@admin.register(SelfCheck)
class SelfCheckAdmin(ProcedureAdmin):
    pass


@admin.register(Review)
class ReviewAdmin(ProcedureAdmin):
    pass


@admin.register(Finding)
class FindingAdmin(ReadOnlyHistoryAdmin):
    list_display = ("appraisal", "path", "kind", "target", "state", "decided_by")
    list_filter = ("kind", "state")
    list_select_related = ("appraisal__document", "target", "decided_by")


@admin.register(SystematizationRun)
class SystematizationRunAdmin(ReadOnlyHistoryAdmin):
    list_display = ("period", "cutoff_on", "made_at", "made_by")
    list_select_related = ("made_by",)
