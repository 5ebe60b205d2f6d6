"""Forms of programmes and their milestones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import Body
from thidua.targets.models import Programme, Target


class ProgrammeForm(KitForm):
    """A programme, scheme, project or plan."""

    body = forms.ModelChoiceField(
        label="Cơ quan, đơn vị", queryset=Body.objects.none(), empty_label=None,
        error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn lại đơn vị."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="Loại", choices=Programme.Kind.choices)
    name = forms.CharField(
        label="Tên", max_length=300,
        error_messages={"required": "Ghi tên chương trình, đề án, dự án."},
    )  # fmt: skip
    number = forms.CharField(
        label="Văn bản phê duyệt", max_length=120, required=False,
        help_text="Ví dụ: Quyết định số 15/QĐ-SNV ngày 10/01/2026.",
    )  # fmt: skip
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày")
    target = forms.ModelChoiceField(
        label="Phục vụ chỉ tiêu", queryset=Target.objects.none(), required=False,
        empty_label="Không gắn chỉ tiêu",
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Any, targets: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["body"].queryset = bodies
        fields["target"].queryset = targets
        fields["target"].label_from_instance = lambda one: f"{one.set.year} · {one.code} {one.text}"


STEP_FIELDS = ("m-khoa", "m-viec", "m-han")


def step_lines(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines of milestones as a form sends them; empty ones are left out."""
    lists: list[list[str]] = [given.getlist(name) for name in STEP_FIELDS]  # type: ignore[attr-defined] # a QueryDict
    lines = [
        dict(zip(("key", "text", "due"), one, strict=True)) for one in zip(*lists, strict=False)
    ]
    return [one for one in lines if one["text"].strip() or one["due"].strip()]


class DoneForm(KitForm):
    """When a milestone was done and by what evidence."""

    done_on = DayField(label="Ngày xong")
    reference = forms.CharField(
        label="Minh chứng: số văn bản, sản phẩm", max_length=300, required=False
    )
    file = forms.FileField(
        label="Tệp minh chứng", required=False, help_text="PDF, DOCX, XLSX, JPG, PNG đến 20 MB."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"done_on": timezone.localdate()}, **more)
