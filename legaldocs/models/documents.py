"""A legal document, its files and the versions of its text."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django_fsm import ConcurrentTransitionMixin, FSMField, transition
from simple_history.models import HistoricalRecords

from legaldocs.models.accounts import Role, Unit, User
from legaldocs.models.bodies import IssuingBody, SubjectArea, Territory
from legaldocs.parsing.vocabulary import (
    DOCUMENT_TYPE_LABELS,
    EFFECT_STATUS_LABELS,
    FILE_ROLE_LABELS,
    LETTERS_LABELS,
    TEXT_ROLES,
    DocumentType,
    EffectStatus,
    FileRole,
    Letters,
)


def today() -> date:
    """The day in Vietnam."""
    return timezone.localdate()


class Stage(models.TextChoices):
    """How far a document has come. Whether it is in force is another question: see `effect_status`."""

    DRAFT = "DRAFT", "Dự thảo"
    UNDER_APPRAISAL = "UNDER_APPRAISAL", "Đang thẩm định"
    APPRAISED = "APPRAISED", "Đã thẩm định"
    PROMULGATED = "PROMULGATED", "Đã ban hành"
    WITHDRAWN = "WITHDRAWN", "Đã rút"


#: Whose work is with the drafts of every department; others read only their own department's.
DRAFT_READERS = (Role.SPECIALIST, Role.HEAD, Role.APPROVER, Role.ADMINISTRATOR)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads. Methods complete the sentence "documents ..."."""

    def promulgated(self) -> Self:
        return self.filter(stage=Stage.PROMULGATED)

    def drafts(self) -> Self:
        return self.filter(stage__in=[Stage.DRAFT, Stage.UNDER_APPRAISAL, Stage.APPRAISED])

    def of_department(self, department: Unit) -> Self:
        """Documents drafted by this department or by one of its divisions."""
        return self.filter(Q(drafted_by=department) | Q(drafted_by__parent=department))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Documents that this person may read: promulgated ones for everybody who is signed in; all others for the
        department that drafts them and for those who appraise, approve and administer."""
        if not isinstance(user, User):
            return self.none()
        if user.is_superuser or user.has_role(*DRAFT_READERS):
            return self.all()
        allowed = Q(stage=Stage.PROMULGATED)
        if user.unit is not None:
            department = user.unit.department
            allowed |= Q(drafted_by=department) | Q(drafted_by__parent=department)
        return self.filter(allowed)

    def with_dossier_open_to(self, user: User | AnonymousUser) -> Self:
        """Documents whose appraisal dossier this person may read: its opinions stay inside when the document is out.

        Those who appraise, approve and administer read all of them, reviewers those of promulgated documents, everybody
        else those of their own department.
        """
        visible = self.visible_to(user)
        if not isinstance(user, User) or user.is_superuser or user.has_role(*DRAFT_READERS):
            return visible
        allowed = Q(stage=Stage.PROMULGATED) if user.has_role(Role.REVIEWER) else Q(pk__in=[])
        if user.unit is not None:
            department = user.unit.department
            allowed |= Q(drafted_by=department) | Q(drafted_by__parent=department)
        return visible.filter(allowed)

    def numbered(self, number_key: str) -> Self:
        """Documents with this number, whoever issued them; `number_key` from `parsing.numbers.number_key`."""
        return self.filter(number_key=number_key)

    def issued_by(self, body: IssuingBody) -> Self:
        return self.filter(issued_by=body)

    def with_effect(self, on: date | None = None) -> Self:
        """Documents annotated with `effect_on`, their EffectStatus code on that day (domain rule: see `effect_status`)."""
        on = on or today()
        suspended = Q(suspended_on__lte=on) & (Q(suspended_until__isnull=True) | Q(suspended_until__gt=on))
        partly = Q(partly_suspended_on__lte=on) & (
            Q(partly_suspended_until__isnull=True) | Q(partly_suspended_until__gt=on)
        )
        return self.annotate(
            effect_on=Case(
                When(expired_on__lte=on, then=Value(EffectStatus.EXPIRED.value)),
                When(effective_on__isnull=True, then=Value(EffectStatus.UNKNOWN.value)),
                When(effective_on__gt=on, then=Value(EffectStatus.NOT_YET.value)),
                When(suspended, then=Value(EffectStatus.SUSPENDED.value)),
                When(partly_expired_on__lte=on, then=Value(EffectStatus.PARTLY_EXPIRED.value)),
                When(partly, then=Value(EffectStatus.PARTLY_SUSPENDED.value)),
                default=Value(EffectStatus.IN_FORCE.value),
                output_field=models.CharField(max_length=20),
            )
        )

    def in_force(self, on: date | None = None) -> Self:
        """Documents that bind somebody on that day, wholly or in part."""
        statuses = [EffectStatus.IN_FORCE.value, EffectStatus.PARTLY_EXPIRED.value, EffectStatus.PARTLY_SUSPENDED.value]
        return self.promulgated().with_effect(on).filter(effect_on__in=statuses)


class Document(ConcurrentTransitionMixin, models.Model):
    """A legal document (văn bản quy phạm pháp luật), from its first draft to the day it is repealed.

    Identity is (issuing body, type, number, year), never the number alone: provinces reuse each other's numbers.
    """

    document_type = models.CharField(
        "loại văn bản", max_length=20, choices=[(code.value, label) for code, label in DOCUMENT_TYPE_LABELS.items()]
    )
    issued_by = models.ForeignKey(
        IssuingBody, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="cơ quan ban hành"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="địa bàn áp dụng"
    )
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    sequence = models.CharField(max_length=20, blank=True, editable=False)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True, editable=False, db_index=True)
    symbol = models.CharField(max_length=40, blank=True, editable=False)
    title = models.TextField("tên gọi, trích yếu")
    subject_area = models.ForeignKey(
        SubjectArea, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="lĩnh vực"
    )
    drafted_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="drafted", verbose_name="cơ quan chủ trì soạn thảo"
    )
    place = models.CharField("địa danh", max_length=100, blank=True)
    signer = models.CharField("người ký", max_length=100, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True, db_index=True)
    expected_on = models.DateField("dự kiến ban hành", null=True, blank=True)
    effective_on = models.DateField("ngày có hiệu lực", null=True, blank=True, db_index=True)
    stated_end_on = models.DateField("hết hiệu lực theo chính văn bản", null=True, blank=True)
    shortened_procedure = models.BooleanField("theo trình tự rút gọn", default=False)
    stage = FSMField("giai đoạn", choices=Stage.choices, default=Stage.DRAFT, protected=True, db_index=True)

    # Derived from relations and dates by `legaldocs.effects.refresh`; never typed by hand, never in a form.
    expired_on = models.DateField("ngày hết hiệu lực", null=True, blank=True, editable=False, db_index=True)
    partly_expired_on = models.DateField("hết hiệu lực một phần từ", null=True, blank=True, editable=False)
    suspended_on = models.DateField("tạm ngưng từ", null=True, blank=True, editable=False)
    suspended_until = models.DateField("tạm ngưng đến", null=True, blank=True, editable=False)
    partly_suspended_on = models.DateField("tạm ngưng một phần từ", null=True, blank=True, editable=False)
    partly_suspended_until = models.DateField("tạm ngưng một phần đến", null=True, blank=True, editable=False)

    current_version = models.ForeignKey(
        "TextVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản văn hiện hành"
    )
    source = models.CharField("nguồn", max_length=200, blank=True)
    source_id = models.CharField("mã ở nguồn", max_length=200, blank=True, db_index=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    source_status = models.CharField("tình trạng ghi ở nguồn", max_length=100, blank=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tạo"
    )
    history = HistoricalRecords(excluded_fields=["number_key", "sequence", "symbol", "source_digest"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-issued_on", "-pk"]
        # A null body or year means unknown, and two unknown identities are never the same: SQL's distinct nulls fit.
        constraints = [
            models.UniqueConstraint(
                fields=["issued_by", "document_type", "number_key", "year"],
                condition=Q(stage="PROMULGATED") & ~Q(number_key=""),
                name="one_document_per_body_type_number_year",
            )
        ]
        indexes = [
            models.Index(fields=["stage", "issued_on"], name="document_stage_issued"),
            models.Index(fields=["drafted_by", "stage"], name="document_drafted_stage"),
            models.Index(fields=["subject_area", "stage"], name="document_area_stage"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type_label(self) -> str:
        return self.get_document_type_display()

    @property
    def name(self) -> str:
        """How people call it: "Quyết định số 15/2021/QĐ-UBND", or the draft's title."""
        if self.number:
            kind = "Văn bản" if self.document_type == DocumentType.OTHER else self.type_label
            return f"{kind} số {self.number}"
        return f"Dự thảo {self.type_label}: {self.title}" if self.stage != Stage.PROMULGATED else self.title

    @property
    def is_draft(self) -> bool:
        return self.stage in {Stage.DRAFT, Stage.UNDER_APPRAISAL, Stage.APPRAISED}

    def effect_status(self, on: date | None = None) -> EffectStatus:
        """The status of effect on that day (domain.md 12.2; Luật BHVBQPPL 2025 Đ53-57): the same rule as `with_effect`."""
        annotated = self.__dict__.get("effect_on")
        if annotated and on is None:
            return EffectStatus(annotated)
        on = on or today()
        if self.expired_on and self.expired_on <= on:
            return EffectStatus.EXPIRED
        if self.effective_on is None:
            return EffectStatus.UNKNOWN
        if self.effective_on > on:
            return EffectStatus.NOT_YET
        if _covers(self.suspended_on, self.suspended_until, on):
            return EffectStatus.SUSPENDED
        if self.partly_expired_on and self.partly_expired_on <= on:
            return EffectStatus.PARTLY_EXPIRED
        if _covers(self.partly_suspended_on, self.partly_suspended_until, on):
            return EffectStatus.PARTLY_SUSPENDED
        return EffectStatus.IN_FORCE

    @property
    def effect_label(self) -> str:
        return EFFECT_STATUS_LABELS[self.effect_status()]

    # The document's own life. Only `workflow.actions.perform` calls these; each sets fields of this row and no more.

    @transition(field=stage, source=Stage.DRAFT, target=Stage.UNDER_APPRAISAL)
    def start_appraisal(self) -> None:
        """The dossier has been sent for appraisal."""

    @transition(field=stage, source=Stage.UNDER_APPRAISAL, target=Stage.DRAFT)
    def return_to_drafting(self) -> None:
        """The dossier goes back to the drafting department."""

    @transition(field=stage, source=Stage.UNDER_APPRAISAL, target=Stage.APPRAISED)
    def finish_appraisal(self) -> None:
        """The appraisal report has been approved."""

    @transition(field=stage, source=Stage.APPRAISED, target=Stage.PROMULGATED)
    def promulgate(self, *, number: str, issued_on: date, effective_on: date | None, signer: str = "") -> None:
        """The document has been signed and numbered."""
        self.number = number
        self.issued_on = issued_on
        self.effective_on = effective_on
        self.signer = signer or self.signer

    @transition(field=stage, source=[Stage.DRAFT, Stage.APPRAISED], target=Stage.WITHDRAWN)
    def withdraw(self) -> None:
        """The drafting department gives the draft up; it stays readable."""


