"""Asks the law engine for thresholds and quorum."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from thidua.councils.models import Council, Motion
from thidua.law import Citation, SlotValue, load_rulebook, slot, vote_rule


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
    source: str = ""


def percent_text(share: Fraction) -> str:
    """`90,9%`, `80%`: one digit, half up; whole numbers carry no decimals."""
    tenths = (share * 1000 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}%" if rest else f"{whole}%"


def scope_key(council: Council) -> str | None:
    """Key of the body's own regulation in the rulebook, if it is there."""
    key = council.body.rulebook_scope
    return key if key and key in load_rulebook().scopes() else None


def rule_for(*, award_code: str, received_on: dt.date, scope: str | None) -> Rule:
    """The rule in force on the day the dossiers were received; a motion of no award has no share,
    and what the rules of work say of every vote."""
    rb = load_rulebook()
    own = slot(rb, "so_du_hop_toi_thieu", scope=scope, on=received_on)
    if not award_code:
        secret = slot(rb, "bo_phieu_kin", scope=scope, on=received_on)
        return Rule(secret=secret.value is not False, **_own_quorum(own))
    found = vote_rule(rb, award=award_code, received_on=received_on, scope=scope)
    # The law may set the quorum of an award itself; then the body's own one does not count.
    own_quorum = own.value is not None and found.quorum == own.value.share
    quorum_ground = own.citation if own_quorum else found.citation
    return Rule(
        threshold=Share.text(found.threshold, strict=found.strict),
        base=found.base,
        secret=found.secret is not False,
        citation=_ground(found.citation) if found.threshold is not None else "",
        confidence=found.confidence,
        quorum=Share.text(found.quorum, strict=own_quorum and own.value.strict),
        quorum_citation=_ground(quorum_ground) if found.quorum is not None else "",
        source=found.source or "",
    )


def score_rule(*, received_on: dt.date, scope: str | None) -> Rule:
    """The pass mark of a score sheet and the quorum, both set by the body or by nobody."""
    rb = load_rulebook()
    mark = slot(rb, "diem_dat_sang_kien", scope=scope, on=received_on)
    own = slot(rb, "so_du_hop_toi_thieu", scope=scope, on=received_on)
    secret = slot(rb, "bo_phieu_kin", scope=scope, on=received_on)
    known = mark.value is not None
    return Rule(
        threshold=Share.text(mark.value.share, strict=mark.value.strict) if known else "",
        base="sheets",
        secret=secret.value is not False,
        citation=_ground(mark.citation) if known else "",
        confidence=(mark.confidence or "") if known else "",
        source="slot" if known else "",
        **_own_quorum(own),
    )


def _own_quorum(own: SlotValue) -> dict[str, str]:
    if own.value is None:
        return {}
    return {
        "quorum": Share.text(own.value.share, strict=own.value.strict),
        "quorum_citation": _ground(own.citation),
    }


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


def needs_a_sheet(motions: list[Motion]) -> list[str]:
    """Why these motions cannot be voted on by hands: one sentence each; empty when they can."""
    lines = []
    for motion in motions:
        if motion.options == Motion.Options.SCORE:
            lines.append(f"“{motion.title}” chấm điểm bằng phiếu, không giơ tay được.")
        elif motion.secret:
            ground = f" ({motion.threshold_citation})" if motion.threshold_citation else ""
            lines.append(
                f"“{motion.title}” phải bỏ phiếu kín{ground}. Chọn bỏ phiếu kín cho phiên này, "
                "hoặc đưa đề nghị sang phiên khác."
            )
    return lines
