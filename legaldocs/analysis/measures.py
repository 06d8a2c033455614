"""Units of measure as legal texts write them, what each is counted in, and which convert into one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

#: What stands after the number -> (unit, factor to it). Longest wording wins.
UNITS: dict[str, tuple[str, float]] = {
    "đồng": ("VND", 1),
    "vnđ": ("VND", 1),
    "vnd": ("VND", 1),
    "đ": ("VND", 1),
    "usd": ("USD", 1),
    "đô la mỹ": ("USD", 1),
    "%": ("%", 1),
    "phần trăm": ("%", 1),
    "ngày làm việc": ("working_day", 1),
    "ngày": ("day", 1),
    "giờ làm việc": ("working_hour", 1),
    "giờ": ("hour", 1),
    "phút": ("minute", 1),
    "tuần": ("week", 1),
    "tháng": ("month", 1),
    "quý": ("quarter", 1),
    "năm": ("year", 1),
    "tuổi": ("age", 1),
    "m2": ("m2", 1),
    "m²": ("m2", 1),
    "mét vuông": ("m2", 1),
    "ha": ("ha", 1),
    "héc ta": ("ha", 1),
    "hecta": ("ha", 1),
    "héc-ta": ("ha", 1),
    "km2": ("km2", 1),
    "km²": ("km2", 1),
    "m3": ("m3", 1),
    "m³": ("m3", 1),
    "mét khối": ("m3", 1),
    "lít": ("m3", 0.001),
    "km": ("km", 1),
    "ki lô mét": ("km", 1),
    "ki-lô-mét": ("km", 1),
    "kilômét": ("km", 1),
    "m": ("m", 1),
    "mét": ("m", 1),
    "cm": ("m", 0.01),
    "mm": ("m", 0.001),
    "kg": ("kg", 1),
    "ki lô gam": ("kg", 1),
    "ki-lô-gam": ("kg", 1),
    "kilôgam": ("kg", 1),
    "tạ": ("kg", 100),
    "tấn": ("kg", 1000),
    "cv": ("CV", 1),
    "kw": ("kW", 1),
    "mw": ("kW", 1000),
    "kwh": ("kWh", 1),
    "kv": ("kV", 1),
    "kva": ("kVA", 1),
    "mva": ("kVA", 1000),
    "kb": ("MB", 1 / 1024),
    "mb": ("MB", 1),
    "gb": ("MB", 1024),
    "tb": ("MB", 1024 * 1024),
    "kbps": ("Mbps", 0.001),
    "mbps": ("Mbps", 1),
    "gbps": ("Mbps", 1000),
    "người": ("person", 1),
    "thành viên": ("person", 1),
    "đại biểu": ("person", 1),
    "học sinh": ("person", 1),
    "hộ gia đình": ("household", 1),
    "hộ": ("household", 1),
    "lần": ("times", 1),
    "bộ": ("set", 1),
    "bản": ("copy", 1),
}
FACTORS = {"chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}

#: Units that convert without asking the calendar: a day is twenty-four hours and a week seven days (BLDS 2015 Đ146 k1).
#: Days and working days do not convert, nor do months and days: they are counted differently (BLDS 2015 Đ146-148).
BASE: dict[str, tuple[str, float]] = {
    "year": ("month", 12),
    "quarter": ("month", 3),
    "week": ("minute", 7 * 24 * 60),
    "day": ("minute", 24 * 60),
    "hour": ("minute", 60),
    "km": ("m", 1000),
    "ha": ("m2", 10_000),
    "km2": ("m2", 1_000_000),
}
#: Units of which there is no part, so that "trên 5 người" is "từ 6 người trở lên".
WHOLE = frozenset({"person", "household", "set", "copy"})
#: "01 năm 06 tháng", "06 giờ 30 phút": the larger unit and the smaller one that may follow it.
COMPOUNDS = frozenset({("year", "month"), ("hour", "minute")})


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first. Common beginnings are said once: matching tries far fewer ways."""
    rest: dict[str, list[str]] = defaultdict(list)
    ends = False
    for word in words:
        if word:
            rest[word[0]].append(word[1:])
        else:
            ends = True
    ways = "|".join(re.escape(letter) + alternatives(tails) for letter, tails in rest.items())
    if not ways:
        return ""
    return f"(?:{ways})?" if ends else (ways if len(rest) == 1 else f"(?:{ways})")


def in_base(value: float, unit: str) -> tuple[float, str]:
    """The value and the unit that it is compared in: 2 year -> 24 month."""
    base, factor = BASE.get(unit, (unit, 1.0))
    return value * factor, base


_PER_WORDS = (
    "hộ gia đình|ngày làm việc|học sinh|sinh viên|giáo viên|thành viên|hồ sơ|cá nhân|tổ chức|đơn vị|tập thể|công trình|"
    "dự án|tác phẩm|bài viết|phương tiện|giấy phép|giấy chứng nhận|ngày đêm|héc-ta|mét vuông|mét khối"
)
_COUNTED = "người|hộ|hộ gia đình|tháng|năm|ngày|quý|tuần|con|cây|ha|héc-ta|m2|kg|tấn|suất|cháu|học sinh|buổi|lượt|hồ sơ"
#: What a quantity is counted by: "/người/tháng", " mỗi con", " một năm".
PER = re.compile(
    rf"(?: Việt Nam)?(?P<per>(?:\s?/\s?(?:\d{{1,4}} ?)?(?:(?:{_PER_WORDS})(?!\w)|[^\W\d_]+[23²³]?)){{1,3}}"
    rf"|\s(?:mỗi|một|trên mỗi|cho mỗi)\s(?:{_COUNTED})(?!\w))",
    re.IGNORECASE,
)
_SAME_COUNT = {
    "hộ gia đình": "hộ",
    "héc-ta": "ha",
    "mét vuông": "m2",
    "mét khối": "m3",
    "m²": "m2",
    "m³": "m3",
    "đ": "đồng",
}
_EACH = re.compile(r"^(?:trên mỗi|cho mỗi|mỗi|một) ")


def counted_by(wording: str) -> str:
    """ "người/tháng" of "/người/tháng", "con" of " mỗi con", one spelling for each."""
    spaced = " ".join(wording.lower().split())
    parts = [re.sub(r"^0?1 ", "", _EACH.sub("", part.strip())) for part in spaced.strip(" /").split("/")]
    return "/".join(_SAME_COUNT.get(part, part) for part in parts)
