"""Sittings of a council: motions put to the vote and attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from thidua.councils.models.council import Council, Member

if TYPE_CHECKING:
    from thidua.councils.models.ballot import BallotBox


class Sitting(models.Model):
    """One sitting of a council with its motions, attendance and one ballot box."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang chuẩn bị"
        CONVENED = "convened", "Đã mời họp"
        OPEN = "open", "Đang họp"
        CONCLUDED = "concluded", "Đã kết luận"

    class Kind(models.TextChoices):
        MEETING = "hop", "Họp"
        CIRCULATION = "van_ban", "Lấy ý kiến bằng văn bản"

    class Voting(models.TextChoices):
        SECRET = "kin", "Bỏ phiếu kín"
        HANDS = "cong_khai", "Biểu quyết công khai (giơ tay)"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sittings")
    title = models.CharField("nội dung phiên họp", max_length=200)
    kind = models.CharField("hình thức", max_length=20, choices=Kind, default=Kind.MEETING)
    # Hands are raised only where the rules of work ask for no secret ballot.
    voting = models.CharField(
        "cách biểu quyết", max_length=20, choices=Voting, default=Voting.SECRET
    )
    held_on = models.DateField("ngày họp")
    starts_at = models.TimeField("giờ họp", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    # Written circulation: the last moment for answers; the sheets went out when it was convened.
    answer_by = models.DateTimeField("hạn trả lời", null=True, blank=True)
    # One line an item: "14:00 Điểm danh".
    programme = models.TextField("chương trình", blank=True)
    # The date the dossiers were received: it selects the law that sets the thresholds.
    received_on = models.DateField("ngày nhận hồ sơ")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    presided_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    secretary = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scrutineers = models.ManyToManyField(Member, blank=True, related_name="+")
    convened_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    # Results go to those who proposed at this moment, all together, and not before.
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def box(self) -> BallotBox | None:
        """The box of the last round, or None before the ballot; lists prefetch `boxes`."""
        boxes = list(self.boxes.all())
        return max(boxes, key=lambda box: box.round) if boxes else None

    @property
    def by_hands(self) -> bool:
        """Whether the council votes openly: hands are counted, no sheet is given out."""
        return self.voting == self.Voting.HANDS


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


class Motion(models.Model):
    """A neutral question put to the vote: text, threshold, citation. It knows no dossier."""

    class Result(models.TextChoices):
        PASSED = "passed", "Đạt"
        FAILED = "failed", "Không đạt"
        UNDECIDED = "undecided", "Chưa có ngưỡng phiếu"

    class Options(models.TextChoices):
        VOTE = "bieu_quyet", "Đồng ý, không đồng ý, không có ý kiến"
        SCORE = "cham_diem", "Chấm điểm theo tiêu chí"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="motions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField("người, tập thể được xét", max_length=200)
    subtitle = models.CharField("chức vụ, đơn vị", max_length=200, blank=True)
    question = models.CharField("nội dung biểu quyết", max_length=300)
    award_code = models.CharField(max_length=40, blank=True)
    # Opaque to this app: the upper app that put the motion finds its own thing by it.
    reference = models.CharField(max_length=60, db_index=True)
    papers = models.JSONField("tài liệu", default=list, blank=True)
    options = models.CharField(max_length=20, choices=Options, default=Options.VOTE)
    # Score sheets: `[{"title": "Tính mới", "max": 30}]`, points are whole numbers from 0 to max.
    criteria = models.JSONField("tiêu chí chấm điểm", default=list, blank=True)
    # Threshold as an exact fraction "4/5" of `base`; empty when the body has set none.
    threshold = models.CharField(max_length=20, blank=True)
    base = models.CharField(max_length=20, default="all_members")
    secret = models.BooleanField(default=True)
    threshold_citation = models.CharField(max_length=300, blank=True)
    threshold_confidence = models.CharField(max_length=10, blank=True)
    # "national" where a decree sets the share, "slot" where the body does; empty when unset.
    threshold_source = models.CharField(max_length=10, blank=True)
    # What was done with members who take no part, and by which text; frozen with the box.
    base_note = models.CharField(max_length=400, blank=True)
    # Share of the members that must be present, "2/3"; empty when no rule has been read.
    quorum = models.CharField(max_length=20, blank=True)
    quorum_citation = models.CharField(max_length=300, blank=True)
    agree = models.PositiveSmallIntegerField(null=True, blank=True)
    disagree = models.PositiveSmallIntegerField(null=True, blank=True)
    no_opinion = models.PositiveSmallIntegerField(null=True, blank=True)
    # Left without an answer; on paper, marked so that nobody can tell. Neither is "no opinion".
    blank = models.PositiveSmallIntegerField(null=True, blank=True)
    invalid = models.PositiveSmallIntegerField(null=True, blank=True)
    # Sum of the points of all score sheets, and how many sheets were counted: the mean is exact.
    points = models.PositiveIntegerField(null=True, blank=True)
    point_sheets = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many members were taken out of the base when the box opened; the rule decides.
    recused = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=20, choices=Result, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "reference"], name="motion_once_a_sitting")
        ]

    def __str__(self) -> str:
        return self.title


class Recusal(models.Model):
    """A member takes no part in the vote on one motion, and why."""

    class Ground(models.TextChoices):
        SELF = "ban_than", "Là người được xét"
        RELATIVE = "than_nhan", "Là người thân của người được xét"
        AUTHOR = "tac_gia", "Là tác giả, đồng tác giả sáng kiến được xét"
        OWN_UNIT = "don_vi", "Thuộc đơn vị được xét, theo quy chế của Hội đồng"
        OTHER = "khac", "Lý do khác"

    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="recusals")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField("lý do", max_length=20, choices=Ground)
    note = models.CharField("ghi rõ", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["motion__order", "member__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "member"], name="recused_once_a_motion")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_ground_display()}"


class Invitation(models.Model):
    """The call of one member to a sitting, and what the member answered."""

    class Answer(models.TextChoices):
        COMING = "du", "Sẽ dự"
        WRITTEN = "van_ban", "Vắng, sẽ gửi ý kiến bằng văn bản"
        ABSENT = "vang", "Vắng mặt"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations")
    sent_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField("trả lời", max_length=20, choices=Answer, blank=True)
    reason = models.CharField("lý do vắng", max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["member__order", "member_id"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "member"], name="invited_once_a_sitting")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_answer_display() or 'chưa trả lời'}"


class SittingPaper(models.Model):
    """A file or a link that members read before a sitting, for one motion or for all of it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="papers")
    motion = models.ForeignKey(
        Motion, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    title = models.CharField("tên tài liệu", max_length=200)
    url = models.URLField("địa chỉ", max_length=500, blank=True)
    file = models.FileField(upload_to="hoi-dong/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
