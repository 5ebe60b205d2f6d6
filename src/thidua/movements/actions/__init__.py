"""What writes: registrations of titles; movements from plan to review; pledges and signatures."""

from thidua.movements.actions.calling import (
    change_call,
    close_call,
    open_call,
    remind_units,
    reopen_call,
)
from thidua.movements.actions.guiding import give_guidance, withdraw_guidance
from thidua.movements.actions.launching import (
    answer_movement,
    approve_plan,
    decline_movement,
    launch_movement,
    return_plan,
    stop_movement,
    submit_plan,
)
from thidua.movements.actions.planning import TargetRow, draft_movement, save_plan
from thidua.movements.actions.pledging import (
    SideRow,
    discard_revision,
    draft_pledge,
    revise_pledge,
    save_pledge,
    send_pledge,
    withdraw_pledge,
)
from thidua.movements.actions.registering import (
    RegistrationRow,
    follow_person,
    register_for,
    register_many,
    remove_registration,
)
from thidua.movements.actions.reviewing import ResultRow, record_review
from thidua.movements.actions.sheets import (
    Work,
    approve_sheets,
    confirm_sheets,
    refuse_sheet,
    register_unit,
    save_sheet,
)
from thidua.movements.actions.signing import (
    record_paper_signature,
    record_witness,
    refuse_pledge,
    remove_witness,
    sign_pledge,
)

__all__ = [
    "RegistrationRow",
    "ResultRow",
    "SideRow",
    "TargetRow",
    "Work",
    "answer_movement",
    "approve_plan",
    "approve_sheets",
    "change_call",
    "close_call",
    "confirm_sheets",
    "decline_movement",
    "discard_revision",
    "draft_movement",
    "draft_pledge",
    "follow_person",
    "give_guidance",
    "launch_movement",
    "open_call",
    "record_paper_signature",
    "record_review",
    "record_witness",
    "refuse_pledge",
    "refuse_sheet",
    "register_for",
    "register_many",
    "register_unit",
    "remind_units",
    "remove_registration",
    "remove_witness",
    "reopen_call",
    "return_plan",
    "revise_pledge",
    "save_plan",
    "save_pledge",
    "save_sheet",
    "send_pledge",
    "sign_pledge",
    "stop_movement",
    "submit_plan",
    "withdraw_guidance",
    "withdraw_pledge",
]
