"""The OpenSearch cluster: one client a process, its failures in our words, the indexes behind one alias.

The alias (OPENSEARCH_INDEX) is what readers ask and what changes go to; an index behind it is named after it, the schema
and the second when it was begun: `legaldocs-v4-20260102030405`.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NodeUnreachable
from opensearchpy.exceptions import (
    ConnectionTimeout,
    ImproperlyConfigured,
    NotFoundError,
    SerializationError,
    SSLError,
    TransportError,
)

from search.backends.base import KEYWORD_FIELDS, NUMERIC_FIELDS
from search.query import EngineDown, IndexUnavailable
from search.records import SCHEMA_VERSION

logger = logging.getLogger(__name__)

Body = dict[str, Any]
_EVERYTHING = 2**31 - 1
#: Seconds for one batch of records, and to show them: then a node that does not answer is given up and another one asked.
WRITING, REFRESHING = 90, 30
#: Of what a cluster says, so much goes into the log: a question that it refuses is said back whole.
_LONGEST_TOLD = 500
_CREATED = 201
_BUSY = {429, 502, 503, 504}
_BROKEN = {500, *_BUSY}
#: Seconds before a question is asked again, and before records are sent again.
_SECOND_TRIES = (0.1, 0.5)
_PAUSES = (1, 2, 4, 8, 15, 30)

_MISSING = "Chưa có chỉ mục tìm kiếm trên cụm OpenSearch. Người quản trị hãy chạy: python manage.py rebuild_index"
_OTHER_KIND = "Chỉ mục tìm kiếm thuộc phiên bản khác. Người quản trị hãy chạy: python manage.py rebuild_index"
_DOWN = (
    "Máy chủ tìm kiếm (OpenSearch) không trả lời. Văn bản và hồ sơ vẫn nguyên vẹn, các việc khác vẫn làm được. "
    "Hãy thử lại sau ít phút; nếu vẫn vậy, báo người quản trị kiểm tra các nút trong OPENSEARCH_URL: tên máy, cổng, "
    "http hay https, và nút có đang chạy không."
)
_PARTLY = (
    "Một phần chỉ mục trên cụm OpenSearch không trả lời, nên kết quả sẽ thiếu: phần mềm không đưa ra kết quả thiếu. "
    "Văn bản và hồ sơ vẫn nguyên vẹn, các việc khác vẫn làm được. Người quản trị hãy đưa nút bị mất trở lại; "
    "nếu không được, hãy chạy: python manage.py rebuild_index"
)
_OTHER_SERVER = (
    "Địa chỉ trong OPENSEARCH_URL có máy chủ trả lời nhưng không phải là OpenSearch. Văn bản và hồ sơ vẫn nguyên vẹn, các việc "
    "khác vẫn làm được. Người quản trị hãy kiểm tra tên máy, cổng và đường dẫn trong OPENSEARCH_URL."
)
_NOT_TRUSTED = (
    "Không lập được kết nối an toàn (TLS) tới máy chủ tìm kiếm (OpenSearch): chứng thư của nút chưa được tin cậy, đã hết hạn, "
    "sai tên máy, hoặc nút không dùng https. Người quản trị hãy kiểm tra https trong OPENSEARCH_URL và tệp trong OPENSEARCH_CA."
)
_LOST = (
    "Cụm OpenSearch đã làm mất một phần bản ghi trong lúc lập chỉ mục (nhận {} bản ghi, còn {}); chỉ mục đang dùng vẫn như cũ. "
    "Người quản trị hãy xem các nút có khởi động lại không rồi chạy lại: python manage.py rebuild_index"
)
_SLOW = (
    "Cụm OpenSearch đang quá tải hoặc vừa mất nhiều nút: không trả lời trong {} giây, hoặc từ chối nhận thêm việc. Văn bản và "
    "hồ sơ vẫn nguyên vẹn, các việc khác vẫn làm được. Hãy thử lại sau ít phút; nếu vẫn vậy, báo người quản trị xem các nút có "
    "chạy đủ không, tải và bộ nhớ của chúng."
)
_REFUSED = (
    "Máy chủ tìm kiếm (OpenSearch) từ chối tài khoản của phần mềm. "
    "Người quản trị hãy kiểm tra tên và mật khẩu trong OPENSEARCH_URL."
)
_BLOCKED = (
    "Cụm OpenSearch đang không nhận ghi, thường vì ổ đĩa của một nút gần đầy. Văn bản và hồ sơ vẫn nguyên vẹn, thay đổi còn "
    "chờ. Người quản trị hãy giải phóng chỗ trên các nút; phần mềm tự ghi tiếp khi nút nhận ghi trở lại."
)
#: How a cluster says that shards are missing from its answer.
_PARTLY_SIGNS = ("missing shards", "shards failed", "no_shard_available")
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
    except SerializationError as error:
        raise EngineDown(_OTHER_SERVER) from error
    except (ImproperlyConfigured, FileNotFoundError) as error:  # the file of the authority is no such file
        raise EngineDown(_NOT_TRUSTED) from error
    except TransportError as error:
        told = _told(error)
        if told is None:
            raise
        logger.warning("OpenSearch: %s", str(error)[:_LONGEST_TOLD])
        raise told from error


def _told(error: TransportError) -> IndexUnavailable | None:
    said, status = str(error), error.status_code
    refusals: Mapping[str | int, IndexUnavailable] = {
        404: IndexUnavailable(_MISSING) if _is_of_opensearch(error.info) else EngineDown(_OTHER_SERVER),
        405: EngineDown(_OTHER_SERVER),
        401: EngineDown(_REFUSED),
        403: EngineDown(_REFUSED),
        429: EngineDown(_SLOW.format(settings.OPENSEARCH_TIMEOUT)),
    }
    if any(sign in said for sign in _BLOCKED_SIGNS):
        return EngineDown(_BLOCKED)
    if status in refusals:
        return refusals[status]
    if isinstance(error, ConnectionTimeout):
        return refusals[429]
    if "no handler found" in said:
        return EngineDown(_OTHER_SERVER)
    if isinstance(error, SSLError):
        return EngineDown(_NOT_TRUSTED)
    if isinstance(error, NodeUnreachable) or status in _BROKEN:
        return EngineDown(_PARTLY if any(sign in said for sign in _PARTLY_SIGNS) else _DOWN)
    return None


def _is_of_opensearch(info: object) -> bool:
    """Whether a refusal is worded as OpenSearch words it."""
    return isinstance(info, dict) and "error" in info


def _told_as(answer: object, name: str = "") -> Body:
    """The answer, if a server that speaks as OpenSearch does gave it and, with a name, has it. Raises EngineDown."""
    if not isinstance(answer, dict) or (name and name not in answer):
        raise EngineDown(_OTHER_SERVER)
    return answer


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
    answers: list[Body] = _told_as(client().msearch(body=asked, params={"filter_path": path}), "responses")["responses"]
    for answer in answers:
        if answer["status"] == 404:
            raise NotFoundError(404, str(answer["error"]), answer)
        if answer["status"] >= 300:
            raise TransportError(answer["status"], str(answer.get("error")), answer)
        if answer.get("timed_out"):
            raise TransportError(429, "timed out", answer)
        _refuse_part(answer)
    return answers


def _refuse_part(answer: Body) -> None:
    """Raise where only a part of the shards has done what was asked: half an answer looks like a whole one."""
    if failed := answer.get("_shards", {}).get("failed"):
        raise TransportError(503, f"{failed} shards failed", answer)


def check_schema(name: str = "") -> None:
    """Raise IndexUnavailable unless this index, or the one that counts, has our schema."""
    with in_our_words():
        mappings = _told_as(client().indices.get_mapping(index=name or settings.OPENSEARCH_INDEX))
    found = [_told_as(mappings.get(index), "mappings") for index in mappings or [""]]
    if any(each["mappings"].get("_meta", {}).get("schema_version") != SCHEMA_VERSION for each in found):
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
        _told_as(client().indices.create(index=name, body=body, params=params, request_timeout=60), "index")
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
        check_schema(name)  # a write to an index that somebody has removed makes one, without our fields
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
    _refuse_part(client().indices.refresh(index=name, request_timeout=REFRESHING))


def send(name: str, operations: list[Body]) -> int:
    """Write records, in pairs of what to do and with what; how many were new. What a busy or dying node refused is sent
    again, for a minute."""
    new, told = 0, {"filter_path": "errors,items.*.status,items.*.error"}
    for pause in (*_PAUSES, None):
        answer = client().bulk(body=operations, index=name, params=told, request_timeout=WRITING)
        outcomes = [outcome for item in answer["items"] for outcome in item.values()]
        new += sum(outcome["status"] == _CREATED for outcome in outcomes)
        if not answer["errors"]:
            break
        refused = [place for place, outcome in enumerate(outcomes) if outcome["status"] >= 300]
        lasting = [outcomes[place] for place in refused if _lasts(outcomes[place])]
        if pause is None or lasting:
            first = (lasting or [outcomes[refused[0]]])[0]
            raise TransportError(first["status"], str(first.get("error")), first)
        operations = [part for place in refused for part in operations[2 * place : 2 * place + 2]]
        time.sleep(pause)
    return new


def _lasts(outcome: Body) -> bool:
    """Whether a record would be refused again: a full disk is not mended within a minute."""
    return outcome["status"] not in _BUSY or any(sign in str(outcome.get("error")) for sign in _BLOCKED_SIGNS)


def refuse_lost(name: str, written: int) -> None:
    """Raise EngineDown where the index has fewer records than the cluster said it took: a node came back without some."""
    with in_our_words():
        answer = client().count(index=name, request_timeout=REFRESHING)
        _refuse_part(answer)
    if answer["count"] < written:
        raise EngineDown(_LOST.format(written, answer["count"]))


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
    found = _told_as(client().indices.get_alias(index=f"{alias}-v*"))
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
