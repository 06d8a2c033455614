"""What one thing costs or takes, whether a table says it or a sentence: "Cấp lại biển hiệu làng nghề | lần | 50.000" and "Mức
thu phí cấp lại biển hiệu làng nghề là 50.000 đồng/lần"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from legaldocs.analysis.common_words import COMMON_WORDS
from legaldocs.analysis.limits import Likeness, Limit, likeness, limits_in
from legaldocs.analysis.measures import counted_by
from legaldocs.analysis.tables import Row
from legaldocs.parsing.normalize import fold, same_tone_marks


class Form(Enum):
    """How a price is said."""

    TABLE = "table"
    SENTENCE = "sentence"
    JOINED = "joined"  # a row of a table whose cells run on in a line


@dataclass(frozen=True, slots=True)
class Price:
    """What `thing` costs or takes, in the words `said`; `start` is where that stands in the text."""

    thing: str
    said: str
    limit: Limit
    form: Form
    purpose: str
    start: int = 0

    @property
    def key(self) -> str:
        return _key(self.thing)


@dataclass(frozen=True, slots=True)
class PriceDifference:
    """The same thing at another price: "Cấp lại biển hiệu: 70.000 đồng" and "...: 50.000 đồng"."""

    draft: Price
    target: Price

    @property
    def wordings(self) -> tuple[str, str]:
        return f"{self.draft.thing}: {self.draft.said}", f"{self.target.thing}: {self.target.said}"


# --- reading ---

_SENTENCE = re.compile(
    r"(?:^|(?<=[\n;.] )|(?<=\n))(?:[a-zđ]\)|\d{1,2}\.|-)?[ \t]*(?P<thing>[^\n;:|]{8,200}?)(?: (?:là|bằng|thu)|:) "
    r"(?P<rest>[^\n;|]{2,70}?)(?=[;\n]|\.(?:\s|$)|$)"
)
_COUNTED = "lần|hồ sơ|giấy|bản|trường hợp|người|lượt|tháng|năm|ngày|xe|m2|m²|m3|kg|tấn|ha|cây|con|hộ|phòng|suất"
_LINE = re.compile(
    r"^[ \t]*(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?[ \t]+)?(?P<thing>[^\n\d|:;]{10,140}?)[ \t]+"
    rf"(?P<counted>(?:đồng/)?(?:{_COUNTED})(?:/[^\s\d]{{1,10}}){{0,2}})?[ \t]+(?P<sum>\d{{1,3}}(?:\.\d{{3}})+)[ \t]*$",
    re.MULTILINE,
)
_FEWEST_LINES = 2
_AT_ONCE = 4


def prices_of_rows(rows: Sequence[Row]) -> Iterator[Price]:
    """What the rows of tables say, those of one value: of several columns nobody can tell which a sentence means."""
    for row in rows:
        limits = [value.limit for value in row.values]
        if len(limits) == 1 and limits[0] is not None:
            value = row.values[0]
            per = limits[0].per or (counted_by(row.counted.lower().removeprefix("đồng/")) if row.counted else "")
            purpose = _purpose(f"{row.subject} {row.section} {value.column}")
            said = f"{value.said}/{row.counted}" if row.counted and "/" not in value.said else value.said
            yield Price(row.subject, said, replace(limits[0], per=per), Form.TABLE, purpose, row.start)


def prices_in(text: str, lead: str = "") -> list[Price]:
    """What the sentences of a text say that things cost or take, and its lines that are rows without cells.

    `lead` is the sentence that a list of points stands under. Catches "Lệ phí cấp lại biển hiệu là 50.000 đồng/lần", "b) Cấp
    lại biển hiệu làng nghề: 50.000 đồng". Does not catch a sentence with several amounts.
    """
    return [*_in_sentences(text, lead), *_in_lines(text, lead)]


def _in_sentences(text: str, lead: str) -> Iterator[Price]:
    if "|" in text:
        return
    for match in _SENTENCE.finditer(text):
        limits = limits_in(match["rest"])
        if len(limits) != 1 or not limits[0].unit or limits[0].start > _AT_ONCE or limits_in(match["thing"]):
            continue
        purpose = _purpose(f"{match['thing']} {lead}")
        yield Price(match["thing"].strip(), limits[0].text, limits[0], Form.SENTENCE, purpose, match.start("thing"))


def _in_lines(text: str, lead: str) -> Iterator[Price]:
    found = list(_LINE.finditer(text)) if "|" not in text and "đồng" in f"{lead} {text}".lower() else []
    if len(found) < _FEWEST_LINES:
        return
    for match in found:
        limits = limits_in(f"{match['sum']} đồng")
        counted = (match["counted"] or "").lower().removeprefix("đồng/")
        said = f"{match['sum']} đồng" + (f"/{counted}" if counted else "")
        limit = replace(limits[0], per=counted_by(counted) if counted else "")
        yield Price(
            match["thing"].strip(), said, limit, Form.JOINED, _purpose(f"{match['thing']} {lead}"), match.start()
        )


#: Sums that flow the other way are not of one thing: what is charged, what is paid out, what is a punishment.
_PURPOSES = (
    ("fine", re.compile(r"(?<!\w)phạt(?!\w)")),
    (
        "paid",
        re.compile(
            r"(?<!\w)(?:hỗ trợ|trợ cấp|trợ giúp|phụ cấp|tiền thưởng|mức thưởng|bồi dưỡng|bồi thường|mức chi|thù lao)(?!\w)"
        ),
    ),
    ("charged", re.compile(r"(?<!\w)(?:phí|lệ phí|mức thu|giá|đơn giá|giá vé|tiền thuê)(?!\w)")),
)


def _purpose(words: str) -> str:
    plain = same_tone_marks(words.lower())
    return next((name for name, pattern in _PURPOSES if pattern.search(plain)), "")


# --- comparing ---

#: What a sentence says around its thing, and a table above it.
_AROUND = re.compile(
    r"^(?:(?:muc thu|muc|thu|don gia|gia|le phi|phi|thoi han(?: giai quyet)?|muc chi|muc ho tro|ho tro|chi|doi voi|cua|cho|"
    r"viec|khi|thu tuc)(?!\w)[ ,]*)+"
)
_FEWEST_WORDS, _FEWEST_TELLING = 3, 2


@lru_cache(maxsize=20_000)
def _key(thing: str) -> str:
    return " ".join(re.findall(r"\w+", _AROUND.sub("", fold(thing))))


def other_prices(draft: Sequence[Price], target: Sequence[Price]) -> list[PriceDifference]:
    """The things that both name in so many words, said in different forms, at another price.

    Two tables and two sentences are compared elsewhere. A thing must have a name of some length, be named once in the target,
    and be counted by the same.
    """
    by_key: dict[str, list[Price]] = defaultdict(list)
    for price in target:
        by_key[price.key].append(price)
    return [
        PriceDifference(price, there[0])
        for price in draft
        if len(there := by_key.get(price.key, [])) == 1 and _tells(price) and _is_other_price(price, there[0])
    ]


def _tells(price: Price) -> bool:
    words = same_tone_marks(price.thing.lower()).split()
    telling = {word for word in words if word.isalpha() and len(word) > 1 and word not in COMMON_WORDS}
    return len(price.key.split()) >= _FEWEST_WORDS and len(telling) >= _FEWEST_TELLING


def _is_other_price(one: Price, other: Price) -> bool:
    if one.form is other.form and one.form is not Form.JOINED:
        return False
    if one.purpose and other.purpose and one.purpose != other.purpose:
        return False
    return one.limit.unit == other.limit.unit and likeness(one.limit, other.limit) is Likeness.DIFFERENT
