"""The head of a document: who issued what, when, under which number and title; and, from its foot, who signed.

A number or date is the document's own only where heads carry it: the first one in a text without a head is a legal basis.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from legaldocs.parsing import marks
from legaldocs.parsing.bodies import (
    body_of_symbol,
    enacting_body,
    is_body_name,
    local_body_of_symbol,
    proper_name,
    province_in,
    starts_like_body,
    with_rank,
)
from legaldocs.parsing.foot import read_foot
from legaldocs.parsing.head import TYPE_LINE, Head, preamble_start, take_apart, type_length
from legaldocs.parsing.layout import mended_lines
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import document_type_of, find_numbers, parse_date, split_number
from legaldocs.parsing.parsed import Header, Line, LineOrigin
from legaldocs.parsing.vocabulary import DocumentType

_OWN_NUMBER = re.compile(
    r"(?:(?:luat|bo luat|phap lenh|nghi quyet|nghi dinh|thong tu|quyet dinh|lenh|chi thi|vbhn) )?s[ôoố] ?[:.;]? ?"
)
_PLACE_DATE = re.compile(r"(?P<place>[^,;:|]{2,40}?) ?[,.] ?(?P<date>ngày\b.{0,60})", re.IGNORECASE | re.DOTALL)
_BARE_PLACE_DATE = re.compile(r"(?P<place>[^,;:|\d]{2,25}) (?P<date>ngày \d.{0,60})", re.DOTALL)  # Hà Nội ngày 01 ...
_AUTHENTICATED = re.compile(r"[Ss]ố ?: ?(?=\d{1,5} ?/ ?VBHN ?-)")
_SELF = re.compile(
    r"(thông tư liên tịch|thông tư|nghị quyết|nghị định|quyết định|pháp lệnh|chỉ thị|bộ luật|luật) này\b", re.IGNORECASE
)
_LONGEST_LINE = 4000
_ADOPTED = re.compile(
    r"(?:bo luat|luat|nghi quyet|phap lenh)(?: nay)? (?:da )?duoc (?:quoc hoi|uy ban thuong vu|hoi dong nhan dan|hdnd)"
    r"[^;]{0,200}?thong qua"
)
_CONSOLIDATED = re.compile(r"hiệu lực [^.;]{0,80}, được sửa đổi[^.;:]{0,30} bởi ?:|^VĂN BẢN HỢP NHẤT")


def read_header(lines: Sequence[Line]) -> Header:
    """What the head and foot say; None for what they do not. `confidence` is the share of the five main facts found."""
    kept = [line for line in lines if line.origin is not LineOrigin.FOOTNOTE]
    texts = [line.text.strip() for line in mended_lines(kept)]
    start = preamble_start(texts)
    head = take_apart(texts[: start or min(len(texts), 12)], cut_at_units=not start)
    attached = _attached_to(texts[start:])
    number = _own_number(head)
    place, issued_on = _place_and_date(head)
    if number is None:
        number, place_at_end, date_at_end = _authenticated(texts)
        place, issued_on = place or place_at_end, issued_on or date_at_end
    if number is None and attached[0] and attached[0].endswith(_blank_number(head)):
        number = attached[0]
    issued_on = issued_on or _adopted_on(texts) or (attached[1] if not _has_blank_date(head) else None)
    foot = read_foot(texts[_foot_start(texts, start) :])
    kind = _document_type(head, number, texts)
    body = _issuing_body(head, number, kind, place, texts[start : start + 40], foot.capacity)
    title = _title(head, body)
    found = sum(1 for fact in (number, kind, body, issued_on, title) if fact)
    return Header(number, kind, body, place, issued_on, title, foot.signer, foot.capacity, foot.recipients, found / 5)


# --- the facts ---


def _own_number(head: Head) -> str | None:
    for index, part in enumerate(head.parts):
        marked = _OWN_NUMBER.match(fold(part[:40]))
        before_type = head.type_at < 0 or index < head.type_at
        alone = marked is None and index < min(head.type_at, 6) and part[:1].isdigit()  # without the word Số
        if marked is None and not alone:
            marked_inside = re.search(r"\bSố ?: ?", part)
            if marked_inside is None or not before_type:
                continue
            part = part[marked_inside.start() :]
        elif marked is not None and not before_type and not re.match(r"[^:]{0,20}:", part):
            continue
        candidate = part if re.search(r"\d", part) else f"{part} {(head.parts[index + 1 : index + 2] or [''])[0]}"
        for source in (candidate, re.sub(r"(?<=\d) (?=\d)", "", candidate)):
            found = find_numbers(source)
            if alone and (not found or found[0].start or found[0].end < len(source.rstrip(" .;"))):
                continue
            if found and found[0].start <= 45 and not re.search(r"[:.]\s*/", source[: found[0].start + 1]):
                return found[0].number
    return None


def _blank_number(head: Head) -> str:
    """What stands after the blank of a number that was left blank, as drafts have ("/2025/QĐ-UBND"); else ""."""
    for part in head.parts:
        match = re.search(r"^[^/\d]{0,30}[Ss]ố ?:? ?[.…_ ]*(/\S*)", part)
        if match is not None:
            return match[1]
    return ""


def _has_blank_date(head: Head) -> bool:
    return any(re.search(r"ngay[ .…_/]*thang", fold(part)) for part in head.parts)


def _place_and_date(head: Head) -> tuple[str | None, date | None]:
    place, blank_place = None, None
    for index, part in enumerate(head.parts):
        match = _PLACE_DATE.search(part) or _BARE_PLACE_DATE.fullmatch(part)
        if match is None or (match.re is _BARE_PLACE_DATE and with_rank(match["place"]) is None):
            continue
        if index == head.type_at and len(part) > 120:
            continue
        name = re.split(r"(?:TT?[-–]?[A-ZĐ]{2,}|QĐ|NQ|CP|\d)[^ ]* ", match["place"])[-1].strip(" .…")
        name = _without_shouting(name)
        if (len(name.split()) > 6 and with_rank(name) is None) or not name[:1].isupper():
            continue
        following = (head.parts[index + 1 : index + 2] or [""])[0]
        found = parse_date(match["date"]) or parse_date(f"{match['date']} {following}"[:90])
        if found:
            return name, found
        blank_place = blank_place or name
    if blank_place is None and head.type_at >= 0:
        loose = [parse_date(part) for part in head.parts[: head.type_at] if fold(part[:4]) == "ngay"]
        return place, next((value for value in loose if value), None)
    return blank_place, None


def _without_shouting(place: str) -> str:
    """The place without words in capitals that a text layer ran into it: "XÁC THỰC VĂN BẢN HỢP NHẤT Hà Nội"."""
    words = place.split()
    shouted = next((count for count, word in enumerate(words) if not word.isupper()), 0)
    return " ".join(words[shouted:]) if shouted > 1 else place


def _adopted_on(texts: Sequence[str]) -> date | None:
    """The day on which an assembly passed the text: "... được Quốc hội ... thông qua ngày ..."."""
    for text in texts:
        if "ông qua" not in text:
            continue
        last = text[-_LONGEST_LINE:]
        for adopted in _ADOPTED.finditer(fold(last)):
            if adopted_on := parse_date(last[adopted.end() : adopted.end() + 80]):
                return adopted_on
    return None


def _attached_to(texts: Sequence[str]) -> tuple[str | None, date | None]:
    """(number, date) that an attached text or annex gives for the document it came with."""
    votes: Counter[tuple[str, date | None]] = Counter()
    for text in texts:
        if text[:1] == "(" and len(text) < 400 and marks.says_attached(text):
            found = find_numbers(text[:160])
            if found:
                votes[(found[0].number, parse_date(text[found[0].end :]))] += 1
    return votes.most_common(1)[0][0] if votes else (None, None)


def _authenticated(texts: Sequence[str]) -> tuple[str | None, str | None, date | None]:
    """(number, place, date) of a consolidated text, which carries them at its end, in the authentication."""
    for index, text in enumerate(texts):
        match = _AUTHENTICATED.search(text) if "VBHN" in text else None
        found = find_numbers(text[match.end() : match.end() + 60]) if match else []
        if match is None or not found or found[0].start:
            continue
        for near in (text[match.end() :], *texts[max(0, index - 3) : index + 8]):
            dated = re.search(r"(?P<place>[A-ZĐ][^,.;:|\d]{2,25}), (?P<date>ngày .{5,40})", near)
            if dated is not None and (value := parse_date(dated["date"])):
                return found[0].number, _without_shouting(dated["place"].strip()), value
        return found[0].number, None, None
    return None, None, None


def _document_type(head: Head, number: str | None, texts: Sequence[str]) -> DocumentType | None:
    of_number = document_type_of(number) if number else None
    if (number and "VBHN" in number) or any(_CONSOLIDATED.search(text[:600]) for text in texts[:60]):
        return DocumentType.OTHER
    if head.type_at >= 0:
        part = head.parts[head.type_at]
        return document_type_of(_plain_type(part)) or DocumentType.OTHER
    if of_number is not None:
        return of_number
    spoken = Counter(match[1].lower() for text in texts[:400] for match in _SELF.finditer(text[:2000]))
    return document_type_of(spoken.most_common(1)[0][0]) if spoken else None


_TYPE_SPELLINGS = {
    fold(word): word
    for word in (
        "thông tư liên tịch", "thông tư", "nghị quyết liên tịch", "nghị quyết", "nghị định", "quyết định", "pháp lệnh",
        "chỉ thị", "bộ luật", "luật", "lệnh",
    )
}  # fmt: skip


def _plain_type(part: str) -> str:
    """The type's right spelling, whatever an OCR made of its marks."""
    match = TYPE_LINE.match(fold(part[:60]))
    word = re.sub(r"\d+ *$", "", match[0]).strip() if match else ""
    return _TYPE_SPELLINGS.get(word, "")


