"""The law engine over the rulebook: what may be proposed for whom, why, and what it is worth."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# At once, because the module bears the same name as the function.
from thidua.law.bonus import Bonus, base_salary, bonus, fund_rules

if TYPE_CHECKING:
    from thidua.law.afterwards import After, cancellation, reissue
    from thidua.law.api import RoundSubject, assess_round, evaluate, evaluate_all
    from thidua.law.book.around import DocumentRule
    from thidua.law.book.load import load_rulebook
    from thidua.law.book.rulebook import Rulebook
    from thidua.law.calendar import add_working_days, is_working_day, working_days
    from thidua.law.deadlines import Deadline, deadline
    from thidua.law.errors import FactsError, LawError, QuestionError, RulebookError
    from thidua.law.facts import AwardHeld, Facts, facts_from_dict, facts_to_dict, load_facts
    from thidua.law.holders import Powers, powers
    from thidua.law.index import AwardInfo
    from thidua.law.papers import legal_grounds, required_documents
    from thidua.law.slots import SlotValue, slot
    from thidua.law.together import Together, TogetherAward, bonus_together
    from thidua.law.values import Citation
    from thidua.law.verdict import Judged, ReasonNode, Verdict
    from thidua.law.votes import VoteOutcome, VoteRule, vote, vote_rule
    from thidua.law.whole import surroundings

# Loaded when first asked for: a fresh process that asks one question imports what it needs.
_HOMES = {
    "afterwards": ("After", "cancellation", "reissue"),
    "api": ("RoundSubject", "assess_round", "evaluate", "evaluate_all"),
    "book.around": ("DocumentRule",),
    "book.load": ("load_rulebook",),
    "book.rulebook": ("Rulebook",),
    "calendar": ("add_working_days", "is_working_day", "working_days"),
    "deadlines": ("Deadline", "deadline"),
    "errors": ("FactsError", "LawError", "QuestionError", "RulebookError"),
    "facts": ("AwardHeld", "Facts", "facts_from_dict", "facts_to_dict", "load_facts"),
    "holders": ("Powers", "powers"),
    "index": ("AwardInfo",),
    "papers": ("legal_grounds", "required_documents"),
    "slots": ("SlotValue", "slot"),
    "together": ("Together", "TogetherAward", "bonus_together"),
    "values": ("Citation",),
    "verdict": ("Judged", "ReasonNode", "Verdict"),
    "votes": ("VoteOutcome", "VoteRule", "vote", "vote_rule"),
    "whole": ("surroundings",),
}
_LATER = {name: home for home, names in _HOMES.items() for name in names}

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
