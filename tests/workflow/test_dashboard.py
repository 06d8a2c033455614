"""The dashboard's numbers: each equals the length of the list behind it, in a constant number of queries."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest

from legaldocs.models import Document, Role, Stage, Unit
from tests.factories import (
    make_appraisal,
    make_body,
    make_document,
    make_draft,
    make_relation,
    make_review,
    make_self_check,
    make_subject_area,
    make_unit,
    make_user,
)
from workflow.dashboard import WITHOUT, ReviewStanding, documents, period_numbers, work, work_lists, work_numbers
from workflow.models import AppraisalState, Review, ReviewState, SelfCheckState
from workflow.systematization import period_named

pytestmark = pytest.mark.django_db
PERIOD = period_named("2024-2028")
TODAY = date(2026, 11, 20)


def _document(department: Unit | None = None, **fields: Any) -> Document:
    return make_document(text=None, drafted_by=department, **fields)


def _concluded(document: Document, closed_on: date = date(2026, 5, 1)) -> Review:
    return make_review(document, state=ReviewState.CONCLUDED, outcome="KEEP", closed_on=closed_on)


def _late(document: Document) -> Review:
    return make_review(document, due_on=TODAY - timedelta(days=1))


class TestPeriod:
    def test_it_counts_reviewed_not_reviewed_and_overdue(self) -> None:
        _concluded(_document())
        _late(_document())
        make_review(_document(), due_on=TODAY)  # due today is not late
        _document()
        numbers = period_numbers(PERIOD, TODAY)
        assert (numbers.in_scope, numbers.reviewed, numbers.not_reviewed, numbers.overdue) == (4, 1, 3, 1)
        assert numbers.total.percent_reviewed == 25

    def test_a_review_counts_only_in_the_time_of_its_period(self) -> None:
        _concluded(_document(), PERIOD.start_on)
        _concluded(_document(), PERIOD.publish_by)
        _concluded(_document(), PERIOD.start_on - timedelta(days=1))
        _concluded(_document(), PERIOD.publish_by + timedelta(days=1))
        assert period_numbers(PERIOD, TODAY).reviewed == 2

    def test_a_reviewed_document_is_never_overdue(self) -> None:
        document = _document()
        _concluded(document)
        _late(document)
        assert period_numbers(PERIOD, TODAY).overdue == 0

    def test_everything_open_is_overdue_after_the_day_of_publication(self) -> None:
        _document()
        _concluded(_document())
        assert period_numbers(PERIOD, PERIOD.publish_by).overdue == 0
        assert period_numbers(PERIOD, PERIOD.publish_by + timedelta(days=1)).overdue == 1

    def test_two_reviews_of_one_document_count_once(self) -> None:
        document = _document()
        _concluded(document)
        _concluded(document)
        numbers = period_numbers(PERIOD, TODAY)
        assert (numbers.in_scope, numbers.reviewed) == (1, 1)

    def test_drafts_and_other_levels_do_not_count(self) -> None:
        make_draft()
        _document(issued_by=make_body("Ủy ban nhân dân xã Thử", "COMMUNE"))
        assert period_numbers(PERIOD, TODAY).in_scope == 0

    def test_every_number_is_the_length_of_its_list(self) -> None:
        finance, health = make_unit("Sở Tài chính"), make_unit("Sở Y tế")
        land = make_subject_area("Đất đai")
        for department, area in ((finance, land), (finance, None), (health, land), (None, None)):
            _concluded(_document(department, subject_area=area))
            _late(_document(department, subject_area=area))
            _document(department, subject_area=area)
        numbers = period_numbers(PERIOD, TODAY)
        for state in ReviewStanding:
            assert documents(PERIOD, state, on=TODAY).count() == getattr(numbers, state)
            for row in numbers.by_department:
                listed = documents(PERIOD, state, drafted_by=row.pk or WITHOUT, on=TODAY)
                assert listed.count() == getattr(row.counts, state), (state, row.name)
            for row in numbers.by_subject_area:
                listed = documents(PERIOD, state, subject_area=row.pk or WITHOUT, on=TODAY)
                assert listed.count() == getattr(row.counts, state), (state, row.name)
        assert sum(row.counts.in_scope for row in numbers.by_department) == numbers.in_scope == 12

    def test_rows_stand_in_vietnamese_order_and_those_without_a_name_last(self) -> None:
        for name in ("Sở Y tế", "Sở Đầu tư", "Sở Dân tộc"):
            _document(make_unit(name))
        _document()
        rows = period_numbers(PERIOD, TODAY).by_department
        assert [row.name for row in rows] == ["Sở Dân tộc", "Sở Đầu tư", "Sở Y tế", ""]

    def test_three_thousand_documents_are_counted_in_one_query_and_a_tenth_of_a_second(
        self, django_assert_max_num_queries
    ) -> None:
        units = [make_unit() for _ in range(15)]
        areas = [make_subject_area(f"Lĩnh vực {n}") for n in range(20)]
        body = make_body()
        made = Document.objects.bulk_create(
            Document(
                document_type="DECISION",
                issued_by=body,
                title=f"Quy định {n}",
                number_key=f"{n}/2025/qd-ubnd",
                year=2025,
                issued_on=date(2025, 1, 1) + timedelta(days=n % 300),
                effective_on=date(2025, 12, 1),
                drafted_by=units[n % 15],
                subject_area=areas[n % 20],
                stage=Stage.PROMULGATED,
            )
            for n in range(3000)
        )
        Review.objects.bulk_create(
            Review(
                document=document,
                regime="L2025_L87",
                opened_on=date(2026, 1, 1),
                state=ReviewState.CONCLUDED if n % 3 else ReviewState.OPEN,
                closed_on=date(2026, 2, 1) if n % 3 else None,
                due_on=date(2026, 3, 1),
            )
            for n, document in enumerate(made)
        )
        with django_assert_max_num_queries(3):  # the counts, and the territories of the province
            numbers = period_numbers(PERIOD, TODAY)
        best = min(_seconds() for _ in range(3))
        assert (numbers.in_scope, numbers.reviewed, numbers.overdue) == (3000, 2000, 1000)
        assert best < 0.1, f"{best:.3f} s"


def _seconds() -> float:
    started = time.process_time()  # the machine is shared
    period_numbers(PERIOD, TODAY)
    return time.process_time() - started


class TestWork:
    def test_it_counts_what_waits_and_for_whom(self) -> None:
        specialist = make_user("cv", Role.SPECIALIST, unit=make_unit("Sở Tư pháp", is_justice=True))
        other = make_user("cv2", Role.SPECIALIST)
        draft, promulgated = make_draft(), make_document(text=None)
        for state, person, due in (
            (AppraisalState.ASSIGNED, specialist, TODAY - timedelta(days=1)),
            (AppraisalState.ASSIGNED, specialist, TODAY + timedelta(days=3)),
            (AppraisalState.ASSIGNED, other, TODAY + timedelta(days=4)),
            (AppraisalState.SUBMITTED, None, TODAY),
            (AppraisalState.CONCLUDED, other, None),
            (AppraisalState.APPROVED, specialist, TODAY - timedelta(days=9)),
        ):
            make_appraisal(draft, state, assigned_to=person, due_on=due)
        make_self_check(promulgated, due_on=TODAY - timedelta(days=1))
        make_self_check(promulgated, state=SelfCheckState.CONCLUDED, due_on=TODAY - timedelta(days=1))
        make_review(promulgated, assigned_to=specialist, due_on=TODAY)
        make_draft(stage=Stage.APPRAISED)
        make_relation(promulgated, make_document(text=None))
        assert work_numbers(specialist, TODAY) == {"my_appraisals": 2, "overdue": 1, "due_soon": 2}
        head = make_user("ld", Role.HEAD, unit=specialist.unit)
        assert work_numbers(head, TODAY) == {
            "to_assign": 1,
            "to_approve": 1,
            "overdue": 1,
            "due_soon": 2,
            "reviews_overdue": 0,
        }
        reviewer = make_user("rs", Role.REVIEWER, unit=specialist.unit)
        assert work_numbers(reviewer, TODAY) == {
            "self_checks": 1,
            "self_checks_overdue": 1,
            "my_reviews": 0,
            "reviews_overdue": 0,
            "relations": 1,
        }
        assert work_numbers(make_user("tk", Role.APPROVER), TODAY) == {"to_promulgate": 1}

    def test_every_number_is_the_length_of_its_list(self) -> None:
        head = make_user("lanhdao", Role.HEAD, unit=make_unit("Sở Tư pháp", is_justice=True))
        for state in AppraisalState:
            make_appraisal(make_draft(), state, assigned_to=head, due_on=TODAY)
        numbers = work_numbers(head, TODAY)
        assert {code: work(head, code, TODAY).count() for code in numbers} == numbers
        assert numbers["to_assign"] == 1

    def test_a_drafter_counts_no_dossier_of_another_department(self) -> None:
        own, foreign = make_unit("Sở Xây dựng"), make_unit("Sở Y tế")
        drafter = make_user("soanthao", Role.DRAFTER, unit=own)
        make_appraisal(make_draft(own), AppraisalState.RETURNED)
        make_appraisal(make_draft(foreign), AppraisalState.RETURNED)
        assert work_numbers(drafter, TODAY) == {"returned": 1, "to_promulgate": 0}

    def test_the_numbers_take_a_query_for_each_kind_of_work(self, django_assert_max_num_queries) -> None:
        user = make_user("doc", Role.READER, Role.SPECIALIST, Role.REVIEWER, Role.HEAD)
        user.roles  # noqa: B018  # cached per request
        with django_assert_max_num_queries(4):
            work_numbers(user, TODAY)

    def test_it_has_no_list_of_another_name(self) -> None:
        with pytest.raises(KeyError):
            work(make_user(), "khac", TODAY)

    def test_every_list_has_a_vietnamese_name(self) -> None:
        assert all(each.label for each in work_lists(make_user("tat_ca", *Role.values), TODAY))
