"""Rows of the log and the heads of hash chains."""

from __future__ import annotations

from django.db import models


class ChainHead(models.Model):
    """The last number and hash of a chain; locked while the next row is added."""

    name = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return self.name


class AuditRow(models.Model):
    """Who did what to which thing, and when. Never changed, never deleted."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="audit_rows"
    )
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=80, db_index=True)
    text = models.CharField(max_length=300)
    # Text and name without marks, for the search of the log page.
    folded = models.CharField(max_length=500, blank=True, editable=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    body = models.ForeignKey(
        "organisations.Body", null=True, on_delete=models.PROTECT, related_name="audit_rows"
    )
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return self.text
