"""The forms of the corpus: narrowing the list of documents, and sending a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from legaldocs.models import Document, IssuingBody, Level, Stage, SubjectArea, Unit, User
from legaldocs.models.documents import DRAFT_READERS, DocumentQuerySet, today
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Reading, TrackedChanges
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS, EFFECT_STATUS_LABELS, LETTERS_LABELS

TYPE_CHOICES = [(code.value, label) for code, label in DOCUMENT_TYPE_LABELS.items()]


class DateField(forms.DateField):
    """A date typed as 31/12/2025: the browser's own picker shows month/day on machines set to English, which misleads."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"}
        widget = forms.DateInput(attrs=attrs, format="%d/%m/%Y")
        messages = {"invalid": "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 05/01/2026."}
        formats = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
        super().__init__(input_formats=formats, widget=widget, error_messages=messages, **kwargs)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, with the query string of the same list without it."""

    label: str
    value: str
    without: str


class DocumentFilterForm(forms.Form):
    """Conditions on the list of documents, each optional, all combined."""

    q = forms.CharField(label="Số hoặc tên gọi", max_length=200, required=False)
    type = forms.ChoiceField(label="Loại văn bản", choices=[("", "Mọi loại"), *TYPE_CHOICES], required=False)
    body = forms.ModelChoiceField(
        IssuingBody.objects, label="Cơ quan ban hành", empty_label="Mọi cơ quan", required=False
    )
    year = forms.IntegerField(label="Năm ban hành", min_value=1945, max_value=2100, required=False)
    area = forms.ModelChoiceField(SubjectArea.objects, label="Lĩnh vực", empty_label="Mọi lĩnh vực", required=False)
    department = forms.ModelChoiceField(
        Unit.objects.filter(parent=None), label="Cơ quan soạn thảo", empty_label="Mọi cơ quan", required=False
    )
    level = forms.ChoiceField(label="Cấp", choices=[("", "Mọi cấp"), *Level.choices], required=False)
    status = forms.ChoiceField(
        label="Hiệu lực",
        choices=[("", "Mọi tình trạng"), *((code.value, label) for code, label in EFFECT_STATUS_LABELS.items())],
        required=False,
    )
    on = DateField(label="Hiệu lực tính đến ngày", required=False)
    stage = forms.ChoiceField(label="Giai đoạn", choices=[("", "Đã ban hành"), *Stage.choices], required=False)

    #: The conditions that most people start from; the others open on demand.
    main_fields: tuple[str, ...] = ("q", "type", "status", "on")
    #: A condition that no chip stands for: the day on which the others are judged.
    day_field = "on"

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in self.main_fields]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.main_fields]

    @property
    def more_given(self) -> bool:
        """Whether a condition is in force, or wrong, among those that are folded away."""
        return any(field.value() or field.errors for field in self.more)

    @property
    def day(self) -> date:
        """The day on which effect is judged."""
        return self._given("on") or today()

    def _given(self, name: str) -> Any:
        """The cleaned value of a condition; one that is wrong counts as not given, and the form shows its error."""
        self.is_valid()
        return self.cleaned_data.get(name)

    def narrow(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """The documents that meet every condition, annotated with their effect on the day."""
        conditions: dict[str, Any] = {
            "stage": self._given("stage") or Stage.PROMULGATED,
            "document_type": self._given("type"),
            "issued_by": self._given("body"),
            "issued_by__level": self._given("level"),
            "year": self._given("year"),
            "subject_area": self._given("area"),
            "effect_on": self._given("status"),
        }
        given = {name: value for name, value in conditions.items() if value}
        documents = documents.with_effect(self.day).filter(**given)
        if department := self._given("department"):
            documents = documents.of_department(department)
        if words := self._given("q"):
            key = number_key(words)
            documents = documents.filter(
                Q(title__icontains=words) | Q(number__icontains=words) | (Q(number_key=key) if key else Q())
            )
        return documents

    def chips(self, query: QueryDict) -> list[Chip]:
        """The conditions in force, in words, each with the address of the list without it."""
        return [
            Chip(str(self.fields[name].label), self._in_words(name), without(query, name))
            for name in self.fields
            if name != self.day_field and self._given(name)
        ]

    def _in_words(self, name: str) -> str:
        value, field = self._given(name), self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices)[value]  # type: ignore[arg-type]
        elif value is True:
            value = "Có"
        return f"{value} ngày {self.day:%d/%m/%Y}" if name == "status" else str(value)


def without(query: QueryDict, name: str) -> str:
    """The query string without this condition and without the page number."""
    rest = query.copy()
    for key in (name, "page"):
        rest.pop(key, None)
    return f"?{rest.urlencode()}"


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more uploaded files, as a list."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """The first step: the draft, alone or with its annexes and the papers of its dossier."""

    file = FilesField(
        label="Tệp dự thảo, các phụ lục và tài liệu của hồ sơ",
        help_text="Chọn được nhiều tệp cùng lúc, hoặc một tệp .zip của cả hồ sơ: dự thảo, phụ lục để tệp riêng, tờ trình, "
        "bản so sánh, bản tổng hợp ý kiến… Dự thảo và phụ lục nhận .docx, .doc, .pdf (kể cả bản quét), "
        ".html, .txt; mỗi tệp tối đa 50 MB. Tệp gốc được giữ nguyên như khi gửi.",
        widget=_FilesInput(attrs={"accept": ".docx,.doc,.pdf,.html,.htm,.txt,.zip,.xlsx,.xls,.pptx,.jpg,.jpeg,.png"}),
        allow_empty_file=True,
    )


class LettersForm(forms.Form):
    """How the letters of a file of an old encoding are to be read."""

    letters = forms.ChoiceField(
        label="Cách đọc các đoạn gõ bằng bảng mã cũ",
        choices=[(letters.value, label) for letters, label in LETTERS_LABELS.items() if letters],
        widget=forms.RadioSelect,
    )


class TrackedChangesForm(forms.Form):
    """Which text is meant where the file's author left changes undecided."""

    tracked = forms.ChoiceField(
        label="Cách đọc các sửa đổi chưa quyết định",
        choices=[
            (TrackedChanges.ACCEPTED.value, "Đọc bản đã nhận mọi sửa đổi (chữ thêm được giữ, chữ xóa bị bỏ)"),
            (TrackedChanges.ORIGINAL.value, "Đọc bản gốc trước khi sửa (chữ thêm bị bỏ, chữ xóa được giữ)"),
        ],
        widget=forms.RadioSelect,
    )


