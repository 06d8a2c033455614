"""What templates need to show legal texts and forms in the words of the field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.template.defaultfilters import filesizeformat
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from legaldocs.models import Citation, LegalBasis
from legaldocs.models.documents import today
from legaldocs.parsing.paths import path_as_heading, path_in_words
from legaldocs.parsing.vocabulary import DocumentType, EffectStatus
from legaldocs.views.text_tree import paragraphs

register = template.Library()
_PATH = re.compile(r"(?:kem-theo[-\w]*/)?(?:dieu|phu-luc|khoan|chuong)-[-\w/~.]+")


@register.filter
def as_paragraphs(text: str) -> SafeString:
    """A paragraph for each line, escaped; rows of cells as the table that they are on the page of the document."""
    return paragraphs("", conditional_escape(text))


@register.filter
def as_effect(status: EffectStatus | str | None) -> EffectStatus:
    """The EffectStatus of a code or a status; unknown where there is none."""
    return EffectStatus(status) if status else EffectStatus.UNKNOWN


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a form field with the classes of the site, tied to its help and its error for screen readers."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    else:
        css = "form-control"
    attrs: dict[str, str | bool] = {
        "class": f"{widget.attrs.get('class', '')} {css}{' is-invalid' if field.errors else ''}".strip()
    }
    if described_by(field):
        attrs["aria-describedby"] = described_by(field)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of the field's help and error, as `aria-describedby` wants them; "" where there is neither."""
    ids = [f"{note_id(field)}_help"] if field.help_text else []
    if field.errors:
        ids.append(f"{note_id(field)}_error")
    return " ".join(ids)


@register.filter
def note_id(field: BoundField) -> str:
    """The beginning of the ids of a field's notes: a list of choices has no id of its own to lean on."""
    return field.auto_id or field.html_name


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_choice_list(field: BoundField) -> bool:
    """Whether the choices stand one under the other: each has a label of its own, and the field a legend."""
    return isinstance(field.field.widget, RadioSelect)


@register.filter
def days_from_today(day: date | None) -> int | None:
    """Days from today until that day; negative when it has passed, None when there is no day."""
    return None if day is None else (day - today()).days


@register.filter
def page_numbers(page: Page) -> Iterator[str | int]:
    """The numbers to link around this page, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def path_words(path: str) -> str:
    """The path of a provision in the words of the law: "khoản 2 Điều 5"."""
    return path_in_words(path)


@register.filter
def evidence_words(evidence: str) -> str:
    """The evidence of a relation for people: a sentence as it stands, the path of the acting provision in words."""
    return path_as_heading(evidence) if _PATH.fullmatch(evidence) else evidence


@register.filter
def reference_name(reference: Citation | LegalBasis) -> str:
    """How to call a document that is only pointed to: "Nghị định số 34/2016/NĐ-CP", or the name that a law is cited by."""
    if not reference.number:
        return reference.title
    kind = "" if reference.document_type in ("", DocumentType.OTHER) else reference.get_document_type_display()
    return f"{kind or 'Văn bản'} số {reference.number}"


@register.filter
def file_size(size: int) -> str:
    """The size of a file as people say it: "1,2 MB"."""
    return filesizeformat(size).replace("\xa0", " ")


@register.filter
def lowfirst(title: str) -> str:
    """The title to stand after the name of its form: "Quyết định quy định mức thu"; capitals throughout stay."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
