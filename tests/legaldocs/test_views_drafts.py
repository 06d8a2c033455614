"""The way of a draft into the house: file, what was read, what was asked for, saved."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legaldocs.importers import upload
from legaldocs.models import Document, DocumentFile, Stage
from legaldocs.parsing.parsed import SourceText, TrackedChange
from tests.cast import Cast, make_cast
from tests.factories import PROVINCE, make_body, make_draft

pytestmark = pytest.mark.django_db

TEXT = f"""ỦY BAN NHÂN DÂN
TỈNH THỬ NGHIỆM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số:      /2026/QĐ-UBND
QUYẾT ĐỊNH
Quy định mức hỗ trợ thử nghiệm
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định mức hỗ trợ trên địa bàn {PROVINCE}.
Điều 2. Mức hỗ trợ
1. Mức hỗ trợ là 500.000 đồng/người.
2. Thời gian hỗ trợ là 12 tháng.
"""


@pytest.fixture
def cast() -> Cast:
    make_body()
    return make_cast()


@pytest.fixture
def drafter(client: Client, cast: Cast) -> Client:
    client.force_login(cast.drafter)
    return client


def send(client: Client, url: str, text: str = TEXT, name: str = "du-thao.txt") -> str:
    """The address that the upload leads to; "" when the file was refused."""
    response = client.post(url, {"file": SimpleUploadedFile(name, text.encode())})
    return response.headers.get("Location", "")


def fields(cast: Cast, **changed: object) -> dict[str, object]:
    return {
        "document_type": "DECISION",
        "issued_by": make_body().pk,
        "title": "Quy định mức hỗ trợ thử nghiệm",
        "drafted_by": cast.department.pk,
        "expected_on": "31/12/2026",
        **changed,
    }


def test_a_file_becomes_a_draft_of_the_drafters_department(drafter: Client, cast: Cast) -> None:
    details = send(drafter, reverse("draft-new"))
    form = drafter.get(details).context["form"]
    assert form["document_type"].value() == "DECISION"
    assert form["title"].value() == "Quy định mức hỗ trợ thử nghiệm"
    assert form["drafted_by"].value() == cast.department.pk
    response = drafter.post(details, fields(cast))
    draft = Document.objects.get()
    assert response.headers["Location"] == reverse("document-detail", args=[draft.pk])
    assert (draft.stage, draft.drafted_by, draft.expected_on) == (Stage.DRAFT, cast.department, date(2026, 12, 31))
    assert draft.current_version is not None
    assert draft.current_version.provisions.filter(path="dieu-2/khoan-1").exists()
    assert draft.files.get().original_name == "du-thao.txt"


def test_what_could_not_be_read_is_asked_for(drafter: Client, cast: Cast) -> None:
    details = send(drafter, reverse("draft-new"), "Một tờ giấy không có thể thức.")
    page = drafter.get(details)
    assert "Loại văn bản" in page.context["form"].missing
    assert "Chưa đọc được từ tệp" in page.content.decode()
    refused = drafter.post(details, fields(cast, title="", document_type=""))
    assert refused.context["form"].errors.keys() == {"title", "document_type"}
    assert not Document.objects.exists()


def test_an_empty_file_is_refused_in_words(drafter: Client) -> None:
    response = drafter.post(reverse("draft-new"), {"file": SimpleUploadedFile("trong.docx", b"")})
    assert "trống (0 byte)" in response.content.decode()
    assert not DocumentFile.objects.exists()


def test_an_unreadable_file_is_refused_in_words(drafter: Client) -> None:
    response = drafter.post(reverse("draft-new"), {"file": SimpleUploadedFile("hong.docx", b"PK\x03\x04 hong")})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_nobody_drafts_for_another_department(drafter: Client, cast: Cast) -> None:
    details = send(drafter, reverse("draft-new"))
    assert cast.stranger.unit is not None
    refused = drafter.post(details, fields(cast, drafted_by=cast.stranger.unit.pk))
    assert "drafted_by" in refused.context["form"].errors
    assert not Document.objects.exists()


def test_a_staged_file_is_its_senders_alone(drafter: Client, cast: Cast) -> None:
    details = send(drafter, reverse("draft-new"))
    drafter.force_login(cast.stranger)
    assert drafter.get(details).status_code == 404


def test_a_saved_upload_makes_no_second_draft(drafter: Client, cast: Cast) -> None:
    details = send(drafter, reverse("draft-new"))
    drafter.post(details, fields(cast))
    again = drafter.post(details, fields(cast))
    assert again.headers["Location"] == reverse("document-detail", args=[Document.objects.get().pk])


def test_only_drafters_send_drafts(client: Client, cast: Cast) -> None:
    for name, user in cast.everybody().items():
        client.force_login(user)
        expected = 200 if name in {"drafter", "stranger"} else 403
        assert client.get(reverse("draft-new")).status_code == expected, name


@pytest.fixture
def tracked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that is read still holds an undecided insertion."""
    read_bytes = upload._read_once

    def with_changes(*args: object) -> SourceText:
        source = read_bytes(*args)  # type: ignore[arg-type]
        changes = (TrackedChange("insert", "thêm <b>vào</b>", "Nguyễn Văn A"),)
        return SourceText(source.lines, source.lines, changes, media_type=source.media_type)

    monkeypatch.setattr(upload, "_read_once", with_changes)


