"""Files that lie, are broken, locked, too large or meant to harm: each refused with a code and in plain words."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legaldocs.parsing import legacy_word, reader
from legaldocs.parsing.ocr import FolderShelf
from legaldocs.parsing.parsed import SourceText, UnreadableDocument
from legaldocs.parsing.reader import MAX_BYTES, read_bytes, read_file
from tests.builders import (
    NAMESPACES,
    cell,
    decision_docx,
    docx,
    encrypted_office,
    entity_docx,
    locked_doc,
    lying_docx,
    paragraph,
    pdf,
    row,
    swollen_docx,
    table,
    zipped,
)

SMALL_DOCX = decision_docx(articles=1)
SMALL_PDF = pdf([[(60, 80, "Điều 1. Phạm vi điều chỉnh")], [(60, 80, "Điều 2. Hiệu lực")]])
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableDocument) as refusal:
        read_bytes(data, name)
    # Every refusal says something to people and how to go on.
    assert len(refusal.value.message) > 30 and refusal.value.message.endswith(".")
    return refusal.value.code


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.docx", "EMPTY"),
        (b" \r\n\t\0", "a.txt", "EMPTY"),
        (docx(paragraph("")), "a.docx", "EMPTY"),
        (encrypted_office(), "a.docx", "ENCRYPTED"),
        (locked_doc(), "a.doc", "ENCRYPTED"),
        (pdf([[(60, 80, "x")]], locked=True), "a.pdf", "ENCRYPTED"),
        (SMALL_DOCX[: len(SMALL_DOCX) // 2], "a.docx", "CORRUPT"),
        (b"%PDF-1.7\n1 0 obj", "a.pdf", "CORRUPT"),
        (bytes(range(256)) * 20, "a.docx", "CORRUPT"),
        (zipped({"[Content_Types].xml": b"<x/>"}), "a.docx", "CORRUPT"),
        (docx(files={"word/document.xml": b"<w:document"}), "a.docx", "CORRUPT"),
        (entity_docx(), "a.docx", "CORRUPT"),
        (PNG, "a.docx", "MISLABELLED"),
        (zipped({"trong.txt": b"x"}), "a.docx", "MISLABELLED"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "a.docx", "MISLABELLED"),
        (PNG, "a.png", "UNSUPPORTED"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "a.rar", "UNSUPPORTED"),
        (swollen_docx(301), "a.docx", "ZIP_BOMB"),
        (swollen_docx(20), "a.docx", "ZIP_BOMB"),
        (zipped({f"word/{i}.xml": b"" for i in range(6_000)}), "a.docx", "ZIP_BOMB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_own_code(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb() -> None:
    assert code_of(lying_docx(200), "a.docx") in {"ZIP_BOMB", "CORRUPT"}


def test_an_archive_within_a_document_is_never_opened() -> None:
    bomb = zipped({"x": bytes(20 * 1024 * 1024)})
    source = read_bytes(docx(paragraph("Điều 1. Phạm vi"), files={"word/embeddings/o.zip": bomb}), "a.docx")
    assert source.text == "Điều 1. Phạm vi"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SMALL_PDF, "a.docx"),
        (SMALL_DOCX, "a.pdf"),
        (SMALL_DOCX, "a.doc"),
        ("<html><body><p>Điều 1. Phạm vi</p></body></html>".encode(), "a.doc"),
        ("Điều 1. Phạm vi điều chỉnh".encode(), "a.docx"),
    ],
)
def test_a_wrong_name_is_read_by_its_content_and_said_so(data: bytes, name: str) -> None:
    source = read_bytes(data, name)
    assert "Điều 1" in source.text
    assert source.warnings[0].code == "MISLABELLED"
    assert read_bytes(data, "không đuôi").warnings == ()


def test_a_file_that_is_too_large_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "to.docx"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file was opened"))
    with pytest.raises(UnreadableDocument) as refusal:
        read_file(large)
    assert refusal.value.code == "TOO_LARGE" and "100 MB" in refusal.value.message
    with pytest.raises(UnreadableDocument, match="quá giới hạn 50 MB"):
        read_bytes(bytes(MAX_BYTES + 1), "to.docx")


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "khong-co.docx", tmp_path):
        with pytest.raises(UnreadableDocument) as refusal:
            read_file(path)
        assert refusal.value.code == "NOT_FOUND" and path.name in refusal.value.message


def test_a_failure_of_a_library_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object) -> SourceText:
        raise KeyError("w:val")

    monkeypatch.setattr(reader, "read_pdf", fails)
    assert code_of(SMALL_PDF, "a.pdf") == "CORRUPT"


def test_tables_within_tables_without_end_do_not_bring_the_reader_down() -> None:
    inner = table(row(cell("lõi")))
    for _ in range(400):
        inner = table(row(cell(inner + paragraph("x"))))
    assert code_of(docx(inner), "a.docx") == "CORRUPT"


# --- Older formats ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not any(map(shutil.which, legacy_word.PROGRAMS)), reason="không có LibreOffice (libreoffice-writer) trên máy này"
)
def test_an_old_doc_is_read_through_libreoffice_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\f0 \u272?i\u7873?u 1. Ph\u7841?m vi\par N\u7897?i dung.\par}"
    shelf = FolderShelf(tmp_path / "ke")
    source = read_bytes(text.encode(), "cu.rtf", shelf=shelf)
    assert [line.text for line in source.lines] == ["Điều 1. Phạm vi", "Nội dung."]
    assert source.media_type == "application/rtf" and source.warnings == ()
    monkeypatch.setattr(reader, "to_docx", lambda *args: pytest.fail("converted a second time"))
    assert read_bytes(text.encode(), "cu.rtf", shelf=shelf) == source


@pytest.mark.corpus
@pytest.mark.skipif(
    not any(map(shutil.which, legacy_word.PROGRAMS)), reason="không có LibreOffice (libreoffice-writer) trên máy này"
)
def test_a_real_doc_whose_font_names_lie_stays_as_it_is(corpus: Path) -> None:
    source = read_file(corpus / "files" / "tt-31-2025-tt-bct.doc")
    assert source.legacy == () and len(source.lines) > 2000
    assert "Thông tư" in source.text


def test_an_old_doc_without_a_converter_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(512)
    with pytest.raises(UnreadableDocument) as refusal:
        read_bytes(old, "a.doc")
    assert refusal.value.code == "CONVERTER_MISSING" and ".docx" in refusal.value.message


def _converter(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_the_converted_file_is_read_and_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ready.docx").write_bytes(SMALL_DOCX)
    script = f"""while [ "$1" != --outdir ]; do shift; done
