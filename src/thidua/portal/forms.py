"""Input of the public check."""

from __future__ import annotations

from django import forms

from thidua.kit.fields import KitForm


class CodeForm(KitForm):
    """The code printed beside the QR code."""

    ma = forms.CharField(
        label="Mã xác minh",
        max_length=40,
        help_text="12 ký tự, in cạnh mã QR ở góc trái bằng.",
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "off",
                "placeholder": "0000-0000-0000",
            }
        ),
        error_messages={"required": "Ghi mã 12 ký tự in cạnh mã QR."},
    )


class NumberForm(KitForm):
    """Decision number and exact name, for a code that cannot be read."""

    so = forms.CharField(
        label="Số quyết định",
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "Ví dụ 07/QĐ-SNV", "autocomplete": "off"}),
        error_messages={"required": "Ghi số quyết định in trên bằng."},
    )
    ten = forms.CharField(
        label="Họ tên hoặc tên tập thể",
        max_length=200,
        help_text="Ghi đủ như trên bằng, không kèm Ông, Bà.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ghi đủ họ tên như trên bằng."},
    )


class SealForm(KitForm):
    """What a QR reader shows, pasted whole."""

    noi_dung = forms.CharField(
        label="Nội dung đọc được từ mã QR",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"required": "Dán nội dung đọc được từ mã QR."},
    )