@pytest.mark.usefixtures("tracked")
def test_tracked_changes_must_be_decided_before_saving(drafter: Client, cast: Cast) -> None:
    details = send(drafter, reverse("draft-new"))
    page = drafter.get(details).content.decode()
    assert "của Nguyễn Văn A" in page and "thêm &lt;b&gt;vào&lt;/b&gt;" in page
    drafter.post(details, fields(cast))
    assert not Document.objects.exists()
    drafter.post(details, fields(cast, tracked="accepted"))
    version = Document.objects.get().current_version
    assert version is not None and version.tracked_changes == "accepted"


def test_a_further_version_keeps_the_earlier_one(drafter: Client, cast: Cast) -> None:
    draft = make_draft(cast.department)
    check = send(drafter, reverse("draft-new-version", args=[draft.pk]))
    assert "Mức hỗ trợ" in drafter.get(check).content.decode()
    drafter.post(check)
    draft.refresh_from_db()
    assert [version.ordinal for version in draft.versions.all()] == [2, 1]
    assert draft.current_version is not None and draft.current_version.ordinal == 2


def test_a_draft_under_appraisal_takes_no_new_version(drafter: Client, cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL)
    response = drafter.get(reverse("draft-new-version", args=[draft.pk]))
    assert response.status_code == 403
    assert "Đang thẩm định" in response.content.decode()


def test_another_departments_draft_takes_no_version_from_here(drafter: Client) -> None:
    assert drafter.get(reverse("draft-new-version", args=[make_draft().pk])).status_code == 404


def test_the_list_shows_the_departments_own_drafts(drafter: Client, cast: Cast) -> None:
    own = make_draft(cast.department)
    make_draft()
    assert list(drafter.get(reverse("draft-list")).context["page"]) == [own]
    assert not drafter.get(reverse("draft-list"), {"stage": Stage.APPRAISED}).context["page"].object_list


def test_the_list_asks_as_many_queries_for_thirty_drafts_as_for_one(drafter: Client, cast: Cast) -> None:
    counts = []
    for more in (1, 30):
        for _ in range(more):
            make_draft(cast.department)
        with CaptureQueriesContext(connection) as captured:
            drafter.get(reverse("draft-list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_unreadable_file_leaves_nothing_behind(drafter: Client) -> None:
    broken = SimpleUploadedFile("hong.docx", b"PK\x03\x04" + b"hong" * 50)
    page = drafter.post(reverse("draft-new"), {"file": broken})
    assert page.context["form"].errors["file"]
    assert not DocumentFile.objects.exists()
    assert not [path for path in upload.stored_path("0" * 64).parent.parent.rglob("*") if path.is_file()]


def test_a_file_becomes_one_version_however_often_it_is_sent(drafter: Client, cast: Cast) -> None:
    draft = make_draft(cast.department)
    check = send(drafter, reverse("draft-new-version", args=[draft.pk]))
    file = DocumentFile.objects.get()
    read = upload.read_staged(file)
    drafter.post(check)
    with pytest.raises(upload.FileTaken):  # the second of two requests, which had read the row before the first saved
        upload.add_version(draft, file, read, cast.drafter)
    assert draft.versions.count() == 2


def test_an_end_that_the_newest_text_no_longer_states_is_gone(drafter: Client, cast: Cast) -> None:
    draft = make_draft(cast.department)
    ends = "\nĐiều 3. Hiệu lực thi hành\nQuyết định này có hiệu lực từ ngày 01/01/2027 đến hết ngày 31/12/2027.\n"
    for text, end in ((TEXT + ends, date(2028, 1, 1)), (TEXT, None)):
        drafter.post(send(drafter, reverse("draft-new-version", args=[draft.pk]), text))
        draft.refresh_from_db(fields=["stated_end_on"])
        assert draft.stated_end_on == end
