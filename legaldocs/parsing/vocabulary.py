"""The closed lists that legal texts are described with, in the words of the field.

Codes are English and stable (commands, API, database); labels are the Vietnamese words that people read.
"""

from __future__ import annotations

from enum import StrEnum


class DocumentType(StrEnum):
    """The forms of legal documents (Luật BHVBQPPL 2025 Đ4, 2015 Đ4), as far as the tool tells them apart."""

    LAW = "LAW"
    ORDINANCE = "ORDINANCE"
    RESOLUTION = "RESOLUTION"
    DECREE = "DECREE"
    DECISION = "DECISION"
    CIRCULAR = "CIRCULAR"
    JOINT_CIRCULAR = "JOINT_CIRCULAR"
    DIRECTIVE = "DIRECTIVE"
    ORDER = "ORDER"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        return DOCUMENT_TYPE_LABELS[self]


DOCUMENT_TYPE_LABELS: dict[DocumentType, str] = {
    DocumentType.LAW: "Luật",
    DocumentType.ORDINANCE: "Pháp lệnh",
    DocumentType.RESOLUTION: "Nghị quyết",
    DocumentType.DECREE: "Nghị định",
    DocumentType.DECISION: "Quyết định",
    DocumentType.CIRCULAR: "Thông tư",
    DocumentType.JOINT_CIRCULAR: "Thông tư liên tịch",
    DocumentType.DIRECTIVE: "Chỉ thị",
    DocumentType.ORDER: "Lệnh",
    DocumentType.OTHER: "Văn bản khác",
}


class ProvisionKind(StrEnum):
    """The units of a text, from large to small (NĐ 34/2016 Đ62; NĐ 78/2025 Đ63), and its containers."""

    PREAMBLE = "PREAMBLE"
    PART = "PART"
    CHAPTER = "CHAPTER"
    SECTION = "SECTION"
    SUBSECTION = "SUBSECTION"
    ARTICLE = "ARTICLE"
    CLAUSE = "CLAUSE"
    POINT = "POINT"
    ATTACHMENT = "ATTACHMENT"
    ANNEX = "ANNEX"

    @property
    def label(self) -> str:
        return PROVISION_KIND_LABELS[self]


PROVISION_KIND_LABELS: dict[ProvisionKind, str] = {
    ProvisionKind.PREAMBLE: "Phần căn cứ",
    ProvisionKind.PART: "Phần",
    ProvisionKind.CHAPTER: "Chương",
    ProvisionKind.SECTION: "Mục",
    ProvisionKind.SUBSECTION: "Tiểu mục",
    ProvisionKind.ARTICLE: "Điều",
    ProvisionKind.CLAUSE: "Khoản",
    ProvisionKind.POINT: "Điểm",
    ProvisionKind.ATTACHMENT: "Văn bản kèm theo",
    ProvisionKind.ANNEX: "Phụ lục",
}


class AmendmentAction(StrEnum):
    AMEND = "AMEND"
    ADD = "ADD"
    REPEAL = "REPEAL"
    REPLACE = "REPLACE"
    REPLACE_PHRASE = "REPLACE_PHRASE"
    CORRECT = "CORRECT"


class RelationKind(StrEnum):
    """Kinds of relation from an acting document to another one (the labels of the national database)."""

    BASED_ON = "BASED_ON"
    CITES = "CITES"
    DETAILS = "DETAILS"
    AMENDS = "AMENDS"
    REPLACES = "REPLACES"
    REPEALS = "REPEALS"
    CORRECTS = "CORRECTS"
    STAYS = "STAYS"
    SUSPENDS = "SUSPENDS"
    CONSOLIDATES = "CONSOLIDATES"
    CONTINUES = "CONTINUES"


#: Relation kind -> (active wording, passive wording), as shown on the two documents' pages.
RELATION_LABELS: dict[RelationKind, tuple[str, str]] = {
    RelationKind.BASED_ON: ("căn cứ", "là căn cứ ban hành của"),
    RelationKind.CITES: ("dẫn chiếu", "được dẫn chiếu bởi"),
    RelationKind.DETAILS: ("quy định chi tiết, hướng dẫn", "được quy định chi tiết, hướng dẫn bởi"),
    RelationKind.AMENDS: ("sửa đổi, bổ sung", "được sửa đổi, bổ sung bởi"),
    RelationKind.REPLACES: ("thay thế", "bị thay thế bởi"),
    RelationKind.REPEALS: ("bãi bỏ", "bị bãi bỏ bởi"),
    RelationKind.CORRECTS: ("đính chính", "được đính chính bởi"),
    RelationKind.STAYS: ("đình chỉ việc thi hành", "bị đình chỉ việc thi hành bởi"),
    RelationKind.SUSPENDS: ("tạm ngưng hiệu lực", "bị tạm ngưng hiệu lực bởi"),
    RelationKind.CONSOLIDATES: ("hợp nhất", "được hợp nhất bởi"),
    RelationKind.CONTINUES: ("công bố tiếp tục có hiệu lực", "được công bố tiếp tục có hiệu lực bởi"),
}


