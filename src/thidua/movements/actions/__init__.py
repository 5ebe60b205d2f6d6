"""What writes: registering titles, planning, launching, answering and reviewing movements."""

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

__all__ = [
    "RegistrationRow",
    "ResultRow",
    "TargetRow",
    "answer_movement",
    "approve_plan",
    "decline_movement",
    "draft_movement",
    "follow_person",
    "launch_movement",
    "record_review",
    "register_for",
    "register_many",
    "remove_registration",
    "return_plan",
    "save_plan",
    "stop_movement",
    "submit_plan",
]
