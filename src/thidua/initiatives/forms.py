"""Forms of one initiative: what it is, and its recognition."""

from __future__ import annotations

from typing import Any

from django import forms

from thidua.initiatives.models import Initiative
from thidua.kit.fields import DayField, KitForm

_YEAR = "Ghi năm bằng 4 chữ số, ví dụ 2026."


class InitiativeForm(KitForm):
    """Everything of one initiative or scientific topic."""

    name = forms.CharField(
        label="Tên sáng kiến, đề tài",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi tên sáng kiến, đề tài."},
    )
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "Chọn loại"), *Initiative.Kind.choices],
        error_messages={"required": "Chọn loại."},
    )
    year = forms.IntegerField(
        label="Năm",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"required": _YEAR, "invalid": _YEAR},
    )
    state = forms.ChoiceField(
        label="Tình trạng",
        choices=Initiative.State.choices,
        initial=Initiative.State.WAITING,
        help_text="Chỉ sáng kiến, đề tài đã công nhận được tính khi xét.",
        error_messages={"required": "Chọn tình trạng."},
    )
    level = forms.ChoiceField(
        label="Cấp công nhận",
        required=False,
        choices=[("", "Chưa rõ"), *Initiative.Level.choices],
    )
    decision_number = forms.CharField(
        label="Số quyết định công nhận",
        max_length=60,
        required=False,
        help_text="Ví dụ: 45/QĐ-SNV",
    )
    recognised_on = DayField(label="Ngày công nhận", required=False)


class RecogniseForm(KitForm):
    """The decision that recognises an initiative waiting or in doubt."""

    level = forms.ChoiceField(
        label="Cấp công nhận",
        choices=[("", "Chọn cấp công nhận"), *Initiative.Level.choices],
        error_messages={"required": "Chọn cấp công nhận."},
    )
    decision_number = forms.CharField(
        label="Số quyết định công nhận",
        max_length=60,
        help_text="Ví dụ: 45/QĐ-SNV",
        error_messages={"required": "Ghi số quyết định công nhận."},
    )
    recognised_on = DayField(label="Ngày công nhận")


def known(one: Initiative, form: type[KitForm]) -> dict[str, Any]:
    """What a form of an initiative begins with."""
    return {name: getattr(one, name) for name in form.base_fields}
