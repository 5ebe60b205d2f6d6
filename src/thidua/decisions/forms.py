"""Input of the decision pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from thidua.decisions.models import Decision, Reissue
from thidua.kit.fields import DayField, KitForm

MAX_NUMBER = 99_999


class LinesField(forms.CharField):
    """One item a line; blank lines are dropped."""

    def __init__(self, *, rows: int = 4, **more: Any) -> None:
        more.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**more)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


def number_field(*, required: bool) -> forms.IntegerField:
    whole = "Ghi số quyết định bằng chữ số, ví dụ 125."
    return forms.IntegerField(
        label="Số quyết định",
        required=required,
        min_value=1,
        max_value=MAX_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": whole,
            "required": whole,
            "min_value": "Số quyết định là số nguyên từ 1.",
            "max_value": f"Số quyết định không quá {MAX_NUMBER}.",
        },
    )


class DecisionForm(KitForm):
    """What the paper says; number and day may wait until the decision is issued."""

    title = forms.CharField(
        label="Trích yếu",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi trích yếu của quyết định."},
    )
    number = number_field(required=False)
    decided_on = DayField(label="Ngày ký", required=False)
    place = forms.CharField(label="Địa danh", max_length=80, required=False)
    period_from = DayField(
        label="Thành tích từ ngày", help_text="Ngày đầu của thời gian lập thành tích."
    )
    period_to = DayField(label="Đến ngày", help_text="Lần khen sau tính tiếp từ ngày này.")
    grounds = LinesField(
        label="Căn cứ",
        rows=7,
        required=False,
        help_text="Mỗi dòng một căn cứ. Hệ thống gợi ý theo văn bản còn hiệu lực.",
    )
    signing_form = forms.CharField(
        label="Thể thức ký thay, thừa lệnh",
        max_length=40,
        required=False,
        help_text="Để trống khi Giám đốc ký. Ví dụ: KT. GIÁM ĐỐC.",
    )
    signatory_post = forms.CharField(label="Chức vụ người ký", max_length=120, required=False)
    signatory_name = forms.CharField(label="Người ký", max_length=120, required=False)
    fund = forms.CharField(label="Nguồn chi tiền thưởng", max_length=200, required=False)
    executors = forms.CharField(label="Nơi thi hành", max_length=300, required=False)
    recipients = LinesField(label="Nơi nhận", required=False, help_text="Mỗi dòng một nơi nhận.")

    @classmethod
    def of(cls, decision: Decision, data: Any = None) -> DecisionForm:
        """The form filled with what the draft says now."""
        return cls(data, initial={name: getattr(decision, name) for name in cls.base_fields})


class IssueForm(KitForm):
    """Number and day, asked for once more in the confirmation dialog.

    `seen` is asked for only where the checks found something to look at.
    """

    number = number_field(required=False)
    decided_on = DayField(label="Ngày ký")
    skipped_elsewhere = forms.BooleanField(
        label="Các số bỏ qua do văn thư cấp cho văn bản khác", required=False
    )
    seen = forms.BooleanField(label="Đã xem các điểm cần lưu ý", required=False)


class ReasonForm(KitForm):
    """Why a draft goes back."""

    reason = forms.CharField(
        label="Cần sửa gì",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do trả lại: cần sửa gì, ở đâu."},
    )


class MeritForm(KitForm):
    """Words of merit on one certificate."""

    merit = forms.CharField(
        label="Thành tích ghi trên bằng",
        max_length=300,
        error_messages={"required": "Ghi thành tích in trên bằng."},
    )


class PrepareForm(KitForm):
    """Number and day of the PDF that is prepared for signing."""

    number = number_field(required=False)
    decided_on = DayField(label="Ngày ký", required=False)
    skipped_elsewhere = forms.BooleanField(
        label="Các số bỏ qua do văn thư cấp cho văn bản khác", required=False
    )


class SignForm(PrepareForm):
    """A key for one signature. Nothing of it is kept: neither file, nor passphrase, nor PIN."""

    key = forms.FileField(
        label="Tệp chứng thư số (.p12, .pfx)",
        required=False,
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp chứng thư số để ký."},
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        help_text="Dùng một lần trong bộ nhớ, không lưu lại.",
    )
    passphrase = forms.CharField(
        label="Mật khẩu của tệp",
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    token = forms.CharField(label="Tên thiết bị ký số", required=False, max_length=60)
    label = forms.CharField(label="Nhãn khóa trên thiết bị", required=False, max_length=60)
    pin = forms.CharField(
        label="Mã PIN",
        required=False,
        max_length=60,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.BooleanField(label="Đã xem các điểm cần lưu ý", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # Without a token on the server the file is the only key there is.
        self.fields["key"].required = not settings.PKCS11_MODULE


class SignedFileForm(KitForm):
    """The PDF that was signed on a device of one's own."""

    file = forms.FileField(
        label="Bản PDF đã ký",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": "Chọn tệp PDF đã ký.", "empty": "Tệp rỗng. Chọn lại tệp."},
    )


