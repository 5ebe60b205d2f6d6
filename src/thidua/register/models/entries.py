"""Entries of the book of record: what was written once and never changes, and how it stands now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from thidua.kit.names.named import Named, NameIndex


class RegisterEntry(Named):
    """An award held. Rows are only added; what happens later is a `RegisterEvent` of the chain.

    Only `person`, `collective`, `match`, `doubt`, `state`, `state_reason` and `recovery` follow
    the events; everything else stays as written, and the hash says so.
    """

    class Source(models.TextChoices):
        DECISION = "decision", "Quyết định trong hệ thống"
        BOOK = "book", "Sổ khen thưởng nhập vào"
        PAPER = "paper", "Quyết định giấy nhập tay"
        OTHER = "other", "Cơ quan, tổ chức khác khen"

    class State(models.TextChoices):
        VALID = "valid", "Còn hiệu lực"
        REVOKED = "revoked", "Đã hủy bỏ, thu hồi"
        WITHDRAWN = "withdrawn", "Đã rút, vào sổ nhầm"

    class Match(models.TextChoices):
        MATCHED = "matched", "Đã khớp người"
        ASKED = "asked", "Cần người xác nhận"
        UNMATCHED = "unmatched", "Không có trong danh sách"

    class Recovery(models.TextChoices):
        ASKED = "asked", "Chờ nộp lại"
        RETURNED = "returned", "Đã nộp lại"

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
    # Place in the chain of the department, counted over entries and events together.
    place = models.PositiveBigIntegerField()
    # How the hash was made: 1 before events were chained, 2 since.
    form = models.PositiveSmallIntegerField(default=2)
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
    # A group of people.Person at the time; empty when nobody recorded it.
    recipient_group = models.CharField("nhóm đối tượng", max_length=30, blank=True)
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
    evidence = models.FileField("văn bản minh chứng", upload_to="so-khen-thuong/%Y/", blank=True)
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    # Person, collective, match and state as they were when the entry was written.
    entered = models.JSONField(default=dict, blank=True)
    match = models.CharField(max_length=20, choices=Match, default=Match.MATCHED)
    match_reasons = models.JSONField(default=list, blank=True)
    # Primary keys of the people a line may be about, the likeliest first, while it is asked.
    candidates = models.JSONField(default=list, blank=True)
    # Why the line itself is asked about although its recipient is certain (a misprinted year).
    doubt = models.CharField(max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=20, choices=State, default=State.VALID)
    state_reason = models.CharField(max_length=300, blank=True)
    recovery = models.CharField("thu hồi", max_length=20, choices=Recovery, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    name_index = NameIndex(2, "recipient_name", "recipient_folded", "department_id", "sequence")

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["department", "sequence"], name="register_sequence"),
            models.UniqueConstraint(fields=["department", "place"], name="register_place"),
            models.UniqueConstraint(
                fields=["department", "source_ref"],
                # A line withdrawn with its import leaves its place in the file free again.
                condition=~Q(source_ref="") & ~Q(state="withdrawn"),
                name="register_source_once",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(is_collective=False), name="register_person_line"
            ),
            models.CheckConstraint(
                condition=Q(collective=None) | Q(is_collective=True),
                name="register_collective_line",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["valid", "revoked", "withdrawn"]), name="register_state"
            ),
        ]
        indexes = [
            models.Index(fields=["department", "award_code", "year"]),
            models.Index(
                fields=["department", "recipient_sort", "year", "id"], name="register_by_name"
            ),
            models.Index(fields=["department", "decided_on", "id"], name="register_by_day"),
            # Search goes from a name to its newest lines.
            models.Index(
                fields=["department", "recipient_folded", "-sequence"], name="register_found"
            ),
            models.Index(fields=["department", "year", "id"], name="register_by_year"),
            models.Index(
                fields=["department", "award_name", "recipient_sort"], name="register_by_award"
            ),
            # The numbers above the list are counted from this alone.
            models.Index(fields=["department", "state", "is_collective"], name="register_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.award_name} ({self.year})"
