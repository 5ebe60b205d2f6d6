"""Input of the pages of ceremonies and of the stock."""

from __future__ import annotations

from typing import Any

from django import forms

from thidua.ceremonies.models import StockItem, StockMove
from thidua.decisions.models import Decision
from thidua.kit.fields import DayField, KitForm


def _whole(label: str, *, low: int = 0, high: int = 1_000_000, **more: Any) -> forms.IntegerField:
    said = f"Ghi số nguyên từ {low} đến {high}."
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": said, "required": said, "min_value": said, "max_value": said,
        },
        **more,
    )  # fmt: skip


class CeremonyForm(KitForm):
    """What a ceremony is called, when and where, which decisions are handed over."""

    title = forms.CharField(
        label="Tên buổi lễ", max_length=200, error_messages={"required": "Ghi tên buổi lễ."}
    )
    held_on = DayField(label="Ngày")
    starts_at = forms.TimeField(
        label="Giờ",
        required=False,
        input_formats=("%H:%M", "%H giờ %M", "%Hh%M"),
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:00"}),
        error_messages={"invalid": "Ghi giờ dạng 08:00."},
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    group_size = _whole("Số người mỗi lượt lên sân khấu", low=1, high=100, initial=10)
    decisions = forms.ModelMultipleChoiceField(
        label="Quyết định được trao",
        queryset=Decision.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một quyết định để trao."},
    )

    def __init__(self, *args: Any, offered: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["decisions"]
        field.queryset = offered


class PresenterForm(KitForm):
    """Somebody who hands over."""

    name = forms.CharField(
        label="Họ tên người trao",
        max_length=120,
        error_messages={"required": "Ghi họ tên người trao."},
    )
    post = forms.CharField(label="Chức vụ", max_length=160, required=False)


class SeatsForm(KitForm):
    """How seats are given."""

    per_row = _whole("Số ghế mỗi hàng", low=1, high=200, initial=12)
    first_row = _whole("Bắt đầu từ hàng thứ", low=1, high=100, initial=1)
    new_row = forms.BooleanField(label="Mỗi lượt bắt đầu hàng mới", required=False)


class ItemForm(KitForm):
    """A kind of object."""

    kind = forms.ChoiceField(label="Loại", choices=StockItem.Kind.choices)
    name = forms.CharField(
        label="Tên",
        max_length=160,
        error_messages={"required": "Ghi tên phôi, khung, hiện vật."},
    )
    unit = forms.CharField(label="Đơn vị tính", max_length=30, initial="cái")
    low_at = _whole("Báo khi còn dưới", initial=0)
    target = forms.ChoiceField(label="Đi kèm danh hiệu, hình thức", required=False)
    per_award = _whole("Số lượng mỗi trường hợp", low=1, high=100, initial=1)

    def __init__(self, *args: Any, targets: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["target"]
        field.choices = targets


class MoveForm(KitForm):
    """One movement."""

    kind = forms.ChoiceField(label="Loại", choices=StockMove.Kind.choices)
    quantity = _whole("Số lượng", low=1)
    on = DayField(label="Ngày")
    reason = forms.CharField(label="Lý do, chứng từ", max_length=300, required=False)
