"""The numbers of the dashboard, each with the list behind it: what is counted and what is listed come from one filter.

How far a systematization period has been reviewed, by department and by subject area; and what waits on a person's desk.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from vn_collate import collate_key

from legaldocs.models import Document, Relation, RelationState, Role, Stage, SubjectArea, Unit, User
from legaldocs.models.documents import DocumentQuerySet, today
from legaldocs.models.relations import ACTING_KINDS
from workflow.models import Appraisal, AppraisalState, Review, ReviewState, SelfCheck, SelfCheckState
from workflow.systematization import Period, scope

# --- how far the review of a period has come ---


class ReviewStanding(StrEnum):
    """What is asked about the documents of a period."""

    IN_SCOPE = "in_scope"
    REVIEWED = "reviewed"
    NOT_REVIEWED = "not_reviewed"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return _STANDING_LABELS[self]


_STANDING_LABELS = {
    ReviewStanding.IN_SCOPE: "Phải rà soát",
    ReviewStanding.REVIEWED: "Đã rà soát",
    ReviewStanding.NOT_REVIEWED: "Chưa rà soát",
    ReviewStanding.OVERDUE: "Quá hạn",
}


@dataclass(slots=True)
class Counts:
    """How many documents there are of each standing; `overdue` ones are among those not reviewed."""

    in_scope: int = 0
    reviewed: int = 0
    overdue: int = 0

    @property
    def not_reviewed(self) -> int:
        return self.in_scope - self.reviewed

    @property
    def percent_reviewed(self) -> int:
        """Rounded down, so that 100 means all; 100 as well when there is nothing to review."""
        return self.reviewed * 100 // self.in_scope if self.in_scope else 100

    def add(self, in_scope: int, reviewed: int, overdue: int) -> None:
        self.in_scope += in_scope
        self.reviewed += reviewed
        self.overdue += overdue


@dataclass(frozen=True, slots=True)
class Row:
    """The counts of one department or subject area; `pk` and `name` are None and "" for documents without one."""

    pk: int | None
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class PeriodNumbers:
    """The whole and its two breakdowns, rows in Vietnamese order, those without a name last."""

    period: Period
    on: date
    total: Counts
    by_department: list[Row]
    by_subject_area: list[Row]

    @property
    def in_scope(self) -> int:
        return self.total.in_scope

    @property
    def reviewed(self) -> int:
        return self.total.reviewed

    @property
    def not_reviewed(self) -> int:
        return self.total.not_reviewed

    @property
    def overdue(self) -> int:
        return self.total.overdue


class Without:
    """Asks for the documents that have no department (or no subject area)."""


WITHOUT = Without()


def documents(
    period: Period,
    state: ReviewStanding = ReviewStanding.IN_SCOPE,
    drafted_by: Unit | int | Without | None = None,
    subject_area: SubjectArea | int | Without | None = None,
    on: date | None = None,
) -> DocumentQuerySet:
    """The documents behind a number of `period_numbers`, with `is_reviewed` and `is_overdue`; None leaves a filter out."""
    found = _with_standing(period, on or today())
    for field, wanted in (("drafted_by", drafted_by), ("subject_area", subject_area)):
        if isinstance(wanted, Without):
            found = found.filter(**{f"{field}__isnull": True})
        elif wanted is not None:
            found = found.filter(**{field: wanted})
    if state is ReviewStanding.REVIEWED:
        return found.filter(Q(is_reviewed=True))
    if state is ReviewStanding.NOT_REVIEWED:
        return found.filter(Q(is_reviewed=False))
    if state is ReviewStanding.OVERDUE:
        return found.filter(_overdue(period, on or today()))
    return found


def period_numbers(period: Period, on: date | None = None) -> PeriodNumbers:
    """How many documents of the period are reviewed, not reviewed and overdue on that day. One query for all of them."""
    day = on or today()
    groups = (
        _with_standing(period, day)
        .order_by()
        .values_list("drafted_by", "drafted_by__name", "subject_area", "subject_area__name")
        .annotate(
            documents=Count("pk"),
            reviewed=Count("pk", filter=Q(is_reviewed=True)),
            overdue=Count("pk", filter=_overdue(period, day)),
        )
    )
    total = Counts()
    departments: dict[tuple[int | None, str], Counts] = defaultdict(Counts)
    areas: dict[tuple[int | None, str], Counts] = defaultdict(Counts)
    for department, department_name, area, area_name, *counted in groups:
        total.add(*counted)
        departments[department, department_name or ""].add(*counted)
        areas[area, area_name or ""].add(*counted)
    return PeriodNumbers(period, day, total, _rows(departments), _rows(areas))


def _rows(groups: dict[tuple[int | None, str], Counts]) -> list[Row]:
    ordered = sorted(groups.items(), key=lambda group: (not group[0][1], collate_key(group[0][1])))
    return [Row(pk, name, counts) for (pk, name), counts in ordered]


def _with_standing(period: Period, on: date) -> DocumentQuerySet:
    """The documents of the period, each with whether a review of it ended in the period's time and whether one is late.

    A review ends in time from the period's first day to the day on which the lists are published.
    """
    reviews = Review.objects.filter(document=OuterRef("pk"))
    concluded = reviews.filter(
        state=ReviewState.CONCLUDED, closed_on__gte=period.start_on, closed_on__lte=period.publish_by
    )
    late = reviews.exclude(state=ReviewState.CONCLUDED).filter(due_on__lt=on)
    return scope(period).annotate(is_reviewed=Exists(concluded), has_late_review=Exists(late))


def _overdue(period: Period, on: date) -> Q:
    """Not reviewed although a review task's last day, or the day of publication, has passed."""
    if period.publish_by < on:
        return Q(is_reviewed=False)
    return Q(is_reviewed=False, has_late_review=True)


