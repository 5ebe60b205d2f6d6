"""A year's call to register (đợt đăng ký thi đua) and the sheets that answer it (phiếu đăng ký).

Luật 06/2022/QH15 Điều 4 ties titles to taking part in emulation; the body sets the days itself.
What a sheet asks for counts (`Registration`) from the moment the body approves it.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class RegistrationCall(models.Model):
    """The call of one body for one year: from when until when, and what everyone pledges."""

    class State(models.TextChoices):
        OPEN = "mo", "Đang nhận đăng ký"
        CLOSED = "dong", "Đã khóa"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="registration_calls"
    )
    movement = models.ForeignKey(
        "movements.Movement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registration_calls",
        verbose_name="hưởng ứng phong trào",
    )
    year = models.PositiveSmallIntegerField("năm")
    opens_on = models.DateField("nhận đăng ký từ ngày")
    due_on = models.DateField("hết hạn ngày")
    # One common pledge a line; each sheet says which of them it takes.
    pledges = models.TextField("giao ước chung", blank=True)
    note = models.TextField("hướng dẫn", blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.OPEN)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="registration_call_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="registration_call_days"
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký thi đua năm {self.year}"

    @property
    def pledge_lines(self) -> list[str]:
        return [line.strip() for line in self.pledges.splitlines() if line.strip()]

    def takes_sheets(self, day: dt.date | None = None) -> bool:
        """Whether people may send their sheets on that day (today when not given)."""
        day = day or timezone.localdate()
        return self.state == self.State.OPEN and self.opens_on <= day <= self.due_on

    @property
    def days_left(self) -> int:
        return (self.due_on - timezone.localdate()).days


class RegistrationSheet(models.Model):
    """What one person or collective aims at in the year, and how far it has come."""

    class State(models.TextChoices):
        DRAFT = "nhap", "Bản nháp"
        SENT = "da_gui", "Đã gửi, chờ đơn vị"
        CONFIRMED = "don_vi_xac_nhan", "Đơn vị đã xác nhận"
        APPROVED = "da_duyet", "Đã duyệt"
        REFUSED = "tra_lai", "Trả lại"

    call = models.ForeignKey(RegistrationCall, on_delete=models.CASCADE, related_name="sheets")
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="registration_sheets",
    )
    collective = models.ForeignKey(
        "organisations.Body",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="registration_sheets",
    )
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.DRAFT)
    pledges = models.TextField("giao ước", blank=True)
    # Why it was given back last.
    reason = models.CharField("lý do", max_length=500, blank=True)
    # Grows with every change: who saves over a newer state is told.
    version = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, collective__isnull=False)
                | Q(person__isnull=False, collective=None),
                name="registration_sheet_one_subject",
            ),
            models.UniqueConstraint(
                fields=["call", "person"], name="registration_sheet_once_person"
            ),
            models.UniqueConstraint(
                fields=["call", "collective"], name="registration_sheet_once_collective"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.collective}: {self.call}"

    @property
    def pledge_lines(self) -> list[str]:
        return [line.strip() for line in self.pledges.splitlines() if line.strip()]


class SheetTitle(models.Model):
    """One title or form of commendation that a sheet aims at."""

    sheet = models.ForeignKey(RegistrationSheet, on_delete=models.CASCADE, related_name="titles")
    award_code = models.CharField("danh hiệu, hình thức", max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "award_code"], name="sheet_title_once")
        ]

    def __str__(self) -> str:
        return self.award_code


class SheetWork(models.Model):
    """An initiative or piece of work that the subject means to do, with its expected result."""

    sheet = models.ForeignKey(RegistrationSheet, on_delete=models.CASCADE, related_name="works")
    place = models.PositiveSmallIntegerField()
    name = models.CharField("tên việc", max_length=300)
    expected = models.CharField("kết quả dự kiến", max_length=500)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["sheet", "place"], name="sheet_work_place")]

    def __str__(self) -> str:
        return self.name


class RegistrationReminder(models.Model):
    """A unit that is late was reminded; its head finds it on the desk."""

    call = models.ForeignKey(RegistrationCall, on_delete=models.CASCADE, related_name="reminders")
    unit = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="registration_reminders"
    )
    # How many of its people had not sent a sheet at that moment.
    missing = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.call}"
