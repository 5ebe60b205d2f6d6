"""Inside a cluster: what each peer gave, and the ranking with the reason of every place."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.scoring.models.sheets import Sheet
from thidua.scoring.models.tables import Criterion, points_field


class PeerReview(models.Model):
    """One unit of the cluster scores the sheet of another."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="reviews")
    peer = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="peer_reviews"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["peer__order", "peer__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "peer"], name="peer_review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.peer}: {self.sheet_id}"


class PeerScore(models.Model):
    """What a peer gives for one criterion; `agreed` when it was left as checked."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = points_field()
    note = models.CharField("lý do", max_length=500, blank=True)
    agreed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["criterion__place"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="peer_score_once")
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.points}"


class Ranking(models.Model):
    """The ranking of a cluster for a year and a table, as it was concluded."""

    cluster = models.ForeignKey(
        "organisations.Cluster", on_delete=models.PROTECT, related_name="rankings"
    )
    table = models.ForeignKey(
        "scoring.ScoreTable", on_delete=models.PROTECT, related_name="rankings"
    )
    year = models.PositiveSmallIntegerField("năm")
    concluded_at = models.DateTimeField(auto_now_add=True)
    concluded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    paper = models.CharField("văn bản", max_length=120)
    # The unit proposed for the flag, and who chose it where places are equal.
    flag = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    flag_reason = models.CharField("lý do đề nghị", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.CharField("lý do rút", max_length=500, blank=True)

    class Meta:
        ordering = ["-year", "-concluded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                condition=Q(withdrawn_at=None),
                name="ranking_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason=""),
                name="ranking_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.year}"


class RankingPlace(models.Model):
    """One place of a concluded ranking, with the sentence that was shown."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="places")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="places")
    rank = models.PositiveSmallIntegerField("hạng")
    total = points_field("tổng điểm")
    grade = models.CharField("xếp loại", max_length=80, blank=True)
    sentence = models.TextField("giải thích")

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "sheet"], name="ranking_place_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranking_place_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.sheet_id}"
