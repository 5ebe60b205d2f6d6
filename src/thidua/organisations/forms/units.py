"""Forms of a unit: what is known of it, and the facts of a year."""

from __future__ import annotations

from typing import Any

from django import forms

from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import NOT_UNITS, Body

# A collective is rated in the words of persons; other words are shown as they were read.
RATINGS = {
    "hoan_thanh_xuat_sac": "Hoàn thành xuất sắc nhiệm vụ",
    "hoan_thanh_tot": "Hoàn thành tốt nhiệm vụ",
    "hoan_thanh": "Hoàn thành nhiệm vụ",
    "khong_hoan_thanh": "Không hoàn thành nhiệm vụ",
}
# The words of the law's facts for the heaviest measure taken in a collective.
MEASURES = {
    "khong": "Không ai bị kỷ luật",
    "khien_trach": "Khiển trách",
    "canh_cao": "Cảnh cáo",
    "ha_bac_luong": "Hạ bậc lương",
    "giang_chuc": "Giáng chức",
    "cach_chuc": "Cách chức",
    "buoc_thoi_viec": "Buộc thôi việc",
}
UNIT_KINDS = [kind for kind in Body.Kind.choices if kind[0] not in NOT_UNITS]
_COMPUTED = "Để trống thì tính từ danh sách người của đơn vị."


def whole_number(label: str, *, hint: str = "", largest: int = 100_000) -> forms.IntegerField:
    sentence = f"Ghi số nguyên từ 0 đến {largest}."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=largest,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 7}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
    )


class UnitForm(KitForm):
    """What is known of a unit; the name of one that exists is changed apart, with its day."""

    name = forms.CharField(
        label="Tên đơn vị", max_length=200, error_messages={"required": "Ghi tên đơn vị."}
    )
    short_name = forms.CharField(label="Tên ngắn", max_length=80, required=False)
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "Chọn loại"), *UNIT_KINDS],
        error_messages={"required": "Chọn loại đơn vị."},
    )
    order = whole_number("Thứ tự trong danh sách", hint="Số nhỏ đứng trước.")
    founded_on = DayField(label="Ngày thành lập", required=False)

    def __init__(self, *args: Any, unit: Body | None = None, **more: Any) -> None:
        known = {name: getattr(unit, name) for name in self.base_fields} if unit else {}
        super().__init__(*args, initial=known, **more)
        if unit is not None:
            del self.fields["name"]

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class YearForm(KitForm):
    """The facts of a collective for one year."""

    year = forms.IntegerField(
        label="Năm",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(("required", "invalid"), "Ghi năm bằng 4 chữ số, ví dụ 2026."),
    )
    rating = forms.ChoiceField(
        label="Xếp loại tập thể", required=False, choices=[("", "Chưa rõ"), *RATINGS.items()]
    )
    members = whole_number("Số người của đơn vị", hint=_COMPUTED)
    members_completing = whole_number("Số người hoàn thành nhiệm vụ", hint=_COMPUTED)
    worst_discipline = forms.ChoiceField(
        label="Kỷ luật nặng nhất trong năm",
        required=False,
        choices=[("", "Chưa rõ"), *MEASURES.items()],
        help_text=_COMPUTED,
    )
    source = forms.CharField(
        label="Nguồn",
        max_length=200,
        required=False,
        help_text="Văn bản thông báo kết quả.",
    )

    def __init__(self, *args: Any, fixed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if fixed:
            del self.fields["year"]
        # A word that was read from a list and is not one of ours stays until it is changed.
        for name in ("rating", "worst_discipline"):
            field: Any = self.fields[name]
            word = self.initial.get(name)
            if word and word not in dict(field.choices):
                field.choices = [*field.choices, (word, word)]
