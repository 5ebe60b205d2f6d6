"""Forms of the book: decisions on paper and of others, what happens later, extracts, the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.law import load_rulebook
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.people.models import Person
from thidua.register.models import RegisterEntry, RegisterExtract


class PaperDecisionForm(KitForm):
    """One award of a decision on paper, or given by another body."""

    source = forms.ChoiceField(
        label="Nguồn",
        choices=[
            (RegisterEntry.Source.PAPER, "Quyết định giấy của cơ quan, cấp trên trực tiếp"),
            (RegisterEntry.Source.OTHER, "Cơ quan, tổ chức khác khen"),
        ],
        initial=RegisterEntry.Source.PAPER,
        required=False,
    )
    person_code = forms.CharField(
        label="Mã cán bộ",
        max_length=20,
        required=False,
        help_text="Ghi khi khen cá nhân. Mã có trong danh sách cán bộ.",
    )
    collective = forms.ModelChoiceField(
        label="Tập thể",
        queryset=Body.objects.none(),
        required=False,
        help_text="Chọn khi khen tập thể.",
    )
    award_code = forms.ChoiceField(
        label="Danh hiệu, hình thức",
        error_messages={"required": "Chọn danh hiệu, hình thức.", "invalid_choice": "Chọn lại."},
    )
    year = forms.IntegerField(
        label="Năm thành tích",
        error_messages={"required": "Ghi năm thành tích.", "invalid": "Ghi năm bằng 4 chữ số."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    period_from = forms.IntegerField(
        label="Thành tích từ năm",
        required=False,
        help_text="Ghi khi quyết định nêu một giai đoạn, ví dụ 2021 đến 2025.",
        error_messages={"invalid": "Ghi năm bằng 4 chữ số."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    period_to = forms.IntegerField(
        label="Thành tích đến năm",
        required=False,
        error_messages={"invalid": "Ghi năm bằng 4 chữ số."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    recipient_group = forms.ChoiceField(
        label="Nhóm đối tượng khi được khen",
        choices=[("", "Không ghi"), *Person.Group.choices],
        required=False,
    )
    decision_number = forms.CharField(
        label="Số quyết định",
        max_length=60,
        help_text="Ví dụ: 45/QĐ-SNV",
        error_messages={"required": "Ghi số quyết định."},
    )
    decided_on = DayField(label="Ngày ký")
    authority = forms.CharField(
        label="Người, cơ quan quyết định",
        max_length=200,
        help_text="Ví dụ: Chủ tịch UBND tỉnh",
        error_messages={"required": "Ghi người, cơ quan quyết định."},
    )
    merit = forms.ChoiceField(label="Loại hình khen thưởng", choices=RegisterEntry.Merit.choices)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    evidence = forms.FileField(
        label="Văn bản minh chứng",
        required=False,
        help_text="Bản quét quyết định, bằng: PDF, DOCX, XLSX, JPG, PNG, tối đa 20 MB.",
        error_messages={"empty": "Tệp rỗng. Chọn lại tệp.", "invalid": "Chọn lại tệp."},
    )

    def __init__(self, *args: Any, department: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        self.department = department
        awards = load_rulebook().awards(timezone.localdate())
        self.names = {a.code: a.name for a in awards}
        self.fields["award_code"].choices = [("", "Chọn"), *self.names.items()]  # type: ignore[attr-defined]  # fields declared above, of these classes
        self.fields["collective"].queryset = units_of(department)  # type: ignore[attr-defined]  # fields declared above, of these classes
        self.fields["collective"].empty_label = "Chọn phòng, đơn vị"  # type: ignore[attr-defined]  # fields declared above, of these classes

    def clean_person_code(self) -> Person | None:
        code = self.cleaned_data["person_code"].strip()
        if not code:
            return None
        person = Person.objects.filter(department=self.department, code__iexact=code).first()
        if person is None:
            raise forms.ValidationError(f"Không có cán bộ mang mã “{code}” trong cơ quan.")
        return person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person, collective = data.get("person_code"), data.get("collective")
        if "person_code" not in self.errors and (person is None) == (collective is None):
            self.add_error("person_code", "Ghi mã cán bộ hoặc chọn một tập thể.")
        first, last = data.get("period_from"), data.get("period_to")
        if (first is None) != (last is None):
            self.add_error("period_to", "Ghi đủ từ năm và đến năm, hoặc bỏ trống cả hai.")
        elif first is not None and last is not None and not 1945 <= first <= last:
            self.add_error("period_to", "Đến năm không thể trước từ năm.")
        other = data.get("source") == RegisterEntry.Source.OTHER
        if other and not data.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", "Khen thưởng của cơ quan khác cần văn bản minh chứng.")
        decided, year = data.get("decided_on"), data.get("year")
        if isinstance(decided, dt.date) and year is not None and year > decided.year:
            self.add_error("year", "Năm thành tích không thể sau năm ký quyết định.")
        return data

    def award_name(self) -> str:
        return self.names[self.cleaned_data["award_code"]]


class DongField(forms.IntegerField):
    """A sum as officials write it: 2.340.000."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(str(value).replace(".", "") if value else None)


