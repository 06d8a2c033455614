"""The draft on the appraisal desk as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from legaldocs.models import Document, Provision, Role
from legaldocs.parsing.vocabulary import FindingKind
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_body, make_document, make_draft, make_finding, make_user, make_version
from workflow.actions import NotPossible, perform
from workflow.desk import PER_ARTICLE, PER_PAGE, DeskFilter, Group, checks_kept, desk, later_groups
from workflow.models import Appraisal, AppraisalState, Finding, FindingState

pytestmark = pytest.mark.django_db

NOWHERE = Finding.objects.none


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def appraisal(cast: Cast) -> Appraisal:
    """A dossier in the specialist's hands on a draft of two articles, the second with two clauses."""
    draft = make_draft(cast.department)
    for position, (path, parent, kind) in enumerate(
        [("dieu-2", "", "ARTICLE"), ("dieu-2/khoan-1", "dieu-2", "CLAUSE"), ("dieu-2/khoan-2", "dieu-2", "CLAUSE")], 1
    ):
        Provision.objects.create(
            version=draft.current_version,
            position=position,
            path=path,
            parent_path=parent,
            kind=kind,
            label=path[-1],
            text=f"Nội dung của {path}.",
        )
    return make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)


def findings_on(appraisal: Appraisal, path: str, count: int, **fields: Any) -> list[Finding]:
    target = fields.pop("target", None) or make_document()
    return [make_finding(appraisal, target, path=path, target_path=f"dieu-{n}", **fields) for n in range(1, count + 1)]


def keys(groups: list[Group]) -> list[int]:
    return [card.finding.pk for group in groups for card in group.cards]


def page(client: Client, user: object, appraisal: Appraisal, **asked: str) -> str:
    client.force_login(user)  # type: ignore[arg-type]
    return client.get(reverse("appraisal-detail", args=[appraisal.pk]), asked).content.decode()


def test_a_table_of_the_draft_is_shown_as_a_table(client: Client):
    appraisal = make_appraisal(
        make_draft(text="Điều 1. Mức thu\nBảng mức thu:\nNội dung | Mức thu\nXe <b> | 5.000\nĐiều 2. Hiệu lực\nTừ nay.")
    )
    shown = page(client, make_user("", Role.HEAD), appraisal)
    assert "<tr><td>Nội dung</td><td>Mức thu</td></tr><tr><td>Xe &lt;b&gt;</td><td>5.000</td></tr>" in shown


def test_findings_of_an_article_stand_by_document_with_its_rank(client: Client, cast: Cast, appraisal: Appraisal):
    central = make_body("Chính phủ", level="CENTRAL")
    decree = make_document("15/2021/NĐ-CP", document_type="DECREE", issued_by=central)
    own = make_document("12/2024/QĐ-UBND")
    make_finding(appraisal, own, path="dieu-2/khoan-1", score=0.9)
    make_finding(appraisal, decree, path="dieu-2/khoan-1", score=0.8)
    make_finding(appraisal, own, path="dieu-2/khoan-2", score=0.7)
    row = desk(appraisal, DeskFilter(), NOWHERE()).rows[1]
    assert [(group.document, len(group.cards)) for group in row.groups] == [(own, 2), (decree, 1)]
    assert [group.standing.value for group in row.groups] == ["SAME", "HIGHER"]
    shown = page(client, cast.specialist, appraisal)
    assert "hiệu lực pháp lý cao hơn dự thảo" in shown and "văn bản của Chính phủ" in shown


def test_a_page_of_findings_beside_an_article_and_the_rest_on_demand(appraisal: Appraisal):
    found = findings_on(appraisal, "dieu-1", PER_ARTICLE + 3)
    advice = findings_on(appraisal, "dieu-1", 2, kind=FindingKind.RELATED.value)
    row = desk(appraisal, DeskFilter(), NOWHERE()).rows[0]
    assert (row.shown, row.more, row.related, row.is_later) == (PER_ARTICLE, 3, 2, False)
    more = later_groups(appraisal, "dieu-1", "more", row.shown, DeskFilter(), NOWHERE())
    related = later_groups(appraisal, "dieu-1", "related", 0, DeskFilter(), NOWHERE())
    assert sorted(keys(row.groups) + keys(more)) == [each.pk for each in found]
    assert sorted(keys(related)) == [each.pk for each in advice]


