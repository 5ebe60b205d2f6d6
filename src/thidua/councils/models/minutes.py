"""The written record of a sitting: minutes and tally record, their versions and signatures."""

from __future__ import annotations

from django.db import models

from thidua.councils.models.council import Member
from thidua.councils.models.sitting import Sitting


class Record(models.Model):
    """Minutes (biên bản họp) or tally record (biên bản kiểm phiếu) of a sitting."""

    class Kind(models.TextChoices):
        MINUTES = "bien_ban_hop", "Biên bản họp"
        TALLY = "bien_ban_kiem_phieu", "Biên bản kiểm phiếu"

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        SIGNING = "signing", "Đang ký"
        SIGNED = "signed", "Đã ký"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    number = models.CharField("số", max_length=40, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "kind"], name="one_record_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sitting}"


class RecordVersion(models.Model):
    """One text of a record: the sections as edited, and once frozen all that the paper says."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("lần")
    # `[{"key": "dien_bien", "title": "…", "text": "…"}]`
    sections = models.JSONField("các phần", default=list)
    # What was printed when it was sent to be signed: figures and names too. Empty before.
    content = models.JSONField(default=dict, blank=True)
    # SHA-256 of `content`; what every signature stands under.
    digest = models.CharField(max_length=64, blank=True)
    # Version of the body's own template with which the frozen text is printed; 0: the program's.
    template_version = models.PositiveIntegerField(default=0)
    note = models.CharField("lý do sửa", max_length=200, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="record_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.record}, lần {self.number}"


class RecordSignature(models.Model):
    """Who confirmed which text of a record, in which duty, and when."""

    class Duty(models.TextChoices):
        CHAIR = "chu_tri", "Chủ trì"
        SECRETARY = "thu_ky", "Thư ký"
        SCRUTINEER = "kiem_phieu", "Ban kiểm phiếu"

    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField("tư cách ký", max_length=20, choices=Duty)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "member", "duty"], name="signed_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.get_duty_display()}"
