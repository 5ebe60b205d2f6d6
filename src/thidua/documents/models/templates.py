"""Templates of its own that a body has loaded, every version kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PaperTemplate(models.Model):
    """One version of a body's template for one form; at most one version is in use.

    Versions are never changed or removed: a paper that was issued is printed again by the version
    it was issued with. The file lies in the row, so that both come and go together.
    """

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="paper_templates"
    )
    form = models.CharField("mẫu", max_length=40)
    version = models.PositiveIntegerField("phiên bản")
    file_name = models.CharField("tên tệp", max_length=200)
    content = models.BinaryField("tệp DOCX")
    digest = models.CharField(max_length=64)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    # What the check noted although it accepted the template.
    notes = models.JSONField(default=list, blank=True)
    in_use = models.BooleanField("đang dùng", default=False)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["form", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "form", "version"], name="paper_template_version"
            ),
            models.UniqueConstraint(
                fields=["body", "form"], condition=Q(in_use=True), name="paper_template_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}, phiên bản {self.version}"
