"""Tables of movements: registrations of titles; movements with their reviews; pledges."""

from thidua.movements.models.launched import (
    Movement,
    MovementDecline,
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
    "MovementResult",
    "MovementReview",
    "MovementTarget",
    "Pledge",
    "PledgeSide",
    "PledgeTarget",
    "PledgeVersion",
    "PledgeWitness",
    "Registration",
]
