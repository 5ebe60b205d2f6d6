"""What a correcting or cancelling decision changes, and what has to come back."""

from __future__ import annotations

from django.db import models


class Amendment(models.Model):
    """Why a decision corrects or cancels another (Luật 06/2022/QH15 Điều 93 khoản 2)."""

    decision = models.OneToOneField(
        "decisions.Decision", on_delete=models.CASCADE, related_name="amendment"
    )
    # Key of the ground in the rulebook (cancellation), and its words with the article.
    ground = models.CharField("căn cứ hủy bỏ", max_length=60, blank=True)
    ground_text = models.CharField(max_length=400, blank=True)
    ground_citation = models.CharField(max_length=200, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    conclusion_number = models.CharField("số kết luận, bản án", max_length=80, blank=True)
    conclusion_on = models.DateField("ngày kết luận, bản án", null=True, blank=True)
    conclusion_by = models.CharField("cơ quan kết luận", max_length=200, blank=True)
    received_on = models.DateField("ngày nhận kết luận", null=True, blank=True)
    # Named in the decision itself where no text of the body fixes it.
    return_by = models.DateField("hạn nộp lại", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.decision}"


class AmendedLine(models.Model):
    """One line of the annex that a later decision corrects or cancels.

    `changes`: field -> [as printed, as corrected]. Money is đồng.
    """

    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.CASCADE, related_name="amended_lines"
    )
    award = models.ForeignKey(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="amended_by"
    )
    changes = models.JSONField(default=dict, blank=True)
    objects_due = models.CharField("hiện vật phải nộp lại", max_length=200, blank=True)
    amount_due = models.PositiveBigIntegerField("tiền thưởng phải nộp lại", default=0)
    objects_back_on = models.DateField("nộp lại hiện vật ngày", null=True, blank=True)
    amount_back = models.PositiveBigIntegerField("tiền thưởng đã nộp lại", default=0)
    amount_back_on = models.DateField("nộp lại tiền ngày", null=True, blank=True)
    recovery_note = models.CharField("ghi chú thu hồi", max_length=300, blank=True)

    class Meta:
        ordering = ["award__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "award"], name="amended_line_once"),
            models.CheckConstraint(
                condition=models.Q(amount_back__lte=models.F("amount_due")),
                name="recovered_at_most_what_is_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} ({self.decision})"

    @property
    def outstanding(self) -> bool:
        """Whether an object or money has still to come back."""
        return bool(self.objects_due and self.objects_back_on is None) or (
            self.amount_back < self.amount_due
        )
