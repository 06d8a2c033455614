"""The statutory lists of a systematization as Word papers: Mẫu số 01 to 04 of NĐ 79/2025/NĐ-CP (Đ55 and annex).

Columns and group titles are those of the decree's annex. The older forms of NĐ 34/2016 were not read, so its period is printed
in these too. A list is first made as a `Sheet`, which Word and Excel print alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from docx.shared import Mm

from legaldocs.exports import word, word_tables
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import roman
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS, DocumentType
from workflow.exports.office import province_of
from workflow.models import ReviewOutcome
from workflow.systematization import Entry, Lists, Period

Row = list[str]

_KIND = "Tên loại văn bản; cơ quan ban hành"
_NUMBER = "Số, ký hiệu; ngày, tháng, năm ban hành văn bản"
_NUMBER_AND_NAME = "Số, ký hiệu; ngày, tháng, năm ban hành; tên gọi của văn bản"
_NAME = "Tên gọi của văn bản"
_WHY = "Lý do hết hiệu lực, tạm ngưng hiệu lực"
_WHEN = "Ngày hết hiệu lực, tạm ngưng hiệu lực"
NOTHING = "Không có văn bản"


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of rows; `documents` is how many documents they are (one can take several rows), None: not said."""

    title: str
    rows: list[Row]
    documents: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form, filled in. `widths` are shares of the page."""

    name: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    groups: list[Group]
    documents: int | None = None


# --- the four forms ---


def sheet_01(period: Period, lists: Lists) -> Sheet:
    """Mẫu số 01: wholly expired or suspended, of the period (A) and missed earlier (B)."""
    return Sheet(
        "Mẫu số 01",
        f"Văn bản quy phạm pháp luật hết hiệu lực, tạm ngưng hiệu lực toàn bộ trong kỳ hệ thống hóa {period.name}",
        ("STT", _KIND, _NUMBER, _NAME, _WHY, _WHEN),
        (11, 36, 40, 74, 56, 30),
        _ended_groups(period, "toàn bộ", lists["expired"], lists["suspended"], _ended_rows),
    )


def sheet_02(period: Period, lists: Lists) -> Sheet:
    """Mẫu số 02: partly expired or suspended; a document takes one row for each of its parts."""
    return Sheet(
        "Mẫu số 02",
        f"Văn bản quy phạm pháp luật hết hiệu lực, tạm ngưng hiệu lực một phần trong kỳ hệ thống hóa {period.name}",
        ("STT", _KIND, _NUMBER_AND_NAME, "Nội dung, quy định hết hiệu lực, tạm ngưng hiệu lực", _WHY, _WHEN),
        (11, 36, 72, 50, 50, 28),
        _ended_groups(period, "một phần", lists["partly_expired"], lists["partly_suspended"], _part_rows),
    )


def sheet_03(period: Period, lists: Lists) -> Sheet:
    """Mẫu số 03: in force, grouped by subject area; the numbers run through."""
    groups: list[Group] = []
    position = 0
    for area, entries in groupby(lists["in_force"], key=lambda entry: entry["subject_area"]):
        rows = []
        for entry in entries:
            position += 1
            when = _day(entry["effective_on"])
            rows.append([str(position), _kind(entry), _number(entry), entry["title"], when, entry["note"]])
        name = f"LĨNH VỰC {area.upper()}" if area else "CHƯA PHÂN LĨNH VỰC"
        groups.append(Group(f"{roman(len(groups) + 1)}. {name}", rows))
    return Sheet(
        "Mẫu số 03",
        f"Văn bản quy phạm pháp luật còn hiệu lực trong kỳ hệ thống hóa {period.name}",
        ("STT", _KIND, _NUMBER, _NAME, "Thời điểm có hiệu lực", "Ghi chú"),
        (11, 38, 38, 96, 28, 36),
        groups,
        position,
    )


def sheet_04(period: Period, lists: Lists) -> Sheet:
    """Mẫu số 04: what reviews propose to handle; for a new document the columns of the document stay empty."""
    rows = [[str(position), *_proposal(entry)] for position, entry in enumerate(lists["to_handle"], start=1)]
    return Sheet(
        "Mẫu số 04",
        "Văn bản quy phạm pháp luật cần tạm ngưng hiệu lực, sửa đổi, bổ sung, thay thế, bãi bỏ hoặc ban hành mới "
        f"trong kỳ hệ thống hóa {period.name}",
        (
            "STT",
            _KIND,
            _NUMBER_AND_NAME,
            "Kiến nghị hình thức xử lý văn bản",
            "Nội dung kiến nghị xử lý/Lý do kiến nghị",
            "Cơ quan/ đơn vị chủ trì soạn thảo",
            "Thời hạn phải xử lý",
        ),
        (11, 34, 66, 30, 52, 30, 24),
        [Group("", rows)],
        len(rows),
    )


SHEETS: dict[str, Callable[[Period, Lists], Sheet]] = {
    "01": sheet_01,
    "02": sheet_02,
    "03": sheet_03,
    "04": sheet_04,
}


def _ended_groups(
    period: Period,
    extent: str,
    expired: list[Entry],
    suspended: list[Entry],
    rows_of: Callable[[Iterable[Entry]], list[Row]],
) -> list[Group]:
    """A and B, each with I and II; the numbers begin anew in each. An empty part B is left out."""
    what = f"VĂN BẢN HẾT HIỆU LỰC, TẠM NGƯNG HIỆU LỰC {extent.upper()}"
    groups: list[Group] = []
    for part, when in (("A", f"TRONG KỲ {period.name}"), ("B", f"TRƯỚC NGÀY {format_date(period.start_on)}")):
        ended = [entry for entry in expired if entry["part"] == part]
        paused = [entry for entry in suspended if entry["part"] == part]
        if part == "B" and not ended and not paused:
            continue
        groups.append(Group(f"{part}. {what} {when}", []))
        groups.append(Group(f"I. VĂN BẢN HẾT HIỆU LỰC {extent.upper()}", rows_of(ended), len(ended)))
        groups.append(Group(f"II. VĂN BẢN TẠM NGƯNG HIỆU LỰC {extent.upper()}", rows_of(paused), len(paused)))
    return groups


def _ended_rows(entries: Iterable[Entry]) -> list[Row]:
    return [
        [str(position), _kind(entry), _number(entry), entry["title"], entry["reason"], _day(entry["on"])]
        for position, entry in enumerate(entries, start=1)
    ]


def _part_rows(entries: Iterable[Entry]) -> list[Row]:
    rows = []
    for position, entry in enumerate(entries, start=1):
        name = [str(position), _kind(entry), f"{_number(entry)}\n{entry['title']}"]
        for part in entry["parts"]:
            until = f"\nđến {_day(part['until'])}" if part["until"] else ""
            rows.append([*name, part["words"], part["reason"], _day(part["on"]) + until])
            name = ["", "", ""]
    return rows


def _proposal(entry: Entry) -> Row:
    name = ["", ""]
    if entry["outcome"] != ReviewOutcome.ISSUE_NEW:
        name = [_kind(entry), f"{_number(entry)}\n{entry['title']}"]
    return [*name, entry["outcome_label"], entry["reason"], entry["drafted_by"] or "", _day(entry["handle_by"])]


def _kind(entry: Entry) -> str:
    label = DOCUMENT_TYPE_LABELS[DocumentType(entry["document_type"])]
    return f"{label}\n{entry['issuing_body']}" if entry["issuing_body"] else label


def _number(entry: Entry) -> str:
    return f"{entry['number']}\nngày {_day(entry['issued_on'])}" if entry["issued_on"] else entry["number"]


def _day(iso: str | None) -> str:
    return format_date(date.fromisoformat(iso)) if iso else ""


def total(count: int) -> str:
    """The line that ends each table."""
    return f"Tổng số: {count:02} văn bản"


# --- Word ---


def write_list(period: Period, lists: Lists, form: str) -> bytes:
    """One form ("01" to "04") as a .docx file, landscape."""
    sheet = SHEETS[form](period, lists)
    paper = word.new_document(landscape=True, subject=sheet.title, author=issuer())
    word.annex_title(paper, "Danh mục", sheet.title, attached_to())
    made = word_tables.table(paper, sheet.columns, [], [Mm(width) for width in sheet.widths])
    for group in sheet.groups:
        if group.title:
            word_tables.merged_row(made, group.title)
        word_tables.add_rows(made, group.rows)
        if group.documents == 0:
            word_tables.merged_row(made, NOTHING, bold=False)
        elif group.documents:
            word_tables.merged_row(made, total(group.documents))
    if sheet.documents is not None:
        word_tables.merged_row(made, total(sheet.documents) if sheet.documents else NOTHING)
    return word.as_bytes(paper)


def issuer() -> str:
    """Whose decision publishes the lists."""
    return f"Ủy ban nhân dân tỉnh {province_of(None)}"


def attached_to() -> str:
    """The line below the title: the lists come with the decision that publishes them."""
    return f"(Kèm theo Quyết định số         /QĐ-UBND ngày      tháng      năm         của {issuer()})"
