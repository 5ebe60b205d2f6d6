"""Payments of rewards, made when a decision is issued."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Payment(models.Model):
    """The reward of one awardee in đồng, as frozen in the decision, and whether it was paid."""

    award = models.OneToOneField(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="payment"
    )
    amount = models.PositiveIntegerField("số tiền")
    payer = models.CharField("nguồn chi", max_length=200, blank=True)
    paid_on = models.DateField("ngày chi", null=True, blank=True)
    paid_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive")]

    def __str__(self) -> str:
        return f"{self.award}: {self.amount}"
