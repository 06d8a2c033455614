"""Tracked changes of a Word file: which insertions, deletions and moves nobody has decided on yet, and whose they are."""

from __future__ import annotations

from collections.abc import Callable

from legaldocs.parsing.parsed import TrackedChange, TrackedChanges, Warning_
from legaldocs.parsing.word_xml import Element, w

_KINDS = {
    w("ins"): "insert", w("del"): "delete", w("moveFrom"): "move", w("moveTo"): "moved",
    w("cellIns"): "insert", w("cellDel"): "delete",
}  # fmt: skip
_CELL_MARKS = (w("cellIns"), w("cellDel"))
_TEXTS = {w("t"), w("delText")}
_PARAGRAPH_PROPERTIES, _MARK, _ROW_PROPERTIES = w("pPr"), w("rPr"), w("trPr")
_PARAGRAPH_SIGN = "¶"


def tracked_changes(root: Element, clean: Callable[[str], str]) -> list[TrackedChange]:
    """The undecided changes in reading order; pieces of one kind by one author that touch each other are one change.

    Changes of formatting alone are no changes of the text. A move is told once, at the place that the text left.
    """
    found: list[tuple[str, list[str], str, str]] = []
    unchanged_between = True
    for element in root.iter(*_KINDS, *_TEXTS):
        if element.tag in _TEXTS:
            unchanged_between = unchanged_between or (bool(element.text) and not _is_tracked(element))
            continue
        kind, author, on = _KINDS[element.tag], element.get(w("author"), ""), element.get(w("date"), "")
        text = _text_of(element)
        if found and not unchanged_between and found[-1][0] == kind and found[-1][2] == author:
            found[-1][1].append(text)
        elif text:
            found.append((kind, [text], author, on))
        unchanged_between = False
    changes = [
        TrackedChange(kind, clean("".join(texts)).strip() or _PARAGRAPH_SIGN, author, on)
        for kind, texts, author, on in found
    ]
    return _moves_once(changes)


def _is_tracked(text: Element) -> bool:
    return any(parent.tag in _KINDS for parent in text.iterancestors())


def _text_of(change: Element) -> str:
    parent = change.getparent()
    if change.tag in _CELL_MARKS and parent is not None and (cell := parent.getparent()) is not None:
        return " ".join(part.text or "" for part in cell.iter(*_TEXTS) if not _is_tracked(part)) or "\n"
    outer = None if parent is None else parent.getparent()
    if parent is None or outer is None or parent.tag not in (_MARK, _ROW_PROPERTIES):
        return "".join(part.text or "" for part in change.iter(*_TEXTS))
    if parent.tag == _MARK:
        return "\n" if outer.tag == _PARAGRAPH_PROPERTIES else ""
    # A tracked row; its runs are usually tracked as well, and then they tell the text themselves.
    return " ".join(part.text or "" for part in outer.iter(*_TEXTS) if not _is_tracked(part)) or "\n"


def _moves_once(changes: list[TrackedChange]) -> list[TrackedChange]:
    if any(change.kind == "move" for change in changes):
        return [change for change in changes if change.kind != "moved"]
    return [TrackedChange("move", c.text, c.author, c.on) if c.kind == "moved" else c for c in changes]


def warning_of(changes: tuple[TrackedChange, ...], tracked: TrackedChanges) -> list[Warning_]:
    """What people are told when they have not said which view they want."""
    if not changes or tracked is not TrackedChanges.ASK:
        return []
    counts = [(sum(1 for change in changes if change.kind == kind), words) for kind, words in
              (("insert", "chỗ thêm"), ("delete", "chỗ xóa"), ("move", "chỗ di chuyển"))]  # fmt: skip
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    authors = ", ".join(dict.fromkeys(change.author for change in changes if change.author)) or "không ghi tên"
    return [
        Warning_(
            "TRACKED_CHANGES",
            f"Tệp còn sửa đổi được theo dõi (Track Changes) chưa duyệt: {told}; người sửa: {authors}. Nội dung đang hiện là "
            "bản đã chấp nhận mọi sửa đổi. Hãy chọn bản đã chấp nhận hoặc bản gốc, hoặc duyệt sửa đổi trong Word rồi tải lại.",
        )
    ]
