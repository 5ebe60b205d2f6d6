"""Arithmetic of score tables: exact decimals, no database, no clock; every figure explained."""

from thidua.scoring.arithmetic.bands import Band, Grading, band_findings, grade_of
from thidua.scoring.arithmetic.cross import METHODS, combined
from thidua.scoring.arithmetic.points import (
    KINDS,
    Kind,
    Step,
    points_for,
    points_refused,
    step_findings,
)
from thidua.scoring.arithmetic.ranking import Entry, Place, TieRule, ranked
from thidua.scoring.arithmetic.tree import (
    Finding,
    Node,
    Sums,
    forest,
    leaves,
    sums,
    table_findings,
)

__all__ = [
    "KINDS",
    "METHODS",
    "Band",
    "Entry",
    "Finding",
    "Grading",
    "Kind",
    "Node",
    "Place",
    "Step",
    "Sums",
    "TieRule",
    "band_findings",
    "combined",
    "forest",
    "grade_of",
    "leaves",
    "points_for",
    "points_refused",
    "ranked",
    "step_findings",
    "sums",
    "table_findings",
]
