"""The predicates of the vocabulary as expressions over all subjects, one family per module."""

from __future__ import annotations

from collections.abc import Callable

from thidua.law.book.model import Condition
from thidua.law.screen.families import adjoining, chains, periods, service, yearly
from thidua.law.screen.question import Found, Question

FUNCTIONS: dict[str, Callable[[Question, Condition], Found]] = {
    function.__name__: function
    for family in (chains, adjoining, periods, yearly, service)
    for function in family.FAMILY
}
FUNCTIONS.update(dict.fromkeys(service.ONE_BY_ONE, service.asked_one_by_one))
