"""One form for each action that needs to be told something; an action without a form takes a reason at most."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Model

from legaldocs.analysis.pointers import find_pointers
from legaldocs.forms import DateField
from legaldocs.importers.references import NumberBook
from legaldocs.models import Document, IssuingBody, Relation, Role, Stage, SubjectArea, Unit, User
from legaldocs.models.documents import today
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS, RELATION_LABELS
from workflow.models import Appraisal, Conclusion, FindingState, Regime, Review, ReviewOutcome, SelfCheck, Verdict
from workflow.statutory_criteria import UNLAWFUL_GROUND_BY_CODE, body_kind, legal_grounds

NOT_CHOSEN = "Chưa chọn"
_PATH = re.compile(r"[a-z]+(?:-[a-z]+)*-\d\w*(?:/[a-z]+-\w+)*")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.unit})" if obj.unit else obj.full_name


class ActionForm(forms.Form):
    """The data of one action on `row`. `reason` stands last; the door says when it is missing."""

    reason = forms.CharField(
        label="Lý do", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Được lưu vào lịch sử."
    )
    field_order: list[str] | None = None

    def __init__(self, *args: Any, row: Any, user: User, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.user = row, user
        self.fields["reason"].required = needs_reason
        if not needs_reason:
            self.fields["reason"].label = "Ghi chú"
            self.fields["reason"].help_text = "Không bắt buộc; được lưu vào lịch sử."
        self.fields["reason"].error_messages["required"] = "Hãy ghi lý do; lý do được lưu vào lịch sử."
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class RequestAppraisalForm(ActionForm):
    legal_ground = forms.ChoiceField(
        label="Điểm, khoản làm căn cứ ban hành", help_text="Quyết định phạm vi thẩm định và giấy tờ phải có."
    )
    request_number = forms.CharField(
        label="Số văn bản đề nghị thẩm định", max_length=60, help_text="Ví dụ: 1250/SXD-QLĐT"
    )
    requested_on = DateField(label="Ngày văn bản đề nghị")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.row.issued_by.name if self.row.issued_by else ""
        kind = body_kind(body, self.row.document_type)
        grounds = legal_grounds(self.row.document_type, kind, Regime.on(today()))
        self.fields["legal_ground"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn điểm, khoản"),
            *((ground.reference, f"{ground.reference}: {ground.text}") for ground in grounds),
        ]
        self.fields["requested_on"].initial = today()


class SubmitForm(ActionForm):
    request_number = forms.CharField(label="Số văn bản đề nghị thẩm định", max_length=60)
    requested_on = DateField(label="Ngày văn bản đề nghị")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request_number"].initial = self.row.request_number
        self.fields["requested_on"].initial = self.row.requested_on


class AssignForm(ActionForm):
    specialist = PersonField(User.objects.none(), label="Chuyên viên", empty_label="Chọn chuyên viên")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        specialists = User.objects.filter(role_assignments__role=Role.SPECIALIST, is_active=True)
        self.fields["specialist"].queryset = specialists.select_related("unit")  # type: ignore[attr-defined]


class AssessForm(ActionForm):
    criterion = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label="Đánh giá", choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Ý kiến", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(ActionForm):
    path = forms.ChoiceField(label="Điều khoản", required=False)
    text = forms.CharField(label="Ý kiến", widget=forms.Textarea(attrs={"rows": 3}))
    proposal = forms.CharField(label="Đề nghị chỉnh lý", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = self.row.version.provisions.values_list("path", flat=True) if self.row.version else []
        self.fields["path"].choices = [  # type: ignore[attr-defined]
            ("", "Toàn bộ dự thảo"),
            *((path, path_in_words(path)) for path in paths),
        ]


class DecideFindingsForm(ActionForm):
    findings = forms.RegexField(
        r"^\d+(?:,\d+)*$", widget=forms.HiddenInput, error_messages={"required": "Chưa chọn phát hiện nào."}
    )
    decision = forms.ChoiceField(
        label="Quyết định",
        choices=[(state.value, state.label) for state in (FindingState.CONFIRMED, FindingState.DISMISSED)],
        widget=forms.RadioSelect,
    )

    def clean_findings(self) -> list[int]:
        """The keys of the findings."""
        return [int(key) for key in self.cleaned_data["findings"].split(",") if len(key) < 19]


class WithdrawRemarkForm(ActionForm):
    remark_id = forms.IntegerField(widget=forms.HiddenInput)


class ConcludeAppraisalForm(ActionForm):
    conclusion = forms.ChoiceField(label="Kết luận", choices=Conclusion.choices, widget=forms.RadioSelect)
    needs_corrections = forms.BooleanField(label="Cần chỉnh lý, hoàn thiện trước khi trình", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Lý do, ý kiến kết luận"
        self.fields["reason"].help_text = "Bắt buộc khi kết luận chưa đủ điều kiện; được ghi vào báo cáo thẩm định."


class ApproveForm(ActionForm):
    report_number = forms.CharField(label="Số báo cáo", max_length=60, help_text="Ví dụ: 325/BC-STP")
    on = DateField(label="Ngày báo cáo", initial=today)


class PromulgateForm(ActionForm):
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 32/2026/QĐ-UBND")
    issued_on = DateField(label="Ngày ban hành")
    effective_on = DateField(label="Ngày có hiệu lực")
    signer = forms.CharField(label="Người ký", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = self.row.effective_on
        self.fields["reason"].help_text = "Bắt buộc khi ngày có hiệu lực sớm hơn luật định (trường hợp đặc biệt)."


class OpenReviewForm(ActionForm):
    trigger_number = forms.CharField(
        label="Văn bản là căn cứ rà soát", required=False, max_length=60, help_text="Số, ký hiệu của văn bản trong kho."
    )
    trigger_note = forms.CharField(
        label="Căn cứ rà soát",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nêu tình hình kinh tế - xã hội hoặc lý do khác khi không có văn bản làm căn cứ.",
    )
    due_on = DateField(label="Hạn hoàn thành", required=False, help_text="Luật không ấn định số ngày; đơn vị tự đặt.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.pop("trigger_number", "")
        data["trigger"] = _document_numbered(self, "trigger_number", number, self.row) if number else None
        return data


class AddRelationForm(ActionForm):
    kind = forms.ChoiceField(
        label="Quan hệ", choices=[(code.value, words[0]) for code, words in RELATION_LABELS.items()]
    )
    target_number = forms.CharField(label="Số, ký hiệu văn bản chịu tác động", max_length=60)
    target_path = forms.CharField(
        label="Phần chịu tác động",
        required=False,
        max_length=200,
        help_text="Để trống nếu là toàn bộ; ví dụ: khoản 2 Điều 5.",
    )
    effective_on = DateField(label="Từ ngày", required=False, help_text="Để trống: từ ngày văn bản này có hiệu lực.")
    evidence = forms.CharField(label="Trích nội dung làm căn cứ", widget=forms.Textarea(attrs={"rows": 3}))

    def clean_target_path(self) -> str:
        """The path of what people write: "khoản 2 Điều 5"; a path itself stays as it is."""
        words = str(self.cleaned_data["target_path"]).strip()
        if not words or _PATH.fullmatch(words):
            return words
        chains = find_pointers(words)
        if len(chains) != 1 or len(chains[0].pointers) != 1:
            raise forms.ValidationError("Hãy ghi một điều khoản, ví dụ: khoản 2 Điều 5.")
        return chains[0].pointers[0].path

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.get("target_number", "")
        if number:
            data["target"] = _document_numbered(self, "target_number", number, self.row, must_exist=False)
        return data


class CorrectForm(ActionForm):
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    title = forms.CharField(label="Tên gọi, trích yếu", widget=forms.Textarea(attrs={"rows": 2}))
    document_type = forms.ChoiceField(
        label="Loại văn bản", choices=[(c.value, n) for c, n in DOCUMENT_TYPE_LABELS.items()]
    )
    issued_by = forms.ModelChoiceField(
        IssuingBody.objects, label="Cơ quan ban hành", required=False, empty_label=NOT_CHOSEN
    )
    subject_area = forms.ModelChoiceField(SubjectArea.objects, label="Lĩnh vực", required=False, empty_label=NOT_CHOSEN)
    drafted_by = forms.ModelChoiceField(
        Unit.objects.filter(parent=None), label="Cơ quan chủ trì soạn thảo", required=False, empty_label=NOT_CHOSEN
    )
    expected_on = DateField(
        label="Dự kiến ban hành",
        required=False,
        help_text="Dự thảo được đối chiếu với văn bản có hiệu lực vào ngày này.",
    )
    issued_on = DateField(label="Ngày ban hành", required=False)
    effective_on = DateField(label="Ngày có hiệu lực", required=False)
    stated_end_on = DateField(
        label="Hết hiệu lực theo chính văn bản",
        required=False,
        help_text="Ngày đầu tiên không còn hiệu lực: văn bản ghi “đến hết ngày 31/12/2026” thì ghi 01/01/2027.",
    )
    signer = forms.CharField(label="Người ký", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row.stage == Stage.PROMULGATED:
            del self.fields["expected_on"]
        for name, field in self.fields.items():
            if name != "reason":
                field.initial = getattr(self.row, name)

    def clean(self) -> dict[str, Any]:
        """Only what was changed goes through the door."""
        data = super().clean() or {}
        return {name: value for name, value in data.items() if name == "reason" or getattr(self.row, name) != value}


class ConcludeSelfCheckForm(ActionForm):
    is_lawful = forms.TypedChoiceField(
        label="Kết quả",
        choices=[("True", "Không phát hiện nội dung trái pháp luật"), ("False", "Có nội dung trái pháp luật")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "True",
    )
    grounds = forms.MultipleChoiceField(
        label="Căn cứ (Điều 7 Nghị định 79/2025/NĐ-CP)",
        required=False,
        choices=[(code, f"{ground.text} ({ground.legal_source})") for code, ground in UNLAWFUL_GROUND_BY_CODE.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    result = forms.CharField(
        label="Nội dung, căn cứ pháp lý, đề xuất hướng xử lý", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ConcludeReviewForm(ActionForm):
    outcome = forms.ChoiceField(
        label="Kết quả rà soát",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        help_text="Các hình thức xử lý theo Điều 38 Nghị định 79/2025/NĐ-CP.",
    )
    handle_by = DateField(label="Thời hạn phải xử lý", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Nội dung, lý do kiến nghị"


def _document_numbered(
    form: forms.Form, field: str, number: str, row: Document, *, must_exist: bool = True
) -> Document | None:
    """The one promulgated document of that number that `row` can mean; an error on the form where there is none."""
    key = number_key(number)
    found = NumberBook([key]).meant_by(key, row)
    if found is None and must_exist:
        form.add_error(field, f"Trong kho không có (hoặc có nhiều hơn một) văn bản “{number}” cùng địa bàn.")
    return found


ACTION_FORMS: dict[tuple[type[Model], str], type[ActionForm]] = {
    (Document, "request_appraisal"): RequestAppraisalForm,
    (Document, "promulgate"): PromulgateForm,
    (Document, "open_review"): OpenReviewForm,
    (Document, "add_relation"): AddRelationForm,
    (Document, "correct"): CorrectForm,
    (Appraisal, "submit"): SubmitForm,
    (Appraisal, "assign"): AssignForm,
    (Appraisal, "assess"): AssessForm,
    (Appraisal, "decide_findings"): DecideFindingsForm,
    (Appraisal, "add_remark"): RemarkForm,
    (Appraisal, "withdraw_remark"): WithdrawRemarkForm,
    (Appraisal, "conclude"): ConcludeAppraisalForm,
    (Appraisal, "approve"): ApproveForm,
    (SelfCheck, "conclude"): ConcludeSelfCheckForm,
    (Review, "conclude"): ConcludeReviewForm,
}
#: Actions that take nothing but a click: no page asks for a reason.
PLAIN_ACTIONS: frozenset[tuple[type[Model], str]] = frozenset(
    {(Appraisal, "examine"), (SelfCheck, "start"), (Review, "start"), (Relation, "confirm")}
)
#: Actions that have their own place on the appraisal desk, not a button at the head of a page.
DESK_ACTIONS = frozenset({"assess", "add_remark", "withdraw_remark", "examine", "decide_findings"})
