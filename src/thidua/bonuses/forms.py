"""Input of the payment list and of the fund."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from thidua.bonuses.actions.funds import PURPOSES, SOURCES
from thidua.bonuses.models import Fund, FundEntry
from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of

MONEY = "Ghi số tiền bằng chữ số, đơn vị đồng, ví dụ 25.000.000."


class MoneyField(forms.CharField):
    """Whole đồng as officials write it: 25.000.000."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", "Số tiền (đồng)")
        more.setdefault("max_length", 24)
        more.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "25.000.000"})
        )
        more.setdefault("error_messages", {"required": MONEY})
        super().__init__(**more)

    def clean(self, value: Any) -> int:
        text = super().clean(value).replace(".", "").replace(" ", "").removesuffix("đ")
        if not (text.isascii() and text.isdigit() and len(text) <= 13):
            raise forms.ValidationError(MONEY)
        return int(text)


class PaidForm(KitForm):
    """The day on which the chosen rewards were handed over, and the paper that says so."""

    paid_on = DayField(label="Ngày chi")
    paper = forms.CharField(
        label="Chứng từ chi",
        max_length=120,
        required=False,
        help_text="Ví dụ: Phiếu chi số 15/PC",
    )


class TakeBackForm(KitForm):
    """Why a mark of payment is undone."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        error_messages={"required": "Ghi lý do bỏ ghi nhận đã chi."},
    )


class OpenFundForm(KitForm):
    """Which fund, for which year."""

    kind = forms.ChoiceField(label="Loại quỹ", choices=Fund.Kind.choices)
    year = forms.IntegerField(
        label="Năm",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Ghi năm của quỹ.",
            "invalid": "Ghi năm bằng 4 chữ số.",
        },
    )


def _document_number(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=120,
        required=required,
        help_text=hint,
        error_messages={"required": f"Ghi {label.lower()}."},
    )


class _EntryForm(KitForm):
    """What every line of the ledger has; the closed list depends on the kind of the fund."""

    item = forms.ChoiceField(label="Khoản")
    amount = MoneyField()
    day = DayField(label="Ngày ghi sổ")

    def __init__(self, *args: Any, fund: Fund, **more: Any) -> None:
        more.setdefault("initial", {"day": timezone.localdate()})
        super().__init__(*args, **more)
        items = self.items_of(Fund.Kind(fund.kind))
        self.fields["item"].choices = [  # type: ignore[attr-defined]  # a choice field
            (item.value, FundEntry.Item(item).label) for item in items
        ]
        if "unit" in self.fields:
            units = units_of(fund.department)
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice field
            self.fields["unit"].empty_label = "Toàn cơ quan"  # type: ignore[attr-defined]  # a choice field

    def items_of(self, kind: Fund.Kind) -> tuple[FundEntry.Item, ...]:
        return PURPOSES[kind]


class _FileMixin(forms.Form):
    upload = forms.FileField(
        label="Tệp chứng từ",
        required=False,
        help_text="Bản quét: PDF, DOCX, XLSX, JPG, PNG, tối đa 20 MB.",
        error_messages={"empty": "Tệp rỗng. Chọn lại tệp.", "invalid": "Chọn lại tệp."},
    )


class IncomeForm(_EntryForm, _FileMixin):
    """A source of the fund."""

    document_number = _document_number("Số văn bản, chứng từ", "Ví dụ: 12/QĐ-STC")
    document_on = DayField(label="Ngày văn bản, chứng từ", required=False)
    text = forms.CharField(label="Nội dung", max_length=300, required=False)
    field_order = ["item", "amount", "day", "document_number", "document_on", "text", "upload"]

    def items_of(self, kind: Fund.Kind) -> tuple[FundEntry.Item, ...]:
        return SOURCES[kind]


class AllocationForm(_EntryForm):
    """Money set aside for a purpose."""

    unit = forms.ModelChoiceField(label="Cho đơn vị", queryset=Body.objects.none(), required=False)
    document_number = _document_number("Số văn bản phân bổ", "", required=False)
    document_on = DayField(label="Ngày văn bản", required=False)
    text = forms.CharField(label="Nội dung", max_length=300, required=False)


class SpendingForm(_EntryForm, _FileMixin):
    """Money that went out."""

    text = forms.CharField(
        label="Nội dung chi", max_length=300, error_messages={"required": "Ghi nội dung chi."}
    )
    unit = forms.ModelChoiceField(label="Của đơn vị", queryset=Body.objects.none(), required=False)
    document_number = _document_number("Số chứng từ chi", "Ví dụ: Phiếu chi số 15/PC")
    document_on = DayField(label="Ngày chứng từ", required=False)
    over = forms.BooleanField(
        label="Vẫn ghi dù vượt số chưa cam kết, vì đã chi thật", required=False
    )


class ReverseForm(KitForm):
    """Why a line is reversed."""

    reason = forms.CharField(
        label="Lý do", max_length=200, error_messages={"required": "Ghi lý do ghi đảo."}
    )


class CloseForm(KitForm):
    """What becomes of the money that is free at the end of the year."""

    carry = forms.TypedChoiceField(
        label="Số dư chưa cam kết",
        choices=[("co", "Chuyển sang quỹ năm sau"), ("khong", "Nộp trả ngân sách")],
        coerce=lambda text: text == "co",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn chuyển sang năm sau hoặc nộp trả ngân sách."},
    )