class EffectStatus(StrEnum):
    """Where a document stands on a given day. Derived from dates and relations, never typed."""

    NOT_YET = "NOT_YET"
    IN_FORCE = "IN_FORCE"
    PARTLY_EXPIRED = "PARTLY_EXPIRED"
    PARTLY_SUSPENDED = "PARTLY_SUSPENDED"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"

    @property
    def label(self) -> str:
        return EFFECT_STATUS_LABELS[self]


EFFECT_STATUS_LABELS: dict[EffectStatus, str] = {
    EffectStatus.NOT_YET: "Chưa có hiệu lực",
    EffectStatus.IN_FORCE: "Còn hiệu lực",
    EffectStatus.PARTLY_EXPIRED: "Hết hiệu lực một phần",
    EffectStatus.PARTLY_SUSPENDED: "Tạm ngưng hiệu lực một phần",
    EffectStatus.SUSPENDED: "Tạm ngưng hiệu lực",
    EffectStatus.EXPIRED: "Hết hiệu lực toàn bộ",
    EffectStatus.UNKNOWN: "Chưa rõ hiệu lực",
}

#: Statuses under which a provision still binds somebody, so that a draft can collide with it.
BINDING_STATUSES = frozenset(
    {EffectStatus.IN_FORCE, EffectStatus.PARTLY_EXPIRED, EffectStatus.PARTLY_SUSPENDED, EffectStatus.NOT_YET}
)


class FindingKind(StrEnum):
    DUPLICATE = "DUPLICATE"
    OVERLAP = "OVERLAP"
    CONFLICT = "CONFLICT"
    RELATED = "RELATED"

    @property
    def label(self) -> str:
        return FINDING_KIND_LABELS[self]


FINDING_KIND_LABELS: dict[FindingKind, str] = {
    FindingKind.DUPLICATE: "Trùng lặp",
    FindingKind.OVERLAP: "Chồng chéo",
    FindingKind.CONFLICT: "Có dấu hiệu mâu thuẫn",
    FindingKind.RELATED: "Nên đọc cùng",
}


class DifferenceType(StrEnum):
    NUMBER = "NUMBER"
    MODALITY = "MODALITY"
    SUBJECT = "SUBJECT"
    DATE = "DATE"


class FileRole(StrEnum):
    """What a file of a draft's dossier is (Đ121 k2, Đ130 k2 of the 2015 law; Đ34, Đ50 of the 2025 law): TEXT and ANNEX make up
    the draft's text, the others accompany it."""

    TEXT = "TEXT"
    ANNEX = "ANNEX"
    REQUEST = "REQUEST"
    SUBMISSION = "SUBMISSION"
    COMPARISON = "COMPARISON"
    COMMENTS = "COMMENTS"
    OPINION = "OPINION"
    IMPACT = "IMPACT"
    REPORT = "REPORT"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        return FILE_ROLE_LABELS[self]


FILE_ROLE_LABELS: dict[FileRole, str] = {
    FileRole.TEXT: "Dự thảo văn bản",
    FileRole.ANNEX: "Phụ lục, văn bản kèm theo dự thảo",
    FileRole.REQUEST: "Công văn đề nghị thẩm định",
    FileRole.SUBMISSION: "Tờ trình",
    FileRole.COMPARISON: "Bản so sánh, thuyết minh",
    FileRole.COMMENTS: "Bản tổng hợp, giải trình, tiếp thu ý kiến",
    FileRole.OPINION: "Văn bản góp ý",
    FileRole.IMPACT: "Báo cáo, bản đánh giá tác động",
    FileRole.REPORT: "Báo cáo tổng kết, rà soát",
    FileRole.OTHER: "Tài liệu khác",
}

#: Files whose words make up the text of the draft.
TEXT_ROLES = (FileRole.TEXT, FileRole.ANNEX)
#: Files that are told for sure to accompany a draft.
PAPER_ROLES = tuple(role for role in FileRole if role not in (*TEXT_ROLES, FileRole.OTHER))


class Letters(StrEnum):
    """How the letters of a file are to be read. ASK: nobody has said, so as they are recognised, with a warning."""

    ASK = ""
    RECOGNISED = "recognised"
    KEEP = "keep"
    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    VPS = "vps"

    @property
    def label(self) -> str:
        return LETTERS_LABELS[self]


LETTERS_LABELS: dict[Letters, str] = {
    Letters.ASK: "Chưa chọn",
    Letters.RECOGNISED: "Chuyển từng đoạn theo bảng mã máy nhận ra",
    Letters.TCVN3: "Mọi đoạn dùng phông cũ đều là TCVN3 (ABC)",
    Letters.VNI: "Mọi đoạn dùng phông cũ đều là VNI",
    Letters.VISCII: "Mọi đoạn dùng phông cũ đều là VISCII",
    Letters.VPS: "Mọi đoạn dùng phông cũ đều là VPS",
    Letters.KEEP: "Giữ nguyên chữ như trong tệp, không chuyển",
}
