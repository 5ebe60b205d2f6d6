"""Past awards that the text of a proposal declares, beyond those the staff list has declared."""

from __future__ import annotations

from typing import cast

from django.utils import timezone

from thidua.exchange.offer_plan import OffersPlan
from thidua.exchange.readers.achievements import read_achievements
from thidua.exchange.readers.records import AwardClaim
from thidua.exchange.staff_rows import claim_rows
from thidua.people.models import Person
from thidua.register.actions import ClaimRow
from thidua.register.models import Claim


def new_claims(plan: OffersPlan) -> list[ClaimRow]:
    """One row for each award and year of a person that nobody declared before; a person proposed
    for several awards, with the same text each time, declares once.
    """
    today = timezone.localdate()
    declared: dict[int, dict[tuple[str, int | None], AwardClaim]] = {}
    people: dict[int, Person] = {}
    for one in plan.wanted:
        if one.person is None or not one.read.summary:
            continue
        people[one.person.pk] = one.person
        mine = declared.setdefault(one.person.pk, {})
        for claim in read_achievements(one.read.summary, one.read.place, today=today).claims:
            mine.setdefault((claim.code or claim.label, claim.year), claim)
    known = {
        (person, code or name, year)
        for person, code, name, year in Claim.objects.filter(person__in=people).values_list(
            "person", "award_code", "award_name", "year"
        )
    }
    rows: list[ClaimRow] = []
    for pk, claims in declared.items():
        fresh = tuple(claim for mark, claim in claims.items() if (pk, *mark) not in known)
        rows += [cast(ClaimRow, {"person": people[pk], **row}) for row in claim_rows(fresh)]
    return rows
