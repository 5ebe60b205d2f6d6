"""What the selection of the grid would put into a dossier, and who cannot go in and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from thidua.accounts.queries import scope_of
from thidua.dossiers.models import Nominee
from thidua.dossiers.queries.detail import VERDICTS
from thidua.dossiers.queries.missing import reasons_text, refused
from thidua.dossiers.states import ENDED
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.awards import Column, column
from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.organisations.models import Body
from thidua.organisations.queries import visible_to as units_visible_to
from thidua.people.models import Person
from thidua.people.queries import visible_to as people_visible_to

Key = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class Choice:
    """One chosen person or collective; `why_not` is empty when it can be proposed."""

    subject: Person | Body
    award_code: str
    award: Column
    tone: str
    icon: str
    word: str
    reasons: str
    why_not: str

    @property
    def is_person(self) -> bool:
        return isinstance(self.subject, Person)

    @property
    def office(self) -> str:
        if isinstance(self.subject, Body):
            return ""
        unit = self.subject.unit
        return ", ".join(
            part for part in (self.subject.position, unit.name if unit else "") if part
        )


def already_proposed(round_: Round) -> dict[Key, str]:
    """Subject and award to the code of the dossier that proposes them in this round (one query)."""
    rows = (
        Nominee.objects.filter(dossier__round=round_)
        .exclude(state__in=[Nominee.State.WITHDRAWN, Nominee.State.FAILED])
        .exclude(dossier__state__in=[*ENDED])
        .values_list("person_id", "collective_id", "award_code", "dossier__code")
    )
    return {(p, c, award): code for p, c, award, code in rows}


def belongs(unit: Body, department: Body, subject: Person | Body) -> bool:
    """People and collectives of the proposing unit; the department proposes for all of its own."""
    own = unit.pk == department.pk
    if isinstance(subject, Person):
        return subject.department_id == department.pk if own else subject.unit_id == unit.pk
    if own:
        return subject.department == department
    return subject.pk == unit.pk


def choices_of(
    round_: Round,
    *,
    unit: Body,
    award_code: str,
    people: Sequence[int],
    collectives: Sequence[int],
    by: Any,
) -> list[Choice]:
    """The selection row by row (six queries); an unknown award gives nothing.

    A key that `by` may not see is as good as none: the page must not tell whose it is.
    """
    try:
        code = load_rulebook().resolve_code(award_code)
    except LawError:
        return []
    seen = people_visible_to(by).filter(pk__in=people, department=round_.department)
    bodies = Q(pk__in=units_visible_to(by).values("pk"))
    if scope_of(by).whole_department:
        bodies |= Q(pk=round_.department_id)
    subjects: list[Person | Body] = [
        *seen.select_related("unit"),
        *Body.objects.filter(bodies, pk__in=collectives),
    ]
    answers = {
        (a.person_id, a.collective_id): a
        for a in Assessment.objects.filter(round=round_, is_current=True, award_code=code)
    }
    taken = already_proposed(round_)
    award = column(code, round_.received_on)
    found: list[Choice] = []
    for subject in subjects:
        person = isinstance(subject, Person)
        key = (subject.pk, None) if person else (None, subject.pk)
        answer = answers.get(key)
        tone, icon, word = VERDICTS.get(answer.verdict if answer else "", ("", "help", "Chưa xét"))
        if answer and answer.provisional in VERDICTS:
            word = f"{word}, tạm tính {VERDICTS[answer.provisional][2].lower()}"
        why_not = ""
        if not belongs(unit, round_.department, subject):
            why_not = f"Không thuộc {unit.name}"
        elif answer is None:
            why_not = "Chưa xét điều kiện; quét đợt xét rồi lập hồ sơ"
        elif refused(answer):
            why_not = reasons_text(answer) or "Chưa đủ điều kiện"
        elif (*key, code) in taken:
            why_not = f"Đã được đề nghị trong hồ sơ {taken[*key, code]}"
        reasons = reasons_text(answer) if answer else ""
        found.append(Choice(subject, code, award, tone, icon, word, reasons, why_not))
    return found
