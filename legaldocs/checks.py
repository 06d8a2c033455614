"""Django system checks of our own settings, each with an id and a hint."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

#: OpenSearch takes no more in one index unless it is told to.
_MOST_SHARDS = 1024


@register()
def data_dir_is_writable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error when DATA_DIR cannot be written: the database, the uploads and the index live there."""
    probe = settings.DATA_DIR / ".writable"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return [
            Error(
                f"Không ghi được vào thư mục dữ liệu {settings.DATA_DIR}: {error}",
                hint="Đặt biến môi trường DATA_DIR tới một thư mục ghi được.",
                id="legaldocs.E001",
            )
        ]
    return []


@register()
def search_backend_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error when SEARCH_BACKEND names no engine of ours."""
    if settings.SEARCH_BACKEND not in {"tantivy", "whoosh", "opensearch"}:
        return [
            Error(
                f"SEARCH_BACKEND={settings.SEARCH_BACKEND!r} không phải là công cụ tìm kiếm được hỗ trợ.",
                hint="Dùng tantivy (mặc định), whoosh hoặc opensearch.",
                id="legaldocs.E002",
            )
        ]
    return []


@register()
def cluster_is_described(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors when OpenSearch is to be used and the settings do not say where it is, or say what it cannot take."""
    if settings.SEARCH_BACKEND != "opensearch":
        return []
    found: list[CheckMessage] = []
    if not settings.OPENSEARCH_URL:
        found.append(
            Error(
                "SEARCH_BACKEND là opensearch nhưng chưa có OPENSEARCH_URL: không biết các nút ở đâu.",
                hint="Đặt OPENSEARCH_URL, ví dụ https://ten:matkhau@may1:9200,https://ten:matkhau@may2:9200.",
                id="legaldocs.E003",
            )
        )
    if wrong := [place for place, url in enumerate(settings.OPENSEARCH_URL, start=1) if not _is_address(url)]:
        found.append(
            Error(  # by its place: an address may hold a password
                f"Địa chỉ thứ {wrong[0]} trong OPENSEARCH_URL viết sai.",
                hint="Mỗi địa chỉ có dạng https://ten:matkhau@may1:9200; nhiều địa chỉ cách nhau bằng dấu phẩy.",
                id="legaldocs.E003",
            )
        )
    if settings.OPENSEARCH_CA and not Path(settings.OPENSEARCH_CA).is_file():
        found.append(
            Error(
                f"Không có tệp chứng thư {settings.OPENSEARCH_CA} mà OPENSEARCH_CA chỉ tới.",
                hint="Ghi đường dẫn đầy đủ của tệp chứng thư (PEM) của cơ quan đã ký chứng thư cho các nút.",
                id="legaldocs.E006",
            )
        )
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", settings.OPENSEARCH_INDEX):
        found.append(
            Error(
                f"OPENSEARCH_INDEX={settings.OPENSEARCH_INDEX!r} không dùng làm tên chỉ mục được.",
                hint="Chỉ dùng chữ thường không dấu, chữ số, gạch nối và gạch dưới, bắt đầu bằng chữ.",
                id="legaldocs.E004",
            )
        )
    if not 1 <= settings.OPENSEARCH_SHARDS <= _MOST_SHARDS or settings.OPENSEARCH_REPLICAS < 0:
        found.append(
            Error(
                f"OPENSEARCH_SHARDS={settings.OPENSEARCH_SHARDS}, OPENSEARCH_REPLICAS={settings.OPENSEARCH_REPLICAS}: "
                "số phần và số bản sao của chỉ mục không hợp lệ.",
                hint=f"OPENSEARCH_SHARDS từ 1 đến {_MOST_SHARDS}, OPENSEARCH_REPLICAS từ 0 trở lên.",
                id="legaldocs.E005",
            )
        )
    return found


def _is_address(url: str) -> bool:
    """Whether the client can make a node out of it: a scheme that it speaks, a host, a port that is a number."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
