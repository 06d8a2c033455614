"""Does the draft lay down an administrative procedure, a fee, a fine or a business condition that is not its body's to set?

A sign is a question to the appraiser: which article of which higher document assigns it? Sources as in domain.md 7 and
`legaldocs.analysis.signals`; those not read in their own text only advise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from legaldocs.analysis.signals import SignalKind, read_signals
from legaldocs.models import Level
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

SOURCES: dict[SignalKind, tuple[LegalSource, ...]] = {
    SignalKind.PROCEDURE: (
        LegalSource("Luật BHVBQPPL 2015 Điều 14 khoản 4", date(2016, 7, 1), date(2020, 12, 31)),
        LegalSource("Luật BHVBQPPL 2015 Điều 14 khoản 4 (sửa đổi năm 2020)", date(2021, 1, 1), OLD_LAW_UNTIL),
        # The decree was read as of 2017 and amended since; the circular in full, in force from 15/12/2025.
        LegalSource("NĐ 63/2010/NĐ-CP Điều 8", NEW_LAW_ON, date(2025, 12, 14), verified=False),
        LegalSource("TT 26/2025/TT-BTP Điều 14, Điều 16-20", date(2025, 12, 15)),
    ),
    SignalKind.FEE: (LegalSource("Luật Phí và lệ phí 2015 Điều 4", date(2017, 1, 1), verified=False),),
    SignalKind.FINE: (LegalSource("Luật Xử lý vi phạm hành chính 2012 Điều 4", date(2013, 7, 1), verified=False),),
    SignalKind.BUSINESS_CONDITION: (
        LegalSource("Luật Đầu tư 2020 Điều 7 khoản 3", date(2021, 1, 1), date(2026, 2, 28), verified=False),
        LegalSource("Luật Đầu tư số 143/2025/QH15 (chưa đối chiếu điều, khoản)", date(2026, 3, 1), verified=False),
    ),
}
_SAID = {
    SignalKind.PROCEDURE: "có dấu hiệu quy định thủ tục hành chính",
    SignalKind.FEE: "có dấu hiệu quy định phí, lệ phí",
    SignalKind.FINE: "có dấu hiệu quy định xử phạt vi phạm hành chính",
    SignalKind.BUSINESS_CONDITION: "có dấu hiệu quy định điều kiện đầu tư, kinh doanh",
}


def check_competence_signs(context: DraftContext) -> Iterable[CheckResult]:
    """One question per article and kind of sign, for local drafts only: central bodies have other competences."""
    if context.level == Level.CENTRAL or not context.is_normative:
        return
    found: dict[tuple[str, SignalKind], list[str]] = defaultdict(list)
    for signal in read_signals(context.reading.provisions):
        words = found[_article_of(signal.path), signal.kind]
        if signal.text.lower() not in words:
            words.append(signal.text.lower())
    for (path, kind), words in found.items():
        source = source_on(SOURCES[kind], context.on)
        if source is not None:
            yield _question(path, kind, words, source, context.on)


def _question(path: str, kind: SignalKind, words: list[str], source: LegalSource, on: date) -> CheckResult:
    quoted = ", ".join(f"“{word}”" for word in words[:3])
    message = advised(
        f"{_unit_said(path)} {_SAID[kind]} ({quoted}). "
        "Điều, khoản nào của văn bản cấp trên giao địa phương quy định nội dung này?",
        source,
    )
    # Until 31/3/2025 the law itself forbade it without an assignment; no such clause was found in the law of 2025.
    firm = kind is SignalKind.PROCEDURE and on <= OLD_LAW_UNTIL
    return CheckResult(
        f"COMPETENCE_{kind.value}", path, message, None, source.text, Severity.WARNING if firm else Severity.ADVICE
    )


def _unit_said(path: str) -> str:
    if path.startswith("phu-luc"):
        return "Phụ lục này"
    return "Điều này" if "dieu-" in path else "Phần này"


def _article_of(path: str) -> str:
    head, found, tail = path.partition("dieu-")
    return head + found + tail.split("/")[0]