class EventForm(KitForm):
    """An event of an entry: only the fields that its kind asks for."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        error_messages={"required": "Ghi lý do và số quyết định, nếu có."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = DayField(label="Ngày")
    objects_named = forms.CharField(
        label="Hiện vật", max_length=200, help_text="Ví dụ: Giấy chứng nhận, khung, huy hiệu"
    )
    amount = DongField(
        label="Số tiền (đồng)",
        min_value=1,
        max_value=100_000_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Ghi số tiền bằng chữ số, ví dụ 2.340.000.",
            "min_value": "Số tiền phải lớn hơn 0.",
            "max_value": "Số tiền lớn quá. Kiểm tra lại.",
        },
    )
    document_number = forms.CharField(
        label="Số văn bản", max_length=60, help_text="Ví dụ: 12/QĐ-SNV"
    )
    document_on = DayField(label="Ngày văn bản")
    authority = forms.CharField(label="Người, cơ quan ban hành văn bản", max_length=200)

    def __init__(
        self, *args: Any, fields: Sequence[str], needed: Sequence[str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name in list(self.fields):
            if name not in fields:
                del self.fields[name]
            else:
                self.fields[name].required = name in needed
        self.order_fields(list(fields))

    def said(self) -> dict[str, Any]:
        """What was filled in, for the action; a reason is handed on even when empty."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") or name == "reason"
        }


class HeadForm(KitForm):
    """The end of the chain as it was printed on an earlier day."""

    so = forms.IntegerField(
        label="Số mục",
        min_value=0,
        error_messages={"required": "Ghi số mục trên dấu chốt đã in.", "invalid": "Ghi chữ số."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    ma = forms.RegexField(
        label="Mã băm",
        regex=r"^[0-9a-fA-F]{16,64}$",
        strip=True,
        help_text="Ít nhất 16 ký tự đầu",
        error_messages={
            "required": "Ghi mã băm trên dấu chốt đã in.",
            "invalid": "Mã băm gồm 16 đến 64 ký tự 0–9, a–f.",
        },
    )


class ExtractForm(KitForm):
    """Who signs a certified extract, when and what for."""

    purpose = forms.CharField(
        label="Mục đích",
        max_length=200,
        required=False,
        help_text="Ghi tiếp sau chữ “để”. Ví dụ: hoàn thiện hồ sơ cán bộ",
    )
    issued_on = DayField(label="Ngày cấp")
    signing_form = forms.CharField(
        label="Quyền hạn ký", max_length=60, required=False, help_text="Ví dụ: KT. GIÁM ĐỐC"
    )
    signatory_post = forms.CharField(
        label="Chức vụ người ký",
        max_length=120,
        error_messages={"required": "Ghi chức vụ người ký."},
    )
    signatory_name = forms.CharField(
        label="Họ và tên người ký",
        max_length=150,
        error_messages={"required": "Ghi họ và tên người ký."},
    )

    def __init__(self, *args: Any, department: Body, **more: Any) -> None:
        last = RegisterExtract.objects.filter(department=department).first()
        initial: dict[str, Any] = {"issued_on": timezone.localdate(), "signatory_post": "Giám đốc"}
        if last is not None:
            powers = [*last.signatory_powers]
            initial |= {
                "signatory_name": last.signatory_name,
                "signatory_post": powers[-1],
                "signing_form": powers[0] if len(powers) > 1 else "",
            }
        super().__init__(*args, initial=initial, **more)


class CancelForm(KitForm):
    """Why an extract no longer holds."""

    reason = forms.CharField(
        label="Lý do hủy bản trích sao",
        max_length=300,
        error_messages={"required": "Ghi lý do hủy bản trích sao."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
