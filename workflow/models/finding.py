"""A finding: a provision of the draft that meets a provision in force, with both quotes, and what a person decided."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django_fsm import ConcurrentTransitionMixin, FSMField, transition
from simple_history.models import HistoricalRecords

from legaldocs.models import Document, TextVersion, User
from legaldocs.parsing.vocabulary import EFFECT_STATUS_LABELS, FINDING_KIND_LABELS, FindingKind
from workflow.models.appraisal import Appraisal


class FindingState(models.TextChoices):
    OPEN = "OPEN", "Chờ xem xét"
    CONFIRMED = "CONFIRMED", "Xác nhận"
    DISMISSED = "DISMISSED", "Bỏ qua"


class FindingQuerySet(models.QuerySet["Finding"]):
    def current(self) -> Self:
        """Findings on the version that is under appraisal now; those on an earlier version stay on record."""
        return self.filter(version=models.F("appraisal__version"))


class Finding(ConcurrentTransitionMixin, models.Model):
    """Never a verdict: the tool quotes and explains, a named person decides, with a reason. Quotes are kept as they were."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="findings", verbose_name="thẩm định")
    version = models.ForeignKey(
        TextVersion, models.PROTECT, null=True, related_name="+", verbose_name="bản dự thảo được đối chiếu"
    )
    path = models.CharField("điều khoản dự thảo", max_length=200)
    kind = models.CharField(
        "loại", max_length=10, choices=[(code.value, label) for code, label in FINDING_KIND_LABELS.items()]
    )
    score = models.FloatField("điểm")
    target = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="văn bản đối chiếu")
    target_path = models.CharField("điều khoản đối chiếu", max_length=200)
    target_status = models.CharField(
        "hiệu lực",
        max_length=20,
        choices=[(code.value, label) for code, label in EFFECT_STATUS_LABELS.items()],
    )
    draft_quote = models.TextField("trích dự thảo")
    target_quote = models.TextField("trích văn bản đối chiếu")
    reason = models.TextField("vì sao được nêu")
    differences = models.JSONField("khác nhau", default=list, blank=True)
    state = FSMField("trạng thái", choices=FindingState.choices, default=FindingState.OPEN, protected=True)
    decision_reason = models.TextField("lý do quyết định", blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người quyết định"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    history = HistoricalRecords()

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "phát hiện"
        verbose_name_plural = "phát hiện"
        ordering = ["appraisal", "-score"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "version", "path", "target", "target_path"], name="finding_once_per_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.path} - {self.target} {self.target_path}"

    @property
    def is_reading_advice(self) -> bool:
        """Whether it is worth reading and no more: nobody has to decide on it."""
        return self.kind == FindingKind.RELATED

    @property
    def is_unseen(self) -> bool:
        """Whether the latest comparison of the same version no longer came upon it; ask with `appraisal` loaded."""
        return self.pk in self.appraisal.evidence.get("unseen", ())

    @property
    def is_carried_over(self) -> bool:
        """Whether it was decided on an earlier version of the draft and goes on; ask with `version` loaded."""
        return bool(self.decided_at and self.version and self.decided_at < self.version.created_at)

    @transition(
        field=state,
        source=[FindingState.OPEN, FindingState.DISMISSED, FindingState.CONFIRMED],
        target=FindingState.CONFIRMED,
    )
    def confirm(self, *, user: User, reason: str) -> None:
        """A named person takes the finding into the opinion."""
        self._decide(user, reason)

    @transition(
        field=state,
        source=[FindingState.OPEN, FindingState.DISMISSED, FindingState.CONFIRMED],
        target=FindingState.DISMISSED,
    )
    def dismiss(self, *, user: User, reason: str) -> None:
        """A named person says why it is no matter; the finding and the reason stay on record."""
        self._decide(user, reason)

    def _decide(self, user: User, reason: str) -> None:
        self.decided_by = user
        self.decided_at = timezone.now()
        self.decision_reason = reason
