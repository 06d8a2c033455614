"""How far a rule reaches: one of a list or all of it, an exception or an inclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from legaldocs.parsing.normalize import same_tone_marks


class Part(Enum):
    """How much of a list a rule asks for."""

    ONE = "one"
    ALL = "all"


class Bound(Enum):
    """Whether a case falls under a rule or is left out of it."""

    WITH = "with"
    WITHOUT = "without"


Extent = Part | Bound
_WORDINGS: dict[Extent, str] = {
    Part.ONE: r"một trong (?:các|những|số)|một hoặc một số|ít nhất một trong",
    Part.ALL: r"(?:tất cả|đầy đủ|đồng thời|toàn bộ|đủ) (?:các|những)",
    Bound.WITH: r"kể cả|(?:bao )?gồm cả|tính cả",
    Bound.WITHOUT: r"ngoại trừ|trừ(?= (?:trường hợp|các|những|người|đối tượng|hộ|khi)(?!\w))|không kể|không (?:bao )?gồm"
    r"|không tính(?= cả)",
}
_MATCHERS = tuple(
    (extent, re.compile(rf"(?<!\w)(?:{wordings})(?!\w)", re.IGNORECASE)) for extent, wordings in _WORDINGS.items()
)


def read_extents(text: str) -> Iterator[tuple[int, int, Extent]]:
    """The wordings of extent as (start, end, extent).

    Catches "một trong các điều kiện", "đầy đủ các điều kiện", "trừ trường hợp", "kể cả trường hợp". Does not catch "bao gồm:"
    before a list, nor "thanh trừ", "khấu trừ".
    """
    plain = same_tone_marks(text)
    for extent, matcher in _MATCHERS:
        for match in matcher.finditer(plain):
            yield match.start(), match.end(), extent


_CASE = re.compile(r"(?<!\w)(?<!trừ )(?<!cả )(?<!kể )(?:trường hợp|nếu|khi)(?!\w)", re.IGNORECASE)


def speaks_of_a_case(sentence: str) -> bool:
    """Whether a sentence speaks of a case and not of all: "nếu do lỗi của mình thì không được trả lương"."""
    return _CASE.search(sentence) is not None
