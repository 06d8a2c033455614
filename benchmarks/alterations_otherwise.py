"""A second set of alterations of real provisions, by other rules than the first, to see how far the first tells the truth.

What `benchmarks.alterations` changes digit by digit and word by word is changed here as drafters change it: numbers in words,
in another unit or as a range, offices by their capital letter, roles swapped, exceptions turned round, cells of tables. How
the rest is reworded stands in `benchmarks.rewordings`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.alterations import Altered

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def in_words(value: int) -> str:
    """A number below a hundred as people write it."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _ONES[ones]
    last = {0: "", 1: " mốt" if tens > 1 else " một", 5: " lăm"}.get(ones, f" {_ONES[ones]}")
    return ("mười" if tens == 1 else f"{_ONES[tens]} mươi") + last


_PERIOD = re.compile(r"(?<![\d/.,(])(?P<n>\d{1,2}) (?P<unit>ngày làm việc|ngày|tháng|giờ)(?! \d)(?!\w)")
_SHARE = re.compile(r"(?<![\d.,])(?P<n>\d{1,2})\s?%")
_SUM = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:\.\d{3})+) ?đồng")
_DAY = re.compile(r"(?<!\w)ngày (?P<d>\d{1,2})(?:/| tháng )(?P<m>\d{1,2})(?:/| năm )(?P<y>20\d\d)(?!\d)")
_OF_A_DOCUMENT = re.compile(r"(?i)(?:số [\w./-]+|luật|pháp lệnh|nghị|quyết|thông tư)[^;.\n]{0,80}$")


def _put(text: str, match: re.Match[str], kind: str, new: str) -> Altered:
    return Altered(text[: match.start()] + new + text[match.end() :], kind, match.group(), new)