# --- what waits on a desk ---

SOON = timedelta(days=3)


#: An Appraisal, SelfCheck, Review, Document or Relation.
WorkModel = type[Model]
_SPECIALIST, _HEAD, _REVIEWER = frozenset({Role.SPECIALIST}), frozenset({Role.HEAD}), frozenset({Role.REVIEWER})
_DRAFTER, _APPROVER = frozenset({Role.DRAFTER}), frozenset({Role.APPROVER})


@dataclass(frozen=True, slots=True)
class WorkList:
    """One number on the desk and, by the same filter, its list; `roles` are those who can do something about it."""

    code: str
    label: str
    model: WorkModel
    filter: Q
    roles: frozenset[str]


def work_lists(user: User, on: date | None = None) -> list[WorkList]:
    """What is counted on this person's desk on that day."""
    day = on or today()
    mine = Q(assigned_to=user)
    open_appraisal = Q(state=AppraisalState.ASSIGNED)
    running = Q(state__in=[AppraisalState.SUBMITTED, AppraisalState.ASSIGNED, AppraisalState.CONCLUDED])
    unfinished = ~Q(state=SelfCheckState.CONCLUDED)
    unreviewed = ~Q(state=ReviewState.CONCLUDED)
    soon = Q(due_on__gte=day, due_on__lte=day + SOON)
    unread = Q(state=RelationState.READ, source__stage=Stage.PROMULGATED, kind__in=ACTING_KINDS, target__isnull=False)
    lists = [
        WorkList("my_appraisals", "Hồ sơ tôi đang thẩm định", Appraisal, mine & open_appraisal, _SPECIALIST),
        WorkList("to_assign", "Hồ sơ chờ phân công", Appraisal, Q(state=AppraisalState.SUBMITTED), _HEAD),
        WorkList("to_approve", "Báo cáo chờ duyệt", Appraisal, Q(state=AppraisalState.CONCLUDED), _HEAD),
        WorkList("overdue", "Hồ sơ thẩm định quá hạn", Appraisal, running & Q(due_on__lt=day), _SPECIALIST | _HEAD),
        WorkList("due_soon", "Hồ sơ còn không quá 3 ngày", Appraisal, running & soon, _SPECIALIST | _HEAD),
        WorkList("returned", "Hồ sơ bị trả lại", Appraisal, Q(state=AppraisalState.RETURNED), _DRAFTER),
        WorkList("to_promulgate", "Dự thảo đã thẩm định", Document, Q(stage=Stage.APPRAISED), _DRAFTER | _APPROVER),
        WorkList("self_checks", "Văn bản phải tự kiểm tra", SelfCheck, unfinished, _REVIEWER),
        WorkList("self_checks_overdue", "Tự kiểm tra quá hạn", SelfCheck, unfinished & Q(due_on__lt=day), _REVIEWER),
        WorkList("my_reviews", "Văn bản tôi đang rà soát", Review, mine & unreviewed, _REVIEWER),
        WorkList("reviews_overdue", "Rà soát quá hạn", Review, unreviewed & Q(due_on__lt=day), _REVIEWER | _HEAD),
        WorkList("relations", "Quan hệ văn bản chờ xác nhận", Relation, unread, _REVIEWER),
    ]
    return [each for each in lists if user.has_role(*each.roles)]


def work_numbers(user: User, on: date | None = None) -> dict[str, int]:
    """Code of each of `work_lists` -> how many; only what this person may see. One query for each kind of procedure."""
    lists = work_lists(user, on)
    numbers: dict[str, int] = {}
    for model in {each.model for each in lists}:
        counts = {each.code: Count("pk", filter=each.filter) for each in lists if each.model is model}
        numbers |= _visible(model, user).aggregate(**counts)
    return {each.code: numbers[each.code] for each in lists}


def work(user: User, code: str, on: date | None = None) -> QuerySet[Any]:
    """The procedures behind one of `work_numbers`; KeyError for a code that is none of them."""
    wanted = {each.code: each for each in work_lists(user, on)}[code]
    return _visible(wanted.model, user).filter(wanted.filter)


def _visible(model: WorkModel, user: User) -> QuerySet[Any]:
    documents = Document.objects
    if issubclass(model, Document):
        return documents.visible_to(user)
    if issubclass(model, Relation):
        return Relation.objects.filter(source__in=documents.visible_to(user))
    allowed = documents.with_dossier_open_to(user) if model is Appraisal else documents.visible_to(user)
    procedures: QuerySet[Any] = model._default_manager.all()
    return procedures.filter(document__in=allowed)
