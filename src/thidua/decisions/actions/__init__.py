"""Everything that writes decisions: drafting, the way to the signature, issuing, forwarding."""

from thidua.decisions.actions.draft import (
    add_nominees,
    draft_decision,
    remove_award,
    set_merit,
)
from thidua.decisions.actions.forward import forward_nominees
from thidua.decisions.actions.issue import issue_decision
from thidua.decisions.actions.steps import (
    discard_decision,
    edit_decision,
    return_draft,
    send_to_sign,
)

__all__ = [
    "add_nominees",
    "discard_decision",
    "draft_decision",
    "edit_decision",
    "forward_nominees",
    "issue_decision",
    "remove_award",
    "return_draft",
    "send_to_sign",
    "set_merit",
]
