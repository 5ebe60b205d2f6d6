"""The law engine over the rulebook: what may be proposed for whom, why, and what it is worth."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from thidua.law.api import RoundSubject, assess_round, evaluate, evaluate_all
from thidua.law.bonus import Bonus, base_salary, bonus, fund_rules
from thidua.law.book.load import load_rulebook
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import FactsError, LawError, QuestionError, RulebookError
from thidua.law.facts import AwardHeld, Facts, facts_from_dict, facts_to_dict, load_facts
from thidua.law.index import AwardInfo
from thidua.law.papers import legal_grounds, required_documents
from thidua.law.slots import SlotValue, slot
from thidua.law.together import Together, TogetherAward, bonus_together
from thidua.law.values import Citation
from thidua.law.verdict import Judged, ReasonNode, Verdict
from thidua.law.votes import VoteOutcome, VoteRule, vote, vote_rule

if TYPE_CHECKING:
    from thidua.law.afterwards import After, cancellation, reissue
    from thidua.law.book.around import DocumentRule
    from thidua.law.calendar import add_working_days, is_working_day, working_days
    from thidua.law.deadlines import Deadline, deadline
    from thidua.law.holders import Powers, powers
    from thidua.law.whole import surroundings

# Loaded when first asked for: a question about conditions needs none of them.
_LATER = {
    "After": "afterwards",
    "Deadline": "deadlines",
    "DocumentRule": "book.around",
    "Powers": "holders",
    "add_working_days": "calendar",
    "cancellation": "afterwards",
    "deadline": "deadlines",
    "is_working_day": "calendar",
    "powers": "holders",
    "reissue": "afterwards",
    "surroundings": "whole",
    "working_days": "calendar",
}

__all__ = [
    "After",
    "AwardHeld",
    "AwardInfo",
    "Bonus",
    "Citation",
    "Deadline",
    "DocumentRule",
    "Facts",
    "FactsError",
    "Judged",
    "LawError",
    "Powers",
    "QuestionError",
    "ReasonNode",
    "RoundSubject",
    "Rulebook",
    "RulebookError",
    "SlotValue",
    "Together",
    "TogetherAward",
    "Verdict",
    "VoteOutcome",
    "VoteRule",
    "add_working_days",
    "assess_round",
    "base_salary",
    "bonus",
    "bonus_together",
    "cancellation",
    "deadline",
    "evaluate",
    "evaluate_all",
    "facts_from_dict",
    "facts_to_dict",
    "fund_rules",
    "is_working_day",
    "legal_grounds",
    "load_facts",
    "load_rulebook",
    "powers",
    "reissue",
    "required_documents",
    "slot",
    "surroundings",
    "vote",
    "vote_rule",
    "working_days",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        found = getattr(import_module(f"thidua.law.{_LATER[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
