"""Input of a round and of a finding; what may be meant is checked again by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm


class RoundForm(KitForm):
    """A new yearly round."""

    year = forms.IntegerField(
        label="Năm xét",
        error_messages={
            "required": "Ghi năm xét, ví dụ 2026.",
            "invalid": "Ghi năm bằng bốn chữ số, ví dụ 2026.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    name = forms.CharField(
        label="Tên đợt xét",
        max_length=200,
        help_text="Ví dụ: Tổng kết thi đua, khen thưởng năm 2026.",
        error_messages={
            "required": "Ghi tên đợt xét, ví dụ: Tổng kết năm 2026.",
            "max_length": "Tên đợt xét dài quá 200 ký tự. Rút gọn tên.",
        },
    )
    received_on = DayField(
        label="Ngày nhận hồ sơ để thẩm định",
        help_text=(
            "Ngày này chọn văn bản áp dụng: điều kiện và thủ tục theo luật, nghị định, quy chế có "
            "hiệu lực vào ngày nhận hồ sơ."
        ),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        today = timezone.localdate()
        self.fields["year"].initial = today.year
        self.fields["name"].initial = f"Tổng kết năm {today.year}"


class FindingForm(KitForm):
    """What people concluded about one condition."""

    about = forms.ChoiceField(
        label="Điều kiện",
        error_messages={
            "required": "Chọn điều kiện cần kết luận.",
            "invalid_choice": "Điều kiện này không còn chờ kết luận. Tải lại trang rồi chọn lại.",
        },
    )
    holds = forms.ChoiceField(
        label="Kết luận",
        choices=[("1", "Đạt"), ("0", "Không đạt")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn Đạt hoặc Không đạt."},
    )
    decided_by = forms.CharField(
        label="Người, hội đồng kết luận",
        max_length=200,
        help_text="Ví dụ: Hội đồng TĐKT Sở.",
        error_messages={
            "required": "Ghi người hoặc hội đồng kết luận.",
            "max_length": "Nội dung dài quá 200 ký tự. Rút gọn lại.",
        },
    )
    decided_on = DayField(label="Ngày kết luận")
    evidence = forms.CharField(
        label="Căn cứ, minh chứng",
        max_length=500,
        help_text="Số biên bản, văn bản, ngày họp.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Ghi căn cứ, minh chứng của kết luận, ví dụ số biên bản, ngày họp.",
            "max_length": "Nội dung dài quá 500 ký tự. Rút gọn lại.",
        },
    )

    def __init__(self, *args: Any, conditions: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.conditions = conditions
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)  # noqa: S101 - narrows the type
        about.choices = [("", "Chọn điều kiện"), *conditions.items()]

    def conclusion(self) -> dict[str, Any]:
        """The keyword arguments of `record_finding` that the form holds."""
        data = self.cleaned_data
        return {
            "about": data["about"],
            "statement": self.conditions[data["about"]],
            "holds": data["holds"] == "1",
            "evidence": data["evidence"],
            "decided_by": data["decided_by"],
            "decided_on": data["decided_on"],
        }
