"""The periods that the law sets, as data: how long, from when, under which law, and whether that was read in its text.

Rows follow domain.md 12.1. `verified` is False where the text in force was not read: the page then says so. A period that
is no longer in force keeps its row: what began under it is counted by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LAW_2015 = date(2016, 7, 1)  # Luật 80/2015/QH13
LAW_2020 = date(2021, 1, 1)  # Luật 63/2020/QH14
LAW_2025 = date(2025, 4, 1)  # Luật 64/2025/QH15
LAW_87 = date(2025, 7, 1)  # Luật 87/2025/QH15
_BEFORE_2020, _BEFORE_2025, _BEFORE_87 = date(2020, 12, 31), date(2025, 3, 31), date(2025, 6, 30)

#: Days that an announcement has moved, where the package `holidays` does not know it yet: day -> source.
DAYS_OFF_ANNOUNCED: dict[date, str] = {
    date(2026, 1, 2): "Thông báo của Bộ Nội vụ ngày 25/12/2025 (hoán đổi với ngày 10/01/2026)",
}
WORKING_DAYS_ANNOUNCED: dict[date, str] = {
    date(2026, 1, 10): "Thông báo của Bộ Nội vụ ngày 25/12/2025 (làm bù ngày 02/01/2026)",
}


class Unit(StrEnum):
    DAY = "DAY"
    WORKING_DAY = "WORKING_DAY"

    @property
    def label(self) -> str:
        return "ngày" if self is Unit.DAY else "ngày làm việc"


class Bound(StrEnum):
    """On which side of the counted day the act has to fall."""

    AT_LATEST = "AT_LATEST"
    AT_LATEST_BEFORE = "AT_LATEST_BEFORE"
    NOT_BEFORE = "NOT_BEFORE"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One period. `kinds` are the document types and `levels` the levels of the issuing body that it is for (none: all).

    `fixed_day` is (day, month) of the year after. `shortened`: True shortened procedure, False ordinary, None both.
    """

    code: str
    regime: str
    amount: int
    unit: Unit
    event: str
    legal_source: str
    valid_from: date
    valid_to: date | None = None
    shortened: bool | None = None
    kinds: tuple[str, ...] = ()
    bound: Bound = Bound.AT_LATEST
    fixed_day: tuple[int, int] | None = None
    levels: tuple[str, ...] = ()
    verified: bool = True

    @property
    def words(self) -> str:
        """For people: "10 ngày kể từ ngày thông qua, ký ban hành (NĐ 79/2025/NĐ-CP Đ12 k2)"."""
        if self.fixed_day is not None:
            length = f"chậm nhất ngày {self.fixed_day[0]:02}/{self.fixed_day[1]:02} năm sau"
        else:
            length = f"{self.amount:02} {self.unit.label} {_BOUND_WORDS[self.bound]} {self.event}"
        doubt = "" if self.verified else "; mặc định, chưa kiểm chứng văn bản hiện hành"
        return f"{length} ({self.legal_source}{doubt})"

    def runs_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


_BOUND_WORDS = {
    Bound.AT_LATEST: "kể từ ngày",
    Bound.AT_LATEST_BEFORE: "trước ngày",
    Bound.NOT_BEFORE: "trở lên, kể từ ngày",
}

_FULL_DOSSIER = "nhận đủ hồ sơ thẩm định"
_ISSUED = "thông qua, ký ban hành"
_CONCLUSION = "nhận kết luận kiểm tra"
_LAW = "Luật 80/2015/QH13"
_LAW_AM = "Luật 80/2015/QH13 (sửa đổi bởi Luật 63/2020/QH14)"
_NEW = "Luật 64/2025/QH15"
_NEW_AM = "Luật 64/2025/QH15 (sửa đổi bởi Luật 87/2025/QH15)"
_ND34 = "NĐ 34/2016/NĐ-CP"
_ND79 = "NĐ 79/2025/NĐ-CP"
_DAY, _WORKING = Unit.DAY, Unit.WORKING_DAY

