"""Documents that a text names: by number ("Nghị định số 34/2016/NĐ-CP ngày ..."), or a law by its name and year."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from legaldocs.analysis.laws import known_name_end
from legaldocs.parsing.numbers import DateMatch, NumberMatch, document_type_of, find_dates, find_numbers
from legaldocs.parsing.short_numbers import find_short_numbers
from legaldocs.parsing.vocabulary import DocumentType

#: The words that name a kind of document, longest first.
DOCUMENT_WORDS = (
    "Thông tư liên tịch|Nghị quyết liên tịch|Văn bản hợp nhất|Bộ luật|Hiến pháp|Pháp lệnh|Nghị quyết|Nghị định|"
    "Quyết định|Thông tư|Chỉ thị|Luật|Lệnh"
)
#: Texts that are issued with a document and hold articles of their own.
ATTACHED_WORDS = (
    "Quy định|Qui định|Quy chế|Qui chế|Điều lệ|Nội quy|Quy trình|Chương trình|Đề án|Kế hoạch|Danh mục|Định mức|Quy chuẩn|"
    "Quy tắc|Bảng giá|Hướng dẫn|Phương án"
)

_WORDS_BEFORE_NUMBER = re.compile(
    rf"(?<!\w)(?P<word>{DOCUMENT_WORDS})(?P<title>(?:(?:, ?| )[^\s,;.:\n“”\"()\d]+){{0,24}}?)\s{{0,2}}"
    r"(?:\(?s[ốôo]\s?[:.]?\s?)?$",
    re.IGNORECASE,
)
_BARE_SO = re.compile(r"(?<!\w)s[ốôo]\s{0,2}$", re.IGNORECASE)
_AMENDING_LAW = re.compile(
    r"(?:Luật|Pháp lệnh) sửa đổi(?:, bổ sung)?(?: một số điều)?(?: của)?(?: các)?\s$", re.IGNORECASE
)
# "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức số 52/2019/QH14": one law, whatever its title
# lists; its own number or day closes the title.
_LAW_THAT_AMENDS = re.compile(
    r"(?<!\w)(?P<word>Bộ luật|Luật|Pháp lệnh) [Ss]ửa đổi(?: [Đđ]iều \d{1,3}|(?:,? (?:và )?bổ sung)?)"
    r" [^;\n\d“”\"().:\x00]{5,600}?(?=,?\s{1,2}(?:ngày|năm|số:?)\s{0,2}\d)"
)
_NO_TITLE_OF_A_LAW = re.compile(
    r"(?<!\w)(?:Nghị định|Thông tư|Quyết định|Nghị quyết|[Cc]ăn cứ|được|hết hiệu lực|có hiệu lực|theo (?:quy|Luật)|"
    r"quy định tại)(?!\w)"
)
_ONE_MORE_AMENDED_LAW = re.compile(
    r"(?:,| và|, và) (?:Bộ luật|Luật|Pháp lệnh) [^;\n\d“”\"():\x00]{2,120}?\s{1,2}số:?\s{1,2}$"
)
_LOOK_BACK = 170
_DATE_LINK = re.compile(r"[\s,(]{0,3}(?:ký |ban hành )?")
_YEAR = re.compile(r",? năm ((?:19|20)\d\d)(?!\d)")

# Where a law's name ends in running text. Names hold commas and "và" of their own ("Luật Phòng, chống tham nhũng",
# "Luật Phí và lệ phí"), so only words that no name holds stop it.
_STOP_WORDS = (
    "số|ngày|năm|được|đã|quy định|hiện hành|có|thì|hoặc|là|do|để|khi|phải|không|nhằm|này|gồm|như|mà|nếu|trừ|kể|sau|trước|"
    "và (?:các|pháp|quy|văn|hướng|những|theo|tại|Luật|Bộ|Nghị|Thông|Pháp|Quyết|khoản|Điều|điểm|phù|đáp|thực|có)|"
    "theo (?:quy|pháp|đó|trình|nguyên|thẩm)|của (?:Quốc hội nước|Luật)|tại|trong(?! bảo vệ)|với|về (?:việc|lĩnh)|"
    "cho (?:đến|phép)|bao gồm|sửa đổi|bị|đối với|từ|(?:bằng|thông qua|căn cứ|liên quan|ban hành kèm)"
)
_NAME_AFTER_COMMA = (
    "chống|chữa|bổ sung|cứu|sử dụng|quản lý|vệ sinh|vật liệu|thể thao|khen thưởng|an toàn|trật tự|tiết kiệm|cư trú|hỗ trợ|"
    "bảo vệ|giáo dục|lưu trữ|tiếp công"
)
_REST_OF_NAME = (
    rf"(?:(?:,(?= (?:{_NAME_AFTER_COMMA})(?!\w)))? (?!(?:{_STOP_WORDS})(?!\w))[^\W\d_][^\s,;.:“”\"()\x00]*){{0,24}}"
)
_NAME = r"[A-ZĐÀ-Ỹ][^\s,;.:“”\"()\x00]*" + _REST_OF_NAME
#: Old laws write their names small: "Luật thi đua, khen thưởng", "Luật bầu cử đại biểu Quốc hội".
_SMALL_NAME = (
    rf"(?!(?:{_STOP_WORDS}|sư|gia|pháp|định|thuộc|vào|thay|của|và|mới|cũ|nêu|trên|khác|chuyên|các|một|nào)(?!\w))[a-zđà-ỹ]+ "
    r"[^\W\d_][^\s,;.:“”\"()\x00]*" + _REST_OF_NAME
)
_AMENDS = r"[Ss]ửa đổi(?:, bổ sung)? (?:một số |các )?(?:điều )?của (?:các )?"
_NAMED_LAW = re.compile(
    rf"(?<!\w)(?P<word>Bộ luật|Luật|Pháp lệnh) (?:{_AMENDS}(?:Bộ luật|Luật|Pháp lệnh) {_NAME}"
    rf"(?:(?:, | và )(?:Bộ luật|Luật) {_NAME}){{0,12}}|{_NAME}|{_SMALL_NAME})"
    r"|(?<!\w)Hiến pháp(?= năm| nước|[,;.])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named at [start, end) of a text: number and date included in the span, what follows ("của ...") not."""

    start: int
    end: int
    number: str | None
    document_type: DocumentType | None
    title: str | None = None
    issued_on: date | None = None


