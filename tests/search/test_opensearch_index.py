"""The index on a cluster through its whole life: rebuilt under its readers, lost, broken off, out of reach."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from opensearchpy.exceptions import TransportError

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


def test_what_a_busy_node_refused_is_sent_again_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        {"errors": True, "items": [{"index": {"status": 201}}, {"index": {"status": 429}}, {"index": {"status": 503}}]},
        {"errors": False, "items": [{"index": {"status": 201}}, {"index": {"status": 200}}]},
    ]
    sent: list[list[Any]] = []

    class Busy:
        def bulk(self, body: list[Any], **options: Any) -> dict[str, Any]:
            sent.append(body)
            return answers.pop(0)

    monkeypatch.setattr(cluster, "client", Busy)
    monkeypatch.setattr(cluster.time, "sleep", lambda seconds: None)
    new = cluster.send("i", [{"index": 1}, {"a": 1}, {"index": 2}, {"a": 2}, {"index": 3}, {"a": 3}])
    assert new == 2  # one of them had been written before its answer was lost
    assert sent[1:] == [[{"index": 2}, {"a": 2}, {"index": 3}, {"a": 3}]]


def test_what_a_full_node_refused_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {"status": 429, "error": {"reason": "disk usage exceeded flood-stage watermark"}}

    class Full:
        def bulk(self, body: list[Any], **options: Any) -> dict[str, Any]:
            return {"errors": True, "items": [{"index": {"status": 429}}, {"index": refused}]}

    monkeypatch.setattr(cluster, "client", Full)
    monkeypatch.setattr(cluster.time, "sleep", pytest.fail)
    with pytest.raises(EngineDown, match="không nhận ghi"), cluster.in_our_words():
        cluster.send("i", [{"index": 1}, {"a": 1}, {"index": 2}, {"a": 2}])


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [(403, "index [a] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];", "không nhận ghi"),
     (429, "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block", "không nhận ghi"),
     (403, "no permissions for [indices:data/read/search]", "từ chối tài khoản"), (401, "Unauthorized", "từ chối tài khoản"),
     (503, "cluster_block_exception", "không trả lời"), (429, "circuit_breaking_exception", "quá tải"),
     (503, "Search rejected due to missing shards [[a][0]]", "phần mềm không đưa ra kết quả thiếu"),
     (400, "no handler found for uri [/abc/_msearch]", "không phải là OpenSearch"), (405, "", "không phải là OpenSearch")],
)  # fmt: skip
def test_what_a_cluster_refuses_with_is_told_in_words(status: int, said: str, words: str) -> None:
    with pytest.raises(IndexUnavailable, match=words), cluster.in_our_words():
        raise TransportError(status, said, {})


def test_an_index_that_is_not_there_is_to_be_made() -> None:
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        cluster.check_schema()


class _Other(BaseHTTPRequestHandler):
    """Something else at the address: a web server, a gateway, another program's API."""

    def do_GET(self) -> None:
        status, kind, body = ANSWERS[self.path.split("/")[1]]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_GET

    def log_message(self, format: str, *args: object) -> None: ...


ANSWERS = {
    "web": (200, "text/html", b"<html>"), "missing": (404, "text/html", b"<html>"), "plain": (200, "text/plain", b"ok"),
    "api": (200, "application/json", b"{}"), "list": (200, "application/json", b"[]"),
    "other-api": (404, "application/json", b'{"detail": "Not found"}'),
}  # fmt: skip


@pytest.fixture
def other_server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_address_of_something_else_is_told(kind: str, other_server: str, settings: Any) -> None:
    fee_resolution()
    index_everything()
    settings.OPENSEARCH_URL = [f"{other_server}/{kind}"]
    with pytest.raises(EngineDown, match="không phải là OpenSearch"):
        total()
    with pytest.raises(EngineDown, match="không phải là OpenSearch"):
        indexing.rebuild(progress=False)


def test_a_node_without_a_certificate_is_told_from_one_that_is_gone(other_server: str, settings: Any) -> None:
    fee_resolution()
    index_everything()
    settings.OPENSEARCH_URL = [other_server.replace("http:", "https:")]
    with pytest.raises(EngineDown, match="OPENSEARCH_CA"):
        total()


