"""Forms of councils, their seats and their decisions."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from thidua.accounts.models import User
from thidua.councils.models import Council, Member
from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import Body

_CRITERION = re.compile(r"^(?P<title>.+?)\s*[:=\t]\s*(?P<max>\d{1,4})\s*(?:điểm)?\s*$")


class CouncilForm(KitForm):
    """A council and the decision that set it up."""

    name = forms.CharField(
        label="Tên Hội đồng", max_length=200, error_messages={"required": "Ghi tên Hội đồng."}
    )
    kind = forms.ChoiceField(label="Loại hội đồng", choices=Council.Kind.choices, required=False)
    body = forms.ModelChoiceField(
        label="Của cơ quan, đơn vị",
        queryset=Body.objects.none(),
        required=False,
        empty_label="Cả cơ quan",
    )
    established_by = forms.CharField(
        label="Số quyết định thành lập",
        max_length=100,
        required=False,
        help_text="Ví dụ: 15/QĐ-SNV",
    )
    established_on = DayField(label="Ngày quyết định", required=False)
    authority = forms.CharField(
        label="Cơ quan, người quyết định",
        max_length=160,
        required=False,
        help_text="Ví dụ: Giám đốc Sở Nội vụ",
    )
    term = forms.CharField(
        label="Nhiệm kỳ", max_length=60, required=False, help_text="Ví dụ: 2026–2030"
    )
    term_from = DayField(label="Nhiệm kỳ từ ngày", required=False)
    term_to = DayField(label="Nhiệm kỳ đến ngày", required=False)
    rules_of_work = forms.CharField(
        label="Quy chế hoạt động của Hội đồng",
        max_length=160,
        required=False,
        help_text="Số, ngày của quy chế. Các tỷ lệ, cách bỏ phiếu lấy từ bộ quy tắc đã nạp",
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if bodies is None:
            del self.fields["body"]
            del self.fields["kind"]
        else:
            self.fields["body"].queryset = bodies  # type: ignore[attr-defined]  # a choice field


class MemberForm(KitForm):
    """One seat."""

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
        help_text="Thành viên chưa có tài khoản bỏ phiếu giấy do Ban kiểm phiếu nhập",
    )
    from_date = DayField(label="Tham gia từ ngày", required=False)

    def __init__(self, *args: Any, accounts: QuerySet[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = accounts  # type: ignore[attr-defined]  # a choice field


class EndMemberForm(KitForm):
    """The last day of a seat."""

    to_date = DayField(label="Thôi nhiệm vụ từ ngày")


class EndCouncilForm(KitForm):
    """The decision that ends a council."""

    number = forms.CharField(label="Số quyết định", max_length=100)
    signed_on = DayField(label="Ngày ký")
    authority = forms.CharField(label="Cơ quan, người quyết định", max_length=160)


class RenewalForm(KitForm):
    """The decision of renewal; its seats come from `SeatForm` and `NewSeatForm` lines."""

    number = forms.CharField(
        label="Số quyết định kiện toàn", max_length=100, help_text="Ví dụ: 21/QĐ-SNV"
    )
    signed_on = DayField(label="Ngày ký")
    effective_on = DayField(label="Có hiệu lực từ ngày")
    authority = forms.CharField(label="Cơ quan, người quyết định", max_length=160)
    term = forms.CharField(label="Nhiệm kỳ", max_length=60, required=False)
    term_to = DayField(label="Nhiệm kỳ đến ngày", required=False)


class SeatForm(KitForm):
    """A present member under the new decision."""

    stays = forms.BooleanField(label="Tiếp tục tham gia", required=False)
    duty = forms.ChoiceField(label="Nhiệm vụ", choices=Member.Duty.choices)
    office = forms.CharField(label="Chức vụ", max_length=120, required=False)


class NewSeatForm(KitForm):
    """A member whom the decision adds; an empty line is left out."""

    full_name = forms.CharField(label="Họ và tên", max_length=120, required=False)
    office = forms.CharField(label="Chức vụ", max_length=120, required=False)
    duty = forms.ChoiceField(
        label="Nhiệm vụ", choices=Member.Duty.choices, initial=Member.Duty.MEMBER, required=False
    )
    user = forms.ModelChoiceField(
        label="Tài khoản", queryset=User.objects.none(), required=False, empty_label="Chưa có"
    )

    def __init__(self, *args: Any, accounts: QuerySet[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = accounts  # type: ignore[attr-defined]  # a choice field

    @property
    def said(self) -> bool:
        """Whether somebody is on this line."""
        data = self.cleaned_data
        return bool(data.get("full_name") or data.get("user"))


class CriteriaForm(KitForm):
    """The score sheet, one criterion a line."""

    criteria = forms.CharField(
        label="Tiêu chí chấm điểm",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một tiêu chí và điểm tối đa, ví dụ: Tính mới: 30",
    )

    def clean_criteria(self) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        for number, line in enumerate(self.cleaned_data["criteria"].splitlines(), start=1):
            if not line.strip():
                continue
            match = _CRITERION.match(line.strip())
            if match is None:
                raise forms.ValidationError(
                    f"Dòng {number} chưa có điểm tối đa. Ghi như “Tính mới: 30”."
                )
            found.append((match["title"], int(match["max"])))
        return found
