"""Movements (phong trào thi đua): the plan, its launch, the bodies that answer, the reviews.

Luật 06/2022/QH15 Điều 16 (forms and scope), Điều 17 (content), Điều 18 (who launches).
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from thidua.movements.numbers import number_text


class Movement(models.Model):
    """One movement of one body; `parent` is the movement from above that it answers."""

    class Kind(models.TextChoices):
        REGULAR = "thuong_xuyen", "Thường xuyên"
        THEMATIC = "chuyen_de", "Theo chuyên đề"

    class Reach(models.TextChoices):
        """Scope of a movement, in the order of Điều 16 khoản 2."""

        NATION = "toan_quoc", "Toàn quốc"
        BRANCH = "bo_nganh_tinh", "Bộ, ban, ngành, đoàn thể, địa phương"
        CLUSTER = "cum_khoi", "Cụm, khối thi đua"
        BODY = "don_vi", "Cơ quan, tổ chức, đơn vị"

    class State(models.TextChoices):
        DRAFT = "du_thao", "Dự thảo kế hoạch"
        SUBMITTED = "trinh_duyet", "Trình duyệt"
        APPROVED = "da_duyet", "Đã duyệt, chờ phát động"
        LAUNCHED = "phat_dong", "Đang thực hiện"
        ENDED = "tong_ket", "Đã tổng kết"
        STOPPED = "dung", "Đã dừng"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="movements"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    name = models.CharField("tên phong trào", max_length=300)
    folded_name = models.CharField(max_length=300, editable=False)
    theme = models.CharField("chủ đề", max_length=500, blank=True)
    kind = models.CharField("hình thức", max_length=20, choices=Kind)
    reach = models.CharField("phạm vi", max_length=20, choices=Reach)
    # Whose members of the year it reaches; only where the scope is a cluster or block.
    cluster = models.ForeignKey(
        "organisations.Cluster",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="movements",
    )
    starts = models.DateField("từ ngày", null=True, blank=True)
    ends = models.DateField("đến ngày", null=True, blank=True)
    # The plan, in the words of the body; lines of a list stand one below the other.
    objectives = models.TextField("mục tiêu", blank=True)
    content = models.TextField("nội dung thi đua", blank=True)
    criteria = models.TextField("tiêu chí", blank=True)
    participants = models.TextField("đối tượng tham gia", blank=True)
    stages = models.TextField("các giai đoạn", blank=True)
    measures = models.TextField("biện pháp tổ chức thực hiện", blank=True)
    propaganda = models.TextField("tuyên truyền", blank=True)
    legal_basis = models.TextField("căn cứ", blank=True)
    rewards = models.TextField("khen thưởng", blank=True)
    reward_quota = models.PositiveIntegerField(
        "số lượng khen thưởng dự kiến", null=True, blank=True
    )
    budget = models.PositiveBigIntegerField("kinh phí, đồng", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.DRAFT)
    # Why it was sent back last, or stopped.
    reason = models.CharField(max_length=500, blank=True)
    number = models.CharField("số văn bản phát động", max_length=60, blank=True)
    launched_on = models.DateField("ngày phát động", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")),
                name="movement_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["parent", "department"],
                condition=~Q(state="dung"),
                name="movement_answered_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["phat_dong", "tong_ket"]) | Q(launched_on__isnull=False),
                name="movement_launched_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(cluster=None) | Q(reach="cum_khoi"), name="movement_cluster_of_scope"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_long(self) -> bool:
        """Three years or more: watched specially (Thông tư 01/2024/TT-BNV)."""
        if self.starts is None or self.ends is None:
            return False
        after = self.ends + dt.timedelta(days=1)
        begun = (after.month, after.day) < (self.starts.month, self.starts.day)
        return after.year - self.starts.year - begun >= 3


class MovementTarget(models.Model):
    """One target in the plan of a movement, measured or in words alone."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="targets")
    place = models.PositiveSmallIntegerField()
    text = models.CharField("chỉ tiêu", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    plan = models.DecimalField(
        "mức phấn đấu", max_digits=18, decimal_places=4, null=True, blank=True
    )
    less_is_better = models.BooleanField("càng thấp càng tốt", default=False)
    responsible = models.CharField("đơn vị thực hiện", max_length=200, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "place"], name="movement_target_place")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def level(self) -> str:
        """The level aimed at, with its direction and unit of measure."""
        if self.plan is None:
            return ""
        bound = "không quá " if self.less_is_better else ""
        return f"{bound}{number_text(self.plan)} {self.unit}".strip()


class MovementDecline(models.Model):
    """A body below says why it launches no movement of its own in answer."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="declines")
    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="movements_declined"
    )
    reason = models.CharField("lý do", max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "department"], name="movement_declined_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.movement}"


class MovementReview(models.Model):
    """An interim or the final review (sơ kết, tổng kết): what came of it, why, what was learnt."""

    class Kind(models.TextChoices):
        INTERIM = "so_ket", "Sơ kết"
        FINAL = "tong_ket", "Tổng kết"

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    held_on = models.DateField("ngày")
    results = models.TextField("kết quả đạt được")
    effect = models.TextField("hiệu quả, tác dụng", blank=True)
    limits = models.TextField("hạn chế", blank=True)
    causes = models.TextField("nguyên nhân", blank=True)
    lessons = models.TextField("bài học kinh nghiệm", blank=True)
    examples = models.TextField("điển hình, nhân tố mới", blank=True)
    next_steps = models.TextField("phương hướng", blank=True)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement"], condition=Q(kind="tong_ket"), name="movement_one_final_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.movement}"


class MovementResult(models.Model):
    """What a review found for one target: a number, or words where none was planned."""

    review = models.ForeignKey(MovementReview, on_delete=models.CASCADE, related_name="targets")
    target = models.ForeignKey(MovementTarget, on_delete=models.PROTECT, related_name="results")
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["target__place"]
        constraints = [
            models.UniqueConstraint(fields=["review", "target"], name="movement_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.value if self.value is not None else self.note}"


class MovementGuidance(models.Model):
    """Guidance on carrying out a running movement (văn bản hướng dẫn), read below as well."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="guidance")
    issued_on = models.DateField("ngày ban hành")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    title = models.CharField("trích yếu", max_length=300)
    text = models.TextField("nội dung hướng dẫn")

    class Meta:
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return self.title
