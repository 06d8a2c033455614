"""Signs that a text lays down an administrative procedure, a fee, a fine or a business condition.

A sign is a question, never a verdict: which article of which higher document assigns this to the issuing body?
Sources: thủ tục hành chính — NĐ 63/2010 Đ8, Luật BHVBQPPL 2015 Đ14 khoản 4; phí, lệ phí — Luật Phí và lệ phí 2015 Đ4;
xử phạt — Luật Xử lý vi phạm hành chính 2012 Đ4; điều kiện kinh doanh — Luật Đầu tư 2020 Đ7 khoản 3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind


class SignalKind(StrEnum):
    PROCEDURE = "PROCEDURE"
    FEE = "FEE"
    FINE = "FINE"
    BUSINESS_CONDITION = "BUSINESS_CONDITION"


class Signal(NamedTuple):
    kind: SignalKind
    path: str
    text: str


_SIGNS: dict[SignalKind, tuple[str, ...]] = {
    SignalKind.PROCEDURE: (
        r"thành phần,? (?:số lượng )?hồ sơ|hồ sơ (?:gồm|bao gồm|đề nghị|đăng ký)",
        r"nộp (?:\d+ (?:\(\w+\) )?bộ )?hồ sơ|tiếp nhận hồ sơ|gửi hồ sơ",
        r"thời hạn giải quyết|kể từ ngày nhận (?:được |đủ )*hồ sơ",
        r"đơn đề nghị|tờ khai|đơn đăng ký|đơn xin",
        r"(?:cấp|cấp lại|gia hạn|thu hồi) (?:giấy phép|giấy chứng nhận|chứng chỉ)",
        r"trả kết quả|trình tự,? thủ tục|cách thức thực hiện",
        r"bộ phận một cửa|trung tâm phục vụ hành chính công|cổng dịch vụ công",
    ),
    SignalKind.FEE: (
        r"mức thu (?:(?!học |viện |một )[^\s,.;:]+ ){0,3}(?:phí|lệ phí)"
        r"|(?:thu|nộp|mức) (?:phí|lệ phí)(?! bảo hiểm| dịch vụ nhận)",
    ),
    SignalKind.FINE: (r"phạt tiền|phạt cảnh cáo|mức (?:xử )?phạt|xử phạt từ|buộc khắc phục",),
    SignalKind.BUSINESS_CONDITION: (
        r"điều kiện (?:kinh doanh|đầu tư kinh doanh|hành nghề|hoạt động kinh doanh)|đủ điều kiện kinh doanh",
    ),
}
_MATCHERS = {
    kind: tuple(re.compile(rf"(?<!\w)(?:{sign})(?!\w)", re.IGNORECASE) for sign in signs)
    for kind, signs in _SIGNS.items()
}
#: One mention of a dossier proves nothing; two different signs in one article are worth a question.
_NEEDED = {SignalKind.PROCEDURE: 2}
#: What is only said where the rule itself is laid down, and not where somebody is charged with carrying it out.
_LAYS_DOWN = {
    SignalKind.PROCEDURE: re.compile(
        r"thành phần,? (?:số lượng )?hồ sơ|hồ sơ (?:gồm|bao gồm)|nộp \d+ (?:\(\w+\) )?bộ|thời hạn giải quyết|"
        r"kể từ ngày nhận (?:được |đủ )*hồ sơ|cách thức thực hiện",
        re.IGNORECASE,
    ),
    # Tuition and hospital charges are prices of services, no fees (Luật Phí và lệ phí 2015 Đ3).
    SignalKind.FEE: re.compile(r"mức thu (?:(?!học |viện |một )[^\s,.;:]+ ){0,3}(?:phí|lệ phí)", re.IGNORECASE),
    SignalKind.FINE: re.compile(r"phạt tiền từ|mức (?:xử )?phạt", re.IGNORECASE),
    SignalKind.BUSINESS_CONDITION: re.compile(
        r"điều kiện (?:kinh doanh|hành nghề|đầu tư kinh doanh) (?:gồm|là|sau)", re.IGNORECASE
    ),
}
_CHARGES = re.compile(
    r"nhiệm vụ|quyền hạn|trách nhiệm|tổ chức thực hiện|chức năng|công bố|\A\s*giao |niêm yết", re.IGNORECASE
)
_ABOUT_IT = re.compile(r"trình tự|thủ tục|hồ sơ", re.IGNORECASE)
_HEAD = 140


def read_signals(provisions: Sequence[ParsedProvision]) -> list[Signal]:
    """The signs found, in document order: `text` is the wording, `path` the unit it stands in.

    Catches "Thành phần hồ sơ gồm ... thời hạn giải quyết là 05 ngày", "mức thu phí", "phạt tiền từ", "điều kiện kinh
    doanh".
    Does not catch a single "hồ sơ đề nghị" in an article, articles that charge somebody with carrying out what others lay down
    ("Nhiệm vụ và quyền hạn", "Giao Sở ... tiếp nhận hồ sơ"), nor anything in the preamble.
    """
    by_article: dict[str, list[tuple[ParsedProvision, str]]] = defaultdict(list)
    for provision in provisions:
        if provision.kind is not ProvisionKind.PREAMBLE:
            by_article[_article_of(provision.path)].append((provision, f"{provision.heading}\n{provision.text}"))
    return [signal for units in by_article.values() for signal in _signals_of_article(units)]


def _signals_of_article(units: Sequence[tuple[ParsedProvision, str]]) -> list[Signal]:
    found: list[Signal] = []
    whole = "\n".join(text for _, text in units)
    head = units[0][0].heading or whole.strip()[:_HEAD]
    charges, about_it = _CHARGES.search(head) is not None, _ABOUT_IT.search(units[0][0].heading) is not None
    for kind, matchers in _MATCHERS.items():
        hits = [(p.path, m.group()) for matcher in matchers for p, text in units if (m := matcher.search(text))]
        signs = sum(any(matcher.search(text) for _, text in units) for matcher in matchers)
        lays_down = _LAYS_DOWN[kind].search(whole) is not None
        if charges and not lays_down:
            continue
        if kind is SignalKind.PROCEDURE and not (lays_down or about_it):
            continue
        if hits and signs >= _NEEDED.get(kind, 1):
            found.extend(Signal(kind, path, text) for path, text in hits)
    return found


def _article_of(path: str) -> str:
    """The path up to its article ("kem-theo/dieu-3/khoan-1" -> "kem-theo/dieu-3"), else the whole path."""
    head, found, tail = path.partition("dieu-")
    return head + found + tail.split("/")[0]
