"""Forms of a sitting: when and how, its papers, who steps aside, its records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from thidua.councils.models import Invitation, Member, Motion, Record, Recusal, Sitting
from thidua.councils.queries.records import SECTIONS
from thidua.kit.fields import DayField, KitForm


class SittingForm(KitForm):
    """A meeting, or opinions asked in writing."""

    title = forms.CharField(
        label="Nội dung phiên họp",
        max_length=200,
        error_messages={"required": "Ghi nội dung phiên họp."},
    )
    kind = forms.ChoiceField(
        label="Hình thức",
        choices=Sitting.Kind.choices,
        initial=Sitting.Kind.MEETING,
        required=False,
        help_text="Lấy ý kiến bằng văn bản chỉ dùng được khi quy chế của Hội đồng cho phép",
    )
    voting = forms.ChoiceField(
        label="Cách biểu quyết",
        choices=Sitting.Voting.choices,
        initial=Sitting.Voting.SECRET,
        required=False,
        help_text="Giơ tay chỉ dùng được khi quy chế và văn bản không yêu cầu bỏ phiếu kín",
    )
    held_on = DayField(label="Ngày họp")
    starts_at = forms.TimeField(
        label="Giờ họp",
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "14:00"}),
        error_messages={"invalid": "Ghi giờ theo dạng 14:00."},
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    answer_by_day = DayField(
        label="Hạn trả lời",
        required=False,
        help_text="Chỉ ghi khi lấy ý kiến bằng văn bản; hết ngày này mới đóng phiếu",
    )
    received_on = DayField(
        label="Ngày nhận hồ sơ",
        help_text="Ngày này quyết định văn bản và ngưỡng phiếu được áp dụng",
    )
    presided_by = forms.ModelChoiceField(
        label="Người chủ trì",
        queryset=Member.objects.none(),
        required=False,
        empty_label="Theo Chủ tịch Hội đồng",
    )
    secretary = forms.ModelChoiceField(
        label="Thư ký phiên họp",
        queryset=Member.objects.none(),
        required=False,
        empty_label="Theo Thư ký Hội đồng",
    )
    scrutineers = forms.ModelMultipleChoiceField(
        label="Ban kiểm phiếu",
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Phiếu giấy cần hai người trong Ban kiểm phiếu nhập",
    )

    def __init__(self, *args: Any, members: QuerySet[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("presided_by", "secretary", "scrutineers"):
            self.fields[name].queryset = members  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> dict[str, Any]:
        """What the action takes: the day of the time limit runs to its last minute."""
        data = dict(self.cleaned_data)
        day = data.pop("answer_by_day")
        last = dt.datetime.combine(day, dt.time(23, 59)) if day else None
        data["answer_by"] = timezone.make_aware(last) if last else None
        data["kind"] = data["kind"] or Sitting.Kind.MEETING
        data["voting"] = data["voting"] or Sitting.Voting.SECRET
        data["scrutineers"] = list(data["scrutineers"])
        return data


class ProgrammeForm(KitForm):
    """The order of the day."""

    programme = forms.CharField(
        label="Chương trình",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="Mỗi dòng một mục; ghi giờ ở đầu dòng nếu có, ví dụ: 14:00 Điểm danh",
    )


class PaperForm(KitForm):
    """A file or a link for one motion or for the sitting."""

    title = forms.CharField(label="Tên tài liệu", max_length=200, required=False)
    motion = forms.ModelChoiceField(
        label="Kèm đề nghị",
        queryset=Motion.objects.none(),
        required=False,
        empty_label="Cả phiên họp",
    )
    file = forms.FileField(
        label="Tệp", required=False, help_text="PDF, DOCX, XLSX, JPG hoặc PNG, không quá 20 MB"
    )
    url = forms.CharField(label="Hoặc địa chỉ", max_length=500, required=False)

    def __init__(self, *args: Any, motions: QuerySet[Motion], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["motion"].queryset = motions  # type: ignore[attr-defined]  # a choice field


class RecusalForm(KitForm):
    """Who steps aside, from which motions, why."""

    member = forms.ModelChoiceField(
        label="Thành viên", queryset=Member.objects.none(), empty_label="Chọn thành viên"
    )
    ground = forms.ChoiceField(label="Lý do", choices=Recusal.Ground.choices)
    note = forms.CharField(
        label="Ghi rõ", max_length=200, required=False, help_text="Ví dụ: vợ của người được xét"
    )
    motions = forms.ModelMultipleChoiceField(
        label="Không tham gia biểu quyết đề nghị",
        queryset=Motion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đề nghị."},
    )

    def __init__(
        self,
        *args: Any,
        members: QuerySet[Member],
        motions: QuerySet[Motion],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]  # a choice field
        self.fields["motions"].queryset = motions  # type: ignore[attr-defined]  # a choice field


class ReplyForm(KitForm):
    """A member's answer to the invitation."""

    answer = forms.ChoiceField(
        label="Trả lời",
        choices=Invitation.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn dự họp hay vắng mặt."},
    )
    reason = forms.CharField(label="Lý do vắng", max_length=200, required=False)


class SendRecordForm(KitForm):
    """The number of a record, where the body numbers them."""

    number = forms.CharField(
        label="Số biên bản", max_length=40, required=False, help_text="Ví dụ: 03"
    )


class TakeBackForm(KitForm):
    """Why a record goes back to drafting."""

    reason = forms.CharField(label="Lý do rút về sửa", max_length=200)


def record_form(kind: str) -> type[KitForm]:
    """The form of the sections of a record of this kind."""
    fields: dict[str, forms.Field] = {
        key: forms.CharField(
            label=title,
            help_text=hint,
            max_length=20_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 6 if key in {"dien_bien", "ket_luan"} else 3}),
        )
        for key, title, hint in SECTIONS[Record.Kind(kind)]
    }
    fields["ghi_chu"] = forms.CharField(
        label="Ghi chú cho lần sửa này", max_length=200, required=False
    )
    fields["lan"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
    return type("RecordForm", (KitForm,), fields)
