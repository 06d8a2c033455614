"""How one document acts on another: the events from which effect is derived."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, FSMField, transition
from simple_history.models import HistoricalRecords

from legaldocs.models.accounts import User
from legaldocs.models.documents import Document, Stage
from legaldocs.parsing.vocabulary import RELATION_LABELS, RelationKind


class RelationState(models.TextChoices):
    """A relation that a machine read stands until a person says otherwise, and is shown as unconfirmed."""

    READ = "READ", "Đọc được, chưa xác nhận"
    CONFIRMED = "CONFIRMED", "Đã xác nhận"
    REJECTED = "REJECTED", "Đã bác bỏ"


class RelationOrigin(models.TextChoices):
    TEXT = "TEXT", "Đọc từ văn bản"
    METADATA = "METADATA", "Dữ liệu nguồn"
    PERSON = "PERSON", "Người dùng nhập"


class RelationQuerySet(models.QuerySet["Relation"]):
    def standing(self) -> Self:
        """Relations that count: all but the rejected ones."""
        return self.exclude(state=RelationState.REJECTED)

    def acting(self) -> Self:
        """Relations that change the effect or the text of their target."""
        return self.filter(kind__in=ACTING_KINDS)

    def of_promulgated(self) -> Self:
        """Relations whose source has been promulgated: a draft acts on nothing yet."""
        return self.filter(source__stage=Stage.PROMULGATED)


ACTING_KINDS = [
    RelationKind.AMENDS.value,
    RelationKind.REPLACES.value,
    RelationKind.REPEALS.value,
    RelationKind.STAYS.value,
    RelationKind.SUSPENDS.value,
    RelationKind.CORRECTS.value,
    RelationKind.CONTINUES.value,
]


class Relation(ConcurrentTransitionMixin, models.Model):
    """`source` acts on `target`, wholly (`target_path` "") or on one unit of it, from `effective_on` on.

    `target` is null while the corpus does not hold that document; `target_number` always says which one is meant.
    """

    source = models.ForeignKey(Document, models.CASCADE, related_name="acts_on", verbose_name="văn bản tác động")
    source_path = models.CharField("tại", max_length=200, blank=True)
    kind = models.CharField(
        "quan hệ", max_length=12, choices=[(code.value, active) for code, (active, _) in RELATION_LABELS.items()]
    )
    target = models.ForeignKey(
        Document,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="acted_on_by",
        verbose_name="văn bản chịu tác động",
    )
    target_number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    target_number_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    target_path = models.CharField("phần chịu tác động", max_length=200, blank=True)
    effective_on = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến ngày", null=True, blank=True)
    evidence = models.TextField("căn cứ đọc được", blank=True)
    origin = models.CharField("nguồn", max_length=10, choices=RelationOrigin.choices, default=RelationOrigin.TEXT)
    state = FSMField(
        "trạng thái", choices=RelationState.choices, default=RelationState.READ, protected=True, db_index=True
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xác nhận"
    )
    history = HistoricalRecords()

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = "quan hệ văn bản"
        verbose_name_plural = "quan hệ văn bản"
        ordering = ["source", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="a_document_never_acts_on_itself")
        ]
        indexes = [models.Index(fields=["target", "kind"], name="relation_target_kind")]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target or self.target_number}"

    @property
    def passive_label(self) -> str:
        return RELATION_LABELS[RelationKind(self.kind)][1]

    @property
    def takes_effect_on(self) -> date | None:
        """From when it acts: its own date, else the day on which its source takes effect."""
        return self.effective_on or self.source.effective_on

    @transition(field=state, source=[RelationState.READ, RelationState.REJECTED], target=RelationState.CONFIRMED)
    def confirm(self, user: User) -> None:
        """A named person says that the relation is as it was read."""
        self.decided_by = user

    @transition(field=state, source=[RelationState.READ, RelationState.CONFIRMED], target=RelationState.REJECTED)
    def reject(self, user: User) -> None:
        """A named person says that it was read wrong; it stays on record and no longer counts."""
        self.decided_by = user
