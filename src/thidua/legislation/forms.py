"""Input of a text that was read: against which publication, on which day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm


class CheckedForm(KitForm):
    """Who reads a text says against what and when; the account says who."""

    against = forms.CharField(
        label="Bản đã đối chiếu",
        max_length=300,
        help_text="Ví dụ: Công báo số 571+572 ngày 15/7/2022; văn bản hợp nhất 115/VBHN-VPQH.",
        error_messages={
            "required": "Ghi bản đã đối chiếu: số công báo, văn bản hợp nhất hoặc bản ký.",
            "max_length": "Nội dung dài quá 300 ký tự. Rút gọn lại.",
        },
    )
    checked_on = DayField(label="Ngày đối chiếu")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=300,
        error_messages={"max_length": "Ghi chú dài quá 300 ký tự. Rút gọn lại."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["checked_on"].initial = timezone.localdate()


class EntryForm(CheckedForm):
    """The whole entry as the text states it."""

    text = forms.CharField(
        label="Nội dung mục (YAML)",
        strip=False,
        help_text="Bản nháp dưới đây là văn bản gần nhất đã biết; sửa theo văn bản vừa đọc, "
        "mỗi điều kiện giữ căn cứ và độ tin cậy.",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "input code"}),
        error_messages={"required": "Dán nội dung mục theo văn bản (YAML) rồi xem trước."},
    )


class ReasonForm(KitForm):
    """Why a text is taken out again."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        error_messages={
            "required": "Ghi lý do gỡ văn bản đã nạp.",
            "max_length": "Lý do dài quá 300 ký tự. Rút gọn lại.",
        },
    )
