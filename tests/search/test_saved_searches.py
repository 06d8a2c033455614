from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from legaldocs.models import Document
from legaldocs.models.documents import today
from legaldocs.signals import text_changed
from search import saved_searches, saved_tasks
from search.models import SavedSearch, SearchFollower
from search.saved_searches import NotSaved
from tests.cast import Cast, make_cast
from tests.factories import make_subject_area
from tests.search.corpus import fee_resolution, give_text, index_everything, put
from tests.search.keeping import FEES, compare, kept, new_numbers, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


# --- what is kept ---


def test_the_same_question_has_one_normal_form() -> None:
    typed = saved_searches.normal_form(QueryDict("type=&q= phí tham quan &page=3&not_year=2020&not_year=2019&on="))
    assert typed == saved_searches.normal_form(QueryDict("not_year=2019&not_year=2020&q=phí tham quan&partly=1"))
    assert saved_searches.normal_form(QueryDict("q=phi\u0301")) == saved_searches.normal_form(QueryDict("q=phí"))
    assert typed != saved_searches.normal_form(QueryDict("q=phí tham quan"))


def test_a_search_is_saved_from_the_result_page_and_opened_again(cast: Cast) -> None:
    fee_resolution()
    index_everything()
    client = signed_in(cast.reader)
    result = client.get(reverse("search"), {"q": "phí tham quan", "type": "DECISION", "year": ""}).content.decode()
    address = f"{reverse('saved-search-new')}?q=ph%C3%AD+tham+quan&amp;type=DECISION"
    assert address in result
    address = address.replace("&amp;", "&")
    assert "Quyết định" in client.get(address).content.decode()
    assert client.post(address, {"name": "  Phí  tham quan "}).status_code == 302
    search = SavedSearch.objects.get()
    assert (search.name, search.owner) == ("Phí tham quan", cast.reader)
    assert search.summary == "phí tham quan · Loại văn bản: Quyết định"
    assert search.conditions in page(client, "saved-search-detail", search.pk).replace("&amp;", "&")
    again = client.get(f"{reverse('search')}?{search.conditions}").content.decode()
    assert "Đã lưu: Phí tham quan" in again
    assert "15/2021/NQ-HĐND" in again


def test_the_same_search_and_the_same_name_are_refused_with_a_reason(cast: Cast) -> None:
    fee_resolution()
    kept(cast.reader)
    with pytest.raises(NotSaved, match="đã được lưu với tên “Phí tham quan”"):
        saved_searches.save(cast.reader, QueryDict("page=2&q=phí tham quan"), "Tên khác")
    with pytest.raises(NotSaved, match="hãy đặt tên khác"):
        saved_searches.save(cast.reader, QueryDict("q=trẻ em"), "Phí tham quan")
    assert SavedSearch.objects.count() == SearchFollower.objects.count() == 1
    saved_searches.save(cast.head, QueryDict("q=phí tham quan"), "Phí tham quan")


@pytest.mark.parametrize("asked", ["q=-phí", "q=" + "phí " * 700, "year=hai ngàn", "q=phí%00"])
def test_what_cannot_be_asked_is_not_saved(cast: Cast, asked: str) -> None:
    fee_resolution()
    index_everything()
    with pytest.raises(NotSaved):
        saved_searches.save(cast.reader, QueryDict(asked), "Sai")
    assert not SavedSearch.objects.exists()


def test_the_page_says_why_a_search_was_not_saved_and_keeps_what_was_typed(cast: Cast) -> None:
    fee_resolution()
    kept(cast.reader)
    response = signed_in(cast.reader).post(f"{reverse('saved-search-new')}?q=phí tham quan", {"name": "Tên mới"})
    assert "đã được lưu với tên" in response.content.decode()
    assert 'value="Tên mới"' in response.content.decode()


def test_nothing_is_lost_history_says_who_when_and_why(cast: Cast) -> None:
    search = kept(cast.reader)
    client = signed_in(cast.reader)
    client.post(reverse("saved-search-edit", args=[search.pk]), {"name": "Phí", "shared_with": ""})
    client.post(reverse("saved-search-archive", args=[search.pk]))
    assert "Phí" in page(client, "saved-search-list")
    assert search.pk not in SavedSearch.objects.kept().values_list("pk", flat=True)
    client.post(reverse("saved-search-restore", args=[search.pk]))
    told = [(row.history_change_reason, row.history_user) for row in search.history.order_by("history_id")]
    assert told == [
        ("Lưu tìm kiếm.", None),
        ("Đổi tên, trước là “Phí tham quan”.", cast.reader),
        ("Bỏ khỏi danh sách.", cast.reader),
        ("Lấy lại vào danh sách.", cast.reader),
    ]
    assert "Đổi tên, trước là “Phí tham quan”." in page(client, "saved-search-detail", search.pk)


