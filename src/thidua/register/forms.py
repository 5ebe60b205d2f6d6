"""Forms of the book: a decision that exists on paper, and the note of a revocation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.law import load_rulebook
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.people.models import Person
from thidua.register.models import RegisterEntry


class PaperDecisionForm(KitForm):
    """One award of a decision on paper."""

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

    def __init__(self, *args: Any, department: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        self.department = department
        awards = load_rulebook().awards(timezone.localdate())
        self.names = {a.code: a.name for a in awards}
        self.fields["award_code"].choices = [("", "Chọn"), *self.names.items()]  # type: ignore[attr-defined]
        self.fields["collective"].queryset = units_of(department)  # type: ignore[attr-defined]
        self.fields["collective"].empty_label = "Chọn phòng, đơn vị"  # type: ignore[attr-defined]

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
        decided, year = data.get("decided_on"), data.get("year")
        if isinstance(decided, dt.date) and year is not None and year > decided.year:
            self.add_error("year", "Năm thành tích không thể sau năm ký quyết định.")
        return data

    def award_name(self) -> str:
        return self.names[self.cleaned_data["award_code"]]


class RevokeForm(KitForm):
    """Why an award no longer stands."""

    reason = forms.CharField(
        label="Lý do và số quyết định hủy bỏ, thu hồi",
        max_length=300,
        error_messages={"required": "Ghi lý do và số quyết định hủy bỏ, thu hồi."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
