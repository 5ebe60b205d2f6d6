"""Dossiers, nominees, confirmations by name and date, documents and the history of steps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.kit.names.named import Named, NameIndex


class Dossier(Named):
    """A proposal of a unit or of the department (Luật 06/2022 Điều 84)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Đang thẩm định"
        RETURNED = "returned", "Trả lại bổ sung"
        ACCEPTED = "accepted", "Chờ họp"
        AT_COUNCIL = "at_council", "Đang lấy ý kiến"
        VOTED = "voted", "Chờ ký"
        DECIDED = "decided", "Đã quyết định"
        NOT_PASSED = "not_passed", "Không đạt"
        CANCELLED = "cancelled", "Đã hủy bỏ"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="dossiers_kept"
    )
    # The proposing unit; the department itself when the officer proposes for all.
    unit = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="dossiers"
    )
    round = models.ForeignKey(
        "eligibility.Round", on_delete=models.PROTECT, related_name="dossiers"
    )
    number = models.PositiveIntegerField()
    code = models.CharField("mã hồ sơ", max_length=20)
    title = models.CharField("tên hồ sơ", max_length=200)
    folded_title = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    note = models.TextField("ghi chú", blank=True)
    return_reason = models.CharField("lý do trả lại", max_length=500, blank=True)
    return_by_date = models.DateField("hạn bổ sung", null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Who submitted last: the same person does not appraise the dossier.
    submitted_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Grows with every change; two people acting at once are told apart by it.
    version = models.PositiveIntegerField(default=1)

    name_index = NameIndex(5, "title", "folded_title", "department_id")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["department", "code"], name="dossier_code_once")
        ]
        indexes = [
            models.Index(fields=["department", "state", "unit"]),
            models.Index(fields=["department", "folded_title"], name="dossier_by_title"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Nominee(models.Model):
    """A person or collective proposed for one award in a dossier."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Được đề nghị"
        WITHDRAWN = "withdrawn", "Đã rút"
        PASSED = "passed", "Hội đồng thông qua"
        FAILED = "failed", "Không đạt"
        AWARDED = "awarded", "Đã quyết định"
        FORWARDED = "forwarded", "Đã trình cấp trên"

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="nominees")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    award_code = models.CharField(max_length=40)
    # The answer the proposal stands on; re-asked when the dossier is submitted.
    assessment = models.ForeignKey(
        "eligibility.Assessment", on_delete=models.PROTECT, related_name="nominations"
    )
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED)
    summary = models.CharField("tóm tắt thành tích", max_length=500, blank=True)
    state_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, collective__isnull=False)
                | Q(person__isnull=False, collective=None),
                name="nominee_one_subject",
            ),
            models.UniqueConstraint(
                fields=["dossier", "person", "award_code"], name="nominee_once_person"
            ),
            models.UniqueConstraint(
                fields=["dossier", "collective", "award_code"], name="nominee_once_collective"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.award_code}"

    @property
    def name(self) -> str:
        return str(self.person or self.collective)

    @property
    def reference(self) -> str:
        """How a motion of a council names this nominee."""
        return f"dossiers.nominee:{self.pk}"


class Confirmation(models.Model):
    """An attested condition of a nominee, confirmed by name and date before submission."""

    nominee = models.ForeignKey(Nominee, on_delete=models.CASCADE, related_name="confirmations")
    slug = models.CharField(max_length=120)
    statement = models.CharField(max_length=500)
    confirmed_by = models.CharField("người, cuộc họp xác nhận", max_length=200)
    confirmed_on = models.DateField("ngày xác nhận")
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nominee", "slug"], name="confirmation_once")
        ]

    def __str__(self) -> str:
        return self.slug


class DossierDocument(models.Model):
    """A document the law asks for, present or still missing, or one added freely."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="documents")
    code = models.CharField(max_length=60)
    name = models.CharField("tên tài liệu", max_length=200)
    required = models.BooleanField(default=True)
    citation = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to="ho-so/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "code"], name="dossier_document_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """PDF, DOCX...: what the file says it is."""
        return self.file_name.rpartition(".")[2].upper()[:4]


class Step(models.Model):
    """One step in the life of a dossier: from, to, who, when, why."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(max_length=300)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text
