"""What writes: registering titles, planning, launching, answering and reviewing movements."""

from thidua.movements.actions.calling import (
    change_call,
    close_call,
    open_call,
    remind_units,
    reopen_call,
)
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

__all__ = [
    "RegistrationRow",
    "ResultRow",
    "TargetRow",
    "Work",
    "answer_movement",
    "approve_plan",
    "approve_sheets",
    "change_call",
    "close_call",
    "confirm_sheets",
    "decline_movement",
    "draft_movement",
    "follow_person",
    "launch_movement",
    "open_call",
    "record_review",
    "refuse_sheet",
    "register_for",
    "register_many",
    "register_unit",
    "remind_units",
    "remove_registration",
    "reopen_call",
    "return_plan",
    "save_plan",
    "save_sheet",
    "stop_movement",
    "submit_plan",
]
