"""The search form: a question, the conditions of the list of documents that the index knows, and what is to be left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from legaldocs.forms import TYPE_CHOICES, Chip, DocumentFilterForm, without
from legaldocs.models import Document, IssuingBody, Level, Stage, SubjectArea, User
from legaldocs.models.documents import DRAFT_READERS
from legaldocs.parsing.vocabulary import EFFECT_STATUS_LABELS, ProvisionKind
from search.query import DOCUMENT_KIND, Condition, Field, Filters, Order
from search.question import LONGEST

STATUS_CHOICES = [(code.value, label) for code, label in EFFECT_STATUS_LABELS.items()]
#: What a hit can be; smaller units are part of their article.
KIND_CHOICES = [
    (DOCUMENT_KIND, "Số, tên gọi văn bản"),
    *((kind.value, kind.label) for kind in (ProvisionKind.ARTICLE, ProvisionKind.CLAUSE, ProvisionKind.PREAMBLE,
                                            ProvisionKind.ATTACHMENT, ProvisionKind.ANNEX)),
]  # fmt: skip
#: Condition -> the field of the index that it is about. What is left out is the same with "not_" before.
CONDITIONS = {
    "type": Field.TYPE,
    "level": Field.BODY,
    "body": Field.BODY,
    "area": Field.AREA,
    "year": Field.YEAR,
    "status": Field.STATUS,
    "kind": Field.KIND,
    "doc": Field.DOCUMENT,
}
ORDER_CHOICES = [
    (Order.RELEVANCE.value, "Liên quan nhất"),
    (Order.NEWEST.value, "Mới nhất trước"),
    (Order.OLDEST.value, "Cũ nhất trước"),
]
#: How the answer is laid out; nothing that it would be narrowed by.
_LAYOUT = frozenset({"q", "on", "result", "order"})

#: Digits of the largest number that a database keeps in a key.
_LONGEST_KEY = 18


class _Select(forms.Select):
    """A select without optgroups, written here: templates for a hundred choices took a tenth of a page of results."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = (
            (str(key), mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}),
            format_html_join("\n", '<option value="{}"{}>{}</option>', options),
        )


class YearsField(forms.TypedMultipleChoiceField):
    """Years as they come in an address, each of four digits."""

    def valid_value(self, value: str) -> bool:
        return str(value).isdecimal() and len(str(value)) == 4


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys as they come in an address; a number that no key can be is none, and no question for a database."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(key) > _LONGEST_KEY:
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": key})
        return super().clean(value)


class SearchForm(DocumentFilterForm):
    """Every condition is optional; what is typed wrong counts as not given and is pointed at."""

    q = forms.CharField(
        label="Từ cần tìm",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    result = forms.ChoiceField(
        label="Kết quả theo", choices=[("", "Từng điều khoản"), ("document", "Từng văn bản")], required=False
    )
    order = forms.ChoiceField(label="Xếp theo", choices=ORDER_CHOICES, required=False)
    doc = forms.ModelChoiceField(
        Document.objects.promulgated(), label="Trong văn bản", widget=forms.HiddenInput, required=False
    )
    kind = forms.ChoiceField(label="Phần của văn bản", choices=[("", "Mọi phần"), *KIND_CHOICES], required=False)
    drafts = forms.BooleanField(label="Cả dự thảo mà tôi được xem", required=False)
    not_type = forms.MultipleChoiceField(label="Trừ loại văn bản", choices=TYPE_CHOICES, required=False)
    not_level = forms.MultipleChoiceField(label="Trừ cấp", choices=Level.choices, required=False)
    not_body = RowsField(IssuingBody.objects, label="Trừ cơ quan ban hành", required=False)
    not_area = RowsField(SubjectArea.objects, label="Trừ lĩnh vực", required=False)
    not_year = YearsField(label="Trừ năm ban hành", coerce=int, required=False)
    not_status = forms.MultipleChoiceField(label="Trừ hiệu lực", choices=STATUS_CHOICES, required=False)
    not_kind = forms.MultipleChoiceField(label="Trừ phần của văn bản", choices=KIND_CHOICES, required=False)
    main_fields = ("q", "status", "on", "result", "order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"data-offers": reverse("search-suggestions"), "data-longest": LONGEST}
        for name in ("department", "stage"):  # conditions that the index does not know
            del self.fields[name]
        for field in self.fields.values():
            if type(field.widget) is forms.Select:
                field.widget = _Select(field.widget.attrs, field.choices)  # type: ignore[attr-defined]

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in super().more if not field.name.startswith("not_") and not field.is_hidden]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What is left out, and the one document, as (name, value): a new question from the same form goes on with them."""
        names = [*self._left_out(), *(["doc"] if self._given("doc") else [])]
        return [(name, value) for name in names for value in self.data.getlist(name)]  # type: ignore[attr-defined]

    @property
    def everything(self) -> list[tuple[str, str]]:
        """All that the address holds but the page, as (name, value): what a button beside the results adds to."""
        return [
            (name, value)
            for name, values in self.data.lists()  # type: ignore[attr-defined]
            if name != "page"
            for value in values
        ]

    @property
    def ordered(self) -> Order:
        return Order(self._given("order") or "")

    def filters(self, user: User) -> Filters:
        """The conditions for the engine. Drafts are found only on request, and only those that `user` may read."""
        stages: tuple[str, ...] = (Stage.PROMULGATED.value,)
        drafts_of = 0
        if self._given("drafts"):
            if user.is_superuser or user.has_role(*DRAFT_READERS):
                stages = tuple(Stage.values)
            elif user.unit is not None:
                drafts_of = user.unit.department.pk
        return Filters(
            stages=stages,
            drafts_of=drafts_of,
            conditions=tuple(self._condition(name, [self._given(name)]) for name in CONDITIONS if self._given(name)),
            refused=tuple(self._condition(name[4:], self._given(name)) for name in self._left_out()),
        )

    def _left_out(self) -> list[str]:
        return [name for name in self.fields if name.startswith("not_") and self._given(name)]

    def _condition(self, name: str, given: Iterable[Any]) -> Condition:
        if name == "level":
            given = IssuingBody.objects.filter(level__in=given)
        return Condition(CONDITIONS[name], tuple(getattr(value, "pk", value) for value in given))

    @property
    def text(self) -> str:
        """What was typed, however wrong: the engine has its own words for that."""
        return str(self.data.get("q", "")).strip()

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer: words, or conditions that documents can be listed by."""
        return bool(self.text) or any(self._given(name) for name in CONDITIONS) or bool(self._left_out())

    @property
    def conditions(self) -> list[Chip]:
        """The conditions in force without the question itself, as chips; each value that is left out has its own."""
        plain = [name for name in self.fields if name not in _LAYOUT and not name.startswith("not_")]
        chips = [
            Chip(str(self.fields[name].label), self._in_words(name), without(self.data, name))  # type: ignore[arg-type]
            for name in plain
            if self._given(name)
        ]
        return [*chips, *(chip for name in self._left_out() for chip in self._chips_of(name))]

    def _chips_of(self, name: str) -> Iterable[Chip]:
        field = self.fields[name]
        words = dict(getattr(field, "choices", ())) if not isinstance(field, forms.ModelMultipleChoiceField) else {}
        for value in self._given(name):
            yield Chip(
                str(field.label), str(words.get(value, value)), self._without(name, str(getattr(value, "pk", value)))
            )

    def _without(self, name: str, value: str) -> str:
        rest = self.data.copy()  # type: ignore[attr-defined]
        rest.setlist(name, [other for other in rest.getlist(name) if other != value])
        rest.pop("page", None)
        return f"?{rest.urlencode()}"
