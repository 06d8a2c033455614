"""A third set of alterations of real provisions, by what a lawyer looks for first and the other two sets do not hold.

Who is meant and who decides, on which conditions and with which exceptions, from which moment and in which direction, where and
how much, with sums, shares and both ends of a range in words and digits; and what is missing from a list. The rest is reworded
by rules of this module alone: other turns of legal language, clauses in another order, another voice, sentences cut in two.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from benchmarks.alterations import Altered
from benchmarks.alterations_otherwise import in_words

Pairs = Sequence[tuple[str, str]]


def _put(text: str, match: re.Match[str], kind: str, new: str) -> Altered:
    return Altered(text[: match.start()] + new + text[match.end() :], kind, match.group(), new)


def _one_of(pattern: str, text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return chance.choice(found) if found else None


def _turned(text: str, pairs: Pairs, kind: str, chance: random.Random, after: str = "") -> Altered | None:
    """One of the pairs turned round at one place, either way; `after` is what must follow."""
    both = [*pairs, *((new, old) for old, new in pairs)]
    found = [
        (match, new)
        for old, new in both
        if new not in text
        for match in re.finditer(rf"(?<![\w]){re.escape(old)}(?!\w){after}", text)
        if not _NO_BODY_BEFORE.search(text, max(0, match.start() - 50), match.start())
    ]
    if not found:
        return None
    match, new = chance.choice(found)
    return _put(text, match, kind, new)


# --- who ---

_PEOPLE = (
    ("người lao động", "cán bộ, công chức"),
    ("người bị thu hồi đất", "người thuê đất"),
    ("công dân Việt Nam", "người nước ngoài"),
    ("cha mẹ", "người giám hộ"),
    ("trẻ em", "người cao tuổi"),
    ("nhà đầu tư trong nước", "nhà đầu tư nước ngoài"),
    ("chủ sở hữu", "người thuê"),
    ("người bán", "người mua"),
    ("nhà giáo", "người học"),
    ("hộ kinh doanh", "hợp tác xã"),
    ("thành viên hợp danh", "thành viên góp vốn"),
    ("cổ đông", "người lao động"),
    ("bệnh viện", "trạm y tế"),
    ("người khiếu nại", "người tố cáo"),
    ("người phạm tội", "người bị hại"),
    ("tàu biển", "phương tiện thủy nội địa"),
    ("đơn vị sự nghiệp công lập", "doanh nghiệp nhà nước"),
    ("hạ sĩ quan", "sĩ quan"),
    ("cơ sở khám bệnh, chữa bệnh", "cơ sở bán lẻ thuốc"),
    ("bên bảo đảm", "bên nhận bảo đảm"),
)
_BODIES = (
    ("Thủ tướng Chính phủ", "Bộ trưởng Bộ Tài chính"),
    ("Bộ trưởng Bộ Tài chính", "Chính phủ"),
    ("Chủ tịch Ủy ban nhân dân cấp tỉnh", "Giám đốc Sở Tài chính"),
    ("Ủy ban nhân dân cấp tỉnh", "Hội đồng nhân dân cấp tỉnh"),
    ("Hội đồng nhân dân", "Thường trực Hội đồng nhân dân"),
    ("Ủy ban nhân dân cấp tỉnh", "cơ quan thuế"),
    ("Tổng cục trưởng", "Bộ trưởng"),
    ("Cục trưởng", "Chi cục trưởng"),
    ("Thống đốc Ngân hàng Nhà nước", "Bộ trưởng Bộ Tài chính"),
    ("cơ quan đăng ký đầu tư", "cơ quan thuế"),
    ("cơ quan hải quan", "bộ đội biên phòng"),
    ("Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao"),
    ("Kiểm toán nhà nước", "Thanh tra Chính phủ"),
    ("Hội đồng quản trị", "Đại hội đồng cổ đông"),
    ("Ban kiểm soát", "Hội đồng thành viên"),
    ("Giám đốc", "Phó Giám đốc"),
    ("Quốc hội", "Ủy ban Thường vụ Quốc hội"),
)
#: Who issued a cited document decides nothing here, and a part of a longer name is nobody.
_NO_BODY_BEFORE = re.compile(r"(?:\d{4}(?:/[A-ZĐ0-9&-]+)?,? của (?:Bộ trưởng )?|Thủ tướng |Chủ tịch |Phó |Văn phòng )$")
_DECIDES = r"(?= (?:quyết định|phê duyệt|ban hành|quy định|cấp|xem xét|chủ trì|tổ chức|có trách nhiệm|có thẩm quyền|hướng dẫn))"


def alter_people(text: str, chance: random.Random) -> Altered | None:
    return _turned(text, _PEOPLE, "people", chance)


def alter_competence(text: str, chance: random.Random) -> Altered | None:
    """Another body that decides."""
    return _turned(text, _BODIES, "competence", chance, _DECIDES)


# --- on which conditions ---

_EXCEPTIONS = (
    "trừ trường hợp pháp luật có quy định khác",
    "trừ trường hợp bất khả kháng",
    "trừ các trường hợp nêu tại khoản 3 Điều này",
    "trừ trường hợp có yếu tố nước ngoài",
    "trừ người đã được hưởng chính sách cùng loại",
)
_EXCEPTION = r",? (?:trừ|ngoại trừ) (?:các |những )?(?:trường hợp|đối tượng|người)[^;.,\n]{5,120}(?=[;.,\n]|$)"


def alter_junction(text: str, chance: random.Random) -> Altered | None:
    """Both of two conditions, or one of them: the last link of a list."""
    match = _one_of(r"(?<=[\w,;]) (?:và|hoặc) (?=(?:có|không|được|phải|đã|thuộc|đủ|bị|chưa|đang) )", text, chance)
    if match is None:
        return None
    return _put(text, match, "junction", " hoặc " if match.group() == " và " else " và ")


def alter_exception(text: str, chance: random.Random) -> Altered | None:
    """An exception more, or one less."""
    match = _one_of(_EXCEPTION, text, chance)
    if match is not None:
        return _put(text, match, "exception", "")
    ends = [m for m in re.finditer(r"(?<=\w)(?=[;.](?:\s|$))", text) if m.start() > 60]
    if not ends:
        return None
    at = ends[0].start()
    added = f", {chance.choice(_EXCEPTIONS)}"
    return Altered(text[:at] + added + text[at:], "exception", "", added)


# --- when and which way ---

_MOMENTS = (
    "ngày nhận đủ hồ sơ hợp lệ",
    "ngày có kết quả thẩm định",
    "ngày ký quyết định",
    "ngày được thông báo",
    "ngày hoàn thành công trình",
    "ngày phát hiện hành vi",
    "ngày nộp đơn",
)
_MOMENT = (
    r"(?<=kể từ )ngày (?:nhận|tiếp nhận|có|ký|được|kết thúc|ban hành|phát hiện|nộp|xảy ra|hoàn thành)"
    r"[^,;.\n\d]{2,60}(?=[,;.\n]|$)"
)
_DIRECTIONS = (
    ("tăng", "giảm"),
    ("cao hơn", "thấp hơn"),
    ("lớn hơn", "nhỏ hơn"),
    ("tối đa", "tối thiểu"),
    ("chậm nhất", "sớm nhất"),
    ("trước khi", "sau khi"),
    ("trước thời điểm", "sau thời điểm"),
    ("trở lên", "trở xuống"),
    ("không thấp hơn", "không cao hơn"),
    ("không ít hơn", "không nhiều hơn"),
    ("đầu vào", "đầu ra"),
    ("xuất khẩu", "nhập khẩu"),
    ("trên", "dưới"),
)


def alter_moment(text: str, chance: random.Random) -> Altered | None:
    """Another moment from which a time runs."""
    match = _one_of(_MOMENT, text, chance)
    if match is None:
        return None
    receives = "nhận" in match.group() and "hồ sơ" in match.group()  # "nhận hồ sơ theo quy định" is "nhận hồ sơ hợp lệ"
    others = [m for m in _MOMENTS if m not in match.group() and not (receives and "hồ sơ" in m)]
    return _put(text, match, "moment", chance.choice(others))


def alter_direction(text: str, chance: random.Random) -> Altered | None:
    """Up for down, before for after; "trên" only where a number follows."""
    return _turned(text, _DIRECTIONS[:-1], "direction", chance) or _turned(
        text, _DIRECTIONS[-1:], "direction", chance, r"(?= \d)"
    )


# --- where ---

_PLACES = (
    ("cấp huyện", "cấp xã"),
    ("cấp tỉnh", "cấp huyện"),
    ("khu vực đô thị", "khu vực nông thôn"),
    ("đô thị", "nông thôn"),
    ("miền núi", "đồng bằng"),
    ("hải đảo", "biên giới"),
    ("trong nước", "ở nước ngoài"),
    ("nội thành", "ngoại thành"),
    ("khu công nghiệp", "khu dân cư"),
    ("khu kinh tế", "cụm công nghiệp"),
    ("đường bộ", "đường thủy nội địa"),
    ("đất ở", "đất nông nghiệp"),
    ("rừng phòng hộ", "rừng sản xuất"),
    ("trên địa bàn tỉnh", "trên địa bàn xã"),
)


def alter_place(text: str, chance: random.Random) -> Altered | None:
    return _turned(text, _PLACES, "place", chance)


# --- how much ---

_SUM = r"(?<![\d.,])(?P<n>[1-9]\d{0,2}(?:\.000){1,2}) ?đồng"
_FINE = r"từ (?P<a>\d{1,3}(?:\.\d{3})+) ?đồng đến (?:dưới )?(?P<b>\d{1,3}(?:\.\d{3})+) ?đồng"
_ENDS = (
    r"từ (?P<low>\d{1,3}) (?:(?:ngày|tháng|năm|tuổi|%|người|m2|ha) )?đến (?:dưới )?(?P<high>\d{1,3})"
    r"(?= (?:ngày|tháng|năm(?! \d)|tuổi|người|m2|ha)|%)"
)


def _spoken(value: int) -> str:
    """A number below a thousand in words."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return in_words(rest)
    link = " linh" if 0 < rest < 10 else ""
    return f"{in_words(hundreds)} trăm{link} {in_words(rest)}".removesuffix(" không")


