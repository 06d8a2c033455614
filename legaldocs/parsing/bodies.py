"""Names of issuing bodies as they are properly written, from headings in capitals, number symbols and provinces."""

from __future__ import annotations

import re

from legaldocs.parsing.normalize import fold, same_tone_marks

#: Symbol in document numbers -> central body, today's and former ones (former numbers stay in force for years).
CENTRAL_BODIES = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước",
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "VPQH": "Văn phòng Quốc hội",
    "VPCP": "Văn phòng Chính phủ",
    "TTCP": "Thanh tra Chính phủ",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "KTNN": "Kiểm toán nhà nước",
    "TANDTC": "Tòa án nhân dân tối cao",
    "HĐTP": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "BCA": "Bộ Công an",
    "BCT": "Bộ Công Thương",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGTVT": "Bộ Giao thông vận tải",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BNG": "Bộ Ngoại giao",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BTC": "Bộ Tài chính",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTP": "Bộ Tư pháp",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BVHTT": "Bộ Văn hóa - Thông tin",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
    "UBDT": "Ủy ban Dân tộc",
}
_OTHER_BODIES = (
    "Hội đồng nhân dân",
    "Ủy ban nhân dân",
    "Thường trực Hội đồng nhân dân",
    "Văn phòng Ủy ban nhân dân",
    "Bộ Thương mại",
    "Bộ Công nghiệp",
    "Bộ Thủy sản",
    "Bộ Nông nghiệp và Môi trường",
    "Bảo hiểm xã hội Việt Nam",
    "Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "Ban Chỉ đạo Nhà nước về Du lịch",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Xây dựng",
    "Sở Y tế",
    "Sở Công Thương",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Dân tộc và Tôn giáo",
    "Thanh tra tỉnh",
)
CENTRAL_CITIES = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")
#: Provinces of today and those merged away in 2025, whose documents stay in force in their old territory.
PROVINCES = tuple(
    re.split(
        r"\|",
        "An Giang|Bà Rịa - Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|Bình Thuận"
        "|Cà Mau|Cao Bằng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Tĩnh|Hải Dương|Hậu Giang"
        "|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An"
        "|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La"
        "|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc"
        "|Yên Bái|Hà Tây|Quảng Nam - Đà Nẵng",
    )
)


def _key(text: str) -> str:
    """Letters alone, folded: what spacing, dashes and tone marks cannot change."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


_PROPER = {_key(name): name for name in (*CENTRAL_BODIES.values(), *_OTHER_BODIES)}
_PLACES = {_key(name): name for name in (*PROVINCES, *CENTRAL_CITIES)}
_LOCAL = re.compile(
    r"(?P<chair>chu tich )?(?P<body>uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|so|ban|van phong|thanh tra)\b(?P<rest>.*)",
    re.DOTALL,
)
_HEADS_OF_BODIES = re.compile(r"^(?:chu tich|bo truong|thong doc|tong thanh tra|vien truong|chanh an) (?=[a-z])")
_UNIT = re.compile(r"\b(tinh|thanh pho|tp\.?|huyen|quan|thi xa|xa|phuong|thi tran|dac khu) ")
_UNIT_NAMES = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "tp.": "thành phố", "huyen": "huyện", "quan": "quận",
    "thi xa": "thị xã", "xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu",
}  # fmt: skip
_STRAY_CONSONANT = re.compile(r"\b([BCDĐGHKLMNPQRSTVX]) (?=[^\W\d_a-zđ]{1,6}\b)")


def proper_name(heading: str) -> str:
    """A body's name as in running text: "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH" -> "Ủy ban nhân dân tỉnh Hà Tĩnh"."""
    tidy = same_tone_marks(_STRAY_CONSONANT.sub(r"\1", " ".join(heading.split())).strip(" .,;:-*_"))
    known = _PROPER.get(_key(tidy)) or _local_name(_key(tidy))
    if known:
        return known
    folded = fold(tidy)
    unit = _UNIT.search(folded)
    if _LOCAL.match(folded) and unit is not None:
        stem = _sentence_case(tidy[: unit.start()].strip())
        stem = re.sub(r"\bUbnd\b|\bubnd\b", "Ủy ban nhân dân", stem)
        stem = re.sub(r"\bHđnd\b|\bhđnd\b", "Hội đồng nhân dân", stem)
        return f"{stem} {_UNIT_NAMES[unit[1]]} {_place(tidy[unit.end() :])}".strip()
    return _sentence_case(tidy)


def _sentence_case(text: str) -> str:
    known = _PROPER.get(_key(text))
    if known:
        return known
    if fold(text).startswith("chu tich "):
        body = _PROPER.get(_key(" ".join(text.split()[2:])))
        return f"Chủ tịch {body}" if body else text.capitalize()
    return text.capitalize() if text.isupper() else text[:1].upper() + text[1:]


