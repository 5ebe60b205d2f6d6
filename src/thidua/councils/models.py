"""Councils, members, sittings, motions; and the two keyless tables of a secret ballot."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Council(models.Model):
    """A council set up by a decision for a term (Luật 06/2022 Điều 90)."""

    class Kind(models.TextChoices):
        EMULATION = "tdkt", "Hội đồng Thi đua - Khen thưởng"
        INITIATIVE = "sang_kien", "Hội đồng xét sáng kiến"

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="councils"
    )
    name = models.CharField("tên hội đồng", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    established_by = models.CharField("quyết định thành lập", max_length=100, blank=True)
    established_on = models.DateField("ngày thành lập", null=True, blank=True)
    ended_on = models.DateField("ngày kết thúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind"], condition=Q(ended_on=None), name="one_council_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A seat on a council; `user` is the account that votes."""

    class Duty(models.TextChoices):
        CHAIR = "chu_tich", "Chủ tịch Hội đồng"
        STANDING_VICE = "pho_thuong_truc", "Phó Chủ tịch thường trực"
        VICE = "pho_chu_tich", "Phó Chủ tịch"
        SECRETARY = "thu_ky", "Ủy viên, Thư ký"
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


class Sitting(models.Model):
    """One sitting of a council with its motions, attendance and one ballot box."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang chuẩn bị"
        CONVENED = "convened", "Đã mời họp"
        OPEN = "open", "Đang họp"
        CONCLUDED = "concluded", "Đã kết luận"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sittings")
    title = models.CharField("nội dung phiên họp", max_length=200)
    held_on = models.DateField("ngày họp")
    starts_at = models.TimeField("giờ họp", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    # The date the dossiers were received: it selects the law that sets the thresholds.
    received_on = models.DateField("ngày nhận hồ sơ")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    presided_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    secretary = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    discussion = models.TextField("diễn biến, ý kiến thảo luận", blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a member is at a sitting."""

    class Status(models.TextChoices):
        PRESENT = "co_mat", "Có mặt"
        WRITTEN = "van_ban", "Vắng, gửi ý kiến bằng văn bản"
        ABSENT = "vang", "Vắng mặt"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendance")
    status = models.CharField(max_length=20, choices=Status)
    reason = models.CharField("lý do", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_status_display()}"


class BallotBox(models.Model):
    """The secret ballot of a sitting: what is frozen when it opens has a fingerprint."""

    class State(models.TextChoices):
        OPEN = "open", "Đang bỏ phiếu"
        CLOSED = "closed", "Đã kiểm phiếu"

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="box")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    members_total = models.PositiveSmallIntegerField()
    # SHA-256 of members, motions, thresholds and choices as they stood when the box opened.
    fingerprint = models.CharField(max_length=64)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Hòm phiếu: {self.sitting}"


class Motion(models.Model):
    """A neutral question put to the vote: text, threshold, citation. It knows no dossier."""

    class Result(models.TextChoices):
        PASSED = "passed", "Đạt"
        FAILED = "failed", "Không đạt"
        UNDECIDED = "undecided", "Chưa có ngưỡng phiếu"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="motions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField("người, tập thể được xét", max_length=200)
    subtitle = models.CharField("chức vụ, đơn vị", max_length=200, blank=True)
    question = models.CharField("nội dung biểu quyết", max_length=300)
    award_code = models.CharField(max_length=40, blank=True)
    # Opaque to this app: the upper app that put the motion finds its own thing by it.
    reference = models.CharField(max_length=60, db_index=True)
    papers = models.JSONField("tài liệu", default=list, blank=True)
    # Threshold as an exact fraction "4/5" of `base`; empty when the body has set none.
    threshold = models.CharField(max_length=20, blank=True)
    base = models.CharField(max_length=20, default="all_members")
    secret = models.BooleanField(default=True)
    threshold_citation = models.CharField(max_length=300, blank=True)
    threshold_confidence = models.CharField(max_length=10, blank=True)
    # Share of the members that must be present, "2/3"; empty when no rule has been read.
    quorum = models.CharField(max_length=20, blank=True)
    quorum_citation = models.CharField(max_length=300, blank=True)
    agree = models.PositiveSmallIntegerField(null=True, blank=True)
    disagree = models.PositiveSmallIntegerField(null=True, blank=True)
    no_opinion = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=Result, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "reference"], name="motion_once_a_sitting")
        ]

    def __str__(self) -> str:
        return self.title


class HasVoted(models.Model):
    """A member has put a ballot sheet into the box. Holds no time and no key to any ballot."""

    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "member"], name="one_member_one_vote")
        ]

    def __str__(self) -> str:
        return str(self.member)


class Ballot(models.Model):
    """One answer to one motion. Random identifier, no time, no member, no sheet."""

    class Choice(models.TextChoices):
        AGREE = "dong_y", "Đồng ý"
        DISAGREE = "khong_dong_y", "Không đồng ý"
        NO_OPINION = "khong_y_kien", "Không có ý kiến"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="ballots")
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=20, choices=Choice)

    def __str__(self) -> str:
        return "(phiếu kín)"
