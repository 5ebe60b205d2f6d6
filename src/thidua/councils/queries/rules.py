"""Asks the law engine for thresholds, quorum and the result of a count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from thidua.councils.models import Council, Motion
from thidua.law import Citation, load_rulebook, slot, vote, vote_rule


@dataclass(frozen=True)
class Share:
    """A share of members, stored as `4/5` (at least) or `>1/2` (more than)."""

    share: Fraction
    strict: bool = False

    @classmethod
    def read(cls, text: str) -> Share | None:
        if not text:
            return None
        return cls(Fraction(text.lstrip(">")), text.startswith(">"))

    @staticmethod
    def text(share: Fraction | None, *, strict: bool = False) -> str:
        """How a share is stored; empty when there is none."""
        return "" if share is None else f"{'>' if strict else ''}{share}"

    def reached(self, yes: int, members: int) -> bool:
        if members <= 0:
            return False
        got = Fraction(yes, members)
        return got > self.share if self.strict else got >= self.share

    def needed(self, members: int) -> int:
        """The smallest whole number that reaches the share of `members` exactly."""
        exact = self.share * members
        if self.strict:
            return exact.__floor__() + 1
        return exact.__ceil__()


@dataclass(frozen=True)
class Rule:
    """What a motion is measured by; empty texts mean that no rule has been read."""

    threshold: str = ""
    base: str = "all_members"
    secret: bool = True
    citation: str = ""
    confidence: str = ""
    quorum: str = ""
    quorum_citation: str = ""


def scope_key(council: Council) -> str | None:
    """Key of the body's own regulation in the rulebook, if it is there."""
    key = council.body.rulebook_scope
    return key if key and key in load_rulebook().scopes() else None


def rule_for(*, award_code: str, received_on: dt.date, scope: str | None) -> Rule:
    """The rule in force on the day the dossiers were received; unset for a motion of no award."""
    if not award_code:
        return Rule()
    rb = load_rulebook()
    found = vote_rule(rb, award=award_code, received_on=received_on, scope=scope)
    own = slot(rb, "so_du_hop_toi_thieu", scope=scope, on=received_on)
    quorum_ground = own.citation if own.value is not None else found.citation
    return Rule(
        threshold=Share.text(found.threshold, strict=found.strict),
        base=found.base,
        secret=found.secret is not False,
        citation=_ground(found.citation) if found.threshold is not None else "",
        confidence=found.confidence,
        quorum=Share.text(found.quorum),
        quorum_citation=_ground(quorum_ground) if found.quorum is not None else "",
    )


def _ground(citation: Citation | None) -> str:
    return citation.text[:300] if citation else ""


def sitting_quorum(motions: list[Motion], members: int) -> tuple[int, str, str]:
    """How many must be present for all motions: number, share as text, citation.

    Without any rule more than half of the members is asked for, and share and citation stay
    empty: the screen then says that the figure is the program's own floor, not the law's.
    """
    best: tuple[int, str, str] | None = None
    for motion in motions:
        share = Share.read(motion.quorum)
        if share is None:
            continue
        count = share.needed(members)
        if best is None or count > best[0]:
            best = (count, motion.quorum, motion.quorum_citation)
    return best or (members // 2 + 1, "", "")


def outcome_of(motion: Motion, *, members: int, present: int) -> str:
    """Result of a counted motion by the threshold frozen when the box opened.

    The law engine counts; where the rulebook was changed since the opening, the frozen threshold
    decides, because that is what the members voted under.
    """
    frozen = Share.read(motion.threshold)
    if frozen is None:
        return Motion.Result.UNDECIDED
    yes = motion.agree or 0
    sitting = motion.sitting
    # A secret count does not tell written sheets from those of the room; the law asks for the sum.
    written = max(0, min(yes - present, members - present))
    answer = vote(
        load_rulebook(),
        award=motion.award_code,
        received_on=sitting.received_on,
        members=members,
        present=present,
        yes=yes - written,
        written=written,
        written_yes=written,
        scope=scope_key(sitting.council),
    )
    passes = answer.passes
    if passes is None or Share.text(answer.threshold, strict=answer.strict) != motion.threshold:
        passes = frozen.reached(yes, members if motion.base == "all_members" else present)
    return Motion.Result.PASSED if passes else Motion.Result.FAILED