RULES: tuple[DeadlineRule, ...] = (
    DeadlineRule(
        "APPRAISAL", "L2015", 10, _DAY, _FULL_DOSSIER, f"{_LAW} Đ121 k4, Đ130 k4", LAW_2015, _BEFORE_2020, False
    ),
    DeadlineRule(
        "APPRAISAL", "L2020", 15, _DAY, _FULL_DOSSIER, f"{_LAW_AM} Đ121 k4, Đ130 k4", LAW_2020, _BEFORE_2025, False
    ),
    DeadlineRule("APPRAISAL", "L2020", 7, _DAY, "nhận hồ sơ", f"{_LAW_AM} Đ148 k3", LAW_2015, _BEFORE_2025, True),
    DeadlineRule(
        "APPRAISAL", "L2025", 15, _DAY, _FULL_DOSSIER, "NĐ 78/2025/NĐ-CP", LAW_2025, None, False, verified=False
    ),
    DeadlineRule(
        "APPRAISAL", "L2025", 7, _DAY, "nhận hồ sơ", f"{_NEW} Đ51", LAW_2025, _BEFORE_87, True, verified=False
    ),
    DeadlineRule("APPRAISAL", "L2025_L87", 7, _DAY, "nhận hồ sơ", f"{_NEW_AM} Đ51 k5", LAW_87, None, True),
    DeadlineRule("APPRAISAL_COMPLEX", "L2025_L87", 15, _DAY, "nhận hồ sơ", f"{_NEW_AM} Đ51 k5", LAW_87, None, True),
    DeadlineRule(
        "DOSSIER_BEFORE_MEETING",
        "L2015",
        20,
        _DAY,
        "họp Ủy ban nhân dân",
        f"{_LAW} Đ121 k1, Đ130 k1",
        LAW_2015,
        _BEFORE_2020,
        False,
        bound=Bound.AT_LATEST_BEFORE,
    ),
    DeadlineRule(
        "DOSSIER_BEFORE_MEETING",
        "L2020",
        25,
        _DAY,
        "họp Ủy ban nhân dân",
        f"{_LAW_AM} Đ121 k1, Đ130 k1",
        LAW_2020,
        _BEFORE_2025,
        False,
        bound=Bound.AT_LATEST_BEFORE,
    ),
    DeadlineRule(
        "COMMENTS",
        "L2015",
        30,
        _DAY,
        "đăng tải dự thảo",
        f"{_LAW} Đ120, Đ129",
        LAW_2015,
        _BEFORE_2025,
        False,
        bound=Bound.NOT_BEFORE,
    ),
    DeadlineRule(
        "COMMENTS",
        "L2025",
        20,
        _DAY,
        "đăng tải dự thảo",
        "NĐ 78/2025/NĐ-CP",
        LAW_2025,
        None,
        False,
        bound=Bound.NOT_BEFORE,
        verified=False,
    ),
    DeadlineRule("SELF_CHECK", "L2025", 10, _DAY, _ISSUED, f"{_ND79} Đ12 k2", LAW_2025, None, False),
    DeadlineRule("SELF_CHECK", "L2025", 5, _WORKING, _ISSUED, f"{_ND79} Đ12 k2", LAW_2025, None, True),
    DeadlineRule(
        "HANDLE_SELF_CHECK", "L2025", 30, _DAY, "nhận báo cáo kết quả tự kiểm tra", f"{_ND79} Đ12 k5", LAW_2025
    ),
    DeadlineRule("HANDLE_CONCLUSION", "L2015", 30, _DAY, _CONCLUSION, f"{_ND34} Đ125", LAW_2015, _BEFORE_2025),
    DeadlineRule("HANDLE_CONCLUSION", "L2025", 30, _DAY, _CONCLUSION, f"{_ND79} Đ26 k1", LAW_2025),
    DeadlineRule("ASK_RECONSIDERATION", "L2025", 5, _WORKING, _CONCLUSION, f"{_ND79} Đ25 k1", LAW_2025),
    DeadlineRule("ANSWER_RECONSIDERATION", "L2025", 10, _DAY, "nhận kiến nghị", f"{_ND79} Đ25 k2", LAW_2025),
    DeadlineRule("PUBLISH_HANDLING", "L2025", 3, _DAY, "ký văn bản xử lý", f"{_ND79} Đ28", LAW_2025, verified=False),
    DeadlineRule("SEND_FOR_CHECK", "L2015", 3, _WORKING, _ISSUED, f"{_ND34} Đ121", LAW_2015, _BEFORE_2025),
    DeadlineRule("UPDATE_NATIONAL_DATABASE", "L2020", 15, _DAY, _ISSUED, f"{_LAW_AM} Đ157", LAW_2020, _BEFORE_2025),
    DeadlineRule(
        "EFFECT_AFTER_ISSUE",
        "L2015",
        10,
        _DAY,
        _ISSUED,
        f"{_LAW} Đ151 k1",
        LAW_2015,
        _BEFORE_2025,
        False,
        bound=Bound.NOT_BEFORE,
        levels=("PROVINCE",),
    ),
    DeadlineRule(
        "EFFECT_AFTER_ISSUE",
        "L2015",
        7,
        _DAY,
        _ISSUED,
        f"{_LAW} Đ151 k1",
        LAW_2015,
        _BEFORE_2025,
        False,
        bound=Bound.NOT_BEFORE,
        levels=("DISTRICT", "COMMUNE"),
    ),
    DeadlineRule(
        "EFFECT_AFTER_ISSUE",
        "L2025",
        10,
        _DAY,
        _ISSUED,
        f"{_NEW} Đ53",
        LAW_2025,
        None,
        False,
        bound=Bound.NOT_BEFORE,
        levels=("PROVINCE", "DISTRICT", "COMMUNE"),
    ),
    DeadlineRule("ANNOUNCE_EXPIRED", "L2015", 0, _DAY, "", f"{_ND34} Đ157", LAW_2015, _BEFORE_2025, fixed_day=(31, 1)),
    DeadlineRule("ANNOUNCE_EXPIRED", "L2025", 0, _DAY, "", f"{_ND79} Đ43", LAW_2025, fixed_day=(31, 1)),
    DeadlineRule(
        "PUBLISH_SYSTEMATIZATION", "L2020", 0, _DAY, "", f"{_ND34} Đ164-169", LAW_2020, _BEFORE_2025, fixed_day=(1, 3)
    ),
    DeadlineRule("PUBLISH_SYSTEMATIZATION", "L2025", 0, _DAY, "", f"{_ND79} Đ49-53", LAW_2025, fixed_day=(1, 3)),
    DeadlineRule(
        "REPORT_SYSTEMATIZATION", "L2025", 20, _DAY, "công bố kết quả hệ thống hóa", f"{_ND79} Đ49-53", LAW_2025
    ),
)


def rule_for(code: str, on: date, shortened: bool = False, *, kind: str = "", level: str = "") -> DeadlineRule | None:
    """The rule of that code which is in force on that day, or None where the law sets no period then.

    `kind` is a document type and `level` the level of the issuing body; a rule that names none is for all of them.
    """
    for rule in RULES:
        if rule.code != code or not rule.runs_on(on):
            continue
        if rule.shortened not in (None, shortened):
            continue
        if (rule.kinds and kind not in rule.kinds) or (rule.levels and level and level not in rule.levels):
            continue
        return rule
    return None
