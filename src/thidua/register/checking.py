"""What the book says of a declared award: confirmed, not in it, or contradicted.

A claim becomes a fact only here; the engine counts a title of a year only when the book holds it.
"""

from __future__ import annotations

from collections import defaultdict

from thidua.kit.text import fold
from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.organisations.models import Body
from thidua.register.models import Claim, RegisterEntry, RegisterYear

Answer = tuple[str, str]
_TITLE = "danh_hieu_thi_dua"


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

    def answer(self, claim: Claim) -> Answer:
        """Status and a sentence that names the line of the book it rests on."""
        held = self.held.get((claim.person_id, claim.collective_id), [])
        same = [e for e in held if _same_award(e, claim)]
        matching = [e for e in same if _same_time(e, claim)]
        for entry in matching:
            if entry.state == RegisterEntry.State.VALID and _numbers_agree(entry, claim):
                return Claim.Status.CONFIRMED, _line(entry)
        for entry in matching:
            if entry.state == RegisterEntry.State.REVOKED:
                return Claim.Status.CONTRADICTED, f"{_line(entry)}, đã hủy bỏ, thu hồi"
        if matching:
            return Claim.Status.CONTRADICTED, f"Sổ ghi số khác: {_line(matching[0])}"
        numbered = [e for e in held if claim.decision_number and _same_number(e, claim)]
        if numbered:
            return Claim.Status.CONTRADICTED, f"Số quyết định này trong sổ là: {_line(numbered[0])}"
        return Claim.Status.NOT_IN_REGISTER, self._absence(claim)

    def _absence(self, claim: Claim) -> str:
        if claim.year is None:
            return "Không ghi năm, chưa đủ để đối chiếu với sổ"
        if claim.year in self.years:
            return f"Sổ năm {claim.year} không có tên"
        return f"Sổ năm {claim.year} chưa nhập vào hệ thống"


def _same_award(entry: RegisterEntry, claim: Claim) -> bool:
    if claim.award_code:
        return entry.award_code == claim.award_code
    return fold(entry.award_name) == fold(claim.award_name)


def _same_time(entry: RegisterEntry, claim: Claim) -> bool:
    """Same year of achievement; without a year, the same decision number.

    People date a merit form by its decision, a title by the year it is for.
    """
    if claim.year is None:
        return bool(claim.decision_number) and _same_number(entry, claim)
    decided = entry.decided_on is not None and entry.decided_on.year == claim.year
    if entry.year is not None:
        return entry.year == claim.year or (decided and not is_yearly_title(entry.award_code))
    if entry.period_from is not None and entry.period_to is not None:
        return entry.period_from <= claim.year <= entry.period_to
    return decided


def _numbers_agree(entry: RegisterEntry, claim: Claim) -> bool:
    if not claim.decision_number or not entry.decision_number:
        return True
    return _same_number(entry, claim)


def _same_number(entry: RegisterEntry, claim: Claim) -> bool:
    """Compared without marks and blanks; a bare "45" agrees with 45/QĐ-SNV."""
    ours = fold(entry.decision_number).replace(" ", "")
    theirs = fold(claim.decision_number).replace(" ", "")
    return ours == theirs or ("/" not in theirs and ours.split("/")[0] == theirs)


def _line(entry: RegisterEntry) -> str:
    number = entry.decision_number or "không ghi số quyết định"
    year = f" năm {entry.year}" if entry.year else ""
    return f"Sổ số {entry.sequence}: {entry.award_name}{year}, {number}"
