"""Tables of movements: registrations, calls and sheets; movements with reviews; pledges."""

from thidua.movements.models.calls import (
    RegistrationCall,
    RegistrationReminder,
    RegistrationSheet,
    SheetTitle,
    SheetWork,
)
from thidua.movements.models.launched import (
    Movement,
    MovementDecline,
    MovementGuidance,
    MovementResult,
    MovementReview,
    MovementTarget,
)
from thidua.movements.models.pledges import (
    Pledge,
    PledgeSide,
    PledgeTarget,
    PledgeVersion,
    PledgeWitness,
)
from thidua.movements.models.registrations import Registration

__all__ = [
    "Movement",
    "MovementDecline",
    "MovementGuidance",
    "MovementResult",
    "MovementReview",
    "MovementTarget",
    "Pledge",
    "PledgeSide",
    "PledgeTarget",
    "PledgeVersion",
    "PledgeWitness",
    "Registration",
    "RegistrationCall",
    "RegistrationReminder",
    "RegistrationSheet",
    "SheetTitle",
    "SheetWork",
]
