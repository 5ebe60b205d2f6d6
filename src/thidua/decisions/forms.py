"""Input of the decision pages."""

from __future__ import annotations

from typing import Any

from django import forms

from thidua.decisions.models import Decision
from thidua.kit.fields import DayField, KitForm

MAX_NUMBER = 99_999


class LinesField(forms.CharField):
    """One item a line; blank lines are dropped."""

    def __init__(self, *, rows: int = 4, **more: Any) -> None:
        more.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**more)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


def number_field(*, required: bool) -> forms.IntegerField:
    whole = "Ghi số quyết định bằng chữ số, ví dụ 125."
    return forms.IntegerField(
        label="Số quyết định",
        required=required,
        min_value=1,
        max_value=MAX_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": whole,
            "required": whole,
            "min_value": "Số quyết định là số nguyên từ 1.",
            "max_value": f"Số quyết định không quá {MAX_NUMBER}.",
        },
    )


class DecisionForm(KitForm):
    """What the paper says; number and day may wait until the decision is issued."""

    title = forms.CharField(
        label="Trích yếu",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi trích yếu của quyết định."},
    )
    number = number_field(required=False)
    decided_on = DayField(label="Ngày ký", required=False)
    place = forms.CharField(label="Địa danh", max_length=80, required=False)
    period_from = DayField(
        label="Thành tích từ ngày", help_text="Ngày đầu của thời gian lập thành tích."
    )
    period_to = DayField(label="Đến ngày", help_text="Lần khen sau tính tiếp từ ngày này.")
    grounds = LinesField(
        label="Căn cứ",
        rows=7,
        required=False,
        help_text="Mỗi dòng một căn cứ. Hệ thống gợi ý theo văn bản còn hiệu lực.",
    )
    signing_form = forms.CharField(
        label="Thể thức ký thay, thừa lệnh",
        max_length=40,
        required=False,
        help_text="Để trống khi Giám đốc ký. Ví dụ: KT. GIÁM ĐỐC.",
    )
    signatory_post = forms.CharField(label="Chức vụ người ký", max_length=120, required=False)
    signatory_name = forms.CharField(label="Người ký", max_length=120, required=False)
    fund = forms.CharField(label="Nguồn chi tiền thưởng", max_length=200, required=False)
    executors = forms.CharField(label="Nơi thi hành", max_length=300, required=False)
    recipients = LinesField(label="Nơi nhận", required=False, help_text="Mỗi dòng một nơi nhận.")

    @classmethod
    def of(cls, decision: Decision, data: Any = None) -> DecisionForm:
        """The form filled with what the draft says now."""
        return cls(data, initial={name: getattr(decision, name) for name in cls.base_fields})


class IssueForm(KitForm):
    """Number and day, asked for once more in the confirmation dialog."""

    number = number_field(required=True)
    decided_on = DayField(label="Ngày ký")


class ReasonForm(KitForm):
    """Why a draft goes back."""

    reason = forms.CharField(
        label="Cần sửa gì",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do trả lại: cần sửa gì, ở đâu."},
    )


class MeritForm(KitForm):
    """Words of merit on one certificate."""

    merit = forms.CharField(
        label="Thành tích ghi trên bằng",
        max_length=300,
        error_messages={"required": "Ghi thành tích in trên bằng."},
    )
