"""The book of record: entries in a hash chain, years the book covers, and claims checked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RegisterEntry(models.Model):
    """An award held. Rows are only added; a revocation changes `state` and is audited."""

    class Source(models.TextChoices):
        DECISION = "decision", "Quyết định trong hệ thống"
        BOOK = "book", "Sổ khen thưởng nhập vào"
        PAPER = "paper", "Quyết định giấy nhập tay"

    class State(models.TextChoices):
        VALID = "valid", "Còn hiệu lực"
        REVOKED = "revoked", "Đã hủy bỏ, thu hồi"

    class Match(models.TextChoices):
        MATCHED = "matched", "Đã khớp người"
        ASKED = "asked", "Cần người xác nhận"
        UNMATCHED = "unmatched", "Không có trong danh sách"

    class Merit(models.TextChoices):
        MERIT = "cong_trang", "Công trạng"
        THEME = "chuyen_de", "Theo chuyên đề"
        SUDDEN = "dot_xuat", "Đột xuất"
        DEVOTION = "cong_hien", "Quá trình cống hiến"
        SENIORITY = "nien_han", "Niên hạn"
        FOREIGN = "doi_ngoai", "Đối ngoại"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="register"
    )
    sequence = models.PositiveIntegerField("vào sổ số")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="awards"
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="awards",
    )
    recipient_name = models.CharField("người, tập thể được khen", max_length=200)
    recipient_folded = models.CharField(max_length=200, db_index=True)
    recipient_sort = models.CharField(max_length=600, db_index=True)
    is_collective = models.BooleanField(default=False)
    unit_name = models.CharField("đơn vị khi đó", max_length=200, blank=True)
    award_code = models.CharField("mã", max_length=40, blank=True)
    award_name = models.CharField("danh hiệu, hình thức", max_length=200)
    year = models.PositiveSmallIntegerField("năm thành tích", null=True, blank=True)
    period_from = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    period_to = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_folded = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    authority = models.CharField("cơ quan quyết định", max_length=200, blank=True)
    merit = models.CharField("loại hình", max_length=20, choices=Merit, default=Merit.MERIT)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    source = models.CharField("nguồn", max_length=20, choices=Source)
    # Where it was read: file, sheet and row of a book; the same place is imported once.
    source_ref = models.CharField(max_length=200, blank=True)
    match = models.CharField(max_length=20, choices=Match, default=Match.MATCHED)
    match_reasons = models.JSONField(default=list, blank=True)
    # Primary keys of the people a line may be about, the likeliest first, while it is asked.
    candidates = models.JSONField(default=list, blank=True)
    # Why the line itself is asked about although its recipient is certain (a misprinted year).
    doubt = models.CharField(max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=20, choices=State, default=State.VALID)
    state_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["department", "sequence"], name="register_sequence"),
            models.UniqueConstraint(
                fields=["department", "source_ref"],
                condition=~Q(source_ref=""),
                name="register_source_once",
            ),
        ]
        indexes = [models.Index(fields=["department", "award_code", "year"])]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.award_name} ({self.year})"


class RegisterYear(models.Model):
    """The book of one year has been loaded: a missing award of that year is known to be missing."""

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="register_years"
    )
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="register_year_once")
        ]

    def __str__(self) -> str:
        return str(self.year)


class Claim(models.Model):
    """An award that someone declares; it becomes a fact only when the register holds it."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Khớp sổ"
        NOT_IN_REGISTER = "not_in_register", "Không có trong sổ"
        CONTRADICTED = "contradicted", "Trái với sổ"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="claims_kept"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="claims"
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="claims",
    )
    award_code = models.CharField(max_length=40, blank=True)
    award_name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    period_from = models.PositiveSmallIntegerField(null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    merit = models.CharField(
        max_length=20, choices=RegisterEntry.Merit, default=RegisterEntry.Merit.MERIT
    )
    status = models.CharField(max_length=20, choices=Status)
    evidence = models.CharField(max_length=300, blank=True)
    # The line of the book behind the answer.
    entry = models.ForeignKey(
        RegisterEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )
    source_ref = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.award_name} ({self.year})"
