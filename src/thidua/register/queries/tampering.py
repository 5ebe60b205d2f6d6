"""What an altered link said before, where the hash itself can prove it.

A hash cannot be read backwards, but most fields have few possible values: each is put in the place
of the present one, and the one that gives the stored hash is what was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.models import RegisterEntry

_YEARS = ("year", "period_from", "period_to")
_DAYS = ("decided_on", "day", "document_on")
_FIRST_DAY = dt.date(1945, 9, 2)
# Fields that are changed together when one award is made another.
_TOGETHER = (("award_code", "award_name"), ("year", "period_from", "period_to"))
_MOST = 200_000


class Altered(NamedTuple):
    """A changed field with what was written and what stands there now, as texts."""

    field: str
    expected: str
    found: str


def recovered(
    values: Mapping[str, Any],
    fits: Callable[[dict[str, Any]], bool],
    model: type[models.Model],
    department: Body,
) -> Altered | None:
    """The field and its former value, proven by `fits`; None when no single change explains it.

    Tries at most 200,000 values a field (a second or two), only ever for one link of a book.
    """
    for name, candidates in _domains(values, model, department):
        present = values.get(name)
        for tried, candidate in enumerate(candidates):
            if tried > _MOST:
                break
            if candidate != present and fits({**values, name: candidate}):
                return Altered(name, _shown(candidate), _shown(present))
    if model is RegisterEntry:
        return _pairs(values, fits, department)
    return None


def _domains(
    values: Mapping[str, Any], model: type[models.Model], department: Body
) -> Iterator[tuple[str, Iterable[Any]]]:
    this_year = timezone.localdate().year
    fields = {field.name: field for field in model._meta.fields}
    for name in values:
        field = fields.get(name)
        if name in _YEARS:
            yield name, (None, *range(this_year, 1944, -1))
        elif name in _DAYS:
            yield name, _days()
        elif isinstance(values[name], bool):
            yield name, (True, False)
        elif field is not None and field.choices:
            yield name, ["", *(value for value, _ in field.flatchoices)]
    texts = [
        name
        for name, field in fields.items()
        if name in values and isinstance(field, models.CharField) and not field.choices
    ]
    rows = model._default_manager.filter(department=department)
    for name in texts:
        yield name, _texts(rows, name)
    if "recipient_name" in values:
        people = Person.objects.filter(department=department).values_list("full_name", flat=True)
        yield "recipient_name", people.iterator(chunk_size=2000)
    if "amount" in values:
        yield "amount", (None, *range(0, 20_000_001, 1000))


def _texts(rows: Any, name: str) -> Iterator[str]:
    yield ""
    yield from rows.order_by().values_list(name, flat=True).distinct().iterator(chunk_size=2000)


def _days() -> Iterator[dt.date | None]:
    yield None
    today = timezone.localdate()
    for back in range((today - _FIRST_DAY).days + 1):
        yield today - dt.timedelta(days=back)


def _pairs(
    values: Mapping[str, Any], fits: Callable[[dict[str, Any]], bool], department: Body
) -> Altered | None:
    rows = RegisterEntry.objects.filter(department=department).order_by()
    for names in _TOGETHER:
        for found in rows.values_list(*names).distinct().iterator(chunk_size=2000):
            if fits({**values, **dict(zip(names, found, strict=True))}):
                now = [values[name] for name in names]
                at = next(n for n in range(len(names)) if found[n] != now[n])
                return Altered(names[at], _shown(found[at]), _shown(now[at]))
    return None


def _shown(value: Any) -> str:
    return "(trống)" if value is None or value == "" else str(value)
