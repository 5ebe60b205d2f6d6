"""Input of the pages of templates."""

from __future__ import annotations

from django import forms

from thidua.kit.fields import KitForm


class TemplateForm(KitForm):
    """A DOCX and a word about what was changed."""

    file = forms.FileField(
        label="Tệp mẫu (.docx)",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Chọn tệp .docx để tải lên.",
            "empty": "Tệp rỗng. Chọn lại tệp.",
        },
    )
    note = forms.CharField(
        label="Đã sửa gì", max_length=200, required=False, help_text="Ví dụ: thêm dòng ký nháy."
    )


class PictureForm(KitForm):
    """A picture for the background of a certificate."""

    file = forms.FileField(
        label="Ảnh nền (JPG, PNG)",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages={"required": "Chọn ảnh JPG hoặc PNG.", "empty": "Tệp ảnh rỗng."},
    )


class PrinterForm(KitForm):
    """How far a printer misses, in millimetres."""

    name = forms.CharField(
        label="Máy in", max_length=80, error_messages={"required": "Ghi tên máy in."}
    )
    right = forms.DecimalField(
        localize=True,
        label="Dịch sang phải (mm)",
        initial=0,
        max_digits=5,
        decimal_places=2,
        help_text="Số âm: sang trái.",
        error_messages={
            "invalid": "Ghi số mm, ví dụ 1,5 hoặc -2.",
            "required": "Ghi 0 nếu không lệch.",
        },
    )
    down = forms.DecimalField(
        localize=True,
        label="Dịch xuống (mm)",
        initial=0,
        max_digits=5,
        decimal_places=2,
        help_text="Số âm: lên trên.",
        error_messages={
            "invalid": "Ghi số mm, ví dụ 1,5 hoặc -2.",
            "required": "Ghi 0 nếu không lệch.",
        },
    )
