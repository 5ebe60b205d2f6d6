"""Everything that writes decisions: drafting, numbers, signatures, issuing, what comes after."""

from thidua.decisions.actions.amending import (
    draft_cancellation,
    draft_correction,
    drop_line,
    edit_cancellation,
    record_returned,
)
from thidua.decisions.actions.draft import (
    add_nominees,
    draft_decision,
    remove_award,
    set_merit,
)
from thidua.decisions.actions.forward import forward_nominees
from thidua.decisions.actions.issue import issue_decision
from thidua.decisions.actions.keys import revoke_key, rotate_key
from thidua.decisions.actions.notices import mark_seen
from thidua.decisions.actions.numbering import note_elsewhere
from thidua.decisions.actions.paper import (
    SignerRow,
    attach_signed,
    give_up_paper,
    prepare_paper,
    set_signers,
    sign_paper,
)
from thidua.decisions.actions.reissuing import apply_for_reissue, give_reissue, refuse_reissue
from thidua.decisions.actions.steps import (
    discard_decision,
    edit_decision,
    return_draft,
    send_to_sign,
)

__all__ = [
    "SignerRow",
    "add_nominees",
    "apply_for_reissue",
    "attach_signed",
    "discard_decision",
    "draft_cancellation",
    "draft_correction",
    "draft_decision",
    "drop_line",
    "edit_cancellation",
    "edit_decision",
    "forward_nominees",
    "give_reissue",
    "give_up_paper",
    "issue_decision",
    "mark_seen",
    "note_elsewhere",
    "prepare_paper",
    "record_returned",
    "refuse_reissue",
    "remove_award",
    "return_draft",
    "revoke_key",
    "rotate_key",
    "send_to_sign",
    "set_merit",
    "set_signers",
    "sign_paper",
]
