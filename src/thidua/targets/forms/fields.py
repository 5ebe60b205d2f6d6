"""A number as officials write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from thidua.movements.numbers import decimal_of, number_text


class AmountField(forms.CharField):
    """1.234,5: dots between thousands, a comma before the fraction."""

    def __init__(self, *, sentence: str = "Ghi một số, ví dụ 95,5.", **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input"})
        self.sentence = sentence
        super().__init__(
            max_length=40, widget=widget, error_messages={"required": sentence}, **more
        )

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            return decimal_of(text)
        except ValueError:
            raise forms.ValidationError(self.sentence) from None

    def prepare_value(self, value: Any) -> Any:
        return number_text(value) if isinstance(value, Decimal) else value
