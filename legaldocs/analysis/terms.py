"""What in a provision can contradict another one: its numbers, dates, modal words and addressees, by the words they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from legaldocs.analysis.alignment import Words
from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.limits import Likeness, Limit, Span, likeness, limits_in
from legaldocs.analysis.modality import Modality, read_modality
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.numbers import find_dates, find_numbers
from legaldocs.parsing.vocabulary import DifferenceType

#: A day as a rule names it: (day, month, year), None for what it leaves open ("ngày 15 hằng tháng").
Day = tuple[int | None, int | None, int | None]
#: Fewer words than this say too little to collide with anything.
FEWEST_WORDS = 8
NUMBER, DATE = DifferenceType.NUMBER, DifferenceType.DATE
MODALITY, SUBJECT = DifferenceType.MODALITY, DifferenceType.SUBJECT


@dataclass(frozen=True, slots=True)
class Term:
    """A term over words [first, last) of its text; `text` is its wording, `value` what it says however worded."""

    type: DifferenceType
    first: int
    last: int
    text: str
    value: Limit | Day | Modality | str


class Side:
    """One text of a comparison, read once: its words and its terms."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = Words.of(text)

    @cached_property
    def may_collide(self) -> bool:
        """Whether it says enough, and is no formula."""
        return len(self.words) >= FEWEST_WORDS and not is_formula(self.text)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Its terms, type by type, each type in order."""
        documents = list(_documents(self.text))
        days = [day for day in _days(self.text) if not _touches(day[0], day[1], documents)]
        taken = [*documents, *((start, end) for start, end, _ in days), *_labels(self.text)]
        found = (
            *(self._term(NUMBER, limit.start, limit.end, limit, limit.text) for limit in limits_in(self.text, taken)),
            *(self._term(DATE, *day) for day in days),
            *(self._term(MODALITY, *modal) for modal in read_modality(self.text)),
            *(self._term(SUBJECT, *name) for name in read_addressees(self.text)),
        )
        return tuple(term for term in found if term.first < term.last)  # words beyond the longest alignment have none

    def _term(
        self, kind: DifferenceType, start: int, end: int, value: Limit | Day | Modality | str, said: str = ""
    ) -> Term:
        first, last = self.words.between(start, end)
        return Term(kind, first, last, " ".join((said or self.text[start:end]).split()), value)


def same_value(one: Term, other: Term) -> bool:
    """Whether two terms of one type say the same: 12 tháng = 01 năm, "có quyền" = "được phép", UBND = Ủy ban nhân dân."""
    if isinstance(one.value, Limit) and isinstance(other.value, Limit):
        return likeness(one.value, other.value) is Likeness.SAME
    if isinstance(one.value, Modality) and isinstance(other.value, Modality):
        return _MODAL_SENSE[one.value] == _MODAL_SENSE[other.value]
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return all(a is None or b is None or a == b for a, b in zip(one.value, other.value, strict=True))
    return one.value == other.value


#: Permission and entitlement flow into each other in real wording ("được phép", "có quyền"); no conflict is built on it.
_MODAL_SENSE = {
    Modality.MUST: "must",
    Modality.MAY: "may",
    Modality.ENTITLED: "may",
    Modality.MUST_NOT: "must not",
    Modality.EXEMPT: "need not",
}


# --- references and days ---

_LABELS = (
    r"điều|khoản|điểm|mục|tiểu mục|tiết|chương|phần|phụ lục|mẫu|biểu|bảng|(?<!hệ )số|stt|hạng|cấp|nhóm|loại|lớp|khóa|"
    r"kỳ họp thứ|thứ|phường|quận|tháng|quý|qcvn|tcvn|iso"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?:{_LABELS})(?: số)?:? ?\d{{1,5}}[a-zđ]?"
    rf"(?:(?:,| và| hoặc| đến| ?[-–;]) ?(?:(?:{_LABELS}) )?\d{{1,5}}[a-zđ]?){{0,20}}(?!\w)"
    r"|(?<![\d.,/])(?:19|20)\d\d(?![.,]?\d)",
    re.IGNORECASE,
)
_NAMED_DOCUMENT = re.compile(r"(?:luật|pháp lệnh|hiến pháp)(?! này)(?!\w)[^.;,\n]{0,80}(?:, | )?$", re.IGNORECASE)


def _documents(text: str) -> Iterator[Span]:
    """The numbers of documents, and the dates that belong to a document's name."""
    numbers = find_numbers(text)
    yield from ((number.start, number.end) for number in numbers)
    ends = {number.end for number in numbers}
    for day in find_dates(text):
        near_number = any(0 <= day.start - end <= 10 for end in ends)
        if near_number or _NAMED_DOCUMENT.search(text, max(0, day.start - 100), day.start):
            yield day.start, day.end


def _labels(text: str) -> Iterator[Span]:
    """Numbers that name a thing and measure nothing: Điều 5, khoản 2 và 3, tháng 12, nhóm 1, 2025."""
    return (match.span() for match in _LABELLED.finditer(text))


