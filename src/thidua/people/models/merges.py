"""Two records found to be one person: the merge, every row it moved, and pairs known to differ."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.people.models.persons import Person


class PersonMerge(models.Model):
    """`absorbed` was found to be `survivor`; undone as long as nothing later stands on it."""

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="person_merges"
    )
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absorbed_by")
    reason = models.CharField("lý do", max_length=500)
    # Why the two were thought to be one, as shown when it was decided.
    likeness = models.JSONField(default=list)
    merged_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField("lý do tách", max_length=500, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.survivor}"


class MergeChange(models.Model):
    """One value that a merge changed in one row of any table: what stood there before and after."""

    merge = models.ForeignKey(PersonMerge, on_delete=models.CASCADE, related_name="changes")
    model = models.CharField(max_length=60)
    row = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.model} {self.row} {self.field}"


class DistinctPair(models.Model):
    """Two records that look alike and were found to be two persons; they are not shown again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("lý do", max_length=500)
    decided_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_pair_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
