"""How the head of a cluster changes: elections of the next one, the hand-over from old to new."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.organisations.models.clusters import ClusterMember, ClusterYear


class ClusterElection(models.Model):
    """A vote of the members for the head or deputy of `cluster_year`, as it was counted."""

    class Office(models.TextChoices):
        HEAD = ClusterMember.Duty.HEAD.value, "Cụm trưởng, khối trưởng"
        DEPUTY = ClusterMember.Duty.DEPUTY.value, "Cụm phó, khối phó"

    cluster_year = models.ForeignKey(
        ClusterYear, on_delete=models.CASCADE, related_name="elections"
    )
    office = models.CharField("bầu", max_length=12, choices=Office)
    # 1 for the first vote, then those that followed a tie or a vote without a majority.
    turn = models.PositiveSmallIntegerField("lượt")
    held_on = models.DateField("ngày bầu")
    voters = models.PositiveSmallIntegerField("số đơn vị dự bầu")
    spoilt = models.PositiveSmallIntegerField("số phiếu không hợp lệ", default=0)
    needs_majority = models.BooleanField("phải quá nửa số phiếu", default=False)
    winner = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # How a tie was settled without another vote: by lot, by the outgoing head.
    settled_by = models.CharField("cách quyết định khi bằng phiếu", max_length=300, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        ordering = ["office", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster_year", "office", "turn"], name="cluster_election_turn_once"
            ),
            models.CheckConstraint(
                condition=Q(spoilt__lte=F("voters")), name="cluster_election_spoilt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()} {self.cluster_year}"


class ElectionCandidate(models.Model):
    """One candidate with the votes counted."""

    election = models.ForeignKey(
        ClusterElection, on_delete=models.CASCADE, related_name="candidates"
    )
    body = models.ForeignKey("organisations.Body", on_delete=models.PROTECT, related_name="+")
    votes = models.PositiveSmallIntegerField("số phiếu")

    class Meta:
        ordering = ["-votes", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "body"], name="cluster_candidate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.votes}"


class ClusterHandover(models.Model):
    """The minutes of the hand-over (biên bản bàn giao) at the end of a cluster's year.

    A confirmation holds for the text with the fingerprint `digest`; a change of the text takes
    both back. With both the minutes are frozen and the year is closed.
    """

    cluster_year = models.OneToOneField(
        ClusterYear, on_delete=models.CASCADE, related_name="handover"
    )
    giver = models.ForeignKey("organisations.Body", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("organisations.Body", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("ngày bàn giao")
    place = models.CharField("địa điểm", max_length=200)
    giver_person = models.CharField("đại diện bên giao", max_length=120)
    giver_post = models.CharField("chức vụ", max_length=150)
    receiver_person = models.CharField("đại diện bên nhận", max_length=120)
    receiver_post = models.CharField("chức vụ", max_length=150)
    # One thing a line.
    papers = models.TextField("hồ sơ, tài liệu bàn giao")
    unfinished = models.TextField("việc chưa xong, đề nghị theo dõi tiếp", blank=True)
    digest = models.CharField(max_length=64, editable=False)
    given_at = models.DateTimeField(null=True, editable=False)
    given_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(null=True, editable=False)
    received_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="cluster_handover_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} > {self.receiver}"

    @property
    def is_confirmed(self) -> bool:
        return self.given_at is not None and self.received_at is not None
