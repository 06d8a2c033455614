"""What a cluster may fail with, each told by its cause, and an index that is half there never answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.checks import run_checks
from opensearchpy.exceptions import TransportError

from search import generations, indexing
from search.backends import opensearch_cluster as cluster
from search.query import EngineDown, IndexUnavailable
from search.shingles import ShingleIndex
from tests.opensearch.fixtures import opensearch, opensearch_url  # noqa: F401
from tests.search.corpus import fee_resolution, index_everything
from tests.search.test_opensearch_index import indexes, total

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opensearch")]


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
