"""Every declared award against the register: confirmed, not in it, or contradicted, with the row
that says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from thidua.exchange.matching import MatchResult
from thidua.exchange.readers.achievements import YEARLY_TITLES
from thidua.exchange.readers.records import AwardClaim
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.text import fold, words

CONFIRMED = "confirmed"
NOT_IN_REGISTER = "not_in_register"
CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class ClaimCheck:
    """`row` is the register row behind the answer; `standing` False: the award is known not to be
    held.
    """

    claim: AwardClaim
    status: str
    evidence: str
    row: RegisterRow | None = None
    standing: bool = True

    def to_dict(self) -> dict[str, object]:
        return {
            "sheet": self.claim.place.sheet,
            "row": self.claim.place.row,
            "award": self.claim.code or self.claim.label,
            "year": self.claim.year,
            "status": self.status,
            "evidence": self.evidence,
        }


@dataclass(frozen=True)
class RowsOf:
    """Register rows of one person or unit: matched ones, and those where a person still has to
    decide.
    """

    matched: tuple[RegisterRow, ...] = ()
    asked: tuple[RegisterRow, ...] = ()


def rows_by_person(
    rows: Sequence[RegisterRow], results: Sequence[MatchResult]
) -> dict[str, RowsOf]:
    matched: dict[str, list[RegisterRow]] = defaultdict(list)
    asked: dict[str, list[RegisterRow]] = defaultdict(list)
    for row, result in zip(rows, results, strict=True):
        if result.status == "matched" and result.key:
            matched[result.key].append(row)
        elif result.status == "asked":
            for key in result.candidates:
                asked[key].append(row)
    return {
        key: RowsOf(tuple(matched.get(key, ())), tuple(asked.get(key, ())))
        for key in {*matched, *asked}
    }


def rows_by_unit(rows: Sequence[RegisterRow], matches: Mapping[int, str]) -> dict[str, RowsOf]:
    matched: dict[str, list[RegisterRow]] = defaultdict(list)
    for index, key in matches.items():
        matched[key].append(rows[index])
    return {key: RowsOf(tuple(mine)) for key, mine in matched.items()}


def check_claims(
    claims: Iterable[AwardClaim], rows: RowsOf, register: Register | None
) -> list[ClaimCheck]:
    """Answer for every claim; one register row confirms one claim only."""
    if register is None:
        return [
            ClaimCheck(claim, NOT_IN_REGISTER, "không có sổ khen thưởng để đối chiếu")
            for claim in claims
        ]
    claims = list(claims)
    free = list(rows.matched)
    answers: dict[int, ClaimCheck] = {}
    # The best pairs first, so that a claim with its decision takes its own row.
    pairs = [
        (score, order, place)
        for order, claim in enumerate(claims)
        for place, row in enumerate(free)
        if (score := _fit(claim, row))
    ]
    used: set[int] = set()
    for _, order, place in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if order not in answers and place not in used:
            answers[order] = _from_row(claims[order], free[place])
            used.add(place)
    return [
        answers.get(order) or _absent(claim, rows, register) for order, claim in enumerate(claims)
    ]


def _same_award(claim: AwardClaim, row: RegisterRow) -> bool:
    if claim.code != row.code:
        return False
    if claim.code is None:
        union = ("lien doan lao dong", "ldld")
        return any(word in words(claim.label) for word in union) == any(
            word in words(row.label) for word in union
        )
    if claim.code == "knc-bo-nganh-tinh":
        one, two = _branch(claim.label), _branch(row.label)
        return not one or not two or one == two
    return True


def _branch(label: str) -> str:
    """Which branch a commemorative medal belongs to; long and short names of one ministry are
    alike.
    """
    said = words(label)
    if "ldtbxh" in said or "lao dong thuong binh" in said:
        return "ldtbxh"
    if said in {"knc", "ky niem chuong"}:
        return ""
    return "to chuc nha nuoc" if "to chuc nha nuoc" in said else said


def _fit(claim: AwardClaim, row: RegisterRow) -> int:
    """How well a row answers a claim; 0 = not at all."""
    if not _same_award(claim, row):
        return 0
    same_decision = _same_decision(claim, row)
    same_year = claim.year is not None and claim.year == row.year
    # A certificate is often remembered by the year of its decision, not by that of the work.
    decided_then = (
        claim.code not in YEARLY_TITLES
        and claim.period is None
        and row.decided_on is not None
        and row.decided_on.year == claim.year
    )
    by_decision = same_decision and claim.code not in YEARLY_TITLES
    if not (same_year or by_decision or decided_then):
        return 0
    score = 3 + 4 * same_year + 8 * same_decision
    score += 3 * (claim.period is not None and claim.period == row.period)
    score += 2 * (bool(claim.theme) == (row.merit == "chuyen_de"))
    if claim.decision and row.decision and not same_decision:
        score -= 2
    return score - (4 if row.doubtful or row.revoked else 0)


def _same_decision(claim: AwardClaim, row: RegisterRow) -> bool:
    if not claim.decision or not row.decision:
        return False
    one, two = fold(claim.decision), fold(row.decision)
    same = one == two or (one.partition("/")[0] == two.partition("/")[0] and "/" not in two)
    if claim.decided_on and row.decided_on:
        same = same and claim.decided_on == row.decided_on
    return same


def _from_row(claim: AwardClaim, row: RegisterRow) -> ClaimCheck:
    if row.revoked:
        return ClaimCheck(
            claim, CONTRADICTED, f"sổ ghi “{row.revoked}” ({row.evidence})", row, standing=False
        )
    if row.doubtful:
        return ClaimCheck(claim, CONTRADICTED, f"{row.doubtful} ({row.evidence})", row)
    notes = []
    if row.merit == "chuyen_de" and not claim.theme:
        notes.append("sổ ghi là khen chuyên đề")
    if claim.period and row.period and claim.period != row.period:
        notes.append(f"sổ ghi giai đoạn {row.period[0]}-{row.period[1]}")
    if claim.year != row.year:
        notes.append(f"sổ ghi năm {row.year}")
    if claim.decision and row.decision and not _same_decision(claim, row):
        notes.append(f"bản kê khai ghi quyết định {claim.decision}")
    return ClaimCheck(claim, CONFIRMED, "; ".join([row.evidence, *notes]), row)


def _contradiction(claim: AwardClaim, row: RegisterRow, register: Register) -> ClaimCheck | None:
    """Another year for the award, or another award under a decision that gives only that one."""
    if _same_award(claim, row):
        near = claim.year and row.decided_on and 0 <= row.decided_on.year - claim.year <= 1
        if row.doubtful and near:
            latest = register.years[-1] if register.years else 0
            impossible = row.year is None or row.year > latest + 1
            status = NOT_IN_REGISTER if impossible else CONTRADICTED
            return ClaimCheck(claim, status, f"{row.doubtful} ({row.evidence})", row)
        if _same_decision(claim, row) and claim.decided_on and row.decided_on:
            evidence = f"sổ ghi quyết định này cho năm {row.year} ({row.evidence})"
            return ClaimCheck(claim, CONTRADICTED, evidence, row)
    elif _same_decision(claim, row) and row.year == claim.year and claim.code != "ldtt":
        evidence = f"theo quyết định này sổ chỉ ghi {row.label} ({row.evidence})"
        given = register.kinds_of.get((row.decision, row.decided_on), frozenset())
        status = NOT_IN_REGISTER if claim.code in given else CONTRADICTED
        return ClaimCheck(claim, status, evidence, row)
    return None


def _absent(claim: AwardClaim, rows: RowsOf, register: Register) -> ClaimCheck:
    for row in rows.matched:
        if found := _contradiction(claim, row, register):
            return found
    for row in rows.asked:
        if _same_award(claim, row) and row.year == claim.year:
            return ClaimCheck(
                claim,
                NOT_IN_REGISTER,
                f"có dòng “{row.name}” chưa chắc là cùng một người ({row.evidence}): cần "
                "người xác nhận",
                row,
            )
    if claim.code == "ldtt" and claim.year in register.counted_only:
        return ClaimCheck(
            claim,
            NOT_IN_REGISTER,
            f"sổ năm {claim.year} không có danh sách LĐTT, chỉ ghi số lượng: cần quyết "
            "định kèm danh sách",
        )
    if claim.year not in register.years:
        return ClaimCheck(claim, NOT_IN_REGISTER, f"sổ không có năm {claim.year}")
    return ClaimCheck(claim, NOT_IN_REGISTER, f"không có trong sổ năm {claim.year}")
