"""Who of a round is one step away from an award: exactly one condition of the text is not met.

Read from the answers that stand. The step is found on the way that lacks least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from thidua.accounts.queries import Scope
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.awards import Column
from thidua.eligibility.queries.grid import Filters, people_in
from thidua.eligibility.queries.tree import conditions_on_the_way
from thidua.organisations.queries import branch
from thidua.people.models import Person
from thidua.people.queries import search

CHUNK = 500


@dataclass(frozen=True)
class Near:
    """A person, an award, the one condition in the way and the text that says it."""

    answer: Assessment
    award: Column
    step: str
    note: str
    citation: str
    provisional: bool


def near_answers(round_: Round, scope: Scope, filters: Filters) -> QuerySet[Assessment]:
    """Answers with one condition not met, of the people the user may see, by name and award."""
    people: QuerySet[Person] = people_in(round_, scope)
    people = search(people, filters.q)
    if filters.unit:
        people = people.filter(unit__in=branch(filters.unit))
    if filters.direct:
        people = people.filter(group=Person.Group.DIRECT_WORKER)
    found = Assessment.objects.filter(
        Q(verdict="not_eligible") | Q(provisional="not_eligible"),
        round=round_,
        is_current=True,
        unmet=1,
        person__in=people.order_by().values("pk"),
    )
    return found.filter(award_code=filters.award) if filters.award else found


def counts_by_award(found: QuerySet[Assessment]) -> dict[str, int]:
    """How many people are one step away, per award; one query."""
    return dict(found.order_by().values_list("award_code").annotate(n=Count("pk")))


def steps_of(answers: Sequence[Assessment], awards: Iterable[Column]) -> list[Near]:
    """The step of each answer of one page; its tree is read, no query is made."""
    columns = {column.code: column for column in awards}
    return [_near(one, columns[one.award_code]) for one in answers if one.award_code in columns]


def all_steps(found: QuerySet[Assessment], awards: Iterable[Column]) -> Iterator[Near]:
    """The same for a whole list, in pieces, at constant memory."""
    columns = {column.code: column for column in awards}
    for one in found.iterator(chunk_size=CHUNK):
        if one.award_code in columns:
            yield _near(one, columns[one.award_code])


def _near(answer: Assessment, award: Column) -> Near:
    provisional = answer.verdict != "not_eligible"
    tree = answer.tree["provisional"] if provisional else answer.tree
    failing = [
        node for node in conditions_on_the_way(tree["reasons"]) if node["value"] == "not_eligible"
    ]
    # A hold or an unread text has no condition of its own: the statement of the award is shown.
    node = failing[0] if failing else tree["reasons"]
    citation = node["citation"]["text"] if node["citation"] else ""
    return Near(answer, award, node["statement"], node.get("note", ""), citation, provisional)
