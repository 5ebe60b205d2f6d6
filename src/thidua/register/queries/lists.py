"""The lists of the book and of claims, with their filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from thidua.kit.text import fold
from thidua.people.models import Person
from thidua.people.queries import search as search_people
from thidua.people.queries import visible_to as people_visible_to
from thidua.register.models import Claim, RegisterEntry
from thidua.register.queries.book import claims_visible_to, search, visible_to

SORTS = {
    "ngay": ("decided_on", "sequence"),
    "so": ("sequence",),
    "nam": ("year", "sequence"),
    "ten": ("recipient_sort", "-year"),
    "khen": ("award_name", "recipient_sort"),
}
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
    since: int | None
    until: int | None
    person: Person | None
    awards: list[tuple[str, str]]
    kinds: dict[str, int]

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
    since, until = _year(asked.get("tu")), _year(asked.get("den"))
    person = _person(user, asked.get("nguoi", ""))
    found = search(seen, text)
    if award:
        found = found.filter(award_code=award)
    for column, value in (("source", source), ("match", match), ("state", state)):
        if value:
            found = found.filter(**{column: value})
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
        since,
        until,
        person,
        awards,
        kinds,
    )


def claims(user: Any, asked: Mapping[str, str]) -> tuple[QuerySet[Claim], str, str]:
    """Claims that the book does not confirm, by `q` and `ket-qua`; with both as understood."""
    text = asked.get("q", "").strip()
    open_words = [Claim.Status.NOT_IN_REGISTER, Claim.Status.CONTRADICTED]
    status = _word(asked.get("ket-qua"), [str(w) for w in open_words])
    found = claims_visible_to(user).filter(status__in=[status] if status else open_words)
    if text:
        people = search_people(people_visible_to(user), text)
        words = fold(text)
        found = found.filter(person__in=people) | found.filter(
            collective__folded_name__contains=words
        )
    return found.select_related("person__unit", "collective"), text, status


def _awards(seen: QuerySet[RegisterEntry]) -> list[tuple[str, str]]:
    """Codes in the book with the name most lines give them."""
    counted = (
        seen.exclude(award_code="")
        .order_by()
        .values_list("award_code", "award_name")
        .annotate(n=Count("pk"))
        .order_by("award_code", "n")
    )
    names = {code: name for code, name, _ in counted}
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