def test_a_dossier_with_many_findings_sends_a_bounded_page_and_loses_none(appraisal: Appraisal):
    found = findings_on(appraisal, "dieu-1", PER_PAGE + 7)
    late = findings_on(appraisal, "dieu-2/khoan-1", 2)
    chosen = DeskFilter(kind=FindingKind.CONFLICT.value)
    first, second = desk(appraisal, chosen, NOWHERE()).rows
    assert (first.shown, first.more, first.is_later) == (PER_PAGE, 7, True)
    assert (second.shown, second.more, second.is_later) == (0, 2, True)
    rest = later_groups(appraisal, "dieu-1", "more", first.shown, chosen, NOWHERE())
    assert sorted(keys(first.groups) + keys(rest)) == [each.pk for each in found]
    assert keys(later_groups(appraisal, "dieu-2", "more", 0, chosen, NOWHERE())) == [each.pk for each in late]


def test_the_number_of_queries_does_not_grow_with_the_findings(
    client: Client, cast: Cast, appraisal: Appraisal, django_assert_max_num_queries
):
    for number in range(12):
        make_finding(appraisal, path="dieu-1", target_path=f"dieu-{number}")
    client.force_login(cast.specialist)
    with django_assert_max_num_queries(22):
        client.get(reverse("appraisal-detail", args=[appraisal.pk]))


def test_a_finding_on_a_unit_that_has_no_row_stands_beside_the_unit_around_it(appraisal: Appraisal):
    lost = make_finding(appraisal, path="dieu-2/khoan-9/diem-a")
    assert keys(desk(appraisal, DeskFilter(), NOWHERE()).rows[1].groups) == [lost.pk]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "CONFLICT"}, {0, 1}),
        ({"kind": "RELATED"}, {3}),
        ({"show": "open"}, {0, 2}),
        ({"show": "dismissed"}, {1}),
        ({"kind": "CONFLICT", "show": "open"}, {0}),
        ({"article": "dieu-2"}, {2}),
        ({"kind": "x", "show": "?", "target": "abc", "article": ""}, {0, 1, 2}),
    ],
)
def test_the_desk_is_narrowed_by_kind_state_and_article(
    asked: dict[str, str], expected: set[int], appraisal: Appraisal
):
    found = [
        make_finding(appraisal, path="dieu-1"),
        make_finding(appraisal, path="dieu-1", state=FindingState.DISMISSED, decision_reason="Khác"),
        make_finding(appraisal, path="dieu-2/khoan-1", kind=FindingKind.OVERLAP.value),
        make_finding(appraisal, path="dieu-1", kind=FindingKind.RELATED.value),
    ]
    rows = desk(appraisal, DeskFilter.of(asked), NOWHERE()).rows
    assert {found.index(card.finding) for row in rows for group in row.groups for card in group.cards} == expected


def test_what_is_decided_together_is_what_the_filter_shows_and_still_waits(client: Client, cast: Cast, appraisal):
    target = make_document()
    same = findings_on(appraisal, "dieu-1", PER_ARTICLE + 2, target=target)
    other = make_finding(appraisal)
    chosen = DeskFilter(target=target.pk)
    assert sorted(desk(appraisal, chosen, NOWHERE()).open_keys) == [each.pk for each in same]
    assert "Bỏ qua cả 6" in page(client, cast.specialist, appraisal, target=str(target.pk))
    assert "Bỏ qua cả" not in page(client, cast.head, appraisal, target=str(target.pk))
    client.force_login(cast.specialist)
    url = reverse("appraisal-action", args=[appraisal.pk, "decide_findings"])
    sent = {"findings": ",".join(str(each.pk) for each in same), "decision": "DISMISSED"}
    assert client.post(url, sent).status_code == 422  # no reason
    assert not Finding.objects.exclude(state=FindingState.OPEN).exists()
    assert client.post(url, {**sent, "reason": "Sẽ bãi bỏ văn bản này"}).status_code == 302
    for each in same:
        each.refresh_from_db()
        assert (each.state, each.decided_by, each.decision_reason) == (
            FindingState.DISMISSED,
            cast.specialist,
            "Sẽ bãi bỏ văn bản này",
        )
        assert each.history.first().history_user == cast.specialist
    other.refresh_from_db()
    assert other.state == FindingState.OPEN


