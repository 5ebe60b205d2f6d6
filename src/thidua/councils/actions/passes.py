"""A one-time code for a member, so that nobody is kept from voting by a password."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from thidua.accounts.actions import issue_pass
from thidua.councils.actions.base import check_secret
from thidua.councils.models import BallotBox, Member, Sitting
from thidua.councils.permissions import check_may_run_ballot
from thidua.councils.queries import may_still_vote
from thidua.kit.errors import WrongState

LASTS = dt.timedelta(hours=2)
# The ballot first: it alone takes what is sent; the others are read.
PAGES = ("ballot", "ballot_done", "closing")


def give_pass(*, sitting: Sitting, member: Member, by: Any) -> tuple[dt.datetime, str]:
    """A code that opens the ballot of this sitting for `member`, once: until when, and the code.

    It lasts two hours; where opinions are asked in writing, until the time limit. Refuses a
    member without an account, one who has voted or is absent, and a box that is not open.
    """
    check_may_run_ballot(user=by, sitting=sitting)
    check_secret(sitting)
    if member.user is None:
        raise WrongState(
            f"{member.full_name} chưa có tài khoản. Gắn tài khoản ở trang Hội đồng, hoặc dùng "
            "phiếu giấy."
        )
    box = sitting.box
    if box is None or box.state != BallotBox.State.OPEN:
        raise WrongState("Chỉ cấp mã vào khi hòm phiếu đang mở.")
    if not may_still_vote(sitting, member):
        raise WrongState(f"{member.full_name} đã bỏ phiếu, hoặc chưa được điểm danh.")
    lasts = LASTS
    if sitting.kind == Sitting.Kind.CIRCULATION and sitting.answer_by is not None:
        lasts = max(LASTS, sitting.answer_by - timezone.now())
    base = reverse("councils:sitting", args=[sitting.pk])
    made, code = issue_pass(
        user=member.user,
        purpose=f"bỏ phiếu tại phiên “{sitting.title}”",
        addresses=[
            *(reverse(f"councils:{name}", args=[sitting.pk]) for name in PAGES),
            f"{base}de-nghi/",
            f"{base}tai-lieu/",
            *_linked(sitting),
        ],
        valid_for=lasts,
        body=sitting.council.body,
        by=by,
    )
    return made.expires_at, code


def _linked(sitting: Sitting) -> list[str]:
    """Addresses inside the program that the papers of the motions point to."""
    found = (paper.get("url", "") for motion in sitting.motions.all() for paper in motion.papers)
    # `//host` would be another machine.
    return list(dict.fromkeys(u for u in found if u.startswith("/") and not u.startswith("//")))
