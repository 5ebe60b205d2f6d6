"""Users and the roles they hold at a body."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from thidua.organisations.queries import pks_below
from thidua.organisations.scopes import NOWHERE, Role, Scope, any_history_counts

__all__ = ["Role", "RoleAssignment", "SignInFailure", "SignInPass", "User"]


class User(AbstractUser):
    """An account; what it may do comes only from the roles held at a body."""

    first_name = None  # type: ignore[assignment]  # Vietnamese names are one field
    last_name = None  # type: ignore[assignment]  # names are one field
    full_name = models.CharField("họ và tên", max_length=120)
    person = models.OneToOneField(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="account"
    )

    # The department whose administrator looks after the account.
    home = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    # A password given by the administrator must be replaced at the first sign-in.
    must_change_password = models.BooleanField(default=False)

    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def scope(self) -> Scope:
        """Department, units and roles held today (one query, kept on the object)."""
        today = timezone.localdate()
        held = list(
            self.roles.filter(Q(from_date=None) | Q(from_date__lte=today))
            .filter(Q(to_date=None) | Q(to_date__gte=today))
            .select_related("body", "body__parent", "body__parent__parent")
            .annotate(looks_back=any_history_counts())
            .order_by("pk")
        )
        if not held or not self.is_active:
            return NOWHERE
        department = held[0].body.department
        here = [r for r in held if r.body.department == department]
        headed = {r.body_id for r in here if r.role == Role.HEAD_OF_UNIT}
        if headed:
            # Whoever heads a sub-department heads the divisions in it.
            headed |= pks_below(headed)
        return Scope(
            department,
            frozenset(headed),
            frozenset(r.role for r in here),
            any(r.looks_back for r in held),
        )

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.username


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


class SignInFailure(models.Model):
    """A wrong password: counted per account name and address to slow down guessing."""

    username = models.CharField(max_length=150, db_index=True)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.username} {self.at:%H:%M}"


class SignInPass(models.Model):
    """A code that signs a user in once, to a few pages only; the code itself is not kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passes")
    # Keyed digest of the code: the table alone does not let anybody in.
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField("để làm gì", max_length=200)
    # Addresses the session may open; only the first takes a POST.
    addresses = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Mã vào một lần của {self.user}"
