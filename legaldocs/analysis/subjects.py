"""What a document is about, as its title tells: pairs of syllables, without the words that every title has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from legaldocs.parsing.normalize import same_tone_marks

Pair = tuple[str, str]

_WORD = re.compile(r"[^\W\d_]+")
#: How titles begin and end, whatever they are about.
_EVERY_TITLE = re.compile(
    r"(?<!\w)(?:sửa đổi,? bổ sung|thay thế|bãi bỏ|ban hành|quy định|hướng dẫn|chi tiết|thi hành|thực hiện|về việc|một số|"
    r"số điều|nội dung|biện pháp|quản lý|sử dụng|hoạt động|"
    r"chức năng|nhiệm vụ|quyền hạn|"
    r"cơ cấu tổ chức|trên địa bàn|tỉnh|thành phố|ủy ban nhân dân|"
    r"hội đồng nhân dân|quốc hội|chính phủ|thủ tướng|bộ trưởng|quyết định|nghị quyết|nghị định|thông tư|quy chế|luật|pháp lệnh|"
    r"kèm theo|ngày|tháng|năm|số|của|và|về|đối với|do|theo|các|những|tại|trong|cho|từ|đến|khóa|kỳ họp thứ)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The telling pairs of a title."""

    pairs: frozenset[Pair]

    def likeness(self, other: Subject) -> float:
        """The share of the shorter title's pairs that both have (0..1)."""
        fewest = min(len(self.pairs), len(other.pairs))
        return len(self.pairs & other.pairs) / fewest if fewest else 0.0


@lru_cache(maxsize=20_000)
def subject_of(title: str) -> Subject:
    """The subject that a title names; an empty one where it names none ("Sửa đổi, bổ sung một số điều")."""
    phrases = _EVERY_TITLE.sub("|", same_tone_marks(title.lower())).split("|")
    return Subject(frozenset(pair for phrase in phrases for pair in pairs_in(words_in(phrase))))


def words_in(text: str) -> list[str]:
    """The words of a text, without numbers, as subjects are made of them."""
    return _WORD.findall(same_tone_marks(text.lower()))


def pairs_in(words: Iterable[str]) -> list[Pair]:
    """Neighbouring words, two by two."""
    return list(pairwise(words))
