"""The text on its page: escaped, in order, pointers as links, ended units marked."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.models import Citation, Document, Provision, TextVersion
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind, RelationKind
from legaldocs.views.text_tree import preview_units, text_units
from tests.factories import make_document, make_draft, make_relation

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


def version_with(*rows: tuple[str, ProvisionKind, str, str]) -> TextVersion:
    document = make_document(text=None)
    version = TextVersion.objects.create(document=document, ordinal=1, text="")
    Provision.objects.bulk_create(
        Provision(version=version, position=n, path=path, kind=kind.value, label=label, text=text)
        for n, (path, kind, label, text) in enumerate(rows)
    )
    return version


def cite(version: TextVersion, path: str, text: str, words: str, target: Document, target_path: str = "") -> None:
    start = text.index(words)
    Citation.objects.create(
        version=version,
        path=path,
        start=start,
        end=start + len(words),
        text=words,
        resolved_to=target,
        target_path=target_path,
    )


def test_what_an_author_wrote_never_becomes_markup() -> None:
    version = version_with(("dieu-1", ProvisionKind.ARTICLE, "Điều 1", "<script>alert(1)</script> & x"))
    (unit,) = text_units(version, [], DAY)
    assert "<script>" not in unit.html and "&lt;script&gt;" in unit.html


def test_a_pointer_links_to_the_provision_that_it_names() -> None:
    text = "Theo khoản 2 Điều 5 <b> của Quyết định số 1/2020/QĐ-UBND & khác"
    version, target = version_with(("dieu-1", ProvisionKind.ARTICLE, "Điều 1", text)), make_document()
    cite(version, "dieu-1", text, "Quyết định số 1/2020/QĐ-UBND", target, "dieu-5/khoan-2")
    (unit,) = text_units(version, [], DAY)
    link = f'<a href="/van-ban/{target.pk}/#dieu-5/khoan-2">Quyết định số 1/2020/QĐ-UBND</a>'
    assert unit.html == f"<p>Theo khoản 2 Điều 5 &lt;b&gt; của {link} &amp; khác</p>"


def test_overlapping_pointers_lose_no_text() -> None:
    text = "khoản 2 Điều 5 Nghị định 34"
    version, target = version_with(("dieu-1", ProvisionKind.ARTICLE, "Điều 1", text)), make_document()
    cite(version, "dieu-1", text, "khoản 2 Điều 5", target)
    cite(version, "dieu-1", text, "Điều 5 Nghị định 34", target)
    (unit,) = text_units(version, [], DAY)
    assert unit.html.count("<a ") == 1 and unit.html.endswith("</a> Nghị định 34</p>")


def test_a_repealed_article_is_marked_from_its_day_on() -> None:
    version = version_with(
        ("dieu-1", ProvisionKind.ARTICLE, "Điều 1", "a"), ("dieu-2", ProvisionKind.ARTICLE, "Điều 2", "b")
    )
    acting = [
        make_relation(
            make_document(effective_on=date(2025, 1, 1)), version.document, RelationKind.REPEALS, target_path="dieu-2"
        )
    ]
    before = text_units(version, acting, date(2024, 12, 31))
    after = text_units(version, acting, date(2025, 1, 1))
    assert [unit.has_ended for unit in before] == [False, False]
    assert [unit.has_ended for unit in after] == [False, True]
    assert after[1].notes == tuple(acting) and after[0].notes == ()


def test_what_a_draft_would_do_is_no_note_on_the_text() -> None:
    version = version_with(("dieu-1", ProvisionKind.ARTICLE, "Điều 1", "a"))
    acting = [make_relation(make_draft(), version.document, RelationKind.REPEALS, target_path="dieu-1")]
    (unit,) = text_units(version, acting, DAY)
    assert unit.notes == ()


def test_clauses_and_points_carry_their_number_in_the_line() -> None:
    version = version_with(
        ("dieu-1/khoan-1", ProvisionKind.CLAUSE, "1", "Một"), ("dieu-1/khoan-1/diem-a", ProvisionKind.POINT, "a", "Hai")
    )
    assert [unit.html for unit in text_units(version, [], DAY)] == ["<p>1. Một</p>", "<p>a) Hai</p>"]


def test_rows_of_cells_become_a_table() -> None:
    version = version_with(("phu-luc-1", ProvisionKind.ANNEX, "Phụ lục I", "Bảng giá\nSTT | Loại\n1 | A"))
    (unit,) = text_units(version, [], DAY)
    assert unit.html.startswith("<p>Bảng giá</p>")
    assert "<tr><td>STT</td><td>Loại</td></tr><tr><td>1</td><td>A</td></tr>" in unit.html


def test_a_text_not_stored_yet_is_shown_the_same_way() -> None:
    read = [ParsedProvision("dieu-1", ProvisionKind.ARTICLE, "Điều 1", "Phạm vi", "Nội dung")]
    (unit,) = preview_units(read)
    assert (unit.head, unit.html, unit.in_contents) == ("Điều 1. Phạm vi", "<p>Nội dung</p>", True)
