"""Documents that end by a list in an annex: "Bãi bỏ 12 Quyết định (có Danh mục kèm theo)" and the rows of that list.

A list that only makes known what has ended ("công bố Danh mục văn bản hết hiệu lực", NĐ 79/2025 Đ43) ends nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from legaldocs.analysis.anchors import ATTACHMENT
from legaldocs.analysis.headings import with_heading
from legaldocs.analysis.instructions import find_instructions
from legaldocs.analysis.mentions import DOCUMENT_WORDS, find_numbered
from legaldocs.analysis.pointers import find_pointers
from legaldocs.analysis.quotes import mask_quotes, quoted_spans
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import find_dates
from legaldocs.parsing.parsed import ExpiryRead, ParsedProvision
from legaldocs.parsing.vocabulary import AmendmentAction, DocumentType

_REFERS = re.compile(
    r"(?:van ban|quyet dinh|nghi quyet|thong tu|nghi dinh|chi thi)(?! nay)[^\n]{0,300}?(?:phu luc|danh muc)"
)
_HEAD_OF_LIST = re.compile(
    r"(?:van ban|quyet dinh|nghi quyet|thong tu|nghi dinh|chi thi)[^|]{0,200}(?:bai bo|het hieu luc)"
)
_OTHER_LISTS = re.compile(r"thu tuc hanh chinh|tthc|bieu mau|mau so")
_IN_PART = re.compile(r"(?:bai bo|het hieu luc) mot phan|mot phan")
_ROW_LEAD = re.compile(rf"[\s|\d.)–-]*(?:(?:{DOCUMENT_WORDS})[\s|]*)?(?:số[:\s|]*)?", re.IGNORECASE)
_LONGEST_ROW = 3000
_HEAD_LETTERS = 500
_NEAR = 12
_ANNEXES = ("phu-luc", ATTACHMENT)


def read_listed(provisions: Sequence[ParsedProvision]) -> list[ExpiryRead]:
    """The documents (or their parts) that annexes list as repealed by this document; the row is the evidence.

    Catches: "1 | Quyết định | 15/2018/QĐ-UBND ngày 01/02/2018 | Về ..." · "2. Nghị quyết số 7/2019/NQ-HĐND ..." · in a list
    of partly repealed documents the units that the row names. Not: what a row's title mentions · lists of procedures · lists
    that no article says to be repealed.
    """
    if not _says_so(provisions):
        return []
    annexes = [provision for provision in provisions if provision.path.startswith(_ANNEXES)]
    found: list[ExpiryRead] = []
    listing, in_part = "", False
    for provision in annexes:
        top = provision.path.split("/")[0]
        head = fold(f"{provision.heading}\n{provision.text}"[:_HEAD_LETTERS])
        if _HEAD_OF_LIST.search(head) and not _OTHER_LISTS.search(head):
            listing, in_part = top, _IN_PART.search(head) is not None
        if top == listing:
            found += _rows(provision, in_part)
    return found


def _says_so(provisions: Sequence[ParsedProvision]) -> bool:
    """Whether an article repeals documents that it leaves to an annex or a list."""
    for provision in provisions:
        full = with_heading(provision)
        if provision.path.startswith((*_ANNEXES, "can-cu", "mau")) or "ãi bỏ" not in full:
            continue
        masked = mask_quotes(full, quoted_spans(full))
        for instruction in find_instructions(masked):
            said = fold(masked[instruction.object_start : instruction.end])
            if instruction.action is AmendmentAction.REPEAL and _REFERS.search(said) and not _OTHER_LISTS.search(said):
                return True
    return False


def _rows(provision: ParsedProvision, in_part: bool) -> Iterator[ExpiryRead]:
    for line in provision.text.split("\n"):
        row = line[:_LONGEST_ROW]
        named = find_numbered(row)
        if not named or named[0].document_type in (None, DocumentType.OTHER):
            continue
        first = named[0]
        if not _ROW_LEAD.fullmatch(row, 0, first.start) or first.number is None:
            continue
        near = [day.value for day in find_dates(row) if first.end <= day.start <= first.end + _NEAR]
        issued_on = first.issued_on or next(iter(near), None)
        units = [p.path for chain in find_pointers(row) for p in chain.pointers if not p.is_relative] if in_part else []
        if in_part and not units:
            continue
        for unit in units or [""]:
            yield ExpiryRead(first.number, unit, "REPEALS", issued_on, provision.path, " ".join(row.split())[:300])