def find_mentions(text: str) -> list[Mention]:
    """Every document that the text names, in order and without overlap.

    Catches: "Nghị định số 34/2016/NĐ-CP ngày 14 tháng 5 năm 2016" · "Nghị định 34/2016/NĐ-CP" · "Luật Ban hành văn bản quy
    phạm pháp luật số 64/2025/QH15" · "Luật Đất đai năm 2024" · "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm
    2015" · "Bộ luật Dân sự". Does not catch: "Luật này", "pháp luật về đất đai", "luật sư", "Nghị định này".
    """
    dates = find_dates(text)
    numbers = _numbers(text)
    amending = list(_amending_laws(text, dates, numbers))
    numbered = [mention for mention in _numbered(text, dates, numbers) if not _overlaps(mention, amending)]
    taken = sorted([*amending, *numbered], key=lambda mention: mention.start)
    named = [mention for mention in _named(text, dates) if not _overlaps(mention, taken)]
    return sorted([*taken, *named], key=lambda mention: mention.start)


def find_numbered(text: str) -> list[Mention]:
    """Every document that the text names by number, those in the title of an amending law included."""
    return list(_numbered(text, find_dates(text), _numbers(text)))


def _numbers(text: str) -> list[NumberMatch]:
    """The numbers of a text, short ones made whole."""
    return sorted([*find_numbers(text), *find_short_numbers(text)], key=lambda found: found.start)


def _amending_laws(text: str, dates: Sequence[DateMatch], numbers: Sequence[NumberMatch]) -> Iterator[Mention]:
    """The laws that amend laws: by their own number, or without one where the title numbers each law that it amends."""
    last_end = 0
    for match in _LAW_THAT_AMENDS.finditer(text) if "ửa đổi" in text else ():
        if match.start() < last_end or _NO_TITLE_OF_A_LAW.search(match.group()):
            continue
        title, place = match.group().strip(" ,"), match.end()
        number, end = None, place
        following = bisect_left(numbers, place, key=lambda found: found.start)
        if following < len(numbers) and numbers[following].start <= place + len(", số:  "):
            listed = _last_of_list(text, numbers, following)
            end = numbers[listed].end
            number = numbers[following].number if listed == following else None
            title = title if number else re.sub(r"\s", " ", text[match.start() : end])
        end, issued_on = _date_after(text, end, dates)
        year = None if number or issued_on else _YEAR.match(text, end)
        if year:
            title, end = f"{title} năm {year[1]}", year.end()
        last_end = end
        kind = DocumentType.ORDINANCE if match["word"] == "Pháp lệnh" else DocumentType.LAW
        yield Mention(match.start(), end, number, kind, title, issued_on)


