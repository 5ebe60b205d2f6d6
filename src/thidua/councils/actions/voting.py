"""A member puts a sheet into the box; the sheets themselves are in `ballot_box.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from thidua.audit.actions import record
from thidua.councils import ballot_box
from thidua.councils.actions.base import check_secret
from thidua.councils.models import Attendance, BallotBox, Sitting
from thidua.councils.permissions import check_may_vote
from thidua.councils.queries.tally import not_voting
from thidua.kit.errors import NotAllowed, WrongState

# The refusal of a sheet that is in the box already: for its sender all is well.
SENT_AGAIN = ballot_box.ALREADY_VOTED


def new_receipt() -> str:
    """A receipt for a sheet that is handed out; kept nowhere, so only its voter has it."""
    return ballot_box.new_receipt()


@sensitive_variables()
def cast(
    *,
    sitting: Sitting,
    choices: Mapping[int, str],
    by: Any,
    receipt: str = "",
    row: Attendance | None = None,
) -> BallotBox:
    """Put the sheet of `by` into the box: `{motion pk: answer}`, missing ones are left blank.

    Mark and answers are one transaction; the log says that the member voted, never what. Refuses
    strangers, absent members, a closed box, a second sheet; each refusal is logged without the
    sheet. `receipt` is the sheet's own code and is kept nowhere; sending the same sheet again
    changes nothing. `row`: the voter's attendance where the caller has just read it.
    """
    try:
        with transaction.atomic():
            return _cast(sitting, choices, by, receipt or ballot_box.new_receipt(), row)
    except (WrongState, NotAllowed) as refusal:
        with transaction.atomic():
            record(
                by=by,
                action="councils.refused_sheet",
                text=f"Đã từ chối một lần gửi phiếu tại phiên “{sitting.title}”: {refusal}",
                subject=sitting,
                body=sitting.council.body,
            )
        raise


@sensitive_variables()
def _cast(
    sitting: Sitting, choices: Mapping[int, str], by: Any, receipt: str, row: Attendance | None
) -> BallotBox:
    row = check_may_vote(user=by, sitting=sitting, row=row)
    box = sitting.box
    if box is None:
        raise WrongState("Phiên họp chưa mở bỏ phiếu. Trang này mở được khi thư ký mở hòm phiếu.")
    check_secret(sitting)
    ballot_box.put(
        box=box,
        member=row.member,
        choices=choices,
        receipt=receipt,
        not_voting=not_voting(box, row),
    )
    record(
        by=by,
        action="councils.cast",
        text=f"{row.member.full_name} đã bỏ phiếu tại phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
    return box
