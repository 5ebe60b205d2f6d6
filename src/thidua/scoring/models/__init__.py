"""Tables of scoring: score tables and their criteria; sheets, their lines, proofs and appeals."""

from thidua.scoring.models.sheets import Appeal, Evidence, Rescoring, Sheet, SheetLine
from thidua.scoring.models.tables import Criterion, GradeBand, ScoreTable, YearLock

__all__ = [
    "Appeal",
    "Criterion",
    "Evidence",
    "GradeBand",
    "Rescoring",
    "ScoreTable",
    "Sheet",
    "SheetLine",
    "YearLock",
]
