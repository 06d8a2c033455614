"""People, the units that they work in, and the roles that they hold."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class Unit(models.Model):
    """A department (sở, ngành) or a division of one (phòng)."""

    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên viết tắt", max_length=50, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="divisions", verbose_name="đơn vị cấp trên"
    )
    is_justice = models.BooleanField("là Sở Tư pháp", default=False)
    is_active = models.BooleanField("đang hoạt động", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="division_name_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="department_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses a unit that would stand above itself: who belongs to which department could not be told."""
        above = self.parent
        while above is not None:
            if above.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": "Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."})
            above = above.parent

    @property
    def department(self) -> Unit:
        """The department that this unit is, or belongs to."""
        return self.parent.department if self.parent else self


class Role(models.TextChoices):
    """What a person may do; the table of rights stands in `workflow.permissions`."""

    DRAFTER = "DRAFTER", "Cán bộ soạn thảo"
    SPECIALIST = "SPECIALIST", "Chuyên viên thẩm định"
    HEAD = "HEAD", "Lãnh đạo Sở Tư pháp"
    APPROVER = "APPROVER", "Người trình ký, ban hành"
    REVIEWER = "REVIEWER", "Người kiểm tra, rà soát"
    ADMINISTRATOR = "ADMINISTRATOR", "Quản trị"
    READER = "READER", "Người đọc"


class User(AbstractUser):
    """A person who signs in. What they may do follows from their roles and their unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="đơn vị")
    title = models.CharField("chức vụ", max_length=100, blank=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name in Vietnamese order: family name first."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self.role_assignments.values_list("role", flat=True))

    @property
    def role_names(self) -> str:
        return ", ".join(Role(role).label for role in sorted(self.roles))

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))


class RoleAssignment(models.Model):
    """One role that a person holds; a small office gives several to one person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments", verbose_name="người dùng")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "phân vai trò"
        verbose_name_plural = "phân vai trò"
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