def alter_sum_in_words(text: str, chance: random.Random) -> Altered | None:
    """500.000 đồng -> bảy trăm nghìn đồng."""
    match = _one_of(_SUM, text, chance)
    if match is None or re.search(r"(?:từ|đến|dưới) $", text[: match.start()]):
        return None
    thousands = int(match["n"].replace(".", "")) // 1000
    value, scale = (thousands // 1000, "triệu") if thousands % 1000 == 0 else (thousands, "nghìn")
    if value >= 900:
        return None
    return _put(text, match, "sum in words", f"{_spoken(value + chance.choice([1, 2, 50]))} {scale} đồng")


def alter_percent(text: str, chance: random.Random) -> Altered | None:
    """30% -> bốn mươi hai phần trăm."""
    match = _one_of(r"(?<![\d.,])(?P<n>\d{1,2})\s?%", text, chance)
    if match is None or not 2 <= int(match["n"]) <= 85:
        return None
    return _put(text, match, "percent", f"{in_words(int(match['n']) + chance.choice([1, 2, 12]))} phần trăm")


def alter_low_end(text: str, chance: random.Random) -> Altered | None:
    """từ 05 đến 10 ngày -> từ 07 đến 10 ngày."""
    match = _one_of(_ENDS, text, chance)
    if match is None:
        return None
    low, high = int(match["low"]), int(match["high"])
    if not low < high - 1:
        return None
    new = match.group().replace(match["low"], f"{chance.randrange(low + 1, high):02}", 1)
    return _put(text, match, "low end", new)


def alter_fine(text: str, chance: random.Random) -> Altered | None:
    """Both ends of a sum's range, or one of them."""
    match = _one_of(_FINE, text, chance)
    if match is None:
        return None
    new = match.group()
    for name in chance.choice((("a", "b"), ("b",))):
        value = int(match[name].replace(".", "")) * 2 if name == "b" else int(match[name].replace(".", "")) * 3 // 2
        new = new.replace(match[name], f"{value // 1000 * 1000:,}".replace(",", "."), 1)
    return _put(text, match, "fine", new)


# --- what is missing ---


def alter_item(text: str, chance: random.Random) -> Altered | None:
    """A point less in a list of at least four points."""
    lines = text.split("\n")
    points = [n for n, line in enumerate(lines) if re.match(r"[a-zđ]\) ", line) and 4 <= len(line.split()) <= 40]
    if len(points) < 4:
        return None
    gone = chance.choice(points[1:-1])
    words = lines[gone][3:].rstrip(" ;.,")
    return Altered("\n".join(lines[:gone] + lines[gone + 1 :]), "item", words, "")


ALTERATIONS: dict[str, Callable[[str, random.Random], Altered | None]] = {
    "people": alter_people,
    "competence": alter_competence,
    "junction": alter_junction,
    "exception": alter_exception,
    "moment": alter_moment,
    "direction": alter_direction,
    "place": alter_place,
    "sum in words": alter_sum_in_words,
    "percent": alter_percent,
    "low end": alter_low_end,
    "fine": alter_fine,
    "item": alter_item,
}
#: What each may be named as: a direction may be a bound or an order, a place a body's level or a matter.
TYPES = {
    "people": "SUBJECT",
    "competence": "SUBJECT",
    "junction": "MODALITY",
    "exception": "MODALITY",
    "moment": "DATE",
    "direction": "NUMBER DATE MODALITY",
    "place": "SUBJECT",
    "sum in words": "NUMBER",
    "percent": "NUMBER",
    "low end": "NUMBER",
    "fine": "NUMBER",
    "item": "MODALITY",
}


# --- the rest in other words ---

_TURNS = (
    ("theo quy định của pháp luật", "theo pháp luật"),
    ("trong thời hạn", "trong thời gian"),
    ("bằng văn bản", "thành văn bản"),
    ("cơ quan có thẩm quyền", "cơ quan nhà nước có thẩm quyền"),
    ("phê duyệt", "chấp thuận"),
    ("chịu trách nhiệm", "có trách nhiệm"),
    ("tiếp nhận", "nhận"),
    ("quy định tại", "theo"),
    ("nêu trên", "nói trên"),
    ("đồng thời", "cùng lúc"),
    ("bổ sung", "thêm"),
    ("nguyên tắc", "quy tắc"),
    ("đáp ứng", "bảo đảm"),
    ("tổ chức, cá nhân", "cá nhân, tổ chức"),
    ("hồ sơ đề nghị", "hồ sơ xin"),
    ("thực hiện việc", "thực hiện"),
    ("được quy định", "được nêu"),
    ("toàn bộ", "tất cả"),
    ("hoàn thành", "làm xong"),
    ("ngay lập tức", "ngay"),
)


def with_other_turns(text: str, chance: random.Random) -> str:
    """Other turns of legal language for the same."""
    for old, new in _TURNS:
        if chance.random() < 0.6:
            text = re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=2)
    return text


