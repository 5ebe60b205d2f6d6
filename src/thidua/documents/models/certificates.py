"""How certificates of a body look: versions of forms, and where each printer misses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CertificateForm(models.Model):
    """One version of a form: sheet, fields in millimetres, background.

    A draft may change until it is put to use; from then on it stays as it is for ever.
    """

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="certificate_forms"
    )
    # Award code, kind of awards, or empty for every award: the nearest one is printed by.
    target = models.CharField("dùng cho", max_length=60, blank=True)
    version = models.PositiveIntegerField("phiên bản")
    layout = models.JSONField("bố cục")
    # JPEG as made from what was sent; null where there is none.
    background = models.BinaryField("ảnh nền", null=True, blank=True)
    background_name = models.CharField("tên ảnh", max_length=200, blank=True)
    background_digest = models.CharField(max_length=64, blank=True)
    background_width = models.PositiveIntegerField(default=0)
    background_height = models.PositiveIntegerField(default=0)
    # False: sheets come printed, the picture is shown on the screen only.
    prints_background = models.BooleanField("in cả nền", default=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    in_use = models.BooleanField("đang dùng", default=False)
    settled_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["target", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "target", "version"], name="certificate_form_version"
            ),
            models.UniqueConstraint(
                fields=["body", "target"], condition=Q(in_use=True), name="certificate_form_in_use"
            ),
            models.UniqueConstraint(
                fields=["body", "target"],
                condition=Q(settled_at=None),
                name="certificate_form_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(in_use=False) | Q(settled_at__isnull=False),
                name="certificate_form_used_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target or 'mọi hình thức'}, phiên bản {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.settled_at is None


class PrinterCorrection(models.Model):
    """How far a printer misses: marks are moved by so much when it is chosen (millimetres)."""

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="printer_corrections"
    )
    name = models.CharField("máy in", max_length=80)
    right = models.DecimalField("dịch sang phải", max_digits=5, decimal_places=2, default=0)
    down = models.DecimalField("dịch xuống", max_digits=5, decimal_places=2, default=0)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="printer_correction_name")
        ]

    def __str__(self) -> str:
        return self.name
