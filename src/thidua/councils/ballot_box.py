"""The secret ballot: who has voted and what was voted, kept so that nobody can join the two.

Threats and answers (the long form is docs/explanation/ballots.md):

- A reader of the tables. `HasVoted` names members. All answers of an open box lie in one sealed
  row (`Urn`), written anew with every sheet: no row, place, time or transaction number (`xmin`,
  `rowid`) belongs to one sheet. The answers inside are sorted by their codes, which are random to
  whoever lacks the receipt, and each has the same width, so that the size tells nothing.
- Two copies of the database, compared. The seal hides what one sheet added; its key lies in a
  file beside the database, not in it.
- Voting twice, or a lost answer sent again. A unique constraint on (box, member) and the lock on
  the box let one sheet through; the mark and the answers are one transaction.
- Early looking. `count` refuses an open box; nothing else opens the urn.
- Patterns. A sheet has one receipt, and from it a code per motion: who lacks the receipt cannot
  tell which answers to different motions came from one sheet.

Not answered here: whoever holds both the key and copies of the open box, or changes the program,
or stands behind the voter. That is a matter of who holds the machine.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.views.decorators.debug import sensitive_variables

from thidua.councils.models import BallotBox, Choice, HasVoted, Member, Motion, Urn
from thidua.councils.queries.scores import points_allowed
from thidua.councils.recount import ALPHABET, code_of
from thidua.kit.errors import WrongState
from thidua.people.identity import seal, unseal

ALREADY_VOTED = (
    "Phiếu của ông/bà đã ở trong hòm phiếu từ lần gửi trước và không thay đổi được. "
    "Lần gửi này không được tính."
)
OTHER_SHEET = (
    "Ông/bà đã bỏ một phiếu khác, từ máy hoặc trang khác. Phiếu đó đã ở trong hòm; phiếu gửi lần "
    "này không được tính. Nếu ông/bà chưa bỏ phiếu lần nào, báo ngay cho thư ký."
)
CLOSED = "Hòm phiếu đã đóng nên không nhận thêm phiếu."
WRONG_SHEET = "Phiếu không khớp với nội dung biểu quyết. Mở lại trang phiếu và chọn lại."
RECEIPT = 16  # letters of a receipt, 80 bits
WIDTH = 48  # an answer inside the urn; score sheets are the longest

# Number of the motion, code, answer.
Answer = tuple[int, str, str]


def new_receipt() -> str:
    """A receipt for one sheet; it travels with the sheet and is stored nowhere."""
    return "".join(secrets.choice(ALPHABET) for _ in range(RECEIPT))


def locked(box_id: int) -> BallotBox:
    """The box, held until the end of the transaction: sheets go in one after another."""
    return BallotBox.objects.select_for_update().get(pk=box_id)


def valid(asked: Mapping[str, Any], answer: str, *, on_paper: bool = False) -> bool:
    """Whether `answer` may stand on a sheet for this frozen motion."""
    if answer == Choice.BLANK or (on_paper and answer == Choice.INVALID):
        return True
    if asked["options"] == Motion.Options.SCORE:
        kind, _, points = answer.partition(":")
        given = points.split("/")
        if kind != "diem" or len(answer) > WIDTH:
            return False
        plain = all(p.isascii() and p.isdigit() and str(int(p)) == p for p in given)
        return plain and points_allowed(asked["criteria"], [int(p) for p in given])
    return answer in {Choice.AGREE, Choice.DISAGREE, Choice.NO_OPINION}


@sensitive_variables()
def put(
    *,
    box: BallotBox,
    member: Member,
    choices: Mapping[int, str],
    receipt: str,
    not_voting: frozenset[int] = frozenset(),
) -> None:
    """Put one sheet into the box: `{motion pk: answer}`, a motion without one is left blank.

    `not_voting`: motions from which the member is recused. Refuses a closed box, a second sheet
    of the same member, and a sheet that names a motion or an answer that is not on it. Runs in
    the caller's transaction: the mark and the answers are kept together or not at all.
    """
    # What is frozen never changes: only the state is read again, under the lock.
    state = BallotBox.objects.select_for_update().values_list("state", flat=True).get(pk=box.pk)
    if state != BallotBox.State.OPEN:
        raise WrongState(CLOSED)
    if len(receipt) != RECEIPT or not set(receipt) <= set(ALPHABET):
        raise WrongState(WRONG_SHEET)
    answers = _open(box)
    own = {m["number"]: code_of(receipt, box.fingerprint, m["number"]) for m in box.asked}
    again = not {code for _, code, _ in answers}.isdisjoint(own.values())
    if HasVoted.objects.filter(box=box, member=member).exists():
        raise WrongState(ALREADY_VOTED if again else OTHER_SHEET)
    on_sheet = {m["id"]: m for m in box.asked if m["id"] not in not_voting}
    fits = all(pk in on_sheet and valid(on_sheet[pk], answer) for pk, answer in choices.items())
    if not fits or again:
        raise WrongState(WRONG_SHEET)
    HasVoted.objects.create(box=box, member=member)
    for pk, asked in on_sheet.items():
        answer = choices.get(pk, Choice.BLANK)
        answers.append((asked["number"], own[asked["number"]], str(answer).ljust(WIDTH)))
    Urn.objects.filter(box=box).update(sealed=_sealed(box, answers))


@sensitive_variables()
def count(box: BallotBox, paper: Sequence[Mapping[int, str]] = ()) -> dict[int, list[Answer]]:
    """Take every answer out of a closed box, with those of the agreed paper sheets among them.

    Returns `{motion number: answers sorted by code}`; paper sheets get codes like the others, which
    nobody holds. Refuses an open box; the caller compares the numbers with the voters.
    """
    if box.state != BallotBox.State.CLOSED:
        raise WrongState("Chỉ kiểm phiếu sau khi đóng hòm phiếu.")
    answers = [(number, code, answer.rstrip()) for number, code, answer in _open(box)]
    for sheet in paper:
        receipt = new_receipt()
        answers += [
            (number, code_of(receipt, box.fingerprint, number), answer)
            for number, answer in sheet.items()
        ]
    taken: dict[int, list[Answer]] = {asked["number"]: [] for asked in box.asked}
    for answer in sorted(answers):
        taken[answer[0]].append(answer)
    return taken


def lock_new(box: BallotBox) -> Urn:
    """The empty urn of a box that opens."""
    return Urn.objects.create(box=box, sealed=_sealed(box, []))


def _open(box: BallotBox) -> list[Answer]:
    """What is in the urn; every answer is filled up with blanks to one width."""
    sealed = bytes(Urn.objects.values_list("sealed", flat=True).get(box=box))
    return [tuple(a) for a in json.loads(unseal(sealed, about=f"urn:{box.pk}"))]


def _sealed(box: BallotBox, answers: list[Answer]) -> bytes:
    content = json.dumps(sorted(answers), separators=(",", ":"))
    return seal(content.encode(), about=f"urn:{box.pk}")