def _one_of(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def alter_in_words(text: str, chance: random.Random) -> Altered | None:
    """05 ngày -> tám ngày."""
    match = _one_of(_PERIOD, text, chance)
    if match is None or not 0 < int(match["n"]) < 90:
        return None
    return _put(
        text, match, "number in words", f"{in_words(int(match['n']) + chance.choice([1, 3, 10]))} {match['unit']}"
    )


def alter_share(text: str, chance: random.Random) -> Altered | None:
    """30% -> bốn mươi phần trăm, 40 phần trăm, 0,4 lần."""
    match = _one_of(_SHARE, text, chance)
    if match is None or not 5 <= int(match["n"]) <= 80:
        return None
    other = int(match["n"]) + chance.choice([5, 10])
    return _put(
        text, match, "share", chance.choice([f"{in_words(other)} phần trăm", f"{other} phần trăm", f"{other},5%"])
    )


def alter_sum(text: str, chance: random.Random) -> Altered | None:
    """500.000 đồng -> 0,8 triệu đồng, 800 nghìn đồng."""
    match = _one_of(_SUM, text, chance)
    if match is None:
        return None
    thousands = int(match["n"].replace(".", "")) * chance.choice([2, 3]) // 1000
    if not thousands:
        return None
    millions = f"{thousands / 1000:g}".replace(".", ",")
    return _put(
        text,
        match,
        "sum",
        chance.choice([f"{millions} triệu đồng", f"{thousands} nghìn đồng", f"{thousands} ngàn đồng"]),
    )


def alter_into_range(text: str, chance: random.Random) -> Altered | None:
    """10 ngày -> từ 10 đến 20 ngày."""
    found = [
        m
        for m in _PERIOD.finditer(text)
        if not re.search(r"(?:quá|từ|đến|nhất|trên|dưới|hơn|thiểu|đa) $", text[: m.start()])
    ]
    if not found:
        return None
    match = chance.choice(found)
    return _put(text, match, "range", f"từ {match['n']} đến {int(match['n']) * 2:02} {match['unit']}")


def alter_day(text: str, chance: random.Random) -> Altered | None:
    """ngày 31/12/2025 -> ngày 30 tháng 6 năm 2026 in the other writing."""
    found = [m for m in _DAY.finditer(text) if not _OF_A_DOCUMENT.search(text[: m.start()])]
    if not found:
        return None
    match = chance.choice(found)
    day, month, year = chance.choice([15, 28, 30]), chance.choice([4, 6, 9]), int(match["y"]) + chance.choice([0, 1])
    new = f"ngày {day:02}/{month:02}/{year}" if "tháng" in match.group() else f"ngày {day} tháng {month} năm {year}"
    return _put(text, match, "day", new) if (day, month) != (int(match["d"]), int(match["m"])) else None


_OFFICE_NAMED = re.compile(
    r"(?<!\w)(?:Sở|Bộ|Cục|Chi cục|Tổng cục|Phòng) [A-ZĐ][^\W\d_]+(?: [^\W\d_]+)?"
    r"(?= (?:có|chủ trì|phải|thực hiện|tổ chức|quyết|ban))"
)
_OFFICES = ("Sở Ngoại vụ", "Bộ Quốc phòng", "Chi cục Thủy lợi", "Cục Thống kê", "Phòng Văn hóa", "Thanh tra tỉnh")
_ROLES = (
    ("Thủ trưởng", "Phó Thủ trưởng"),
    ("chủ cơ sở", "chủ hàng"),
    ("người đứng đầu", "cấp phó của người đứng đầu"),
    ("bên nhận", "bên giao"),
    ("người sử dụng", "người quản lý"),
    ("nhà sản xuất", "nhà nhập khẩu"),
    ("Hội đồng thẩm định", "Tổ thẩm định"),
    ("cơ quan thẩm định", "cơ quan thẩm tra"),
    ("tổ chức tín dụng", "quỹ tín dụng"),
    ("trường trung học", "trường tiểu học"),
    ("người bị hại", "người làm chứng"),
    ("thương nhân", "hộ kinh doanh"),
    ("người thuê", "người cho thuê"),
)


def alter_office(text: str, chance: random.Random) -> Altered | None:
    """An office, by its capital letter, or a role of a person or firm."""
    match = _one_of(_OFFICE_NAMED, text, chance)
    if match is not None:
        new = chance.choice([office for office in _OFFICES if office not in text] or [""])
        return _put(text, match, "office", new) if new else None
    fitting = [(old, new) for old, new in _ROLES if re.search(rf"(?<!\w){old}(?!\w)", text) and new not in text]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return Altered(re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=1), "office", old, new)


_GIVES = re.compile(
    r"(?<!\w)(?P<a>Ủy ban nhân dân cấp (?:xã|huyện)|Sở [A-ZĐ]\w+ \w+|Chủ đầu tư|Nhà thầu|Doanh nghiệp|Người lao động)"
    r"(?P<does> (?:trình|báo cáo|gửi|thông báo cho|đề nghị) )"
    r"(?P<b>Ủy ban nhân dân (?:cấp )?tỉnh|Bộ [A-ZĐ]\w+ \w+|chủ đầu tư|nhà thầu|người lao động|Hội đồng nhân dân)"
)


def alter_roles(text: str, chance: random.Random) -> Altered | None:
    """A trình B -> B trình A."""
    match = _one_of(_GIVES, text, chance)
    if match is None:
        return None
    return _put(text, match, "roles", f"{match['b']}{match['does']}{match['a']}")


_TURNS = (
    ("thì được", "thì không được"),
    ("sẽ được", "sẽ không được"),
    ("trừ trường hợp", "kể cả trường hợp"),
    ("kể cả", "không kể"),
    ("có hoàn lại", "không hoàn lại"),
    ("bao gồm cả", "không bao gồm"),
    ("phải có", "không cần có"),
    ("được xem xét", "không được xem xét"),
    ("được tính", "không được tính"),
    ("được hỗ trợ", "không được hỗ trợ"),
    ("cho phép", "không cho phép"),
    ("bắt buộc phải", "không nhất thiết phải"),
    ("có trách nhiệm", "được quyền"),
    ("nghiêm cấm", "khuyến khích"),
    ("có quyền", "không được"),
    ("được", "không được"),
    ("phải", "được quyền"),
    ("phải", "nên"),
)


