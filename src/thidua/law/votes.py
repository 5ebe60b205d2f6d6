"""Votes of a council: threshold, its base, secrecy and quorum, national or set by the body.

Articles: NĐ 152/2025 Điều 33 khoản 5, Điều 6 khoản 2; NĐ 91/2017 Điều 45 khoản 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from thidua.law.book.model import Instrument, Threshold
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import QuestionError, Say
from thidua.law.slots import SlotValue, slot
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_TEXT, NOT_ELIGIBLE, Citation

if TYPE_CHECKING:
    from thidua.law.book.around import CouncilRules, VoteEntry


@dataclass(frozen=True, slots=True)
class VoteRule:
    """`threshold` None: the body has not set it (needs_decision) or the text is unread
    (needs_official_text), as `verdict` says. `strict`: more than the threshold, not at least."""

    award: str
    threshold: Fraction | None
    strict: bool
    base: str
    secret: bool | None
    quorum: Fraction | None
    citation: Citation | None
    confidence: str
    source: str | None
    verdict: str
    citations: tuple[Citation, ...] = ()
    note: str = ""
    council: str = ""
    council_en: str = ""
    # Whether written opinions of absent members count; None: nobody set it or read it.
    written: bool | None = None
    # A later law in force that day whose text on the award nobody read.
    unread: str = ""

    def needed(self, members: int) -> int | None:
        """The smallest number of votes in favour that passes among `members` (the base)."""
        if self.threshold is None:
            return None
        exact = self.threshold * members
        floor = exact.numerator // exact.denominator
        if self.strict:
            return floor + 1
        return floor if exact == floor else floor + 1

    def passes(self, share: Fraction) -> bool | None:
        if self.threshold is None:
            return None
        return share > self.threshold if self.strict else share >= self.threshold


@dataclass(frozen=True, slots=True)
class VoteOutcome:
    """`passes` None: nobody set or read the threshold, or whether written opinions count."""

    award: str
    passes: bool | None
    share: Fraction
    base: str
    threshold: Fraction | None
    strict: bool
    secret: bool | None
    verdict: str
    quorum: Fraction | None
    quorum_met: bool | None
    needed: int | None
    reason: str
    citations: tuple[Citation, ...]
    reason_en: str = ""
    council: str = ""
    council_en: str = ""
    written_counts: bool | None = None

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "award": self.award,
            "passes": self.passes,
            "share": float(self.share),
            "base": self.base,
            "threshold": float(self.threshold) if self.threshold is not None else None,
            "strict": self.strict,
            "secret": self.secret,
            "verdict": self.verdict,
            "quorum": float(self.quorum) if self.quorum is not None else None,
            "quorum_met": self.quorum_met,
            "needed": self.needed,
            "council": (self.council_en if lang == "en" else self.council) or None,
            "written_counts": self.written_counts,
            "reason": self.reason_en if lang == "en" else self.reason,
            "citations": [item.to_dict() for item in self.citations],
        }


def vote_rule(
    rb: Rulebook,
    *,
    award: str,
    received_on: date,
    scope: str | None = None,
    central: bool = False,
) -> VoteRule:
    """The rule of the vote on one award for dossiers received that day; `central`: the vote of
    the Central Council, where the text asks for a second one."""
    code = rb.resolve_code(award)
    key = f"{'vote-central' if central else 'vote'}:{code}"
    entry: VoteEntry | None = rb.entry(key, received_on)
    if entry is None:
        note = "Bộ quy tắc chưa có quy định bỏ phiếu cho danh hiệu này vào ngày nhận hồ sơ"
        return VoteRule(
            code,
            None,
            False,
            "all_members",
            None,
            None,
            None,
            "UNKNOWN",
            None,
            NEEDS_TEXT,
            (),
            note,
        )
    own = _body(rb, f"{entry.slot}.{code}", scope, received_on) if entry.slot else None
    threshold = entry.threshold or (own.value if own else None)
    secret_slot = _body(rb, "bo_phieu_kin", scope, received_on)
    secret = secret_slot.value if entry.secret is None and secret_slot else entry.secret
    sitting: CouncilRules | None = rb.entry("council-rules", received_on)
    quorum, written, more = _sitting(rb, entry, sitting, scope, received_on)
    source = "national" if entry.threshold else "slot" if threshold else None
    verdict = ELIGIBLE if threshold else NEEDS_DECISION if entry.slot else NEEDS_TEXT
    citations = [entry.citation, *more]
    if own is not None and own.status == "set" and own.citation is not None:
        citations.insert(0, own.citation)
    confidence = own.confidence if source == "slot" and own and own.confidence else entry.confidence
    note = entry.note
    if (unread := _unread_since(rb, code, entry, received_on)) is not None:
        # A share that nobody compared with the later law stands as the last one known.
        confidence = "K" if source == "national" else confidence
        note = f"{note} {_last_known(unread.short).vi}.".strip()
    return VoteRule(
        code,
        threshold.share if threshold else None,
        threshold.strict if isinstance(threshold, Threshold) else False,
        entry.base,
        secret,
        quorum,
        citations[0],
        confidence,
        source,
        verdict,
        tuple(citations),
        note,
        entry.council,
        entry.council_en,
        written,
        unread.short if unread is not None else "",
    )


def _last_known(short: str) -> Say:
    return Say(
        f"{short} chưa được đọc: đây là quy định bỏ phiếu gần nhất đã biết",
        f"{short} was not read: this is the last known rule of the vote",
    )


def _unread_since(rb: Rulebook, code: str, entry: VoteEntry, day: date) -> Instrument | None:
    """A law in force that day, later than the rule of the vote, whose text on the award nobody
    read."""
    award = rb.award(code, day)
    if award is None or award.loaded or award.instrument.in_force <= entry.instrument.in_force:
        return None
    return award.instrument


def _sitting(
    rb: Rulebook, entry: VoteEntry, sitting: CouncilRules | None, scope: str | None, day: date
) -> tuple[Fraction | None, bool | None, list[Citation]]:
    """Quorum and written opinions: of the award, else of every sitting, else set by the body."""
    quorum, written = entry.quorum, entry.written
    used: list[Citation] = []
    if sitting is not None:
        if (quorum is None and sitting.quorum is not None) or (written is None and sitting.written):
            used.append(sitting.citation)
        quorum = sitting.quorum if quorum is None else quorum
        written = sitting.written if written is None else written
    own_quorum = _body(rb, "so_du_hop_toi_thieu", scope, day)
    if quorum is None and own_quorum is not None and own_quorum.value is not None:
        quorum = own_quorum.value.share
    own_written = _body(rb, "y_kien_bang_van_ban", scope, day)
    if written is None and own_written is not None:
        written = own_written.value
    return quorum, written, used


def _body(rb: Rulebook, name: str, scope: str | None, day: date) -> SlotValue | None:
    value = slot(rb, name, scope=scope, on=day)
    return None if value.status == "undeclared" else value


def vote(
    rb: Rulebook,
    *,
    award: str,
    received_on: date,
    members: int,
    present: int,
    yes: int,
    scope: str | None = None,
    written: int = 0,
    written_yes: int = 0,
    central: bool = False,
) -> VoteOutcome:
    """Whether a vote passes. `written` opinions of absent members count where a text or the body
    says so, never for the quorum; `central` asks about the vote of the Central Council.

    Raises QuestionError for figures that cannot be (more votes than voters).
    """
    _check(members, present, yes, written, written_yes)
    rule = vote_rule(rb, award=award, received_on=received_on, scope=scope, central=central)
    counted = rule.written is not False
    voters = members if rule.base == "all_members" else present + (written if counted else 0)
    votes = yes + (written_yes if counted else 0)
    share = Fraction(votes, voters) if voters else Fraction(0)
    quorum_met = None if rule.quorum is None else Fraction(present, members) >= rule.quorum
    passes = rule.passes(share)
    open_question = rule.written is None and _depends(rule, passes, members, present, yes)
    if open_question:
        passes = None
    needed = rule.needed(voters)
    if quorum_met is False:
        passes = False
    reasons = _reason(rule, passes, quorum_met, votes, voters, needed)
    if open_question and passes is None:
        reasons = _WRITTEN
    if rule.unread:
        known = _last_known(rule.unread)
        reasons = Say(f"{reasons.vi}. {known.vi}", f"{reasons.en}. {known.en}")
    verdict = ELIGIBLE if passes else NOT_ELIGIBLE
    if passes is None:
        verdict = NEEDS_DECISION if open_question else rule.verdict
    return VoteOutcome(
        rule.award,
        passes,
        share,
        rule.base,
        rule.threshold,
        rule.strict,
        rule.secret,
        verdict,
        rule.quorum,
        quorum_met,
        needed,
        reasons.vi,
        rule.citations,
        reasons.en,
        rule.council,
        rule.council_en,
        rule.written,
    )


_WRITTEN = Say(
    "Kết quả tùy thuộc ý kiến bằng văn bản của người vắng; chưa có quy định có tính hay không",
    "The result depends on written opinions of absent members; nobody set whether they count",
)


def _depends(rule: VoteRule, passes: bool | None, members: int, present: int, yes: int) -> bool:
    """Whether leaving written opinions out would turn the result."""
    voters = members if rule.base == "all_members" else present
    return passes is not None and passes != rule.passes(
        Fraction(yes, voters) if voters else Fraction(0)
    )


def _reason(
    rule: VoteRule,
    passes: bool | None,
    quorum_met: bool | None,
    yes: int,
    voters: int,
    needed: int | None,
) -> Say:
    if quorum_met is False:
        return Say(
            f"Không đủ số thành viên dự họp (cần {rule.quorum} tổng số thành viên)",
            f"The quorum of {rule.quorum} of all members is not reached",
        )
    if passes is None and rule.verdict == NEEDS_DECISION:
        return Say(
            "Tỷ lệ do cơ quan quy định, chưa có quy định được nạp",
            "The body sets the share; none is loaded",
        )
    if passes is None:
        return Say(
            "Tỷ lệ của thời kỳ này chưa đọc được trong văn bản",
            "The share of this time was not read",
        )
    return Say(
        f"{yes}/{voters} phiếu đồng ý, cần {needed}",
        f"{yes} of {voters} in favour, {needed} needed",
    )


def _check(members: int, present: int, yes: int, written: int, written_yes: int) -> None:
    limits = (
        (members >= 1, "members", members, Say("ít nhất 1 thành viên", "at least 1 member")),
        (
            0 <= present <= members,
            "present",
            present,
            Say(f"từ 0 đến {members}", f"from 0 to {members}"),
        ),
        (
            0 <= yes <= present,
            "yes",
            yes,
            Say(f"từ 0 đến {present} (số người dự)", f"from 0 to {present} (those present)"),
        ),
        (
            0 <= written <= members - present,
            "written",
            written,
            Say(
                f"từ 0 đến {members - present} (số người vắng)",
                f"from 0 to {members - present} (those absent)",
            ),
        ),
        (
            0 <= written_yes <= written,
            "written_yes",
            written_yes,
            Say(f"từ 0 đến {written}", f"from 0 to {written}"),
        ),
    )
    for fits, place, found, expected in limits:
        if not fits:
            raise QuestionError(
                Say("số liệu bỏ phiếu không thể có.", "these voting figures cannot be."),
                place=place,
                found=found,
                expected=expected,
                todo=Say("kiểm tra lại biên bản kiểm phiếu", "check the tally"),
            )
