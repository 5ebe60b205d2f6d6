"""Forms of a call to register and of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.movements.actions.sheets import MOST_WORKS, Work
from thidua.movements.models import Movement
from thidua.organisations.models import Body

_YEAR = "Ghi năm bằng 4 chữ số, ví dụ 2027."


class CallForm(KitForm):
    """The days of a call, the common pledges, and the movement it belongs to."""

    year = forms.IntegerField(
        label="Năm",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"required": _YEAR, "invalid": _YEAR},
    )
    opens_on = DayField(label="Nhận đăng ký từ ngày")
    due_on = DayField(label="Hết hạn ngày")
    movement = forms.ModelChoiceField(
        label="Hưởng ứng phong trào", queryset=Movement.objects.none(), required=False,
        empty_label="Không gắn với phong trào nào",
        error_messages={"invalid_choice": "Chọn lại phong trào."},
    )  # fmt: skip
    pledges = forms.CharField(
        label="Giao ước chung", required=False, max_length=4000,
        help_text="Mỗi điều một dòng; người đăng ký đánh dấu những điều mình giao ước.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    note = forms.CharField(
        label="Hướng dẫn", required=False, max_length=4000,
        help_text="Hiện ở đầu phiếu của mọi người.", widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, department: Body, fixed: bool = False, **more: Any) -> None:
        year = timezone.localdate().year
        more["initial"] = {"year": year + (timezone.localdate().month > 9)} | (
            more.get("initial") or {}
        )
        super().__init__(*args, **more)
        running = [Movement.State.APPROVED, Movement.State.LAUNCHED]
        chosen = self.fields["movement"]
        chosen.queryset = Movement.objects.filter(  # type: ignore[attr-defined]  # a choice field
            department=department, state__in=running
        ).order_by("-starts")
        if fixed:  # the year of a call never changes: sheets hang on it
            del self.fields["year"]


def works_of(posted: QueryDict) -> list[Work]:
    """The lines of work as they were written, empty ones left out."""
    names, expected = posted.getlist("viec"), posted.getlist("ket-qua")
    lines = [
        Work(names[n] if n < len(names) else "", expected[n] if n < len(expected) else "")
        for n in range(min(max(len(names), len(expected)), MOST_WORKS + 1))
    ]
    return [one for one in lines if one.name.strip() or one.expected.strip()]


def pledges_of(posted: QueryDict, common: Sequence[str]) -> list[str]:
    """The common pledges that were ticked, and the own words, one a line."""
    ticked = [line for number, line in enumerate(common) if str(number) in posted.getlist("gu")]
    return [*ticked, *posted.get("gu-khac", "").splitlines()]


def grid_of(posted: QueryDict) -> dict[int, list[str]]:
    """`{person pk: award codes}` of the grid of a unit; every person shown has an entry."""
    wanted: dict[int, list[str]] = {pk: [] for pk in whole_numbers(posted.getlist("nguoi"))}
    for cell in posted.getlist("chon"):
        pk, _, code = cell.partition(":")
        if pk.isdecimal() and int(pk) in wanted and code:
            wanted[int(pk)].append(code)
    return wanted


def whole_numbers(values: Sequence[str]) -> list[int]:
    """Keys as a page sent them; what is no number is left out."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]
