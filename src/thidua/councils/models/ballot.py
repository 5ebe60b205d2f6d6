"""The box of a secret ballot: who has voted, the sealed answers, and the file of the tally."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.db import models

from thidua.councils.models.council import Member
from thidua.councils.models.sitting import Sitting


class Choice(models.TextChoices):
    """An answer to a motion; a screen offers the first three, paper may be blank or invalid."""

    AGREE = "dong_y", "Đồng ý"
    DISAGREE = "khong_dong_y", "Không đồng ý"
    NO_OPINION = "khong_y_kien", "Không có ý kiến"
    BLANK = "de_trong", "Để trống"
    INVALID = "khong_hop_le", "Không hợp lệ"


class BallotBox(models.Model):
    """The secret ballot of a sitting: what is frozen when it opens has a fingerprint.

    A vote taken again in the same sitting is a box of its own, with the next `round`.
    """

    class State(models.TextChoices):
        OPEN = "open", "Đang bỏ phiếu"
        CLOSED = "closed", "Đã kiểm phiếu"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="boxes")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    members_total = models.PositiveSmallIntegerField()
    # Canonical JSON of members, motions, thresholds and choices; `fingerprint` is its SHA-256.
    frozen = models.TextField(default="{}")
    fingerprint = models.CharField(max_length=64)
    # Whether the tally lists the codes of receipts beside the answers, or apart from them.
    codes_beside_answers = models.BooleanField(default=False)
    # Said to those who have not voted yet before the box is closed on them.
    closes_at = models.DateTimeField(null=True, blank=True)
    invalid_sheets = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["sitting", "round"], name="one_box_a_round")]

    def __str__(self) -> str:
        return f"Hòm phiếu: {self.sitting}"

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        """The frozen motions: `{"number": 1, "id": 12, "title": …, "threshold": "4/5", …}`."""
        return list(json.loads(self.frozen).get("motions", []))

    @property
    def motion_ids(self) -> list[int]:
        """Motions of this round in the order of the sheet."""
        return [motion["id"] for motion in self.asked]


class HasVoted(models.Model):
    """A member has put a ballot sheet into the box. Holds no time and no key to any answer."""

    class Way(models.TextChoices):
        DEVICE = "thiet_bi", "Trên máy"
        PAPER = "phieu_giay", "Phiếu giấy"
        HANDS = "gio_tay", "Giơ tay"

    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way, default=Way.DEVICE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "member"], name="one_member_one_vote")
        ]

    def __str__(self) -> str:
        return str(self.member)


class Urn(models.Model):
    """All answers of an open box in one sealed piece, written anew with every sheet.

    One row for all: no row, no place and no transaction belongs to one sheet. It is gone when
    the box closes.
    """

    box = models.OneToOneField(BallotBox, on_delete=models.CASCADE, related_name="urn")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "(hòm phiếu niêm phong)"


class PaperEntry(models.Model):
    """What one scrutineer read from the paper sheets; two must agree. Gone when the box closes."""

    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="paper_entries")
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # Sealed JSON: `[{motion number: answer}, …]` in the order of the numbered sheets.
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "entered_by"], name="one_entry_a_scrutineer")
        ]

    def __str__(self) -> str:
        return f"Phiếu giấy do {self.entered_by} nhập"


class TallyFile(models.Model):
    """The tally file of a closed box: written once; its SHA-256 is in the log as well."""

    box = models.OneToOneField(BallotBox, on_delete=models.PROTECT, related_name="tally_file")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Tệp kiểm phiếu {self.sha256[:16]}"

    def save(self, *args: Any, **more: Any) -> None:
        if not self._state.adding:
            raise RuntimeError("a tally file is written once and never changed")
        super().save(*args, **more)
