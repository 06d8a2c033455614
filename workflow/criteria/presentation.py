"""Has the draft the parts that every document of its kind has, in their order?

NĐ 34/2016 Đ55-76 until 31/3/2025; NĐ 78/2025 Phụ lục I since, known only through references, so that it advises. That no line
"QUYẾT ĐỊNH:" stands after the bases any more is seen in documents issued in 2025, not read in the decree (domain.md 6.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from legaldocs.models import Level
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind
from workflow.criteria.context import (
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    advised,
    source_on,
)

SOURCES = (
    LegalSource("NĐ 34/2016/NĐ-CP Điều 55-76", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("NĐ 78/2025/NĐ-CP Phụ lục I", NEW_LAW_ON, verified=False),
)
_RESPONSIBLE = re.compile(
    r"chịu trách nhiệm (?:thi hành|tổ chức|thực hiện|triển khai)|giao [^\n]{0,80}thực hiện|tổ chức thực hiện", re.I
)
_OLD_FORMULA = re.compile(r"^\W*(?:QUYẾT ĐỊNH|QUYẾT NGHỊ)\s*:?\W*$", re.MULTILINE)


def check_presentation(context: DraftContext) -> Iterable[CheckResult]:
    """Missing parts, gaps in the numbering of articles, and the enacting formula of before 2025."""
    source = source_on(SOURCES, context.on)
    if source is None or not context.reading.provisions or not context.is_normative:
        return
    for code, path, message in _faults(context):
        yield CheckResult(code, path, advised(message, source), None, source.text, Severity.ADVICE)


def _faults(context: DraftContext) -> Iterator[tuple[str, str, str]]:
    reading = context.reading
    effect = reading.effect
    if effect.begins_on is None and not effect.begins_text:
        yield "NO_EFFECT_CLAUSE", "", "Chưa thấy điều khoản nêu thời điểm có hiệu lực của văn bản."
    if not any(_RESPONSIBLE.search(f"{p.heading} {p.text}") for p in reading.provisions):
        yield "NO_RESPONSIBLE_CLAUSE", "", "Chưa thấy điều khoản nêu cơ quan, cá nhân chịu trách nhiệm thi hành."
    if not reading.legal_bases:
        yield "NO_LEGAL_BASIS", "can-cu", "Chưa đọc thấy căn cứ ban hành nào."
    yield from _gaps(reading.provisions)
    if context.on >= NEW_LAW_ON and context.level != Level.CENTRAL:
        preamble = next((p for p in reading.provisions if p.kind is ProvisionKind.PREAMBLE), None)
        if preamble is not None and _OLD_FORMULA.search(preamble.text):
            message = (
                "sau phần căn cứ còn dòng “QUYẾT ĐỊNH:” hoặc “QUYẾT NGHỊ:” theo mẫu cũ; văn bản quy phạm pháp luật từ năm "
                "2025 thường viết “Ủy ban nhân dân ban hành Quyết định …” và bỏ dòng này."
            )
            yield "OLD_ENACTING_FORMULA", preamble.path, message


_ARTICLE = re.compile(r"(?P<container>(?:kem-theo(?:-\d+)?/)?)dieu-(?P<number>\d{1,4})(?P<letter>[a-zđ]?)")


def _gaps(provisions: Iterable[ParsedProvision]) -> Iterator[tuple[str, str, str]]:
    """Articles whose number does not follow the one before, in the body and in each attached text."""
    last: dict[str, int] = {}
    for provision in provisions:
        match = _ARTICLE.fullmatch(provision.path)
        if match is None or provision.kind is not ProvisionKind.ARTICLE:
            continue
        number, before = int(match["number"]), last.get(match["container"], 0)
        if number > before + 1:
            after = f"sau Điều {before}" if before else "ở đầu"
            yield "ARTICLE_NUMBERING", provision.path, f"Số thứ tự điều không liên tục: {after} là Điều {number}."
        last[match["container"]] = max(number, before)
