"""Imports: the file, what was read from it, and each row with its problems before confirmation."""

from __future__ import annotations

from django.db import models


class ImportBatch(models.Model):
    """One file brought in. Nothing of it reaches people or the register before confirmation."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Danh sách cán bộ"
        REGISTER = "register", "Sổ khen thưởng"

    class State(models.TextChoices):
        PREVIEW = "preview", "Chờ xác nhận"
        CONFIRMED = "confirmed", "Đã nhập"
        DISCARDED = "discarded", "Đã bỏ"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="imports"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    file_name = models.CharField("tên tệp", max_length=200)
    file = models.FileField(upload_to="nhap/%Y/")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField("cột đã nhận", default=dict)
    columns = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State, default=State.PREVIEW)
    uploaded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One person, unit or register line read from the file."""

    class Choice(models.TextChoices):
        """What the officer decided for a row that could be one of several people."""

        OPEN = "", "Chưa chọn"
        PERSON = "person", "Là người đã có"
        NEW = "new", "Là người mới"

    class Effect(models.TextChoices):
        NEW = "new", "Thêm mới"
        UPDATE = "update", "Cập nhật"
        SAME = "same", "Không đổi"
        ASKED = "asked", "Cần xác nhận"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    sheet = models.CharField(max_length=60)
    row_numbers = models.JSONField(default=list)
    label = models.CharField(max_length=200)
    folded_label = models.CharField(max_length=200, db_index=True)
    unit_name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveSmallIntegerField(default=0)
    effect = models.CharField(max_length=20, choices=Effect)
    choice = models.CharField("lựa chọn", max_length=10, choices=Choice, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label
