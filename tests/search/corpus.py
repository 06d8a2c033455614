"""A handful of invented documents, small enough to know by heart."""

from __future__ import annotations

from datetime import date
from typing import Any

from legaldocs.models import Document, IssuingBody, Level, Provision, TextVersion
from legaldocs.parsing.numbers import number_key, split_number
from legaldocs.parsing.vocabulary import ProvisionKind
from search import indexing

_KINDS = {"dieu": ProvisionKind.ARTICLE, "khoan": ProvisionKind.CLAUSE, "diem": ProvisionKind.POINT}
_LABELS = {"dieu": "Điều {}", "khoan": "{}", "diem": "{}"}


def make_document(number: str, title: str, provisions: dict[str, tuple[str, str]], **fields: Any) -> Document:
    """A stored document; `provisions` maps a path to (heading, text), in document order."""
    parts = split_number(number)
    body, _ = IssuingBody.objects.get_or_create(name="Hội đồng nhân dân tỉnh Mẫu", defaults={"level": Level.PROVINCE})
    values = {
        "document_type": "RESOLUTION",
        "issued_by": body,
        "stage": "PROMULGATED",
        "effective_on": date(2020, 1, 1),
        "year": parts.year if parts else None,
        **fields,
    }
    document = Document.objects.create(
        number=number, number_key=number_key(number) if number else "", title=title, **values
    )
    return give_text(document, provisions)


def give_text(document: Document, provisions: dict[str, tuple[str, str]]) -> Document:
    """The document with these provisions as its current version."""
    version = TextVersion.objects.create(document=document, ordinal=document.versions.count() + 1, text="")
    for position, (path, (heading, text)) in enumerate(provisions.items()):
        kind, _, ordinal = path.rpartition("/")[2].partition("-")
        Provision.objects.create(
            version=version,
            position=position,
            path=path,
            parent_path=path.rpartition("/")[0],
            kind=_KINDS[kind],
            label=_LABELS[kind].format(ordinal),
            heading=heading,
            text=text,
        )
    document.current_version = version
    document.save(update_fields=["current_version"])
    return document


def index_everything() -> None:
    indexing.rebuild(progress=False)
