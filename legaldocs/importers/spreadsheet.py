"""Excel and CSV catalogues: one document a row, columns known by their Vietnamese headings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from legaldocs.importers.rows import BadRow, ImportRow, RejectedRow, digest_of, document_type_of
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import document_type_of as type_of_number
from legaldocs.parsing.numbers import find_numbers, parse_date
from legaldocs.parsing.plain import source_from_text

#: What a column holds -> the beginnings, folded, of headings that say so. The first that fits wins.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("ma van ban", "id"),
    "number": ("so, ky hieu", "so ky hieu", "so va ky hieu", "so/ky hieu", "so hieu", "so van ban", "number"),
    "document_type": ("loai van ban", "ten loai", "hinh thuc van ban", "doc_type"),
    "issuer": ("co quan ban hanh", "issuer"),
    "issued_on": ("ngay ban hanh", "ngay, thang, nam ban hanh", "ngay thang nam ban hanh", "issued_on"),
    "effective_on": ("ngay co hieu luc", "thoi diem co hieu luc", "hieu luc tu", "effective_on"),
    "status": ("tinh trang hieu luc", "tinh trang", "status"),
    "subject_area": ("linh vuc", "field"),
    "proposer": ("co quan soan thao", "co quan chu tri", "don vi soan thao", "proposer"),
    "title": ("trich yeu", "ten goi", "ten van ban", "title"),
    "text": ("toan van", "noi dung van ban", "text"),
}
_HEADING_ROWS = 15  # a catalogue may open with the letterhead of its office
_MAX_ROWS = 20_000
#: A cell may hold the text of a whole document; the reader's own limit is 128 KB.
csv.field_size_limit(50 * 1024 * 1024)


def read_spreadsheet(path: Path) -> Iterator[ImportRow | RejectedRow]:
    """Each row of each sheet as a document, or as a rejection that says why; empty rows are no rows."""
    try:
        sheets = list(_csv_sheets(path)) if path.suffix.lower() == ".csv" else list(_xlsx_sheets(path))
    except BadRow as error:
        yield RejectedRow(path.name, 0, "", str(error))
        return
    for name, rows in sheets:
        yield from _read_sheet(f"{path.name}{f' [{name}]' if name else ''}", rows)


def _csv_sheets(path: Path) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRow("tệp CSV không phải UTF-8; hãy lưu lại bằng “CSV UTF-8”.") from None
    sample = text[:4000]
    delimiter = max(",;\t", key=sample.count)
    try:
        yield "", list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise BadRow(f"tệp CSV hỏng: {error}") from None


def _xlsx_sheets(path: Path) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets errors of zip, xml and its own escape
        raise BadRow(
            f"không mở được tệp Excel ({type(error).__name__}); hãy mở bằng Excel rồi lưu lại dạng .xlsx."
        ) from None
    for sheet in workbook.worksheets:
        try:
            rows: list[Sequence[Any]] = list(sheet.iter_rows(values_only=True, max_row=_MAX_ROWS + 1))
        except Exception as error:  # the sheets are only parsed here
            raise BadRow(f"trang tính “{sheet.title}” bị hỏng ({type(error).__name__}); hãy lưu lại tệp.") from None
        yield sheet.title, rows
    workbook.close()


def _read_sheet(source: str, rows: list[Sequence[Any]]) -> Iterator[ImportRow | RejectedRow]:
    heading_at, columns = _find_heading(rows)
    if not columns:
        yield RejectedRow(
            source, 0, "", "không thấy hàng tiêu đề có cột “Số, ký hiệu” và cột “Trích yếu” hoặc “Tên gọi” của văn bản."
        )
        return
    if len(rows) > _MAX_ROWS:
        reason = f"trang tính dài quá {_MAX_ROWS} hàng; từ hàng này trở đi chưa được nhập, hãy tách tệp."
        yield RejectedRow(source, _MAX_ROWS + 1, "", reason)
    for line, row in enumerate(rows[heading_at + 1 : _MAX_ROWS], start=heading_at + 2):
        cells = {name: _cell(row, index) for name, index in columns.items()}
        if not any(_words(value) for value in cells.values()):
            continue
        number = _words(cells.get("number"))
        try:
            yield _row(source, line, cells)
        except BadRow as error:
            yield RejectedRow(source, line, number, str(error))


def _find_heading(rows: list[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        columns: dict[str, int] = {}
        for index, value in enumerate(row):
            heading = " ".join(fold(_words(value)).split())
            for name, beginnings in _COLUMNS.items():
                if heading.startswith(beginnings) and name not in columns:
                    columns[name] = index
                    break
        if "number" in columns and ("title" in columns or "text" in columns):
            return at, columns
    return 0, {}


def _cell(row: Sequence[Any], index: int) -> Any:
    return row[index] if index < len(row) else None


def _words(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _date(value: Any, what: str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = _words(value)
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        found = parse_date(words)
    if found is None:
        raise BadRow(f"{what} “{words}” không đọc được; hãy ghi dạng ngày/tháng/năm, ví dụ 05/01/2024.")
    return found


def _row(source: str, line: int, cells: dict[str, Any]) -> ImportRow:
    said = _words(cells.get("number"))
    numbers = find_numbers(said)
    if not numbers:
        raise BadRow(f"“{said}” không phải là số, ký hiệu văn bản." if said else "thiếu số, ký hiệu.")
    # One cell often holds "15/2021/NQ-HĐND ngày 16/7/2021": what follows the number is its date.
    rest = re.sub(r"\s+", " ", said[numbers[0].end :])
    title = _words(cells.get("title"))
    if not title:
        raise BadRow("thiếu trích yếu (tên gọi).")
    text = str(cells.get("text") or "").strip() or title
    return ImportRow(
        source=source,
        line=line,
        source_id=_words(cells.get("id")),
        number=numbers[0].number,
        title=title,
        text=source_from_text(text),
        document_type=document_type_of(_words(cells.get("document_type"))) or type_of_number(numbers[0].number),
        issuer=_words(cells.get("issuer")),
        issued_on=_date(cells.get("issued_on"), "ngày ban hành") or parse_date(rest),
        effective_on=_date(cells.get("effective_on"), "ngày có hiệu lực"),
        status=_words(cells.get("status")),
        subject_area=_words(cells.get("subject_area")),
        proposer=_words(cells.get("proposer")),
        digest=digest_of({name: _words(value) for name, value in cells.items()}),
    )
