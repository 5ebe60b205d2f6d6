"""The one rule by which a declared award is checked against the book: confirmed, not in it,
contradicted, waiting for somebody, or beyond what the book can tell, with the line that says so.

Plain values, no database: the book of record and the screening of files both come through here.
One line of the book confirms one claim. A claim is *contradicted* only where the book says
otherwise about this very award; a line that is misprinted accuses nobody. It is *not in the book*
only where the book is complete for this award, this year and this person; where it is not, the
book cannot tell (`UNVERIFIABLE`), and a paper is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from thidua.register.claim_values import (
    Book,
    BookRow,
    Decisions,
    Declared,
    is_yearly_title,
    possible,
    same_award,
    same_decision,
)

CONFIRMED = "confirmed"
NOT_IN_REGISTER = "not_in_register"
CONTRADICTED = "contradicted"
ASKED = "asked"
UNVERIFIABLE = "unverifiable"

ORDINARY = "ldtt"


class Answer(NamedTuple):
    """`row` is the line behind the answer; `held` False: the award is known not to be held."""

    status: str
    evidence: str
    row: BookRow | None = None
    held: bool = True


def check(
    claims: Sequence[Declared],
    rows: Sequence[BookRow],
    book: Book | None,
    asked: Iterable[BookRow] = (),
    since: int | None = None,
) -> list[Answer]:
    """Answer for every claim of one recipient; `book` None: there is none to compare with.

    `since` is the first year in which the book would name a recipient who came from elsewhere.

    `rows` are about this recipient beyond doubt, of `asked` somebody still has to say so. The best
    pairs are joined first, so that a claim with its decision takes its own line.
    """
    if book is None:
        return [Answer(UNVERIFIABLE, "Không có sổ khen thưởng để đối chiếu") for _ in claims]
    pairs = [
        (-score, order, place)
        for order, claim in enumerate(claims)
        for place, row in enumerate(rows)
        if claim.award == row.award and (score := _fit(claim, row)) is not None
    ]
    found: dict[int, Answer] = {}
    used: set[int] = set()
    for _, order, place in sorted(pairs):
        if order not in found and place not in used:
            found[order] = _from_row(claims[order], rows[place], book)
            used.add(place)
    asked = tuple(asked)
    return [
        found.get(order) or _absent(claim, rows, asked, book, since)
        for order, claim in enumerate(claims)
    ]


def readings(row: BookRow, decisions: Decisions) -> tuple[int, ...]:
    """The years a line may be for that is not believed yet, the year of its decision first.

    Until somebody has looked, an award of any of them may be held.
    """
    meant = decisions.year_of(row.decision, row.decided_on, row.award, row.year)
    if meant is not None:
        return (meant,)
    if row.decided_on is None or (row.year and possible(row.year, row.decided_on)):
        return (row.year,) if row.year else ()
    decided = row.decided_on.year
    return (row.year, decided) if row.year and 1945 <= row.year <= decided + 20 else (decided,)


def _fit(claim: Declared, row: BookRow) -> int | None:
    """How well a line answers a claim; None is not at all.

    People date a merit form by its decision, a title by the year it is for.
    """
    if not same_award(claim, row):
        return None
    same_number = same_decision(claim, row)
    same_year = claim.year is not None and claim.year == row.year
    title = is_yearly_title(claim.award)
    by_decision = same_number and (claim.year is None or not title)
    decided_then = (
        not title
        and claim.period is None
        and row.decided_on is not None
        and row.decided_on.year == claim.year
    )
    if not (same_year or by_decision or decided_then):
        return None
    other_number = bool(claim.decision and row.decision) and not same_number
    if row.revoked and other_number:
        # Taken back was what that decision gave, not what another may have given.
        return None
    score = 3 + 4 * same_year + 8 * same_number
    score += 3 * (claim.period is not None and claim.period == row.period)
    score += 2 * (claim.themed == row.themed)
    score -= 2 * other_number
    return score - (4 if row.doubt or row.revoked else 0)


def _from_row(claim: Declared, row: BookRow, book: Book) -> Answer:
    if row.revoked:
        evidence = f"Sổ ghi “{row.revoked}” ({row.evidence})"
        return Answer(CONTRADICTED, evidence, row, held=False)
    if row.doubt:
        return _misprint(claim, row, book) or Answer(
            ASKED,
            f"Sổ có dòng này nhưng {row.doubt} ({row.evidence}); đề nghị kiểm tra, đính chính sổ",
            row,
        )
    notes = [row.evidence]
    if row.themed and not claim.themed:
        notes.append("sổ ghi là khen chuyên đề")
    if claim.period and row.period and claim.period != row.period:
        notes.append(f"sổ ghi giai đoạn {row.period[0]}-{row.period[1]}")
    if claim.year is not None and row.year is not None and claim.year != row.year:
        notes.append(f"sổ ghi năm {row.year}")
    if claim.decision and row.decision and not same_decision(claim, row):
        notes.append(f"kê khai ghi số {claim.decision}")
    return Answer(CONFIRMED, "; ".join(notes), row)


def _absent(
    claim: Declared,
    rows: Sequence[BookRow],
    asked: tuple[BookRow, ...],
    book: Book,
    since: int | None,
) -> Answer:
    for row in rows:
        if not claim.decision and claim.award != row.award:
            continue
        if found := _says_otherwise(claim, row, book):
            return found
    for row in asked:
        if row.year == claim.year and same_award(claim, row):
            evidence = (
                f"Có dòng “{row.name}” chưa chắc là cùng một người ({row.evidence}): cần người "
                "xác nhận"
            )
            return Answer(ASKED, evidence, row)
    if unknown := _why_unknown(claim, book, since):
        return Answer(UNVERIFIABLE, unknown)
    return Answer(NOT_IN_REGISTER, f"Sổ năm {claim.year} không có tên")


def _says_otherwise(claim: Declared, row: BookRow, book: Book) -> Answer | None:
    """Another year for the award, or another award under a decision that gives only that one."""
    same_number = same_decision(claim, row)
    if same_award(claim, row):
        if found := _misprint(claim, row, book):
            return found
        # Numbers begin anew every year: only with its day is it the same decision.
        certain = same_number and claim.decided_on and row.decided_on
        if certain and row.revoked:
            return _from_row(claim, row, book)
        if certain and row.decided_on and row.year is not None:
            evidence = f"Sổ ghi quyết định này cho năm {row.year} ({row.evidence})"
            # A year that no decision of that day can reward is a slip of the pen.
            otherwise = possible(row.year, row.decided_on)
            return Answer(CONTRADICTED if otherwise else ASKED, evidence, row)
        if row.doubt and not claim.decision and _near(claim.year, row.decided_on):
            return _from_row(claim, row, book)
        return None
    # A decision that names a champion need not repeat that the champion is LĐTT.
    speaks = claim.award != ORDINARY and not (row.revoked or row.doubt)
    if same_number and row.year == claim.year and speaks:
        status = NOT_IN_REGISTER if book.decisions.gives(row, claim.award) else CONTRADICTED
        evidence = f"Theo quyết định này sổ chỉ ghi {row.label} ({row.evidence})"
        return Answer(status, evidence, row)
    return None


def _misprint(claim: Declared, row: BookRow, book: Book) -> Answer | None:
    """The decision supports the claim: its other lines give the claimed year, only this does not.

    The claim stays unconfirmed until the book is put right. One that names another decision is
    about another award.
    """
    if row.revoked or claim.year is None or (claim.decision and not same_decision(claim, row)):
        return None
    meant = book.decisions.year_of(row.decision, row.decided_on, row.award, row.year)
    if meant != claim.year:
        return None
    shown = f"năm {row.year}" if row.year is not None else "một năm không đọc được"
    evidence = (
        f"Sổ ghi {shown} ({row.evidence}) nhưng các dòng khác của quyết định này ghi năm {meant}: "
        "có thể chép nhầm năm, đề nghị đính chính sổ"
    )
    return Answer(ASKED, evidence, row)


def _near(year: int | None, decided_on: dt.date | None) -> bool:
    return year is not None and decided_on is not None and 0 <= decided_on.year - year <= 1


def _why_unknown(claim: Declared, book: Book, since: int | None) -> str:
    """Why an absence from the book says nothing about this claim; empty when it says no."""
    if claim.year is None:
        return "Không ghi năm, chưa đủ để đối chiếu với sổ"
    if claim.award == ORDINARY and claim.year in book.counted_only:
        return (
            f"Sổ năm {claim.year} không có danh sách LĐTT, chỉ ghi số lượng: cần quyết định kèm "
            "danh sách"
        )
    if claim.year not in book.years_of(claim.award):
        return f"Chưa có sổ đầy đủ của năm {claim.year}"
    if since is not None and claim.year < since:
        return f"Sổ của cơ quan chỉ ghi người này từ năm {since}: cần quyết định của nơi trước"
    if not book.decisions.lists(claim):
        giver = claim.authority or f"ký hiệu {claim.decision.partition('/')[2]}"
        return f"Sổ không ghi quyết định của {giver}: cần quyết định kèm danh sách"
    return ""
