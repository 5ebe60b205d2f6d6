"""The law engine over the rulebook: what may be proposed for whom, why, and what it is worth."""

from thidua.law.api import RoundSubject, assess_round, evaluate, evaluate_all
from thidua.law.bonus import Bonus, base_salary, bonus
from thidua.law.book.around import DocumentRule
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

__all__ = [
    "AwardHeld",
    "AwardInfo",
    "Bonus",
    "Citation",
    "DocumentRule",
    "Facts",
    "FactsError",
    "Judged",
    "LawError",
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
    "assess_round",
    "base_salary",
    "bonus",
    "bonus_together",
    "evaluate",
    "evaluate_all",
    "facts_from_dict",
    "facts_to_dict",
    "legal_grounds",
    "load_facts",
    "load_rulebook",
    "required_documents",
    "slot",
    "vote",
    "vote_rule",
]
