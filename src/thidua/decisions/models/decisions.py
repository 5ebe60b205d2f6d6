"""Decisions and the lines of their annexes, with rewards frozen at issue."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from thidua.kit.names.named import Named, NameIndex
from thidua.kit.text import fold


class Decision(Named):
    """A decision of the head of the body; the number is unique in a body and year."""

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        AWAITING = "awaiting", "Chờ ký"
        ISSUED = "issued", "Đã ban hành"
        DISCARDED = "discarded", "Đã bỏ dự thảo"

    class Kind(models.TextChoices):
        AWARD = "award", "Khen thưởng"
        CORRECTION = "correction", "Đính chính"
        CANCELLATION = "cancellation", "Hủy bỏ"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="decisions"
    )
    round = models.ForeignKey(
        "eligibility.Round", on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.AWARD)
    # The decision that this one corrects or cancels, wholly or in part.
    amends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    title = models.CharField("trích yếu", max_length=300)
    folded_title = models.CharField(max_length=300, blank=True, editable=False)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm ban hành", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    decided_on = models.DateField("ngày ký", null=True, blank=True)
    place = models.CharField("địa danh", max_length=80, blank=True)
    signing_form = models.CharField("thể thức ký thay, ký thừa lệnh", max_length=40, blank=True)
    signatory_post = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signatory_name = models.CharField("người ký", max_length=120, blank=True)
    grounds = models.JSONField("căn cứ", default=list)
    # Achievement period named in the decision: the next award is counted from its end.
    period_from = models.DateField("thành tích từ ngày", null=True, blank=True)
    period_to = models.DateField("đến ngày", null=True, blank=True)
    fund = models.CharField("nguồn chi tiền thưởng", max_length=200, blank=True)
    executors = models.CharField("nơi thi hành", max_length=300, blank=True)
    recipients = models.JSONField("nơi nhận", default=list, blank=True)
    # The version of the body's template it was issued with; 0 is the shipped one.
    template_version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    return_reason = models.CharField("lý do trả lại", max_length=300, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)

    name_index = NameIndex(6, "title", "folded_title", "department_id")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["department", "folded_title"], name="decision_by_title")]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year", "number"],
                condition=Q(number__isnull=False),
                name="decision_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(number__isnull=False, decided_on__isnull=False, year__isnull=False),
                name="issued_decision_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(kind="award", amends=None)
                | (~Q(kind="award") & Q(amends__isnull=False)),
                name="amendment_names_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.full_number or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_title = fold(self.title)[:300]
        if "title" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded_title"}
        super().save(*args, **kwargs)

    @property
    def full_number(self) -> str:
        """07/QĐ-SNV (numbers under 10 take a nought), or an empty text before numbering."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""


class DecisionAward(models.Model):
    """One awardee in the annex of a decision, with the reward as frozen at issue.

    After a correction it says what is right; `AmendedLine` keeps what was printed.
    """

    class Standing(models.TextChoices):
        VALID = "valid", "Còn hiệu lực"
        CANCELLED = "cancelled", "Đã hủy bỏ"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="awards")
    nominee = models.OneToOneField(
        "dossiers.Nominee", on_delete=models.PROTECT, related_name="decision_award"
    )
    order = models.PositiveIntegerField()
    merit = models.CharField("thành tích ghi trên bằng", max_length=300, blank=True)
    # The verdict behind this award rests on the last known text only (tạm tính).
    provisional = models.BooleanField(default=False)
    award_code = models.CharField(max_length=40)
    award_name = models.CharField(max_length=200)
    recipient_name = models.CharField(max_length=200)
    honorific = models.CharField(max_length=10, blank=True)
    office = models.CharField(max_length=120, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    is_collective = models.BooleanField(default=False)
    multiple = models.CharField("hệ số", max_length=20, blank=True)
    base_salary = models.PositiveIntegerField("lương cơ sở", null=True, blank=True)
    amount = models.PositiveIntegerField("tiền thưởng", null=True, blank=True)
    paid = models.BooleanField("được chi", default=True)
    amount_reason = models.CharField(max_length=300, blank=True)
    citations = models.JSONField(default=list)
    standing = models.CharField("hiệu lực", max_length=20, choices=Standing, default=Standing.VALID)
    register_entry = models.OneToOneField(
        "register.RegisterEntry",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decision_award",
    )

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.award_name}"

    @property
    def certificate(self) -> Any:
        """The certificate that counts now: the last one given; None before the issue."""
        given = sorted(self.certificates.all(), key=lambda one: one.pk)
        return given[-1] if given else None
