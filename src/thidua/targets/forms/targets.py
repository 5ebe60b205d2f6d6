"""Forms of a year's set, of one target, of a result and of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.movements.models import MovementTarget
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.targets.forms.fields import AmountField
from thidua.targets.models import Target, TargetSet

_DIRECTIONS = [("", "Càng cao càng tốt"), ("1", "Càng thấp càng tốt")]
_MEASURES = [("1", "Cộng dồn: số của riêng từng kỳ"), ("", "Tại thời điểm: số đến cuối kỳ")]


class SetForm(KitForm):
    """For whom and for which year."""

    body = forms.ModelChoiceField(
        label="Cơ quan, đơn vị", queryset=Body.objects.none(), empty_label=None,
        error_messages={"required": "Chọn cơ quan, đơn vị.", "invalid_choice": "Chọn lại đơn vị."},
    )  # fmt: skip
    year = forms.IntegerField(
        label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(("required", "invalid"), "Ghi năm bằng 4 chữ số."),
    )  # fmt: skip
    title = forms.CharField(
        label="Tên chương trình công tác", max_length=300, required=False,
        help_text="Ví dụ: Chương trình công tác năm 2026.",
    )  # fmt: skip

    report_days = forms.IntegerField(
        label="Hạn báo cáo sau khi hết kỳ, ngày", min_value=0, max_value=90,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Ghi số ngày từ 0 đến 90."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Sequence[Body], **more: Any) -> None:
        begin = {"year": timezone.localdate().year, "report_days": 10}
        super().__init__(*args, initial=begin | more.pop("initial", {}), **more)
        if not bodies:  # of a set that is there already
            del self.fields["body"], self.fields["year"]
            return
        field: Any = self.fields["body"]
        field.queryset = Body.objects.filter(pk__in=[one.pk for one in bodies]).order_by(
            "order", "pk"
        )


class TargetForm(KitForm):
    """One target; what other bodies gave is shown and not asked."""

    code = forms.CharField(
        label="Mã", max_length=20, help_text="Ngắn, không trùng trong bộ, ví dụ KT01.",
        error_messages={"required": "Ghi mã của chỉ tiêu."},
    )  # fmt: skip
    heading = forms.CharField(
        label="Nhóm", max_length=120, required=False, help_text="Ví dụ: Cải cách hành chính."
    )
    text = forms.CharField(
        label="Chỉ tiêu", max_length=300, error_messages={"required": "Ghi nội dung chỉ tiêu."}
    )
    kind = forms.ChoiceField(label="Loại", choices=Target.Kind.choices, initial="phan_dau")
    unit = forms.CharField(
        label="Đơn vị tính", max_length=40, help_text="Ví dụ: %, hồ sơ, tỷ đồng.",
        error_messages={"required": "Ghi đơn vị tính."},
    )  # fmt: skip
    plan = AmountField(label="Kế hoạch", sentence="Ghi kế hoạch là một số, ví dụ 95,5.")
    less_is_better = forms.ChoiceField(label="Chiều", choices=_DIRECTIONS, required=False)
    rhythm = forms.ChoiceField(label="Kỳ báo cáo", choices=Target.Rhythm.choices)
    cumulative = forms.ChoiceField(
        label="Cách tính", choices=_MEASURES, required=False, initial="1"
    )
    gathering = forms.ChoiceField(label="Tổng hợp", choices=Target.Gathering.choices)
    weight = AmountField(label="Trọng số", initial="1")
    due_on = DayField(label="Hạn hoàn thành", required=False, help_text="Để trống: hết năm.")
    last_year = AmountField(label="Thực hiện năm trước", required=False)
    owner_unit = forms.ModelChoiceField(
        label="Đơn vị phụ trách", queryset=Body.objects.none(), required=False,
        empty_label="Không giao riêng",
    )  # fmt: skip
    owner_person = forms.CharField(
        label="Mã cán bộ phụ trách", max_length=40, required=False,
        help_text="Khi giao cho một người, ví dụ CB0012; khi đó để trống đơn vị phụ trách.",
    )  # fmt: skip
    movement_target = forms.ModelChoiceField(
        label="Thuộc chỉ tiêu của phong trào", queryset=MovementTarget.objects.none(),
        required=False, empty_label="Không",
    )  # fmt: skip
    evidence_required = forms.BooleanField(label="Kết quả phải có minh chứng", required=False)
    reason = forms.CharField(
        label="Lý do điều chỉnh", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    PARTS = (
        ("Chỉ tiêu", ("code", "heading", "text", "kind", "unit", "plan", "less_is_better")),
        ("Theo dõi", ("rhythm", "cumulative", "gathering", "due_on", "last_year", "weight")),
        ("Phụ trách", ("owner_unit", "owner_person", "movement_target")),
    )

    def __init__(
        self, *args: Any, of: TargetSet, units: Any, promises: Any, adjusts: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.of = of
        fields: Any = self.fields
        fields["owner_unit"].queryset = units
        fields["movement_target"].queryset = promises
        fields["movement_target"].label_from_instance = lambda one: (
            f"{one.movement.name}: {one.text}"
        )
        if adjusts:
            fields["reason"].required = True
            fields["reason"].error_messages["required"] = "Ghi lý do điều chỉnh chỉ tiêu đã giao."
        else:
            del fields["reason"]

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in self.PARTS]

    def clean_less_is_better(self) -> bool:
        return bool(self.cleaned_data["less_is_better"])

    def clean_cumulative(self) -> bool:
        return bool(self.cleaned_data["cumulative"])

    def clean_owner_person(self) -> Person | None:
        code = self.cleaned_data["owner_person"].strip()
        if not code:
            return None
        found = Person.objects.filter(department=self.of.department, code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(f"Không có cán bộ mã {code} trong cơ quan.")
        return found


class ResultForm(KitForm):
    """What one period came to; `version` is what the page showed."""

    value = AmountField(label="Kết quả", sentence="Ghi kết quả là một số, ví dụ 95,5.")
    reference = forms.CharField(
        label="Minh chứng: số văn bản, nguồn số liệu", max_length=300, required=False,
        help_text="Ví dụ: Báo cáo số 35/BC-VPS ngày 02/10/2026.",
    )  # fmt: skip
    file = forms.FileField(
        label="Tệp minh chứng", required=False, help_text="PDF, DOCX, XLSX, JPG, PNG đến 20 MB."
    )
    note = forms.CharField(
        label="Giải trình", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class ReasonForm(KitForm):
    """Why something goes back, is opened again or taken out."""

    reason = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )  # fmt: skip


class ApproveForm(KitForm):
    """The day and number of the paper that assigns the year's targets."""

    approved_on = DayField(label="Ngày giao")
    number = forms.CharField(
        label="Số văn bản", max_length=60, required=False, help_text="Ví dụ: 15/QĐ-SNV"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"approved_on": timezone.localdate()}, **more)


class ImportForm(KitForm):
    """A workbook to be previewed."""

    file = forms.FileField(
        label="Tệp Excel", help_text="Tệp .xlsx xuất từ trang này, đến 5 MB.",
        error_messages={"required": "Chọn tệp .xlsx.", "empty": "Tệp rỗng. Chọn lại tệp."},
    )  # fmt: skip


class AssignForm(KitForm):
    """A number for each body below; empty leaves it as it is."""

    def __init__(self, *args: Any, bodies: Sequence[tuple[Body, Target | None]], **more: Any):
        super().__init__(*args, **more)
        self.lines = []
        for body, share in bodies:
            name = f"muc-{body.pk}"
            self.fields[name] = AmountField(
                label=f"Mức giao cho {body.name}", required=False,
                initial=share.plan if share else None,
            )  # fmt: skip
            self.fields[name].widget.attrs["aria-label"] = f"Mức giao cho {body.name}"
            self.lines.append((body, share, name))

    @property
    def rows(self) -> list[tuple[Body, Target | None, Any]]:
        return [(body, share, self[name]) for body, share, name in self.lines]
