"""The PDF that is signed, who signs it and in which order, notices of what was decided."""

from __future__ import annotations

from django.db import models


class SignedPaper(models.Model):
    """The PDF of one decision as it is signed: bytes never change but by adding signatures.

    It lies in the row: with the decision it is there wholly or not at all.
    """

    decision = models.OneToOneField(
        "decisions.Decision", on_delete=models.PROTECT, related_name="signed_paper"
    )
    content = models.BinaryField("tệp PDF")
    digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.decision}.pdf"


class DecisionSigner(models.Model):
    """One signature that a decision needs; those before the authority's come first, in order.

    The body's own signature (chữ ký số của cơ quan) is added after the issue.
    """

    class Purpose(models.TextChoices):
        REVIEWER = "reviewer", "Ký nháy, ký phối hợp"
        AUTHORITY = "authority", "Người có thẩm quyền"
        AGENCY = "agency", "Chữ ký số của cơ quan"

    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.CASCADE, related_name="signers"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    purpose = models.CharField("vai trò", max_length=20, choices=Purpose)
    post = models.CharField("chức vụ", max_length=120, blank=True)
    name = models.CharField("họ tên", max_length=120)
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    signed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # How the key was reached: pkcs12, pkcs11, or a file signed elsewhere.
    method = models.CharField("cách ký", max_length=20, blank=True)
    field_name = models.CharField(max_length=40, blank=True)
    subject = models.CharField("chứng thư đứng tên", max_length=300, blank=True)
    issuer = models.CharField("tổ chức cấp", max_length=300, blank=True)
    serial = models.CharField("số sê-ri", max_length=60, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "order"], name="decision_signer_order")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_purpose_display()})"


class Notice(models.Model):
    """Somebody concerned is told of a decision: the awardee, and the head of the unit."""

    class About(models.TextChoices):
        AWARDED = "awarded", "Được khen thưởng"
        CORRECTED = "corrected", "Được đính chính"
        CANCELLED = "cancelled", "Bị hủy bỏ khen thưởng"
        REISSUED = "reissued", "Được cấp lại bằng"

    award = models.ForeignKey(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="notices"
    )
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, related_name="notices"
    )
    about = models.CharField(max_length=20, choices=About)
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    seen_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.award}"
