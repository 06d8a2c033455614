"""The OpenSearch cluster: one client a process, its failures in our words, the indexes behind one alias.

The alias (OPENSEARCH_INDEX) is what readers ask and what changes go to; an index behind it is named after it, the schema
and the second when it was begun: `legaldocs-v4-20260102030405`.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NodeUnreachable
from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, TransportError

from search.backends.base import KEYWORD_FIELDS, NUMERIC_FIELDS
from search.query import EngineDown, IndexUnavailable
from search.records import SCHEMA_VERSION

logger = logging.getLogger(__name__)

Body = dict[str, Any]
_EVERYTHING = 2**31 - 1
#: Seconds for one batch of records, and to show them: then a node that does not answer is given up and another one asked.
WRITING, REFRESHING = 90, 30
_BUSY = {429, 502, 503, 504}
_BROKEN = {500, *_BUSY}
#: Seconds before a question is asked again, and before records are sent again.
_SECOND_TRIES = (0.1, 0.5)
_PAUSES = (1, 2, 4, 8, 15, 30)

_MISSING = "Chưa có chỉ mục tìm kiếm trên cụm OpenSearch. Người quản trị hãy chạy: python manage.py rebuild_index"
_OTHER_KIND = "Chỉ mục tìm kiếm thuộc phiên bản khác. Người quản trị hãy chạy: python manage.py rebuild_index"
_DOWN = (
    "Máy chủ tìm kiếm (OpenSearch) không trả lời. Văn bản và hồ sơ vẫn nguyên vẹn, các việc khác vẫn làm được. "
    "Hãy thử lại sau ít phút; nếu vẫn vậy, báo người quản trị kiểm tra các nút trong OPENSEARCH_URL."
)
_SLOW = (
    "Cụm OpenSearch đang quá tải: có trả lời nhưng chậm hơn {} giây, hoặc từ chối nhận thêm việc. Văn bản và hồ sơ vẫn nguyên "
    "vẹn, các việc khác vẫn làm được. Hãy thử lại sau ít phút; nếu vẫn vậy, báo người quản trị xem tải và bộ nhớ của các nút."
)
_REFUSED = (
    "Máy chủ tìm kiếm (OpenSearch) từ chối tài khoản của phần mềm. "
    "Người quản trị hãy kiểm tra tên và mật khẩu trong OPENSEARCH_URL."
)
_BLOCKED = (
    "Cụm OpenSearch đang không nhận ghi, thường vì ổ đĩa của một nút gần đầy. Văn bản và hồ sơ vẫn nguyên vẹn, thay đổi còn "
    "chờ. Người quản trị hãy giải phóng chỗ trên các nút; phần mềm tự ghi tiếp khi nút nhận ghi trở lại."
)
#: How a cluster says that it keeps an index from being written.
_BLOCKED_SIGNS = ("FORBIDDEN/", "flood-stage", "flood stage")


def client() -> OpenSearch:
    """The client of this process: threads share it, a forked process gets sockets of its own."""
    return _client(tuple(settings.OPENSEARCH_URL), settings.OPENSEARCH_TIMEOUT, settings.OPENSEARCH_CA, os.getpid())


class _OneLine(logging.Filter):
    """Lets the client's log say which node did not answer, without a hundred lines of where in its code."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


logging.getLogger("opensearch").addFilter(_OneLine())


