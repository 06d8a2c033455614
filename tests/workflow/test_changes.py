"""The history as people read it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from legaldocs.models import Document, Stage
from tests.cast import Cast, make_cast
from tests.factories import (
    make_appraisal,
    make_body,
    make_document,
    make_draft,
    make_finding,
    make_relation,
    make_subject_area,
)
from workflow.actions import perform
from workflow.changed_text import shorten_pair
from workflow.changes import Change, changes_of
from workflow.models import AppraisalState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def correct(document: Document, cast: Cast, **fields: Any) -> Change:
    """The newest change after a correction of these fields."""
    return changes_of(perform(document, "correct", cast.reviewer, reason="Ghi nhầm", **fields), cast.head)[0]


def test_a_change_says_who_when_why_and_what(cast: Cast) -> None:
    document = make_document()
    change = correct(document, cast, effective_on=date(2024, 3, 4))
    assert (change.who, change.why) == ("Người ra_soat", "Đính chính thông tin: Ghi nhầm")
    assert change.what == [("Ngày có hiệu lực", "15/01/2024", "04/03/2024")]
    assert (change.kind, change.event) == ("Văn bản", "Thay đổi")
    assert change.when.utcoffset() is not None


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"shortened_procedure": True}, ("Theo trình tự rút gọn", "Không", "Có")),
        ({"document_type": "DIRECTIVE"}, ("Loại văn bản", "Quyết định", "Chỉ thị")),
        ({"signer": "Trần B"}, ("Người ký", "", "Trần B")),
    ],
)
def test_values_stand_as_people_read_them(fields: dict[str, Any], shown: tuple[str, str, str], cast: Cast) -> None:
    assert shown in correct(make_document(), cast, **fields).what


def test_rows_that_a_field_points_to_are_named(cast: Cast) -> None:
    area, body = make_subject_area("Đất đai"), make_body("Ủy ban nhân dân tỉnh Khác")
    what = correct(make_document(), cast, subject_area=area, issued_by=body).what
    assert ("Lĩnh vực", "", "Đất đai") in what
    assert ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Thử Nghiệm", "Ủy ban nhân dân tỉnh Khác") in what


def test_a_state_is_shown_by_its_label_and_dossiers_are_part_of_the_story(cast: Cast) -> None:
    draft = make_draft(cast.department)
    appraisal = perform(
        draft,
        "request_appraisal",
        cast.drafter,
        request_number="1/TTr",
        requested_on=date(2026, 3, 2),
        legal_ground="x",
    )
    perform(appraisal, "assign", cast.head, specialist=cast.specialist)
    perform(make_finding(appraisal), "dismiss", cast.specialist, reason="Khác phạm vi")
    perform(appraisal, "assess", cast.specialist, criterion="SCOPE", verdict="MEETS")
    story = changes_of(draft, cast.head)
    assert [change.when for change in story] == sorted((change.when for change in story), reverse=True)
    by_kind = {(change.kind, change.event): change for change in reversed(story)}
    assert any(("Giai đoạn", "Dự thảo", "Đang thẩm định") in change.what for change in story)
    assert ("Trạng thái", "Chờ phân công", "Đang thẩm định") in by_kind["Thẩm định lần 1", "Thay đổi"].what
    assert ("Lý do quyết định", "", "Khác phạm vi") in by_kind["Phát hiện: Điều 1", "Thay đổi"].what
    view = by_kind["Ý kiến theo nội dung thẩm định", "Tạo mới"]
    assert view.who == "Người chuyen_vien"
    assert ("Nội dung thẩm định", "", "Sự cần thiết ban hành; đối tượng, phạm vi điều chỉnh") in view.what


def test_a_relation_is_told_on_both_sides(cast: Cast) -> None:
    acting, target = make_document(), make_document()
    perform(make_relation(acting, target), "confirm", cast.reviewer)
    for document in (acting, target):
        assert any(
            change.why == "Xác nhận quan hệ" and change.kind == f"Quan hệ văn bản: {target.number}"
            for change in changes_of(document, cast.head)
        )


def test_the_story_of_another_document_is_not_told(cast: Cast) -> None:
    document, other = make_document(), make_document()
    before = len(changes_of(document, cast.head))
    correct(other, cast, title="Khác")
    assert len(changes_of(document, cast.head)) == before


def test_a_stranger_hears_nothing_of_drafts_and_of_the_dossier(cast: Cast) -> None:
    target = make_document()
    make_relation(make_draft(cast.department, title="Dự thảo kín"), target)
    assert any("Dự thảo kín" in str(change) for change in changes_of(target, cast.drafter))
    assert not any("Dự thảo kín" in str(change) for change in changes_of(target, cast.reader))
    own = make_document(drafted_by=cast.department)
    make_appraisal(own, AppraisalState.APPROVED, conclusion_reason="Chỉ nội bộ biết")
    assert any("Chỉ nội bộ biết" in str(change) for change in changes_of(own, cast.specialist))
    for outsider in (cast.reader, cast.stranger):
        assert not any("Chỉ nội bộ biết" in str(change) for change in changes_of(own, outsider))


def test_one_row_can_be_asked_for_its_own_story(cast: Cast) -> None:
    appraisal = make_appraisal(make_draft(cast.department), AppraisalState.CONCLUDED, assigned_to=cast.specialist)
    changed = perform(appraisal, "reopen", cast.head, reason="Làm rõ")
    assert [change.why for change in changes_of(changed, cast.head)] == ["Trả lại chuyên viên: Làm rõ", ""]


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_max_num_queries) -> None:
    document = make_document()
    for day in range(1, 13):
        correct(document, cast, effective_on=date(2024, 4, day), subject_area=make_subject_area(f"Lĩnh vực {day}"))
        perform(make_relation(document, make_document()), "confirm", cast.reviewer)
    with django_assert_max_num_queries(18):
        assert len(changes_of(document, cast.head)) > 30


def test_a_long_text_is_shown_where_it_differs() -> None:
    same = "Điều này quy định về mức thu, quản lý và sử dụng phí trên địa bàn. " * 10
    old, new = shorten_pair(f"{same}Thời hạn là 10 ngày. {same}", f"{same}Thời hạn là 15 ngày làm việc. {same}")
    assert "10 ngày" in old and "15 ngày làm việc" in new
    assert max(len(old), len(new)) < 220
    assert old.startswith("… ") and old.endswith(" …")


@pytest.mark.parametrize(
    ("old", "new"), [("", "b" * 900), ("b" * 900, ""), ("b" * 900, "b" * 901), ("ab" * 400, "cd" * 400)]
)
def test_any_two_long_texts_come_back_short(old: str, new: str) -> None:
    assert max(map(len, shorten_pair(old, new))) < 300


def test_short_texts_stay_whole() -> None:
    assert shorten_pair("a", "b") == ("a", "b")


def test_why_a_draft_was_given_back_stays_inside_when_the_document_is_out(cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL)
    perform(make_appraisal(draft), "give_back", cast.head, reason="Ý kiến nội bộ")
    Document.objects.filter(pk=draft.pk).update(stage=Stage.PROMULGATED)
    reasons = {
        name: [change.why for change in changes_of(Document.objects.get(pk=draft.pk), user)]
        for name, user in cast.everybody().items()
    }
    knowing = {name for name, said in reasons.items() if any("nội bộ" in why for why in said)}
    assert knowing == {"drafter", "specialist", "colleague", "head", "approver", "reviewer", "administrator"}
