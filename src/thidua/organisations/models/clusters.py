"""Clusters and blocks of emulation (cụm, khối thi đua), their members and programme by year.

A cluster is set up by a decision of `set_up_by`; `keeper` is the body whose officer keeps its
list: the same one, or the one that does this work for it.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Cluster(models.Model):
    """A cluster (by territory) or a block (by kind of work) of bodies that compete."""

    class Kind(models.TextChoices):
        CLUSTER = "cum", "Cụm thi đua"
        BLOCK = "khoi", "Khối thi đua"

    kind = models.CharField("loại", max_length=10, choices=Kind)
    name = models.CharField("tên", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    keeper = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="clusters_kept"
    )
    set_up_by = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="clusters_set_up"
    )
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_date = models.DateField("ngày quyết định")
    first_year = models.PositiveSmallIntegerField("từ năm")
    # The last year of work; empty while it goes on.
    last_year = models.PositiveSmallIntegerField("đến hết năm", null=True, blank=True)
    end_reason = models.CharField("lý do, văn bản kết thúc", max_length=300, blank=True)
    # Grows with every change: two people who edit at once do not overwrite each other.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["set_up_by", "folded_name"],
                condition=Q(last_year=None),
                name="cluster_name_of_setter",
            ),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="cluster_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=FIRST_YEAR, first_year__lte=LAST_YEAR),
                name="cluster_first_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def head_title(self) -> str:
        """What the head is called: Cụm trưởng or Khối trưởng."""
        return "Cụm trưởng" if self.kind == self.Kind.CLUSTER else "Khối trưởng"

    @property
    def deputy_title(self) -> str:
        return "Cụm phó" if self.kind == self.Kind.CLUSTER else "Khối phó"

    @property
    def noun(self) -> str:
        return "cụm" if self.kind == self.Kind.CLUSTER else "khối"


class ClusterYear(models.Model):
    """One year of a cluster; closed (locked) when the hand-over is confirmed by both sides."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    closed_on = models.DateField("ngày khóa", null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year"], name="cluster_year_once"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="cluster_year_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class ClusterMember(models.Model):
    """A body in a cluster for a year, with its duty there; head and deputy are members."""

    class Duty(models.TextChoices):
        HEAD = "truong", "Trưởng"
        DEPUTY = "pho", "Phó"
        MEMBER = "thanh_vien", "Thành viên"

    class Way(models.TextChoices):
        """How the head or deputy came to the duty."""

        ROTATION = "luan_phien", "Luân phiên"
        ELECTION = "bau", "Bầu"
        APPOINTMENT = "chi_dinh", "Chỉ định"

    cluster_year = models.ForeignKey(ClusterYear, on_delete=models.CASCADE, related_name="members")
    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="cluster_places"
    )
    # Those of the year and its cluster again, so that the database keeps a body in one place.
    year = models.PositiveSmallIntegerField(editable=False)
    set_up_by = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="+", editable=False
    )
    place = models.PositiveSmallIntegerField("thứ tự")
    duty = models.CharField("nhiệm vụ", max_length=12, choices=Duty, default=Duty.MEMBER)
    way = models.CharField("cách chọn", max_length=12, choices=Way, blank=True)
    duty_from = models.DateField("nhận nhiệm vụ từ ngày", null=True, blank=True)
    # Empty: the whole year.
    from_date = models.DateField("vào từ ngày", null=True, blank=True)
    to_date = models.DateField("ra từ hết ngày", null=True, blank=True)
    leaving_reason = models.CharField("lý do ra", max_length=300, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster_year", "body"], name="cluster_member_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["set_up_by", "year", "body"],
                condition=Q(to_date=None),
                name="cluster_member_in_one_of_setter",
            ),
            models.UniqueConstraint(
                fields=["cluster_year"],
                condition=Q(duty="truong", to_date=None),
                name="cluster_one_head_a_year",
            ),
            models.CheckConstraint(
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="cluster_member_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=~Q(duty="thanh_vien") | Q(way=""), name="cluster_way_of_duty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.year}"

    @property
    def is_head(self) -> bool:
        return self.duty == self.Duty.HEAD

    @property
    def is_deputy(self) -> bool:
        return self.duty == self.Duty.DEPUTY

    def stands_on(self, day: dt.date) -> bool:
        """Whether the body was in the cluster on that day of the year."""
        return (self.from_date is None or self.from_date <= day) and (
            self.to_date is None or day <= self.to_date
        )


class ClusterRegulation(models.Model):
    """The working rules (quy chế) of a cluster from a day on: a text, a file, or both."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="regulations")
    number = models.CharField("số văn bản", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    text = models.TextField("nội dung", blank=True)
    file = models.FileField("tệp", upload_to="cum-khoi/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="cluster_regulation_once"),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(file=""), name="cluster_regulation_has_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.number}"


class ClusterActivity(models.Model):
    """One thing in the programme of a year: when, what, who sees to it, what was done."""

    cluster_year = models.ForeignKey(
        ClusterYear, on_delete=models.CASCADE, related_name="activities"
    )
    planned_on = models.DateField("ngày dự kiến")
    text = models.CharField("nội dung", max_length=300)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    responsible = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_on = models.DateField("ngày thực hiện", null=True, blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(result=""), name="cluster_activity_done_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.text
