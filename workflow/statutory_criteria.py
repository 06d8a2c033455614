"""What the law tells people to judge, as data: appraisal criteria, points of competence, grounds of unlawfulness.

Each row names its article. `verified` is False where the text for provincial documents was not read (the articles of
NĐ 78/2025/NĐ-CP on local drafting): pages and papers then say that it is a default (domain.md 0.1, 2.1, 2.2, 3.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import DocumentType

if TYPE_CHECKING:
    from workflow.models import Appraisal


class BodyKind(StrEnum):
    """Who issues, as far as the law sets other criteria for each."""

    COUNCIL = "COUNCIL"
    COMMITTEE = "COMMITTEE"
    CHAIR = "CHAIR"


@dataclass(frozen=True, slots=True)
class StatutoryCriterion:
    """One thing that an appraisal must give its view on. `optional`: only where the draft has such content."""

    code: str
    text: str
    legal_source: str
    verified: bool = True
    optional: bool = False
    valid_from: date = date.min
    valid_to: date = date.max


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A point that says what the body may regulate; `reference` is what a dossier stores and prints."""

    reference: str
    text: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class UnlawfulGround:
    """A ground of NĐ 79/2025 Đ7; the errors of k2 are corrected and do not make a document unlawful."""

    code: str
    text: str
    legal_source: str
    is_unlawful: bool = True


def body_kind(name: str, document_type: str = "") -> BodyKind:
    """Who the body of that name is; for no name, who issues documents of that type in a province."""
    folded = fold(name).strip()
    if folded.startswith("chu tich"):
        return BodyKind.CHAIR
    if folded.startswith(("hoi dong nhan dan", "hdnd")):
        return BodyKind.COUNCIL
    if not folded and document_type == DocumentType.RESOLUTION:
        return BodyKind.COUNCIL
    return BodyKind.COMMITTEE


# --- appraisal criteria ---

_ND63 = "NĐ 63/2010/NĐ-CP Đ11 k1 (sửa đổi bởi NĐ 92/2017/NĐ-CP)"
_PARTY_AND_LAW = (
    "Sự phù hợp với đường lối, chủ trương của Đảng, chính sách của Nhà nước; tính hợp hiến, tính hợp pháp, tính thống "
    "nhất với hệ thống pháp luật"
)
_SCOPE = "Sự cần thiết ban hành; đối tượng, phạm vi điều chỉnh"
_PROCEDURES = "Sự cần thiết, tính hợp lý, chi phí tuân thủ thủ tục hành chính (nếu có)"
_GENDER = "Việc lồng ghép vấn đề bình đẳng giới (nếu có)"
_RESOURCES = "Nguồn lực, điều kiện bảo đảm thi hành"
_LANGUAGE = "Ngôn ngữ, kỹ thuật soạn thảo văn bản"
_PARENT = "Sự phù hợp với văn bản đã giao quy định chi tiết, với chính sách đã được thông qua"


def _council_2015(law: str) -> tuple[StatutoryCriterion, ...]:
    return (
        StatutoryCriterion("SCOPE", _SCOPE, f"{law} Đ121 k3 a"),
        StatutoryCriterion("LEGALITY", _PARTY_AND_LAW, f"{law} Đ121 k3 b"),
        StatutoryCriterion("PARENT", _PARENT, f"{law} Đ121 k3 c"),
        StatutoryCriterion("PROCEDURES", _PROCEDURES, _ND63, optional=True),
        StatutoryCriterion("LANGUAGE", _LANGUAGE, f"{law} Đ121 k3 d"),
    )


def _committee_2015(law: str) -> tuple[StatutoryCriterion, ...]:
    return (
        StatutoryCriterion("SCOPE", _SCOPE, f"{law} Đ130 k3 a"),
        StatutoryCriterion("LEGALITY", _PARTY_AND_LAW, f"{law} Đ130 k3 b"),
        StatutoryCriterion("PROCEDURES", _PROCEDURES, f"{law} Đ130 k3 c", optional=True),
        StatutoryCriterion("GENDER", _GENDER, f"{law} Đ130 k3 c", optional=True),
        StatutoryCriterion("RESOURCES", _RESOURCES, f"{law} Đ130 k3 d"),
        StatutoryCriterion("LANGUAGE", _LANGUAGE, f"{law} Đ130 k3 đ"),
    )