class SignersForm(KitForm):
    """Who signs besides the authority: one a line, "Họ tên, chức vụ"."""

    reviewers = LinesField(
        label="Người ký trước (ký nháy, ký phối hợp)",
        required=False,
        rows=3,
        help_text="Mỗi dòng một người theo thứ tự ký, dạng: Họ tên, chức vụ.",
    )
    agency = forms.CharField(
        label="Chữ ký số của cơ quan",
        required=False,
        max_length=120,
        help_text="Tên cơ quan trên chứng thư; ký sau khi ban hành. Để trống nếu không dùng.",
    )


class CancellationForm(KitForm):
    """Ground and conclusion of a cancellation; the lines are chosen in the list."""

    ground = forms.ChoiceField(
        label="Căn cứ hủy bỏ",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn căn cứ hủy bỏ.", "invalid_choice": "Chọn căn cứ hủy bỏ."},
    )
    conclusion_number = forms.CharField(
        label="Số kết luận, quyết định hoặc bản án",
        max_length=80,
        help_text="Ví dụ: Kết luận số 12/KL-TTr.",
        error_messages={"required": "Ghi số kết luận, quyết định hoặc bản án."},
    )
    conclusion_on = DayField(label="Ngày kết luận")
    conclusion_by = forms.CharField(label="Cơ quan kết luận", max_length=200, required=False)
    received_on = DayField(label="Ngày nhận kết luận", required=False)
    return_by = DayField(
        label="Hạn nộp lại hiện vật, tiền thưởng",
        required=False,
        help_text="Để trống để tính theo quy định của cơ quan, nếu có.",
    )
    reason = forms.CharField(
        label="Nói thêm",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]  # a choice field


class ReturnedForm(KitForm):
    """What came back of a cancelled award."""

    objects_on = DayField(label="Ngày nộp lại hiện vật", required=False)
    amount = forms.IntegerField(
        label="Số tiền nộp lại (đồng)",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Ghi số tiền bằng chữ số, không có dấu chấm, ví dụ 759000.",
            "min_value": "Số tiền lớn hơn 0.",
        },
    )
    amount_on = DayField(label="Ngày nộp tiền", required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)


class ReissueForm(KitForm):
    """An application for a new certificate."""

    kind = forms.ChoiceField(
        label="Hình thức",
        choices=Reissue.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn cấp đổi hoặc cấp lại."},
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        help_text="Ví dụ: hư hỏng do lũ tháng 9/2026.",
        error_messages={"required": "Ghi lý do: bằng hư hỏng, bị mất thế nào."},
    )
    applicant = forms.CharField(
        label="Người, đơn vị đề nghị",
        max_length=200,
        error_messages={"required": "Ghi người, đơn vị đề nghị."},
    )
    applied_on = DayField(label="Ngày nhận đơn")
    object_returned = forms.BooleanField(label="Đã nhận lại bằng hư hỏng", required=False)


class AnswerForm(KitForm):
    """Why an application is not granted."""

    answer = forms.CharField(
        label="Lý do không cấp",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do không cấp để trả lời người đề nghị."},
    )


class ElsewhereForm(KitForm):
    """Numbers that the clerk gave to other papers."""

    year = forms.IntegerField(
        label="Năm",
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    first = number_field(required=True)
    last = number_field(required=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"].label, self.fields["last"].label = "Từ số", "Đến số"


class RotateForm(KitForm):
    """Why a new key signs from now on."""

    reason = forms.CharField(
        label="Lý do đổi khóa",
        max_length=300,
        help_text="Ví dụ: đổi định kỳ năm 2027, người giữ máy chủ chuyển công tác.",
        error_messages={"required": "Ghi lý do đổi khóa."},
    )


class LeakForm(KitForm):
    """Since when somebody else may hold a key, and how it came about."""

    leaked_on = DayField(label="Lộ từ ngày")
    reason = forms.CharField(
        label="Lý do thu hồi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do thu hồi: lộ thế nào, ai phát hiện."},
    )
