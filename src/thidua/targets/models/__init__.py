"""Tables of targets: a year's set, its targets, their results; programmes with milestones."""

from thidua.targets.models.programmes import Milestone, Programme
from thidua.targets.models.sets import Target, TargetResult, TargetSet

__all__ = ["Milestone", "Programme", "Target", "TargetResult", "TargetSet"]