#: Forms that one body alone may issue (Luật BHVBQPPL 2025 Đ4).
_ONLY_ISSUERS: dict[DocumentType | None, str] = {
    DocumentType.LAW: "Quốc hội",
    DocumentType.ORDINANCE: "Ủy ban Thường vụ Quốc hội",
    DocumentType.DECREE: "Chính phủ",
}


def _issuing_body(
    head: Head,
    number: str | None,
    kind: DocumentType | None,
    place: str | None,
    preamble: Sequence[str],
    capacity: str | None,
) -> str | None:
    named = _body_in_head(head)
    if named and re.search(r"[^\w\s,–-]", named):  # noise of a scan, no name
        named = None
    parts = split_number(number) if number else None
    local = local_body_of_symbol(parts.symbol) if parts else None
    if named and (province_in(named) or not _is_bare_local(named)):
        return named
    stem = named or local
    if stem is None and parts is not None and (central := body_of_symbol(parts.symbol)):
        return central
    stem = stem or next(filter(None, map(enacting_body, preamble)), None) or _ONLY_ISSUERS.get(kind)
    stem = stem or _body_signed_for(capacity)
    if stem is None:
        return None
    if not _is_bare_local(stem):
        return stem
    rank = with_rank(place or "") or next(filter(None, map(province_in, [*head.parts, *preamble])), None)
    return f"{re.sub(r' (?:tỉnh|thành phố)$', '', stem)} {rank}" if rank else stem