def _place(name: str) -> str:
    known = _PLACES.get(_key(name))
    return known or (" ".join(word.capitalize() for word in name.split()))


_LOCAL_KEY = re.compile(r"(chutich)?(uybannhandan|ubnd|hoidongnhandan|hdnd)(?:tinh|thanhpho|tp)?(.*)")


def _local_name(key: str) -> str | None:
    """The name of a province's body from its letters alone, so that a letter-spaced heading is read too; without a place
    where the heading names none ("Chủ tịch Uỷ ban nhân dân tỉnh")."""
    match = _LOCAL_KEY.fullmatch(key)
    place = _PLACES.get(match[3]) if match else None
    if match is None or (match[3] and place is None):
        return None
    body = "Hội đồng nhân dân" if match[2] in ("hoidongnhandan", "hdnd") else "Ủy ban nhân dân"
    return " ".join(filter(None, ("Chủ tịch" if match[1] else "", body, with_rank(place or ""))))


def starts_like_body(text: str) -> bool:
    """Whether a heading in capitals begins as bodies' names do."""
    return _BODY_STARTS.match(_key(text[:60])) is not None


_BODY_STARTS = re.compile(
    r"(?:chutich)?(?:uyban|ubnd|hoidong|hdnd|quochoi|chinhphu|thutuong|chutichnuoc|bo[a-z]|nganhang|thanhtra|kiemtoan|toaan"
    r"|vienkiemsat|vanphong|so[a-z]|ban[a-z]|tongcuc|cuc[a-z]|trungtam|doanchutich|baohiemxahoi|thuongtruc)"
)


def enacting_body(text: str) -> str | None:
    """The body before "ban hành": "...; Bộ trưởng Bộ Tài chính ban hành Thông tư ..." gives "Bộ Tài chính"."""
    before, verb, _ = text[:400].partition(" ban hành ")
    pieces = re.split(r"(?<=[;,.:]) ", before) if verb else []
    for count in range(1, min(4, len(pieces)) + 1):
        name = re.sub(r"^\d{1,3} ", "", " ".join(pieces[-count:]).strip())
        if is_body_name(name):
            return proper_name(_HEADS_OF_MINISTRIES.sub("", name))
    return None


_HEADS_OF_MINISTRIES = re.compile(r"^(?:Bộ trưởng|Thống đốc|Tổng Thanh tra|Chủ nhiệm|Viện trưởng|Chánh án) (?=[A-ZĐ])")


def is_body_name(text: str) -> bool:
    """Whether the whole of a short line names a body, or its head: "Hội đồng nhân dân tỉnh ...", "Bộ trưởng Bộ Y tế"."""
    if len(text) > 110 or text.endswith((".", ";")):
        return False
    bare = _HEADS_OF_BODIES.sub("", fold(text)).strip()
    if _key(bare) in _PROPER:
        return True
    match = re.match(r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd) ?(?:tinh|thanh pho|tp\.?)? ?", bare)
    return match is not None and (not bare[match.end() :] or _key(bare[match.end() :]) in _PLACES)


def body_of_symbol(symbol: str) -> str | None:
    """The central body that a number's symbol stands for ("TT-BTC" -> "Bộ Tài chính"), or None."""
    parts = re.split(r"[-/.]", re.sub(r"\d+$", "", symbol.upper()))
    return CENTRAL_BODIES.get(parts[-1])


def local_body_of_symbol(symbol: str) -> str | None:
    """The kind of local body that a symbol stands for: "Ủy ban nhân dân", "Hội đồng nhân dân", or None."""
    last = re.split(r"[-/.]", symbol.upper())[-1]
    if last.startswith(("CTUBND", "CT.UBND")):
        return "Chủ tịch Ủy ban nhân dân"
    return {"UBND": "Ủy ban nhân dân", "UB": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}.get(last)


def province_in(text: str) -> str | None:
    """The first province that the text names after "tỉnh" or "thành phố", with that word: "tỉnh Hà Tĩnh"."""
    folded = fold(text)
    for match in re.finditer(r"\b(tinh|thanh pho|tp\.?) ?(?=[a-z])", folded):
        tail = text[match.end() : match.end() + 24]
        for length in (5, 4, 3, 2, 1):
            name = _PLACES.get(_key(" ".join(re.split(r"[\s,;.()/]+", tail)[:length])))
            if name:
                return with_rank(name)
    return None


def with_rank(place: str) -> str | None:
    """ "Hà Tĩnh" -> "tỉnh Hà Tĩnh", "TP. Huế" -> "thành phố Huế"; None when it is no province."""
    name = _PLACES.get(_key(re.sub(r"^(?:tỉnh|thành phố|tp\.?)\s*", "", place.strip(), flags=re.IGNORECASE)))
    if name is None:
        return None
    return f"{'thành phố' if name in CENTRAL_CITIES else 'tỉnh'} {name}"
