"""Declared awards of a department asked of its book: the stored lines as the rule reads them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.claim_rules import ORDINARY, Answer, check
from thidua.register.claim_values import Book, BookRow, Decisions, Declared
from thidua.register.models import Claim, RegisterEntry
from thidua.register.queries.coverage import coverage

Match = RegisterEntry.Match
Recipient = tuple[int | None, int | None]
_DISTRICT = "ubnd huyen"
_ARRIVED = re.compile(r"\b(tiep nhan|chuyen den|chuyen ve|nhan ve)\s+tu\b")


class Checker:
    """The entries of a department, read once (three queries), asked for many claims."""

    def __init__(self, department: Body) -> None:
        covered = coverage(department)
        counted = covered.years - covered.of(ORDINARY)
        standing = RegisterEntry.objects.exclude(state=RegisterEntry.State.WITHDRAWN)
        entries = list(standing.filter(department=department).order_by("sequence"))
        self.book = Book(covered.years, counted, decisions_of(entries), covered.own)
        people = Person.everyone.filter(department=department)
        self._people = {
            pk: (note, joined) for pk, note, joined in people.values_list("pk", "note", "joined_on")
        }
        self.held: dict[Recipient, list[BookRow]] = defaultdict(list)
        self.asked: dict[Recipient, list[BookRow]] = defaultdict(list)
        self._givers: dict[int, list[str]] = defaultdict(list)
        for entry in entries:
            if entry.match == Match.MATCHED or (entry.match == Match.ASKED and entry.doubt):
                self.held[entry.person_id, entry.collective_id].append(book_row(entry))
                if entry.person_id:
                    self._givers[entry.person_id].append(entry.authority)
            elif entry.match == Match.ASKED:
                for recipient in candidates(entry):
                    self.asked[recipient].append(book_row(entry))

    def answers(self, claims: Sequence[Claim]) -> list[Answer]:
        """What the book says of all claims of one recipient, which must be given together."""
        if not claims:
            return []
        who = (claims[0].person_id, claims[0].collective_id)
        declared = [_declared(claim) for claim in claims]
        since = self._since(who[0], claims) if who[0] else None
        return check(declared, self.held.get(who, ()), self.book, self.asked.get(who, ()), since)

    def _since(self, person: int, claims: Sequence[Claim]) -> int | None:
        found = self._people.get(person)
        if found is None:
            return None
        givers = [*self._givers.get(person, ()), *(claim.authority for claim in claims)]
        return named_since(*found, givers, self.book.years)


def named_since(
    note: str, joined_on: dt.date | None, givers: Iterable[str], years: Collection[int]
) -> int | None:
    """The first year in which the book would name a person; None for one who was always here.

    Someone who came from another body (a district office, or as the note says) stands in the books
    of that body until the arrival, and those were never loaded. Without a day of arrival: here when
    the last book was written.
    """
    elsewhere = bool(_ARRIVED.search(fold(note))) or any(
        _DISTRICT in fold(giver) for giver in givers
    )
    if not elsewhere:
        return None
    return joined_on.year if joined_on is not None else max(years, default=None)


def decisions_of(entries: Iterable[RegisterEntry]) -> Decisions:
    """What each decision of the book gives; a line entered by mistake and revoked counts too."""
    found = Decisions()
    for entry in entries:
        found.add(
            entry.decision_number, entry.decided_on, entry.award_code, entry.year, entry.authority
        )
    return found


def candidates(entry: RegisterEntry) -> list[Recipient]:
    """Whom a line that waits for a person may be about."""
    people = dict.fromkeys([entry.person_id, *entry.candidates])
    return [(pk, None if pk else entry.collective_id) for pk in people if pk or entry.collective_id]


def book_row(entry: RegisterEntry) -> BookRow:
    period = (
        (entry.period_from, entry.period_to)
        if entry.period_from and entry.period_to and entry.period_from < entry.period_to
        else None
    )
    revoked = ""
    if entry.state == RegisterEntry.State.REVOKED:
        revoked = entry.state_reason or entry.note or "Đã hủy bỏ, thu hồi"
    return BookRow(
        key=entry.pk,
        place=f"Sổ số {entry.sequence}",
        award=entry.award_code,
        label=entry.award_name,
        year=entry.year,
        decision=entry.decision_number,
        decided_on=entry.decided_on,
        period=period,
        themed=entry.merit == RegisterEntry.Merit.THEME,
        revoked=revoked,
        doubt=entry.doubt,
        name=entry.recipient_name,
    )


def _declared(claim: Claim) -> Declared:
    period = (
        (claim.period_from, claim.period_to)
        if claim.period_from and claim.period_to and claim.period_from < claim.period_to
        else None
    )
    return Declared(
        award=claim.award_code,
        label=claim.award_name,
        year=claim.year,
        decision=claim.decision_number,
        decided_on=claim.decided_on,
        period=period,
        themed=claim.merit == RegisterEntry.Merit.THEME,
        authority=claim.authority,
    )
