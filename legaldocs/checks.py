"""Django system checks of our own settings, each with an id and a hint."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


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
    """An error when SEARCH_BACKEND names no engine of ours, or a cluster without saying where it is."""
    if settings.SEARCH_BACKEND == "opensearch" and not settings.OPENSEARCH_URL:
        return [
            Error(
                "SEARCH_BACKEND là opensearch nhưng chưa có OPENSEARCH_URL: không biết các nút ở đâu.",
                hint="Đặt OPENSEARCH_URL, ví dụ https://ten:matkhau@may1:9200,https://ten:matkhau@may2:9200.",
                id="legaldocs.E003",
            )
        ]
    if settings.SEARCH_BACKEND not in {"tantivy", "whoosh", "opensearch"}:
        return [
            Error(
                f"SEARCH_BACKEND={settings.SEARCH_BACKEND!r} không phải là công cụ tìm kiếm được hỗ trợ.",
                hint="Dùng tantivy (mặc định), whoosh hoặc opensearch.",
                id="legaldocs.E002",
            )
        ]
    return []
