"""Tables of scoring: score tables and their criteria; sheets, their lines; cross-scores, ranks."""

from thidua.scoring.models.clusters import PeerReview, PeerScore, Ranking, RankingPlace
from thidua.scoring.models.sheets import Appeal, Evidence, Rescoring, Sheet, SheetLine
from thidua.scoring.models.tables import Criterion, GradeBand, ScoreTable, YearLock

__all__ = [
    "Appeal",
    "Criterion",
    "Evidence",
    "GradeBand",
    "PeerReview",
    "PeerScore",
    "Ranking",
    "RankingPlace",
    "Rescoring",
    "ScoreTable",
    "Sheet",
    "SheetLine",
    "YearLock",
]
