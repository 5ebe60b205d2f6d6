"""Users and the roles they hold at a body."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class User(AbstractUser):
    """An account; what it may do comes only from the roles held at a body."""

    first_name = None  # type: ignore[assignment]  # Vietnamese names are one field
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    person = models.OneToOneField(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="account"
    )

    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.username


class Role(models.TextChoices):
    """What a person does at a body in this work."""

    OFFICER = "officer", "Chuyên viên thi đua, khen thưởng"
    HEAD_OF_UNIT = "head_of_unit", "Trưởng phòng, đơn vị"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng"
    SECRETARY = "secretary", "Thư ký Hội đồng"
    DIRECTOR = "director", "Giám đốc Sở"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


class RoleAssignment(models.Model):
    """A role of a user at a body: the department, or one unit for its head."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    body = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="role_holders"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    from_date = models.DateField("từ ngày", null=True, blank=True)
    to_date = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "body", "role"], condition=Q(to_date=None), name="role_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} ({self.body})"
