"""Forms of what happens to units: every one asks for the day and the document it rests on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from thidua.kit.fields import DayField, KitForm
from thidua.kit.text import squeeze
from thidua.organisations.actions import Basis, Formed
from thidua.organisations.forms.units import UNIT_KINDS
from thidua.organisations.models import Body

MOST_NEW = 6


class EventForm(KitForm):
    """The day and the document, the same in every form; the fields of the act come first."""

    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        help_text="Ngày đầu tiên theo tổ chức mới. Đơn vị kết thúc hoạt động đến hết ngày trước.",
    )
    document_number = forms.CharField(
        label="Số, ký hiệu văn bản",
        max_length=60,
        help_text="Ví dụ: 15/2025/QĐ-UBND.",
        error_messages={"required": "Ghi số, ký hiệu văn bản làm căn cứ."},
    )
    document_issuer = forms.CharField(
        label="Cơ quan ban hành",
        max_length=160,
        error_messages={"required": "Ghi cơ quan ban hành văn bản."},
    )
    document_date = DayField(label="Ngày văn bản")

    def __init__(self, *args: Any, unit: Body, units: QuerySet[Body], **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit = unit
        self.units = units
        own = [name for name in self.fields if name not in EventForm.base_fields]
        self.order_fields([*own, *EventForm.base_fields])
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices_of(units)
                field.error_messages |= {"invalid_choice": "Chọn một đơn vị trong danh sách."}

    def choices_of(self, units: QuerySet[Body]) -> QuerySet[Body]:
        """Which units may be chosen; all others of the department by default."""
        return units.exclude(pk=self.unit.pk)

    def basis(self) -> Basis:
        data = self.cleaned_data
        return Basis(data["document_number"], data["document_issuer"], data["document_date"])


class RenameForm(EventForm):
    """The new name."""

    name = forms.CharField(
        label="Tên mới", max_length=200, error_messages={"required": "Ghi tên mới."}
    )


class CorrectNameForm(KitForm):
    """The name as it should have been written; no day, no document."""

    name = forms.CharField(
        label="Tên viết đúng", max_length=200, error_messages={"required": "Ghi tên viết đúng."}
    )


class AbsorbForm(EventForm):
    """Into which unit, and which others go with this one."""

    into = forms.ModelChoiceField(
        label="Sáp nhập vào",
        queryset=Body.objects.none(),
        empty_label="Chọn đơn vị tiếp nhận",
        error_messages={"required": "Chọn đơn vị tiếp nhận."},
    )
    bodies = forms.ModelMultipleChoiceField(
        label="Cùng sáp nhập vào đó",
        queryset=Body.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class JoinForm(EventForm):
    """With whom, and what comes of it."""

    bodies = forms.ModelMultipleChoiceField(
        label="Hợp nhất với",
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đơn vị để hợp nhất."},
    )
    name = forms.CharField(
        label="Tên đơn vị mới", max_length=200, error_messages={"required": "Ghi tên đơn vị mới."}
    )
    kind = forms.ChoiceField(label="Loại đơn vị mới", choices=UNIT_KINDS)

    def choices_of(self, units: QuerySet[Body]) -> QuerySet[Body]:
        return units.exclude(pk=self.unit.pk).filter(parent=self.unit.parent_id)

    def formed(self) -> Formed:
        return Formed(self.cleaned_data["name"], self.cleaned_data["kind"])


class SeparateForm(EventForm):
    """Names of what is taken out, one a line."""

    names = forms.CharField(
        label="Tên đơn vị mới, mỗi dòng một tên",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
        error_messages={"required": "Ghi tên đơn vị mới."},
    )
    kind = forms.ChoiceField(label="Loại đơn vị mới", choices=UNIT_KINDS)

    def clean_names(self) -> list[str]:
        names = [squeeze(line) for line in self.cleaned_data["names"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_NEW:
            raise forms.ValidationError(f"Ghi nhiều nhất {MOST_NEW} đơn vị mới trong một lần.")
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError("Tên đơn vị dài nhất 200 ký tự.")
        return names

    def formed(self) -> list[Formed]:
        kind = self.cleaned_data["kind"]
        return [Formed(name, kind) for name in self.cleaned_data["names"]]


class DivideForm(SeparateForm):
    """The same, and who goes where."""

    people_to = forms.TypedChoiceField(
        label="Người đang làm việc chuyển về",
        choices=[(n, f"Đơn vị ở dòng {n + 1}") for n in range(MOST_NEW)],
        coerce=int,
        help_text="Sau đó có thể chuyển tiếp từng người trong hồ sơ của người đó.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for unit in self.unit.units.filter(closed_on=None):
            self.fields[f"unit_{unit.pk}"] = forms.TypedChoiceField(
                label=f"{unit.name} chuyển về",
                choices=[(n, f"Đơn vị ở dòng {n + 1}") for n in range(MOST_NEW)],
                coerce=int,
                widget=forms.Select(attrs={"class": "input"}),
            )

    def units_to(self) -> dict[int, int]:
        return {
            int(name.removeprefix("unit_")): place
            for name, place in self.cleaned_data.items()
            if name.startswith("unit_")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        places = [
            value for name, value in data.items() if name == "people_to" or name[:5] == "unit_"
        ]
        if "names" in data and any(place >= len(data["names"]) for place in places):
            raise forms.ValidationError("Chọn một dòng có tên đơn vị mới làm nơi tiếp nhận.")
        return data


class FunctionForm(EventForm):
    """What is handed over, and to whom."""

    receiver = forms.ModelChoiceField(
        label="Đơn vị tiếp nhận",
        queryset=Body.objects.none(),
        empty_label="Chọn đơn vị tiếp nhận",
        error_messages={"required": "Chọn đơn vị tiếp nhận."},
    )
    function = forms.CharField(
        label="Chức năng, nhiệm vụ được chuyển",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ghi như trong văn bản.",
        error_messages={"required": "Ghi chức năng, nhiệm vụ được chuyển."},
    )


class MoveForm(EventForm):
    """Under which body of the department."""

    parent = forms.ModelChoiceField(
        label="Cơ quan, đơn vị quản lý mới",
        queryset=Body.objects.none(),
        empty_label="Chọn cơ quan quản lý",
        error_messages={"required": "Chọn cơ quan quản lý."},
    )

    def choices_of(self, units: QuerySet[Body]) -> QuerySet[Body]:
        department = self.unit.department.pk
        above = Body.objects.filter(pk__in=[department, *units.values_list("pk", flat=True)])
        return above.exclude(pk__in=[self.unit.pk, self.unit.parent_id or 0])


class KindForm(EventForm):
    """Of which kind and level from the day on."""

    kind = forms.ChoiceField(label="Loại đơn vị", choices=UNIT_KINDS)
    level = forms.ChoiceField(label="Cấp", choices=Body.Level.choices)


class CloseForm(EventForm):
    """Where the people go, if anybody is left."""

    people_to = forms.ModelChoiceField(
        label="Người đang làm việc chuyển về",
        queryset=Body.objects.none(),
        required=False,
        empty_label="Không còn người đang làm việc",
    )


class RecogniseForm(KitForm):
    """Who decided that awards of a predecessor count, until when, on what basis."""

    up_to = DayField(label="Tính khen thưởng được quyết định đến hết ngày")
    decided_by = forms.CharField(
        label="Người quyết định (họ tên, chức vụ)",
        max_length=150,
        error_messages={"required": "Ghi họ tên, chức vụ người quyết định."},
    )
    decided_on = DayField(label="Ngày quyết định")
    document_number = forms.CharField(
        label="Số văn bản",
        max_length=60,
        error_messages={"required": "Ghi số văn bản quyết định."},
    )
    basis = forms.CharField(
        label="Căn cứ",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Văn bản hướng dẫn cho phép tính khen thưởng của đơn vị tiền thân.",
        error_messages={"required": "Ghi căn cứ: văn bản hướng dẫn cho phép tính."},
    )


class WithdrawForm(KitForm):
    """Why a decision about history no longer stands."""

    reason = forms.CharField(
        label="Lý do rút",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do rút quyết định."},
    )
