"""Does the draft take effect no earlier than the law allows?

Luật BHVBQPPL 2015 Đ151 khoản 1: 45 days central, 10 province, 7 below; 2025 Đ53: 45 central, 10 for every local body. The
shortened procedure may take effect at once (2015 Đ151 khoản 2), since 2025 special cases too (Đ53). Retroactivity: 2015 Đ152
khoản 3 forbids it to local bodies; 2025 Đ55 allows it to the province only when really necessary, and (Luật 87/2025) not to
its Chairman or a commune.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from legaldocs.models import Level
from legaldocs.parsing.numbers import format_date
from workflow.criteria.context import NEW_LAW_ON, OLD_LAW_UNTIL, CheckResult, DraftContext, LegalSource, source_on

BEGINS = (
    LegalSource("Luật BHVBQPPL 2015 Điều 151", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 53", NEW_LAW_ON),
)
RETROACTIVE = (
    LegalSource("Luật BHVBQPPL 2015 Điều 152 khoản 3", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 55", NEW_LAW_ON),
)
#: Known from memory, so that it is said as advice only.
_COUNTED_WITHOUT = (
    "khuyến nghị: thời hạn thường không tính ngày xảy ra sự kiện (Bộ luật Dân sự 2015 Điều 147, chưa đối chiếu bản gốc)"
)
#: So many letters of the clause on effect tell where it stands.
_ENOUGH = 60
CENTRAL_DAYS, LOCAL_DAYS, LOWER_DAYS_UNTIL_2025 = 45, 10, 7


def check_effective_date(context: DraftContext) -> Iterable[CheckResult]:
    """A warning, never a refusal: real decisions of the shortened procedure take effect on the day they are signed."""
    begins, issued = context.reading.effect.begins_on, context.issued_on
    if begins is None or not context.is_normative:
        return
    if begins < issued:
        yield from _retroactive(context, begins)
        return
    source, days = source_on(BEGINS, issued), _days_required(context.level, issued)
    if source is None or context.shortened_procedure or begins >= issued + timedelta(days=days):
        return
    special = " hoặc trường hợp đặc biệt" if issued >= NEW_LAW_ON else ""
    message = (
        f"Dự thảo có hiệu lực ngày {format_date(begins)}, sớm hơn {days} ngày kể từ ngày ban hành dự kiến "
        f"({format_date(issued)}). Chỉ phù hợp khi ban hành theo trình tự, thủ tục rút gọn{special}; khi đó hồ sơ cần có văn "
        "bản đồng ý."
    )
    if begins == issued + timedelta(days=days - 1):
        message += f" Chỉ đủ {days} ngày nếu kể cả ngày ban hành; {_COUNTED_WITHOUT}."
    yield CheckResult("EFFECTIVE_TOO_EARLY", _effect_path(context), message, None, source.text)


def _retroactive(context: DraftContext, begins: date) -> Iterable[CheckResult]:
    source = source_on(RETROACTIVE, context.issued_on)
    if source is None or context.level == Level.CENTRAL:
        return
    chairman = context.body is not None and context.body.name.lower().startswith("chủ tịch")
    rule = (
        "Văn bản của cơ quan này không được quy định hiệu lực trở về trước."
        if context.issued_on < NEW_LAW_ON or chairman or context.level != Level.PROVINCE
        else "Chỉ văn bản của Hội đồng nhân dân, Ủy ban nhân dân cấp tỉnh được quy định hiệu lực trở về trước, khi thật cần "
        "thiết và không đặt ra trách nhiệm pháp lý mới hoặc nặng hơn."
    )
    message = f"Ngày có hiệu lực ({format_date(begins)}) trước ngày ban hành dự kiến ({format_date(context.issued_on)}). {rule}"
    yield CheckResult("EFFECT_RETROACTIVE", _effect_path(context), message, None, source.text)


def _days_required(level: str, issued: date) -> int:
    if level == Level.CENTRAL:
        return CENTRAL_DAYS
    if level != Level.PROVINCE and issued <= OLD_LAW_UNTIL:
        return LOWER_DAYS_UNTIL_2025
    return LOCAL_DAYS


def _effect_path(context: DraftContext) -> str:
    """The provision that says when the draft takes effect; a rule on the effect of something else is none."""
    said = context.reading.effect.begins_text[:_ENOUGH]
    texts = [(p.path, " ".join(p.text.split())) for p in context.reading.provisions]
    holding = (path for path, text in texts if said and said in text)
    return next(holding, next((path for path, text in texts if "có hiệu lực" in text), ""))
