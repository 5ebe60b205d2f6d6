"""Facts about one subject: the public format `thidua-facts/1`, its reader, writer and schema."""

from thidua.law.facts.model import (
    AwardHeld,
    Collective,
    Discipline,
    Facts,
    Finding,
    Initiative,
    Leave,
    Pending,
    Period,
    Post,
    Rank,
    Rating,
    Registration,
    Service,
    Study,
    Subject,
    UsedFor,
    awards_of,
)
from thidua.law.facts.read import facts_from_dict, load_facts
from thidua.law.facts.write import facts_to_dict

__all__ = [
    "AwardHeld",
    "Collective",
    "Discipline",
    "Facts",
    "Finding",
    "Initiative",
    "Leave",
    "Pending",
    "Period",
    "Post",
    "Rank",
    "Rating",
    "Registration",
    "Service",
    "Study",
    "Subject",
    "UsedFor",
    "awards_of",
    "facts_from_dict",
    "facts_to_dict",
    "load_facts",
]
