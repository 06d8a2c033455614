"""What people do to a provision without changing what it says: other tone marks and punctuation, sentences cut, clauses in
another order, active and passive, abbreviations, the same quantity in another writing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Rewording = Callable[[str, random.Random], str]

_TONES = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("õa", "oã"),
    ("ọa", "oạ"),
    ("òe", "oè"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
)
_MORE_TONES = (("ũy", "uỹ"), ("ụy", "uỵ"), ("ùy", "uỳ"), ("thủy", "thuỷ"), ("hủy", "huỷ"))
_SYNONYMS = (
    ("trong thời hạn", "trong vòng"),
    ("kể từ ngày", "tính từ ngày"),
    ("không quá", "tối đa"),
    ("ít nhất", "tối thiểu"),
    ("gửi", "chuyển"),
    ("đề nghị", "yêu cầu"),
    ("kiểm tra", "rà soát"),
    ("giải quyết", "xử lý"),
    ("lập", "xây dựng"),
    ("nhu cầu", "mong muốn"),
    ("quy định", "quy ước"),
    ("tài liệu", "giấy tờ"),
    ("người dân", "nhân dân"),
    ("ngay sau khi", "liền sau khi"),
    ("hằng năm", "mỗi năm"),
    ("hàng năm", "mỗi năm"),
    ("tương ứng", "tương đương"),
    ("phối hợp", "hợp tác"),
    ("có trách nhiệm", "có nhiệm vụ"),
    ("được phép", "có quyền"),
    ("không được", "bị cấm"),
)
_ABBREVIATIONS = (
    ("Hội đồng nhân dân", "HĐND"),
    ("Ủy ban nhân dân", "UBND"),
    ("quy phạm pháp luật", "QPPL"),
    ("thủ tục hành chính", "TTHC"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("ngân sách nhà nước", "NSNN"),
    ("bảo hiểm xã hội", "BHXH"),
)
_LEADING = re.compile(
    r"^(?P<when>(?:Trường hợp|Trong thời hạn|Khi|Đối với) [^,;.\n]{8,90}), (?P<rest>[^;.\n]{20,240})(?P<end>[;.]|$)",
    re.M,
)
_PASSIVE = re.compile(
    r"(?<!\w)được (?P<who>Sở \w+ \w+|Bộ \w+ \w+|Ủy ban nhân dân cấp \w+|cơ quan có thẩm quyền) (?P<does>\w+ \w+)"
)
_WRITINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\d.,/])0(\d) (?=ngày|tháng|năm|bộ|người)"), r"\1 "),
    (re.compile(r"(?<![\d.,])(\d{1,3})\.000\.000 đồng"), r"\1 triệu đồng"),
    (re.compile(r"(?<![\d.,])(\d{1,2})%"), r"\1 phần trăm"),
    (re.compile(r"(?<![\d.,])24 tháng(?! \d)"), "hai năm"),
    (re.compile(r"(?<![\d.,])12 tháng(?! \d)"), "một năm"),
    (re.compile(r"(?<!\w)ngày (\d{2})/(\d{2})/(20\d\d)"), r"ngày \1 tháng \2 năm \3"),
    (re.compile(r"(?<!\w)ngày (\d{1,2}) tháng (\d{1,2}) năm (20\d\d)"), r"\1/\2/\3"),
)


def with_other_marks(text: str, chance: random.Random) -> str:
    """hòa -> hoà, and other quotes and dashes."""
    for new, old in (*_TONES, *_MORE_TONES):
        text = re.sub(rf"{new}(?!\w)", old, text)
    return text.replace("“", '"').replace("”", '"').replace(" - ", " – ")


def with_other_punctuation(text: str, chance: random.Random) -> str:
    """Semicolons become full stops, brackets commas; sentences are cut before what goes on with them."""
    text = re.sub(r"; (?=\w)", ". " if chance.random() < 0.5 else ", ", text)
    text = re.sub(r", (đồng thời|trong đó|sau đó|trường hợp)", lambda m: f". {m[1].capitalize()}", text, count=1)
    return text.replace(", và ", " và ")


def with_synonyms(text: str, chance: random.Random) -> str:
    for old, new in _SYNONYMS:
        if chance.random() < 0.5:
            text = re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=2)
    return text


def with_abbreviations(text: str, chance: random.Random) -> str:
    """Names cut short, or spelt out where they were short."""
    for name, short in _ABBREVIATIONS:
        text = text.replace(name, short) if name in text else re.sub(rf"(?<!\w){short}(?!\w)", name, text)
    return text


def in_another_order(text: str, chance: random.Random) -> str:
    """ "Trong thời hạn 5 ngày, A trả lời." -> "A trả lời trong thời hạn 5 ngày." """
    return _LEADING.sub(
        lambda m: f"{m['rest'][0].upper()}{m['rest'][1:]} {m['when'][0].lower()}{m['when'][1:]}{m['end']}",
        text,
        count=1,
    )


def in_another_voice(text: str, chance: random.Random) -> str:
    """ "được Sở X phê duyệt" -> "do Sở X phê duyệt"."""
    return _PASSIVE.sub(r"do \g<who> \g<does>", text)


def in_another_writing(text: str, chance: random.Random) -> str:
    """The same quantities and days, written otherwise."""
    for pattern, new in _WRITINGS:
        if chance.random() < 0.6:
            text = pattern.sub(new, text)
    return text


REWORDINGS: dict[str, Rewording] = {
    "marks": with_other_marks,
    "punctuation": with_other_punctuation,
    "synonyms": with_synonyms,
    "abbreviations": with_abbreviations,
    "order": in_another_order,
    "voice": in_another_voice,
    "writing": in_another_writing,
}


def reworded_otherwise(text: str, chance: random.Random) -> str:
    """The text after three of these, drawn by chance; what it says stays."""
    for reword in chance.sample(list(REWORDINGS.values()), 3):
        text = reword(text, chance)
    return text
