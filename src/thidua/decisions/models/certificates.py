"""Certificates as given, the keys that signed them, applications for new ones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Certificate(models.Model):
    """What is printed for an awardee and checked by anyone through its code."""

    class State(models.TextChoices):
        VALID = "valid", "Còn hiệu lực"
        CANCELLED = "cancelled", "Đã hủy bỏ"
        REPLACED = "replaced", "Đã thay bằng bằng mới"

    award = models.ForeignKey(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="certificates"
    )
    # The certificate that this one takes the place of: exchanged, re-issued or corrected.
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    number = models.PositiveIntegerField("vào sổ số")
    token = models.CharField(max_length=40, unique=True)
    payload = models.TextField("nội dung đã ký trong mã QR")
    key_id = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=State, default=State.VALID)
    state_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(state="valid"), name="certificate_valid_once"
            )
        ]

    def __str__(self) -> str:
        return self.token

    @property
    def printed_code(self) -> str:
        """7K4M-Q2XD-9ABC, as printed beside the QR code."""
        return "-".join(self.token[i : i + 4] for i in range(0, len(self.token), 4))


class VerificationKey(models.Model):
    """A public key that certificates were signed with; kept for ever, so that they can be checked.

    Its private half lies sealed in a file beside the database (`keyring.py`), never in a row.
    """

    class State(models.TextChoices):
        SIGNING = "signing", "Đang ký"
        RETIRED = "retired", "Đã thay, còn dùng để kiểm tra"
        REVOKED = "revoked", "Đã thu hồi vì lộ"

    key_id = models.CharField(max_length=20, unique=True)
    public_key = models.CharField("khóa công khai (thập lục phân)", max_length=64)
    signs = models.BooleanField("đang ký", default=False)
    created_at = models.DateTimeField("dùng từ", auto_now_add=True)
    retired_at = models.DateTimeField("thôi ký từ", null=True, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    leaked_on = models.DateField("lộ từ ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signs"], condition=Q(signs=True), name="one_key_signs"
            ),
            models.CheckConstraint(
                condition=Q(signs=False) | Q(retired_at=None, revoked_at=None),
                name="signing_key_is_neither_retired_nor_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id

    @property
    def state(self) -> str:
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.SIGNING if self.signs else self.State.RETIRED

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)


class Reissue(models.Model):
    """An application for a new certificate in place of a damaged or lost one.

    NĐ 152/2025/NĐ-CP leaves the procedure of objects given by a body to that body (Điều 6).
    """

    class Kind(models.TextChoices):
        EXCHANGE = "exchange", "Cấp đổi (bằng hư hỏng)"
        REISSUE = "reissue", "Cấp lại (bằng bị mất)"

    class State(models.TextChoices):
        ASKED = "asked", "Chờ giải quyết"
        GIVEN = "given", "Đã cấp"
        REFUSED = "refused", "Không cấp"

    award = models.ForeignKey(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="reissues"
    )
    kind = models.CharField("hình thức", max_length=20, choices=Kind)
    reason = models.CharField("lý do", max_length=300)
    applicant = models.CharField("người đề nghị", max_length=200)
    applied_on = models.DateField("ngày nhận đơn")
    due_on = models.DateField("hạn giải quyết", null=True, blank=True)
    object_returned = models.BooleanField("đã nộp lại bằng hư hỏng", default=False)
    state = models.CharField(max_length=20, choices=State, default=State.ASKED)
    answer = models.CharField("lý do không cấp", max_length=300, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    certificate = models.OneToOneField(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="reissue"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-applied_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(state="asked"), name="reissue_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(certificate__isnull=False),
                name="reissue_given_has_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.award}"