def _since_2025(law: str) -> tuple[StatutoryCriterion, ...]:
    """The union of both older columns with what the new law names for central drafts; the local article was not read."""
    central = f"{law} Đ34 k4 đ (quy định cho trung ương, áp dụng tương tự)"
    local = "NĐ 78/2025/NĐ-CP"
    return (
        StatutoryCriterion("SCOPE", _SCOPE, local, verified=False),
        StatutoryCriterion("LEGALITY", _PARTY_AND_LAW, local, verified=False),
        StatutoryCriterion("PARENT", _PARENT + " (nếu có)", local, verified=False, optional=True),
        StatutoryCriterion("PROCEDURES", _PROCEDURES, central, verified=False, optional=True),
        StatutoryCriterion(
            "DECENTRALISATION", "Việc phân quyền, phân cấp (nếu có)", central, verified=False, optional=True
        ),
        StatutoryCriterion(
            "SCIENCE",
            "Việc ứng dụng, thúc đẩy phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số (nếu có)",
            central,
            verified=False,
            optional=True,
        ),
        StatutoryCriterion("GENDER", "Việc bảo đảm bình đẳng giới (nếu có)", central, verified=False, optional=True),
        StatutoryCriterion(
            "ETHNIC", "Việc thực hiện chính sách dân tộc (nếu có)", central, verified=False, optional=True
        ),
        StatutoryCriterion("RESOURCES", _RESOURCES, local, verified=False),
        StatutoryCriterion("LANGUAGE", _LANGUAGE, local, verified=False),
    )


_LAW_2015 = "Luật 80/2015/QH13"
_LAW_2020 = "Luật 80/2015/QH13 (sửa đổi bởi Luật 63/2020/QH14)"
_LAW_2025 = "Luật 64/2025/QH15"
_LAW_87 = "Luật 64/2025/QH15 (sửa đổi bởi Luật 87/2025/QH15)"

_CRITERIA: dict[tuple[str, BodyKind], tuple[StatutoryCriterion, ...]] = {
    ("L2015", BodyKind.COUNCIL): _council_2015(_LAW_2015),
    ("L2015", BodyKind.COMMITTEE): _committee_2015(_LAW_2015),
    ("L2020", BodyKind.COUNCIL): _council_2015(_LAW_2020),
    ("L2020", BodyKind.COMMITTEE): _committee_2015(_LAW_2020),
    ("L2025", BodyKind.COUNCIL): _since_2025(_LAW_2025),
    ("L2025", BodyKind.COMMITTEE): _since_2025(_LAW_2025),
    ("L2025_L87", BodyKind.COUNCIL): _since_2025(_LAW_87),
    ("L2025_L87", BodyKind.COMMITTEE): _since_2025(_LAW_87),
    # Decisions of the chair are legal documents only since Luật 87/2025 Đ4.
    ("L2025_L87", BodyKind.CHAIR): _since_2025(_LAW_87),
}


#: Code -> text, of any regime: for records that only keep the code.
CRITERION_TEXTS: dict[str, str] = {row.code: row.text for rows in _CRITERIA.values() for row in rows}


def criteria_for(
    document_type: str, body: BodyKind, regime: str, on: date | None = None
) -> tuple[StatutoryCriterion, ...]:
    """The criteria for a draft of that type by that body under that regime, in the order of the report.

    A resolution is judged as the council's, whoever is named. Rows that are not in force on `on` are left out.
    """
    if document_type == DocumentType.RESOLUTION:
        body = BodyKind.COUNCIL
    elif body is BodyKind.COUNCIL or (regime, body) not in _CRITERIA:
        body = BodyKind.COMMITTEE
    rows = _CRITERIA[regime, body]
    return tuple(row for row in rows if on is None or row.valid_from <= on <= row.valid_to)


def criteria_of(appraisal: Appraisal) -> tuple[StatutoryCriterion, ...]:
    """The criteria that this appraisal has to be judged by, on the day on which its dossier came in."""
    document = appraisal.document
    kind = body_kind(document.issued_by.name if document.issued_by else "", document.document_type)
    return criteria_for(document.document_type, kind, appraisal.regime, appraisal.submitted_on or appraisal.opened_on)


# --- what a body may regulate (a required attribute of a draft) ---


def _grounds(law: str, rows: Iterable[tuple[str, str]], verified: bool = True) -> tuple[LegalGround, ...]:
    return tuple(LegalGround(f"{point} {law}", text, verified) for point, text in rows)


