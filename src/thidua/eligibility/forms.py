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


EXAMPLE = """format: thidua-change/1
name: Nâng tỷ lệ Chiến sĩ thi đua cơ sở lên 20%
slots:
  - {name: ty_le_cstd_co_so_toi_da, value: 20}
"""


class WhatIfForm(KitForm):
    """A file of changes, typed or brought, and the past years to try it on."""

    text = forms.CharField(
        label="Nội dung thay đổi (thidua-change/1)",
        required=False,
        strip=False,
        initial=EXAMPLE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "input digits"}),
        help_text=(
            "Các mục: quotas (tỷ lệ), slots (ô cơ quan tự quy định), conditions (điều kiện: set "
            "hoặc drop), bonuses (số lần lương cơ sở). Mã điều kiện: thidua law explain."
        ),
    )
    file = forms.FileField(label="Hoặc chọn tệp .yaml", required=False)
    first = forms.IntegerField(label="Từ năm", error_messages={"required": "Ghi năm đầu."})
    last = forms.IntegerField(label="Đến năm", error_messages={"required": "Ghi năm cuối."})
    law_on = DayField(
        label="Áp dụng văn bản của ngày",
        required=False,
        help_text="Để trống: 01/12 của năm cuối.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        year = timezone.localdate().year
        self.fields["first"].initial = year - 3
        self.fields["last"].initial = year - 1

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        this_year = timezone.localdate().year
        if first and last and not (2010 <= first <= last <= this_year and last - first < 10):
            self.add_error("last", f"Chọn từ 1 đến 10 năm liền nhau, từ 2010 đến {this_year}.")
        upload = given.get("file")
        if upload is not None:
            given["text"] = self._read(upload)
        if not (given.get("text") or "").strip():
            self.add_error("text", "Ghi nội dung thay đổi, hoặc chọn tệp.")
        return given

    def _read(self, upload: Any) -> str:
        if upload.size > 200_000:
            self.add_error("file", "Tệp thay đổi quá lớn. Chọn tệp YAML dưới 200 KB.")
            return ""
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "Tệp không phải văn bản UTF-8. Lưu lại bằng mã UTF-8.")
            return ""
        return text
