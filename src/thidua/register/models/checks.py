"""Checks of a book that somebody asked for, with how far each is and what it found."""

from __future__ import annotations

from django.db import models


class RegisterCheck(models.Model):
    """One walk over the chain of a book; `result` holds the answer once it is finished."""

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="register_checks"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    # Moves on while somebody is at it; a check that stands still was interrupted.
    touched_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.department} {self.asked_at:%d/%m/%Y %H:%M}"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