def test_a_search_taken_back_does_not_push_out_another_of_its_name(cast: Cast) -> None:
    search = kept(cast.reader)
    saved_searches.archive(search)
    kept(cast.reader)
    response = signed_in(cast.reader).post(reverse("saved-search-restore", args=[search.pk]), follow=True)
    assert "hãy đặt tên khác" in response.content.decode()
    search.refresh_from_db()
    assert search.archived_at


# --- what is new ---


def test_a_document_that_enters_the_result_is_told_once_and_until_it_is_seen(cast: Cast) -> None:
    fee_resolution()
    search = kept(cast.reader)
    assert compare() == {"nguoi_doc": 0}
    put("20/2024/QĐ-UBND", "Về phí tham quan bảo tàng", FEES)
    put("21/2024/QĐ-UBND", "Về phí chợ", {"dieu-1": ("", "Mức thu phí chợ.")})
    assert compare() == compare() == {"nguoi_doc": 1}
    client = signed_in(cast.reader)
    home = page(client, "dashboard")
    assert "Văn bản mới trong tìm kiếm đã lưu" in home
    assert "20/2024/QĐ-UBND" in home
    assert "21/2024/QĐ-UBND" not in home
    assert '<span class="badge-new">1' in home
    shown = str(Document.objects.get(number="20/2024/QĐ-UBND").pk)
    assert f'name="shown" value="{shown}"' in page(client, "saved-search-detail", search.pk)
    put("22/2024/QĐ-UBND", "Về phí tham quan vịnh", FEES)
    compare()
    client.post(reverse("saved-search-seen", args=[search.pk]), {"shown": shown})
    assert new_numbers(search, cast.reader) == {"22/2024/QĐ-UBND"}
    client.post(reverse("saved-search-seen", args=[search.pk]), {"shown": "x,,999999"})
    assert new_numbers(search, cast.reader) == {"22/2024/QĐ-UBND"}
    assert compare() == {"nguoi_doc": 1}
    assert "badge-new" not in page(signed_in(cast.head), "dashboard")


def test_a_document_that_has_only_some_of_the_words_is_no_news(cast: Cast) -> None:
    kept(cast.reader, "q=phí tham quan bảo tàng")
    fee_resolution()
    assert compare() == {"nguoi_doc": 0}


def test_a_document_that_expires_enters_what_has_expired_by_a_change_or_by_the_day_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = fee_resolution(expired_on=today() + timedelta(days=1))
    search = kept(cast.reader, "q=phí tham quan&status=EXPIRED")
    assert compare() == {"nguoi_doc": 0}
    monkeypatch.setattr("legaldocs.forms.today", lambda: today() + timedelta(days=1))
    assert compare() == {"nguoi_doc": 1}
    monkeypatch.undo()
    assert compare() == {"nguoi_doc": 0}
    document.expired_on = date(2024, 1, 1)
    document.save()
    compare()
    assert new_numbers(search, cast.reader) == {"15/2021/NQ-HĐND"}


def test_what_left_the_result_is_new_when_it_comes_back(cast: Cast) -> None:
    document = fee_resolution()
    search = kept(cast.reader)
    give_text(document, {"dieu-1": ("", "Nội dung khác hẳn.")})
    document.title = "Về việc khác"
    document.save()
    assert compare() == {"nguoi_doc": 0}
    give_text(document, FEES)
    assert compare() == {"nguoi_doc": 1}
    assert new_numbers(search, cast.reader) == {document.number}


def test_without_an_index_a_search_is_kept_and_the_first_comparison_is_its_mark(cast: Cast) -> None:
    fee_resolution()
    search = saved_searches.save(cast.reader, QueryDict("q=phí tham quan"), "Phí")
    [checked] = saved_searches.check()
    assert "rebuild_index" in checked.problem
    assert "Chưa so được" in page(signed_in(cast.reader), "saved-search-detail", search.pk)
    assert compare() == {"nguoi_doc": 0}
    put("20/2024/QĐ-UBND", "Về phí tham quan", FEES)
    assert compare() == {"nguoi_doc": 1}


def test_a_condition_that_means_nothing_any_more_is_told_and_never_widens_the_result(cast: Cast) -> None:
    area = make_subject_area("Du lịch")
    fee_resolution()
    search = kept(cast.reader, f"q=phí tham quan&area={area.pk}")
    area.delete()
    index_everything()
    [checked] = saved_searches.check()
    assert "“Lĩnh vực”" in checked.problem
    assert new_numbers(search, cast.reader) == set()


def test_too_wide_a_result_is_not_watched_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST_DOCUMENTS", 0)
    fee_resolution()
    kept(cast.reader)
    [checked] = saved_searches.check()
    assert "thêm từ hoặc điều kiện" in checked.problem
    assert SearchFollower.objects.get().seen is None
    saved_searches.mark_seen(checked.search, cast.reader, [1])
    monkeypatch.setattr(saved_searches, "MOST_DOCUMENTS", 10)
    assert compare() == {"nguoi_doc": 0}  # what it holds now is where news begins, not all of it news