_PARTIAL_DAY = re.compile(
    r"(?<!\w)ngày (?P<d>\d{1,2})(?:(?: tháng |/)(?P<m>\d{1,2})(?![\d/])(?!\s*(?:năm|/) ?\d{4})|(?= (?:hằng|hàng|của) tháng))"
    r"|(?<!\w)(?P<bound>hết|đến|trước|sau|từ|kể từ)(?: đầu| cuối| hết)? năm (?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)


def _days(text: str) -> Iterator[tuple[int, int, Day]]:
    """Days that a rule sets: 31/12/2025 · ngày 15 tháng 12 hằng năm · ngày 15 hằng tháng · đến năm 2030."""
    for found in find_dates(text):
        yield found.start, found.end, (found.value.day, found.value.month, found.value.year)
    for match in _PARTIAL_DAY.finditer(text):
        day, month, year = (int(match[name]) if match[name] else None for name in ("d", "m", "y"))
        yield match.start(), match.end(), (day, month, year)


def _touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


# --- addressees ---

#: Canonical name -> wordings. Names that real texts use for one another stand together and make no difference.
_PEOPLE: dict[str, tuple[str, ...]] = {
    "cá nhân": ("cá nhân",),
    "tổ chức": ("tổ chức",),
    "hộ gia đình": ("hộ gia đình",),
    "hộ nghèo": ("hộ nghèo",),
    "hộ cận nghèo": ("hộ cận nghèo",),
    "hộ mới thoát nghèo": ("hộ mới thoát nghèo",),
    "hộ kinh doanh": ("hộ kinh doanh",),
    "doanh nghiệp": ("doanh nghiệp",),
    "hợp tác xã": ("hợp tác xã",),
    "cộng đồng dân cư": ("cộng đồng dân cư",),
    "học sinh": ("học sinh",),
    "sinh viên": ("sinh viên",),
    "giáo viên": ("giáo viên",),
    "trẻ em": ("trẻ em",),
    "người cao tuổi": ("người cao tuổi",),
    "người khuyết tật": ("người khuyết tật",),
    "người lao động": ("người lao động",),
    "người sử dụng lao động": ("người sử dụng lao động",),
    "cán bộ": ("cán bộ",),
    "công chức": ("công chức",),
    "viên chức": ("viên chức",),
    "người có công": ("người có công với cách mạng", "người có công"),
    "nhà đầu tư": ("nhà đầu tư",),
    "chủ đầu tư": ("chủ đầu tư",),
    "người dân tộc thiểu số": ("người dân tộc thiểu số", "đồng bào dân tộc thiểu số"),
}
_FIELDS = (
    "tài chính|xây dựng|tư pháp|nội vụ|y tế|công thương|giao thông vận tải|kế hoạch và đầu tư|tài nguyên và môi trường|"
    "nông nghiệp và môi trường|nông nghiệp và phát triển nông thôn|lao động - thương binh và xã hội|"
    "giáo dục và đào tạo|khoa học và công nghệ|văn hóa, thể thao và du lịch|văn hóa và thể thao|du lịch|"
    "thông tin và truyền thông|ngoại vụ|dân tộc và tôn giáo|quốc phòng|công an|quy hoạch - kiến trúc"
)
_LEVELS = (
    r"cấp tỉnh|cấp huyện|cấp xã|tỉnh|thành phố trực thuộc trung ương|thành phố|quận|huyện|thị xã|xã|phường|thị trấn"
)
_ADDRESSEE = re.compile(
    rf"(?<!\w)(?:(?P<chair>chủ tịch )?(?P<body>ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd) (?P<level>{_LEVELS})"
    rf"|(?P<office>bộ trưởng bộ|giám đốc sở|bộ|sở) (?P<field>{_FIELDS})"
    r"|(?P<person>" + "|".join(sorted((w for ws in _PEOPLE.values() for w in ws), key=len, reverse=True)) + r"))(?!\w)"
)
_PERSON_OF = {wording: name for name, wordings in _PEOPLE.items() for wording in wordings}
_BODY_OF = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân"}
_SAME_LEVEL = {
    "cấp tỉnh": "tỉnh",
    "thành phố trực thuộc trung ương": "tỉnh",
    "thành phố": "tỉnh",
    "cấp huyện": "huyện",
    "quận": "huyện",
    "thị xã": "huyện",
    "cấp xã": "xã",
    "phường": "xã",
    "thị trấn": "xã",
}


def read_addressees(text: str) -> Iterator[tuple[int, int, str]]:
    """The bodies and groups of people that a rule speaks to, as (start, end, canonical name).

    Catches "UBND cấp xã", "Chủ tịch Ủy ban nhân dân tỉnh", "Sở Tài chính", "hộ cận nghèo", "tổ chức". Does not catch
    "thủ tục tổ chức", and no proper name of a place: the same body of two provinces is the same addressee.
    """
    plain = same_tone_marks(text.lower())
    if len(plain) != len(text):
        return
    for match in _ADDRESSEE.finditer(plain):
        if match["person"]:
            if match["person"] == "tổ chức" and not _NAMES_SOMEBODY.match(plain, match.end()):
                continue
            yield match.start(), match.end(), _PERSON_OF[match["person"]]
        elif match["body"]:
            level = _SAME_LEVEL.get(match["level"], match["level"])
            body = _BODY_OF.get(match["body"], match["body"])
            yield match.start(), match.end(), f"{match['chair'] or ''}{body} {level}"
        else:
            yield match.start(), match.end(), match.group()


#: "tổ chức" is also the verb "to hold, to organise": as a noun it stands in a list or ends its phrase.
_NAMES_SOMEBODY = re.compile(r",|;|\.| và (?!thực hiện)| hoặc | có | phải | được | không ")
