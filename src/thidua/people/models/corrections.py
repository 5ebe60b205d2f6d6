"""What persons ask to have corrected in their own records, and what an officer decided."""

from __future__ import annotations

from django.db import models

from thidua.people.models.persons import Person


class Correction(models.Model):
    """One asked correction: what the record said, what it should say, why, and the decision."""

    class Act(models.TextChoices):
        ADD = "add", "Bổ sung"
        CHANGE = "change", "Sửa"
        REMOVE = "remove", "Bỏ"

    class State(models.TextChoices):
        OPEN = "open", "Chờ giải quyết"
        ACCEPTED = "accepted", "Đã sửa"
        REFUSED = "refused", "Không chấp nhận"
        WITHDRAWN = "withdrawn", "Đã rút"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    # "person" for what the record itself says, else a sort of dated fact (actions.SORTS).
    sort = models.CharField(max_length=20)
    # Name of the column of the record; empty for dated facts.
    field = models.CharField(max_length=40, blank=True)
    act = models.CharField("đề nghị", max_length=10, choices=Act)
    fact_id = models.PositiveBigIntegerField(null=True, blank=True)
    # Plain values as the actions read them back, and the words shown to people.
    before = models.JSONField(default=dict)
    wanted = models.JSONField(default=dict)
    what = models.CharField("nội dung", max_length=200)
    before_text = models.CharField(max_length=500, blank=True)
    wanted_text = models.CharField(max_length=500, blank=True)
    reason = models.CharField("lý do, căn cứ", max_length=1000)
    file = models.FileField(upload_to="de-nghi-sua/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField("trả lời", max_length=1000, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "person"])]

    def __str__(self) -> str:
        return self.what
