"""What the frame of every page needs: the menu, by work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from legaldocs.models import Role, User
from search.saved_searches import news_count


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu. `roles` empty means: for everybody. `news` counts what is new behind it for a person."""

    label: str
    url_name: str
    roles: frozenset[str] = frozenset()
    news: Callable[[User], int] | None = None


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: str
    url: str
    is_current: bool
    url_name: str
    news: int = 0


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
            MenuEntry("Tìm kiếm đã lưu", "saved-search-list", news=news_count),
            MenuEntry("Kho văn bản", "document-list"),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`menu`: the groups of links that this person can use; `office`: whose installation this is.

    A page that belongs elsewhere than its address says names its entry as `menu_entry`.
    """
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
        is_current = path == url or (url != "/" and path.startswith(url))
        links.append(MenuLink(entry.label, url, is_current, entry.url_name, entry.news(user) if entry.news else 0))
    return _innermost(links)


def _innermost(links: list[MenuLink]) -> list[MenuLink]:
    """Of entries one inside the other, only the inner one is current."""
    inner = max((link.url for link in links if link.is_current), key=len, default="")
    return [replace(link, is_current=link.is_current and link.url == inner) for link in links]
