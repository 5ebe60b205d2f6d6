"""Registration of titles for a year (đăng ký thi đua)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Registration(models.Model):
    """A person or a collective aims at an award in a year."""

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="registrations_kept"
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="registrations",
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="registrations",
    )
    year = models.PositiveSmallIntegerField("năm")
    award_code = models.CharField("danh hiệu, hình thức", max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, collective__isnull=False)
                | Q(person__isnull=False, collective=None),
                name="registration_one_subject",
            ),
            models.UniqueConstraint(
                fields=["person", "year", "award_code"], name="registration_once_person"
            ),
            models.UniqueConstraint(
                fields=["collective", "year", "award_code"], name="registration_once_collective"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_code} {self.year}"
