"""Whole histories (`thidua-facts/1`) as the long tables that year words are built from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thidua.law.facts.model import Collective, Facts, Initiative, Service

# The lists of `Facts`; those of `Service` have no range of their own but leave and posts.
LISTS = ("awards", "ratings", "initiatives", "disciplines", "pending", "registrations", "findings")
OF_SERVICE = ("leave", "study", "posts")
# Used for titles that differ: nobody's own use alone.
SEVERAL = "*"
_COLUMNS = {
    "awards": "subject code year decided_on period_from period_to merit decision",
    "ratings": "subject year grade",
    "initiatives": "subject year level kind recognised_on recognised used_award used_year",
    "disciplines": "subject measure from to",
    "pending": "subject kind from to",
    "registrations": "subject year",
    "findings": "subject about holds award year decided_on",
    "leave": "subject kind from to",
    "study": "subject from to result",
    "posts": "subject level title from to",
    "members_with": "subject award have undecided",
    "awards_complete": "subject award from to",
}


def tables_of(facts: Sequence[Facts]) -> dict[str, Any]:
    """The tables `subjects`, `awards` ...; one row of `subjects` for each history."""
    people: list[dict[str, Any]] = []
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _COLUMNS}
    for number, one in enumerate(facts):
        people.append(_subject(one))
        _add(rows, number, one)
    tables: dict[str, Any] = {
        name: {
            column: [row[place] for row in rows[name]]
            for place, column in enumerate(columns.split())
        }
        for name, columns in _COLUMNS.items()
    }
    names = list(people[0]) if people else ["kind"]
    return {"subjects": {name: [one[name] for one in people] for name in names}, **tables}


def _subject(facts: Facts) -> dict[str, Any]:
    who, service = facts.subject, facts.service or Service()
    group = facts.collective or Collective()
    rank = group.rank_in_cluster
    row: dict[str, Any] = {
        "kind": who.kind,
        "group": who.group,
        "force": who.force,
        "gender": who.gender,
        "died": who.died,
        "employment": service.employment,
        "recruited_on": service.recruited_on,
        "enlisted_on": service.enlisted_on,
        "discharged_on": service.discharged_on,
        "founded_on": group.founded_on,
        "members": group.members,
        "members_completing": group.members_completing,
        "completing_undecided": group.completing_undecided,
        "worst_discipline": group.worst_discipline,
        "rank": rank.rank if rank else None,
        "rank_level": rank.level if rank else None,
    }
    for name in (*LISTS, *OF_SERVICE):
        row[f"{name}_listed"] = getattr(service if name in OF_SERVICE else facts, name) is not None
        row[f"{name}_from"], row[f"{name}_to"] = facts.complete.get(name, (None, None))
    return row


def _add(rows: dict[str, list[tuple[Any, ...]]], n: int, facts: Facts) -> None:
    service = facts.service or Service()
    group = facts.collective or Collective()
    for award in facts.awards or ():
        span = (award.period.from_, award.period.to) if award.period else (None, None)
        rows["awards"].append(
            (n, award.code, award.year, award.decided_on, *span, award.merit, award.decision)
        )
    rows["ratings"] += [(n, item.year, item.grade) for item in facts.ratings or ()]
    rows["initiatives"] += [_initiative(n, item) for item in facts.initiatives or ()]
    rows["disciplines"] += [(n, i.measure, i.from_, i.to) for i in facts.disciplines or ()]
    rows["pending"] += [(n, item.kind, item.from_, item.to) for item in facts.pending or ()]
    rows["registrations"] += [(n, item.year) for item in facts.registrations or ()]
    rows["findings"] += [
        (n, i.about, i.holds, i.award, i.year, i.decided_on) for i in facts.findings or ()
    ]
    rows["leave"] += [(n, item.kind, item.from_, item.to) for item in service.leave or ()]
    rows["study"] += [(n, item.from_, item.to, item.result) for item in service.study or ()]
    rows["posts"] += [(n, i.level, i.title, i.from_, i.to) for i in service.posts or ()]
    undecided = group.members_undecided
    rows["members_with"] += [
        (n, code, have, undecided.get(code, 0)) for code, have in (group.members_with or {}).items()
    ]
    rows["awards_complete"] += [
        (n, key.removeprefix("awards:"), *span)
        for key, span in facts.complete.items()
        if key.startswith("awards:")
    ]


def _initiative(n: int, item: Initiative) -> tuple[Any, ...]:
    uses = {(use.award, use.year) for use in item.used_for}
    award, year = uses.pop() if len(uses) == 1 else (SEVERAL if uses else None, None)
    known = item.recognised_on is not None or bool(item.decision)
    return (n, item.year, item.level, item.kind, item.recognised_on, known, award, year)
