"""A ceremony: decisions handed over, who hands what to whom in which order, seats."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Ceremony(models.Model):
    """One handing over, of one decision or several."""

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="ceremonies"
    )
    title = models.CharField("tên buổi lễ", max_length=200)
    held_on = models.DateField("ngày")
    starts_at = models.TimeField("giờ", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    # How many stand on the stage at once.
    group_size = models.PositiveSmallIntegerField("số người mỗi lượt", default=10)
    decisions = models.ManyToManyField("decisions.Decision", related_name="ceremonies")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group_size__gte=1, group_size__lte=100), name="ceremony_group_size"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Presenter(models.Model):
    """Somebody who hands over."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="presenters")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("họ tên", max_length=120)
    post = models.CharField("chức vụ", max_length=160, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """One line of an annex in the order of the ceremony."""

    class Attendance(models.TextChoices):
        UNKNOWN = "unknown", "Chưa báo"
        COMING = "coming", "Dự lễ"
        REPRESENTED = "represented", "Cử người nhận thay"
        ABSENT = "absent", "Vắng, trao sau"

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="turns")
    award = models.ForeignKey(
        "decisions.DecisionAward", on_delete=models.PROTECT, related_name="turns"
    )
    order = models.PositiveIntegerField()
    # Set by hand: a new group goes on stage with this one.
    opens_group = models.BooleanField("mở lượt mới", default=False)
    group = models.PositiveIntegerField("lượt", default=0)
    presenter = models.ForeignKey(
        Presenter, null=True, blank=True, on_delete=models.SET_NULL, related_name="turns"
    )
    attendance = models.CharField(
        "dự lễ", max_length=20, choices=Attendance, default=Attendance.UNKNOWN
    )
    # Who goes on stage for a collective, or in somebody's stead.
    receiver = models.CharField("người lên nhận", max_length=120, blank=True)
    row = models.PositiveSmallIntegerField("hàng ghế", default=0)
    seat = models.PositiveSmallIntegerField("ghế", default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "award"], name="turn_once"),
            models.UniqueConstraint(
                fields=["ceremony", "row", "seat"], condition=Q(seat__gt=0), name="turn_seat_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.award}"

    @property
    def place(self) -> str:
        """A-07: rows are letters."""
        return f"{row_letter(self.row)}-{self.seat:02d}" if self.seat else ""


def row_letter(row: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while row > 0:
        row, rest = divmod(row - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
