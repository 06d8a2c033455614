"""Periods, what belongs to one, and the lists as at the cut-off day."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs import effects
from legaldocs.models import Document, IssuingBody, Level, Relation, SubjectArea, Territory
from tests.factories import make_document, make_draft
from tests.workflow import papers
from workflow.models import Review, ReviewOutcome, ReviewState
from workflow.systematization import (
    UnknownPeriod,
    digest,
    keep_run,
    make_lists,
    period_named,
    period_on,
    scope,
)

PERIOD = period_named("2019-2023")


def _acts(source: Document, kind: str, target: Document, **fields: object) -> Relation:
    relation = Relation.objects.create(source=source, kind=kind, target=target, **fields)
    effects.refresh([target], "thử")
    return relation


def _numbers(entries: list[dict]) -> list[str]:
    return [entry["number"] for entry in entries]


class TestPeriods:
    def test_the_period_of_the_old_decree(self) -> None:
        assert (PERIOD.start_on, PERIOD.cutoff_on, PERIOD.publish_by) == (
            date(2019, 1, 1),
            date(2023, 12, 31),
            date(2024, 3, 1),
        )
        assert "NĐ 34/2016" in PERIOD.legal_source

    def test_later_periods_follow_from_the_five_year_rule(self) -> None:
        period = period_named("2024-2028")
        assert (period.cutoff_on, period.publish_by) == (date(2028, 12, 31), date(2029, 3, 1))
        assert "NĐ 79/2025" in period.legal_source
        assert period_named("2029-2033").cutoff_on == date(2033, 12, 31)

    @pytest.mark.parametrize("name", ["2019-2024", "2020-2024", "2014-2018", "2023", "", "kỳ này", "2024-2033"])
    def test_it_knows_no_other_periods(self, name: str) -> None:
        with pytest.raises(UnknownPeriod):
            period_named(name)

    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (date(2019, 1, 1), "2019-2023"),
            (date(2023, 12, 31), "2019-2023"),
            (date(2024, 1, 1), "2024-2028"),
            (date(2028, 12, 31), "2024-2028"),
            (date(2029, 1, 1), "2029-2033"),
        ],
    )
    def test_a_day_lies_in_one_period(self, day: date, name: str) -> None:
        assert period_on(day).name == name


@pytest.mark.django_db
class TestScope:
    def test_it_covers_what_was_issued_in_the_period_and_what_was_in_force_at_its_start(self) -> None:
        papers.promulgated("01/2019/QĐ-UBND", issued_on=date(2019, 1, 1))
        papers.promulgated("99/2023/QĐ-UBND", issued_on=date(2023, 12, 31), effective_on=date(2024, 1, 10))
        papers.promulgated("05/2012/QĐ-UBND", issued_on=date(2012, 5, 1))
        papers.promulgated("06/2012/QĐ-UBND", issued_on=date(2012, 5, 2), expired_on=date(2019, 1, 1))
        papers.promulgated("07/2012/QĐ-UBND", issued_on=date(2012, 5, 3), expired_on=date(2018, 12, 31))
        papers.promulgated("01/2024/QĐ-UBND", issued_on=date(2024, 1, 1))
        assert set(scope(PERIOD).values_list("number", flat=True)) == {
            "01/2019/QĐ-UBND",
            "99/2023/QĐ-UBND",
            "05/2012/QĐ-UBND",
            "06/2012/QĐ-UBND",
        }

    def test_it_leaves_out_other_levels_and_drafts(self) -> None:
        papers.promulgated("01/2020/NĐ-CP", issued_by=papers.body("Chính phủ", Level.CENTRAL), document_type="DECREE")
        papers.promulgated("02/2020/QĐ-UBND", issued_by=papers.body("Ủy ban nhân dân xã Kỳ Anh", Level.COMMUNE))
        Document.objects.create(document_type="DECISION", title="Dự thảo", issued_by=papers.body())
        assert not scope(PERIOD).exists()

    def test_it_takes_the_own_province_with_those_merged_into_it_and_no_neighbour(self, settings) -> None:
        settings.OFFICE_PROVINCE = "Hà Tĩnh"
        own = Territory.objects.create(name="tỉnh Hà Tĩnh")
        merged = Territory.objects.create(name="tỉnh Cũ", successor=own)
        other = Territory.objects.create(name="tỉnh Nghệ An")
        for name, territory in (("UBND tỉnh Hà Tĩnh", own), ("UBND tỉnh Cũ", merged), ("UBND tỉnh Nghệ An", other)):
            issuer = IssuingBody.objects.create(name=name, level=Level.PROVINCE, territory=territory)
            papers.promulgated("10/2021/QĐ-UBND", issued_by=issuer, title=name)
        assert set(scope(PERIOD).values_list("title", flat=True)) == {"UBND tỉnh Hà Tĩnh", "UBND tỉnh Cũ"}


@pytest.mark.django_db
class TestLists:
    def test_a_document_stands_on_the_lists_of_its_status_on_the_cut_off_day(self) -> None:
        new = papers.promulgated("40/2022/QĐ-UBND", issued_on=date(2022, 6, 1), effective_on=date(2022, 6, 11))
        replaced = papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1))
        amended = papers.promulgated("11/2019/QĐ-UBND", issued_on=date(2019, 2, 2))
        later = papers.promulgated("12/2019/QĐ-UBND", issued_on=date(2019, 2, 3))
        papers.promulgated("98/2023/QĐ-UBND", issued_on=date(2023, 12, 28), effective_on=date(2024, 1, 8))
        _acts(new, "REPLACES", replaced)
        _acts(new, "AMENDS", amended, target_path="dieu-5/khoan-2")
        _acts(new, "REPEALS", later, effective_on=date(2024, 1, 1))  # after the cut-off day: still in force on it
        lists = make_lists(PERIOD)
        assert _numbers(lists["expired"]) == ["10/2019/QĐ-UBND"]
        assert lists["expired"][0]["on"] == "2022-06-11"
        assert lists["expired"][0]["reason"] == (
            "Được thay thế bởi Quyết định số 40/2022/QĐ-UBND ngày 01/06/2022 của Ủy ban nhân dân tỉnh Hà Tĩnh"
        )
        assert _numbers(lists["partly_expired"]) == ["11/2019/QĐ-UBND"]
        assert lists["partly_expired"][0]["parts"][0]["words"] == "Khoản 2 Điều 5"
        notes = {entry["number"]: entry["note"] for entry in lists["in_force"]}
        assert notes == {
            "11/2019/QĐ-UBND": "Hết hiệu lực một phần",
            "12/2019/QĐ-UBND": "",
            "40/2022/QĐ-UBND": "",
            "98/2023/QĐ-UBND": "Chưa có hiệu lực",
        }

    def test_a_document_that_ends_by_its_own_term_says_so(self) -> None:
        document = papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1), stated_end_on=date(2021, 1, 1))
        effects.refresh([document], "thử")
        assert make_lists(PERIOD)["expired"][0]["reason"].startswith("Hết thời hạn")

    def test_a_suspended_document_is_on_its_list_and_noted_among_those_in_force(self) -> None:
        act = papers.promulgated("30/2023/QĐ-UBND", issued_on=date(2023, 10, 1), effective_on=date(2023, 10, 1))
        whole, part = papers.promulgated("10/2020/QĐ-UBND"), papers.promulgated("11/2020/QĐ-UBND")
        _acts(act, "SUSPENDS", whole, until=date(2024, 4, 1))
        _acts(act, "SUSPENDS", part, until=date(2024, 4, 1), target_path="dieu-3")
        lists = make_lists(PERIOD)
        assert _numbers(lists["suspended"]) == ["10/2020/QĐ-UBND"]
        assert lists["suspended"][0]["reason"].startswith("Bị tạm ngưng hiệu lực bởi Quyết định số 30/2023")
        assert [part["words"] for part in lists["partly_suspended"][0]["parts"]] == ["Điều 3"]
        notes = [entry["note"] for entry in lists["in_force"] if entry["number"] != "30/2023/QĐ-UBND"]
        assert notes == ["Tạm ngưng hiệu lực từ 01/10/2023 đến 01/04/2024"] * 2

    def test_one_document_can_lapse_in_part_several_times(self) -> None:
        target = papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1))
        for year, path in ((2020, "dieu-2"), (2022, "dieu-3"), (2025, "dieu-4")):
            act = papers.promulgated(f"20/{year}/QĐ-UBND", issued_on=date(year, 1, 1), effective_on=date(year, 1, 11))
            _acts(act, "REPEALS", target, target_path=path)
        (entry,) = make_lists(PERIOD)["partly_expired"]
        assert [(part["path"], part["on"]) for part in entry["parts"]] == [
            ("dieu-2", "2020-01-11"),
            ("dieu-3", "2022-01-11"),
        ]

    def test_a_rejected_relation_ends_nothing(self) -> None:
        target = papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1))
        act = papers.promulgated("20/2020/QĐ-UBND", issued_on=date(2020, 1, 1), effective_on=date(2020, 1, 11))
        _acts(act, "REPEALS", target, state="REJECTED")
        assert make_lists(PERIOD)["expired"] == []

    def test_what_has_no_date_of_effect_is_left_to_a_person(self) -> None:
        papers.promulgated("10/2020/QĐ-UBND", effective_on=None)
        papers.promulgated("11/2020/QĐ-UBND", issued_on=None)
        lists = make_lists(PERIOD)
        assert {entry["number"]: entry["note"] for entry in lists["unclear"]} == {
            "10/2020/QĐ-UBND": "Chưa rõ ngày có hiệu lực",
            "11/2020/QĐ-UBND": "Chưa rõ ngày ban hành",
        }
        assert lists["in_force"] == []

    def test_what_the_last_run_missed_stands_in_part_b(self) -> None:
        missed = papers.promulgated("05/2019/QĐ-UBND", issued_on=date(2019, 5, 1))
        announced = papers.promulgated("06/2019/QĐ-UBND", issued_on=date(2019, 5, 2), expired_on=date(2020, 1, 1))
        keep_run(PERIOD, make_lists(PERIOD))
        missed.expired_on = date(2022, 1, 1)  # found out after the lists had been published
        missed.save()
        later = make_lists(period_named("2024-2028"), date(2026, 1, 1))
        assert [(entry["number"], entry["part"]) for entry in later["expired"]] == [(missed.number, "B")]
        assert announced.number not in _numbers(later["expired"])

    def test_an_earlier_day_shows_the_lists_as_they_stood_then(self) -> None:
        papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1), expired_on=date(2022, 1, 1))
        papers.promulgated("10/2023/QĐ-UBND", issued_on=date(2023, 2, 1))
        lists = make_lists(PERIOD, date(2021, 12, 31))
        assert _numbers(lists["in_force"]) == ["10/2019/QĐ-UBND"]
        assert lists["expired"] == []

    def test_no_later_day_than_the_cut_off_counts(self) -> None:
        papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1), expired_on=date(2024, 1, 1))
        assert _numbers(make_lists(PERIOD, date(2026, 1, 1))["in_force"]) == ["10/2019/QĐ-UBND"]

    def test_reviews_that_propose_handling_stand_on_the_fourth_list(self) -> None:
        amend, keep, gone = (
            papers.promulgated(number) for number in ("10/2021/QĐ-UBND", "11/2021/QĐ-UBND", "12/2021/QĐ-UBND")
        )
        gone.expired_on = date(2023, 1, 1)
        gone.save()
        for document, outcome in (
            (amend, ReviewOutcome.AMEND),
            (keep, ReviewOutcome.KEEP),
            (gone, ReviewOutcome.REPEAL),
        ):
            Review.objects.create(
                document=document,
                regime="L2020",
                opened_on=date(2022, 1, 1),
                closed_on=date(2022, 2, 1),
                state=ReviewState.CONCLUDED,
                outcome=outcome,
                outcome_reason="Vì",
                handle_by=date(2024, 6, 30),
            )
        (entry,) = make_lists(PERIOD)["to_handle"]
        assert (entry["number"], entry["outcome_label"]) == ("10/2021/QĐ-UBND", "Sửa đổi, bổ sung")
        assert (entry["reason"], entry["handle_by"]) == ("Vì", "2024-06-30")

    def test_they_are_sorted_by_area_force_and_date(self) -> None:
        areas = {name: SubjectArea.objects.create(name=name) for name in ("Đất đai", "Dân tộc", "Y tế", "Đầu tư")}
        chair = papers.body("Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh")
        for number, area, day, issuer in (
            ("09/2020/QĐ-UBND", "Đất đai", date(2020, 1, 1), None),
            ("01/2021/NQ-HĐND", "Đất đai", date(2021, 1, 1), None),
            ("03/2020/QĐ-CTUBND", "Đất đai", date(2019, 5, 1), chair),
            ("08/2020/QĐ-UBND", "Đất đai", date(2019, 6, 1), None),
            ("05/2020/QĐ-UBND", "Y tế", date(2020, 1, 1), None),
            ("06/2020/QĐ-UBND", "Dân tộc", date(2020, 1, 1), None),
            ("07/2020/QĐ-UBND", "Đầu tư", date(2020, 1, 1), None),
            ("04/2020/QĐ-UBND", "", date(2020, 1, 1), None),
        ):
            fields = {"issued_by": issuer} if issuer else {}
            papers.promulgated(number, subject_area=areas.get(area), issued_on=day, **fields)
        assert _numbers(make_lists(PERIOD)["in_force"]) == [
            "06/2020/QĐ-UBND",
            "01/2021/NQ-HĐND",
            "08/2020/QĐ-UBND",
            "09/2020/QĐ-UBND",
            "03/2020/QĐ-CTUBND",
            "07/2020/QĐ-UBND",
            "05/2020/QĐ-UBND",
            "04/2020/QĐ-UBND",
        ]

    def test_more_documents_need_no_more_queries(self, django_assert_max_num_queries) -> None:
        act = papers.promulgated("40/2022/QĐ-UBND", issued_on=date(2022, 6, 1), effective_on=date(2022, 6, 11))
        for number in range(10, 40):
            _acts(act, "AMENDS", papers.promulgated(f"{number}/2020/QĐ-UBND"), target_path="dieu-1")
        with django_assert_max_num_queries(9):
            make_lists(PERIOD)


@pytest.mark.django_db
def test_a_kept_run_stays_as_it_was_and_equal_lists_have_equal_digests() -> None:
    document = papers.promulgated("10/2021/QĐ-UBND")
    lists = make_lists(PERIOD)
    run = keep_run(PERIOD, lists)
    assert run.digest == digest(make_lists(PERIOD)) and len(run.digest) == 64
    document.title = "Khác"
    document.save()
    run.refresh_from_db()
    assert run.lists["in_force"][0]["title"] != "Khác"
    assert digest(run.lists) == run.digest != digest(make_lists(PERIOD))


@pytest.mark.django_db
def test_a_draft_puts_no_row_on_a_list() -> None:
    document = make_document(issued_on=date(2022, 1, 10), effective_on=date(2022, 1, 20))
    for source in (make_document(effective_on=date(2023, 1, 1)), make_draft(effective_on=date(2023, 2, 1))):
        _acts(source, "AMENDS", document, target_path=f"dieu-{source.pk}")
    [entry] = make_lists(PERIOD)["partly_expired"]
    assert [part["on"] for part in entry["parts"]] == ["2023-01-01"]
