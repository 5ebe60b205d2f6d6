"""Forms of the record of a person: who they are, and single dated facts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms

from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.people.models import Departure, Discipline, Grade, Leave, PendingMatter, Person

_UNKNOWN = ("", "Chưa rõ")


def choices(words: Any, empty: str = "Chưa rõ") -> list[tuple[str, str]]:
    return [("", empty), *words.choices]


def year_field(label: str, *, required: bool = True, hint: str = "") -> forms.IntegerField:
    sentence = "Ghi năm bằng 4 chữ số, ví dụ 2026."
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=1900,
        max_value=2200,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes no parameter at run time
    """A standing unit of the department."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            queryset=Body.objects.none(),
            label="Đơn vị",
            empty_label="Chọn phòng, đơn vị",
            error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn lại đơn vị."},
            **more,
        )


class PersonForm(KitForm):
    """Everything known of a person but the dated facts."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Ghi họ và tên."}
    )
    code = forms.CharField(label="Mã cán bộ", max_length=20, required=False)
    gender = forms.ChoiceField(
        label="Giới tính, cách xưng hô",
        required=False,
        choices=[_UNKNOWN, ("female", "Nữ (Bà)"), ("male", "Nam (Ông)")],
    )
    born_on = DayField(label="Ngày sinh", required=False)
    born_year = year_field("Năm sinh", required=False, hint="Chỉ ghi khi không rõ ngày sinh.")
    ethnicity = forms.CharField(label="Dân tộc", max_length=40, required=False)
    party_member = forms.TypedChoiceField(
        label="Đảng viên",
        required=False,
        choices=[_UNKNOWN, ("1", "Là đảng viên"), ("0", "Không là đảng viên")],
        coerce=lambda word: word == "1",
        empty_value=None,
    )
    identity_number = forms.CharField(
        label="Số định danh",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = UnitField(required=False)
    position = forms.CharField(label="Chức vụ", max_length=120, required=False)
    group = forms.ChoiceField(
        label="Nhóm",
        required=False,
        choices=choices(Person.Group),
        help_text="Quy chế xét riêng người trực tiếp công tác và lãnh đạo.",
    )
    changed_on = DayField(label="Từ ngày", required=False)
    employment = forms.ChoiceField(
        label="Loại lao động", required=False, choices=choices(Person.Employment)
    )
    recruited_on = DayField(label="Ngày tuyển dụng", required=False)
    joined_on = DayField(label="Ngày về cơ quan", required=False)
    status = forms.ChoiceField(
        label="Tình trạng",
        choices=Person.Status.choices,
        error_messages={"required": "Chọn tình trạng."},
    )
    left_on = DayField(
        label="Ngày rời cơ quan",
        required=False,
        help_text="Ghi khi đã chuyển công tác, nghỉ hưu hoặc thôi việc.",
    )
    note = forms.CharField(
        label="Ghi chú", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, department: Body, person: Person | None = None, **more: Any):
        super().__init__(*args, initial=_initial(person), **more)
        unit: Any = self.fields["unit"]
        standing = units_of(department)
        unit.queryset = standing
        if person is None:
            self.fields["code"].help_text = "Để trống thì hệ thống đặt mã tiếp theo."
            self.fields["changed_on"].help_text = "Ngày nhận chức vụ, đơn vị này."
            self.fields["identity_number"].help_text = "12 chữ số. Được mã hóa khi lưu."
            self.fields["namesake"] = forms.BooleanField(
                label="Là người khác, trùng họ tên", required=False
            )
            return
        if person.unit is not None:
            unit.queryset = standing | Body.objects.filter(pk=person.unit.pk)
        self.fields["changed_on"].label = "Thay đổi từ ngày"
        self.fields["changed_on"].help_text = (
            "Ghi khi đổi đơn vị, chức vụ hoặc nhóm. "
            "Chức vụ trước được giữ trong quá trình công tác."
        )
        self.fields["slip"] = forms.BooleanField(
            label="Chỉ sửa điều ghi nhầm, không phải thay đổi", required=False
        )
        if hasattr(person, "identity"):
            self.fields["identity_number"].help_text = "Đã ghi. Để trống thì giữ số đang ghi."
            self.fields["forget_identity"] = forms.BooleanField(
                label="Bỏ số định danh đang ghi", required=False
            )

    @property
    def facts(self) -> dict[str, Any]:
        """What `add_person` and `edit_person` take as fields."""
        apart = {"full_name", "code", "identity_number", "forget_identity", "namesake"}
        apart |= {"changed_on", "slip"}
        return {k: v for k, v in self.cleaned_data.items() if k not in apart}


def _initial(person: Person | None) -> dict[str, Any]:
    if person is None:
        return {"status": Person.Status.WORKING}
    known = {name: getattr(person, name) for name in PersonForm.base_fields if name in _COLUMNS}
    known["party_member"] = {True: "1", False: "0", None: ""}[person.party_member]
    known["unit"] = person.unit_id
    known["born_year"] = None if person.born_on else person.born_year
    return known


_COLUMNS = {field.name for field in Person._meta.get_fields()}


class FactForm(KitForm):
    """Base of the forms of single facts; `of` fills it from one that is recorded."""

    def __init__(self, *args: Any, department: Body, asks_why: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if asks_why:
            self.fields["reason"] = forms.CharField(
                label="Lý do sửa",
                max_length=500,
                widget=forms.TextInput(attrs={"class": "input"}),
                error_messages={"required": "Ghi lý do sửa."},
            )
        if "unit" in self.fields:
            unit: Any = self.fields["unit"]
            unit.queryset = units_of(department, with_closed=True)


class RatingForm(FactForm):
    year = year_field("Năm")
    grade = forms.ChoiceField(
        label="Xếp loại",
        choices=choices(Grade, "Chọn mức xếp loại"),
        error_messages={"required": "Chọn mức xếp loại."},
    )
    source = forms.CharField(
        label="Nguồn",
        max_length=200,
        required=False,
        help_text="Văn bản thông báo kết quả, ví dụ: Thông báo 15/TB-SNV ngày 20/12/2025.",
    )


class DisciplineForm(FactForm):
    measure = forms.ChoiceField(
        label="Hình thức",
        choices=choices(Discipline.Measure, "Chọn hình thức"),
        error_messages={"required": "Chọn hình thức kỷ luật."},
    )
    decision_number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    from_date = DayField(label="Có hiệu lực từ ngày")
    to_date = DayField(label="Đến ngày", required=False)
    note = forms.CharField(label="Nội dung", max_length=300, required=False)


class LeaveForm(FactForm):
    kind = forms.ChoiceField(
        label="Loại",
        choices=choices(Leave.Kind, "Chọn loại nghỉ"),
        error_messages={"required": "Chọn loại nghỉ."},
    )
    from_date = DayField(label="Từ ngày")
    to_date = DayField(label="Đến ngày", required=False, help_text="Để trống khi còn đang nghỉ.")
    decision_number = forms.CharField(label="Số quyết định, văn bản", max_length=60, required=False)
    note = forms.CharField(label="Nội dung", max_length=300, required=False)


class PendingForm(FactForm):
    kind = forms.ChoiceField(
        label="Loại",
        choices=choices(PendingMatter.Kind, "Chọn loại vụ việc"),
        error_messages={"required": "Chọn loại vụ việc."},
    )
    from_date = DayField(label="Từ ngày")
    to_date = DayField(
        label="Kết thúc ngày", required=False, help_text="Để trống khi chưa có kết luận."
    )
    decision_number = forms.CharField(label="Số quyết định, văn bản", max_length=60, required=False)
    note = forms.CharField(label="Nội dung", max_length=300, required=False)


class PostForm(FactForm):
    unit = UnitField()
    title = forms.CharField(
        label="Chức vụ", max_length=120, error_messages={"required": "Ghi chức vụ."}
    )
    group = forms.ChoiceField(label="Nhóm", required=False, choices=choices(Person.Group))
    from_date = DayField(label="Từ ngày")
    to_date = DayField(label="Đến ngày", required=False, help_text="Để trống khi còn giữ.")
    basis = forms.CharField(
        label="Căn cứ nhận",
        max_length=200,
        required=False,
        help_text="Ví dụ: Quyết định 12/QĐ-SNV ngày 01/03/2025.",
    )
    end_basis = forms.CharField(label="Căn cứ thôi", max_length=200, required=False)


class ConcludeForm(KitForm):
    """The end of a matter under review."""

    to_date = DayField(label="Ngày kết thúc")
    note = forms.CharField(
        label="Kết luận",
        max_length=300,
        required=False,
        help_text="Ví dụ: không có vi phạm, Thông báo kết luận 12/TB-TTr.",
    )


class ReasonForm(KitForm):
    """The reason of an act that is kept in the log."""

    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do."},
    )


class DepartureForm(FactForm):
    """Somebody leaves the body."""

    kind = forms.ChoiceField(
        label="Loại",
        choices=choices(Departure.Kind, "Chọn loại"),
        error_messages={"required": "Chọn chuyển công tác, nghỉ hưu hoặc thôi việc."},
    )
    from_date = DayField(label="Từ ngày", help_text="Ngày đầu tiên không còn làm việc ở cơ quan.")
    decision_number = forms.CharField(label="Số quyết định, văn bản", max_length=60, required=False)
    destination = forms.CharField(
        label="Nơi đến", max_length=200, required=False, help_text="Khi chuyển công tác."
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)


class ReturnForm(FactForm):
    """Somebody who left works at the body again."""

    on = DayField(label="Từ ngày")
    unit = UnitField()
    title = forms.CharField(
        label="Chức vụ", max_length=120, error_messages={"required": "Ghi chức vụ."}
    )
    group = forms.ChoiceField(label="Nhóm", required=False, choices=choices(Person.Group))
    basis = forms.CharField(label="Căn cứ", max_length=200, required=False)


class AnswerForm(KitForm):
    """The officer's answer to a request."""

    answer = forms.CharField(
        label="Trả lời người đề nghị",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Phải ghi khi không chấp nhận.",
    )


