"""Imports: the file, what was read from it, each row with its problems and what a person decided of
it, and how a sender's columns were understood before.
"""

from __future__ import annotations

from django.db import models


class ImportBatch(models.Model):
    """One file brought in. Nothing of it reaches people or the register before confirmation."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Danh sách cán bộ"
        REGISTER = "register", "Sổ khen thưởng"
        PROPOSAL = "proposal", "Đề nghị của đơn vị"

    class State(models.TextChoices):
        READING = "reading", "Đang đọc"
        PREVIEW = "preview", "Chờ xác nhận"
        CONFIRMED = "confirmed", "Đã nhập"
        DISCARDED = "discarded", "Đã bỏ"
        UNDONE = "undone", "Đã gỡ"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="imports"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    file_name = models.CharField("tên tệp", max_length=200)
    # Who gave the file: with the headings it tells whose way of writing columns this is.
    sender = models.CharField("người, nơi gửi", max_length=120, blank=True)
    # Encrypted while it waits, deleted once confirmed, undone or put aside; the digest stays.
    file = models.FileField(upload_to="nhap/%Y/")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField("cột đã nhận", default=dict)
    # Texts that an officer said to be an award: folded words to award code.
    meanings = models.JSONField(default=dict, blank=True)
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
    # What the confirmation made, by kind: keys that undoing takes back.
    made = models.JSONField(default=dict, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One person, unit, register line or proposal of the file, or a line that was refused."""

    class Standing(models.TextChoices):
        """Good: no doubt. Doubtful: a person decides. Bad: cannot come in, with a reason."""

        GOOD = "good", "Tốt"
        DOUBTFUL = "doubtful", "Nghi vấn"
        BAD = "bad", "Không nhập được"

    class Choice(models.TextChoices):
        """What the officer decided for a doubtful row."""

        OPEN = "", "Chưa quyết định"
        PERSON = "person", "Là người đã có"
        NEW = "new", "Là người mới"
        KEEP = "keep", "Nhập như đã đọc"
        WAIT = "wait", "Nhập, để chờ đối chiếu"
        REFUSE = "refuse", "Không nhập"

    class Effect(models.TextChoices):
        NEW = "new", "Thêm mới"
        UPDATE = "update", "Cập nhật"
        SAME = "same", "Không đổi"
        ASKED = "asked", "Cần xác nhận"
        REFUSED = "refused", "Không nhập được"

    # Its index is the first column of those below.
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    order = models.PositiveIntegerField()
    sheet = models.CharField(max_length=60)
    row_numbers = models.JSONField(default=list)
    label = models.CharField(max_length=200)
    folded_label = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveSmallIntegerField(default=0)
    effect = models.CharField(max_length=20, choices=Effect)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.GOOD)
    # Rows doubted for the same reason have the same words here, and can be decided together.
    alike = models.CharField(max_length=160, blank=True)
    choice = models.CharField("lựa chọn", max_length=10, choices=Choice, blank=True)
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    class Meta:
        ordering = ["order"]
        indexes = [
            models.Index(
                fields=["person"],
                condition=models.Q(person__isnull=False),
                name="exchange_row_of_person",
            ),
            models.Index(fields=["batch", "order"]),
            models.Index(fields=["batch", "standing", "choice"]),
            models.Index(fields=["batch", "alike"]),
        ]

    def __str__(self) -> str:
        return self.label


class RememberedColumns(models.Model):
    """How the columns of one sender's files were understood, for files with the same headings."""

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.CASCADE, related_name="remembered_columns"
    )
    kind = models.CharField(max_length=20, choices=ImportBatch.Kind)
    sender = models.CharField(max_length=120, blank=True)
    # Digest over the folded headings, in their order.
    headings = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    meanings = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "kind", "sender", "headings"],
                name="exchange_remembered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender or 'cơ quan'}: {self.get_kind_display()}"
