"""Line starts that may open a unit of a legal text: what they look like, not yet whether they do open one.

Order of units: phần, chương, mục, tiểu mục, điều, khoản, điểm (NĐ 34/2016 Đ62; NĐ 78/2025 Đ63). Inserted ones carry a
letter or a digit after their number: Điều 5a, khoản 3a, điểm đ1 (NĐ 34/2016 Đ79; NĐ 78/2025 Đ69).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import ProvisionKind

QUOTES = '“”"„‟«»'
#: Letters of points in order (NĐ 34/2016 Đ62). Word's own lists know no đ and use f, j, w, z; both successions are met.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible opening of a unit: its number (or place of its letter), what follows the number, and the line's rest.

    `separator` is what stands after the number; "" means that only the number was there, as in a citation.
    """

    kind: ProvisionKind
    label: str
    number: int
    suffix: str
    separator: str
    rest: str


_ARTICLE = re.compile(r"(?:[-*•] ?)?[dđ]i[eê]u ?(\d{1,4})([a-zđ]\d?|)(?![\wà-ỹ])(?: ?([.:/)-]|–)+|)(.*)", re.DOTALL)
_NUMBER_TAIL = r"(?!\w)(?: ?([.:–-])|)(.*)"
_CONTAINERS = (
    (
        ProvisionKind.PART,
        re.compile(rf"phan (thu )?([a-z]{{1,8}}( muoi)?( [a-z]{{2,5}})?|\d{{1,2}}){_NUMBER_TAIL}", re.DOTALL),
    ),
    (
        ProvisionKind.CHAPTER,
        re.compile(rf"(?:chuong|chirong) ?([ivxl]{{1,7}}|\d{{1,2}})([a-z]?){_NUMBER_TAIL}", re.DOTALL),
    ),
    (ProvisionKind.SECTION, re.compile(rf"muc ([ivxl]{{1,6}}|\d{{1,2}})([a-z]?){_NUMBER_TAIL}", re.DOTALL)),
    (
        ProvisionKind.SUBSECTION,
        re.compile(rf"tieu muc ([ivxl]{{1,6}}|\d{{1,2}}(?:\.\d{{1,2}})?)([a-z]?){_NUMBER_TAIL}", re.DOTALL),
    ),
)
_CLAUSE = re.compile(r"(\d{1,3})([a-zđ]\d?|) ?([.)/])(?!\d) ?(.*)", re.DOTALL)
_SUB_CLAUSE = re.compile(r"(\d{1,3})\.(\d{1,3})\.? +(\D.*)", re.DOTALL)
_POINT = re.compile(r"([a-zđ])(\d{0,2}) ?([.)])(?: |(?=[^\W\d_]{2}))(.*)", re.DOTALL)
_ROMAN_HEAD = re.compile(r"([IVX]{1,6}) ?([.)/:–-])+ ?([^\W\d_].*)", re.DOTALL)
_ANNEX = re.compile(
    r"phu luc(?: so)? ?:? ?(?:([ivx]{1,7}|\d{1,3})(?: ?([a-z])|)(?!\w)|(?=$|[.:(]))[ .:–-]*(.*)", re.DOTALL
)
_FORM = re.compile(r"(?:bieu )?mau(?: so)? ?:? ?(\d{1,3}(?:\.\d{1,2})?)([a-z]?)(?!\w)[ .:–-]*(.*)", re.DOTALL)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_ORDINALS = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")


