"""Forms of sign-in, passwords, accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms

from thidua.accounts.models import Role
from thidua.kit.fields import KitForm
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.people.models import Person


class SignInForm(KitForm):
    """User name and password."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=150,
        help_text="Do quản trị hệ thống của cơ quan cấp.",
        error_messages={"required": "Ghi tên đăng nhập."},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=200,
        strip=False,
        error_messages={"required": "Ghi mật khẩu."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(KitForm):
    """The own password, old and new."""

    old = forms.CharField(
        label="Mật khẩu hiện tại",
        strip=False,
        error_messages={"required": "Ghi mật khẩu hiện tại."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        help_text="Ít nhất 10 ký tự, không trùng tên đăng nhập. Một câu ngắn dễ nhớ là tốt nhất.",
        error_messages={"required": "Ghi mật khẩu mới."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Ghi lại mật khẩu mới",
        strip=False,
        error_messages={"required": "Ghi lại mật khẩu mới."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "Hai lần ghi mật khẩu mới chưa giống nhau.")
        return data


class AccountForm(KitForm):
    """A new account with its first role."""

    full_name = forms.CharField(
        label="Họ và tên",
        max_length=120,
        error_messages={"required": "Ghi họ và tên người dùng."},
    )
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, chữ số, dấu chấm. Ví dụ: ha.tt",
        error_messages={"required": "Ghi tên đăng nhập."},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    person_code = forms.CharField(
        label="Mã cán bộ",
        max_length=20,
        required=False,
        help_text="Gắn tài khoản với hồ sơ cán bộ để người đó xem được thành tích của mình.",
    )
    role = forms.ChoiceField(
        label="Vai trò", required=False, error_messages={"invalid_choice": "Chọn vai trò khác."}
    )
    body = forms.ModelChoiceField(
        label="Tại",
        queryset=Body.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Chọn nơi khác."},
        help_text="Vai trò trưởng phòng giao tại phòng, đơn vị; vai trò khác giao tại cơ quan.",
    )

    def __init__(self, *args: Any, department: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        self.department = department
        _fill_role_choices(self, department)

    def clean_person_code(self) -> Person | None:
        code = self.cleaned_data["person_code"].strip()
        if not code:
            return None
        person = Person.objects.filter(department=self.department, code__iexact=code).first()
        if person is None:
            raise forms.ValidationError(f"Không có cán bộ mang mã “{code}” trong cơ quan.")
        return person

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("role") and not data.get("body"):
            data["body"] = self.department
        return data


class RoleForm(KitForm):
    """One more role of an account."""

    role = forms.ChoiceField(
        label="Vai trò",
        error_messages={"required": "Chọn vai trò.", "invalid_choice": "Chọn vai trò."},
    )
    body = forms.ModelChoiceField(
        label="Tại",
        queryset=Body.objects.none(),
        error_messages={"required": "Chọn nơi giao vai trò.", "invalid_choice": "Chọn nơi khác."},
    )

    def __init__(self, *args: Any, department: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        _fill_role_choices(self, department)


def _fill_role_choices(form: KitForm, department: Body) -> None:
    role, body = form.fields["role"], form.fields["body"]
    role.choices = [("", "Chọn vai trò"), *Role.choices]  # type: ignore[attr-defined]  # a choice field
    body.queryset = Body.objects.filter(pk=department.pk) | units_of(department)  # type: ignore[attr-defined]  # a choice field
    body.empty_label = "Chọn cơ quan hoặc đơn vị"  # type: ignore[attr-defined]  # a choice field
