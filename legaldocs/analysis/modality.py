"""What a rule does to people: it obliges, allows, forbids, entitles or exempts them, by the words it uses."""

from __future__ import annotations

import re
from enum import StrEnum


class Modality(StrEnum):
    MUST = "MUST"
    MAY = "MAY"
    MUST_NOT = "MUST_NOT"
    ENTITLED = "ENTITLED"
    EXEMPT = "EXEMPT"


#: Wordings by modality. "được" alone is not one of them: before a verb it is mostly the passive ("được ban hành",
#: "được cấp"), and nothing on the surface tells that from a permission. Only verbs that a person does or enjoys follow it.
WORDINGS: dict[Modality, tuple[str, ...]] = {
    Modality.MUST: (
        "phải",
        "có trách nhiệm",
        "chịu trách nhiệm",
        "có nghĩa vụ",
        "bắt buộc",
        "có nhiệm vụ",
    ),
    Modality.MAY: (
        "có thể",
        "được phép",
        "được tham gia",
        "được lựa chọn",
        "được chọn",
        "được đăng ký",
        "được đề nghị",
        "được yêu cầu",
        "được tự",
        "được chuyển nhượng",
        "được thành lập",
        "được kinh doanh",
        "được tiếp tục",
        "tiếp tục được",
    ),
    Modality.MUST_NOT: (
        "không được",
        "không được phép",
        "không được quyền",
        "không có quyền",
        "không thể",
        "nghiêm cấm",
        "bị nghiêm cấm",
        "bị cấm",
        "cấm",
    ),
    Modality.ENTITLED: (
        "có quyền",
        "được quyền",
        "được hưởng",
        "được nhận",
        "được trả",
        "được hỗ trợ",
        "được trợ cấp",
        "được bồi thường",
    ),
    Modality.EXEMPT: (
        "được miễn",
        "miễn",
        "không phải",
        "không bắt buộc",
        "không có trách nhiệm",
        "không có nghĩa vụ",
        "không cần",
    ),
}

_MODALITY_OF = {wording: modality for modality, wordings in WORDINGS.items() for wording in wordings}
_WORDING = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _MODALITY_OF), key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
# Where the same letters say something else: "không phải là" denies, "miễn nhiệm" dismisses, "phải chăng" asks,
# "không được hưởng" denies an entitlement and stays a prohibition of it.
_NOT_AFTER = re.compile(r"\s*(?:là(?!\w)|nhiệm(?!\w)|dịch(?!\w)|chăng(?!\w)|phí(?!\w)\s+trước)", re.IGNORECASE)
_GUARDED = frozenset({"không phải", "miễn", "phải"})
# Names and not rules: "bảo hiểm xã hội bắt buộc", "hóa chất cấm", "chính sách miễn, giảm", "đối tượng được hỗ trợ".
_NAMES = {
    "bắt buộc": re.compile(r"(?:xã hội|y tế|bảo hiểm|cai nghiện|ma túy|chữa bệnh|giáo dục|kiểm toán|đào tạo|khám)\s$"),
    "cấm": re.compile(r"(?:chất|hàng|hàng hóa|khu vực|vùng|biển|tạm thời|danh mục|thuốc|đường|lệnh)\s$"),
    "miễn": re.compile(r"(?:chính sách|việc|mức|chế độ|hồ sơ|đề nghị|xét|quy định|được|số tiền|thủ tục|về)\s$"),
    "được hỗ trợ": re.compile(r"(?:đối tượng|người|hộ|tổ chức|cá nhân|doanh nghiệp|mức|khoản|nội dung|số|đã)\s$"),
    "được trợ cấp": re.compile(r"(?:đối tượng|người|mức|đã)\s$"),
    "được bồi thường": re.compile(r"(?:đối tượng|người|hộ|tổ chức|cá nhân|mức|giá trị|đã)\s$"),
}  # fmt: skip
_LOOK_BACK = 14


def read_modality(text: str) -> list[tuple[int, int, Modality]]:
    """The modal wordings of a text as (start, end, modality), longest wording first, in order and without overlap.

    Catches "phải nộp", "có trách nhiệm", "không được", "nghiêm cấm", "có quyền", "được hưởng", "được miễn", "không
    phải nộp".
    Does not catch "được ban hành", "được cấp" (passive), "không phải là" (a denial), "miễn nhiệm" (a dismissal), names such
    as "bảo hiểm xã hội bắt buộc", "hóa chất cấm", "đối tượng được hỗ trợ".
    """
    found = []
    for match in _WORDING.finditer(text):
        wording = match.group().lower()
        if wording in _GUARDED and _NOT_AFTER.match(text, match.end()):
            continue
        name = _NAMES.get(wording)
        if name and name.search(text[max(0, match.start() - _LOOK_BACK) : match.start()].lower()):
            continue
        found.append((match.start(), match.end(), _MODALITY_OF[wording]))
    return found
