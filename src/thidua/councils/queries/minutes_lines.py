"""The lines of minutes that come from the count: sheets, those who stepped aside, results."""

from __future__ import annotations

from thidua.councils.models import BallotBox, Motion, Recusal, Sitting
from thidua.councils.queries.progress import Progress
from thidua.councils.queries.scores import score_text
from thidua.councils.queries.tally import tallies
from thidua.documents.papers import BallotCount, CandidateResult
from thidua.law import load_rulebook

# Citations of confidence K rest on general knowledge and are said to be unread.
_UNREAD = {"K", "UNKNOWN"}


def award_label(motion: Motion) -> str:
    """Name of the award, or the question of a motion about something else."""
    if not motion.award_code:
        return motion.question
    return load_rulebook().award_name(motion.award_code)


def sheets(box: BallotBox | None, progress: Progress) -> BallotCount:
    """Sheets of the room and in writing; a sheet with no valid answer at all counts as invalid."""
    invalid = box.invalid_sheets if box is not None else 0
    return BallotCount(
        issued=len(progress.entitled),
        returned=progress.voted,
        valid=progress.voted - invalid,
        invalid=invalid,
    )


def recusal_lines(
    sitting: Sitting, motions: list[Motion]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who took no part in which vote and why; what was done with the base."""
    rows = Recusal.objects.filter(motion__sitting=sitting).select_related("motion", "member")
    lines = tuple(
        f"{row.member.full_name} không tham gia biểu quyết đề nghị {row.motion.title}: "
        f"{row.get_ground_display().lower()}{f' ({row.note})' if row.note else ''}."
        for row in rows
    )
    return lines, tuple(dict.fromkeys(m.base_note for m in motions if m.base_note))


def result_lines(
    sitting: Sitting, motions: list[Motion], progress: Progress
) -> tuple[CandidateResult, ...]:
    """One line for every motion, as the paper prints it."""
    passed = {Motion.Result.PASSED: True, Motion.Result.FAILED: False}
    lines: list[CandidateResult] = []
    for tally in tallies(sitting, motions, progress.present):
        motion = tally.motion
        citation = motion.threshold_citation
        if citation and motion.threshold_confidence in _UNREAD:
            citation += " (chưa đối chiếu văn bản gốc)"
        scored = motion.options == Motion.Options.SCORE
        lines.append(
            CandidateResult(
                name=motion.title,
                office=motion.subtitle,
                award_name=award_label(motion),
                yes=(motion.point_sheets if scored else motion.agree) or 0,
                no=motion.disagree or 0,
                blank=motion.no_opinion or 0,
                invalid=motion.invalid or 0,
                members=tally.base,
                threshold=f"Ngưỡng {tally.threshold_percent}" if tally.threshold else "",
                citation=citation,
                passed=passed.get(Motion.Result(motion.result)) if motion.result else None,
                score=score_text(motion),
                note=f"({motion.blank} để trống)" if motion.blank else "",
            )
        )
    return tuple(lines)
