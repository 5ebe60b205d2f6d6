"""Results are made known together, when the one who presides says so."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.councils.actions.base import log, take
from thidua.councils.models import BallotBox, Sitting
from thidua.councils.permissions import check_may_release
from thidua.councils.states import STEPS
from thidua.kit.errors import WrongState
from thidua.kit.events import motion_decided


@transaction.atomic
def release_results(*, sitting: Sitting, by: Any) -> Sitting:
    """Tell the apps above the result of every motion, all in one transaction.

    Until then those who proposed read that the result is awaited, also where one motion was
    counted long before another. Refuses an open box, a second ballot still under way, and a
    second release.
    """
    check_may_release(user=by, sitting=sitting)
    fresh = take(sitting, STEPS["release"])
    if fresh.released_at is not None:
        raise WrongState(STEPS["release"].refusal)
    boxes = list(BallotBox.objects.filter(sitting=fresh))
    if not boxes or any(box.state != BallotBox.State.CLOSED for box in boxes):
        raise WrongState("Đóng hòm phiếu và kiểm phiếu trước khi công bố kết quả.")
    fresh.released_at, fresh.released_by = timezone.now(), by
    fresh.save(update_fields=["released_at", "released_by"])
    motions = list(fresh.motions.all())
    for motion in motions:
        motion.sitting = fresh
        motion_decided.send(motion=motion, by=by)
    return log(fresh, STEPS["release"], by, motions=len(motions))
