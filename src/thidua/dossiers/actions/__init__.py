"""Everything that writes in dossiers; each action checks who, refuses in words, is logged."""

from thidua.dossiers.actions.completing import (
    add_document_row,
    attach_document,
    confirm_conditions,
    withdraw_confirmation,
)
from thidua.dossiers.actions.council import (
    mark_all_awarded,
    mark_awarded,
    mark_forwarded,
    motion_decided,
    put_to_council,
    take_back,
)
from thidua.dossiers.actions.making import (
    add_nominees,
    create_dossier,
    edit_dossier,
    edit_summary,
    withdraw_nominee,
)
from thidua.dossiers.actions.steps import NotReady, accept, cancel, return_dossier, submit

__all__ = [
    "NotReady",
    "accept",
    "add_document_row",
    "add_nominees",
    "attach_document",
    "cancel",
    "confirm_conditions",
    "create_dossier",
    "edit_dossier",
    "edit_summary",
    "mark_all_awarded",
    "mark_awarded",
    "mark_forwarded",
    "motion_decided",
    "put_to_council",
    "return_dossier",
    "submit",
    "take_back",
    "withdraw_confirmation",
    "withdraw_nominee",
]
