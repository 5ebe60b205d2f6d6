"""Councils, the decisions that set up and renew them, and seats (Luật 06/2022 Điều 90)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Council(models.Model):
    """A council set up by a decision for a term (Luật 06/2022 Điều 90)."""

    class Kind(models.TextChoices):
        EMULATION = "tdkt", "Hội đồng Thi đua - Khen thưởng"
        INITIATIVE = "sang_kien", "Hội đồng xét sáng kiến"
        CLUSTER = "cum_khoi", "Hội đồng cụm, khối thi đua"

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="councils"
    )
    name = models.CharField("tên hội đồng", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    # The decision in force: of establishment, or of the last renewal (`CouncilDecision`).
    established_by = models.CharField("quyết định thành lập", max_length=100, blank=True)
    established_on = models.DateField("ngày thành lập", null=True, blank=True)
    authority = models.CharField("cơ quan, người quyết định", max_length=160, blank=True)
    term = models.CharField("nhiệm kỳ", max_length=60, blank=True)
    term_from = models.DateField("từ ngày", null=True, blank=True)
    term_to = models.DateField("đến ngày", null=True, blank=True)
    # Number and date of the council's own rules of work; their values are slots of the rulebook.
    rules_of_work = models.CharField("quy chế hoạt động", max_length=160, blank=True)
    # The score sheet of a council that scores: `[{"title": "Tính mới", "max": 30}]`.
    criteria = models.JSONField("phiếu chấm điểm", default=list, blank=True)
    ended_on = models.DateField("ngày kết thúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind"],
                condition=Q(ended_on=None) & ~Q(kind="cum_khoi"),
                name="one_council_of_a_kind",
            ),
            # A body leads many clusters: there the name tells one council from another.
            models.UniqueConstraint(
                fields=["body", "name"],
                condition=Q(ended_on=None, kind="cum_khoi"),
                name="one_council_of_a_cluster",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilDecision(models.Model):
    """A decision about a council: set up, renewed (kiện toàn), ended. Rows are never changed."""

    class Kind(models.TextChoices):
        ESTABLISH = "thanh_lap", "Thành lập"
        RENEW = "kien_toan", "Kiện toàn"
        END = "giai_the", "Kết thúc hoạt động"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    number = models.CharField("số quyết định", max_length=100)
    signed_on = models.DateField("ngày ký")
    effective_on = models.DateField("có hiệu lực từ ngày")
    authority = models.CharField("cơ quan, người quyết định", max_length=160)
    # What it changed, in sentences, as read on the day it was recorded.
    changes = models.JSONField("thay đổi", default=list, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="council_decision_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}"


class Member(models.Model):
    """A seat on a council; `user` is the account that votes."""

    class Duty(models.TextChoices):
        CHAIR = "chu_tich", "Chủ tịch Hội đồng"
        STANDING_VICE = "pho_thuong_truc", "Phó Chủ tịch thường trực"
        VICE = "pho_chu_tich", "Phó Chủ tịch"
        SECRETARY = "thu_ky", "Ủy viên, Thư ký"
        SCRUTINEER = "kiem_phieu", "Ủy viên, Ban kiểm phiếu"
        MEMBER = "uy_vien", "Ủy viên"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="seats"
    )
    full_name = models.CharField("họ và tên", max_length=120)
    office = models.CharField("chức vụ", max_length=120, blank=True)
    duty = models.CharField("nhiệm vụ", max_length=20, choices=Duty)
    order = models.PositiveSmallIntegerField(default=0)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    appointed_by = models.ForeignKey(
        CouncilDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_by = models.ForeignKey(
        CouncilDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(to_date=None), name="one_seat_per_user"
            ),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(to_date=None, duty="chu_tich"),
                name="one_chair_per_council",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
