"""What happened to an entry after it was written: matching, revocation, recovery, re-issue."""

from __future__ import annotations

from django.db import models

from thidua.register.models.entries import RegisterEntry


class RegisterEvent(models.Model):
    """One dated event of an entry, a link of the same hash chain; rows are only added.

    The person and the collective are kept as plain keys: a record that is merged later changes
    nothing in what was written here. `person`, `collective`, `match`, `state` and `recovery` say
    how the entry stood after the event.
    """

    class Kind(models.TextChoices):
        CARRIED = "carried", "Đưa vào chuỗi băm"
        MATCHED = "matched", "Khớp với người, tập thể"
        UNMATCHED = "unmatched", "Không khớp với ai"
        RELEASED = "released", "Gỡ khớp"
        MOVED = "moved", "Chuyển theo hồ sơ được nhập một, tách lại"
        REVOKED = "revoked", "Hủy bỏ quyết định"
        RESTORED = "restored", "Khôi phục hiệu lực"
        WITHDRAWN = "withdrawn", "Rút dòng vào sổ nhầm"
        RECOVERY_ASKED = "recovery_asked", "Yêu cầu nộp lại hiện vật, tiền thưởng"
        RECOVERED = "recovered", "Đã nộp lại hiện vật, tiền thưởng"
        EXCHANGED = "exchanged", "Cấp đổi"
        REISSUED = "reissued", "Cấp lại"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="register_events"
    )
    # Place in the chain of the department, counted over entries and events together.
    place = models.PositiveBigIntegerField()
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("sự việc", max_length=20, choices=Kind)
    day = models.DateField("ngày", null=True, blank=True)
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    authority = models.CharField("cơ quan ban hành văn bản", max_length=200, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    objects_named = models.CharField("hiện vật", max_length=200, blank=True)
    # Đồng.
    amount = models.PositiveBigIntegerField("số tiền", null=True, blank=True)
    person = models.PositiveBigIntegerField(null=True, blank=True)
    collective = models.PositiveBigIntegerField(null=True, blank=True)
    match = models.CharField(max_length=20, choices=RegisterEntry.Match)
    state = models.CharField(max_length=20, choices=RegisterEntry.State)
    recovery = models.CharField(max_length=20, choices=RegisterEntry.Recovery, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="register_events"
    )
    by_name = models.CharField(max_length=150)
    previous_hash = models.CharField(max_length=64)
    event_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["department", "place"], name="register_event_place"),
            models.CheckConstraint(condition=models.Q(place__gt=0), name="register_event_place_1"),
        ]
        indexes = [models.Index(fields=["entry", "place"], name="register_event_entry")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entry}"