@pytest.mark.parametrize(
    ("part", "words"),
    [({"_shards": {"failed": 1}}, "phần mềm không đưa ra kết quả thiếu"), ({"timed_out": True}, "quá tải")],
)
def test_half_an_answer_is_none(part: Any, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Half:
        def msearch(self, body: Any, params: Any) -> Any:
            return {"responses": [{"status": 200, "hits": {"total": {"value": 2}}, **part}]}

    monkeypatch.setattr(cluster, "client", Half)
    monkeypatch.setattr(cluster.time, "sleep", lambda seconds: None)
    with pytest.raises(EngineDown, match=words):
        cluster.ask([{"size": 0}], "any")


def test_an_index_that_lost_records_while_it_was_filled_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    [counts] = indexes()
    send = cluster.send
    with monkeypatch.context() as losing, pytest.raises(EngineDown, match="làm mất một phần bản ghi"):
        losing.setattr(cluster, "send", lambda name, operations: send(name, operations[2:]) + 1)
        index_everything()
    assert indexes()[counts]
    assert total() == 3
    index_everything()
    assert list(indexes().values()) == [True]


def test_an_index_removed_by_somebody_during_a_rebuild_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cluster then makes one of its own accord, without our fields."""
    fee_resolution()
    index_everything()
    [counts] = indexes()

    def removed(builder: Any) -> None:
        [new] = set(indexes()) - {counts}
        cluster.remove([new])
        cluster.client().index(index=new, body={"folded": "ai đó"}, params={"refresh": "true"})
        finish(builder)

    finish = ShingleIndex.finish
    with monkeypatch.context() as meddling, pytest.raises(IndexUnavailable):
        meddling.setattr(ShingleIndex, "finish", removed)
        index_everything()
    assert indexes()[counts]
    assert total() == 3
    index_everything()
    assert list(indexes().values()) == [True]


def test_an_index_of_which_a_part_is_lost_is_made_anew_by_command(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    [counts] = indexes()
    ask = cluster.ask

    def lost(bodies: Any, copies: str) -> Any:
        if counts in indexes():
            with cluster.in_our_words():
                raise TransportError(503, "all shards failed", {})
        return ask(bodies, copies)

    monkeypatch.setattr(cluster, "ask", lost)
    with pytest.raises(EngineDown, match="rebuild_index"):
        total()
    index_everything()
    assert total() == 3
    assert counts not in indexes()


def test_a_cluster_that_is_too_slow_is_told_from_one_that_is_gone(settings: Any) -> None:
    """A node that takes questions and answers none."""
    fee_resolution()
    index_everything()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.OPENSEARCH_URL = [f"http://127.0.0.1:{silent.getsockname()[1]}"]
        settings.OPENSEARCH_TIMEOUT = 1
        with pytest.raises(EngineDown, match="quá tải"):
            total()


def test_a_question_that_the_cluster_refuses_is_no_damaged_index(monkeypatch: pytest.MonkeyPatch) -> None:
    fee_resolution()
    index_everything()
    before = generations.current()
    ask = cluster.ask

    def refuse(bodies: Any, copies: str) -> Any:
        if bodies[0]["size"] > 1:
            raise TransportError(400, "too_many_nested_clauses", {})
        return ask(bodies, copies)

    with monkeypatch.context() as refusing:
        refusing.setattr(cluster, "ask", refuse)
        with pytest.raises(IndexUnavailable, match="Chưa trả lời được câu hỏi này"):
            total()
    indexing.drain()
    assert (generations.current(), total()) == (before, 3)


def test_a_wrong_question_stays_an_error_of_ours() -> None:
    with pytest.raises(TransportError), cluster.in_our_words():
        raise TransportError(400, "parsing_exception", {})


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [("OPENSEARCH_URL", [], "legaldocs.E003"), ("OPENSEARCH_URL", ["http://may1:cong"], "legaldocs.E003"),
     ("OPENSEARCH_URL", ["may1:9200"], "legaldocs.E003"), ("OPENSEARCH_CA", "/khong/co.pem", "legaldocs.E006"),
     ("OPENSEARCH_INDEX", "Pháp luật", "legaldocs.E004"),
     ("OPENSEARCH_SHARDS", 0, "legaldocs.E005"), ("OPENSEARCH_REPLICAS", -1, "legaldocs.E005")],
)  # fmt: skip
def test_settings_that_a_cluster_cannot_take_are_named(settings: Any, name: str, value: Any, error: str) -> None:
    assert not [problem.id for problem in run_checks() if problem.id and problem.id.startswith("legaldocs.E00")]
    setattr(settings, name, value)
    assert error in [problem.id for problem in run_checks()]
