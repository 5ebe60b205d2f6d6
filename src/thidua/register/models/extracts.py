"""Certified extracts of the book (bản trích sao) given to a person or a unit."""

from __future__ import annotations

from django.db import models


class RegisterExtract(models.Model):
    """What was certified, word for word, so that it can be printed again and checked.

    `content` holds the lines as they stood; `chain_place` and `chain_hash` the end of the chain at
    that moment. `code` opens the public check: nobody can guess it.
    """

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="register_extracts"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="extracts"
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="extracts",
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField("số")
    issued_on = models.DateField("ngày")
    purpose = models.CharField("mục đích", max_length=200, blank=True)
    signatory_name = models.CharField("người ký", max_length=150)
    signatory_powers = models.JSONField(default=list)
    content = models.JSONField(default=dict)
    chain_place = models.PositiveBigIntegerField()
    chain_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year", "number"], name="register_extract_number"
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(collective=None),
                name="register_extract_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/TrS ({self.year})"
