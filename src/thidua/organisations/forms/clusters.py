"""Forms of clusters and blocks: the cluster, a duty, a thing to do, a vote, the hand-over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import Body, Cluster, ClusterElection, ClusterMember

Duty, Way = ClusterMember.Duty, ClusterMember.Way


def _words(label: str, most: int, asked: str = "", **more: Any) -> forms.CharField:
    if asked:
        more["error_messages"] = {"required": asked}
    return forms.CharField(label=label, max_length=most, required=bool(asked), **more)


def _long(label: str, asked: str = "", **more: Any) -> forms.CharField:
    more["widget"] = forms.Textarea(attrs={"rows": 4})
    return _words(label, 8000, asked, **more)


def _year(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(("required", "invalid"), "Ghi năm bằng 4 chữ số, ví dụ 2026."),
    )


def _count(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Ghi số nguyên từ 0 đến 1000."
        ),
        **more,
    )


class BodyChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # no generic at run time
    """One of the bodies offered."""

    def __init__(self, label: str, *, empty: str = "Chọn đơn vị", **more: Any) -> None:
        sentence = "Chọn một đơn vị trong danh sách."
        more.setdefault("error_messages", dict.fromkeys(("required", "invalid_choice"), sentence))
        super().__init__(Body.objects.none(), label=label, empty_label=empty, **more)


class ClusterForm(KitForm):
    """A cluster or block as its decision set it up."""

    kind = forms.ChoiceField(
        label="Loại", choices=[("", "Chọn cụm hoặc khối"), *Cluster.Kind.choices],
        error_messages={"required": "Chọn cụm hoặc khối."},
    )  # fmt: skip
    name = _words("Tên", 200, "Ghi tên cụm, khối.", help_text="Ví dụ: Cụm thi đua số 3")
    set_up_by = BodyChoice("Cơ quan thành lập", empty="Chọn cơ quan")
    decision_number = _words("Số quyết định", 60, "Ghi số quyết định lập cụm, khối.")
    decision_date = DayField(label="Ngày quyết định")
    first_year = _year("Hoạt động từ năm")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, setters: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["set_up_by"]
        field.queryset = setters


class EndForm(KitForm):
    """The last year of a cluster and why it ends."""

    last_year = _year("Hoạt động đến hết năm")
    reason = _words("Lý do, số văn bản", 300, "Ghi lý do hoặc số văn bản kết thúc.")


class ReasonForm(KitForm):
    """Why something is taken back."""

    reason = _words(
        "Lý do", 300, "Ghi lý do.", widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300})
    )


class _Among(KitForm):
    """A form with one body among those offered."""

    def __init__(self, *args: Any, bodies: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, BodyChoice):
                field.queryset = bodies


class DutyForm(_Among):
    """Who becomes head or deputy, and how."""

    body = BodyChoice("Đơn vị")
    duty = forms.ChoiceField(label="Nhiệm vụ")
    way = forms.ChoiceField(
        label="Cách chọn", choices=[(Way.ROTATION, "Luân phiên"), (Way.APPOINTMENT, "Chỉ định")],
        help_text="Bầu thì ghi ở phần kết quả bầu.",
    )  # fmt: skip
    since = DayField(label="Nhận nhiệm vụ từ ngày", required=False)

    def __init__(self, *args: Any, cluster: Cluster, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["duty"]
        field.choices = [(Duty.HEAD, cluster.head_title), (Duty.DEPUTY, cluster.deputy_title)]


class JoinForm(_Among):
    """A body that comes in during the year."""

    body = BodyChoice("Đơn vị")
    from_date = DayField(label="Vào từ ngày")


class LeaveForm(KitForm):
    """A member that goes during the year."""

    to_date = DayField(label="Ra từ hết ngày")
    reason = _words("Lý do", 300, "Ghi lý do ra khỏi danh sách.")


class ActivityForm(_Among):
    """A thing to do in the programme."""

    planned_on = DayField(label="Ngày dự kiến")
    text = _words("Nội dung", 300, "Ghi nội dung hoạt động.")
    place = _words("Địa điểm", 200)
    responsible = BodyChoice("Đơn vị chủ trì", empty="Cả cụm, khối", required=False)


class DoneForm(KitForm):
    """What was done."""

    done_on = DayField(label="Ngày thực hiện")
    result = _words(
        "Kết quả", 500, "Ghi kết quả thực hiện.", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("initial", {"done_on": timezone.localdate()})
        super().__init__(*args, **more)


class RulesForm(KitForm):
    """Working rules: a text, a file, or both."""

    number = _words("Số văn bản", 60, "Ghi số văn bản của quy chế.")
    issued_on = DayField(label="Ngày ban hành")
    text = _long("Nội dung")
    upload = forms.FileField(
        label="Tệp quy chế", required=False, help_text="PDF, DOCX, XLSX, JPG, PNG; tối đa 20 MB."
    )


class VoteForm(KitForm):
    """A vote as counted: a number for each member that was voted for."""

    office = forms.ChoiceField(label="Bầu")
    held_on = DayField(label="Ngày bầu")
    voters = _count("Số đơn vị dự bầu")
    spoilt = _count("Số phiếu không hợp lệ", initial=0)
    needs_majority = forms.BooleanField(label="Phải quá nửa số phiếu mới trúng", required=False)
    note_text = _words("Ghi chú", 300)

    def __init__(self, *args: Any, cluster: Cluster, bodies: Iterable[Body], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["office"]
        field.choices = [
            (ClusterElection.Office.HEAD, cluster.head_title),
            (ClusterElection.Office.DEPUTY, cluster.deputy_title),
        ]
        self.bodies = list(bodies)
        for body in self.bodies:
            self.fields[f"phieu-{body.pk}"] = _count(body.name, required=False)
            self.fields[f"phieu-{body.pk}"].widget.attrs.setdefault("class", "input")

    @property
    def heads(self) -> list[Any]:
        return [self[name] for name in ("office", "held_on", "voters", "spoilt")]

    @property
    def votes(self) -> list[Any]:
        return [self[f"phieu-{body.pk}"] for body in self.bodies]

    def counted(self) -> list[tuple[Body, int]]:
        given = [(body, self.cleaned_data.get(f"phieu-{body.pk}")) for body in self.bodies]
        return [(body, count) for body, count in given if count]


class TieForm(_Among):
    """Who takes the duty after a tie, and how that was settled."""

    winner = BodyChoice("Đơn vị được chọn")
    settled_by = _words(
        "Cách quyết định", 300, "Ghi cách quyết định.",
        help_text="Theo quy chế: bốc thăm, ý kiến của trưởng đương nhiệm.",
    )  # fmt: skip


class HandoverForm(KitForm):
    """The minutes of a hand-over."""

    held_on = DayField(label="Ngày bàn giao")
    place = _words("Địa điểm", 200, "Ghi địa điểm.")
    giver_person = _words("Đại diện bên giao", 120, "Ghi đại diện bên giao.")
    giver_post = _words("Chức vụ bên giao", 150, "Ghi chức vụ.")
    receiver_person = _words("Đại diện bên nhận", 120, "Ghi đại diện bên nhận.")
    receiver_post = _words("Chức vụ bên nhận", 150, "Ghi chức vụ.")
    papers = _long(
        "Hồ sơ, tài liệu bàn giao", "Ghi hồ sơ, tài liệu bàn giao.", help_text="Mỗi thứ một dòng."
    )
    unfinished = _long("Việc chưa xong, đề nghị theo dõi tiếp", help_text="Mỗi việc một dòng.")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
