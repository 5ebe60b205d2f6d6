"""Deciding whose award a line of the book is: always a human, always logged, reversible."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register import states
from thidua.register.actions.chaining import append_events, mark_recipients
from thidua.register.actions.claims import recheck_claims
from thidua.register.checking import Recipient, candidates
from thidua.register.models import RegisterEntry
from thidua.register.permissions import check_may_keep_register


@transaction.atomic
def confirm_match(
    *,
    entry: RegisterEntry,
    person: Person | None = None,
    collective: Body | None = None,
    by: Any,
) -> RegisterEntry:
    """The line is of this person or collective; their claims are checked again.

    Refuses a line already matched, a recipient of another department, a person for a collective's
    line and the other way round.
    """
    locked = _locked(entry, by)
    if (person is None) == (collective is None):
        raise WrongState("Chọn một người hoặc một tập thể.", field="person")
    if locked.is_collective != (collective is not None):
        kind = "tập thể" if locked.is_collective else "cá nhân"
        raise WrongState(f"Dòng này là của {kind}.", field="person")
    home = person.department if person is not None else collective and collective.department
    if home != locked.department:
        raise WrongState(f"{person or collective} không thuộc {locked.department.name}.")
    step = _step(locked, "confirm")
    asked = candidates(locked)
    locked.person, locked.collective, locked.match = person, collective, step.target
    # Who confirms a line has looked at it, its year included.
    locked.doubt = ""
    _keep(locked, step, f"{step.log_text} {person or collective}: {locked}", by, asked)
    _recheck(locked, asked, by)
    return locked


@transaction.atomic
def reject_match(*, entry: RegisterEntry, by: Any) -> RegisterEntry:
    """Nobody in the list is meant; the line stays in the book without a person."""
    locked = _locked(entry, by)
    step = _step(locked, "reject")
    asked = candidates(locked)
    locked.person = locked.collective = None
    locked.match = step.target
    _keep(locked, step, f"{step.log_text}: {locked}", by, asked)
    _recheck(locked, asked, by)
    return locked


@transaction.atomic
def undo_match(*, entry: RegisterEntry, by: Any) -> RegisterEntry:
    """Take a match back: the line waits for a human again. Lines of own decisions stay matched."""
    locked = _locked(entry, by)
    if locked.source == RegisterEntry.Source.DECISION:
        raise WrongState("Dòng này do quyết định trong hệ thống ghi, không gỡ khớp người được.")
    step = _step(locked, "undo")
    person, collective = locked.person, locked.collective
    locked.match = step.target
    _keep(locked, step, f"{step.log_text} {person or collective}: {locked}", by, [])
    _recheck(locked, [], by)
    return locked


def _recheck(entry: RegisterEntry, asked: list[Recipient], by: Any) -> None:
    """The claims of everyone the line was or is about, or may be about, are checked again."""
    recheck_claims(department=entry.department, recipients=[*asked, *candidates(entry)], by=by)


def _locked(entry: RegisterEntry, by: Any) -> RegisterEntry:
    check_may_keep_register(by, department=entry.department)
    # Only the row itself is locked: the outer joins of nullable keys cannot be.
    return RegisterEntry.objects.select_for_update().get(pk=entry.pk)


def _step(entry: RegisterEntry, name: str) -> states.Transition:
    step = states.transition(states.MATCHING, name, entry.match)
    if step is None:
        raise WrongState(
            f"Dòng số {entry.sequence} đang ở tình trạng “{entry.get_match_display()}”, "
            "tải lại trang để xem."
        )
    return step


def _keep(
    entry: RegisterEntry, step: states.Transition, text: str, by: Any, asked: list[Recipient]
) -> None:
    entry.save(update_fields=["person", "collective", "match", "doubt"])
    end = append_events([entry], step.event, department=entry.department, by=by)
    mark_recipients([entry], *asked)
    record(
        by=by,
        action=f"register.{step.name}_match",
        text=text,
        subject=entry,
        body=entry.department,
        detail={"person": entry.person_id, "collective": entry.collective_id, **end},
    )
