"""Numbers cut down to sequence and year ("Nghị định 34/2016", "Thông tư 02/2020 của Bộ Xây dựng"), made whole where one body
alone can be meant.

A decree has one issuer, a law is numbered by the term of the assembly that passed it; for any other kind the words behind
the number must name the body. What stays open ("Quyết định 15/2021") is no number: provinces share them.
"""

from __future__ import annotations

import re

from legaldocs.parsing.bodies import CENTRAL_BODIES
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import NumberMatch, normalize_number, plain_digits

_SHORT = re.compile(
    r"(?<!\w)(?P<kind>Nghị định|NĐ|Luật|Nghị quyết|NQ|Quyết định|QĐ|Thông tư|TT|Chỉ thị)(?: số)?:? "
    r"(?P<number>(?P<seq>\d{1,4}[a-z]?)/(?P<year>(?:19|20)\d\d))(?![\w/-]|[.,]\d)"
    r"(?:,? (?:ngày|ký ngày) [^\s;,]{1,12}(?: tháng \d{1,2} năm \d{4})?)?(?:,? của (?P<body>[^;,.\n(]{2,60}))?"
)
_SYMBOLS = {
    "nghi quyet": "NQ",
    "nq": "NQ",
    "quyet dinh": "QĐ",
    "qd": "QĐ",
    "thong tu": "TT",
    "tt": "TT",
    "chi thi": "CT",
}
_LOCAL = (("chu tich uy ban nhan dan", "UBND"), ("chu tich ubnd", "UBND"), ("uy ban nhan dan", "UBND"), ("ubnd", "UBND"),
          ("hoi dong nhan dan", "HĐND"), ("hdnd", "HĐND"), ("thu tuong", "TTg"), ("chinh phu", "CP"))  # fmt: skip
#: First and last whole years in which one assembly sat: in the year between two both have numbered laws.
_TERMS = ((10, 1998, 2001), (11, 2003, 2006), (12, 2008, 2010), (13, 2012, 2015), (14, 2017, 2020), (15, 2022, 2025))
_HEADS = re.compile(r"^(?:bo truong|thong doc|tong thanh tra|chanh an|vien truong|chu nhiem) ")


def find_short_numbers(text: str) -> list[NumberMatch]:
    """The short numbers of a text that can be made whole, in order, each at the place of its digits.

    Catches: "Nghị định 34/2016" · "Luật 80/2015" · "Quyết định số 15/2021 của UBND tỉnh" · "Thông tư 02/2020 của Bộ Xây dựng".
    Not: "Quyết định 15/2021" (whose?) · "Luật 14/2016" (of two assemblies that year) · "Nghị định 34/2016/NĐ-CP" (whole).
    """
    found = []
    for match in _SHORT.finditer(plain_digits(text)):
        symbol = _symbol(fold(match["kind"]), int(match["year"]), fold(match["body"] or ""))
        if symbol:
            number = normalize_number(f"{match['number']}/{symbol}")
            found.append(NumberMatch(match.start("number"), match.end("number"), number))
    return found


def _symbol(kind: str, year: int, body: str) -> str | None:
    if kind in ("nghi dinh", "nd"):
        return "NĐ-CP"
    if kind == "luat":
        return next((f"QH{term}" for term, first, last in _TERMS if first <= year <= last), None)
    issuer = next((short for name, short in _LOCAL if body.startswith(name)), None) or _ministry(body)
    return f"{_SYMBOLS[kind]}-{issuer}" if issuer else None


def _ministry(body: str) -> str | None:
    name = _HEADS.sub("", body)
    fits = [
        (len(full), symbol)
        for symbol, full in CENTRAL_BODIES.items()
        if symbol[0] == "B" and name.startswith(fold(full))
    ]
    return max(fits)[1] if fits else None