_COUNCIL_2015 = (
    ("khoản 1 Điều 27", "Quy định chi tiết điều, khoản, điểm được giao trong văn bản cấp trên"),
    ("khoản 2 Điều 27", "Chính sách, biện pháp bảo đảm thi hành văn bản cấp trên"),
    ("khoản 3 Điều 27", "Biện pháp phát triển kinh tế - xã hội, ngân sách, quốc phòng, an ninh ở địa phương"),
    ("khoản 4 Điều 27", "Biện pháp có tính chất đặc thù phù hợp với điều kiện của địa phương"),
)
_COMMITTEE_2015 = (
    ("khoản 1 Điều 28", "Quy định chi tiết điều, khoản, điểm được giao trong văn bản cấp trên"),
    ("khoản 2 Điều 28", "Biện pháp thi hành văn bản cấp trên, nghị quyết của Hội đồng nhân dân cùng cấp"),
    ("khoản 3 Điều 28", "Biện pháp thực hiện chức năng quản lý nhà nước ở địa phương"),
)
_COUNCIL_2025 = (
    ("điểm a khoản 1 Điều 21", "Quy định chi tiết nội dung được giao trong văn bản cấp trên"),
    ("điểm b khoản 1 Điều 21", "Chính sách, biện pháp bảo đảm thi hành văn bản cấp trên"),
    (
        "điểm c khoản 1 Điều 21",
        "Chính sách phát triển kinh tế - xã hội, ngân sách, quốc phòng, an ninh; biện pháp đặc thù; phân cấp ở địa phương",
    ),
    ("điểm d khoản 1 Điều 21", "Chính sách thí điểm theo Luật Tổ chức chính quyền địa phương"),
)
_COMMITTEE_2025 = (
    ("điểm a khoản 2 Điều 21", "Quy định chi tiết nội dung được giao trong văn bản cấp trên"),
    ("điểm b khoản 2 Điều 21", "Biện pháp thi hành văn bản cấp trên, nghị quyết của Hội đồng nhân dân"),
    ("điểm c khoản 2 Điều 21", "Biện pháp thực hiện chức năng quản lý nhà nước; phân cấp ở địa phương"),
)
_CHAIR_2025 = (
    ("điểm a khoản 3 Điều 21", "Biện pháp chỉ đạo, điều hành hoạt động của hệ thống hành chính ở địa phương"),
    ("điểm b khoản 3 Điều 21", "Thực hiện việc phân cấp"),
)
_SHORT_2015, _SHORT_2025 = "Luật số 80/2015/QH13", "Luật số 64/2025/QH15"
_GROUNDS: dict[tuple[str, BodyKind], tuple[LegalGround, ...]] = {
    ("L2015", BodyKind.COUNCIL): _grounds(_SHORT_2015, _COUNCIL_2015),
    ("L2015", BodyKind.COMMITTEE): _grounds(_SHORT_2015, _COMMITTEE_2015),
    ("L2020", BodyKind.COUNCIL): _grounds(_SHORT_2015, _COUNCIL_2015),
    ("L2020", BodyKind.COMMITTEE): _grounds(_SHORT_2015, _COMMITTEE_2015),
    # Đ21 was read as amended by Luật 87/2025; its wording between 01/4 and 30/6/2025 was not.
    ("L2025", BodyKind.COUNCIL): _grounds(_SHORT_2025, _COUNCIL_2025, verified=False),
    ("L2025", BodyKind.COMMITTEE): _grounds(_SHORT_2025, _COMMITTEE_2025, verified=False),
    ("L2025_L87", BodyKind.COUNCIL): _grounds(_SHORT_2025, _COUNCIL_2025),
    ("L2025_L87", BodyKind.COMMITTEE): _grounds(_SHORT_2025, _COMMITTEE_2025),
    ("L2025_L87", BodyKind.CHAIR): _grounds(_SHORT_2025, _CHAIR_2025),
}


def legal_grounds(document_type: str, body: BodyKind, regime: str) -> tuple[LegalGround, ...]:
    """The points that a draft of that type by that body may rest on; empty for other types than those of a province."""
    if document_type == DocumentType.RESOLUTION:
        return _GROUNDS.get((regime, BodyKind.COUNCIL), ())
    if document_type == DocumentType.DECISION:
        return _GROUNDS.get((regime, BodyKind.COMMITTEE if body is BodyKind.COUNCIL else body), ())
    return ()


# --- grounds of unlawfulness (NĐ 79/2025 Đ7) ---


def _ground(code: str, point: str, text: str, is_unlawful: bool = True) -> UnlawfulGround:
    return UnlawfulGround(code, text, f"NĐ 79/2025/NĐ-CP Đ7 {point}", is_unlawful)


UNLAWFUL_GROUNDS: tuple[UnlawfulGround, ...] = (
    _ground("D7_K1A", "k1 a", "Ban hành không đúng thẩm quyền"),
    _ground("D7_K1B", "k1 b", "Có nội dung trái Hiến pháp, trái văn bản có hiệu lực pháp lý cao hơn"),
    _ground("D7_K1C", "k1 c", "Quy định thời điểm có hiệu lực trái Điều 53, Điều 55 của Luật"),
    _ground("D7_K1D", "k1 d", "Vi phạm quy định về bảo vệ bí mật nhà nước"),
    _ground(
        "D7_K1DD",
        "k1 đ",
        "Vi phạm trình tự, thủ tục: không lấy ý kiến; không thẩm định, thẩm tra; áp dụng trình tự rút gọn, trường hợp đặc "
        "biệt khi chưa được đồng ý; thông qua không đúng quy định",
    ),
    _ground("D7_K1E", "k1 e", "Văn bản có chứa quy phạm pháp luật không đúng hình thức, thẩm quyền, thủ tục"),
    _ground("D7_K1G", "k1 g", "Văn bản hướng dẫn áp dụng vi phạm Điều 61 của Luật"),
    _ground(
        "D7_K2", "k2", "Có sai sót về căn cứ ban hành, thể thức, kỹ thuật trình bày (đính chính)", is_unlawful=False
    ),
)
UNLAWFUL_GROUND_BY_CODE: dict[str, UnlawfulGround] = {ground.code: ground for ground in UNLAWFUL_GROUNDS}