def _last_of_list(text: str, numbers: Sequence[NumberMatch], place: int) -> int:
    """The index of the last number of a list of laws: "... Luật Đất đai số A, Luật Nhà ở số B và Luật Kinh doanh số C"."""
    while place + 1 < len(numbers):
        between = text[numbers[place].end : numbers[place + 1].start]
        if len(between) > _LOOK_BACK or not _ONE_MORE_AMENDED_LAW.fullmatch(between):
            break
        place += 1
    return place


def _numbered(text: str, dates: Sequence[DateMatch], numbers: Sequence[NumberMatch]) -> Iterator[Mention]:
    last_end = 0
    for match in numbers:
        if match.start < last_end:
            continue
        window = max(last_end, match.start - _LOOK_BACK)
        before = _last_words(text[window : match.start])
        bare = _BARE_SO.search(text, window, match.start)
        start, title, kind = bare.start() if bare else match.start, None, document_type_of(match.number)
        if before is not None:
            start = window + before.start()
            title = before["title"].strip(" ,") or None
            said = document_type_of(before["word"])
            # The symbol decides, save for QH and UBTVQH, which laws, ordinances and resolutions share.
            kind = said if kind in (None, DocumentType.LAW, DocumentType.RESOLUTION, DocumentType.OTHER) else kind
            if amending := _AMENDING_LAW.search(text, max(last_end, start - 60), start):
                start, title = amending.start(), text[amending.start() : match.start]
                title = re.sub(r"\s*s[ốôo]\s*$", "", title).strip()
            elif title:
                title = f"{before['word']} {title}"
        end, issued_on = _date_after(text, match.end, dates)
        last_end = end
        yield Mention(start, end, match.number, kind, title, issued_on)


def _last_words(before: str) -> re.Match[str] | None:
    """The kind of document named last before a number, with the words between: the nearest kind word wins."""
    starts = [match.start() for match in _KIND_WORD.finditer(before)]
    for start in reversed(starts):
        found = _WORDS_BEFORE_NUMBER.match(before, start)
        if found is None:
            return None
        is_law = found["word"].lower() in ("luật", "bộ luật", "pháp lệnh")
        if not found["title"].strip() or is_law:
            return found
        return None
    return None


_KIND_WORD = re.compile(rf"(?<!\w)(?<!pháp )(?:{DOCUMENT_WORDS})(?!\w)", re.IGNORECASE)


def _named(text: str, dates: Sequence[DateMatch]) -> Iterator[Mention]:
    for match in _NAMED_LAW.finditer(text):
        name = re.sub(r"\s", " ", text[match.start() : max(match.end(), known_name_end(text, match.start()))]).strip()
        end, issued_on = _date_after(text, match.start() + len(name), dates)
        year = _YEAR.match(text, end) if issued_on is None else None
        if year:
            name, end = f"{name} năm {year[1]}", year.end()
        kind = DocumentType.ORDINANCE if match["word"] == "Pháp lệnh" else DocumentType.LAW
        yield Mention(match.start(), end, None, kind, name, issued_on)


def _date_after(text: str, end: int, dates: Sequence[DateMatch]) -> tuple[int, date | None]:
    """(where the mention ends, its date) when a date stands right after the number or the name."""
    link = _DATE_LINK.match(text, end)
    place = link.end() if link else end
    nearest = bisect_left(dates, end, key=lambda day: day.start)
    if nearest < len(dates) and _ONLY_TO_DATE.fullmatch(text, place, max(place, dates[nearest].start)):
        return dates[nearest].end, dates[nearest].value
    return end, None


#: What may stand before the day of a document. "Nghị định số 5. Từ ngày 01/01/2021" begins another sentence, and "theo Nghị
#: định số 5 vào ngày 01/01/2021" tells when something else happens.
_ONLY_TO_DATE = re.compile(r"[^\w.;]{0,5}(?:ngày\W{0,3})?")


def _overlaps(mention: Mention, others: Sequence[Mention]) -> bool:
    nearest = bisect_right(others, mention.start, key=lambda other: other.end)
    return nearest < len(others) and others[nearest].start < mention.end
