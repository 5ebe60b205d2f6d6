"""Everything that writes in initiatives; each action checks who, refuses in words, is logged."""

from thidua.initiatives.actions.council import motion_decided, put_to_council
from thidua.initiatives.actions.ledger import (
    InitiativeFields,
    InitiativeRow,
    add_initiative,
    change_initiative,
    follow_person,
    record_initiative,
    record_initiatives,
    remove_initiative,
)

__all__ = [
    "InitiativeFields",
    "InitiativeRow",
    "add_initiative",
    "change_initiative",
    "follow_person",
    "motion_decided",
    "put_to_council",
    "record_initiative",
    "record_initiatives",
    "remove_initiative",
]
