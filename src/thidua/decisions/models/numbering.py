"""The number book of a body and year: every number in it is accounted for, none twice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class NumberBook(models.Model):
    """Locked while a number is given. Empty while `last` is null.

    It opens at the first number used here: the clerk's earlier numbers of the year are not in it.
    """

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="number_books"
    )
    year = models.PositiveSmallIntegerField("năm")
    first = models.PositiveIntegerField(null=True, blank=True)
    last = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="number_book_once"),
            models.CheckConstraint(
                condition=Q(first=None, last=None) | Q(first__lte=F("last")),
                name="number_book_from_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year}"


class DecisionNumber(models.Model):
    """What one number of a book is used for; the book has one for each number, first to last."""

    class State(models.TextChoices):
        RESERVED = "reserved", "Giữ cho dự thảo"
        USED = "used", "Đã ban hành"
        FREE = "free", "Trả lại, dùng tiếp trước"
        ELSEWHERE = "elsewhere", "Văn thư cấp cho văn bản khác"

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField("số")
    state = models.CharField(max_length=20, choices=State)
    decision = models.OneToOneField(
        "decisions.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="number_slot",
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="decision_number_slot_once"),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "used"], decision__isnull=False)
                | Q(state__in=["free", "elsewhere"], decision=None),
                name="decision_number_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}: {self.get_state_display()}"
