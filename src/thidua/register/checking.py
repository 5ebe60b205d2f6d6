"""What the book says of declared awards: confirmed, not in it, or contradicted.

A claim becomes a fact only here; the engine counts a title of a year only when the book holds it.
One line of the book confirms one claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from thidua.kit.text import fold
from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.organisations.models import Body
from thidua.register.models import Claim, RegisterEntry, RegisterYear

Answer = tuple[str, str]
Status = Claim.Status
_TITLE = "danh_hieu_thi_dua"


@cache
def is_yearly_title(award_code: str) -> bool:
    """True for a title, given once for a year; a merit form may be given more often in one year."""
    try:
        return load_rulebook().info(award_code).kind == _TITLE
    except LawError:
        return False


class Checker:
    """The certain entries of a department, read once (two queries), asked for many claims."""

    def __init__(self, department: Body) -> None:
        self.years = set(
            RegisterYear.objects.filter(department=department).values_list("year", flat=True)
        )
        self.held: dict[tuple[int | None, int | None], list[RegisterEntry]] = defaultdict(list)
        entries = RegisterEntry.objects.filter(
            department=department, match=RegisterEntry.Match.MATCHED
        )
        for entry in entries.order_by("sequence"):
            self.held[entry.person_id, entry.collective_id].append(entry)

    def answers(self, claims: Sequence[Claim]) -> list[Answer]:
        """Status and a sentence naming the line it rests on, for all claims of one recipient.

        The best pairs are joined first, so that a claim with its decision takes its own line.
        """
        if not claims:
            return []
        held = self.held.get((claims[0].person_id, claims[0].collective_id), [])
        pairs = [
            (-score, order, place)
            for order, claim in enumerate(claims)
            for place, entry in enumerate(held)
            if (score := _fit(claim, entry))
        ]
        found: dict[int, Answer] = {}
        used: set[int] = set()
        for _, order, place in sorted(pairs):
            if order not in found and place not in used:
                found[order] = _from_line(claims[order], held[place])
                used.add(place)
        return [found.get(n) or self._absent(claim, held) for n, claim in enumerate(claims)]

    def _absent(self, claim: Claim, held: list[RegisterEntry]) -> Answer:
        if claim.year is None:
            return Status.NOT_IN_REGISTER, "Không ghi năm, chưa đủ để đối chiếu với sổ"
        if claim.year not in self.years:
            return (
                Status.NOT_IN_REGISTER,
                f"Hệ thống chưa có sổ đầy đủ của năm {claim.year}",
            )
        for entry in held:
            # Numbers begin anew every year: only one of the same year is the same decision.
            if entry.year == claim.year and _same_number(entry, claim):
                return Status.CONTRADICTED, f"Theo quyết định này sổ chỉ ghi: {_line(entry)}"
        return Status.NOT_IN_REGISTER, f"Sổ năm {claim.year} không có tên"


def _fit(claim: Claim, entry: RegisterEntry) -> int:
    """How well a line answers a claim; 0 is not at all.

    People date a merit form by its decision, a title by the year it is for.
    """
    same_number = _same_number(entry, claim)
    same_year = claim.year is not None and claim.year == entry.year
    if not _same_award(claim, entry, same_number=same_number):
        return 0
    title = is_yearly_title(entry.award_code)
    decided = entry.decided_on is not None and entry.decided_on.year == claim.year
    by_number = same_number and (claim.year is None or not title)
    if not (same_year or by_number or (decided and not title)):
        return 0
    score = 3 + 4 * same_year + 8 * same_number
    if claim.decision_number and entry.decision_number and not same_number:
        score -= 2
    return score - (4 if entry.state == RegisterEntry.State.REVOKED and score > 4 else 0)


def _same_award(claim: Claim, entry: RegisterEntry, *, same_number: bool) -> bool:
    if claim.award_code or entry.award_code:
        return claim.award_code == entry.award_code
    # Awards without a code (of unions, associations) are written in many ways.
    return same_number or fold(entry.award_name) == fold(claim.award_name)


def _same_number(entry: RegisterEntry, claim: Claim) -> bool:
    """Compared without marks and blanks; a bare "45" agrees with 45/QĐ-SNV."""
    ours = fold(entry.decision_number).replace(" ", "")
    theirs = fold(claim.decision_number).replace(" ", "")
    if not ours or not theirs:
        return False
    same = ours == theirs or ("/" not in theirs and ours.split("/")[0] == theirs)
    if same and entry.decided_on and claim.decided_on:
        return entry.decided_on == claim.decided_on
    return same


def _from_line(claim: Claim, entry: RegisterEntry) -> Answer:
    if entry.state == RegisterEntry.State.REVOKED:
        return Status.CONTRADICTED, f"{_line(entry)}, đã hủy bỏ, thu hồi"
    notes = [_line(entry)]
    if claim.decision_number and entry.decision_number and not _same_number(entry, claim):
        notes.append(f"kê khai ghi số {claim.decision_number}")
    if claim.year is not None and entry.year is not None and claim.year != entry.year:
        notes.append(f"kê khai ghi năm {claim.year}")
    return Status.CONFIRMED, "; ".join(notes)[:300]


def _line(entry: RegisterEntry) -> str:
    number = entry.decision_number or "không ghi số quyết định"
    year = f" năm {entry.year}" if entry.year else ""
    return f"Sổ số {entry.sequence}: {entry.award_name}{year}, {number}"
