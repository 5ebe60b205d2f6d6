"""Forms of a table: its head, one criterion, its grades, issuing, copying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.law.facts.words import GRADES
from thidua.movements.numbers import decimal_of
from thidua.scoring.arithmetic import KINDS, METHODS, Step
from thidua.scoring.models import ScoreTable

_YEAR = "Ghi năm bằng 4 chữ số, ví dụ 2026."
_TIE = re.compile(r"mục\s+(\S+)|(điểm thưởng)|(điểm trừ|ít bị trừ)", re.IGNORECASE)


class PointsField(forms.CharField):
    """Points as officials write them: 12,5; None when empty."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 20}))
        super().__init__(max_length=20, **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            found = decimal_of(text or "")
        except ValueError:
            raise forms.ValidationError("Ghi một số, ví dụ 12,5.") from None
        if found is None and self.required:
            raise forms.ValidationError("Ghi một số, ví dụ 12,5.")
        if found is not None and found != found.quantize(Decimal("0.01")):
            raise forms.ValidationError("Chỉ ghi đến hai chữ số sau dấu phẩy.")
        return found


class TableForm(KitForm):
    """The head of a table."""

    name = forms.CharField(
        label="Tên bảng chấm điểm", max_length=200,
        error_messages={"required": "Ghi tên bảng chấm điểm."},
    )  # fmt: skip
    year = forms.IntegerField(
        label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"required": _YEAR, "invalid": _YEAR},
    )  # fmt: skip
    units = forms.ChoiceField(label="Áp dụng cho", choices=ScoreTable.Units.choices)
    total = PointsField(
        label="Tổng điểm", help_text="100, 1.000 hoặc số khác; điểm thưởng nằm ngoài tổng này."
    )
    reason_from = PointsField(
        label="Lệch từ bao nhiêu điểm phải ghi lý do",
        help_text="Áp dụng khi thẩm định, chấm chéo và Hội đồng cho điểm.",
    )
    peer_method = forms.ChoiceField(label="Điểm chấm chéo lấy theo", choices=list(METHODS.items()))
    peers_open = forms.BooleanField(
        label="Đơn vị được chấm xem điểm của từng đơn vị chấm chéo", required=False
    )
    due_on = DayField(label="Hạn nộp phiếu tự chấm", required=False)
    ties = forms.CharField(
        label="Tiêu chí phụ khi bằng điểm", required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một tiêu chí, theo thứ tự ưu tiên: mục I; điểm thưởng; ít bị trừ.",
    )  # fmt: skip

    def clean_ties(self) -> list[dict[str, str]]:
        rules = []
        for line in self.cleaned_data["ties"].splitlines():
            if not line.strip():
                continue
            found = _TIE.fullmatch(line.strip())
            if found is None:
                raise forms.ValidationError(
                    f"Không hiểu “{line.strip()}”. Ghi “mục I”, “điểm thưởng” hoặc “ít bị trừ”."
                )
            if found[1]:
                rules.append({"by": "muc", "number": found[1]})
            else:
                rules.append({"by": "diem_thuong" if found[2] else "diem_tru"})
        return rules

    @property
    def head(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"tie_rules": given.pop("ties")}


def ties_text(rules: list[dict[str, str]]) -> str:
    """The tie rules as the form shows them."""
    words = {"diem_thuong": "điểm thưởng", "diem_tru": "ít bị trừ"}
    return "\n".join(
        f"mục {one.get('number', '')}" if one["by"] == "muc" else words.get(one["by"], one["by"])
        for one in rules
    )


class CriterionForm(KitForm):
    """One criterion or branch."""

    number = forms.CharField(
        label="Số", max_length=20, help_text="Ví dụ I, 1.2, A.2.1.",
        error_messages={"required": "Ghi số của tiêu chí."},
    )  # fmt: skip
    text = forms.CharField(
        label="Nội dung", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi nội dung tiêu chí."},
    )  # fmt: skip
    parent = forms.ChoiceField(label="Thuộc mục", required=False)
    kind = forms.ChoiceField(label="Cách chấm", choices=list(KINDS.items()))
    maximum = PointsField(
        label="Điểm tối đa", required=False,
        help_text="Mục có điểm tối đa thì các dòng con phải cộng lại bằng số này.",
    )  # fmt: skip
    unit = forms.CharField(
        label="Đơn vị tính", max_length=40, required=False,
        help_text="ngày, lần, hồ sơ, sáng kiến…",
    )  # fmt: skip
    per = PointsField(
        label="Điểm cho mỗi đơn vị tính", required=False,
        help_text="Trừ theo thời hạn; cộng theo sổ khen thưởng, điểm thưởng; trừ theo điểm trừ.",
    )  # fmt: skip
    steps = forms.CharField(
        label="Các bậc điểm theo % thực hiện", required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một bậc, “từ 95: 17”. Để trống: điểm theo tỷ lệ thực hiện.",
    )  # fmt: skip
    due_on = DayField(label="Thời hạn", required=False)
    source = forms.CharField(
        label="Nguồn số liệu", max_length=80, required=False,
        help_text="Mã chỉ tiêu (để trống: bình quân mọi chỉ tiêu) hoặc mã khen thưởng, cách nhau "
        "bằng dấu cách.",
    )  # fmt: skip
    evidence = forms.BooleanField(label="Bắt buộc có minh chứng", required=False)
    floor = PointsField(label="Điểm sàn", required=False)
    cap = PointsField(label="Điểm trần", required=False)

    def __init__(self, *args: Any, branches: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].choices = [("", "Không, là mục lớn"), *branches]  # type: ignore[attr-defined] # a choice field

    def clean_steps(self) -> tuple[Step, ...]:
        found = []
        for line in self.cleaned_data["steps"].splitlines():
            if not line.strip():
                continue
            at, colon, points = line.replace("từ", "").replace("Từ", "").partition(":")
            try:
                low, given = decimal_of(at), decimal_of(points)
            except ValueError:
                low = given = None
            if not colon or low is None or given is None:
                raise forms.ValidationError(f"Không hiểu bậc “{line.strip()}”. Ghi “từ 95: 17”.")
            found.append(Step(low, given))
        return tuple(found)


def band_lines(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines of grades as the form sends them; lines without any text are left out."""
    names = ("x-ten", "x-tu", "x-den", "x-muc", "x-luat")
    lists: list[list[str]] = [given.getlist(name) for name in names]  # type: ignore[attr-defined] # a QueryDict
    keys = ("name", "at_least", "below", "section_percent", "rating")
    lines = [dict(zip(keys, one, strict=True)) for one in zip(*lists, strict=False)]
    return [one for one in lines if any(one[key].strip() for key in keys[:4])]


RATINGS = [("", "Không ứng với mức nào"), *GRADES.items()]


class IssueForm(KitForm):
    """The document that puts the table into force."""

    number = forms.CharField(
        label="Số văn bản ban hành", max_length=60, help_text="Ví dụ: 05/QĐ-SNV",
        error_messages={"required": "Ghi số văn bản ban hành bảng."},
    )  # fmt: skip
    issued_on = DayField(label="Ngày ban hành")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"issued_on": timezone.localdate()}, **more)


class YearForm(KitForm):
    """A year, and a reason where one is asked for."""

    year = forms.IntegerField(
        label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"required": _YEAR, "invalid": _YEAR},
    )  # fmt: skip
    reason = forms.CharField(label="Căn cứ khóa", max_length=300, required=False)
