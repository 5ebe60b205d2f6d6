"""What the scrutineers read from paper sheets, as long as the box is open; never who voted how."""

from __future__ import annotations

import json

from django.views.decorators.debug import sensitive_variables

from thidua.councils.models import BallotBox, PaperEntry
from thidua.people.identity import unseal

# A motion on which the voter of the sheet does not vote: no answer is counted.
NOT_VOTING = "khong_bieu_quyet"
ABOUT = "paper:{}"


@sensitive_variables()
def readings(box: BallotBox) -> list[list[dict[int, str]]]:
    """The readings of the first two scrutineers: sheets in order, `{motion number: answer}`."""
    rows = PaperEntry.objects.filter(box=box).order_by("pk")[:2]
    return [
        [
            {int(number): answer for number, answer in sheet.items()}
            for sheet in json.loads(unseal(bytes(row.sealed), about=ABOUT.format(box.pk)))
        ]
        for row in rows
    ]


@sensitive_variables()
def differences(box: BallotBox) -> list[tuple[int, int]] | None:
    """Sheet and motion numbers on which the two readings differ; None before there are two."""
    both = readings(box)
    if len(both) < 2:
        return None
    return [
        (number, asked["number"])
        for number, (one, other) in enumerate(zip(*both, strict=True), start=1)
        for asked in box.asked
        if one.get(asked["number"]) != other.get(asked["number"])
    ]


def read_by(box: BallotBox) -> list[str]:
    """Names of those who entered a reading."""
    rows = PaperEntry.objects.filter(box=box).select_related("entered_by").order_by("pk")
    return [row.entered_by.full_name for row in rows]