def with_clauses_moved(text: str, chance: random.Random) -> str:
    """ "A làm B khi C." -> "Khi C, A làm B." """
    return re.sub(
        r"(?m)^(?P<rule>[^;.,\n]{25,200}), (?P<when>(?:nếu|khi|trong trường hợp) [^,;.\n]{10,100})(?P<end>[;.]|$)",
        lambda m: f"{m['when'][0].upper()}{m['when'][1:]}, {m['rule'][0].lower()}{m['rule'][1:]}{m['end']}",
        text,
        count=1,
    )


def in_the_other_voice(text: str, chance: random.Random) -> str:
    """ "do A ban hành" -> "được A ban hành", "việc X được thực hiện" -> "thực hiện việc X"."""
    text = re.sub(
        r"(?<!\w)do (?=[A-ZĐ][\w ]{3,40} (?:ban hành|quyết định|phê duyệt|cấp|quy định))", "được ", text, count=2
    )
    return re.sub(
        r"(?<=[.;\n] )Việc ([^,;.\n]{5,60}) được thực hiện (?=theo|trên|bằng)", r"Thực hiện việc \1 ", text, count=1
    )


def with_sentences_cut(text: str, chance: random.Random) -> str:
    """One sentence as two, and a list's semicolons as commas."""
    text = re.sub(r"; (?P<go>trường hợp|đồng thời|nếu|khi)(?!\w)", lambda m: f". {m['go'].capitalize()}", text, count=2)
    return re.sub(r", (?P<go>nếu|trong đó)(?!\w)", lambda m: f". {m['go'].capitalize()}", text, count=1)


REWORDINGS: dict[str, Callable[[str, random.Random], str]] = {
    "turns of law": with_other_turns,
    "clauses moved": with_clauses_moved,
    "other voice": in_the_other_voice,
    "sentences cut": with_sentences_cut,
}


def reworded_in_law(text: str, chance: random.Random) -> str:
    """The text after other turns and one more of these; what it says stays."""
    more = chance.choice([with_clauses_moved, in_the_other_voice, with_sentences_cut])
    return more(with_other_turns(text, chance), chance)
