"""Payments of rewards, made when a decision is issued."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Payment(models.Model):
    """The reward of one awardee in đồng, as frozen in the decision, and whether it was paid.

    A line whose award was cancelled before it was paid stays, marked as dropped; one that was paid
    stays paid, and the money is asked back by the cancelling decision.
    """

    award = models.OneToOneField(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="payment"
    )
    amount = models.PositiveIntegerField("số tiền")
    payer = models.CharField("nguồn chi", max_length=200, blank=True)
    # Who pays by the decree of the day of the decision; empty where its text was not read.
    payer_rule = models.CharField("nơi chi theo quy định", max_length=300, blank=True)
    payer_citation = models.CharField(max_length=200, blank=True)
    paid_on = models.DateField("ngày chi", null=True, blank=True)
    paid_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    paid_paper = models.CharField("chứng từ chi", max_length=120, blank=True)
    dropped_by = models.ForeignKey(
        "decisions.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dropped_payments",
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(dropped_by=None) | Q(paid_on=None), name="dropped_payment_is_not_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.amount}"