def _body_signed_for(capacity: str | None) -> str | None:
    """ "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH" was signed for the committee."""
    if capacity is None or not capacity.startswith("TM"):
        return None
    body = re.split(r" (?:KT|CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG)\b", re.sub(r"^TM ?\. ?", "", capacity))[0]
    return proper_name(body) or None


_BARE_LOCAL = re.compile(r"(?:Chủ tịch )?(?:Ủy ban|Hội đồng) nhân dân(?: tỉnh| thành phố)?")


def _is_bare_local(name: str) -> bool:
    return _BARE_LOCAL.fullmatch(name) is not None


def _body_in_head(head: Head) -> str | None:
    """The body named in capitals at the top; of "UBND TỈNH X / SỞ Y" the lower one, whose paper it is."""
    end = head.type_at if head.type_at > 0 else len(head.parts)
    below = head.parts[head.type_end :]
    names = _body_names(head.parts[:end]) or [part for part in below if is_body_name(part)] or _body_names(below)
    if not names:
        return None
    name = names[-1]
    if len(names) > 1 and fold(name).startswith(("so ", "van phong", "ban ", "thanh tra", "trung tam")):
        rank = province_in(proper_name(names[0]))
        return f"{proper_name(name)} {rank}" if rank and not province_in(name) else proper_name(name)
    return proper_name(names[0])


