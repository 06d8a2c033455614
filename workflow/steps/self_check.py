"""Self-check: taken in hand and concluded (NĐ 79/2025 Đ5, Đ7, Đ12, Đ17)."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.models import SelfCheck, SelfCheckState
from workflow.statutory_criteria import UNLAWFUL_GROUND_BY_CODE
from workflow.steps.step import Action, NotPossible, Step


def start(check: SelfCheck, step: Step) -> SelfCheck:
    """The self-check in the hands of the person who acts; another reviewer may take it over."""
    if check.assigned_to_id == step.user.pk and check.state == SelfCheckState.STARTED:
        raise NotPossible("Ông/bà đang tự kiểm tra văn bản này rồi.")
    check.start(reviewer=step.user)
    step.save(check)
    return check


def conclude(
    check: SelfCheck, step: Step, *, is_lawful: bool | None = None, grounds: Iterable[str] = (), result: str = ""
) -> SelfCheck:
    """The result; an unlawful document needs a ground of Đ7 k1 and a proposal, errors of k2 alone are only corrected."""
    if is_lawful is None:
        raise NotPossible("Hãy chọn kết quả: có hay không phát hiện nội dung trái pháp luật.", "is_lawful")
    codes, result = list(dict.fromkeys(grounds)), result.strip()
    unknown = [code for code in codes if code not in UNLAWFUL_GROUND_BY_CODE]
    if unknown:
        raise NotPossible(f"Không có căn cứ “{unknown[0]}” trong danh mục (NĐ 79/2025/NĐ-CP Đ7).", "grounds")
    finds_unlawful = any(UNLAWFUL_GROUND_BY_CODE[code].is_unlawful for code in codes)
    if is_lawful and finds_unlawful:
        raise NotPossible(
            "Đã chọn căn cứ trái pháp luật thì không thể kết luận là không phát hiện nội dung trái.", "grounds"
        )
    if not is_lawful and not finds_unlawful:
        raise NotPossible("Hãy chọn ít nhất một căn cứ trái pháp luật tại khoản 1 Điều 7 NĐ 79/2025/NĐ-CP.", "grounds")
    if codes and not result:
        raise NotPossible("Hãy ghi nội dung sai, căn cứ pháp lý và đề xuất hướng xử lý.", "result")
    check.conclude(is_lawful=is_lawful, grounds=codes, result=result, on=step.on)
    step.save(check)
    return check


ACTIONS = (
    Action(SelfCheck, "start", "Nhận tự kiểm tra", start, transition="start", style="primary"),
    Action(SelfCheck, "conclude", "Kết luận tự kiểm tra", conclude, transition="conclude", style="primary"),
)