def alter_turn(text: str, chance: random.Random) -> Altered | None:
    """An exception, a permission or a duty turned round."""
    fitting = [(old, new) for old, new in _TURNS[:-3] if re.search(rf"(?<!\w){old}(?!\w)", text) and new not in text]
    if not fitting:
        fitting = [
            (old, new) for old, new in _TURNS[-2:] if re.search(rf"(?<!\w){old} (?!là)", text) and new not in text
        ]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return Altered(re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=1), "turn", old, new)


_COMPARES = (
    (re.compile(r"(?<!\w)từ (?P<n>\d[\d.,]*) (?P<u>[^\W\d]+) trở lên"), "dưới {n} {u}"),
    (re.compile(r"(?<!\w)trên (?P<n>\d[\d.,]*) (?P<u>[^\W\d]+)"), "dưới {n} {u}"),
    (re.compile(r"(?<!\w)dưới (?P<n>\d[\d.,]*) (?P<u>[^\W\d]+)"), "từ {n} {u} trở lên"),
    (re.compile(r"(?<!\w)(?:không quá|tối đa) (?P<n>\d[\d.,]*) (?P<u>[^\W\d]+)"), "không dưới {n} {u}"),
    (re.compile(r"(?<!\w)(?:ít nhất|tối thiểu) (?P<n>\d[\d.,]*) (?P<u>[^\W\d]+)"), "nhiều nhất {n} {u}"),
    (re.compile(r"(?<!\w)lớn hơn (?P<n>\d[\d.,]*) (?P<u>[^\W\d]+)"), "nhỏ hơn {n} {u}"),
)


def alter_comparison(text: str, chance: random.Random) -> Altered | None:
    """Another comparator on the same number."""
    found = [(m, new) for pattern, new in _COMPARES for m in pattern.finditer(text)]
    if not found:
        return None
    match, new = chance.choice(found)
    return _put(text, match, "comparison", new.format(**match.groupdict()))


_ALL_OR_ONE = (
    ("một trong các", "tất cả các"),
    ("đồng thời các", "một trong các"),
    ("đầy đủ các", "một trong các"),
    ("đủ các điều kiện", "một trong các điều kiện"),
    ("tất cả các", "một trong các"),
)


def alter_list(text: str, chance: random.Random) -> Altered | None:
    """One of a list against all of it."""
    fitting = [(old, new) for old, new in _ALL_OR_ONE if re.search(rf"(?<!\w){old}(?!\w)", text) and new not in text]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return Altered(re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=1), "list", old, new)


_CELL = re.compile(r"(?<=\| )(?P<n>\d{1,3}(?:\.\d{3})*)(?= \||$|\n)", re.MULTILINE)


def alter_cell(text: str, chance: random.Random) -> Altered | None:
    """Another figure in a cell of a table."""
    found = [
        m
        for m in _CELL.finditer(text)
        if text.count("|") >= 6 and text[text.rfind("\n", 0, m.start()) + 1 :].count("|") >= 1
    ]
    if not found:
        return None
    match = chance.choice(found)
    value = int(match["n"].replace(".", "")) * 2 + 1
    return _put(text, match, "cell", f"{value:,}".replace(",", ".") if "." in match["n"] else str(value))


ALTERATIONS: dict[str, Callable[[str, random.Random], Altered | None]] = {
    "number in words": alter_in_words,
    "share": alter_share,
    "sum": alter_sum,
    "range": alter_into_range,
    "day": alter_day,
    "office": alter_office,
    "roles": alter_roles,
    "turn": alter_turn,
    "comparison": alter_comparison,
    "list": alter_list,
    "cell": alter_cell,
}
TYPES = {
    "number in words": "NUMBER",
    "share": "NUMBER",
    "sum": "NUMBER",
    "range": "NUMBER",
    "day": "DATE",
    "office": "SUBJECT",
    "roles": "SUBJECT",
    "turn": "MODALITY",
    "comparison": "NUMBER",
    "list": "MODALITY",
    "cell": "NUMBER",
}
