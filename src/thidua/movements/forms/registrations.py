"""Form of one registration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import KitForm
from thidua.law import load_rulebook

_YEAR = "Ghi năm bằng 4 chữ số, ví dụ 2026."
_TITLES = "danh_hieu_thi_dua"


class RegistrationForm(KitForm):
    """The title aimed at, and the year."""

    award_code = forms.ChoiceField(
        label="Danh hiệu đăng ký",
        error_messages={"required": "Chọn danh hiệu.", "invalid_choice": "Chọn lại danh hiệu."},
    )
    year = forms.IntegerField(
        label="Năm",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"required": _YEAR, "invalid": _YEAR},
    )

    def __init__(self, *args: Any, collective: bool, **more: Any) -> None:
        today = timezone.localdate()
        super().__init__(*args, initial={"year": today.year}, **more)
        wanted = "collective" if collective else "individual"
        titles = [
            (award.code, award.name)
            for award in load_rulebook().awards(today)
            if award.kind == _TITLES and wanted in award.recipients
        ]
        self.fields["award_code"].choices = [("", "Chọn danh hiệu"), *titles]  # type: ignore[attr-defined]  # a choice field
