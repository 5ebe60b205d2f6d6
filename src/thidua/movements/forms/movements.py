"""Forms of a movement: the plan with its targets, a reason, the launch, a review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.movements.models import Movement, MovementReview
from thidua.movements.numbers import decimal_of
from thidua.organisations.models import Cluster

_WHOLE = "Ghi số nguyên, không có chữ, ví dụ 25.000.000."


class NumberField(forms.IntegerField):
    """A whole number that may be written with dots between thousands."""

    def __init__(self, *, most: int, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        large = "Số này lớn quá: kiểm tra lại số chữ số 0."
        said = {"invalid": _WHOLE, "min_value": _WHOLE, "max_value": large}
        super().__init__(min_value=0, max_value=most, error_messages=said, **more)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s.]", "", value)
        return super().to_python(value)


def _long(label: str, rows: int = 3, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=8000, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class PlanForm(KitForm):
    """The launch plan; what Điều 17 asks for may wait until the plan is submitted."""

    name = forms.CharField(
        label="Tên phong trào", max_length=300, help_text="Ngắn, dễ nhớ, nêu được việc phải làm.",
        error_messages={"required": "Ghi tên phong trào."},
    )  # fmt: skip
    theme = forms.CharField(label="Chủ đề, khẩu hiệu", max_length=500, required=False)
    kind = forms.ChoiceField(
        label="Hình thức", choices=[("", "Chọn hình thức"), *Movement.Kind.choices],
        error_messages={"required": "Chọn hình thức phong trào."},
    )  # fmt: skip
    reach = forms.ChoiceField(
        label="Phạm vi", choices=[("", "Chọn phạm vi"), *Movement.Reach.choices],
        help_text="Phong trào toàn quốc, của bộ, ngành, địa phương được giao cho cơ quan cấp dưới hưởng ứng.",  # noqa: E501 - one sentence of the page
        error_messages={"required": "Chọn phạm vi phong trào."},
    )  # fmt: skip
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(), label="Cụm, khối thi đua", required=False,
        empty_label="Không thuộc cụm, khối nào",
        help_text="Chọn khi phạm vi là cụm, khối; thành viên của năm bắt đầu được giao hưởng ứng.",
        error_messages={"invalid_choice": "Chọn một cụm, khối trong danh sách."},
    )  # fmt: skip
    starts = DayField(label="Từ ngày", required=False)
    ends = DayField(label="Đến ngày", required=False)
    objectives = _long("Mục tiêu", help_text="Mỗi ý một dòng.")
    content = _long("Nội dung thi đua", 4, "Mỗi ý một dòng.")
    criteria = _long("Tiêu chí", help_text="Mỗi tiêu chí một dòng.")
    participants = _long("Đối tượng tham gia", 2)
    stages = _long("Các giai đoạn", 2, "Mỗi giai đoạn một dòng.")
    measures = _long("Biện pháp tổ chức thực hiện", help_text="Mỗi ý một dòng.")
    propaganda = _long("Tuyên truyền", 2)
    rewards = _long("Khen thưởng", 2)
    reward_quota = NumberField(label="Số lượng khen thưởng dự kiến", most=10**6, required=False)
    budget = NumberField(label="Kinh phí, đồng", most=10**14, required=False)
    legal_basis = _long("Căn cứ", 2, "Mỗi căn cứ một dòng.")

    PARTS = (
        (
            "Phong trào",
            ("name", "theme", "kind", "reach", "cluster", "starts", "ends", "participants"),
        ),
        ("Nội dung", ("objectives", "content", "criteria")),
        ("Tổ chức thực hiện", ("stages", "measures", "propaganda", "legal_basis")),
        ("Khen thưởng, kinh phí", ("rewards", "reward_quota", "budget")),
    )

    def __init__(self, *args: Any, clusters: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["cluster"]
        field.queryset = clusters

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in self.PARTS]


TARGET_FIELDS = ("t-ten", "t-don-vi-tinh", "t-muc", "t-chieu", "t-thuc-hien")


def target_lines(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines of targets as a form sends them; lines without any text are left out."""
    lists: list[list[str]] = [given.getlist(name) for name in TARGET_FIELDS]  # type: ignore[attr-defined] # a QueryDict
    lines = [
        dict(zip(("text", "unit", "plan", "less", "responsible"), one, strict=True))
        for one in zip(*lists, strict=False)
    ]
    return [one for one in lines if any(one[name].strip() for name in ("text", "unit", "plan"))]


class ReasonForm(KitForm):
    """Why a plan goes back, or a movement ends early."""

    reason = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )  # fmt: skip


class GuidanceForm(KitForm):
    """Guidance on a running movement."""

    title = forms.CharField(
        label="Trích yếu", max_length=300, error_messages={"required": "Ghi trích yếu."}
    )
    issued_on = DayField(label="Ngày ban hành", initial=timezone.localdate)
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    text = forms.CharField(
        label="Nội dung hướng dẫn", max_length=8000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Ghi nội dung hướng dẫn."},
    )  # fmt: skip


class LaunchForm(KitForm):
    """The day of the launch and the number of the plan, where it has one."""

    launched_on = DayField(label="Ngày phát động")
    number = forms.CharField(
        label="Số kế hoạch", max_length=60, required=False, help_text="Ví dụ: 12/KH-SNV"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"launched_on": timezone.localdate()}, **more)


class ReviewForm(KitForm):
    """An interim or the final review, with a result for each target."""

    kind = forms.ChoiceField(
        label="Loại", choices=MovementReview.Kind.choices,
        error_messages={"required": "Chọn sơ kết hoặc tổng kết."},
    )  # fmt: skip
    held_on = DayField(label="Ngày sơ kết, tổng kết")
    results = forms.CharField(
        label="Kết quả đạt được", max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi kết quả đạt được."},
    )  # fmt: skip
    effect = _long("Hiệu quả, tác dụng")
    limits = _long("Hạn chế")
    causes = _long("Nguyên nhân")
    lessons = _long("Bài học kinh nghiệm")
    examples = _long("Điển hình, nhân tố mới", help_text="Mỗi người, tập thể một dòng.")
    next_steps = _long("Phương hướng")

    def __init__(self, *args: Any, targets: Iterable[Any], **more: Any) -> None:
        super().__init__(*args, initial={"held_on": timezone.localdate()}, **more)
        self.lines = []
        for target in targets:
            value, note = f"dat-{target.pk}", f"y-kien-{target.pk}"
            self.fields[value] = forms.CharField(
                label=f"Kết quả: {target.text}", required=False, max_length=40,
                widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"}),
            )  # fmt: skip
            self.fields[note] = forms.CharField(
                label=f"Ghi chú: {target.text}", required=False, max_length=300,
                widget=forms.TextInput(attrs={"class": "input"}),
            )  # fmt: skip
            self.lines.append((target, value, note))

    @property
    def words(self) -> list[Any]:
        names = ("results", "effect", "limits", "causes", "lessons", "examples", "next_steps")
        return [self[name] for name in names]

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(target, self[value], self[note]) for target, value, note in self.lines]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for _, name, _note in self.lines:
            try:
                given[name] = decimal_of(given.get(name) or "")
            except ValueError:
                self.add_error(name, "Ghi một số, ví dụ 95,5; kết quả bằng lời ghi ở ô ghi chú.")
        return given
