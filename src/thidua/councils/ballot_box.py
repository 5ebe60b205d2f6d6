"""The secret ballot: who has voted and what was voted, kept so that nobody can join the two.

Threats and answers (the long form is docs/explanation/ballots.md):

- A reader of the tables. `HasVoted` names members, `Ballot` holds answers; no key, no time and
  no number of a sheet joins them, and the answers of one sheet are not kept together.
- The order of rows. Identifiers are random, and every sheet that is put in rewrites the whole
  box in random order, so neither the place of a row nor the transaction that wrote it (`xmin`
  on PostgreSQL, `rowid` on SQLite) tells sheets apart. The box is rewritten once more at closing.
- Voting twice, or a lost answer sent again. A unique constraint on (box, member) and the lock on
  the box let one sheet through; the mark and the answers are one transaction.
- Early looking. `count` refuses an open box; no query of this app reads choices elsewhere.
- A count that tells. Closing with very few sheets is refused by the caller (`least_sheets`).

Not answered here: someone who copies the database files between two votes, or who stands
behind the voter. That is a matter of who holds the machine.
"""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from thidua.councils.models import Ballot, BallotBox, HasVoted, Member, Motion
from thidua.kit.errors import WrongState

ALREADY_VOTED = (
    "Phiếu của ông/bà đã ở trong hòm phiếu và không thay đổi được. Lần gửi này không được tính."
)
_CHOICES = frozenset(Ballot.Choice.values)


def locked(box_id: int) -> BallotBox:
    """The box, held until the end of the transaction: sheets go in one after another."""
    return BallotBox.objects.select_for_update().get(pk=box_id)


@sensitive_variables("choices", "answers", "sheet", "motions")
def put(*, box_id: int, member: Member, choices: Mapping[int, str]) -> BallotBox:
    """Put one sheet into the box; a motion without an answer counts as no opinion.

    Refuses a closed box, a second sheet of the same member, and a sheet that names a motion or an
    answer that is not on it. Runs in the caller's transaction: the mark and the answers are kept
    together or not at all.
    """
    box = locked(box_id)
    if box.state != BallotBox.State.OPEN:
        raise WrongState("Hòm phiếu đã đóng nên không nhận thêm phiếu.")
    motions = set(Motion.objects.filter(sitting_id=box.sitting_id).values_list("pk", flat=True))
    if not set(choices) <= motions or not set(choices.values()) <= _CHOICES:
        raise WrongState(
            "Phiếu không khớp với nội dung biểu quyết. Mở lại trang phiếu và chọn lại."
        )
    try:
        with transaction.atomic():
            HasVoted.objects.create(box=box, member=member)
    except IntegrityError:
        raise WrongState(ALREADY_VOTED) from None
    sheet = [(motion, choices.get(motion, Ballot.Choice.NO_OPINION)) for motion in motions]
    answers = list(Ballot.objects.filter(box=box).values_list("motion_id", "choice"))
    _rewrite(box, [*answers, *sheet])
    return box


def count(box: BallotBox) -> dict[int, Counter[str]]:
    """Shuffle the closed box once more and count the answers of each motion.

    Refuses an open box, and a box whose answers do not fit its voters: then nothing is counted.
    """
    if box.state != BallotBox.State.CLOSED:
        raise WrongState("Chỉ kiểm phiếu sau khi đóng hòm phiếu.")
    answers = list(Ballot.objects.filter(box=box).values_list("motion_id", "choice"))
    tally: dict[int, Counter[str]] = {
        motion: Counter()
        for motion in Motion.objects.filter(sitting_id=box.sitting_id).values_list("pk", flat=True)
    }
    for motion, choice in answers:
        tally[motion][choice] += 1
    voters = HasVoted.objects.filter(box=box).count()
    if any(sum(counts.values()) != voters for counts in tally.values()):
        raise WrongState(
            "Số phiếu không khớp số người đã bỏ phiếu. Dừng kiểm phiếu và báo quản trị hệ thống."
        )
    _rewrite(box, answers)
    return tally


def _rewrite(box: BallotBox, answers: list[tuple[int, str]]) -> None:
    """Replace every answer of the box by a fresh row with a random identifier, in random order."""
    secrets.SystemRandom().shuffle(answers)
    Ballot.objects.filter(box=box).delete()
    Ballot.objects.bulk_create(
        Ballot(id=uuid.uuid4(), box=box, motion_id=motion, choice=choice)
        for motion, choice in answers
    )
