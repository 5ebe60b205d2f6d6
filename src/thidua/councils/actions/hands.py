"""Voting openly: hands are counted in the room, and the counts end the vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.councils.actions.base import log
from thidua.councils.actions.counting import keep_count, open_box
from thidua.councils.models import BallotBox, Choice, HasVoted, Sitting
from thidua.councils.permissions import check_may_run_ballot
from thidua.councils.queries.hands import hands_of
from thidua.councils.states import STEPS
from thidua.kit.errors import WrongState


@dataclass(frozen=True)
class Hands:
    """Hands for one motion; written opinions of absent members are among them."""

    agree: int
    disagree: int
    no_opinion: int

    @property
    def total(self) -> int:
        return self.agree + self.disagree + self.no_opinion


@transaction.atomic
def count_hands(*, sitting: Sitting, counts: Mapping[int, Hands], by: Any) -> BallotBox:
    """Keep the hands of every motion (`{motion number: Hands}`) and end the vote.

    Refuses a secret ballot, a motion without a count, and a count that is not that of all who
    vote on the motion. Once kept it cannot be changed; results are told by `release_results`.
    """
    check_may_run_ballot(user=by, sitting=sitting)
    box = open_box(sitting)
    fresh = Sitting.objects.select_related("council__body").get(pk=sitting.pk)
    if not fresh.by_hands:
        raise WrongState("Phiên này bỏ phiếu kín: kết quả do chương trình kiểm từ hòm phiếu.")
    lines = hands_of(fresh, box)
    answers: dict[int, list[tuple[int, str, str]]] = {}
    for line in lines:
        given = counts.get(line.number)
        if given is None or min(given.agree, given.disagree, given.no_opinion) < 0:
            raise WrongState(f"“{line.title}”: ghi số đồng ý, không đồng ý, không có ý kiến.")
        if given.total != line.voting:
            raise WrongState(
                f"“{line.title}”: có {line.voting} người biểu quyết nhưng đã ghi {given.total}. "
                "Đếm lại; người không giơ tay lần nào ghi vào “không có ý kiến”."
            )
        kinds = (
            (Choice.AGREE, given.agree),
            (Choice.DISAGREE, given.disagree),
            (Choice.NO_OPINION, given.no_opinion),
        )
        answers[line.number] = [
            (line.number, "", str(kind)) for kind, count in kinds for _ in range(count)
        ]
    # Whoever votes on nothing at all (stepped aside everywhere) is no voter.
    voters = {pk for line in lines for pk in line.voters}
    HasVoted.objects.bulk_create(
        HasVoted(box=box, member_id=pk, way=HasVoted.Way.HANDS) for pk in sorted(voters)
    )
    box.state, box.closed_at = BallotBox.State.CLOSED, timezone.now()
    box.save(update_fields=["state", "closed_at"])
    kept = keep_count(fresh, box, answers)
    log(
        fresh,
        STEPS["count_hands"],
        by,
        voted=len(voters),
        motions=len(lines),
        fingerprint=box.fingerprint,
        tally_sha256=kept.sha256,
    )
    return box
