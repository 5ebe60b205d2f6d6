"""Input of the payment list."""

from __future__ import annotations

from django import forms

from thidua.kit.fields import DayField, KitForm


class PaidForm(KitForm):
    """The day on which the chosen rewards were handed over."""

    paid_on = DayField(label="Ngày chi")


class TakeBackForm(KitForm):
    """Why a mark of payment is undone."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        error_messages={"required": "Ghi lý do bỏ ghi nhận đã chi."},
    )
