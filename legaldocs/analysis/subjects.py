"""What a document is about and whom it is for, as its title tells: without the words that every title has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from legaldocs.analysis.addressees import read_groups
from legaldocs.parsing.bodies import CENTRAL_CITIES, PROVINCES
from legaldocs.parsing.normalize import fold, same_tone_marks
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.vocabulary import ProvisionKind

Pair = tuple[str, str]

_WORD = re.compile(r"[^\W\d_]+")
#: Where a document applies is no part of its matter: "của Sở Y tế tỉnh Quảng Ninh".
_PLACES = "|".join(same_tone_marks(name.lower()) for name in (*PROVINCES, *CENTRAL_CITIES))
_PLACE = re.compile(rf"(?<!\w)(?:tỉnh|thành phố|tp\.?) (?:{_PLACES})(?!\w)")
#: What lays down the duties of an office is about that office alone, however alike all such texts are.
_STATUTE = re.compile(r"(?<!\w)chức năng,? nhiệm vụ(?!\w)")
_OFFICE = re.compile(
    r"(?<!\w)(?:sở|(?<!văn )phòng|cơ quan|chuyên môn|trực thuộc|thuộc|cấp|huyện|xã|phường|quận|thị xã|trung tâm|chi cục|bộ máy|"
    r"trung ương|địa phương)(?!\w)"
)
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
    """The telling pairs of a title, the groups of people and businesses that it names, and the `office` whose statute it is."""

    pairs: frozenset[Pair]
    groups: frozenset[str] = frozenset()
    office: frozenset[Pair] = frozenset()

    def likeness(self, other: Subject) -> float:
        """The share of the shorter title's pairs that both have (0..1)."""
        fewest = min(len(self.pairs), len(other.pairs))
        return len(self.pairs & other.pairs) / fewest if fewest else 0.0

    def is_for_others(self, other: Subject) -> bool:
        """Whether both name whom they are for, and nobody is named by both: two offices, or officials and businesses."""
        if self.office and other.office:
            return not self.office & other.office
        return bool(self.groups and other.groups) and not self.groups & other.groups


@lru_cache(maxsize=20_000)
def subject_of(title: str) -> Subject:
    """The subject that a title names; an empty one where it names none ("Sửa đổi, bổ sung một số điều")."""
    plain = _PLACE.sub("|", same_tone_marks(title.lower()))
    phrases = _EVERY_TITLE.sub("|", plain)
    office = _pairs(_OFFICE.sub("|", phrases)) if _STATUTE.search(plain) else frozenset()
    return Subject(_pairs(phrases), frozenset(read_groups(plain)), office)


def subject_of_draft(reading: Reading) -> Subject:
    """The subject that a draft's title names; without a title, that of the article which says what it regulates.

    "Nghị định này quy định về X", or, of the statute of an office, "Sở X là cơ quan chuyên môn ...".
    """
    return subject_of(reading.header.title or _scope(reading))


_SCOPE = re.compile(r"pham vi (?:dieu chinh|ap dung)|doi tuong va pham vi")
_DUTIES = re.compile(r"vi tri,?(?: va)? chuc nang")
_SAYS = re.compile(r"này (?:quy định|hướng dẫn|điều chỉnh)(?: chi tiết)?(?: và hướng dẫn (?:thi hành|thực hiện))?:?\s*")
_LONGEST_SCOPE = 400


def _scope(reading: Reading) -> str:
    """The wording of what a text regulates, "" where no article says it."""
    for place, article in enumerate(reading.provisions):
        heading = fold(article.heading)
        if article.kind is not ProvisionKind.ARTICLE or not (_SCOPE.search(heading) or _DUTIES.search(heading)):
            continue
        parts = [p.text for p in reading.provisions[place:] if f"{p.path}/".startswith(f"{article.path}/")]
        text = "\n".join(filter(None, parts))
        if _DUTIES.search(heading):
            return f"chức năng, nhiệm vụ của {text.partition(' là ')[0]}"
        said = _SAYS.search(text)
        return text[said.end() :][:_LONGEST_SCOPE] if said else ""
    return ""


def _pairs(phrases: str) -> frozenset[Pair]:
    return frozenset(pair for phrase in phrases.split("|") for pair in pairs_in(words_in(phrase)))


def words_in(text: str) -> list[str]:
    """The words of a text, without numbers, as subjects are made of them."""
    return _WORD.findall(same_tone_marks(text.lower()))


def pairs_in(words: Iterable[str]) -> list[Pair]:
    """Neighbouring words, two by two."""
    return list(pairwise(words))
