"""Years the book covers, and awards that people declare."""

from __future__ import annotations

from django.db import models

from thidua.register.models.entries import RegisterEntry


class RegisterYear(models.Model):
    """The book of one year has been loaded: a missing award of that year is known to be missing.

    `award_code` empty: for all awards but those of `without` (a book may give only the number of
    LĐTT). With a code: the list of this one award is complete for the year.
    """

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="register_years"
    )
    year = models.PositiveSmallIntegerField("năm")
    award_code = models.CharField("danh hiệu, hình thức", max_length=40, blank=True)
    without = models.JSONField("không gồm", default=list, blank=True)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "award_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year", "award_code"], name="register_year_award_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.award_code}".strip()


class Claim(models.Model):
    """An award that someone declares; it becomes a fact only when the register holds it."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Khớp sổ"
        NOT_IN_REGISTER = "not_in_register", "Không có trong sổ"
        CONTRADICTED = "contradicted", "Trái với sổ"
        ASKED = "asked", "Cần người xác nhận"
        UNVERIFIABLE = "unverifiable", "Sổ chưa đủ để đối chiếu"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="claims_kept"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="claims"
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="claims",
    )
    award_code = models.CharField(max_length=40, blank=True)
    award_name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    period_from = models.PositiveSmallIntegerField(null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    merit = models.CharField(
        max_length=20, choices=RegisterEntry.Merit, default=RegisterEntry.Merit.MERIT
    )
    status = models.CharField(max_length=20, choices=Status)
    evidence = models.CharField(max_length=300, blank=True)
    # The line of the book behind the answer.
    entry = models.ForeignKey(
        RegisterEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )
    source_ref = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.award_name} ({self.year})"