def roman(numeral: str) -> int:
    """The value of a Roman numeral, or of an Arabic one."""
    if numeral.isdigit():
        return int(numeral)
    values = [_ROMAN_DIGITS.get(letter, 0) for letter in numeral.lower()]
    return sum(-v if any(v < later for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def article_mark(text: str) -> Mark | None:
    """An article's opening: "Điều 5. ...", "ĐIỀU 5", "Diều 5:", "Điều 5a. ...". A separator of "" may be a citation."""
    match = _ARTICLE.match(_folded_keeping_d(text[:60]))
    if match is None:
        return None
    rest = text[match.start(4) :].strip()
    label = f"Điều {int(match[1])}{match[2]}"
    return Mark(ProvisionKind.ARTICLE, label, int(match[1]), match[2], match[3] or "", _without_footnote(rest))


def _folded_keeping_d(text: str) -> str:
    """Folded letters, but đ stays đ: Điều 5đ is not Điều 5d."""
    return "".join("đ" if letter in "đĐ" else bare for letter, bare in zip(text, fold(text), strict=True))


def _without_footnote(rest: str) -> str:
    """Without a footnote's digits glued to the front ("1 Phạm vi điều chỉnh" in consolidated texts)."""
    return re.sub(r"^\d{1,3} (?=[A-ZĐÀ-Ỹ])", "", rest)


def container_mark(text: str) -> Mark | None:
    """The opening of a part, chapter, section or subsection, on a line of its own or with its title behind."""
    folded = fold(text[:60])
    for kind, pattern in _CONTAINERS:
        match = pattern.match(folded)
        if match is None:
            continue
        if kind is ProvisionKind.PART:
            number, suffix, separator, start = _ordinal(match[2], bool(match[1])), "", match[5], match.start(6)
        else:
            number, suffix, separator, start = roman(match[1].split(".")[-1]), match[2], match[3], match.start(4)
        rest = text[start:].strip()
        if not number or (not separator and rest and not rest[0].isupper()):
            return None
        label = text[: match.start(6 if kind is ProvisionKind.PART else 4)].strip(" .:–-")
        return Mark(kind, label, number, suffix, separator or "", rest)
    return None


def _ordinal(word: str, named: bool) -> int:
    if word.isdigit() or not (set(word) - set(_ROMAN_DIGITS)):
        return roman(word)
    first = word.split()[0]
    if not named or first not in _ORDINALS:
        return 0
    return _ORDINALS.index(first) + 1


def clause_mark(text: str) -> Mark | None:
    """A clause's opening: "1. ...", "3a. ...", "1) ...", "1/ ..."; not "1.000 đồng", not "12/3/2025"."""
    match = _CLAUSE.match(text)
    if match is None:
        return None
    return Mark(ProvisionKind.CLAUSE, match[1] + match[2], int(match[1]), match[2], match[3], match[4].strip())


def sub_clause_mark(text: str) -> Mark | None:
    """An opening such as "1.2. ..." that some attached regulations use below the clause. `suffix` holds the clause."""
    match = _SUB_CLAUSE.match(text)
    if match is None:
        return None
    return Mark(ProvisionKind.POINT, f"{match[1]}.{match[2]}", int(match[2]), match[1], ".", match[3].strip())


def point_mark(text: str) -> Mark | None:
    """A point's opening: "a) ...", "đ) ...", "đ1) ...", "a. ..."."""
    match = _POINT.match(text)
    if match is None:
        return None
    return Mark(ProvisionKind.POINT, match[1] + match[2], 0, match[2], match[3], match[4].strip())


def follows(previous: str, label: str) -> bool:
    """Whether a point labelled `label` may stand after `previous` ("" = none yet)."""
    if not previous:
        return label[0] == "a"
    before, now = previous[0], label[0]
    if now == before:
        return len(label) > 1 and int(label[1:]) == int(previous[1:] or 0) + 1
    nexts = {
        alphabet[alphabet.index(before) + 1 :][:1] for alphabet in (POINT_LETTERS, _LATIN_LETTERS) if before in alphabet
    }
    return now in nexts


_ACTS = re.compile(
    r"(?:sua doi|bo sung|bai bo|thay the|huy bo|dinh chinh|thay cum tu|bo cum tu|bo |thay doi|chuyen|noi )"
)


def acts(text: str) -> bool:
    """Whether the words open with a verb that changes another text: "Sửa đổi khoản 2 ...", "Bãi bỏ ..."."""
    return _ACTS.match(fold(text[:30])) is not None


def roman_head_mark(text: str) -> Mark | None:
    """A heading such as "II. TỔ CHỨC THỰC HIỆN" in a text without articles."""
    match = _ROMAN_HEAD.match(text)
    if match is None:
        return None
    return Mark(ProvisionKind.SECTION, match[1], roman(match[1]), "", match[2], match[3].strip())


def annex_mark(text: str) -> Mark | None:
    """The head of an annex or of a form: "PHỤ LỤC", "Phụ lục I", "Phụ lục số 02: ...", "Mẫu số 01"; not a sentence."""
    text = text.lstrip("| ").rstrip("| ")
    if len(text) > 200 or not text[:1].isupper():
        return None
    folded = fold(text)
    match = _ANNEX.match(folded)
    if match is not None:
        rest = text[match.start(3) :].strip()
        if not _may_be_title(rest):
            return None
        number = roman(match[1]) if match[1] else 0
        return Mark(ProvisionKind.ANNEX, text[: match.start(3)].strip(" .:–-"), number, match[2] or "", "phu-luc", rest)
    match = _FORM.match(folded)
    if match is None or not _may_be_title(text[match.start(3) :].strip()):
        return None
    label = text[: match.start(3)].strip(" .:–-")
    return Mark(
        ProvisionKind.ANNEX, label, int(match[1].split(".")[0]), match[2], "mau", text[match.start(3) :].strip()
    )


def _may_be_title(rest: str) -> bool:
    """A title on the same line stands in capitals or in brackets; "ban hành kèm theo ..." may follow too."""
    return not rest or rest[0] == "(" or rest[:12].isupper() or fold(rest).startswith(("ban hanh kem theo", "kem theo"))


# --- the foot and what comes after it ---

_CAPACITIES = (
    "CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|THỐNG ĐỐC|PHÓ THỐNG ĐỐC|TỔNG THANH TRA"
    "|TỔNG KIỂM TOÁN|CHÁNH ÁN|VIỆN TRƯỞNG|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|BỘ TRƯỞNG, CHỦ NHIỆM|CHỦ NHIỆM|TỔNG CỤC TRƯỞNG"
    "|CỤC TRƯỞNG|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CHỦ TỌA"
)
_SIGNATURE = re.compile(rf"(?:TM|KT|TL|TUQ|Q) ?\. ?(?=$|[A-ZĐÀ-Ỹ]{{2}})|(?:{_CAPACITIES})(?![^\W\d_])(?! [a-zđà-ỹ])")
_RECIPIENTS = re.compile(r"no?i nhan ?(?::|$|\|)")
_ADOPTED = re.compile(
    r"(?:bo luat|luat|nghi quyet|phap lenh) (?:nay )?(?:da )?duoc (?:quoc hoi|uy ban thuong vu|hoi dong nhan dan|hdnd)"
)


def opens_foot(text: str) -> bool:
    """Whether a line opens the foot: recipients, signature, or "Nghị quyết này được ... thông qua ngày ..."."""
    if _ADOPTED.match(fold(text[:90])):
        return "thong qua" in fold(text)
    cells = text.split("|") if len(text) < 5000 else [text[:200]]
    return any(is_signature(cell) or _RECIPIENTS.match(fold(cell.strip()[:12])) for cell in cells)


def is_signature(cell: str) -> bool:
    """Whether a line or cell starts like a signature: "TM. ỦY BAN NHÂN DÂN", "KT. BỘ TRƯỞNG", "CHỦ TỊCH"."""
    return _SIGNATURE.match(cell.strip()) is not None


_ATTACHED_TYPES = re.compile(
    r"(?:BẢN |BỘ )?(?:QUY ĐỊNH|QUI ĐỊNH|QUY CHẾ|QUI CHẾ|QUY TRÌNH|QUI TRÌNH|ĐIỀU LỆ|NỘI QUY|KẾ HOẠCH|ĐỀ ÁN|CHƯƠNG TRÌNH"
    r"|DANH MỤC|ĐỊNH MỨC|ĐƠN GIÁ|BẢNG GIÁ|PHƯƠNG ÁN|QUY HOẠCH|QUY CHUẨN|TIÊU CHUẨN|TIÊU CHÍ|HƯỚNG DẪN|CHIẾN LƯỢC"
    r"|CHÍNH SÁCH|QUY TẮC|KHUNG|THỦ TỤC|BẢNG|HỆ THỐNG|CHỈ SỐ|GIÁ)(?![^\W\d_])"
)
_ATTACHED_TO = re.compile(r"(?:ban hanh )?kem theo (?:quyet dinh|nghi quyet|nghi dinh|thong tu|van ban|chi thi|luat)")


def names_attached_text(text: str) -> bool:
    """Whether a line names, in capitals, the kind of a text issued with the document: "QUY CHẾ", "QUY ĐỊNH ..."."""
    return _ATTACHED_TYPES.match(text.lstrip("| ")) is not None


def says_attached(text: str) -> bool:
    """Whether a line says "(Ban hành kèm theo Quyết định số ...)"."""
    folded = fold(text[-400:])
    return any(folded[m.start() - 1 : m.start()] in ("", "(", "[", " ") for m in _ATTACHED_TO.finditer(folded)) and (
        "(" in text or folded.startswith(("ban hanh", "kem theo"))
    )
