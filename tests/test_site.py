"""What holds for the whole site: nobody gets in without signing in, every page answers, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from legaldocs.models import DocumentFile, User
from search.models import SavedSearch
from tests.cast import make_cast
from tests.factories import (
    make_appraisal,
    make_document,
    make_draft,
    make_finding,
    make_legal_basis,
    make_relation,
    make_review,
    make_self_check,
    make_version,
)

BASE = Path(settings.BASE_DIR)
#: Addresses that answer without signing in.
PUBLIC = {"login", "admin:login"}
#: What stands for an argument that is no number.
WORDS = {"period": "2024-2028", "action": "withdraw", "file": "danh-muc.xlsx"}
#: Addresses that need more than one row of each kind: a staged upload, a kept file, a POST, a state that allows the action.
NOT_OPENED = {
    "login",
    "logout",
    "draft-details",
    "draft-version-check",
    "file-download",
    "file-page",
    "systematization-file",
    "appraisal-action",
    "appraisal-article",
    "document-action",
    "finding-action",
    "relation-action",
    "review-action",
    "self-check-action",
    "search-spreadsheet",
    "saved-search-new",
    "saved-search-seen",
    "saved-search-follow",
    "saved-search-archive",
    "saved-search-restore",
}
FILES_OF_PAGES = [
    path
    for folder in ("templates", "legaldocs/static", "search/static", "workflow/static")
    for path in sorted((BASE / folder).rglob("*"))
    if path.suffix in {".html", ".css", ".js", ".svg"}
]


def addresses(
    rows: dict[str, int], resolver: URLResolver | None = None, before: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    """(name, path) of every address of the site; `rows` gives the number of a row by the beginning of the name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(rows, pattern, before + _filled(pattern, 1), namespace)
        else:
            name = space + (pattern.name or "")
            number = next((pk for beginning, pk in rows.items() if name.startswith(beginning)), 1)
            yield name, before + _filled(pattern, number)


def _filled(pattern: URLPattern | URLResolver, number: int) -> str:
    """The route with something in the place of each argument."""
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        value = str(number) if isinstance(converter, IntConverter) else WORDS.get(name, "1")
        route = re.sub(rf"<(\w+:)?{name}>", value, route)
    return re.sub(r"\(\?P<url>\.\*\)\$$", "khong-co/", route)


@pytest.mark.django_db
def test_every_address_asks_a_stranger_to_sign_in(client: Client) -> None:
    every = list(addresses({}))
    assert len(every) > 30
    for name, path in every:
        if name in PUBLIC:
            continue
        for method in (client.get, client.post):
            response = method(path)
            sent_to = response.headers.get("Location", "").partition("?")[0]
            assert response.status_code == 302, f"{method.__name__} {name} {path}: {response.status_code}"
            assert sent_to in {reverse("login"), reverse("admin:login"), reverse("admin:index")}, f"{name}: {sent_to}"


@dataclass(frozen=True)
class Office:
    """Somebody in every role, and the number of one row of each kind by the beginning of the names of its pages."""

    people: dict[str, User]
    rows: dict[str, int]


@pytest.fixture
def office() -> Office:
    cast = make_cast()
    document = make_document()
    make_legal_basis(document, make_document())
    draft = make_draft(cast.department)
    make_version(draft, "Điều 1. Phạm vi và đối tượng.")
    appraisal = make_appraisal(draft, assigned_to=cast.specialist)
    file = DocumentFile.objects.create(document=document, sha256="0" * 64, original_name="a.docx", size=1)
    rows = {
        "document": document.pk,
        "draft": draft.pk,
        "version": draft.pk,
        "structure": draft.pk,
        "appraisal": appraisal.pk,
        "finding": make_finding(appraisal, document).pk,
        "relation": make_relation(make_document(), document).pk,
        "self-check": make_self_check(document).pk,
        "review": make_review(document).pk,
        "file": file.pk,
        "saved-search": SavedSearch.objects.create(owner=cast.reader, name="Phí", conditions="q=ph%C3%AD").pk,
    }
    return Office(cast.everybody() | {"nobody": User.objects.create(username="khong_vai_tro")}, rows)


@pytest.mark.django_db
def test_every_page_answers_for_every_role(client: Client, office: Office) -> None:
    pages = [(name, path) for name, path in addresses(office.rows) if not name.startswith("admin:") and name]
    opened = set()
    for role, user in office.people.items():
        client.force_login(user)
        for name, path in pages:
            status = client.get(path).status_code
            assert status in {200, 302, 403, 404, 405}, f"{role} {name} {path}: {status}"
            opened |= {name} if status == 200 else set()
    assert {name for name, _ in pages} - opened <= NOT_OPENED


@pytest.mark.django_db
def test_the_pages_of_the_menu_open_for_those_who_see_them(client: Client, office: Office) -> None:
    for role, user in office.people.items():
        client.force_login(user)
        menu = client.get(reverse("document-list")).context["menu"]
        links = [link for _, links in menu for link in links]
        assert len(links) >= 6, role
        for link in links:
            assert client.get(link.url).status_code == 200, f"{role}: {link.label}"


@pytest.mark.django_db
def test_the_administrators_site_opens_and_changes_no_document(client: Client) -> None:
    user = User.objects.create(username="qt", is_staff=True, is_superuser=True)
    client.force_login(user)
    document = make_document()
    for model in ("document", "relation", "textversion", "documentfile"):
        assert client.get(reverse(f"admin:legaldocs_{model}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:legaldocs_{model}_add")).status_code == 403
    url = reverse("admin:legaldocs_document_change", args=[document.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "khác"}).status_code == 403
    assert client.post(reverse("admin:legaldocs_user_delete", args=[user.pk])).status_code == 403
    for model in ("user", "unit", "issuingbody", "subjectarea", "territory"):
        assert client.get(reverse(f"admin:legaldocs_{model}_add")).status_code == 200


@pytest.mark.django_db
def test_signing_in_leads_to_the_dashboard_and_out_again(client: Client) -> None:
    user = User.objects.create(username="cv")
    user.set_password("mot-mat-khau-dai")
    user.save()
    wrong = client.post(reverse("login"), {"username": "cv", "password": "sai"})
    assert "alert-danger" in wrong.content.decode()
    right = client.post(reverse("login"), {"username": "cv", "password": "mot-mat-khau-dai"})
    assert right["Location"] == reverse("dashboard")
    assert client.post(reverse("logout"))["Location"] == reverse("login")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue() or "Không" in out.getvalue()


@pytest.mark.parametrize("path", FILES_OF_PAGES, ids=lambda path: str(path.relative_to(BASE)))
def test_nothing_is_fetched_from_elsewhere_and_nothing_runs_inline(path: Path) -> None:
    """The office may have no way out; and a strict content policy forbids scripts and styles inside a page."""
    text = path.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text) if "www.w3.org" not in link]
    assert links == []
    if path.suffix == ".html":
        assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
        assert re.findall(r"\s(?:style|on\w+)=[\"']", text) == []


@pytest.mark.parametrize("page", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_the_pages_of_refusal_stand_alone(page: str) -> None:
    """They are shown when nothing else works, so they ask neither the database nor the request."""
    from django.template.loader import render_to_string

    assert "Về trang chủ" in render_to_string(page)
