"""The site of the administrator: people, units and names are kept here; documents are only looked at, never changed.

What happens to documents and dossiers goes through `workflow.actions`, so their pages here show the rows and their history.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Model
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from legaldocs.models import (
    Document,
    DocumentFile,
    IssuingBody,
    Relation,
    RoleAssignment,
    StructureRepair,
    SubjectArea,
    Territory,
    TextVersion,
    Unit,
    User,
)

admin.site.site_header = "Quản trị văn bản pháp luật"
admin.site.site_title = "Quản trị"
admin.site.index_title = "Danh mục và tài khoản"


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at: no adding, no changing, no deleting."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyHistoryAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """The same, with the history of each row."""


class KeptAdmin(SimpleHistoryAdmin):
    """Names that documents point to: they are changed or given a successor, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class RoleInline(admin.TabularInline):
    model = RoleAssignment
    extra = 1


@admin.register(User)
class UserAdmin(SimpleHistoryAdmin, DjangoUserAdmin):
    """Accounts. One that is no longer used is locked: its name stands in the history of documents."""

    list_display = ("username", "full_name", "title", "unit", "role_list", "is_active")
    list_filter = ("is_active", "role_assignments__role", "unit")
    list_select_related = ("unit",)
    search_fields = ("username", "last_name", "first_name", "email")
    inlines = (RoleInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Người dùng", {"fields": ("last_name", "first_name", "email", "unit", "title")}),
        (
            "Tài khoản",
            {
                "fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined"),
                "description": "Quyền với văn bản, hồ sơ theo các vai trò ở dưới; hai ô nhân viên và siêu quản trị chỉ mở "
                "trang quản trị này.",
            },
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "last_name", "first_name", "unit", "title", "password1", "password2")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("role_assignments")

    @admin.display(description="vai trò")
    def role_list(self, user: User) -> str:
        return ", ".join(assignment.get_role_display() for assignment in user.role_assignments.all())

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Unit)
class UnitAdmin(KeptAdmin):
    list_display = ("name", "short_name", "parent", "is_justice", "is_active")
    list_filter = ("is_active", "is_justice")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name")


@admin.register(IssuingBody)
class IssuingBodyAdmin(KeptAdmin):
    list_display = ("name", "level", "territory", "successor")
    list_filter = ("level",)
    list_select_related = ("territory", "successor")
    search_fields = ("name",)


@admin.register(Territory)
class TerritoryAdmin(KeptAdmin):
    list_display = ("name", "level", "successor")
    list_filter = ("level",)
    list_select_related = ("successor",)
    search_fields = ("name",)


@admin.register(SubjectArea)
class SubjectAreaAdmin(KeptAdmin):
    search_fields = ("name",)


@admin.register(Document)
class DocumentAdmin(ReadOnlyHistoryAdmin):
    list_display = ("__str__", "issued_by", "issued_on", "effective_on", "stage")
    list_filter = ("stage", "document_type", "issued_by__level")
    list_select_related = ("issued_by",)
    search_fields = ("number", "title")
    date_hierarchy = "issued_on"


@admin.register(DocumentFile)
class DocumentFileAdmin(ReadOnlyHistoryAdmin):
    list_display = ("original_name", "document", "size", "uploaded_by", "uploaded_at")
    list_select_related = ("document", "uploaded_by")
    search_fields = ("original_name", "sha256")


@admin.register(TextVersion)
class TextVersionAdmin(ReadOnlyAdmin):
    list_display = ("document", "ordinal", "created_at", "created_by")
    list_select_related = ("document", "created_by")
    search_fields = ("document__number", "document__title")


@admin.register(StructureRepair)
class StructureRepairAdmin(ReadOnlyHistoryAdmin):
    list_display = ("version", "made_by", "made_at", "reason")
    list_select_related = ("version__document", "made_by")
    search_fields = ("version__document__number", "version__document__title", "reason")


@admin.register(Relation)
class RelationAdmin(ReadOnlyHistoryAdmin):
    list_display = ("source", "kind", "target_number", "target_path", "state", "decided_by")
    list_filter = ("kind", "state", "origin")
    list_select_related = ("source", "decided_by")
    search_fields = ("source__number", "target_number")
