"""Score tables (bảng chấm điểm): versions by year and kind of unit, criteria, grades."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from thidua.scoring.arithmetic.cross import MEAN, METHODS
from thidua.scoring.arithmetic.points import KINDS, Kind


def points_field(label: str | None = None, **more: Any) -> models.DecimalField[Any, Any]:
    """Points to two digits, up to 9.999.999,99."""
    return models.DecimalField(label, max_digits=9, decimal_places=2, **more)


class ScoreTable(models.Model):
    """One version of a table of a department, for a year and a kind of unit."""

    class Units(models.TextChoices):
        EVERY = "moi_don_vi", "Mọi đơn vị"
        DIVISIONS = "phong", "Phòng chuyên môn"
        AFFILIATED = "truc_thuoc", "Đơn vị trực thuộc"
        LOWER = "cap_duoi", "Cơ quan cấp dưới"

    class State(models.TextChoices):
        DRAFT = "du_thao", "Dự thảo"
        ISSUED = "ban_hanh", "Đang áp dụng"
        REPLACED = "thay_the", "Đã thay thế"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="score_tables"
    )
    name = models.CharField("tên bảng", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    year = models.PositiveSmallIntegerField("năm")
    units = models.CharField("áp dụng cho", max_length=20, choices=Units, default=Units.EVERY)
    total = points_field("tổng điểm")
    # A difference between two stages from this many points on needs a reason.
    reason_from = points_field("lệch từ bao nhiêu điểm phải ghi lý do", default=Decimal(1))
    peer_method = models.CharField(
        "cách lấy điểm chấm chéo", max_length=20, choices=METHODS, default=MEAN
    )
    peers_open = models.BooleanField(
        "đơn vị được chấm xem điểm của từng đơn vị chấm", default=False
    )
    # Ordered: [{"by": "muc", "number": "I"}, {"by": "diem_tru"}]
    tie_rules = models.JSONField("tiêu chí phụ khi bằng điểm", default=list, blank=True)
    due_on = models.DateField("hạn nộp phiếu tự chấm", null=True, blank=True)
    version = models.PositiveSmallIntegerField("lần ban hành", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    state = models.CharField("trạng thái", max_length=12, choices=State, default=State.DRAFT)
    number = models.CharField("số văn bản ban hành", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    # Grows with every change of a draft: two who edit at once do not overwrite each other.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-year", "units", "-version"]
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="score_table_total"),
            models.CheckConstraint(condition=Q(reason_from__gt=0), name="score_table_reason_from"),
            models.UniqueConstraint(
                fields=["department", "year", "units", "folded_name"],
                condition=Q(state="ban_hanh"),
                name="score_table_one_issued",
            ),
            models.CheckConstraint(
                condition=Q(state="du_thao") | Q(issued_on__isnull=False),
                name="score_table_issued_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("pk")), name="score_table_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"


class Criterion(models.Model):
    """One line of a table: a section or branch, or a criterion that is scored."""

    table = models.ForeignKey(ScoreTable, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    place = models.PositiveSmallIntegerField()
    number = models.CharField("số", max_length=20)
    text = models.CharField("nội dung", max_length=500)
    kind = models.CharField("cách chấm", max_length=20, choices=KINDS, default=Kind.MANUAL)
    maximum = points_field("điểm tối đa", null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    per = points_field("điểm cho mỗi đơn vị", null=True, blank=True)
    # [{"at_least": "100", "points": "10"}]
    steps = models.JSONField("các bậc điểm", default=list, blank=True)
    due_on = models.DateField("thời hạn", null=True, blank=True)
    # Code of a target, or of an award, that the figures come from.
    source = models.CharField("nguồn số liệu", max_length=80, blank=True)
    evidence = models.BooleanField("bắt buộc minh chứng", default=False)
    floor = points_field("điểm sàn", null=True, blank=True)
    cap = points_field("điểm trần", null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="criterion_number_in_table"),
            models.CheckConstraint(
                condition=Q(maximum=None) | Q(maximum__gt=0), name="criterion_maximum"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="criterion_not_under_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def is_group(self) -> bool:
        return self.kind == Kind.GROUP

    @property
    def is_measured(self) -> bool:
        """Whether a measure (days late, times, per cent) is typed instead of points."""
        return self.kind in {Kind.TARGET, Kind.DEADLINE, Kind.REGISTER} or (
            self.kind in {Kind.BONUS, Kind.PENALTY} and self.per is not None
        )

    @property
    def measure_word(self) -> str:
        """What is typed for a measured criterion."""
        if self.kind == Kind.TARGET:
            return "% thực hiện"
        if self.kind == Kind.DEADLINE:
            return f"số {self.unit or 'ngày'} chậm"
        return f"số {self.unit or 'lần'}"


class GradeBand(models.Model):
    """A grade (xếp loại) by total, with the least share of every section where one is asked."""

    table = models.ForeignKey(ScoreTable, on_delete=models.CASCADE, related_name="bands")
    name = models.CharField("xếp loại", max_length=80)
    # The collective's rating for the law, where this grade is one.
    rating = models.CharField("mức xếp loại theo luật", max_length=30, blank=True)
    at_least = points_field("từ", null=True, blank=True)
    below = points_field("đến dưới", null=True, blank=True)
    section_percent = models.DecimalField(
        "mỗi mục đạt ít nhất (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = [F("at_least").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "name"], name="grade_band_once"),
            models.CheckConstraint(
                condition=Q(at_least=None) | Q(below=None) | Q(below__gt=F("at_least")),
                name="grade_band_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class YearLock(models.Model):
    """A year of scoring that is closed: nothing of it changes until it is opened again."""

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="scoring_locks"
    )
    year = models.PositiveSmallIntegerField("năm")
    reason = models.CharField("căn cứ", max_length=300)
    locked_at = models.DateTimeField(auto_now_add=True)
    locked_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="scoring_year_locked_once")
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year}"
