"""Words of one family that exclude one another: where, of which kind, how often and which way a rule applies.

"Khu vực đô thị" is not "khu vực nông thôn", "tăng" is not "giảm", "hằng quý" is not "hằng tháng". Who acts: see `addressees`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from legaldocs.analysis.measures import alternatives
from legaldocs.parsing.normalize import same_tone_marks


class Choice(NamedTuple):
    """One word of a family, in the spelling that stands for all spellings of it."""

    family: str
    word: str


#: Families by what their words are: where and of which kind something is. Spellings of one word are joined by "=".
_WHERE_AND_WHAT = (
    "cấp trung ương|cấp tỉnh|cấp huyện|cấp xã|cấp thôn",
    "địa bàn cả nước|địa bàn tỉnh|địa bàn huyện|địa bàn xã|địa bàn thôn",
    "đô thị=thành thị|nông thôn",
    "nội thành=nội thị=nội đô|ngoại thành=ngoại thị",
    "miền núi|đồng bằng|trung du|ven biển|hải đảo|biên giới",
    "trong nước|nước ngoài=ngoài nước",
    "khu công nghiệp|khu chế xuất|khu kinh tế|khu công nghệ cao|cụm công nghiệp|khu dân cư|khu du lịch",
    "đường bộ|đường sắt|đường thủy nội địa|đường biển|đường hàng không",
    "đất ở|đất nông nghiệp|đất phi nông nghiệp|đất trồng lúa|đất lâm nghiệp|đất trồng cây lâu năm|đất trồng cây hằng năm|"
    "đất nuôi trồng thủy sản|đất thương mại, dịch vụ|đất nghĩa trang|đất quốc phòng|đất an ninh",
    "rừng đặc dụng|rừng phòng hộ|rừng sản xuất",
    "xe ô tô|xe mô tô|xe gắn máy|xe máy chuyên dùng|xe đạp|tàu biển|tàu cá|tàu bay|phương tiện thủy nội địa",
    "mầm non|tiểu học|trung học cơ sở|trung học phổ thông|trung cấp|cao đẳng",
    "cử nhân|thạc sĩ|tiến sĩ",
    "ngoài công lập|công lập|tư thục|dân lập",
    "bản chính|bản sao|bản điện tử",
)
#: Which way, and by what means.
_WHICH_WAY = (
    "tăng|giảm",
    "cao hơn=lớn hơn=nhiều hơn|thấp hơn=nhỏ hơn=ít hơn",
    "cao nhất=lớn nhất=nhiều nhất=tối đa|thấp nhất=nhỏ nhất=ít nhất=tối thiểu",
    "trở lên|trở xuống",
    "chậm nhất=muộn nhất|sớm nhất",
    "nhập khẩu|xuất khẩu|tái xuất|tạm nhập",
    "đầu vào|đầu ra",
    "bắt buộc|tự nguyện",
    "trực tiếp|gián tiếp",
    "công khai|bí mật",
    "một phần|toàn bộ",
    "tạm thời|vĩnh viễn",
    "có thời hạn|không thời hạn|vô thời hạn",
    "có điều kiện|vô điều kiện|không điều kiện",
)
_HOW_OFTEN = (
    "hằng ngày=hàng ngày|hằng tuần=hàng tuần|hằng tháng=hàng tháng=mỗi tháng|hằng quý=hàng quý=mỗi quý|"
    "hằng năm=hàng năm=mỗi năm",
    "thường xuyên|định kỳ|đột xuất",
)


def _words_of(families: tuple[str, ...]) -> dict[str, Choice]:
    found: dict[str, Choice] = {}
    for family in families:
        for spellings in family.split("|"):
            first, *others = spellings.split("=")
            found |= {spelling: Choice(family, first) for spelling in (first, *others)}
    return found


_PLACES, _WAYS, _TIMES = map(_words_of, (_WHERE_AND_WHAT, _WHICH_WAY, _HOW_OFTEN))
_MATCHERS = {
    id(words): re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)", re.IGNORECASE)
    for words in (_PLACES, _WAYS, _TIMES)
}
#: Where the words are a part of another: "tăng cường", "giảm nghèo", "Việt Nam", "phụ nữ", "bảo hiểm bắt buộc".
_NOT_BEFORE = re.compile(
    r"\s(?:cường|trưởng|nghèo|nhẹ|sút|bớt|dần|đốc|sát|thiểu|định|cấp|hội|giới(?! hạn)|sinh|tính)(?!\w)"
)
_NOT_AFTER = re.compile(r"(?:gia|xã hội|y tế)\s$")
#: A bound on a number is compared with the number.
_ON_A_NUMBER = re.compile(r"(?:\s(?:là|bằng|sau|trước|mức))?\s(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)")
_AFTER_A_NUMBER = re.compile(r"\d[^,;.]{0,25}$")


def read_places(text: str) -> Iterator[tuple[int, int, Choice]]:
    """Where and of which kind: "cấp huyện", "khu vực nông thôn", "rừng phòng hộ", as (start, end, what)."""
    return _read(text, _PLACES)


def read_ways(text: str) -> Iterator[tuple[int, int, Choice]]:
    """Which way: "tăng", "thấp hơn", "xuất khẩu". Does not catch "tăng cường", "giảm nghèo", "bảo hiểm xã hội bắt buộc"."""
    return _read(text, _WAYS)


def read_times(text: str) -> Iterator[tuple[int, int, Choice]]:
    """How often: "hằng quý", "đột xuất"."""
    return _read(text, _TIMES)


def _read(text: str, words: dict[str, Choice]) -> Iterator[tuple[int, int, Choice]]:
    plain = same_tone_marks(text.lower())
    if len(plain) != len(text):
        return
    for match in _MATCHERS[id(words)].finditer(plain):
        before = plain[max(0, match.start() - 30) : match.start()]
        if _NOT_BEFORE.match(plain, match.end()) or _NOT_AFTER.search(before):
            continue
        if words is _WAYS and (_ON_A_NUMBER.match(plain, match.end()) or _bounds_a_number(match.group(), before)):
            continue
        yield match.start(), match.end(), words[match.group()]


def _bounds_a_number(word: str, before: str) -> bool:
    return word.startswith("trở") and _AFTER_A_NUMBER.search(before) is not None