def _covers(start: date | None, end: date | None, on: date) -> bool:
    return start is not None and start <= on and (end is None or end > on)


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    def open_to(self, user: User | AnonymousUser) -> Self:
        """Files that this person may have: of documents and versions that they may read, and their own unfinished uploads.
        The papers of a dossier stay with those who may read the dossier."""
        closed = TextVersion.objects.filter(Q(file=OuterRef("pk")) | Q(annex_rows__file=OuterRef("pk"))).exclude(
            pk__in=TextVersion.objects.open_to(user).values("pk")
        )
        visible = Q(document__in=Document.objects.visible_to(user), role__in=TEXT_ROLES) & ~Exists(closed)
        inside = Q(document__in=Document.objects.with_dossier_open_to(user)) & ~Exists(closed)
        return self.filter(visible | inside | Q(document=None, uploaded_by=user))


class DocumentFile(models.Model):
    """A file as it was uploaded, kept under the hash of its content and never changed."""

    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="văn bản"
    )
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    original_name = models.CharField("tên tệp", max_length=255)
    media_type = models.CharField("kiểu tệp", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng")
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tải lên"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    role = models.CharField(
        "là",
        max_length=12,
        choices=[(role.value, label) for role, label in FILE_ROLE_LABELS.items()],
        default=FileRole.TEXT.value,
    )
    position = models.PositiveSmallIntegerField("thứ tự trong lần tải", default=0, editable=False)
    #: Files that were sent together; null for one that came alone.
    sending = models.UUIDField("lần tải", null=True, blank=True, db_index=True, editable=False)
    # How the letters of an old encoding are read, and who said so.
    letters = models.CharField(
        "bảng mã",
        max_length=10,
        blank=True,
        choices=[(letters.value, label) for letters, label in LETTERS_LABELS.items() if letters],
    )
    letters_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chọn bảng mã"
    )
    letters_at = models.DateTimeField("chọn bảng mã lúc", null=True, blank=True)
    history = HistoricalRecords()

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        ordering = ["-uploaded_at", "position", "pk"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_text(self) -> bool:
        """Whether the file's words are part of the draft's text."""
        return self.role in TEXT_ROLES

    @property
    def letters_chosen(self) -> Letters:
        return Letters(self.letters)


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def open_to(self, user: User | AnonymousUser) -> Self:
        """Versions that this person may read. Earlier texts that were sent in are drafts: they stay with those who may
        read the dossier when the document itself has become everybody's."""
        inside = Q(document__in=Document.objects.with_dossier_open_to(user))
        is_no_draft = Q(file=None) | Q(document__current_version=F("pk"))
        return self.filter(inside | Q(document__in=Document.objects.visible_to(user)) & is_no_draft)


class TextVersion(models.Model):
    """One version of a document's text: which file it was read from, how, and what the reader could not place."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name="văn bản")
    ordinal = models.PositiveIntegerField("lần")
    file = models.ForeignKey(DocumentFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")
    text = models.TextField("toàn văn")
    tracked_changes = models.CharField("cách đọc sửa đổi có theo dõi", max_length=10, blank=True)
    warnings = models.JSONField("cảnh báo khi đọc", default=list, blank=True)
    annexes = models.ManyToManyField(DocumentFile, through="VersionAnnex", related_name="+", verbose_name="tệp phụ lục")
    reader_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tạo"
    )

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản văn"
        verbose_name_plural = "bản văn"
        ordering = ["document", "-ordinal"]
        constraints = [models.UniqueConstraint(fields=["document", "ordinal"], name="version_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.document} (bản {self.ordinal})"


class VersionAnnex(models.Model):
    """A further file that a version's text was read from, in the order in which the files make up the text."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="annex_rows", verbose_name="bản văn")
    file = models.ForeignKey(DocumentFile, models.PROTECT, related_name="+", verbose_name="tệp")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "tệp phụ lục của bản văn"
        verbose_name_plural = "tệp phụ lục của bản văn"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="annex_once_in_a_version")]

    def __str__(self) -> str:
        return f"{self.version}: {self.file}"


__all__ = ["Document", "DocumentFile", "DocumentQuerySet", "Stage", "TextVersion", "VersionAnnex", "today"]
