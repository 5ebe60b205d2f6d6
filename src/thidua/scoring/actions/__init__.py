"""Everything that writes in scoring: tables, sheets, points, appeals."""

from thidua.scoring.actions.appealing import answer_appeal, appeal
from thidua.scoring.actions.crossing import (
    ScoreChanged,
    close_cross,
    save_cross,
    save_peer_score,
    submit_review,
)
from thidua.scoring.actions.importing import import_sheet, import_table
from thidua.scoring.actions.issuing import (
    copy_table,
    issue_table,
    lock_year,
    new_version,
    unlock_year,
    use_sample,
)
from thidua.scoring.actions.opening import open_sheets, refresh_figures
from thidua.scoring.actions.points import (
    LineChanged,
    agree_with_self,
    save_check,
    save_final,
    save_self,
)
from thidua.scoring.actions.proofs import add_proof, remove_proof
from thidua.scoring.actions.ranking import conclude_ranking, withdraw_ranking
from thidua.scoring.actions.rescoring import rescore
from thidua.scoring.actions.steps import (
    close_check,
    reopen_check,
    return_sheet,
    settle_sheet,
    submit_sheet,
    unsettle_sheet,
)
from thidua.scoring.actions.tables import (
    draft_table,
    move_criterion,
    put_criterion,
    remove_criterion,
    save_bands,
    save_table,
    set_criteria,
)
from thidua.scoring.actions.writing import BandRow, CriterionRow

__all__ = [
    "BandRow",
    "CriterionRow",
    "LineChanged",
    "ScoreChanged",
    "add_proof",
    "agree_with_self",
    "answer_appeal",
    "appeal",
    "close_check",
    "close_cross",
    "conclude_ranking",
    "copy_table",
    "draft_table",
    "import_sheet",
    "import_table",
    "issue_table",
    "lock_year",
    "move_criterion",
    "new_version",
    "open_sheets",
    "put_criterion",
    "refresh_figures",
    "remove_criterion",
    "remove_proof",
    "reopen_check",
    "rescore",
    "return_sheet",
    "save_bands",
    "save_check",
    "save_cross",
    "save_final",
    "save_peer_score",
    "save_self",
    "save_table",
    "set_criteria",
    "settle_sheet",
    "submit_review",
    "submit_sheet",
    "unlock_year",
    "unsettle_sheet",
    "use_sample",
    "withdraw_ranking",
]
