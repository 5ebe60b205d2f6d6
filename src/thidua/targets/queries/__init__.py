"""What is asked: sets in sight, targets measured, boards and roll-ups, what waits for a report."""

from thidua.targets.queries.achievement import (
    AchievedTarget,
    Achievement,
    achievement,
    achievement_of_person,
    achievements,
)
from thidua.targets.queries.series import Standing, in_force, standings

__all__ = [
    "AchievedTarget",
    "Achievement",
    "Standing",
    "achievement",
    "achievement_of_person",
    "achievements",
    "in_force",
    "standings",
]