def _body_names(parts: Sequence[str]) -> list[str]:
    names: list[str] = []
    open_name = False
    for part in parts:
        caps = "" if fold(part).startswith(("cong hoa xa", "hoi chu nghia")) else _leading_capitals(part)
        starts = starts_like_body(caps)
        if caps and names and open_name and is_body_name(f"{names[-1]} {caps}"):
            names[-1] = f"{names[-1]} {caps}"
        elif caps and starts:
            names.append(caps)
        elif caps and open_name and names and len(names[-1]) + len(caps) < 120 and not type_length(caps):
            names[-1] = f"{names[-1]} {caps}"
        open_name = bool(caps) and caps == part
    return list(dict.fromkeys(names))


def _leading_capitals(part: str) -> str:
    words = re.split(r"\bSố ?:", part)[0].split()
    count = 0
    while count < len(words) and not any(letter.islower() or letter.isdigit() for letter in words[count]):
        count += 1
    return " ".join(words[:count]) if count > 1 or count == len(words) else ""


def _title(head: Head, body: str | None) -> str | None:
    """The title in one line, its case kept; "V/v ..." of an official letter."""
    if head.type_at < 0:
        return next((part for part in head.parts if fold(part[:4]).startswith("v/v")), None)
    first = head.parts[head.type_at]
    length = type_length(first)
    pieces = [first[length:].strip()] if length else []
    for part in head.parts[head.type_end :]:
        if _ends_title(part, body, " ".join(pieces).strip()):
            break
        pieces.append(part)
    title = " ".join(" ".join(pieces).split()).strip(" .:;-_*")
    return _without_body(title, body) or None


_GOES_ON = re.compile(r"(?:của|thuộc|do|bởi|và|về|với|cho|các|tại|,|-)$", re.IGNORECASE)


def _ends_title(part: str, body: str | None, begun: str) -> bool:
    if not part or _GOES_ON.search(begun):
        return False
    folded = fold(part)
    if begun and (_CONSOLIDATED.search(part) or (begun.isupper() and len(part) > 60 and not part[:40].isupper())):
        return True
    if begun and (is_body_name(part) or (body and len(part) < 90 and _says_body(folded, body))):
        return True
    if _PLACE_DATE.match(part) or re.match(r"s[ôo] ?:", folded[:6]) or folded.startswith("khoa "):
        return True
    return bool(begun) and (
        folded.startswith(("(ban hanh", "(kem theo")) or (part.isupper() and starts_like_body(part))
    )


def _says_body(folded: str, body: str) -> bool:
    head_of = re.sub(r"^(?:chu tich|bo truong|thong doc|tong thanh tra) ", "", folded)
    name = fold(body)
    return head_of == name or folded == name or (len(head_of) > 7 and name.startswith(head_of))


_BODY_AT_END = re.compile(
    r"(?<!CỦA)(?<!THUỘC)(?<!BỞI)(?<!VÀ)(?<! DO)(?<!,)(?: CHỦ TỊCH)? (?:ỦY BAN|UỶ BAN|HỘI ĐỒNG) NHÂN DÂN (?:TỈNH|THÀNH PHỐ)"
    r"(?: [A-ZĐÀ-Ỹ -]{2,20})?$|(?<=\S) BỘ TRƯỞNG BỘ [A-ZĐÀ-Ỹ ,-]{3,40}$"
)


def _without_body(title: str, body: str | None) -> str:
    """Without the name of the body in capitals that some text layers glue to the title's end."""
    match = _BODY_AT_END.search(title[-90:]) if body else None
    if match is None or body is None:
        return title
    name = fold(match[0].strip())
    return title[: len(title) - len(match[0])].strip(" ,") if _says_body(name, body) else title


def _foot_start(texts: Sequence[str], start: int) -> int:
    """The index where the main body's foot opens; the end when there is none."""
    seen_unit = False
    for index in range(start, len(texts)):
        text = texts[index]
        if not seen_unit:
            seen_unit = bool(marks.article_mark(text) or marks.clause_mark(text))
        elif marks.opens_foot(text):
            return index
    return len(texts)
