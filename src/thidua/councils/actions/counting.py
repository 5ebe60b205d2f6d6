"""What every counted vote leaves behind: results on the motions and the file of the tally."""

from __future__ import annotations

from collections.abc import Mapping

from thidua.councils import ballot_box
from thidua.councils.models import Attendance, BallotBox, Motion, Sitting, TallyFile
from thidua.councils.queries import progress_of
from thidua.councils.queries.tally import base_of, tally_content, voters_of
from thidua.councils.recount import sha256
from thidua.councils.states import STEPS
from thidua.kit.errors import WrongState

COUNTS = (
    "agree",
    "disagree",
    "no_opinion",
    "blank",
    "invalid",
    "points",
    "point_sheets",
    "result",
)


def open_box(sitting: Sitting, closed: str = "") -> BallotBox:
    """The box of the sitting, locked, if it takes votes; `closed` is said where it does not."""
    held = BallotBox.objects.filter(sitting=sitting).order_by("-round").first()
    if held is None:
        raise WrongState("Phiên họp chưa mở bỏ phiếu.")
    box = ballot_box.locked(held.pk)
    if box.state != BallotBox.State.OPEN:
        raise WrongState(closed or STEPS["close_ballot"].refusal)
    return box


def keep_count(
    sitting: Sitting, box: BallotBox, answers: Mapping[int, list[tuple[int, str, str]]]
) -> TallyFile:
    """Compare the number of answers with the voters, write file and results."""
    motions = list(sitting.motions.filter(pk__in=box.motion_ids))
    progress = progress_of(sitting, motions)
    voters = [member for member, _ in voters_of(box)]
    in_writing = set(
        sitting.attendance.filter(status=Attendance.Status.WRITTEN).values_list("member", flat=True)
    )
    of_number = {asked["number"]: asked for asked in box.asked}
    by_pk = {motion.pk: motion for motion in motions}
    bases: dict[int, tuple[int, int, list[str]]] = {}
    for number, asked in of_number.items():
        out = set(asked.get("recused_seats", ()))
        if asked["written_counts"] is False:
            out |= in_writing
        voting = [m for m in voters if m.pk not in out]
        if len(answers[number]) != len(voting):
            raise WrongState(
                "Số phiếu không khớp số người đã bỏ phiếu. Dừng kiểm phiếu và báo quản trị hệ "
                "thống."
            )
        base = base_of(by_pk[asked["id"]], members=box.members_total, present=progress.present)
        bases[number] = (
            base,
            sum(1 for m in voting if m.pk in in_writing),
            [m.full_name for m in voters if m.pk in out],
        )
    content, entries = tally_content(
        box,
        answers,
        bases,
        issued=len(progress.entitled),
        voted=[m.full_name for m in voters],
    )
    for number, entry in entries.items():
        motion, counted = by_pk[of_number[number]["id"]], entry["counted"]
        motion.agree, motion.disagree = counted["agree"], counted["disagree"]
        motion.no_opinion, motion.blank = counted["no_opinion"], counted["blank"]
        motion.invalid, motion.result = counted["invalid"], entry["result"]
        if motion.options == Motion.Options.SCORE:
            motion.points, motion.point_sheets = counted["points"], counted["sheets"]
        motion.save(update_fields=COUNTS)
    return TallyFile.objects.create(box=box, content=content, sha256=sha256(content))
