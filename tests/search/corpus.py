"""Invented documents with a text given path by path, small enough to know by heart."""

from __future__ import annotations

from typing import Any

from legaldocs.models import Document, Provision, TextVersion
from legaldocs.parsing.vocabulary import ProvisionKind
from search import indexing
from tests.factories import make_document

_KINDS = {
    "can-cu": ProvisionKind.PREAMBLE,
    "chuong": ProvisionKind.CHAPTER,
    "dieu": ProvisionKind.ARTICLE,
    "khoan": ProvisionKind.CLAUSE,
    "diem": ProvisionKind.POINT,
    "kem-theo": ProvisionKind.ATTACHMENT,
    "phu-luc": ProvisionKind.ANNEX,
}
Text = dict[str, tuple[str, str]]


def put(number: str, title: str, provisions: Text, **fields: Any) -> Document:
    """A stored document; `provisions` maps a path to (heading, text), in document order."""
    return give_text(make_document(number, title=title, text=None, **fields), provisions)


def give_text(document: Document, provisions: Text) -> Document:
    """The document with these provisions as its current version."""
    version = TextVersion.objects.create(document=document, ordinal=document.versions.count() + 1, text="")
    for position, (path, (heading, text)) in enumerate(provisions.items()):
        unit = path.rpartition("/")[2]
        kind = next(kind for name, kind in _KINDS.items() if unit.startswith(name))
        Provision.objects.create(
            version=version,
            position=position,
            path=path,
            parent_path=path.rpartition("/")[0],
            kind=kind,
            label=f"Điều {unit[5:]}" if kind == ProvisionKind.ARTICLE else unit.rpartition("-")[2],
            heading=heading,
            text=text,
        )
    document.current_version = version
    document.save(update_fields=["current_version"])
    return document


def fee_resolution(**fields: Any) -> Document:
    """Two articles on an entrance fee, the second in two clauses."""
    return put(
        "15/2021/NQ-HĐND",
        "Quy định mức thu phí tham quan",
        {
            "dieu-1": (
                "Phạm vi điều chỉnh",
                "Nghị quyết này quy định mức thu phí tham quan di tích trên địa bàn tỉnh.",
            ),
            "dieu-2": ("Mức thu", ""),
            "dieu-2/khoan-1": ("", "Người lớn nộp 40.000 đồng cho mỗi lượt, vào mọi ngày trong tuần."),
            "dieu-2/khoan-2": ("", "Trẻ em dưới 06 tuổi được miễn phí, không phải xuất trình giấy tờ gì:"),
            "dieu-2/khoan-2/diem-a": ("", "Đi cùng cha mẹ hoặc người giám hộ;"),
        },
        **fields,
    )


def index_everything() -> None:
    indexing.rebuild(progress=False)
