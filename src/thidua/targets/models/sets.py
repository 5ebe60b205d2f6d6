"""A body's targets of one year (bộ chỉ tiêu), and the results period by period."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.movements.numbers import number_text
from thidua.targets.periods import COUNTS, name


class TargetSet(models.Model):
    """The targets of a body for one year: written, approved (giao), at last locked."""

    class State(models.TextChoices):
        DRAFT = "du_thao", "Dự thảo"
        SUBMITTED = "trinh_duyet", "Trình duyệt"
        APPROVED = "da_giao", "Đã giao"

    # Who keeps the books: the body itself, or for a unit the body above that is no unit.
    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="target_sets_kept"
    )
    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="target_sets"
    )
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("chương trình công tác", max_length=300, blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.DRAFT)
    # Why it went back last, or was opened again.
    reason = models.CharField(max_length=500, blank=True)
    number = models.CharField("số văn bản giao chỉ tiêu", max_length=60, blank=True)
    approved_on = models.DateField("ngày giao", null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    # Days after the end of a period within which it is to be reported.
    report_days = models.PositiveSmallIntegerField(
        "số ngày phải báo cáo sau khi hết kỳ", default=10
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-year", "body__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="target_set_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=2000) & Q(year__lte=2100), name="target_set_year"
            ),
            models.CheckConstraint(
                condition=~Q(state="da_giao") | Q(approved_on__isnull=False),
                name="target_set_approved_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | Q(state="da_giao"), name="target_set_locked_approved"
            ),
        ]

    def __str__(self) -> str:
        return f"Chỉ tiêu năm {self.year} của {self.body}"

    @property
    def locked(self) -> bool:
        return self.locked_at is not None


class Target(models.Model):
    """One target of a set; `parent` is the target of the body above that assigned it."""

    class Kind(models.TextChoices):
        MANDATED = "phap_lenh", "Pháp lệnh"
        STRIVING = "phan_dau", "Phấn đấu"

    class Rhythm(models.TextChoices):
        QUARTER = "quy", "Hằng quý"
        MONTH = "thang", "Hằng tháng"
        HALF = "nua_nam", "6 tháng"
        YEAR = "nam", "Cả năm"

    class Gathering(models.TextChoices):
        """Where the number comes from when others carry the target out."""

        STATED = "tu_bao_cao", "Tự báo cáo"
        SUM = "cong", "Cộng số của các đơn vị được giao"
        MEAN = "binh_quan", "Bình quân của các đơn vị được giao"

    set = models.ForeignKey(TargetSet, on_delete=models.CASCADE, related_name="targets")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="shares"
    )
    # The same target a year earlier, from which it was carried over.
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="next_years"
    )
    code = models.CharField("mã", max_length=20)
    place = models.PositiveSmallIntegerField("thứ tự")
    heading = models.CharField("nhóm", max_length=120, blank=True)
    text = models.CharField("chỉ tiêu", max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.STRIVING)
    unit = models.CharField("đơn vị tính", max_length=40)
    plan = models.DecimalField("kế hoạch", max_digits=18, decimal_places=4)
    less_is_better = models.BooleanField("càng thấp càng tốt", default=False)
    rhythm = models.CharField("kỳ báo cáo", max_length=10, choices=Rhythm, default=Rhythm.QUARTER)
    # True: each result is what the period alone came to; False: the state at its end.
    cumulative = models.BooleanField("cộng dồn", default=True)
    gathering = models.CharField(
        "cách tổng hợp", max_length=20, choices=Gathering, default=Gathering.STATED
    )
    evidence_required = models.BooleanField("phải có minh chứng", default=False)
    weight = models.DecimalField("trọng số", max_digits=6, decimal_places=2, default=1)
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    last_year = models.DecimalField(
        "thực hiện năm trước", max_digits=18, decimal_places=4, null=True, blank=True
    )
    owner_unit = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    movement_target = models.ForeignKey(
        "movements.MovementTarget",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="year_targets",
    )
    # When the body below said that it has taken note of what it was assigned.
    received_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="target_code_once"),
            models.UniqueConstraint(
                fields=["set", "parent"],
                condition=Q(parent__isnull=False),
                name="target_assigned_once",
            ),
            models.CheckConstraint(condition=Q(plan__gte=0), name="target_plan_not_negative"),
            models.CheckConstraint(
                condition=Q(weight__gt=0) & Q(weight__lte=1000), name="target_weight"
            ),
            models.CheckConstraint(
                condition=Q(owner_unit=None) | Q(owner_person=None), name="target_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="target_not_its_own_part"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def periods(self) -> int:
        return COUNTS[self.rhythm]

    @property
    def level(self) -> str:
        """The plan with its bound and unit of measure."""
        bound = "không quá " if self.less_is_better else ""
        return f"{bound}{number_text(self.plan)} {self.unit}".strip()

    @property
    def gathered(self) -> bool:
        """Whether its number is made of those of other bodies."""
        return self.gathering != self.Gathering.STATED


class TargetResult(models.Model):
    """What one period came to, with its evidence and who reported it."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="results")
    period = models.PositiveSmallIntegerField("kỳ")
    value = models.DecimalField("kết quả", max_digits=18, decimal_places=4)
    note = models.CharField("giải trình", max_length=500, blank=True)
    reference = models.CharField("văn bản, nguồn số liệu", max_length=300, blank=True)
    file = models.FileField("tệp minh chứng", upload_to="chi-tieu/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    reported_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField()
    # Counts up with every change: who writes on an older one is told.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["target", "period"], name="target_result_once"),
            models.CheckConstraint(
                condition=Q(period__gte=1) & Q(period__lte=12), name="target_result_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {number_text(self.value)}"

    @property
    def period_name(self) -> str:
        return name(self.target.rhythm, self.target.set.year, self.period)
