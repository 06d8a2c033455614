"""What the frame of every page needs: the menu, by work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from legaldocs.models import Role, User


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu. `roles` empty means: for everybody."""

    label: str
    url_name: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: str
    url: str
    is_current: bool


JUSTICE = frozenset({Role.SPECIALIST, Role.HEAD, Role.APPROVER, Role.ADMINISTRATOR})

MENU: tuple[tuple[str, tuple[MenuEntry, ...]], ...] = (
    (
        "Công việc",
        (
            MenuEntry("Việc của tôi", "dashboard"),
            MenuEntry("Dự thảo", "draft-list", JUSTICE | {Role.DRAFTER}),
            MenuEntry("Hồ sơ thẩm định", "appraisal-list", JUSTICE | {Role.DRAFTER}),
            MenuEntry("Tự kiểm tra", "self-check-list"),
            MenuEntry("Rà soát", "review-list"),
            MenuEntry("Hệ thống hóa", "systematization"),
        ),
    ),
    (
        "Tra cứu",
        (
            MenuEntry("Tìm kiếm", "search"),
            MenuEntry("Kho văn bản", "document-list"),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`menu`: the groups of links that this person can use; `office`: whose installation this is."""
    user = getattr(request, "user", None)
    office = {"office_province": settings.OFFICE_PROVINCE}
    if not isinstance(user, User):
        return office
    groups = [(label, _links(entries, user, request.path)) for label, entries in MENU]
    if user.is_staff:
        groups.append(("Hệ thống", _links((MenuEntry("Quản trị", "admin:index"),), user, request.path)))
    return office | {"menu": [(label, links) for label, links in groups if links]}


def _links(entries: tuple[MenuEntry, ...], user: User, path: str) -> list[MenuLink]:
    links = []
    for entry in entries:
        if entry.roles and not (user.is_superuser or user.roles & entry.roles):
            continue
        url = reverse(entry.url_name)
        links.append(MenuLink(entry.label, url, path == url or (url != "/" and path.startswith(url))))
    return links
