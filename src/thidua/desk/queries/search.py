"""One question put to everything a user may see: people, collectives, book, dossiers, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from thidua.decisions.models import Decision
from thidua.decisions.queries.found import found as found_decisions
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.found import found as found_dossiers
from thidua.kit.dates import short_date
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.organisations.queries.found import found as found_bodies
from thidua.people.models import Person
from thidua.people.queries.found import found as found_people
from thidua.register.models import RegisterEntry
from thidua.register.queries.found import found as found_entries

# Answers of one kind are listed so far; beyond, more words say more than more pages.
MOST = 200
LONGEST = 100
KINDS = {
    "can-bo": ("Cán bộ", "người", "users"),
    "tap-the": ("Tập thể, đơn vị", "đơn vị", "building"),
    "so-khen-thuong": ("Sổ khen thưởng", "dòng sổ", "book"),
    "ho-so": ("Hồ sơ khen thưởng", "hồ sơ", "folder"),
    "quyet-dinh": ("Quyết định", "quyết định", "seal"),
}


@dataclass(frozen=True)
class Hit:
    """One answer: where it leads, its name, what tells it from its namesakes."""

    url: str
    name: str
    detail: str
    key: int


@dataclass(frozen=True)
class Group:
    """The answers of one kind, the best first; `more` when there are more than were asked for."""

    kind: str
    label: str
    noun: str
    icon: str
    hits: list[Hit]
    more: bool


def search(user: Any, typed: str, *, limit: int = MOST, only: str = "") -> list[Group]:
    """Groups that have an answer, in the order of KINDS; empty for an empty question.

    `only` asks for one kind. Dossiers and decisions are found by their title or number, and by
    the people and bodies that the same words find.
    """
    text = squeeze(typed)[:LONGEST]
    if not text:
        return []
    asked = limit + 1
    listed: dict[str, list[Hit]] = {}
    people: list[Person] = []
    bodies: list[tuple[Body, str, bool]] = []
    if only in {"", "can-bo", "ho-so", "quyet-dinh"}:
        people = found_people(user, text, limit=asked)
        listed["can-bo"] = [_person(person) for person in people]
    if only in {"", "tap-the", "ho-so", "quyet-dinh"}:
        bodies = found_bodies(user, text, limit=asked)
        listed["tap-the"] = [_body(*one) for one in bodies]
    named = {
        "people": [person.pk for person in people[:20]],
        "bodies": [body.pk for body, _, _ in bodies[:20]],
    }
    if only in {"", "so-khen-thuong"}:
        listed["so-khen-thuong"] = [_entry(e) for e in found_entries(user, text, limit=asked)]
    if only in {"", "ho-so"}:
        dossiers = found_dossiers(user, text, limit=asked, **named)
        listed["ho-so"] = [_dossier(dossier) for dossier in dossiers]
    if only in {"", "quyet-dinh"}:
        decisions = found_decisions(user, text, limit=asked, **named)
        listed["quyet-dinh"] = [_decision(decision) for decision in decisions]
    return [
        Group(kind, *words, hits[:limit], len(hits) > limit)
        for kind, words in KINDS.items()
        if (hits := listed.get(kind, [])) and only in {"", kind}
    ]


def _person(person: Person) -> Hit:
    unit = person.unit.name if person.unit else "chưa xếp đơn vị"
    return Hit(
        reverse("people:detail", args=[person.pk]),
        person.full_name,
        _joined(person.code, person.position, unit),
        person.pk,
    )


def _body(body: Body, former: str, open_to_user: bool) -> Hit:
    address = "organisations:detail" if open_to_user else "organisations:history"
    return Hit(
        reverse(address, args=[body.pk]),
        body.name,
        _joined(
            f"tên từng dùng: {former}" if former else "",
            body.parent.name if body.parent else "",
            f"kết thúc {short_date(body.closed_on)}" if body.closed_on else "",
        ),
        body.pk,
    )


def _entry(entry: RegisterEntry) -> Hit:
    return Hit(
        reverse("register:detail", args=[entry.pk]),
        entry.recipient_name,
        _joined(
            f"{entry.award_name}{f' năm {entry.year}' if entry.year else ''}",
            entry.decision_number,
            entry.unit_name,
            entry.get_state_display() if entry.state != RegisterEntry.State.VALID else "",
        ),
        entry.pk,
    )


def _dossier(dossier: Dossier) -> Hit:
    return Hit(
        reverse("dossiers:detail", args=[dossier.pk]),
        dossier.title,
        _joined(dossier.code, dossier.unit.name, dossier.get_state_display()),
        dossier.pk,
    )


def _decision(decision: Decision) -> Hit:
    return Hit(
        reverse("decisions:detail", args=[decision.pk]),
        decision.title,
        _joined(
            decision.full_number,
            short_date(decision.decided_on) if decision.decided_on else "",
            decision.get_state_display(),
        ),
        decision.pk,
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
