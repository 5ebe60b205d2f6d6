"""Pledges (giao ước thi đua): the text by version, its targets, the sides that sign, witnesses.

A pledge binds the members of a cluster or block, or a body and its units, for one year. A version
that was put out for signing is frozen: `frozen` is what was signed, `digest` its fingerprint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from thidua.movements.numbers import number_text

if TYPE_CHECKING:
    from thidua.organisations.models import Body


class Pledge(models.Model):
    """The pledge of a cluster or of one body with its units for a year."""

    class State(models.TextChoices):
        DRAFT = "du_thao", "Dự thảo"
        SIGNING = "cho_ky", "Chờ các bên ký"
        SIGNED = "da_ky", "Các bên đã ký"
        WITHDRAWN = "thu_hoi", "Đã thu hồi"

    cluster = models.ForeignKey(
        "organisations.Cluster",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pledges",
    )
    # The body whose units sign with it; for a cluster, empty.
    body = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pledges",
    )
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên giao ước", max_length=300)
    folded_title = models.CharField(max_length=300, editable=False)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    # Why it was withdrawn.
    reason = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cluster=None, body__isnull=False) | Q(cluster__isnull=False, body=None),
                name="pledge_of_a_cluster_or_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(state="thu_hoi") | ~Q(reason=""), name="pledge_withdrawn_with_reason"
            ),
            models.UniqueConstraint(
                fields=["cluster", "year", "folded_title"],
                condition=~Q(state="thu_hoi"),
                name="pledge_once_in_cluster",
            ),
            models.UniqueConstraint(
                fields=["body", "year", "folded_title"],
                condition=~Q(state="thu_hoi"),
                name="pledge_once_in_body",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def keeper(self) -> Body:
        """The body in whose books it stands: its own, or the one that keeps the cluster."""
        kept = self.cluster.keeper if self.cluster is not None else self.body
        if kept is None:
            raise ValueError("a pledge is of a cluster or of a body")
        return kept

    @property
    def whose(self) -> str:
        """The cluster or body, by name."""
        return str(self.cluster or self.body)


class PledgeVersion(models.Model):
    """One wording of a pledge; an empty `digest` means that it is still being written."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("lần")
    content = models.TextField("nội dung giao ước")
    # What is different from the version before, and why.
    change_reason = models.CharField("lý do sửa", max_length=500, blank=True)
    frozen = models.TextField(blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField("gửi ký lúc", null=True, editable=False)
    sent_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="pledge_version_once"),
            models.UniqueConstraint(
                fields=["pledge"], condition=Q(digest=""), name="pledge_one_version_in_writing"
            ),
            models.CheckConstraint(
                condition=Q(digest="", sent_at=None, frozen="")
                | ~Q(digest="") & Q(sent_at__isnull=False) & ~Q(frozen=""),
                name="pledge_version_frozen_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge} ({self.number})"

    @property
    def is_frozen(self) -> bool:
        return bool(self.digest)


class PledgeTarget(models.Model):
    """One target of a version: words, unit of measure, level, direction, who it binds."""

    version = models.ForeignKey(PledgeVersion, on_delete=models.CASCADE, related_name="targets")
    place = models.PositiveSmallIntegerField()
    text = models.CharField("chỉ tiêu", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    plan = models.DecimalField(
        "mức phấn đấu", max_digits=18, decimal_places=4, null=True, blank=True
    )
    less_is_better = models.BooleanField("càng thấp càng tốt", default=False)
    responsible = models.CharField("bên thực hiện", max_length=200, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="pledge_target_place")
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


class PledgeSide(models.Model):
    """A body that signs a version, through whom, and what it answered."""

    class Answer(models.TextChoices):
        SIGNED = "da_ky", "Đã ký"
        REFUSED = "khong_ky", "Không ký"

    class How(models.TextChoices):
        PROGRAM = "chuong_trinh", "Ký trong chương trình"
        PAPER = "ban_giay", "Ký trên bản giấy"

    version = models.ForeignKey(PledgeVersion, on_delete=models.CASCADE, related_name="sides")
    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="pledge_sides"
    )
    place = models.PositiveSmallIntegerField()
    signer = models.CharField("người ký", max_length=120)
    post = models.CharField("chức vụ", max_length=150)
    answer = models.CharField("trả lời", max_length=10, choices=Answer, blank=True)
    how = models.CharField("cách ký", max_length=12, choices=How, blank=True)
    # Where the signed paper is, or why the side does not sign.
    note = models.CharField("ghi chú, lý do", max_length=500, blank=True)
    # The fingerprint of the text that was signed.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The account's name at that moment.
    answered_name = models.CharField(max_length=150, blank=True, editable=False)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "body"], name="pledge_side_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, digest="", how="")
                | Q(answer="da_ky", answered_at__isnull=False) & ~Q(digest="") & ~Q(how="")
                | Q(answer="khong_ky", answered_at__isnull=False, digest="", how="") & ~Q(note=""),
                name="pledge_side_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.version}"


class PledgeWitness(models.Model):
    """Who witnessed the signing of a version, at which conference."""

    version = models.ForeignKey(PledgeVersion, on_delete=models.CASCADE, related_name="witnesses")
    name = models.CharField("người chứng kiến", max_length=120)
    post = models.CharField("chức vụ", max_length=150)
    occasion = models.CharField("hội nghị", max_length=200)
    place = models.CharField("địa điểm", max_length=200)
    held_on = models.DateField("ngày")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name", "post"], name="pledge_witness_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"