def test_nobody_is_told_of_a_search_that_is_archived_or_no_longer_wanted(cast: Cast) -> None:
    search = kept(cast.reader)
    client = signed_in(cast.reader)
    fee_resolution()
    compare()
    client.post(reverse("saved-search-follow", args=[search.pk]), {"wants_news": "0"})
    assert "badge-new" not in page(client, "dashboard")
    assert "1 mới" in page(client, "saved-search-list")
    client.post(reverse("saved-search-follow", args=[search.pk]), {"wants_news": "1"})
    assert "badge-new" in page(client, "dashboard")
    saved_searches.archive(search)
    assert "badge-new" not in page(client, "dashboard")
    assert compare() == {}


# --- pages, command and worker ---


def test_lists_take_the_same_few_queries_however_many_searches_there_are(cast: Cast) -> None:
    client = signed_in(cast.reader)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, name)
        return len(seen)

    kept(cast.reader)
    fee_resolution()
    compare()
    before = [queries(name) for name in ("saved-search-list", "dashboard")]
    for number in range(4):
        put(f"{30 + number}/2024/QĐ-UBND", "Về phí tham quan", FEES)
        saved_searches.save(cast.reader, QueryDict(f"q=phí tham quan&year=20{number}4"), f"Tên {number}")
    compare()
    assert [queries(name) for name in ("saved-search-list", "dashboard")] == before


def test_an_ordinary_page_asks_at_most_two_questions_for_the_menu(cast: Cast) -> None:
    kept(cast.reader)
    fee_resolution()
    compare()
    assert cast.reader.unit and cast.reader.roles  # known on every page: they stand in its frame
    with CaptureQueriesContext(connection) as seen:
        assert saved_searches.news_count(cast.reader) == 1
    assert len(seen) == 2, [query["sql"] for query in seen.captured_queries]


def test_very_much_news_is_told_in_bounds(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        put(f"{number + 1}/2023/QĐ-UBND", "Về phí tham quan", FEES)
    for number in range(4):
        search = kept(cast.reader, f"q=phí&year=20{number}0", f"Tên {number}")
        fresh = list(Document.objects.order_by("pk").values_list("pk", flat=True))
        search.followers.update(fresh=fresh, checked_at=timezone.now())
    monkeypatch.setattr(saved_searches, "MOST_TOLD", 5)
    monkeypatch.setattr(saved_searches, "MOST_SEARCHES", 3)
    monkeypatch.setattr(saved_searches, "_BATCH", 2)
    told = saved_searches.news(cast.reader)
    assert [(len(each.documents), each.is_more) for each in told] == [(5, True)] * 3
    assert saved_searches.news_count(cast.reader) == 5
    rows = saved_searches.watched(SavedSearch.objects.all(), cast.reader, most=5)
    assert [(row.new, row.is_more) for row in rows] == [(5, True)] * 4
    client.force_login(cast.reader)
    assert "hơn 5 văn bản mới" in page(client, "dashboard")
    detail = client.get(reverse("saved-search-detail", args=[rows[0].search.pk])).content.decode()
    assert "12 văn bản mới" in detail


def test_hundreds_of_thousands_of_ids_never_reach_one_question(cast: Cast) -> None:
    search = kept(cast.reader)
    search.followers.update(fresh=list(range(1, 200_000)), checked_at=timezone.now())
    assert saved_searches.news_count(cast.reader) == 0
    [row] = saved_searches.watched(SavedSearch.objects.all(), cast.reader, most=200_000)
    assert (row.new, row.is_more) == (0, False)


def test_the_command_compares_and_says_what_is_new_in_one_object(cast: Cast) -> None:
    kept(cast.reader)
    kept(cast.head, "q=trẻ em", "Trẻ em")
    fee_resolution()
    index_everything()
    out = StringIO()
    call_command("check_saved_searches", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["searches"], answer["followers"], answer["problems"]) == (2, 2, [])
    assert {(each["person"], each["name"], each["new"]) for each in answer["news"]} == {
        ("nguoi_doc", "Phí tham quan", 1),
        ("lanh_dao", "Trẻ em", 1),
    }
    out = StringIO()
    call_command("check_saved_searches", stdout=out)
    assert "nguoi_doc: “Phí tham quan” có 1 văn bản mới" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_worker_compares_after_each_change_of_the_index_and_once_a_day(cast: Cast, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    kept(cast.reader)
    document = fee_resolution()
    text_changed.send(sender=Document, document_ids=[document.pk])
    call_command("db_worker", "--batch", "--queue-name", "*", "--interval", "0", verbosity=0)
    assert len(saved_searches.news(cast.reader)) == 1
    [waiting] = DBTaskResult.objects.filter(status="READY")
    assert waiting.task_path == saved_tasks.check_saved_searches.module_path
    assert timezone.localdate(waiting.run_after) == today() + timedelta(days=1)
    saved_tasks.request_check()
    saved_tasks.request_check()
    assert DBTaskResult.objects.filter(status="READY").count() == 2
