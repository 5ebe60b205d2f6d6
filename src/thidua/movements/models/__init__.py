"""Tables of movements: registrations of titles; movements, their targets, answers and reviews."""

from thidua.movements.models.launched import (
    Movement,
    MovementDecline,
    MovementResult,
    MovementReview,
    MovementTarget,
)
from thidua.movements.models.registrations import Registration

__all__ = [
    "Movement",
    "MovementDecline",
    "MovementResult",
    "MovementReview",
    "MovementTarget",
    "Registration",
]
