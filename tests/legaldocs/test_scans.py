"""Scans through the real Tesseract: straight, aslant, turned; kept page by page; shown beside their pictures."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from legaldocs.importers.scans import must_wait, page_png, progress_of, recognise_some
from legaldocs.importers.sending import send
from legaldocs.importers.upload import shelf_of
from legaldocs.models import DocumentFile
from legaldocs.parsing import ocr
from legaldocs.parsing.page_pictures import open_pdf, skew_of
from legaldocs.parsing.pdf import read_pdf
from legaldocs.tasks import recognise_file
from tests.cast import Cast, make_cast
from tests.scans import scanned_pdf

needs_tesseract = pytest.mark.skipif(
    not ocr.is_available(), reason="không có Tesseract với dữ liệu tiếng Việt (tesseract-ocr-vie) trên máy này"
)
LINES = [
    "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM",
    "QUYẾT ĐỊNH",
    "Quy định mức hỗ trợ đối với hộ gia đình trên địa bàn tỉnh",
    "Điều 1. Phạm vi điều chỉnh",
    "Quyết định này quy định mức hỗ trợ, thẩm quyền và trình tự hỗ trợ.",
    "Điều 2. Mức hỗ trợ",
    "1. Mức hỗ trợ là 500.000 đồng/người/tháng.",
    "2. Thời gian hỗ trợ là 12 tháng kể từ ngày được phê duyệt.",
    "Điều 3. Tổ chức thực hiện",
    "Sở Tài chính chủ trì, phối hợp với các sở, ban, ngành có liên quan thực hiện.",
]


def words_right(text: str, truth: str) -> float:
    """How many of the true words stand in the text, in order."""
    want, got = re.findall(r"\w+", truth), re.findall(r"\w+", text)
    same = difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) / len(want)


@needs_tesseract
@pytest.mark.parametrize(("turned", "skew"), [(0, 0.0), (0, 3.0), (0, -2.0), (180, 0.0), (90, 0.0), (270, 1.5)])
def test_a_scan_is_read_however_the_paper_lay(turned: int, skew: float) -> None:
    source = read_pdf(scanned_pdf([LINES], turned, skew))
    assert words_right(source.text, " ".join(LINES)) > 0.95
    assert source.ocr_confidence is not None and source.ocr_confidence > 0.8
    assert "Điều 2. Mức hỗ trợ" in source.text
    warning = next(warning for warning in source.warnings if warning.code == "OCR_USED")
    assert warning.confidence == pytest.approx(source.ocr_confidence, abs=0.01)


def test_the_slope_of_lines_is_measured() -> None:
    for skew in (-2.0, 0.0, 3.0):
        assert skew_of(open_pdf(scanned_pdf([LINES * 2], skew=skew)), 0) == pytest.approx(skew, abs=0.3)


def test_a_shelf_gives_back_what_was_put_and_survives_damage(tmp_path: Path) -> None:
    shelf = ocr.FolderShelf(tmp_path / "ke")
    page = ocr.RecognisedPage((ocr.Word("Điều", 1.0, 2.0, 3.0, 4.0, 0.9, 2),), 90, 1.5)
    assert shelf.get(3) is None
    assert not shelf.has(3)
    shelf.put(3, page)
    assert shelf.has(3) and shelf.get(3) == page
    next((tmp_path / "ke").iterdir()).write_text('{"words": [{"x', encoding="utf-8")
    assert shelf.get(3) is None


def test_tesseract_is_asked_for_its_languages_until_it_has_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waiting page asks several times for each file: 25 ms each would be most of its time."""
    answers = iter([["eng"], ["eng", "vie"]])
    monkeypatch.setattr(ocr.shutil, "which", lambda name: "/nowhere/tesseract")
    monkeypatch.setattr(ocr, "_known", {})
    monkeypatch.setattr(ocr, "_listed", lambda program: next(answers))
    assert [ocr.is_available() for _ in range(4)] == [False, True, True, True]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def sent(cast: Cast, pages: int) -> DocumentFile:
    data = scanned_pdf([[f"Điều {number}. Nội dung của trang", *LINES[3:6]] for number in range(1, pages + 1)])
    return send([SimpleUploadedFile("quet.pdf", data)], cast.drafter).files[0]


@needs_tesseract
def test_many_pages_are_read_in_the_background_and_each_only_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent(cast, 4)
    assert must_wait(file) and progress_of(file).total == 4
    assert not recognise_some(file, seconds=0.01)  # the time was up after the first page at the latest,
    assert all(page is None or page.words for page in map(shelf_of(file.sha256).get, range(4)))  # which was read whole
    assert recognise_file.func(file.pk) is True
    assert progress_of(file).is_finished and not must_wait(file)
    monkeypatch.setattr(ocr, "_read_page", lambda *args: pytest.fail("read a second time"))
    assert recognise_file.func(file.pk) is True
    assert shelf_of(file.sha256).get(3) is not None


@needs_tesseract
def test_the_page_shows_picture_words_and_doubts(client: Client, cast: Cast) -> None:
    file = sent(cast, 2)
    client.force_login(cast.drafter)
    assert "Đang nhận dạng: 0/2" in client.get(reverse("file-view", args=[file.pk])).content.decode()
    recognise_some(file)
    page = client.get(reverse("file-view", args=[file.pk]), {"trang": "2"})
    assert "Điều 2. Nội dung" in re.sub(r"<[^>]+>", "", page.content.decode())
    shelf_of(file.sha256).put(1, ocr.RecognisedPage((ocr.Word("ngờ", 0, 9, 0, 9, 0.31),)))
    doubtful = client.get(reverse("file-view", args=[file.pk]), {"trang": "2"}).content.decode()
    assert '<mark title="Độ tin cậy 31%">ngờ</mark>' in doubtful
    picture = client.get(reverse("file-page", args=[file.pk, 2]))
    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert page_png(file, 1) == picture.content
    assert client.get(reverse("file-page", args=[file.pk, 3])).status_code == 404
    assert client.get(reverse("file-view", args=[file.pk]), {"trang": "nhầm"}).status_code == 200
    client.force_login(cast.stranger)
    for name, arguments in (("file-view", [file.pk]), ("file-page", [file.pk, 1])):
        assert client.get(reverse(name, args=arguments)).status_code == 404


def test_without_tesseract_a_scan_is_refused_in_words(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = scanned_pdf([LINES] * 4)
    monkeypatch.setattr(ocr, "_languages", list)
    client.force_login(cast.drafter)
    page = client.post(reverse("draft-new"), {"file": SimpleUploadedFile("quet.pdf", data)}).content.decode()
    assert "chỉ có ảnh quét" in page and "Tesseract" in page
    assert not DocumentFile.objects.exists()


@needs_tesseract
@pytest.mark.corpus
def test_a_real_scan_is_read_as_people_transcribed_it(corpus: Path) -> None:
    folder = corpus / "files"
    data = (folder / "ha-noi-12-2025-nq-hdnd.pdf").read_bytes()
    truth = (folder / "ha-noi-12-2025-nq-hdnd.llm-ocr.md").read_text(encoding="utf-8")
    source = read_pdf(data)
    # The transcript holds page furniture and errors of its own: 0.95 when this was written.
    assert words_right(source.text, re.sub(r"<[^>]+>|[*#|]", " ", truth)) > 0.85
