"""Document numbers and dates as Vietnamese legal texts write them: found, tidied, taken apart and compared.

A number is `sequence/year/symbol` (`32/2022/QĐ-UBND`), without the year for administrative documents (`2979/QĐ-UBND`).
Its sequence starts at 01 each year and numbers below ten carry one leading zero (NĐ 34/2016 Đ58; NĐ 30/2020 PL I). That
is the canonical form here: `032/2025/QĐ-UBND` reads `32/2025/QĐ-UBND` and `5/2025/...` reads `05/2025/...`.

Models import this module: it depends on nothing but the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from legaldocs.parsing.vocabulary import DocumentType

#: Letters that look Latin and are not, seen in real numbers: Cyrillic, Greek, and the Icelandic Eth for Đ.
LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеорсхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐƉð",
    "ABESIJKMHOPCTXYaeopcxyijsABEZHIKMNOPTYXĐĐđ",
)
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")
_SPACES = re.compile(r"\s+")
#: Every number has one of these, most provisions have none.
_JOINS = re.compile("[-/\u2010-\u2015\u2212\uff0d]")


@dataclass(frozen=True, slots=True)
class NumberParts:
    """`sequence` as written without padding ("32", "66.13", "12a"), `year` or None, `symbol` the letter part."""

    sequence: str
    year: int | None
    symbol: str


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number at [start, end) of the text; `number` is its canonical form."""

    start: int
    end: int
    number: str


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date at [start, end) of the text."""

    start: int
    end: int
    value: date


# --- document numbers ---

_U = "A-ZĐÂÊÔƠƯĂ"
# QĐ-UBND, QĐ - UBND, TTLT/BTC-BKH, NQ-UBTVQH15, QH15, TTr-STP. A spaced dash joins only a whole all-capitals part.
_SYMBOL = (
    rf"[{_U}][A-Za-zĐđÂÊÔƠƯĂ]{{0,14}}\d{{0,2}}(?:"
    rf"(?:\s?[-./&][{_U}]|[-./&]\s[{_U}](?=[{_U}\d]))[A-Za-zĐđÂÊÔƠƯĂ]{{0,14}}\d{{0,3}}"
    rf"|\s-\s(?:[{_U}]{{2,8}}\d{{0,2}}|TTg)(?!\w)){{0,8}}(?:(?!\w)|(?=(?:ngày|của|về)(?!\w)))"  # QĐ-TTgcủa: a lost space
)
_SEQUENCE = r"(?<![\w/.,-])(?<!\d:)(?:[lI](?=\d))?\d{1,5}(?:\.\d{1,4})?[a-zđA-D]?"
_YEAR = r"(?:19|20)\s?\d\s?\d|[lI]9\d\d"
_NUMBER = re.compile(
    rf"(?P<seq>{_SEQUENCE})(?:\s{{0,3}}| {{4,12}})/\s{{0,3}}(?:(?P<year>{_YEAR})\s{{0,3}}/\s{{0,3}})?(?P<symbol>{_SYMBOL})"
)
_OLD_NUMBER = re.compile(  # 23-L/CTN, 14-LCT/HĐNN8
    rf"(?P<seq>{_SEQUENCE})\s?-\s?(?P<symbol>(?:(?:L|LCT|PL|NQ|QĐ|CT|TT)\s?/\s?"
    r"(?:CTN|HĐNN\d?|HĐBT|CP|TTg|UB|TU|QHK?\d{0,2})|(?:NQ|QĐ|QyĐ|QC|CT|KL|TB|HD)\s?/\s?TW))(?!\w)"
)
_CABINET_NUMBER = re.compile(rf"(?<=số )(?P<seq>{_SEQUENCE})\s?-\s?(?P<symbol>CP|TTg|CT|HĐBT)(?![\w/])")  # số 30-CP
#: Sources whose capitals were lost: 06/2008/qđ-ubnd.
_SMALL_NUMBER = re.compile(
    rf"(?P<seq>{_SEQUENCE})\s?/\s?(?P<year>{_YEAR})\s?/\s?(?P<symbol>(?:qđ|nq|ct|tt|nđ|ttlt)-[a-zđ]{{2,9}}(?:-[a-zđ]{{2,9}}){{0,3}})(?!\w)"
)
#: Digits that recognition took for letters: l5/2021, 1O/2O21. A mark between them, and at least one true digit, is needed.
_MISREAD = re.compile(r"[lIOo]\d|\d[lIOo]")
_MISREAD_DIGITS = re.compile(r"(?<![^\W\d_])(?=[lIOo]{0,5}\d)[\dlIOo]{1,6}(?![^\W\d_])")
_AS_DIGITS = str.maketrans("lIOo", "1100")
#: Symbols that stand alone after a number without a year; all others need a dash ("QĐ-UBND") to be one.
_BARE_SYMBOLS = frozenset({"CP", "TTG", "HĐBT", "CTN", "CT", "UB", "NQLT", "QH", "SL"})
_NOT_DOCUMENTS = re.compile(r"(?:mẫu|biểu|phụ lục|hình|bảng|ký hiệu)(?: số)?:?\s{0,2}$", re.IGNORECASE)
_AFTER_SO = re.compile(r"(?:tư|định|quyết|thị) số:? $")  # Thông tư số 124/TT.TTr: old symbols without a dash
_AFTER_KIND = re.compile(r"(?:Thông tư|Nghị định|Quyết định|Nghị quyết|Chỉ thị)(?: số:?)? $")  # Thông tư 02/BXD
_CAPITALS = re.compile(r"[A-ZĐ]{2,9}")
_PARTS = re.compile(
    r"(?P<seq>\d{1,5}(?:\.\d{1,4})?[A-Za-zĐđ]?)(?:/(?P<year>\d{4}))?(?P<join>[/-])(?P<symbol>[^\W\d_].*)"
)
_PREFIX = re.compile(r"^\W*(?:[^\W\d_]{2,12}\s){0,3}s[ốôo]\s?[:.]?\s?(?=[\dlI])", re.IGNORECASE)
_ASCII_PARTS = {
    "QD": "QĐ",
    "ND": "NĐ",
    "HDND": "HĐND",
    "CD": "CĐ",
    "TTG": "TTg",
    "TTR": "TTr",
    "QYD": "QyĐ",
    "HDBT": "HĐBT",
}


def normalize_number(raw: str) -> str:
    """The canonical form of a number: no spaces, plain letters, no padding but the official two digits.

    >>> normalize_number("Số: 032 /2022/ QÐ – UBND")
    '32/2022/QĐ-UBND'

    What does not look like a number comes back only tidied.
    """
    tidy = _DASHES.sub("-", unicodedata.normalize("NFC", raw).translate(LOOKALIKES)).strip(" .,;:")
    tidy = _SPACES.sub("", _PREFIX.sub("", tidy))
    tidy = re.sub(r"^[lI](?=\d)", "1", tidy)
    match = _PARTS.fullmatch(tidy)
    if match is None:
        return tidy
    year = f"/{match['year']}" if match["year"] else ""
    return f"{_two_digits(match['seq'])}{year}{match['join']}{_tidy_symbol(match['symbol'])}"


def _two_digits(sequence: str) -> str:
    bare = sequence.lstrip("0") or "0"
    digits = len(re.match(r"\d*", bare)[0])  # type: ignore[index]
    return "0" * (2 - digits) + bare if digits < 2 else bare


def _tidy_symbol(symbol: str) -> str:
    if symbol == symbol.lower():
        symbol = symbol.upper()
    return re.sub(r"[^\W\d_]+", lambda part: _ASCII_PARTS.get(part[0].upper(), part[0]), symbol)


def number_key(raw: str) -> str:
    """What two writings of the same number share: `32/2022/qd-ubnd` for every padding, case, Đ/D and spacing."""
    parts = split_number(raw)
    if parts is None:
        return _SPACES.sub("", raw.translate(LOOKALIKES)).casefold().replace("đ", "d")
    symbol = re.sub(r"[./&]", "-", parts.symbol.casefold().replace("đ", "d"))
    return f"{parts.sequence.casefold()}/{parts.year or ''}/{symbol}"


def split_number(raw: str) -> NumberParts | None:
    """The parts of a number, or None when it has not the shape of one. The sequence comes without padding."""
    match = _PARTS.fullmatch(normalize_number(raw))
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    return NumberParts(match["seq"].lstrip("0") or "0", year, match["symbol"])


def find_numbers(text: str) -> list[NumberMatch]:
    """Every document number in the text, in order.

    Catches: 32/2022/QĐ-UBND · 32 /2022/ QĐ - UBND · 64/2025/QH15 · 10/2018/TTLT-BTP-BCA · 66.13/2026/NQ-CP · 23-L/CTN ·
    2979/QĐ-UBND · 112/CP · số 30-CP · Thông tư 02/BXD · l5/2O21/QĐ-UBND ·
    06/2008/qđ-ubnd. Not: 12/3/2025 · 60 km/h · Mẫu số 01/ĐK-HT · QCVN 01:2021/BTNMT.
    """
    if _JOINS.search(text) is None:
        return []
    found = [m for m in map(_accepted, _matches(text)) if m is not None]
    found.sort(key=lambda match: match.start)
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    plain = plain_digits(text.translate(LOOKALIKES))
    if _DASHES.search(plain):
        plain = _DASHES.sub("-", plain)
    if "/" in plain:
        yield from _NUMBER.finditer(plain)
    if "-" in plain:
        yield from _SMALL_NUMBER.finditer(plain)
        yield from _OLD_NUMBER.finditer(plain)
        yield from _CABINET_NUMBER.finditer(plain)


def plain_digits(text: str) -> str:
    """The text with the letters that stand among digits in place of digits (l, I, O) made digits, of the same length."""
    if _MISREAD.search(text) is None:
        return text
    return _MISREAD_DIGITS.sub(lambda match: match[0].translate(_AS_DIGITS), text)


def _accepted(match: re.Match[str]) -> NumberMatch | None:
    symbol = _SPACES.sub("", match["symbol"])
    if "year" in match.groupdict() and not match["year"]:
        before = match.string[max(0, match.start() - 16) : match.start()]
        whole = (
            "-" in symbol
            or symbol.upper() in _BARE_SYMBOLS
            or (_AFTER_SO.search(before) and re.search("[./]", symbol))
            or (_CAPITALS.fullmatch(symbol) and _AFTER_KIND.search(before))
        )
        if not whole or _NOT_DOCUMENTS.search(before):
            return None
    return NumberMatch(match.start(), match.end(), normalize_number(match[0]))


# --- kinds of document ---

#: First part of the symbol -> type. QH and UBTVQH number laws and resolutions alike: a heading that names it wins.
_TYPE_OF_SYMBOL = {
    "QĐ": DocumentType.DECISION,
    "NQ": DocumentType.RESOLUTION,
    "NQLT": DocumentType.RESOLUTION,
    "NĐ": DocumentType.DECREE,
    "TT": DocumentType.CIRCULAR,
    "TTLT": DocumentType.JOINT_CIRCULAR,
    "TTLB": DocumentType.JOINT_CIRCULAR,
    "CT": DocumentType.DIRECTIVE,
    "L": DocumentType.ORDER,
    "LCT": DocumentType.LAW,
    "QH": DocumentType.LAW,
    "PL": DocumentType.ORDINANCE,
    "UBTVQH": DocumentType.RESOLUTION,
}
_TYPE_WORDS = (
    ("thông tư liên tịch", DocumentType.JOINT_CIRCULAR),
    ("thông tư liên bộ", DocumentType.JOINT_CIRCULAR),
    ("thông tư", DocumentType.CIRCULAR),
    ("nghị quyết liên tịch", DocumentType.RESOLUTION),
    ("nghị quyết", DocumentType.RESOLUTION),
    ("nghị định", DocumentType.DECREE),
    ("quyết định", DocumentType.DECISION),
    ("pháp lệnh", DocumentType.ORDINANCE),
    ("chỉ thị", DocumentType.DIRECTIVE),
    ("bộ luật", DocumentType.LAW),
    ("luật", DocumentType.LAW),
    ("lệnh", DocumentType.ORDER),
    ("hiến pháp", DocumentType.LAW),
    ("văn bản hợp nhất", DocumentType.OTHER),
    ("kế hoạch", DocumentType.OTHER),
    ("công điện", DocumentType.OTHER),
    ("công văn", DocumentType.OTHER),
    ("báo cáo", DocumentType.OTHER),
    ("tờ trình", DocumentType.OTHER),
    ("thông báo", DocumentType.OTHER),
)


def document_type_of(text: str) -> DocumentType | None:
    """The type that a number's symbol or the first words of a text name, or None.

    "QĐ-UBND" and "Quyết định số 5" both give DECISION; a well-formed number with another symbol gives OTHER.
    """
    words = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().lower()
    for word, kind in _TYPE_WORDS:
        if words.startswith(word) and not words[len(word) : len(word) + 1].isalpha():
            return kind
    parts = split_number(text)
    if parts is None:
        return None
    lead = re.match(r"[^\W\d_]*", parts.symbol)
    return _TYPE_OF_SYMBOL.get(lead[0].upper() if lead else "", DocumentType.OTHER)


# --- dates ---

_WORDED_DATE = re.compile(
    r"ng[àa]y\s{0,3}(?P<d1>\d(?:\s?\d)?)\s{0,3}th[áa]ng\s{0,3}(?P<m1>\d(?:\s?\d)?)\s{0,3}n[ăa]m\s{0,3}(?P<y1>\d(?:\s?\d){3})(?!\d)"
    r"|(?<![\d/.])(?P<d2>\d{1,2})\s{0,3}tháng\s{0,3}(?P<m2>\d(?:\s?\d)?)\s{0,3}năm\s{0,3}(?P<y2>\d{4})(?!\d)"
    r"|(?<![\d/.,-])(?P<d3>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m3>\d{1,2})\s?(?P=sep)\s?(?P<y3>\d{4})(?!\s?[/\d]|[.-]\d)",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"\d(?:\s?\d){3}")
_ISO_DATE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?\s*", re.DOTALL)


def find_dates(text: str) -> list[DateMatch]:
    """Every full date in the text, in order; blanks ("ngày    tháng 11 năm 2025") and impossible dates are left out.

    Catches: ngày 21 tháng 3 năm 2016 · ngày 0 6 tháng11 năm 2025 · 21/3/2016 · 21-03-2016 · ngày O5/6/20l9.
    Not: 12/3/2025/QĐ · tháng 4/2026.
    """
    plain = plain_digits(text)
    if _A_YEAR.search(plain) is None:
        return []
    found = []
    for match in _WORDED_DATE.finditer(plain):
        day, month, year = (int(_SPACES.sub("", value)) for value in _date_groups(match))
        try:
            found.append(DateMatch(match.start(), match.end(), date(year, month, day)))
        except ValueError:
            continue
    return found


def _date_groups(match: re.Match[str]) -> tuple[str, str, str]:
    return next((match[f"d{i}"], match[f"m{i}"], match[f"y{i}"]) for i in "123" if match[f"d{i}"])


def parse_date(text: str) -> date | None:
    """The first full date in the text (Vietnamese forms or ISO), or None."""
    iso = _ISO_DATE.fullmatch(text[:40])
    if iso is not None:
        try:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError:
            return None
    found = find_dates(text)
    return found[0].value if found else None


def format_date(value: date | None) -> str:
    """dd/mm/yyyy, or "" for no date."""
    return f"{value.day:02}/{value.month:02}/{value.year}" if value else ""
