"""What an extract of the book says, and who may read which extract."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from thidua.kit.dates import dong, short_date
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of
from thidua.people.models import Person
from thidua.register.checking import candidates
from thidua.register.models import RegisterEntry, RegisterEvent, RegisterExtract
from thidua.register.queries.book import awards_of

_TOLD = (
    RegisterEvent.Kind.REVOKED,
    RegisterEvent.Kind.RESTORED,
    RegisterEvent.Kind.RECOVERY_ASKED,
    RegisterEvent.Kind.RECOVERED,
    RegisterEvent.Kind.EXCHANGED,
    RegisterEvent.Kind.REISSUED,
)


def extract_lines(
    *, person: Person | None = None, collective: Body | None = None
) -> list[dict[str, Any]]:
    """All awards with their state, oldest first, as plain values; two queries."""
    held = awards_of(person=person, collective=collective, with_revoked=True)
    return [
        {
            "sequence": entry.sequence,
            "award_code": entry.award_code,
            "award": entry.award_name,
            "time": period_of(entry),
            "decision": entry.decision_number,
            "decided_on": short_date(entry.decided_on),
            "authority": entry.authority,
            "unit": entry.unit_name,
            "merit": str(entry.get_merit_display()),
            "state": state_of(entry),
            "valid": entry.state == RegisterEntry.State.VALID,
            "hash": entry.entry_hash,
        }
        for entry in held.prefetch_related("events")
    ]


def lines_waiting_for(
    department: Body, *, person: Person | None = None, collective: Body | None = None
) -> int:
    """How many lines may be theirs while somebody still has to say so; reads all that wait."""
    wanted = (person.pk if person else None, collective.pk if collective else None)
    asked = RegisterEntry.objects.filter(
        department=department, match=RegisterEntry.Match.ASKED, state=RegisterEntry.State.VALID
    )
    return sum(1 for entry in asked.iterator(chunk_size=2000) if wanted in candidates(entry))


def period_of(entry: RegisterEntry) -> str:
    """2024, or 2021-2025 where the decision names several years."""
    if entry.period_from and entry.period_to and entry.period_from != entry.period_to:
        return f"{entry.period_from}-{entry.period_to}"
    return str(entry.year or "")


def state_of(entry: RegisterEntry) -> str:
    """How the award stands, with the papers behind it; events are expected to be prefetched."""
    said = [sentence_of(event) for event in entry.events.all() if event.kind in _TOLD]
    if entry.state != RegisterEntry.State.VALID and not said:
        said.append(entry.state_reason)
    return "; ".join([str(entry.get_state_display()), *[text for text in said if text]])


def sentence_of(event: RegisterEvent) -> str:
    """An event in one line: what, when, by which paper, how much."""
    paper = event.document_number and f"theo {event.document_number}"
    if paper and event.document_on:
        paper += f" ngày {short_date(event.document_on)}"
    parts = [
        str(event.get_kind_display()),
        short_date(event.day),
        paper,
        event.objects_named,
        dong(event.amount),
        event.reason,
    ]
    return ", ".join(part for part in parts if part)


def extracts_visible_to(user: Any) -> QuerySet[RegisterExtract]:
    """All of the department for those who see its whole book, the own ones for everybody."""
    scope = scope_of(user)
    own = getattr(user, "person_id", None)
    mine = Q(person=own) if own else Q(pk__in=[])
    if scope.department is not None and scope.whole_department:
        mine |= scope.of_department()
    return RegisterExtract.objects.filter(mine)


def extract_by_code(code: str) -> RegisterExtract | None:
    """The extract behind a public code."""
    found = RegisterExtract.objects.filter(code=code) if code else RegisterExtract.objects.none()
    return found.select_related("department__parent").first()
