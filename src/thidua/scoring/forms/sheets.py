"""Forms of a sheet: points of a line, proof, appeal and answer, papers, reasons, files."""

from __future__ import annotations

from typing import Any

from django import forms

from thidua.kit.fields import KitForm
from thidua.scoring.forms.tables import PointsField


class LineForm(KitForm):
    """Points (or a measure) of one line, the words beside them, the version that was seen."""

    value = PointsField(label="Điểm", required=False)
    words = forms.CharField(label="Lý do, thuyết minh", max_length=1000, required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Tải lại trang rồi chấm lại dòng này."},
    )


class ProofForm(KitForm):
    """A file, or where the document is found."""

    reference = forms.CharField(
        label="Số văn bản, nơi tra cứu", max_length=300, required=False,
        help_text="Ví dụ: Báo cáo số 45/BC-TTLT ngày 12/6/2026, hệ thống điều hành tác nghiệp.",
    )  # fmt: skip
    file = forms.FileField(
        label="Tệp", required=False, help_text="PDF, DOCX, XLSX, JPG hoặc PNG, không quá 20 MB."
    )


class AppealForm(KitForm):
    """Why a line should be looked at again."""

    reason = forms.CharField(
        label="Lý do đề nghị xem xét lại", max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Ghi lý do."},
    )  # fmt: skip


class AnswerForm(KitForm):
    """The answer to an appeal, with new points where it is agreed to."""

    points = PointsField(label="Điểm sau khi xem xét", required=False,
                         help_text="Để trống: giữ nguyên điểm.")  # fmt: skip
    answer = forms.CharField(
        label="Nội dung trả lời", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi nội dung trả lời."},
    )  # fmt: skip


class WordsForm(KitForm):
    """One text: a reason, an explanation, the number of a paper."""

    words = forms.CharField(
        label="Nội dung", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, label: str = "Nội dung", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["words"].label = label


class ConcludeForm(KitForm):
    """The minutes of the cluster, and the unit proposed for the flag."""

    paper = forms.CharField(
        label="Biên bản họp cụm, khối", max_length=120,
        help_text="Ví dụ: 02/BB-CTĐ ngày 18/12/2026",
        error_messages={"required": "Ghi biên bản họp cụm, khối."},
    )  # fmt: skip
    flag = forms.ChoiceField(label="Đề nghị tặng Cờ thi đua", required=False)
    flag_reason = forms.CharField(
        label="Lý do chọn khi nhiều đơn vị cùng hạng nhất", max_length=500, required=False
    )

    def __init__(self, *args: Any, first: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["flag"].choices = [("", "Không đề nghị"), *first]  # type: ignore[attr-defined] # a choice field


class FileForm(KitForm):
    """A workbook to be read."""

    file = forms.FileField(
        label="Tệp Excel", help_text="Tệp .xlsx đã xuất từ trang này rồi sửa.",
        error_messages={"required": "Chọn tệp Excel."},
    )  # fmt: skip
