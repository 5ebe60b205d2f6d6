"""The lists of the book and of claims, with their filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.kit.deferred import DeferredRows
from thidua.kit.lists import key_of
from thidua.kit.text import fold
from thidua.law import LawError, load_rulebook
from thidua.organisations.models import Body
from thidua.organisations.queries import pks_below, units_of
from thidua.organisations.scopes import scope_of
from thidua.people.models import Person
from thidua.people.queries import search as search_people
from thidua.people.queries import visible_to as people_visible_to
from thidua.register.models import Claim, RegisterEntry
from thidua.register.queries.book import claims_visible_to, search, visible_to

# Columns that may be empty; such rows come last.
NULLABLE = {"decided_on", "year"}
SORTS = {
    "ngay": ("decided_on", "sequence"),
    "so": ("sequence",),
    "nam": ("year", "sequence"),
    "ten": ("recipient_sort", "-year"),
    "khen": ("award_name", "recipient_sort"),
}
# What the book speaks against; and all that it does not confirm.
FLAGGED = [Claim.Status.NOT_IN_REGISTER, Claim.Status.CONTRADICTED]
OPEN_CLAIMS = [*FLAGGED, Claim.Status.ASKED, Claim.Status.UNVERIFIABLE]
_SHOWN = [RegisterEntry.State.VALID, RegisterEntry.State.REVOKED]
KINDS = {"ca-nhan": ("Cá nhân", False), "tap-the": ("Tập thể", True)}


@dataclass(frozen=True)
class Listing:
    """The entries asked for, what the filters were understood as, and what they may be."""

    entries: QuerySet[RegisterEntry]
    text: str
    award: str
    source: str
    match: str
    state: str
    kind: str
    merit: str
    unit: Body | None
    since: int | None
    until: int | None
    person: Person | None
    awards: list[tuple[str, str]]
    kinds: dict[str, int]
    total: int

    @property
    def filtered(self) -> bool:
        return any(
            (
                self.text,
                self.award,
                self.source,
                self.match,
                self.state,
                self.kind,
                self.merit,
                self.unit,
                self.since,
                self.until,
                self.person,
            )
        )


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """Entries visible to `user` by the filters of the address; unknown values filter nothing."""
    seen = visible_to(user)
    awards = _awards(seen)
    text = asked.get("q", "").strip()
    award = asked.get("khen", "") if asked.get("khen") in dict(awards) else ""
    source = _word(asked.get("nguon"), RegisterEntry.Source.values)
    match = _word(asked.get("khop"), RegisterEntry.Match.values)
    state = _word(asked.get("tinh-trang"), RegisterEntry.State.values)
    kind = asked.get("dt", "") if asked.get("dt") in KINDS else ""
    merit = _word(asked.get("loai"), RegisterEntry.Merit.values)
    unit = _unit(user, asked.get("don-vi", ""))
    since, until = _year(asked.get("tu")), _year(asked.get("den"))
    person = _person(user, asked.get("nguoi", ""))
    found = search(seen, text)
    if award:
        found = found.filter(award_code=award)
    for column, value in (("source", source), ("match", match), ("merit", merit)):
        if value:
            found = found.filter(**{column: value})
    # Lines withdrawn are shown only to whoever asks for them.
    found = found.filter(state__in=[state] if state else _SHOWN)
    if unit is not None:
        certain = Q(match=RegisterEntry.Match.MATCHED)
        below = {unit.pk, *pks_below([unit.pk])}
        found = found.filter(certain & (Q(person__unit__in=below) | Q(collective__in=below)))
    if since:
        found = found.filter(year__gte=since)
    if until:
        found = found.filter(year__lte=until)
    if person is not None:
        found = found.filter(person=person, match=RegisterEntry.Match.MATCHED)
    counts = dict(found.order_by().values_list("is_collective").annotate(n=Count("pk")))
    kinds = {key: counts.get(collective, 0) for key, (_, collective) in KINDS.items()}
    if kind:
        found = found.filter(is_collective=KINDS[kind][1])
    return Listing(
        found.select_related("person__unit", "collective"),
        text,
        award,
        source,
        match,
        state,
        kind,
        merit,
        unit,
        since,
        until,
        person,
        awards,
        kinds,
        kinds[kind] if kind else sum(kinds.values()),
    )


def claims(user: Any, asked: Mapping[str, str]) -> tuple[QuerySet[Claim], str, str]:
    """Claims that the book does not confirm, by `q` and `ket-qua`; with both as understood.

    Those the book speaks against, or should hold and does not, come alone unless another answer is
    asked for (`moi` is all).
    """
    text = asked.get("q", "").strip()
    status = _word(asked.get("ket-qua"), [str(w) for w in OPEN_CLAIMS] + ["moi"])
    wanted = {"": FLAGGED, "moi": OPEN_CLAIMS}.get(status, [status])
    found = claims_visible_to(user).filter(status__in=wanted)
    if text:
        people = search_people(people_visible_to(user), text)
        words = fold(text)
        found = found.filter(person__in=people) | found.filter(
            collective__folded_name__contains=words
        )
    return found.select_related("person__unit", "collective"), text, status


def ordered(found: Listing, fields: list[str]) -> DeferredRows:
    """The entries in this order, page by page at the cost of the page."""
    first = fields[0].lstrip("-")
    return DeferredRows(found.entries, fields, nullable=first in NULLABLE, total=found.total)


def _awards(seen: QuerySet[RegisterEntry]) -> list[tuple[str, str]]:
    """Codes in the book with their name: of the rulebook, else as some line gives it."""
    codes = list(
        seen.exclude(award_code="").order_by().values_list("award_code", flat=True).distinct()
    )
    names: dict[str, str] = {}
    for code in codes:
        try:
            names[code] = load_rulebook().info(code).short_name
        except LawError:
            named = seen.filter(award_code=code).order_by().values_list("award_name", flat=True)
            names[code] = named.first() or code
    return sorted(names.items(), key=lambda pair: fold(pair[1]))


def _word(value: str | None, allowed: list[str]) -> str:
    return value if value in allowed else ""


def _year(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _person(user: Any, value: str) -> Person | None:
    if not (value.isascii() and value.isdigit()):
        return None
    return people_visible_to(user).filter(pk=int(value[:12])).first()


def _unit(user: Any, value: str) -> Body | None:
    department = scope_of(user).department
    key = key_of(value)
    if department is None or not key:
        return None
    return units_of(department, with_closed=True).filter(pk=key).first()
