"""Where a document stands in the order of legal force, and on which side of another one.

The order is that of the list of forms (Luật BHVBQPPL 2015 Đ4, 2025 Đ4); of two documents that differ on one matter the one
with the higher force is applied (2015 Đ156 khoản 2, 2025 Đ58). The tool names both places; it decides nothing.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.vocabulary import DocumentType


class Force(IntEnum):
    """The places in the order, the highest first."""

    ASSEMBLY = 1
    STANDING_COMMITTEE = 2
    PRESIDENT = 3
    GOVERNMENT = 4
    PRIME_MINISTER = 5
    MINISTRY = 6
    PROVINCE_COUNCIL = 7
    PROVINCE_COMMITTEE = 8
    DISTRICT_COUNCIL = 9
    DISTRICT_COMMITTEE = 10
    COMMUNE_COUNCIL = 11
    COMMUNE_COMMITTEE = 12

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Force.ASSEMBLY: "văn bản của Quốc hội",
    Force.STANDING_COMMITTEE: "văn bản của Ủy ban Thường vụ Quốc hội",
    Force.PRESIDENT: "văn bản của Chủ tịch nước",
    Force.GOVERNMENT: "văn bản của Chính phủ",
    Force.PRIME_MINISTER: "văn bản của Thủ tướng Chính phủ",
    Force.MINISTRY: "văn bản của bộ, cơ quan trung ương",
    Force.PROVINCE_COUNCIL: "nghị quyết của Hội đồng nhân dân cấp tỉnh",
    Force.PROVINCE_COMMITTEE: "văn bản của Ủy ban nhân dân cấp tỉnh",
    Force.DISTRICT_COUNCIL: "nghị quyết của Hội đồng nhân dân cấp huyện",
    Force.DISTRICT_COMMITTEE: "văn bản của Ủy ban nhân dân cấp huyện",
    Force.COMMUNE_COUNCIL: "nghị quyết của Hội đồng nhân dân cấp xã",
    Force.COMMUNE_COMMITTEE: "văn bản của Ủy ban nhân dân cấp xã",
}


class Standing(StrEnum):
    """Where the other document stands, seen from the draft."""

    HIGHER = "HIGHER"
    SAME = "SAME"
    LOWER = "LOWER"
    UNKNOWN = "UNKNOWN"

    @property
    def label(self) -> str:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.HIGHER: "hiệu lực pháp lý cao hơn dự thảo",
    Standing.SAME: "cùng bậc với dự thảo",
    Standing.LOWER: "hiệu lực pháp lý thấp hơn dự thảo",
    Standing.UNKNOWN: "chưa rõ thứ bậc so với dự thảo",
}

_CENTRAL = (
    ("ủy ban thường vụ quốc hội", Force.STANDING_COMMITTEE),
    ("quốc hội", Force.ASSEMBLY),
    ("chủ tịch nước", Force.PRESIDENT),
    ("thủ tướng", Force.PRIME_MINISTER),
    ("chính phủ", Force.GOVERNMENT),
)
_BY_TYPE = {
    DocumentType.LAW: Force.ASSEMBLY,
    DocumentType.ORDINANCE: Force.STANDING_COMMITTEE,
    DocumentType.DECREE: Force.GOVERNMENT,
    DocumentType.CIRCULAR: Force.MINISTRY,
    DocumentType.JOINT_CIRCULAR: Force.MINISTRY,
}
#: Level of a local body -> the places of its council and of its committee.
_LOCAL = {
    "PROVINCE": (Force.PROVINCE_COUNCIL, Force.PROVINCE_COMMITTEE),
    "DISTRICT": (Force.DISTRICT_COUNCIL, Force.DISTRICT_COMMITTEE),
    "COMMUNE": (Force.COMMUNE_COUNCIL, Force.COMMUNE_COMMITTEE),
}


def force_of(document_type: str, body: str, level: str) -> Force | None:
    """The place of a document of this type from this body; None where neither tells, and for what has no place of its own:
    a consolidated text, which sets no rule (Luật BHVBQPPL 2015 Đ168, 2025 Đ65), a plan, a telegram.

    `level` is that of the body (CENTRAL, PROVINCE, DISTRICT, COMMUNE; "" where unknown).
    """
    by_type = _BY_TYPE.get(DocumentType(document_type)) if document_type else None
    if by_type is not None:
        return by_type
    if document_type == DocumentType.OTHER:
        return None
    name = same_tone_marks(body.casefold())
    if level in _LOCAL:
        council, committee = _LOCAL[level]
        return council if name.startswith("hội đồng nhân dân") else committee
    by_body = next((force for start, force in _CENTRAL if name.startswith(start)), None)
    return by_body or (Force.MINISTRY if level == "CENTRAL" else None)


def standing_of(other: Force | None, draft: Force | None) -> Standing:
    """Where `other` stands, seen from the draft."""
    if other is None or draft is None:
        return Standing.UNKNOWN
    if other == draft:
        return Standing.SAME
    return Standing.HIGHER if other < draft else Standing.LOWER
