"""Input checks of the council pages; what a rule of the work refuses is said by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from thidua.accounts.models import User
from thidua.councils.models import Council, Member
from thidua.kit.fields import DayField, KitForm


class CouncilForm(KitForm):
    name = forms.CharField(
        label="Tên Hội đồng", max_length=200, error_messages={"required": "Ghi tên Hội đồng."}
    )
    kind = forms.ChoiceField(label="Loại hội đồng", choices=Council.Kind.choices, required=False)
    established_by = forms.CharField(
        label="Quyết định thành lập, kiện toàn",
        max_length=100,
        required=False,
        help_text="Ví dụ: 15/QĐ-SNV",
    )
    established_on = DayField(label="Ngày quyết định", required=False)


class MemberForm(KitForm):
    full_name = forms.CharField(
        label="Họ và tên",
        max_length=120,
        required=False,
        help_text="Để trống nếu lấy theo tài khoản",
    )
    office = forms.CharField(label="Chức vụ", max_length=120, required=False)
    duty = forms.ChoiceField(
        label="Nhiệm vụ trong Hội đồng", choices=Member.Duty.choices, initial=Member.Duty.MEMBER
    )
    user = forms.ModelChoiceField(
        label="Tài khoản bỏ phiếu",
        queryset=User.objects.none(),
        required=False,
        empty_label="Chưa có tài khoản",
        help_text="Thành viên chỉ bỏ phiếu được bằng tài khoản của mình",
    )

    def __init__(self, *args: Any, accounts: QuerySet[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = accounts  # type: ignore[attr-defined]


class EndMemberForm(KitForm):
    to_date = DayField(label="Thôi nhiệm vụ từ ngày")


class SittingForm(KitForm):
    title = forms.CharField(
        label="Nội dung phiên họp",
        max_length=200,
        error_messages={"required": "Ghi nội dung phiên họp."},
    )
    held_on = DayField(label="Ngày họp")
    starts_at = forms.TimeField(
        label="Giờ họp",
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "14:00"}),
        error_messages={"invalid": "Ghi giờ theo dạng 14:00."},
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    received_on = DayField(
        label="Ngày nhận hồ sơ",
        help_text="Ngày này quyết định văn bản và ngưỡng phiếu được áp dụng",
    )
    presided_by = forms.ModelChoiceField(
        label="Người chủ trì",
        queryset=Member.objects.none(),
        required=False,
        empty_label="Theo Chủ tịch Hội đồng",
    )
    secretary = forms.ModelChoiceField(
        label="Thư ký phiên họp",
        queryset=Member.objects.none(),
        required=False,
        empty_label="Theo Thư ký Hội đồng",
    )

    def __init__(self, *args: Any, members: QuerySet[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["presided_by"].queryset = members  # type: ignore[attr-defined]
        self.fields["secretary"].queryset = members  # type: ignore[attr-defined]


class MinutesForm(KitForm):
    discussion = forms.CharField(
        label="Diễn biến, ý kiến thảo luận",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    conclusion = forms.CharField(
        label="Kết luận",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Để trống: biên bản tự ghi số đề nghị được thông qua theo từng hình thức",
    )
