"""Form fields and the base of forms: days as officials write them, classes of the components."""

from __future__ import annotations

from typing import Any

from django import forms

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
_CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class DayField(forms.DateField):
    """A day as officials write it, 27/11/2026."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("input_formats", DAY_FORMATS)
        more.setdefault(
            "widget",
            forms.DateInput(
                format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
            ),
        )
        sentence = "Ghi ngày theo dạng dd/mm/yyyy, ví dụ 27/11/2026."
        more.setdefault("error_messages", {"invalid": sentence, "required": sentence})
        super().__init__(**more)


class KitForm(forms.Form):
    """Controls carry the class of the component; errors of actions are added by `blame`."""

    use_required_attribute = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if not isinstance(field.widget, _CHECKS):
                field.widget.attrs.setdefault("class", "input")

    def blame(self, sentence: str, field: str | None = None) -> None:
        """Show the sentence of a refused action at its field, or above the form."""
        self.add_error(field if field in self.fields else None, sentence)
