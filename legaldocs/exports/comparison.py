"""Bảng so sánh: two versions of a draft side by side, as offices hand it round with a revised draft.

No decree prescribes the form; the columns are those in common use. Taken-out words are struck, new ones bold and underlined.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from docx.shared import Mm

from legaldocs.analysis.versions import Change, ProvisionPair, count_changes, folded
from legaldocs.exports import word, word_tables
from legaldocs.exports.word_parts import Span, Text
from legaldocs.models import Document, TextVersion
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import path_as_heading, path_in_words

_HEADER = ["STT", "Điều khoản", "Bản cũ", "Bản mới", "Nội dung thay đổi"]
_WIDTHS = [Mm(12), Mm(30), Mm(82), Mm(82), Mm(41)]
#: Changes named in the last column, and how long each may be: more is read in the text itself.
_EDITS, _LONGEST_EDIT = 3, 80


def write_comparison(
    document: Document,
    old: TextVersion,
    new: TextVersion,
    pairs: Sequence[ProvisionPair],
    *,
    only_changes: bool = True,
) -> bytes:
    """The comparison table as a .docx file, landscape."""
    paper = word.new_document(landscape=True, subject=f"Bảng so sánh {document.name}")
    word.annex_title(
        paper,
        "Bảng so sánh",
        document.name,
        f"(Bản {old.ordinal} lưu ngày {_saved_on(old)} và bản {new.ordinal} lưu ngày {_saved_on(new)})",
    )
    word.body(paper, f"{counts_in_words(pairs)} Từ ngữ bỏ đi được gạch ngang; từ ngữ thêm vào in đậm, gạch chân.")
    rows = [row for row in folded(pairs) if not only_changes or row[0].change is not Change.SAME]
    table: list[list[Text]] = [
        [str(number), place_in_words(row[0]), _side(row, "old"), _side(row, "new"), change_in_words(row[0])]
        for number, row in enumerate(rows, start=1)
    ]
    if table:
        word_tables.table(paper, _HEADER, table, _WIDTHS)
    return word.as_bytes(paper)


def counts_in_words(pairs: Sequence[ProvisionPair]) -> str:
    """ "Sửa 2, thêm 1, bỏ 0, chuyển 3 điều, khoản, điểm; giữ nguyên 10." """
    counts = count_changes(pairs)
    if not sum(counts.values()) - counts[Change.SAME]:
        return "Hai bản không khác nhau về nội dung."
    return (
        f"Sửa {counts[Change.CHANGED]}, thêm {counts[Change.ADDED]}, bỏ {counts[Change.REMOVED]}, "
        f"chuyển vị trí {counts[Change.MOVED]} đơn vị (điều, khoản, điểm…); giữ nguyên {counts[Change.SAME]}."
    )


def change_in_words(pair: ProvisionPair) -> str:
    """What happened to the unit: "Sửa: thay “10 ngày” bằng “05 ngày”", "Chuyển từ Điều 3", "Thêm", "Bỏ"."""
    edits = _edits(pair) if pair.change in (Change.CHANGED, Change.MOVED) else ""
    if pair.change is not Change.MOVED or pair.old is None:
        return f"{pair.change.label}{f': {edits}' if edits else ''}"
    sentence = f"Chuyển từ {path_in_words(pair.old.path)}"
    if not pair.is_reworded:
        return sentence
    return f"{sentence} và sửa{f': {edits}' if edits else ''}"


def _edits(pair: ProvisionPair) -> str:
    edits = pair.edits
    if len(edits) > _EDITS or any(len(words) > _LONGEST_EDIT for edit in edits for words in edit):
        return ""
    return "; ".join(_edit(*edit) for edit in edits)


def _edit(old: str, new: str) -> str:
    if old and new:
        return f"thay “{old}” bằng “{new}”"
    return f"thêm “{new}”" if new else f"bỏ “{old}”"


def _saved_on(version: TextVersion) -> str:
    return format_date(timezone.localdate(version.created_at))


def place_in_words(pair: ProvisionPair) -> str:
    """Where the unit stands in the new text; one that is gone still has its old number."""
    place = path_as_heading(pair.either.path)
    return place if pair.new else f"{place} (bản cũ)"


def _side(row: Sequence[ProvisionPair], side: str) -> list[Span]:
    """The wording of the row's units on one side, what differs marked."""
    is_old = side == "old"
    spans: list[Span] = []
    for pair in row:
        pieces, opening = (pair.old_pieces, pair.old_opening) if is_old else (pair.new_pieces, pair.new_opening)
        if (pair.old if is_old else pair.new) is None:
            continue
        whole = pair.change in (Change.ADDED, Change.REMOVED)
        spans.append(_span(f"{chr(10) if spans else ''}{opening}", same=not whole, is_old=is_old))
        spans += [_span(piece, same=same, is_old=is_old) for piece, same in pieces]
    return spans


def _span(text: str, *, same: bool, is_old: bool) -> Span:
    if same:
        return Span(text)
    return Span(text, strike=True) if is_old else Span(text, bold=True, underline=True)
