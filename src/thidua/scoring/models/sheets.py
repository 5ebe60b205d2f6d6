"""Sheets (phiếu chấm): a unit's lines through self-score, check, cross-score and final score."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from thidua.scoring.models.tables import Criterion, ScoreTable, points_field


class Sheet(models.Model):
    """One unit scored by one table; totals are kept so that lists need not add up."""

    class State(models.TextChoices):
        SELF = "tu_cham", "Đang tự chấm"
        SUBMITTED = "cho_tham_dinh", "Chờ thẩm định"
        RETURNED = "tra_lai", "Trả lại giải trình"
        CHECKED = "da_tham_dinh", "Đã thẩm định"
        CROSSED = "da_cham_cheo", "Đã chấm chéo"
        FINAL = "da_chot", "Đã chốt điểm"

    table = models.ForeignKey(ScoreTable, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="score_sheets"
    )
    # Where it is cross-scored and ranked; empty for a unit outside every cluster.
    cluster = models.ForeignKey(
        "organisations.Cluster",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="score_sheets",
    )
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.SELF)
    reason = models.CharField("nội dung đề nghị giải trình", max_length=500, blank=True)
    explanation = models.CharField("giải trình", max_length=1000, blank=True)
    self_total = points_field(null=True, editable=False)
    check_total = points_field(null=True, editable=False)
    cross_total = points_field(null=True, editable=False)
    final_total = points_field(null=True, editable=False)
    # The total that stands now, and the grade it gives.
    total = points_field(default=Decimal(0), editable=False)
    grade = models.ForeignKey(
        "scoring.GradeBand", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    final_at = models.DateTimeField(null=True, editable=False)
    # Paper behind the final score: minutes of the council.
    final_paper = models.CharField("văn bản chốt điểm", max_length=120, blank=True)

    class Meta:
        ordering = ["unit__order", "unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "unit"], name="sheet_once_for_unit"),
            models.CheckConstraint(
                condition=~Q(state="tra_lai") | ~Q(reason=""), name="sheet_returned_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["table", "state"], name="sheet_by_state")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.table}"


class SheetLine(models.Model):
    """One criterion of a sheet; `version` grows with every save, so that none is overwritten."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="lines")
    measure = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    self_points = points_field(null=True, blank=True)
    self_note = models.CharField("thuyết minh", max_length=1000, blank=True)
    # Where the program took the measure from, in words; empty when people typed it.
    taken_from = models.CharField(max_length=300, blank=True)
    check_points = points_field(null=True, blank=True)
    check_reason = models.CharField("lý do thẩm định", max_length=500, blank=True)
    cross_points = points_field(null=True, blank=True)
    cross_reason = models.CharField("lý do chấm chéo", max_length=500, blank=True)
    final_points = points_field(null=True, blank=True)
    final_reason = models.CharField("lý do chốt điểm", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["criterion__place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="sheet_line_once"),
            models.CheckConstraint(
                condition=Q(measure=None) | Q(measure__gte=0), name="sheet_line_measure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.criterion_id}"


class Evidence(models.Model):
    """Proof of a line: a file, or the number and place of a document."""

    line = models.ForeignKey(SheetLine, on_delete=models.CASCADE, related_name="proofs")
    reference = models.CharField("văn bản, nơi tra cứu", max_length=300, blank=True)
    file = models.FileField("tệp", upload_to="cham-diem/%Y/", blank=True)
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="") | ~Q(file=""), name="evidence_file_or_reference"
            )
        ]

    def __str__(self) -> str:
        return self.reference or self.name


class Appeal(models.Model):
    """A unit asks for one line to be looked at again (đề nghị xem xét lại); answered once."""

    class Outcome(models.TextChoices):
        KEPT = "giu_nguyen", "Giữ nguyên điểm"
        CHANGED = "dieu_chinh", "Điều chỉnh điểm"

    line = models.ForeignKey(SheetLine, on_delete=models.CASCADE, related_name="appeals")
    reason = models.CharField("lý do", max_length=1000)
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    before = points_field(null=True)
    after = points_field(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(outcome=""), name="appeal_one_open_on_a_line"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(answer=""), name="appeal_answered_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.reason}"


class Rescoring(models.Model):
    """A sheet scored anew by the next version of its table: what stood before, what after."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rescorings")
    old_table = models.ForeignKey(ScoreTable, on_delete=models.PROTECT, related_name="+")
    new_table = models.ForeignKey(ScoreTable, on_delete=models.PROTECT, related_name="+")
    before = points_field()
    after = points_field()
    grade_before = models.CharField(max_length=80, blank=True)
    grade_after = models.CharField(max_length=80, blank=True)
    # [{"number": "1.2", "before": "10", "after": "8"}]: lines whose points differ.
    lines = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.before} > {self.after}"