mkdir -p "$2"; cp {tmp_path}/ready.docx "$2/source.docx"; pwd > {tmp_path}/where"""
    _converter(tmp_path, script, monkeypatch)
    source = read_bytes(b"{\\rtf1 x}", "a.rtf")
    assert "Điều 1" in source.text and source.media_type == "application/rtf"
    assert not Path((tmp_path / "where").read_text().strip()).exists()


def test_a_converter_that_hangs_or_fails_is_ended_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_word, "SECONDS", 0.3)
    _converter(tmp_path, "sleep 60", monkeypatch)
    started = time.monotonic()
    assert code_of(b"{\\rtf1 x}", "a.rtf") == "CONVERTER_FAILED"
    assert time.monotonic() - started < 50  # it would have slept for sixty
    _converter(tmp_path, "exit 1", monkeypatch)
    assert code_of(b"{\\rtf1 x}", "a.rtf") == "CONVERTER_FAILED"


@pytest.mark.corpus
def test_a_real_doc_comes_through_the_real_converter(corpus: Path) -> None:
    try:
        source = read_file(corpus / "files" / "nd-30-2020-phu-luc-3.doc")
    except UnreadableDocument as refusal:
        if refusal.code == "CONVERTER_MISSING":
            pytest.skip("máy này chưa cài LibreOffice")
        raise
    texts = [line.text for line in source.lines]
    assert texts[0] == "Phụ lục III" and "1. | Nghị quyết (cá biệt) | NQ" in texts


# --- Anything at all -------------------------------------------------------------------------------------------------

SECONDS_A_FILE = 10.0
NAMES = st.sampled_from(["a.docx", "a.pdf", "a.html", "a.txt", "a.md", "a"])
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def only_refuses(data: bytes, name: str) -> None:
    started = time.process_time()
    try:
        source = read_bytes(data, name)
    except UnreadableDocument as refusal:
        assert refusal.code and refusal.message
    else:
        assert any(line.text for line in source.lines)
    assert time.process_time() - started < SECONDS_A_FILE


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither converter nor recognition: they would only slow the hunt down."""
    monkeypatch.setenv("PATH", "")


@quick
@given(
    data=st.binary(max_size=400),
    name=NAMES,
    head=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"]),
)
def test_any_bytes_are_read_or_refused(no_programs: None, data: bytes, name: str, head: bytes) -> None:
    only_refuses(head + data, name)


CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
)


def changed(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    result = bytearray(data)
    for place, patch in changes:
        at = int(place * len(result))
        result[at : at + len(patch)] = patch
    return bytes(result)


@quick
@given(changes=CHANGES)
def test_any_change_to_a_word_file_is_read_or_refused(no_programs: None, changes: list[tuple[float, bytes]]) -> None:
    only_refuses(changed(SMALL_DOCX, changes), "a.docx")


XML_PARTS = (paragraph("Điều 1."), table(row(cell("a"), cell("b"))), "<w:tr/>", "<w:p><w:r/></w:p>", "<w:tbl/>")


@quick
@given(parts=st.lists(st.sampled_from(XML_PARTS), max_size=6), changes=CHANGES)
def test_any_change_to_the_xml_itself_is_read_or_refused(
    no_programs: None, parts: list[str], changes: list[tuple[float, bytes]]
) -> None:
    whole = f"<w:document {NAMESPACES}><w:body>{''.join(parts)}</w:body></w:document>"
    only_refuses(docx(files={"word/document.xml": changed(whole.encode(), changes)}), "a.docx")


@quick
@given(changes=CHANGES)
def test_any_change_to_a_pdf_is_read_or_refused(no_programs: None, changes: list[tuple[float, bytes]]) -> None:
    only_refuses(changed(SMALL_PDF, changes), "a.pdf")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (" ".join(["điều"] * 700_000).encode(), "a.txt"),
        (
            (
                "Cơ quan đơn vị tổ chức cá nhân có liên quan thực hiện nhiệm vụ được giao theo quy định\n" * 40_000
            ).encode(),
            "a.txt",
        ),
        ((" " * 3_000_000 + "x\n| " * 100_000).encode(), "a.md"),
        (("<p>" + "a<br>" * 200_000).encode(), "a.html"),
        (docx("<w:p>" + "<w:r><w:t>a</w:t><w:br/></w:r>" * 200_000 + "</w:p>"), "a.docx"),
    ],
)
def test_time_grows_with_size_and_not_faster(data: bytes, name: str) -> None:
    started = time.process_time()
    only_refuses_slowly(data, name)
    assert time.process_time() - started < 60.0


def only_refuses_slowly(data: bytes, name: str) -> None:
    try:
        read_bytes(data, name)
    except UnreadableDocument as refusal:
        assert refusal.code in {"ZIP_BOMB", "CORRUPT"}
