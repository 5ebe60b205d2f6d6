"""Declared awards of a list asked of a register that was read from a file: the rule is that of the
book (`register.claim_rules`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from thidua.exchange.matching import MatchResult
from thidua.exchange.readers.records import AwardClaim, PersonRead
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.text import fold
from thidua.register.claim_rules import check
from thidua.register.claim_values import BookRow, Declared

_THEME = "chuyen_de"


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


def named_since(person: PersonRead, rows: RowsOf, register: Register | None) -> int | None:
    """The first year in which the register would name a person who came from another body; None
    for one who was always here.
    """
    if register is None or register.listed is None:
        return None
    elsewhere = any("ubnd huyen" in fold(claim.authority) for claim in person.claims)
    if person.arrived_from:
        arrived = person.joined.value
        return arrived.year if arrived else register.listed[1] + 1
    if any(row.received for row in rows.matched) or elsewhere:
        arrived = person.joined.value or register.received_on
        return arrived.year if arrived else None
    return None


def check_claims(
    claims: Iterable[AwardClaim],
    rows: RowsOf,
    register: Register | None,
    since: int | None = None,
) -> list[ClaimCheck]:
    """Answer for every claim of one person or unit; `since` as of `named_since`."""
    claims = list(claims)
    lines = [*rows.matched, *rows.asked]
    as_rows = [book_row(row, key) for key, row in enumerate(lines)]
    answers = check(
        [_declared(claim) for claim in claims],
        as_rows[: len(rows.matched)],
        register.book if register else None,
        as_rows[len(rows.matched) :],
        since,
    )
    return [
        ClaimCheck(
            claim,
            answer.status,
            answer.evidence,
            lines[answer.row.key] if answer.row else None,
            answer.held,
        )
        for claim, answer in zip(claims, answers, strict=True)
    ]


def _declared(claim: AwardClaim) -> Declared:
    return Declared(
        award=claim.code or "",
        label=claim.label,
        year=claim.year,
        decision=claim.decision,
        decided_on=claim.decided_on,
        period=claim.period,
        themed=claim.merit == _THEME,
        authority=claim.authority,
    )


def book_row(row: RegisterRow, key: int = 0) -> BookRow:
    return BookRow(
        key=key,
        place=f"trang “{row.place.sheet}”, dòng {row.place.row}",
        award=row.code or "",
        label=row.label,
        year=row.year,
        decision=row.decision,
        decided_on=row.decided_on,
        period=row.period,
        themed=row.merit == _THEME,
        revoked=row.revoked,
        doubt=row.doubtful,
        name=row.name,
    )
