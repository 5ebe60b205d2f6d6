"""The tally of a closed box: shares, results, cautions, and what its file says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from thidua.audit.models import AuditRow
from thidua.councils.models import (
    Attendance,
    BallotBox,
    HasVoted,
    Member,
    Motion,
    Sitting,
    TallyFile,
)
from thidua.councils.queries.recusals import base_members, recused
from thidua.councils.queries.rules import Share, percent_text, scope_key
from thidua.councils.queries.scores import score_text
from thidua.councils.queries.work_rules import rules_of
from thidua.councils.recount import count, measured, result, sha256
from thidua.law import load_rulebook, vote_rule

# A box opens at most twice in a sitting: the vote and one vote again.
MOST_ROUNDS = 2
FEW = 3


@dataclass(frozen=True)
class Tally:
    """A counted motion as the result table draws it."""

    motion: Motion
    base: int
    share: Fraction
    threshold: Share | None
    unanimous: bool

    @property
    def share_percent(self) -> str:
        """`90,9%` as papers write it; rounded half up to one digit."""
        return percent_text(self.share)

    @property
    def threshold_percent(self) -> str:
        return threshold_text(self.motion)

    @property
    def scored(self) -> bool:
        return self.motion.options == Motion.Options.SCORE

    @property
    def score(self) -> str:
        """`24,33/30`; empty for a vote and where no sheet was counted."""
        return score_text(self.motion)

    @property
    def needed(self) -> int | None:
        """How many votes in favour the threshold asks for, of `base`."""
        return self.threshold.needed(self.base) if self.threshold is not None else None

    @property
    def bar(self) -> str:
        """Width for the drawing: `90.9%`."""
        return f"{float(self.share) * 100:.1f}%"

    @property
    def goal(self) -> str:
        return f"{float(self.threshold.share) * 100:.1f}%" if self.threshold is not None else ""


def threshold_text(motion: Motion) -> str:
    """`80%`, `trên 50%`, or an empty text where none is set."""
    share = Share.read(motion.threshold)
    if share is None:
        return ""
    return f"{'trên ' if share.strict else ''}{percent_text(share.share)}"


def tallies(sitting: Sitting, motions: list[Motion], present: int) -> list[Tally]:
    """Results in the order of the agenda; empty as long as a box of the sitting is open."""
    boxes = list(sitting.boxes.all())
    if not boxes or any(box.state != BallotBox.State.CLOSED for box in boxes):
        return []
    # A motion voted on again is measured by the members of that round.
    of_motion = {pk: box for box in sorted(boxes, key=lambda b: b.round) for pk in box.motion_ids}
    counted: list[Tally] = []
    for motion in motions:
        members = of_motion.get(motion.pk, boxes[0]).members_total
        base = base_of(motion, members=members, present=present)
        yes = motion.agree or 0
        share = Fraction(yes, base) if base else Fraction(0)
        if motion.options == Motion.Options.SCORE:
            most = (motion.point_sheets or 0) * sum(int(c["max"]) for c in motion.criteria)
            share = Fraction(motion.points or 0, most) if most else Fraction(0)
        others = (motion.disagree, motion.no_opinion, motion.blank, motion.invalid)
        counted.append(
            Tally(
                motion=motion,
                base=base,
                share=share,
                threshold=Share.read(motion.threshold),
                unanimous=bool(yes) and not any(others),
            )
        )
    return counted


def base_of(motion: Motion, *, members: int, present: int) -> int:
    """How many the share is counted on: all members less those the rule takes out, those
    present, or the score sheets."""
    if motion.options == Motion.Options.SCORE:
        return motion.point_sheets or 0
    return base_members(motion, members if motion.base == "all_members" else present)


def written_counts(motion: Motion, sitting: Sitting) -> bool | None:
    """Whether answers in writing of absent members count for this motion; None: no text says."""
    if sitting.kind == Sitting.Kind.CIRCULATION:
        return True
    if not motion.award_code:
        return rules_of(sitting.council, sitting.received_on).written
    rule = vote_rule(
        load_rulebook(),
        award=motion.award_code,
        received_on=sitting.received_on,
        scope=scope_key(sitting.council),
    )
    return rule.written


def not_voting(box: BallotBox, attendance: Attendance) -> frozenset[int]:
    """Motions of the box on which a member does not vote: recused when the box opened, or absent
    where the rule does not count answers in writing."""
    written = attendance.status == Attendance.Status.WRITTEN
    return frozenset(
        asked["id"]
        for asked in box.asked
        if attendance.member_id in asked.get("recused_seats", ())
        or (written and asked["written_counts"] is False)
    )


def freeze(
    sitting: Sitting,
    members: Iterable[Member],
    motions: list[Motion],
    *,
    round_number: int,
    beside: bool,
    choices: Iterable[str],
) -> dict[str, Any]:
    """What is voted on, by whom, and how it is measured: the part under the fingerprint."""
    aside = recused(sitting)
    seated = list(members)
    return {
        "council": sitting.council.name,
        "sitting": sitting.title,
        "kind": sitting.kind,
        "voting": sitting.voting,
        "held_on": sitting.held_on.isoformat(),
        "received_on": sitting.received_on.isoformat(),
        "round": round_number,
        "codes": "beside" if beside else "apart",
        "choices": list(choices),
        "members": [[m.full_name, m.get_duty_display()] for m in seated],
        "motions": [
            {
                "number": number,
                "id": m.pk,
                "title": m.title,
                "subtitle": m.subtitle,
                "question": m.question,
                "award": m.award_code,
                "reference": m.reference,
                "options": m.options,
                "criteria": m.criteria,
                "threshold": m.threshold,
                "citation": m.threshold_citation,
                "base": m.base,
                "out_of_base": m.recused,
                "written_counts": written_counts(m, sitting),
                "recused": [s.full_name for s in seated if s.pk in aside.get(m.pk, ())],
                "recused_seats": [s.pk for s in seated if s.pk in aside.get(m.pk, ())],
            }
            for number, m in enumerate(motions, start=1)
        ],
    }


def voters_of(box: BallotBox) -> list[tuple[Member, str]]:
    """Who has voted and in which way, in the order of seats: never when."""
    rows = HasVoted.objects.filter(box=box).select_related("member")
    return [
        (row.member, row.way) for row in sorted(rows, key=lambda r: (r.member.order, r.member_id))
    ]


def tally_content(
    box: BallotBox,
    answers: Mapping[int, list[tuple[int, str, str]]],
    bases: Mapping[int, tuple[int, int, list[str]]],
    *,
    issued: int,
    voted: list[str],
) -> tuple[str, dict[int, dict[str, Any]]]:
    """Text of the tally file, and `{motion number: its entry}`.

    `bases`: number -> base, sheets of absent members, names of voters who did not vote on it. Codes
    stand beside the answers or, sorted for themselves, apart from them: then nothing in the file
    joins the two.
    """
    entries: dict[int, dict[str, Any]] = {}
    for asked in box.asked:
        number = asked["number"]
        base, in_writing, aside = bases[number]
        held = [[code, answer] for _, code, answer in answers[number]]
        counted = count([answer for _, answer in held])
        base = counted["sheets"] if asked["options"] == Motion.Options.SCORE else base
        doubtful = in_writing if asked["written_counts"] is None else 0
        entry: dict[str, Any] = {
            "number": number,
            "base": base,
            "in_writing": in_writing,
            "not_voting": aside,
            "counted": counted,
            "result": result(asked["threshold"], *measured(asked, counted, base), doubtful),
        }
        if box.codes_beside_answers:
            entry["ballots"] = sorted(held)
        else:
            # Hands have no codes: nobody was given a sheet.
            entry["codes"] = sorted(code for code, _ in held if code)
            entry["answers"] = sorted(answer for _, answer in held)
        entries[number] = entry
    content = {
        "format": "thidua-ballot/1",
        "fingerprint": box.fingerprint,
        "frozen": json.loads(box.frozen),
        "issued": issued,
        "returned": len(voted),
        "invalid_sheets": box.invalid_sheets,
        "voted": voted,
        "motions": list(entries.values()),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", entries


def revotable(sitting: Sitting, motions: Iterable[Motion]) -> list[Motion]:
    """Motions that the rules of work let the council vote on again in this sitting."""
    boxes = list(sitting.boxes.all())
    if not boxes or len(boxes) >= MOST_ROUNDS or sitting.released_at is not None:
        return []
    if any(box.state != BallotBox.State.CLOSED for box in boxes):
        return []
    rule = rules_of(sitting.council, sitting.received_on).revote
    if rule == "khong_dat":
        return [m for m in motions if m.result == Motion.Result.FAILED]
    if rule == "hoa":
        return [m for m in motions if _tied(m)]
    return []


def _tied(motion: Motion) -> bool:
    return (
        motion.options == Motion.Options.VOTE
        and motion.result != Motion.Result.PASSED
        and motion.agree is not None
        and motion.agree == motion.disagree
    )


def cautions_before(entitled: int) -> list[str]:
    """What a small number of voters means for secrecy, said before anybody votes."""
    if entitled == 1:
        return [
            "Chỉ có một người bỏ phiếu: kết quả chính là lựa chọn của người đó. "
            "Phiếu kín không che được điều này."
        ]
    if 1 < entitled < FEW:
        return [
            f"Chỉ có {entitled} người bỏ phiếu: mỗi người suy ra được lựa chọn của người kia "
            "từ kết quả."
        ]
    return []


def cautions_after(counted: Iterable[Tally]) -> list[str]:
    """What the counts themselves give away; they must be in the minutes all the same."""
    lines = []
    rows = list(counted)
    if any(t.unanimous for t in rows):
        lines.append(
            "Kết quả nhất trí tự cho biết mọi người đã chọn gì; số phiếu vẫn phải ghi trong "
            "biên bản kiểm phiếu."
        )
    if any(_one_apart(t.motion) for t in rows):
        lines.append(
            "Có đề nghị chỉ một phiếu khác các phiếu còn lại: người bỏ phiếu đó biết những người "
            "khác đã chọn gì, người khác không biết đó là ai."
        )
    return lines


def _one_apart(motion: Motion) -> bool:
    counts = [motion.agree, motion.disagree, motion.no_opinion, motion.blank, motion.invalid]
    kinds = sorted(n for n in counts if n)
    return len(kinds) == 2 and kinds[0] == 1 and kinds[1] > 1


def tally_file_of(box: BallotBox) -> TallyFile | None:
    """The file of a closed box."""
    return TallyFile.objects.filter(box=box).first()


def intact(file: TallyFile) -> bool:
    """Whether the file is the one whose SHA-256 the log noted when the box closed."""
    noted = AuditRow.objects.filter(
        action__in=("councils.close_ballot", "councils.count_hands"),
        subject_id=str(file.box.sitting_id),
        detail__tally_sha256=file.sha256,
    )
    before_files = json.loads(file.box.frozen).get("before_files", False)
    return sha256(file.content) == file.sha256 and (before_files or noted.exists())