@lru_cache(maxsize=4)
def _client(nodes: tuple[str, ...], timeout: int, authority: str, process: int) -> OpenSearch:
    # Each try goes to another node; a node that did not answer is left alone for a while.
    return OpenSearch(
        list(nodes),
        timeout=timeout,
        max_retries=max(2, len(nodes)),
        retry_on_timeout=True,
        pool_maxsize=16,
        ca_certs=authority or None,
    )


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what a cluster may fail with into EngineDown or IndexUnavailable; what we asked wrongly stays our error."""
    try:
        yield
    except TransportError as error:
        told = _told(error)
        if told is None:
            raise
        logger.warning("OpenSearch: %s", error)
        raise told from error


def _told(error: TransportError) -> IndexUnavailable | None:
    said = str(error)
    if any(sign in said for sign in _BLOCKED_SIGNS):
        return EngineDown(_BLOCKED)
    if error.status_code == 404:
        return IndexUnavailable(_MISSING)
    if error.status_code in {401, 403}:
        return EngineDown(_REFUSED)
    if isinstance(error, ConnectionTimeout) or error.status_code == 429:
        return EngineDown(_SLOW.format(settings.OPENSEARCH_TIMEOUT))
    if isinstance(error, NodeUnreachable) or error.status_code in _BROKEN:
        return EngineDown(_DOWN)
    return None


# --- asking ---


def ask(bodies: Sequence[Body], same_copies: str) -> list[Body]:
    """The answers of the index that counts, asked for in one journey. `same_copies` names the copies of shards that answer:
    pages of one question come from the same."""
    with in_our_words():
        for pause in _SECOND_TRIES:
            try:
                return _ask(bodies, same_copies)
            except TransportError as error:  # the index was replaced, or a node lost, between finding it and asking it
                if isinstance(error, NodeUnreachable) or error.status_code not in {404, *_BROKEN}:
                    raise
                logger.warning("OpenSearch: %s; asked again", error)
            time.sleep(pause)
        return _ask(bodies, same_copies)


def _ask(bodies: Sequence[Body], same_copies: str) -> list[Body]:
    asked: list[Body] = []
    for body in bodies:
        # Where hits are ranked, words are weighed by the whole corpus, not by the shard.
        ranked = "dfs_query_then_fetch" if body["size"] > 1 else "query_then_fetch"
        head = {"index": settings.OPENSEARCH_INDEX, "search_type": ranked, "preference": same_copies}
        asked += [{**head, "allow_partial_search_results": False}, body]
    parts = ("status", "error", "timed_out", "_shards.failed", "hits.total.value", "hits.hits.sort", "hits.hits.fields")
    path = ",".join(f"responses.{part}" for part in (*parts, "aggregations.*.buckets"))
    answers: list[Body] = client().msearch(body=asked, params={"filter_path": path})["responses"]
    for answer in answers:
        if answer["status"] == 404:
            raise NotFoundError(404, str(answer["error"]), answer)
        if answer["status"] >= 300:
            raise TransportError(answer["status"], str(answer.get("error")), answer)
    return answers


def check_schema() -> None:
    """Raise IndexUnavailable unless the index that counts has our schema."""
    with in_our_words():
        mappings = client().indices.get_mapping(index=settings.OPENSEARCH_INDEX)
    if any(found["mappings"].get("_meta", {}).get("schema_version") != SCHEMA_VERSION for found in mappings.values()):
        raise IndexUnavailable(_OTHER_KIND)


# --- writing ---


def create() -> str:
    """The name of a new, empty index that nobody asks yet. What an abandoned rebuild left is removed first."""
    name = f"{settings.OPENSEARCH_INDEX}-v{SCHEMA_VERSION}-{time.strftime('%Y%m%d%H%M%S')}"
    with in_our_words():
        indexes = _ours()
        remove([old for old, counts in indexes.items() if not counts])
        while name in indexes:  # two within a second
            name += "0"
        # Wait for the copies: a node lost before its shards have a second one takes what was written along.
        params = {"wait_for_active_shards": "all", "timeout": "30s"}
        body = {"settings": _settings(), "mappings": _mappings()}
        client().indices.create(index=name, body=body, params=params, request_timeout=60)
    return name


def standing(name: str) -> str:
    """The index itself or, where a rebuild was killed after it had turned the alias, the one that took its place."""
    with in_our_words():
        indexes = _ours()
    return name if name in indexes else next((other for other, counts in indexes.items() if counts), name)


def publish(name: str) -> None:
    """Put the index behind the alias in the place of the one there, in one step; then remove that one."""
    with in_our_words():
        indexes = _ours()
        replaced = [old for old, counts in indexes.items() if counts and old != name]
        actions: list[Body] = [{"add": {"index": name, "alias": settings.OPENSEARCH_INDEX}}]
        actions += [{"remove": {"index": old, "alias": settings.OPENSEARCH_INDEX}} for old in replaced]
        client().indices.update_aliases(body={"actions": actions}, request_timeout=60)
        remove([old for old in indexes if old != name])


def remove(names: Sequence[str]) -> None:
    if names:
        client().indices.delete(index=",".join(names), params={"ignore_unavailable": "true"}, request_timeout=60)


def refresh(name: str) -> None:
    """Let readers see all that was written so far."""
    client().indices.refresh(index=name, request_timeout=REFRESHING)


def send(name: str, operations: list[Body]) -> None:
    """Write records, in pairs of what to do and with what. What a busy or dying node refused is sent again, for a minute."""
    for pause in (*_PAUSES, None):
        answer = client().bulk(body=operations, index=name, request_timeout=WRITING)
        if not answer["errors"]:
            return
        outcomes = [outcome for item in answer["items"] for outcome in item.values()]
        refused = [place for place, outcome in enumerate(outcomes) if outcome["status"] >= 300]
        if pause is None or any(outcomes[place]["status"] not in _BUSY for place in refused):
            first = outcomes[refused[0]]
            raise TransportError(first["status"], str(first.get("error")), first)
        operations = [part for place in refused for part in operations[2 * place : 2 * place + 2]]
        time.sleep(pause)


def delete_older(name: str, document_ids: Sequence[int], commit: str) -> None:
    """Delete the records of these documents that another commit wrote."""
    older = {"bool": {"filter": [{"terms": {"document_id": document_ids}}], "must_not": [{"term": {"commit": commit}}]}}
    # A record that this commit wrote anew is seen as it was before, and its newer version refuses: that is no failure.
    client().delete_by_query(
        index=name, body={"query": older}, params={"conflicts": "proceed"}, request_timeout=WRITING
    )


def _ours() -> dict[str, bool]:
    """Index -> whether the alias stands for it. Of other installations, only longer names begin as ours do."""
    alias = settings.OPENSEARCH_INDEX
    found = client().indices.get_alias(index=f"{alias}-v*")
    ours = re.compile(re.escape(alias) + r"-v\d+-\d+")
    return {name: alias in of["aliases"] for name, of in found.items() if ours.fullmatch(name)}


def _settings() -> Body:
    return {
        "number_of_shards": settings.OPENSEARCH_SHARDS,
        "auto_expand_replicas": f"0-{settings.OPENSEARCH_REPLICAS}",
        "refresh_interval": "-1",  # readers see commits and nothing between them: each ends in a refresh
        "max_result_window": _EVERYTHING,
    }


def _mappings() -> Body:
    """The fields of `base.text_fields` and `base`'s columns; the tokens come ready, with blanks between them."""
    text = {"type": "text", "analyzer": "whitespace"}
    fields: dict[str, Body] = {name: {"type": "long"} for name in NUMERIC_FIELDS}
    fields |= {name: {"type": "integer"} for name in NUMERIC_FIELDS if name.endswith(("_on", "_until"))}
    fields |= {name: {"type": "keyword"} for name in (*KEYWORD_FIELDS, "commit")}
    fields |= {
        "folded": text,
        "exact": text,
        "pairs": {**text, "index_options": "freqs"},
        "subject": {**text, "index_options": "freqs"},
        "anywhere": {**text, "index_options": "docs"},
        "number": {**text, "index_options": "docs"},
        "article": {**text, "index_options": "docs"},
    }
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},  # the database has it, and the index can always be made from it
        "_meta": {"product": "legaldocs", "schema_version": SCHEMA_VERSION},
        "properties": fields,
    }