_WHY: dict[str, Any] = {
    "label": "Lý do, căn cứ",
    "max_length": 1000,
    "help_text": "Ví dụ: theo giấy khai sinh; theo Quyết định 12/QĐ-SNV ngày 01/03/2025.",
    "error_messages": {"required": "Ghi lý do, căn cứ của đề nghị."},
}
_EVIDENCE: dict[str, Any] = {
    "label": "Tệp minh chứng",
    "required": False,
    "help_text": "PDF, DOCX, XLSX, JPG hoặc PNG, không quá 20 MB.",
}


def _add_reasons(form: forms.Form) -> None:
    form.fields["reason"] = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}), **_WHY
    )
    form.fields["file"] = forms.FileField(**_EVIDENCE)


def asking(base: type[FactForm]) -> type[FactForm]:
    """The form of a fact as somebody asks for it: with a reason and a file."""

    class Asking(base):  # type: ignore[misc, valid-type]  # the base is chosen at run time
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            _add_reasons(self)

    return Asking


class AskFieldForm(KitForm):
    """One field of the own record, as it should be."""

    def __init__(self, *args: Any, field: str, now: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        wanted = deepcopy(PersonForm.base_fields[field])
        wanted.label, wanted.required = "Sửa thành", field != "party_member"
        wanted.initial = {True: "1", False: "0"}.get(now, now) if field == "party_member" else now
        wanted.widget.attrs.setdefault("class", "input")
        self.fields[field] = wanted
        _add_reasons(self)


class AskWordsForm(KitForm):
    """What a line of the record should say, in words; `missing` for one that is not there."""

    act = forms.ChoiceField(
        label="Đề nghị",
        choices=[("change", "Sửa dòng này"), ("remove", "Bỏ dòng này: không phải của tôi")],
        initial="change",
    )
    wanted = forms.CharField(
        label="Nội dung đúng",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi tên, năm, số và ngày quyết định, cơ quan ban hành như trên văn bản.",
    )

    def __init__(self, *args: Any, missing: bool, one: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if missing or one:
            del self.fields["act"]
        if one:
            self.fields[
                "wanted"
            ].help_text = "Ghi sai ở đâu, không ghi số. Mang giấy tờ đến gặp chuyên viên."
        _add_reasons(self)
