"""Short forms that lawyers write, and the words that they stand for: whoever types one finds the other.

Only forms that stand for one thing in legal texts; a form with several readings ("CT", "BTP") is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from search.query import Phrase, Word
from search.vietnamese import tokens

_MEANINGS = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "QPPL": "quy phạm pháp luật",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "TTHC": "thủ tục hành chính",
    "CBCCVC": "cán bộ công chức viên chức",
    "CBCC": "cán bộ công chức",
    "GPMB": "giải phóng mặt bằng",
    "GCN": "giấy chứng nhận",
    "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất",
    "QSDĐ": "quyền sử dụng đất",
    "BVMT": "bảo vệ môi trường",
    "PCCC": "phòng cháy chữa cháy",
    "ATTP": "an toàn thực phẩm",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "NSNN": "ngân sách nhà nước",
    "KBNN": "kho bạc nhà nước",
    "XPVPHC": "xử phạt vi phạm hành chính",
    "VPHC": "vi phạm hành chính",
    "TNHH": "trách nhiệm hữu hạn",
    "GTGT": "giá trị gia tăng",
    "TNCN": "thu nhập cá nhân",
    "TNDN": "thu nhập doanh nghiệp",
    "KTXH": "kinh tế xã hội",
    "MTTQ": "mặt trận tổ quốc",
    "TAND": "tòa án nhân dân",
    "VKSND": "viện kiểm sát nhân dân",
    "GDĐT": "giáo dục và đào tạo",
    "NNPTNT": "nông nghiệp và phát triển nông thôn",
    "KHCN": "khoa học và công nghệ",
    "TNMT": "tài nguyên và môi trường",
    "CNTT": "công nghệ thông tin",
    "BLDS": "bộ luật dân sự",
    "BLHS": "bộ luật hình sự",
    "BLLĐ": "bộ luật lao động",
    "BLTTDS": "bộ luật tố tụng dân sự",
    "BLTTHS": "bộ luật tố tụng hình sự",
    "CQĐP": "chính quyền địa phương",
    "HNGĐ": "hôn nhân và gia đình",
    "SHTT": "sở hữu trí tuệ",
    "ATVSLĐ": "an toàn vệ sinh lao động",
    "TGPL": "trợ giúp pháp lý",
    "PBGDPL": "phổ biến giáo dục pháp luật",
    "CSDL": "cơ sở dữ liệu",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "DTTS": "dân tộc thiểu số",
    "KCN": "khu công nghiệp",
    "CCN": "cụm công nghiệp",
    "HTX": "hợp tác xã",
    "1 cửa": "một cửa",
}


def phrase_of(text: str) -> Phrase:
    """The words of the text in order."""
    found = tokens(text)
    return tuple(map(Word, found.folded.split(), found.exact.split()))


def _both_ways() -> Mapping[tuple[str, ...], Phrase]:
    """Folded words -> the other wording."""
    table = {}
    for short, meaning in _MEANINGS.items():
        brief, full = phrase_of(short), phrase_of(meaning)
        table[tuple(word.folded for word in brief)] = full
        table[tuple(word.folded for word in full)] = brief
    return table


_OTHER = _both_ways()
_LONGEST = max(map(len, _OTHER))


def wordings(words: Phrase) -> tuple[tuple[Phrase, ...], ...]:
    """What is asked, one thing after the other, each as typed and then in its other wording where there is one."""
    units: list[tuple[Phrase, ...]] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            typed = words[place : place + length]
            other = _OTHER.get(tuple(word.folded for word in typed))
            if other or length == 1:
                units.append((typed, other) if other else (typed,))
                place += length
                break
    return tuple(units)


def spelled_out(text: str) -> str:
    """The folded words of the text, its short forms spelled out: "ubnd tinh" is "uy ban nhan dan tinh"."""
    return " ".join(
        _folded(unit[1]) if len(unit) > 1 and len(unit[0]) == 1 else _folded(unit[0])
        for unit in wordings(phrase_of(text))
    )


def _folded(phrase: Phrase) -> str:
    return " ".join(word.folded for word in phrase)