def test_deciding_together_leaves_decided_findings_and_those_of_other_dossiers(cast: Cast, appraisal: Appraisal):
    mine = make_finding(appraisal)
    decided = perform(make_finding(appraisal), "confirm", cast.specialist, reason="Đúng")
    foreign = make_finding(make_appraisal(make_draft(), AppraisalState.ASSIGNED, assigned_to=cast.colleague))
    asked = {"findings": [mine.pk, decided.pk, foreign.pk], "decision": FindingState.DISMISSED}
    perform(appraisal, "decide_findings", cast.specialist, reason="Trùng", **asked)
    states = dict(Finding.objects.values_list("pk", "state"))
    assert states == {mine.pk: "DISMISSED", decided.pk: "CONFIRMED", foreign.pk: "OPEN"}
    with pytest.raises(NotPossible, match="không còn phát hiện nào chờ"):
        perform(appraisal, "decide_findings", cast.specialist, reason="Trùng", **asked)
    with pytest.raises(NotPossible, match="xác nhận hoặc bỏ qua"):
        perform(appraisal, "decide_findings", cast.specialist, reason="Trùng", findings=[mine.pk], decision="OPEN")


def test_wording_that_other_dossiers_set_aside_comes_last_with_the_reason_at_hand(
    client: Client, cast: Cast, appraisal: Appraisal
):
    target = make_document()
    elsewhere = make_appraisal(make_draft(cast.department), AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    perform(make_finding(elsewhere, target), "dismiss", cast.specialist, reason="Công thức chung của mọi văn bản")
    before = make_finding(appraisal, target, score=0.9)
    new = make_finding(appraisal, target, target_path="dieu-2", draft_quote="mức thu 12 %", score=0.5)
    row = desk(appraisal, DeskFilter(), Finding.objects.all()).rows[0]
    assert keys(row.groups) == [new.pk, before.pk]
    shown = page(client, cast.specialist, appraisal)
    assert "Lời văn này ở hồ sơ khác: bỏ qua 1 lần" in shown
    assert "required>Công thức chung của mọi văn bản</textarea>" in shown
    # People outside that dossier learn nothing of it.
    elsewhere.document.drafted_by = cast.stranger.unit
    elsewhere.document.save()
    assert "Công thức chung" not in page(client, cast.drafter, appraisal)


def test_a_decision_that_went_on_from_an_earlier_version_says_so(client: Client, cast: Cast, appraisal: Appraisal):
    decision = {"decision_reason": "Đã thống nhất", "decided_by": cast.specialist, "decided_at": timezone.now()}
    appraisal.version = make_version(appraisal.document)
    appraisal.save()
    make_finding(appraisal, state=FindingState.DISMISSED, **decision)
    assert "giữ từ bản dự thảo trước" in page(client, cast.specialist, appraisal)


def test_checks_stand_beside_their_article_and_what_is_replaced_is_shown(
    client: Client, cast: Cast, appraisal: Appraisal
):
    old = make_document("05/2020/QĐ-UBND")
    check = {"code": "X", "number": None, "legal_source": "Điều 8", "severity": "WARNING"}
    appraisal.evidence = {
        "on": "2027-03-15",
        "begins_on": "2027-03-18",
        "checks": [
            check | {"path": "dieu-1", "message": "Căn cứ chưa có trong kho.", "severity": "NOTE"},
            check | {"path": "dieu-2/khoan-1", "message": "Dẫn chiếu không có."},
            check | {"path": "", "message": "Chưa nêu văn bản cùng nội dung.", "number": "12/2024/QĐ-UBND"},
        ],
        "replaced_by_draft": [{"document_id": old.pk, "number": old.number, "title": old.title}],
    }
    appraisal.examined_at = timezone.now()
    appraisal.save()
    target = make_finding(appraisal, make_document("12/2024/QĐ-UBND")).target_id
    found = desk(appraisal, DeskFilter(), NOWHERE())
    assert [each["target"] for each in found.checks] == [target]
    assert [each["severity"] for each in checks_kept(appraisal)] == ["WARNING", "WARNING", "NOTE"]
    assert [[each["message"] for each in row.checks] for row in found.rows] == [[], ["Dẫn chiếu không có."]]
    shown = page(client, cast.specialist, appraisal)
    assert "Chưa nêu văn bản cùng nội dung." in shown and "Kiểm tra tự động (3)" in shown
    assert "Dự thảo bãi bỏ hoặc thay thế toàn bộ" in shown and "05/2020/QĐ-UBND" in shown
    assert "vào ngày 15/03/2027" in shown
    assert "có hiệu lực từ ngày 18/03/2027, tức là vào ngày trên dự thảo chưa có hiệu lực" in shown


def test_what_the_desk_left_out_is_sent_as_a_part_of_it(client: Client, cast: Cast, appraisal: Appraisal):
    findings_on(appraisal, "dieu-1", PER_ARTICLE + 1)
    url = reverse("appraisal-article", args=[appraisal.pk])
    client.force_login(cast.specialist)
    shown = client.get(url, {"of": "dieu-1", "part": "more", "skip": str(PER_ARTICLE)}).content.decode()
    assert shown.count("<article") == 1 and "data-key" in shown and "<html" not in shown
    for wrong in ({"part": "x"}, *({"of": "dieu-1", "part": "more", "skip": skip} for skip in ("-1", "9" * 5000))):
        assert client.get(url, wrong).status_code == 404
    client.force_login(cast.stranger)
    assert client.get(url, {"of": "dieu-1", "part": "more"}).status_code == 404


def beside_page(client: Client, user: object, finding: Finding) -> Any:
    client.force_login(user)  # type: ignore[arg-type]
    return client.get(reverse("finding-beside", args=[finding.pk]))


CLAUSES = ("Thời hạn là 05 ngày làm việc.", "Lệ phí nộp một lần.")


def target_with_clauses(texts: Sequence[str] = CLAUSES) -> Document:
    target = make_document(text="Điều 1. Thời hạn giải quyết")
    for position, text in enumerate(texts, start=1):
        Provision.objects.create(
            version=target.current_version,
            position=position,
            path=f"dieu-1/khoan-{position}",
            parent_path="dieu-1",
            kind="CLAUSE",
            label=str(position),
            text=text,
        )
    return target


def test_a_finding_is_seen_in_its_whole_article(client: Client, cast: Cast, appraisal: Appraisal):
    target = target_with_clauses()
    Provision.objects.filter(version=appraisal.version, path="dieu-2/khoan-1").update(
        text="Thời hạn là 10 ngày làm việc."
    )
    finding = make_finding(appraisal, target, path="dieu-2/khoan-1", target_path="dieu-1/khoan-1")
    shown = beside_page(client, cast.specialist, finding).content.decode()
    assert "<mark>10</mark>" in shown and "<mark>05</mark>" in shown
    assert "2. Lệ phí nộp một lần." in shown and "2. Nội dung của dieu-2/khoan-2." in shown
    assert beside_page(client, cast.stranger, finding).status_code == 404


def test_of_an_article_as_long_as_a_law_what_stands_around_is_shown(client: Client, cast: Cast, appraisal: Appraisal):
    target = target_with_clauses([f"Nội dung thứ {number}." for number in range(1, 201)])
    finding = make_finding(appraisal, target, path="dieu-2/khoan-1", target_path="dieu-1/khoan-150")
    shown = beside_page(client, cast.specialist, finding).content.decode()
    assert "không còn điều khoản này" not in shown
    assert "Nội dung thứ 149." in shown and "Nội dung thứ 151." in shown
    assert "Nội dung thứ 20." not in shown and "<p>…</p>" in shown


def test_a_provision_that_the_text_no_longer_has_is_shown_as_it_was_quoted(
    client: Client, cast: Cast, appraisal: Appraisal
):
    Provision.objects.filter(version=appraisal.version, path="dieu-1").update(text="Mức thu lệ phí là 10 %")
    finding = make_finding(appraisal, target_path="dieu-9", target_quote="Mức thu lệ phí là 15 %")
    shown = beside_page(client, cast.specialist, finding).content.decode()
    assert "không còn điều khoản này" in shown and "<mark>15</mark>" in shown
