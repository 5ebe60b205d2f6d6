"""A round whose council has passed nominees: the ground that tests of decisions stand on."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from thidua.councils.models import BallotBox, Council, Motion, Sitting
from thidua.decisions import actions
from thidua.decisions.models import Decision
from thidua.dossiers.models import Dossier, Nominee
from thidua.eligibility.models import Assessment, FactsSnapshot, Round
from thidua.organisations.models import Body
from thidua.people.models import Person

PASSWORD = "mat-khau-thu-nghiem"


def round_of(department: Body, *, year: int = 2026) -> Round:
    made, _ = Round.objects.get_or_create(
        department=department,
        year=year,
        name=f"Đợt xét năm {year}",
        defaults={"received_on": dt.date(year, 9, 1)},
    )
    return made


def dossier_of(department: Body, *, year: int = 2026) -> Dossier:
    made, _ = Dossier.objects.get_or_create(
        department=department,
        code=f"HS-{year}-0001",
        defaults={
            "unit": department,
            "round": round_of(department, year=year),
            "number": 1,
            "title": "Đề nghị khen thưởng",
            "state": Dossier.State.VOTED,
        },
    )
    return made


def nominee(
    subject: Person | Body,
    award_code: str,
    *,
    state: str = Nominee.State.PASSED,
    provisional: str = "",
    year: int = 2026,
    department: Body | None = None,
) -> Nominee:
    """A nominee of the department's own dossier, passed unless said otherwise."""
    person = subject if isinstance(subject, Person) else None
    collective = subject if isinstance(subject, Body) else None
    body = department or (person.department if person else collective.department)
    dossier = dossier_of(body, year=year)
    whose = {"round": dossier.round, "person": person, "collective": collective}
    snapshot = FactsSnapshot.objects.create(**whose, facts={}, digest="0" * 64)
    assessment = Assessment.objects.create(
        **whose,
        snapshot=snapshot,
        award_code=award_code,
        verdict="needs_official_text" if provisional else "eligible",
        provisional=provisional,
        tree={"citation": {"text": "Điều 23 Luật 06/2022/QH15"}, "children": []},
    )
    return Nominee.objects.create(
        dossier=dossier,
        person=person,
        collective=collective,
        award_code=award_code,
        assessment=assessment,
        state=state,
    )


def council_vote(nominees: list[Nominee], *, agree: int = 8, members: int = 9) -> Sitting:
    """A concluded sitting that voted on each of the nominees."""
    body = nominees[0].dossier.department
    council = Council.objects.create(
        body=body, name=f"Hội đồng Thi đua - Khen thưởng {body.name}", kind="tdkt"
    )
    sitting = Sitting.objects.create(
        council=council,
        title="Phiên xét khen thưởng",
        held_on=dt.date(2026, 9, 10),
        received_on=dt.date(2026, 9, 1),
        state=Sitting.State.CONCLUDED,
    )
    BallotBox.objects.create(
        sitting=sitting, state=BallotBox.State.CLOSED, members_total=members, fingerprint="0" * 64
    )
    for order, one in enumerate(nominees, start=1):
        Motion.objects.create(
            sitting=sitting,
            order=order,
            title=one.name,
            question="Đồng ý?",
            award_code=one.award_code,
            reference=one.reference,
            agree=agree,
            disagree=members - agree,
            no_opinion=0,
            result=Motion.Result.PASSED,
        )
    return sitting


def usual(world: SimpleNamespace) -> list[Nominee]:
    """Two titles for one person, one for another, a certificate, and a collective title."""
    chau, anh, duong, *_ = world.people
    return [
        nominee(chau, "ldtt"),
        nominee(chau, "cstd-co-so"),
        nominee(anh, "ldtt"),
        nominee(duong, "giay-khen"),
        nominee(world.units[0], "tt-ldtt"),
    ]


def awaiting(world: SimpleNamespace, nominees: list[Nominee] | None = None) -> Decision:
    """A draft sent to sign."""
    decision = actions.draft_decision(nominees=nominees or usual(world), by=world.users.officer)
    return actions.send_to_sign(decision=decision, by=world.users.officer)


def issued(world: SimpleNamespace, *, number: int = 7, **more: Any) -> Decision:
    """A decision with number and day, signed by the director."""
    return actions.issue_decision(
        decision=awaiting(world, more.pop("nominees", None)),
        number=number,
        decided_on=more.pop("decided_on", timezone.localdate()),
        by=world.users.director,
    )
