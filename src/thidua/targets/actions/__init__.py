"""Acts on targets."""

from thidua.targets.actions.following import follow_person

__all__ = ["follow_person"]
