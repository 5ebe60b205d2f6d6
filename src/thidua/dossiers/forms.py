"""Input checks of the dossier pages; what a rule of the work refuses is said by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from thidua.councils.models import Sitting
from thidua.kit.fields import DayField, KitForm


class TitleForm(KitForm):
    title = forms.CharField(
        label="Tên hồ sơ", max_length=200, error_messages={"required": "Ghi tên hồ sơ."}
    )
    note = forms.CharField(
        label="Ghi chú, nội dung tờ trình",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đoạn này vào tờ trình, ngay trước phần đề nghị",
    )


class ReasonForm(KitForm):
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )


class ReturnForm(KitForm):
    reason = forms.CharField(
        label="Nội dung cần làm rõ",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Người nhận đọc đúng câu này. Viết điều cần làm, không viết nhận xét.",
        error_messages={"required": "Ghi nội dung cần bổ sung để đơn vị biết phải làm gì."},
    )
    by_date = DayField(label="Hạn bổ sung", required=False)


class SummaryForm(KitForm):
    summary = forms.CharField(
        label="Tóm tắt thành tích",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hai, ba câu có số liệu; thành viên Hội đồng đọc đoạn này trước khi bỏ phiếu",
    )


class ConfirmForm(KitForm):
    confirmed_by = forms.CharField(
        label="Người hoặc cuộc họp xác nhận",
        max_length=200,
        help_text="Ví dụ: Cuộc họp bình xét của Phòng, biên bản số 05/BB ngày 05/9/2026",
        error_messages={"required": "Ghi người hoặc cuộc họp đã xác nhận."},
    )
    confirmed_on = DayField(label="Ngày xác nhận")


class SittingChoiceForm(KitForm):
    sitting = forms.ModelChoiceField(
        label="Phiên họp",
        queryset=Sitting.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn phiên họp.", "invalid_choice": "Chọn lại phiên họp."},
    )

    def __init__(self, *args: Any, sittings: QuerySet[Sitting], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sitting"].queryset = sittings  # type: ignore[attr-defined]  # a choice field
