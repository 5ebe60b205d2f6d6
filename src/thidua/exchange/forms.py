"""Input of an import: the file, the columns, the answer for one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from thidua.exchange.models import ImportBatch
from thidua.exchange.readers.register_records import REGISTER_FIELDS
from thidua.exchange.readers.staff_fields import STAFF_FIELDS, TEMPLATE_FIELDS
from thidua.kit.fields import KitForm

NOWHERE = "-"


class UploadForm(KitForm):
    """One workbook and what it is."""

    kind = forms.ChoiceField(label="Loại tệp", choices=ImportBatch.Kind.choices)
    file = forms.FileField(
        label="Tệp",
        allow_empty_file=True,
        error_messages={
            "required": "Chọn một tệp Excel (.xlsx), hoặc tệp Word (.docx) cho đề nghị của đơn vị."
        },
    )
    sender = forms.CharField(label="Người, nơi gửi", required=False, max_length=120)


class ColumnsForm(KitForm):
    """One select per column of the file, and the year under review."""

    year = forms.IntegerField(
        label="Năm xét",
        min_value=2000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Ghi năm xét, ví dụ 2026.",
            "invalid": "Ghi năm bằng bốn chữ số, ví dụ 2026.",
            "min_value": "Năm xét phải từ 2000.",
        },
    )

    def __init__(self, *args: Any, batch: ImportBatch, sheet: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.batch = batch
        self.sheet = sheet or main_sheet(batch)
        if batch.kind == ImportBatch.Kind.STAFF:
            self.fields["year"].initial = batch.year
        else:
            # Every line of a register says its own year, or its sheet does.
            del self.fields["year"]
        choices = [("", "không dùng"), *((f.code, f.title) for f in fields_of(batch))]
        self.columns = [c for c in batch.columns if c["sheet"] == self.sheet]
        for column in self.columns:
            self.fields[f"cot-{column['column']}"] = forms.ChoiceField(
                label=f"Cột {column['column']}",
                required=False,
                choices=choices,
                initial=column["field"],
                widget=forms.Select(
                    attrs={"class": "input", "aria-label": f"Nội dung cột {column['column']}"}
                ),
            )

    def lines(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        """Each column of the file beside its select."""
        return [(column, self[f"cot-{column['column']}"]) for column in self.columns]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        latest = timezone.localdate().year + 1
        if year > latest:
            raise forms.ValidationError(f"Năm xét phải từ 2000 đến {latest}.")
        return year

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [value for key, value in cleaned.items() if key.startswith("cot-") and value]
        titles = {f.code: f.title for f in fields_of(self.batch)}
        for code in dict.fromkeys(chosen):
            if chosen.count(code) > 1:
                self.blame(f"“{titles[code]}” được chọn cho hai cột. Mỗi nội dung chỉ một cột.")
        for field in fields_of(self.batch):
            if field.required and field.code not in chosen:
                self.blame(f"Chọn cột chứa “{field.title}”: thiếu cột này không đọc được tệp.")
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Field code to column letter; a field that stands in no column is said to be nowhere."""
        chosen = {
            value: key.removeprefix("cot-")
            for key, value in self.cleaned_data.items()
            if key.startswith("cot-") and value
        }
        return {f.code: chosen.get(f.code, NOWHERE) for f in fields_of(self.batch)}


def fields_of(batch: ImportBatch) -> tuple[Any, ...]:
    """The fields that columns of this batch can hold."""
    if batch.kind == ImportBatch.Kind.REGISTER:
        return tuple(REGISTER_FIELDS)
    kinds: Mapping[str, Any] = {"template": TEMPLATE_FIELDS["CanBo"]}
    return tuple(kinds.get(batch.summary.get("kind", ""), STAFF_FIELDS))


def main_sheet(batch: ImportBatch) -> str:
    """The sheet whose columns can be corrected."""
    if batch.summary.get("kind") == "template":
        return "CanBo"
    return batch.columns[0]["sheet"] if batch.columns else ""
