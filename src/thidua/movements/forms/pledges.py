"""Forms of a pledge: its text with targets and sides, a reason, a witness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from thidua.kit.fields import DayField, KitForm
from thidua.organisations.models import Body


class PledgeForm(KitForm):
    """The text of a pledge and, for each body that may be a side, whether and who signs."""

    title = forms.CharField(
        label="Tên giao ước", max_length=300, error_messages={"required": "Ghi tên giao ước."}
    )
    content = forms.CharField(
        label="Nội dung giao ước", max_length=20_000, required=False, help_text="Mỗi ý một dòng.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        bodies: Iterable[Body],
        chosen: Mapping[int, tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.bodies = list(bodies)
        for body in self.bodies:
            signer, post = chosen.get(body.pk, ("", ""))
            for name, label, most, initial in (
                (f"ky-{body.pk}", body.name, 0, body.pk in chosen),
                (f"nguoi-{body.pk}", f"Người ký của {body.name}", 120, signer),
                (f"chuc-{body.pk}", f"Chức vụ người ký của {body.name}", 150, post),
            ):
                self.fields[name] = (
                    forms.CharField(
                        label=label, max_length=most, required=False, initial=initial,
                        widget=forms.TextInput(attrs={"class": "input", "aria-label": label}),
                    )
                    if most
                    else forms.BooleanField(label=label, required=False, initial=initial)
                )  # fmt: skip

    @property
    def sides(self) -> list[tuple[Body, Any, Any, Any]]:
        return [
            (body, self[f"ky-{body.pk}"], self[f"nguoi-{body.pk}"], self[f"chuc-{body.pk}"])
            for body in self.bodies
        ]

    def chosen(self) -> list[tuple[Body, str, str]]:
        """The bodies ticked, with signer and post as written."""
        data = self.cleaned_data
        return [
            (body, data[f"nguoi-{body.pk}"], data[f"chuc-{body.pk}"])
            for body in self.bodies
            if data[f"ky-{body.pk}"]
        ]


class ChooseForm(KitForm):
    """Whose pledge, for which year."""

    whose = forms.ChoiceField(
        label="Của", error_messages={"required": "Chọn cụm, khối hoặc cơ quan."}
    )
    year = forms.IntegerField(
        label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(("required", "invalid"), "Ghi năm bằng 4 chữ số, ví dụ 2026."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["whose"]
        field.choices = offered


class WhyForm(KitForm):
    """Why a side does not sign, a text is changed, a pledge withdrawn; where a paper is kept."""

    reason = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Phần này không để trống được."},
    )  # fmt: skip

    def __init__(self, *args: Any, label: str = "Lý do", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = label


class WitnessForm(KitForm):
    """Who witnessed the signing, at which conference."""

    name = forms.CharField(
        label="Người chứng kiến", max_length=120,
        error_messages={"required": "Ghi họ tên người chứng kiến."},
    )  # fmt: skip
    post = forms.CharField(
        label="Chức vụ", max_length=150, error_messages={"required": "Ghi chức vụ."}
    )
    occasion = forms.CharField(
        label="Hội nghị", max_length=200, error_messages={"required": "Ghi tên hội nghị."}
    )
    place = forms.CharField(
        label="Địa điểm", max_length=200, error_messages={"required": "Ghi địa điểm."}
    )
    held_on = DayField(label="Ngày")

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("initial", {"held_on": timezone.localdate()})
        super().__init__(*args, **more)