class DraftForm(forms.ModelForm):
    """The second step: what the text says, filled in, and what it does not say, asked for."""

    expected_on = DateField(label="Dự kiến ban hành", required=False)

    class Meta:
        model = Document
        fields = (
            "document_type",
            "issued_by",
            "title",
            "drafted_by",
            "subject_area",
            "expected_on",
            "shortened_procedure",
        )
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: QueryDict | None, *, user: User, reading: Reading) -> None:
        department = user.unit.department if user.unit else None
        super().__init__(data, initial={"drafted_by": department} | _read_fields(reading))
        for name in ("issued_by", "drafted_by"):
            self.fields[name].required = True
        for name in ("issued_by", "drafted_by", "subject_area"):
            self.fields[name].empty_label = "Chưa chọn"  # type: ignore[attr-defined]
        self.fields["document_type"].choices = [("", "Chưa chọn"), *TYPE_CHOICES]  # type: ignore[attr-defined]
        departments = Unit.objects.filter(parent=None, is_active=True)
        if not user.has_role(*DRAFT_READERS) and department:
            departments = departments.filter(pk=department.pk)
        self.fields["drafted_by"].queryset = departments  # type: ignore[attr-defined]
        self.fields["issued_by"].queryset = IssuingBody.objects.filter(successor=None).exclude(level=Level.CENTRAL)  # type: ignore[attr-defined]
        self.fields["issued_by"].help_text = "Không có trong danh sách? Hãy báo người quản trị thêm cơ quan."
        self.fields["title"].help_text = "Tên gọi như sẽ ghi dưới tên loại văn bản, không kèm số, ký hiệu."
        self.fields["shortened_procedure"].help_text = "Đánh dấu khi đã được đồng ý bằng văn bản."

    @property
    def missing(self) -> list[str]:
        """Labels of what is needed and could not be read from the text."""
        return [str(field.label) for field in self if field.field.required and not field.value()]


def _read_fields(reading: Reading) -> dict[str, Any]:
    """What the head of the text says, as initial values; nothing is guessed."""
    header = reading.header
    name = fold(header.issuing_body or "")
    found = {
        "document_type": header.document_type.value if header.document_type else None,
        "title": header.title,
        # Compared here and not in the database: SQLite does not know that Ủ and ủ are one letter.
        "issued_by": next((body for body in IssuingBody.objects.all() if fold(body.name) == name), None),
    }
    return {name: value for name, value in found.items() if value}
