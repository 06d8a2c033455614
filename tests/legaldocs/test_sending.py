"""Several files sent together: through the front door, all of them or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as own_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from legaldocs.importers import sending
from legaldocs.importers.repair import store_repair
from legaldocs.importers.rereading import newest_repair, operations_of, reading_of
from legaldocs.importers.upload import drop_content, source_of_file
from legaldocs.models import Document, DocumentFile, Stage, StructureRepair, TextVersion
from legaldocs.parsing.repairs import Action, Operation
from legaldocs.parsing.vocabulary import FileRole
from tests.builders import docx, encrypted_office, paragraph, zipped
from tests.cast import Cast, make_cast
from tests.factories import make_body, make_draft
from tests.legaldocs.test_dossier import DRAFT
from tests.legaldocs.test_legacy_letters import TEXT, in_font, typed_in

pytestmark = pytest.mark.django_db

ANNEX = "PHỤ LỤC I\nDANH MỤC CÔNG TRÌNH\n1. Cầu\n2. Đường\n"
SUBMISSION = "TỜ TRÌNH\nVề việc ban hành Quyết định quy định mức hỗ trợ\nKính gửi: Ủy ban nhân dân tỉnh.\n"
DOSSIER = {"Phu luc 1.txt": ANNEX, "To trinh.txt": SUBMISSION, "Du thao QD.txt": DRAFT}


@pytest.fixture
def cast() -> Cast:
    make_body()
    return make_cast()


@pytest.fixture
def drafter(client: Client, cast: Cast) -> Client:
    client.force_login(cast.drafter)
    return client


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def send(client: Client, files: dict[str, str | bytes], url: str = "") -> str:
    """The address that the sending leads to; "" when it was refused."""
    response = client.post(url or reverse("draft-new"), {"file": [upload(*each) for each in files.items()]})
    return response.headers.get("Location", "")


def fields(cast: Cast) -> dict[str, object]:
    return {
        "document_type": "DECISION",
        "issued_by": make_body().pk,
        "title": "Quy định mức hỗ trợ",
        "drafted_by": cast.department.pk,
    }


def kept_content() -> list[Path]:
    return [path for path in Path(own_settings.UPLOAD_DIR).rglob("*") if path.is_file()]


def paths(document: Document) -> list[str]:
    document.refresh_from_db()
    assert document.current_version is not None
    return list(document.current_version.provisions.order_by("position").values_list("path", flat=True))


def test_draft_annex_and_papers_become_one_dossier(drafter: Client, cast: Cast) -> None:
    details = send(drafter, DOSSIER)
    page = drafter.get(details)
    assert [file.original_name for file in page.context["sent"].files] == [
        "Du thao QD.txt",
        "Phu luc 1.txt",
        "To trinh.txt",
    ]
    drafter.post(details, fields(cast))
    draft = Document.objects.get()
    assert {"dieu-2/khoan-2", "phu-luc-1"} <= set(paths(draft))
    assert {file.original_name: file.role for file in draft.files.all()} == {
        "Du thao QD.txt": FileRole.TEXT,
        "Phu luc 1.txt": FileRole.ANNEX,
        "To trinh.txt": FileRole.SUBMISSION,
    }
    version = draft.current_version
    assert version is not None and "TỜ TRÌNH" not in version.text and "DANH MỤC CÔNG TRÌNH" in version.text
    assert [row.file.original_name for row in version.annex_rows.all()] == ["Phu luc 1.txt"]
    tab = drafter.get(reverse("document-detail", args=[draft.pk]), {"tab": "files"}).content.decode()
    assert "Tờ trình" in tab and "Phu luc 1.txt" in tab


def test_a_zip_is_the_same_dossier(drafter: Client, cast: Cast) -> None:
    data = zipped(
        {f"ho so/{name}": text.encode() for name, text in DOSSIER.items()} | {"__MACOSX/._a": b"x", "Thumbs.db": b"x"}
    )
    details = send(drafter, {"ho-so.zip": data})
    drafter.post(details, fields(cast))
    assert DocumentFile.objects.count() == 3
    assert "phu-luc-1" in paths(Document.objects.get())


def test_one_bad_file_is_named_with_its_reason_and_nothing_is_kept(drafter: Client) -> None:
    files = DOSSIER | {"hong.docx": b"PK\x03\x04 hong", "khoa.docx": encrypted_office(), "trong.txt": b""}
    response = drafter.post(reverse("draft-new"), {"file": [upload(*each) for each in files.items()]})
    errors = " ".join(response.context["form"].errors["file"])
    for name in ("hong.docx", "khoa.docx", "trong.txt"):
        assert f"“{name}”" in errors, name
    assert "mật khẩu" in errors and "Du thao" not in errors
    assert not DocumentFile.objects.exists() and not DocumentFile.history.exists() and not kept_content()


def test_a_zip_with_too_much_inside_is_refused(drafter: Client) -> None:
    crowd = zipped({f"{number}.txt": b"Van ban" for number in range(200)})
    response = drafter.post(reverse("draft-new"), {"file": upload("to.zip", crowd)})
    assert "200 tệp" in response.content.decode() and not kept_content()


def test_a_zip_that_is_too_large_is_not_even_opened(drafter: Client, settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    response = drafter.post(reverse("draft-new"), {"file": upload("to.zip", b"PK" + b"x" * 200)})
    assert "quá giới hạn" in response.content.decode() and not kept_content()


def test_a_workbook_may_accompany_a_draft_but_not_be_it(drafter: Client, cast: Cast) -> None:
    workbook = zipped({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"})
    details = send(drafter, {"Du thao.txt": DRAFT, "Bang so sanh.xlsx": workbook})
    drafter.post(details, fields(cast))
    assert Document.objects.get().files.filter(role=FileRole.COMPARISON).exists()
    assert not send(drafter, {"Bang so sanh.xlsx": workbook})


def test_what_was_guessed_wrong_is_put_right(drafter: Client, cast: Cast) -> None:
    details = send(drafter, {"a.txt": DRAFT, "b.txt": "Bảng giá\n1. Nhà cấp bốn"})
    main, other = drafter.get(details).context["sent"].files
    assert (main.role, other.role) == (FileRole.TEXT, FileRole.OTHER)
    drafter.post(details, {"do": "roles", f"role-{other.pk}": "ANNEX"})
    assert "phu-luc" in {unit.path for unit in drafter.get(details).context["reading"].provisions}
    drafter.post(details, {"do": "roles", f"role-{main.pk}": "OTHER"})
    page = drafter.get(details).content.decode()
    assert "Chưa có tệp nào là “Dự thảo văn bản”" in page
    drafter.post(details, fields(cast))
    assert not Document.objects.exists()
    drafter.post(details, {"do": "roles", f"role-{main.pk}": "VO-NGHIA"})
    assert DocumentFile.objects.get(pk=main.pk).role == FileRole.OTHER


def test_annexes_stay_through_repairs_and_reading_again(drafter: Client, cast: Cast) -> None:
    drafter.post(send(drafter, {"Du thao.txt": DRAFT, "b.txt": ANNEX.replace("PHỤ LỤC I", "Phụ lục I")}), fields(cast))
    draft = Document.objects.get()
    first = draft.current_version
    assert first is not None and "phu-luc-1" in [unit.path for unit in reading_of(first).provisions]
    assert newest_repair(first) == first
    more = [*operations_of(first), Operation(Action.HEADING, "Điều 1. Phạm vi điều chỉnh", 1, "Phạm vi")]
    second = store_repair(first, more, "Tiêu đề ngắn hơn", cast.drafter)
    assert [row.file.original_name for row in second.annex_rows.all()] == ["b.txt"]
    assert "phu-luc-1" in paths(draft)


def test_a_new_upload_takes_over_the_repairs_that_still_fit(drafter: Client, cast: Cast) -> None:
    text = DRAFT + "Thi hành\nSở Nội vụ thi hành.\nGiao Sở Tài chính\n"
    drafter.post(send(drafter, {"Du thao.txt": text}), fields(cast))
    draft = Document.objects.get()
    assert draft.current_version is not None
    repairs = [
        Operation(Action.KIND, "Thi hành", 1, "ARTICLE"),
        Operation(Action.KIND, "Giao Sở Tài chính", 1, "ARTICLE"),
    ]
    store_repair(draft.current_version, repairs, "Hai điều thiếu số", cast.drafter)
    check = send(drafter, {"Ban 2.txt": text.replace("Giao Sở Tài chính", "Giao Sở Xây dựng")},
                 reverse("draft-new-version", args=[draft.pk]))  # fmt: skip
    page = drafter.get(check).content.decode()
    assert "Đã áp dụng lại 1 chỉnh sửa" in page and "1 chỉnh sửa không áp dụng được" in page
    drafter.post(check)
    assert "dieu-4" in paths(draft) and "dieu-5" not in paths(draft)
    version = TextVersion.objects.get(document=draft, ordinal=3)
    assert [warning["code"] for warning in version.warnings].count("REPAIR_UNPLACED") == 1
    repair = StructureRepair.objects.get(version=version)
    assert len(repair.operations) == 1 and repair.mended is None and repair.made_by == cast.drafter


def test_papers_may_be_added_to_a_dossier_without_a_new_text(drafter: Client, cast: Cast) -> None:
    draft = make_draft(cast.department)
    before = draft.versions.count()
    check = send(drafter, {"To trinh.txt": SUBMISSION}, reverse("draft-new-version", args=[draft.pk]))
    assert "Lưu vào hồ sơ" in drafter.get(check).content.decode()
    drafter.post(check)
    assert draft.files.get().role == FileRole.SUBMISSION and draft.versions.count() == before


def test_papers_of_a_dossier_stay_inside_when_the_document_is_out(drafter: Client, cast: Cast) -> None:
    drafter.post(send(drafter, DOSSIER), fields(cast))
    draft = Document.objects.get()
    Document.objects.filter(pk=draft.pk).update(stage=Stage.PROMULGATED)
    for name, status in (("To trinh.txt", 404), ("Du thao QD.txt", 200), ("Phu luc 1.txt", 200)):
        file = draft.files.get(original_name=name)
        drafter.force_login(cast.reader)
        assert drafter.get(reverse("file-download", args=[file.pk])).status_code == status, name
        assert drafter.get(reverse("file-view", args=[file.pk])).status_code == status, name


def test_old_letters_are_shown_and_must_be_confirmed_by_somebody(drafter: Client, cast: Cast) -> None:
    old = docx(paragraph("Điều 1. Phạm vi"), *[paragraph(in_font(typed_in(TEXT, "tcvn3"), ".VnTime"))] * 2)
    details = send(drafter, {"cu.docx": old})
    page = drafter.get(details)
    assert "QuyÕt ®Þnh" in page.content.decode() and TEXT in page.content.decode()
    drafter.post(details, fields(cast))
    assert not Document.objects.exists()
    file = DocumentFile.objects.get()
    drafter.post(details, {"do": "letters", "file": file.pk, "letters": "keep"})
    assert "QuyÕt" in str(drafter.get(details).context["reading"].provisions)
    drafter.post(details, {"do": "letters", "file": file.pk, "letters": "recognised"})
    drafter.post(details, fields(cast))
    draft = Document.objects.get()
    assert draft.current_version is not None and TEXT in draft.current_version.text
    file.refresh_from_db()
    assert (file.letters, file.letters_by) == ("recognised", cast.drafter) and file.letters_at is not None
    assert [each.letters for each in file.history.order_by("history_id") if each.letters][:2] == ["keep", "recognised"]
    drafter.get(reverse("document-detail", args=[draft.pk]), {"tab": "files"})


def test_the_database_is_free_while_the_files_are_read(
    drafter: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer: an old .doc that LibreOffice converts for a minute would stop everybody's work."""
    outermost = len(connection.savepoint_ids)
    seen: list[int] = []

    def reading(file: DocumentFile) -> object:
        seen.append(len(connection.savepoint_ids) - outermost)
        return source_of_file(file)

    monkeypatch.setattr(sending, "source_of_file", reading)
    sending.send([upload(*each) for each in DOSSIER.items()], cast.drafter)
    assert seen == [0, 0, 0]
    assert DocumentFile.objects.count() == 3


def test_content_that_another_sending_took_away_is_told_and_nothing_is_saved(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reading(file: DocumentFile) -> object:
        source = source_of_file(file)
        drop_content(file.sha256)
        return source

    monkeypatch.setattr(sending, "source_of_file", reading)
    with pytest.raises(sending.BadFiles) as refused:
        sending.send([upload("Du thao QD.txt", DRAFT)], cast.drafter)
    assert "Hãy gửi lại" in refused.value.messages[0]
    assert not DocumentFile.objects.exists()
