"""Adding links to the chain of a book: entries as they are written, events as they happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NotRequired, Protocol, TypedDict

from django.db.models import Max
from django.utils import timezone

from thidua.audit import chain
from thidua.kit.names.named import pour
from thidua.kit.rows import CHUNK
from thidua.kit.text import squeeze
from thidua.organisations.actions import mark_changed as mark_bodies
from thidua.organisations.models import Body
from thidua.people.actions import mark_changed as mark_people
from thidua.register.checking import candidates
from thidua.register.models import RegisterEntry, RegisterEvent
from thidua.register.queries import chain_name, content_of, event_content

# From so many new lines on, they are poured.
MANY = 500
# Lines between two words of how far the work is, and lines poured in one go.
STEP, POURED = 1_000, 10_000


class Told(Protocol):
    """Whoever waits for long work: what is being done, and how many lines of how many are."""

    def __call__(self, doing: str, done: int, total: int) -> None: ...


def silent(doing: str, done: int, total: int) -> None:
    """Nobody waits."""


class Document(TypedDict):
    """The paper an event rests on and what it says; all may be left out."""

    day: NotRequired[dt.date | None]
    document_number: NotRequired[str]
    document_on: NotRequired[dt.date | None]
    authority: NotRequired[str]
    objects_named: NotRequired[str]
    amount: NotRequired[int | None]


def append_entries(
    department: Body, entries: Sequence[RegisterEntry], told: Told = silent
) -> dict[str, Any]:
    """Number, chain and store new entries; returns the new end of the chain for the log."""
    if not entries:
        return {}
    book_number = 0

    def content(index: int, place: int) -> dict[str, Any]:
        nonlocal book_number
        if index == 0:
            # The head of the chain is locked by now: nobody else numbers this book.
            written = RegisterEntry.objects.filter(department=department)
            book_number = written.aggregate(last=Max("sequence"))["last"] or 0
        if index % STEP == 0:
            told("Nối chuỗi các dòng sổ", index, len(entries))
        entry = entries[index]
        entry.place, entry.sequence = place, book_number + index + 1
        entry.entered = {
            "person": entry.person_id,
            "collective": entry.collective_id,
            "match": str(entry.match),
            "state": str(entry.state),
            "recovery": str(entry.recovery),
        }
        return content_of(entry)

    links = chain.append_many(chain_name(department), len(entries), content)
    for entry, link in zip(entries, links, strict=True):
        entry.previous_hash, entry.entry_hash = link.previous_hash, link.row_hash
    _store(department, entries, told)
    mark_recipients(entries)
    return _end(links)


def _store(department: Body, entries: Sequence[RegisterEntry], told: Told) -> None:
    """Many lines go in without their keys, which are read back: a third of the time."""
    if len(entries) < MANY:
        RegisterEntry.objects.bulk_create(entries, batch_size=CHUNK)
        return
    for start in range(0, len(entries), POURED):
        told("Ghi vào sổ khen thưởng", start, len(entries))
        pour(RegisterEntry, entries[start : start + POURED])
    told("Ghi vào sổ khen thưởng", len(entries), len(entries))
    written = RegisterEntry.objects.filter(
        department=department,
        sequence__range=(entries[0].sequence, entries[-1].sequence),
    )
    keys = dict(written.values_list("sequence", "pk"))
    for entry in entries:
        entry.pk = keys[entry.sequence]
        entry._state.adding, entry._state.db = False, written.db


def append_events(
    entries: Sequence[RegisterEntry],
    kind: str,
    *,
    department: Body,
    by: Any,
    reason: str = "",
    document: Document | None = None,
) -> dict[str, Any]:
    """One event for each entry, which already stands as it does after it; returns the new end."""
    if not entries:
        return {}
    now = timezone.now()
    name = getattr(by, "full_name", "") or getattr(by, "username", "") or "Hệ thống"
    said = document or {}
    events = [
        RegisterEvent(
            department=department,
            entry=entry,
            kind=kind,
            day=said.get("day"),
            document_number=squeeze(said.get("document_number", ""))[:60],
            document_on=said.get("document_on"),
            authority=squeeze(said.get("authority", ""))[:200],
            reason=squeeze(reason)[:300],
            objects_named=squeeze(said.get("objects_named", ""))[:200],
            amount=said.get("amount"),
            person=entry.person_id,
            collective=entry.collective_id,
            match=str(entry.match),
            state=str(entry.state),
            recovery=str(entry.recovery),
            at=now,
            by=by,
            by_name=name[:150],
        )
        for entry in entries
    ]

    def content(index: int, place: int) -> dict[str, Any]:
        events[index].place = place
        return event_content(events[index], entries[index].sequence)

    links = chain.append_many(chain_name(department), len(events), content)
    for event, link in zip(events, links, strict=True):
        event.previous_hash, event.event_hash = link.previous_hash, link.row_hash
    RegisterEvent.objects.bulk_create(events, batch_size=CHUNK)
    return _end(links)


def mark_recipients(entries: Sequence[RegisterEntry], *also: tuple[int | None, int | None]) -> None:
    """Whoever the lines are about, or may be about, has changed facts: earlier answers are old."""
    people: set[int] = {person for person, _ in also if person}
    bodies: set[int] = {body for _, body in also if body}
    for entry in entries:
        for person, body in candidates(entry):
            people |= {person} if person else set()
            bodies |= {body} if body else set()
    if people:
        mark_people(person_ids=people)
    if bodies:
        mark_bodies(body_ids=bodies)


def _end(links: list[chain.Link]) -> dict[str, Any]:
    """Written into the log too: a chain of its own bears witness to the end of this one."""
    return {"chain_place": links[-1].sequence, "chain_hash": links[-1].row_hash}
