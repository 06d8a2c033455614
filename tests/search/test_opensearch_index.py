"""The index on a cluster through its whole life: rebuilt under its readers, lost, broken off, out of reach."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from search import engine, generations, indexing
from search.backends import opensearch_cluster as cluster
from search.backends import opensearch_query
from search.backends.opensearch_backend import OpenSearchBackend
from search.models import OutboxEntry
from search.query import EngineDown, Field, Filters, IndexUnavailable, Query
from search.question import read_question
from search.shingles import ShingleIndex
from tests.factories import make_user
from tests.opensearch.fixtures import opensearch, opensearch_url  # noqa: F401
from tests.search.corpus import fee_resolution, give_text, index_everything, put

ON = date(2024, 6, 1)
NOBODY = "http://127.0.0.1:9"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opensearch")]


def total(text: str = "tham quan") -> int:
    return engine.search(Query(text, ON)).total


def changed(*documents: Any) -> None:
    OutboxEntry.objects.bulk_create(OutboxEntry(document_id=document.pk) for document in documents)


def indexes() -> dict[str, bool]:
    return cluster._ours()


def test_the_whole_way_works() -> None:
    document = fee_resolution()
    index_everything()
    assert total() == 3
    assert engine.search(Query("tham quan", ON, level="document")).total == 1
    assert engine.suggest("mức thu ph") == ["Quyết định số 15/2021/NQ-HĐND: Quy định mức thu phí tham quan"]
    give_text(document, {"dieu-1": ("", "đê điều")})
    changed(document, put("1/2020/NQ-HĐND", "Khác", {"dieu-1": ("", "lụt bão")}))
    indexing.drain()
    assert (total('"giám hộ"'), total('"đê điều"'), total('"lụt bão"')) == (0, 1, 1)
    built = indexing.rebuild_if_needed(progress=False)
    assert (built.fresh, built.stamp.documents, built.stamp.provisions) == (False, 2, 2)


def test_a_full_page_and_the_numbers_beside_it_take_one_journey(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    backend, question, journeys = OpenSearchBackend(generations.current().engine), read_question("tham quan"), []
    backend.documents()  # once after each commit
    ask = cluster.ask

    def counted(bodies: Any, copies: str) -> Any:
        journeys.append(len(bodies))
        return ask(bodies, copies)

    monkeypatch.setattr(cluster, "ask", counted)
    page, facets = backend.search(question, Filters(), ON, 1, 0), backend.facets(question, Filters(), ON)
    assert (page.total, page.complete, sum(facets[Field.TYPE].values())) == (3, 3, 3)
    assert len(journeys) == 1
    indexing.drain()
    changed(put("1/2020/NQ-HĐND", "Tham quan", {"dieu-1": ("", "tham quan")}))
    indexing.drain()
    assert sum(backend.facets(question, Filters(), ON)[Field.TYPE].values()) == 5


def test_more_documents_than_one_answer_holds_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        put(f"{number}/2020/NQ-HĐND", "Khác", {"dieu-1": ("", "lụt bão"), "dieu-2": ("", "lụt bão nữa")})
    index_everything()
    monkeypatch.setattr(opensearch_query, "MOST_BUCKETS", 2)
    found = engine.search(Query("lụt bão", ON, level="document"))
    assert found.total == 5
    assert sum(count for count in found.facets[Field.DOCUMENT].values()) == 5


def test_readers_see_the_old_index_or_the_new_one_and_never_a_gap() -> None:
    fee_resolution()
    index_everything()
    asking, over, seen, failures = OpenSearchBackend(generations.current().engine), threading.Event(), set(), []

    def ask() -> None:
        question = read_question("tham quan")
        while not over.is_set():
            try:
                seen.add(asking.search(question, Filters(), ON, 20, 0).total)
            except Exception as failure:
                failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        index_everything()
    over.set()
    for thread in threads:
        thread.join()
    assert (seen, failures) == ({3}, [])
    assert list(indexes().values()) == [True]


def test_a_rebuild_broken_off_leaves_the_index_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    [counts] = indexes()

    def fail(*given: object) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(ShingleIndex, "finish", fail)
        index_everything()
    assert total() == 3
    assert indexes()[counts]
    assert len(indexes()) == 2
    index_everything()
    assert list(indexes().values()) == [True]
    assert counts not in indexes()


def test_a_rebuild_killed_between_alias_and_pointer_leaves_an_index_that_takes_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = fee_resolution()
    index_everything()

    def fail(*given: object) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(generations.Generation, "make_current", fail)
        index_everything()
    assert total() == 3
    give_text(document, {"dieu-1": ("", "đê điều")})
    changed(document)
    indexing.drain()
    assert (total('"giám hộ"'), total('"đê điều"')) == (0, 1)
    assert list(indexes().values()) == [True]


def test_what_comes_during_a_rebuild_is_found_at_once_and_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    finish, seen = ShingleIndex.finish, []

    def bring(builder: Any) -> None:
        changed(put("1/2020/NQ-HĐND", "Khác", {"dieu-1": ("", "lụt bão")}))
        finish(builder)

    publish = OpenSearchBackend.publish

    def look(folder: Any) -> None:
        seen.append((total('"lụt bão"'), indexing.pending()))
        publish(folder)

    monkeypatch.setattr(ShingleIndex, "finish", bring)
    monkeypatch.setattr(OpenSearchBackend, "publish", look)
    monkeypatch.setattr(indexing, "_LOOK_AGAIN", 0)
    index_everything()
    assert seen == [(1, 0)]
    assert (total('"lụt bão"'), total()) == (1, 3)


def test_a_commit_that_breaks_off_is_done_again_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    document = fee_resolution()
    index_everything()
    give_text(document, {"dieu-1": ("", "đê điều một"), "dieu-2": ("", "đê điều hai")})
    changed(document)

    def fail(*given: object) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(cluster, "delete_older", fail)
        indexing.drain()
    assert indexing.pending() == 1
    give_text(document, {"dieu-1": ("", "lụt bão")})  # meanwhile the text has changed once more
    indexing.drain()
    assert (total('"đê điều"'), total('"lụt bão"'), total('"giám hộ"')) == (0, 1, 0)


def test_an_index_that_the_cluster_has_lost_is_told_and_made_anew() -> None:
    changed(fee_resolution())
    indexing.drain()
    cluster.remove(list(indexes()))
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        total()
    assert indexing.rebuild_if_needed(progress=False).fresh
    assert total() == 3


def test_an_index_of_another_schema_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    monkeypatch.setattr(cluster, "SCHEMA_VERSION", 99)
    with pytest.raises(IndexUnavailable, match="phiên bản khác"):
        OpenSearchBackend(generations.current().engine).counts()


def test_another_installation_on_the_same_cluster_keeps_its_index(settings: Any) -> None:
    fee_resolution()
    index_everything()
    own = settings.OPENSEARCH_INDEX
    settings.OPENSEARCH_INDEX = f"{own}-v2"
    index_everything()
    settings.OPENSEARCH_INDEX = own
    index_everything()
    assert len(indexes()) == 1
    settings.OPENSEARCH_INDEX = f"{own}-v2"
    assert len(indexes()) == 1


def test_a_cluster_that_is_down_is_told_on_the_page_and_changes_wait(settings: Any, client: Client) -> None:
    document, nodes = fee_resolution(), settings.OPENSEARCH_URL
    index_everything()
    [counts] = indexes()
    give_text(document, {"dieu-1": ("", "đê điều")})
    changed(document)
    settings.OPENSEARCH_URL = [NOBODY]
    client.force_login(make_user())
    page = client.get("/tim-kiem/", {"q": "tham quan"})
    assert page.status_code == 200
    assert "OpenSearch) không trả lời" in page.content.decode()
    for work in (indexing.drain, indexing.rebuild, indexing.rebuild_if_needed):
        with pytest.raises(EngineDown, match="không trả lời"):
            work()
    assert indexing.pending() == 1
    settings.OPENSEARCH_URL = nodes
    assert indexing.drain() == indexing.Drained(1)
    assert total('"đê điều"') == 1
    assert indexes() == {counts: True}


def test_a_command_says_that_the_cluster_is_down(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.OPENSEARCH_URL = [NOBODY]
    with pytest.raises(SystemExit) as ended:
        call_command("rebuild_index", "--json")
    assert ended.value.code == 2
    assert '"code": "ENGINE_DOWN"' in capsys.readouterr().out


def test_a_node_that_is_down_is_passed_over(settings: Any) -> None:
    fee_resolution()
    settings.OPENSEARCH_URL = [NOBODY, *settings.OPENSEARCH_URL]
    index_everything()
    assert total() == 3
