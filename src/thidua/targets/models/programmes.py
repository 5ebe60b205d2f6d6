"""Programmes, projects and plans (chương trình, đề án, dự án, kế hoạch) with their milestones."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q


class Programme(models.Model):
    """One programme or project of a body, with the target it serves where there is one."""

    class Kind(models.TextChoices):
        PROGRAMME = "chuong_trinh", "Chương trình"
        SCHEME = "de_an", "Đề án"
        PROJECT = "du_an", "Dự án"
        PLAN = "ke_hoach", "Kế hoạch"

    class State(models.TextChoices):
        RUNNING = "dang_thuc_hien", "Đang thực hiện"
        DONE = "hoan_thanh", "Hoàn thành"
        STOPPED = "dung", "Đã dừng"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="programmes_kept"
    )
    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="programmes"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên", max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    number = models.CharField("văn bản phê duyệt", max_length=120, blank=True)
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến ngày")
    target = models.ForeignKey(
        "targets.Target", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="programmes",
    )  # fmt: skip
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.RUNNING)
    reason = models.CharField(max_length=500, blank=True)
    finished_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["ends", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="programme_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(state="hoan_thanh") | Q(finished_on__isnull=False),
                name="programme_finished_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """One step of a programme: what, by when, when done and by what evidence."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    place = models.PositiveSmallIntegerField()
    text = models.CharField("mốc công việc", max_length=300)
    due_on = models.DateField("hạn")
    done_on = models.DateField("ngày xong", null=True, blank=True)
    reference = models.CharField("minh chứng", max_length=300, blank=True)
    file = models.FileField("tệp minh chứng", upload_to="chi-tieu/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["due_on", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "place"], name="milestone_place_once")
        ]

    def __str__(self) -> str:
        return self.text

    def days_late(self, on: dt.date) -> int:
        """Days after the due day: until it was done, or until `on`; 0 when in time."""
        return max(((self.done_on or on) - self.due_on).days, 0)
