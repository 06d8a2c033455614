"""Alterations of real provisions, by rules of their own: one change in law, or none, and the rest in other words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Altered:
    """A provision after one change; `old` and `new` are the words of it, "" for a change of wording alone."""

    text: str
    kind: str
    old: str = ""
    new: str = ""


_DURATION = re.compile(r"(?<![\d/.,])(\d{1,2}) (ngày làm việc|ngày|tháng)(?! \d)(?!\w)")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2})\s?%")
_MONEY = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+) đồng")
_DATE = re.compile(r"(?<!\w)ngày (\d{1,2})(/| tháng )(\d{1,2})(/| năm )(20\d\d)(?!\d)")
_CITES = re.compile(r"(?:số [\w./-]+|[A-ZĐ-]{2,}),?\s*$")
_MODALS = (
    ("không được", "được"),
    ("có trách nhiệm", "không có trách nhiệm"),
    ("phải", "không phải"),
    ("phải", "có thể"),
    ("có thể", "phải"),
    ("có quyền", "không có quyền"),
    ("được phép", "không được phép"),
    ("nghiêm cấm", "được phép"),
)
#: Further turns of the same kind: what a rule does to people is said in many ways.
_OTHER_MODALS = (
    ("không phải", "phải"),
    ("phải", "được"),
    ("phải", "được phép"),
    ("phải", "không được"),
    ("có thể", "không được"),
    ("không được", "phải"),
    ("có trách nhiệm", "có quyền"),
    ("có quyền", "có nghĩa vụ"),
    ("bắt buộc", "không bắt buộc"),
    ("được quyền", "không được quyền"),
    ("được phép", "bị cấm"),
    ("được miễn", "không được miễn"),
    ("được hưởng", "không được hưởng"),
    ("chỉ được", "được"),
    ("nghiêm cấm", "cho phép"),
    ("không có quyền", "có quyền"),
)
_NEGATED = (
    "áp dụng|thu|hỗ trợ|cấp(?= giấy| thẻ| kinh phí| phép| chứng)|thanh toán|công nhận|xem xét|bao gồm|tính|hoàn trả|"
    "giải quyết|tiếp nhận|thực hiện"
)
_BOUNDS = (
    ("tối thiểu", "tối đa"),
    ("tối đa", "tối thiểu"),
    ("không quá", "ít nhất"),
    ("ít nhất", "không quá"),
    ("không dưới", "không quá"),
    ("không vượt quá", "không dưới"),
    ("trở lên", "trở xuống"),
    ("chậm nhất", "sớm nhất"),
)
_ORDER = (
    ("trước khi", "sau khi"),
    ("sau khi", "trước khi"),
    ("trước ngày", "sau ngày"),
    ("sau ngày", "trước ngày"),
)
_OTHER_ADDRESSEES = (
    ("người sử dụng lao động", "người lao động"),
    ("Chủ tịch Ủy ban nhân dân", "Ủy ban nhân dân"),
    ("Hội đồng nhân dân", "Ủy ban nhân dân"),
    ("Thứ trưởng", "Bộ trưởng"),
    ("Thủ tướng Chính phủ", "Bộ trưởng Bộ Tài chính"),
    ("Chính phủ", "Bộ Tài chính"),
    ("chủ đầu tư", "nhà thầu"),
    ("nhà thầu", "chủ đầu tư"),
    ("bên mua", "bên bán"),
    ("cơ quan chủ trì", "cơ quan phối hợp"),
    ("người nộp thuế", "cơ quan thuế"),
    ("cơ quan đăng ký kinh doanh", "cơ quan thuế"),
    ("Tòa án", "Viện kiểm sát"),
    ("Cá nhân", "Doanh nghiệp"),
    ("giáo viên", "học sinh"),
    ("người khuyết tật", "người cao tuổi"),
    ("Giám đốc Sở", "Chủ tịch Ủy ban nhân dân"),
    ("Sở Nội vụ", "Sở Tư pháp"),
    ("Sở Y tế", "Sở Giáo dục và Đào tạo"),
    ("Ngân hàng Nhà nước", "Bộ Tài chính"),
    ("hộ kinh doanh", "doanh nghiệp"),
    ("cán bộ", "viên chức"),
)
_ADDRESSEES = (
    ("Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã"),
    ("Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp xã"),
    ("Ủy ban nhân dân cấp xã", "Ủy ban nhân dân cấp tỉnh"),
    ("Sở Tài chính", "Sở Nội vụ"),
    ("Sở Xây dựng", "Sở Công Thương"),
    ("Bộ Tài chính", "Bộ Công Thương"),
    ("hộ nghèo", "hộ cận nghèo"),
    ("học sinh", "sinh viên"),
    ("doanh nghiệp", "hợp tác xã"),
    ("hộ gia đình", "doanh nghiệp"),
)
_SYNONYMS = (
    ("thực hiện", "tiến hành"),
    ("bảo đảm", "đảm bảo"),
    ("theo quy định", "đúng quy định"),
    ("bao gồm", "gồm"),
    ("đối với", "với"),
    ("nhằm", "để"),
    ("sử dụng", "dùng"),
    ("xem xét", "nghiên cứu"),
    ("thông báo", "báo"),
    ("hỗ trợ", "trợ giúp"),
    ("nêu tại", "quy định tại"),
    ("liên quan", "có liên quan"),
    ("trường hợp", "khi"),
    ("kịp thời", "nhanh chóng"),
    ("Ủy ban nhân dân", "UBND"),
    ("hoặc", "hay"),
    ("và", "cùng"),
)
_EQUIVALENTS = (
    (re.compile(r"(?<![\d.,])1\.000\.000 đồng"), "một triệu đồng"),
    (re.compile(r"(?<![\d.,])12 tháng(?! \d)"), "01 năm"),
    (re.compile(r"(?<![\d.,])0?5 ngày"), "năm (05) ngày"),
    (re.compile(r"(?<![\d.,])15 ngày"), "mười lăm ngày"),
    (re.compile(r"(?<![\d.,])30 ngày"), "ba mươi ngày"),
    (re.compile(r"không quá"), "tối đa"),
    (re.compile(r"(?<![\d.,/])0(\d) (?=ngày|tháng|năm)"), r"\1 "),
)


_FURTHER_SYNONYMS = (
    ("quy định tại", "nêu tại"),
    ("căn cứ", "dựa vào"),
    ("ban hành", "ra"),
    ("hướng dẫn", "chỉ dẫn"),
    ("tổ chức thực hiện", "triển khai"),
    ("kiểm tra", "rà soát"),
    ("báo cáo", "gửi báo cáo"),
    ("đề nghị", "yêu cầu"),
    ("phù hợp với", "theo đúng"),
    ("bằng văn bản", "dưới hình thức văn bản"),
    ("đầy đủ", "đủ"),
    ("cần thiết", "cần"),
    ("quyết định", "định đoạt"),
    ("các", "những"),
    ("được thực hiện", "tiến hành"),
    ("kể từ ngày", "tính từ ngày"),
    ("theo quy định của pháp luật", "theo pháp luật"),
    ("phối hợp với", "cùng với"),
    ("trên địa bàn", "trong phạm vi"),
    ("thông qua", "qua"),
)


def around(altered: Altered, reword: Callable[[str, random.Random], str], chance: random.Random) -> str:
    """The altered text reworded, the changed words left as they are."""
    if not altered.new:
        return reword(altered.text, chance)
    mark = "\ue000"
    return reword(altered.text.replace(altered.new, mark), chance).replace(mark, altered.new)


def heavily_reworded(text: str, chance: random.Random) -> str:
    """The text in more other words, with words put in and left out and what stands in brackets gone; what it says stays."""
    text = reworded(text, chance, 0.8)
    for old, new in _FURTHER_SYNONYMS:
        if chance.random() < 0.7:
            text = re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=3)
    if chance.random() < 0.5:
        text = re.sub(r"(?<!\w)(?:nêu trên|nói trên|có liên quan|sau đây|cụ thể)(?!\w) ?", "", text)
    if chance.random() < 0.5:
        text = "Trên cơ sở yêu cầu quản lý, " + text[0].lower() + text[1:]
    if chance.random() < 0.3:
        text = text.rstrip(" .;") + " theo đúng mục đích đã nêu."
    return text


def reworded(text: str, chance: random.Random, share: float = 0.6) -> str:
    """The text with some turns of phrase put in other words; what it says stays."""
    for old, new in _SYNONYMS:
        if chance.random() < share:
            text = re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=2)
    return text


def alter_number(text: str, chance: random.Random) -> Altered | None:
    matches = [*_DURATION.finditer(text), *_PERCENT.finditer(text), *_MONEY.finditer(text)]
    if not matches:
        return None
    match = chance.choice(matches)
    old = match.group(1)
    value = int(old.replace(".", ""))
    new_value = value + chance.choice([1, 2, 5, 10]) if value < 1000 else value * chance.choice([2, 3])
    new = f"{new_value:,}".replace(",", ".") if "." in old else f"{new_value:02}"
    return Altered(text[: match.start(1)] + new + text[match.end(1) :], "number", old, new)


def alter_unit(text: str, chance: random.Random) -> Altered | None:
    matches = list(_DURATION.finditer(text))
    if not matches:
        return None
    match = chance.choice(matches)
    new = {"ngày làm việc": "ngày", "ngày": "ngày làm việc", "tháng": "năm"}[match.group(2)]
    return Altered(text[: match.start(2)] + new + text[match.end(2) :], "unit", match.group(2), new)


def alter_date(text: str, chance: random.Random) -> Altered | None:
    matches = [m for m in _DATE.finditer(text) if not _CITES.search(text[max(0, m.start() - 40) : m.start()])]
    matches = [
        m for m in matches if not re.search(r"(?i)luật|pháp lệnh|nghị|quyết", text[max(0, m.start() - 60) : m.start()])
    ]
    if not matches:
        return None
    match = chance.choice(matches)
    new = f"{int(match.group(5)) + chance.choice([1, 2])}"
    return Altered(text[: match.start(5)] + new + text[match.end(5) :], "date", match.group(5), new)


#: Who issued a document that a rule cites is nobody whom the rule speaks to; "Thủ tướng Bộ Tài chính" is nobody at all.
_ISSUED_BY = re.compile(
    r"(?:(?:\d{1,4}/[A-ZĐ0-9&./-]+|(?:[/-]|năm )(?:19|20)\d\d),? của (?:Bộ trưởng )?|Thủ tướng |Văn phòng |Thanh tra )$"
)


def _swap(text: str, pairs: tuple[tuple[str, str], ...], kind: str, chance: random.Random) -> Altered | None:
    fitting = [(old, new) for old, new in pairs if re.search(rf"(?<!\w){old}(?!\w)", text)]
    fitting = [(old, new) for old, new in fitting if not re.search(rf"(?<!\w){new}(?!\w)", text)]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    if old in ("phải", "có thể") and re.search(rf"(?:không|hay|có) {old}|{old} (?:là|chăng)", text):
        return None
    places = re.finditer(rf"(?<!\w){old}(?!\w)", text)
    place = next((m for m in places if not _ISSUED_BY.search(text, max(0, m.start() - 50), m.start())), None)
    return Altered(text[: place.start()] + new + text[place.end() :], kind, old, new) if place else None


def alter_modal(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _MODALS, "modal", chance)


def alter_addressee(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _ADDRESSEES, "addressee", chance)


def alter_wording(text: str, chance: random.Random) -> Altered | None:
    for pattern, new in _EQUIVALENTS:
        text = pattern.sub(new, text)
    return Altered(text, "wording")


def alter_other_modal(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _OTHER_MODALS, "other modal", chance)


def alter_negation(text: str, chance: random.Random) -> Altered | None:
    """ "không" put before a verb, or taken from it."""
    matches = list(re.finditer(rf"(?<!\w)(không )?({_NEGATED})(?!\w)", text))
    matches = [m for m in matches if re.search(r"[,;]\s|^|(?:thì|sẽ)\s$", text[: m.start()]) and m.start() > 20]
    before = re.compile(r"(?:việc|để|khi|đã|được|phải|có|tổ chức|và|hoặc|nhằm|mức|triển khai|quá trình|người)\s$")
    matches = [m for m in matches if not before.search(text[max(0, m.start() - 12) : m.start()])]
    matches = [
        m
        for m in matches
        if re.search(
            r"(?:nhà nước|nhân dân|thì|,|cơ quan|đơn vị|tỉnh|này)\s$", text[max(0, m.start() - 12) : m.start()]
        )
    ]
    if not matches:
        return None
    match = chance.choice(matches)
    old, new = match.group(), match.group(2) if match.group(1) else f"không {match.group(2)}"
    return Altered(text[: match.start()] + new + text[match.end() :], "negation", old, new)


_WITH_NUMBER = r"(?: là| bằng)? (?:\d|(?:một|hai|ba|năm|mười) )"


def alter_bound(text: str, chance: random.Random) -> Altered | None:
    """Another bound on the same number."""
    found = []
    for old, new in _BOUNDS:
        pattern = (
            rf"(?<=\d)([^,;.\d]{{1,20}}) {old}(?!\w)" if old.startswith("trở") else rf"(?<!\w){old}(?={_WITH_NUMBER})"
        )
        found += [(m, old, new) for m in re.finditer(pattern, text)]
    if not found:
        return None
    match, old, new = chance.choice(found)
    return Altered(text[: match.start()] + match.group().replace(old, new) + text[match.end() :], "bound", old, new)


def alter_order(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _ORDER, "order", chance)


def alter_other_addressee(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _OTHER_ADDRESSEES, "other addressee", chance)


_WIDER_UNITS = (
    (re.compile(r"(?<=\d )giờ(?! làm việc| \d)(?!\w)"), "ngày"),
    (re.compile(r"(?<=\d )tháng(?! \d)(?!\w)"), "ngày"),
    (re.compile(r"(?<![/.]\d{2}\s)(?<=\d )năm(?! \d)(?!\w)"), "tháng"),
    (re.compile(r"(?<=\d )triệu(?!\w)"), "tỷ"),
    (re.compile(r"(?<=\d )tỷ(?!\w)"), "triệu"),
    (re.compile(r"(?<=\d)%"), " triệu đồng"),
    (re.compile(r"(?<=đồng/)người(?!\w)"), "hộ"),
    (re.compile(r"(?<=/)tháng(?!\w)"), "năm"),
    (re.compile(r"(?<=\d )ha(?!\w)"), "m2"),
    (re.compile(r"(?<=\d )km(?!\w)"), "m"),
    (re.compile(r"(?<=\d )ngày làm việc(?!\w)"), "giờ làm việc"),
)


def alter_other_unit(text: str, chance: random.Random) -> Altered | None:
    fitting = [(m, new) for pattern, new in _WIDER_UNITS for m in pattern.finditer(text)]
    if not fitting:
        return None
    match, new = chance.choice(fitting)
    return Altered(text[: match.start()] + new + text[match.end() :], "other unit", match.group(), new.strip())


_RANGE = re.compile(
    r"từ (\d[\d.,]*)( [^\d,;.()]{0,20})?(?: ?)(đến)( dưới)? (\d[\d.,]*\d|\d)(?= [^\W\d]|%)(?! năm \d| tháng)"
)


def alter_range(text: str, chance: random.Random) -> Altered | None:
    """Another upper end of a range, or one that is not in it any more."""
    matches = [m for m in _RANGE.finditer(text) if "/" not in m.group()]
    if not matches:
        return None
    match = chance.choice(matches)
    if chance.random() < 0.5 and not match.group(4):
        return Altered(
            text[: match.end(3)] + " dưới" + text[match.end(3) :], "range", match.group(5), f"dưới {match.group(5)}"
        )
    old = match.group(5)
    value = int(float(old.replace(".", "").replace(",", ".")) * 2) or 2
    new = f"{value:,}".replace(",", ".")
    return Altered(text[: match.start(5)] + new + text[match.end(5) :], "range", old, new)


ALTERATIONS: dict[str, Callable[[str, random.Random], Altered | None]] = {
    "number": alter_number,
    "unit": alter_unit,
    "date": alter_date,
    "modal": alter_modal,
    "addressee": alter_addressee,
    "other modal": alter_other_modal,
    "negation": alter_negation,
    "bound": alter_bound,
    "order": alter_order,
    "other addressee": alter_other_addressee,
    "other unit": alter_other_unit,
    "range": alter_range,
    "wording": alter_wording,
}
TYPES = {
    "number": "NUMBER",
    "unit": "NUMBER",
    "date": "DATE",
    "modal": "MODALITY",
    "addressee": "SUBJECT",
    "other modal": "MODALITY",
    "negation": "MODALITY",
    "bound": "NUMBER",
    "order": "DATE",
    "other addressee": "SUBJECT",
    "other unit": "NUMBER",
    "range": "NUMBER",
}
