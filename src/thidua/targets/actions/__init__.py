"""Acts on targets: planned, approved, handed down, reported, brought as a workbook."""

from thidua.targets.actions.assigning import Part, assign_target, receive_targets, withdraw_share
from thidua.targets.actions.following import follow_person
from thidua.targets.actions.importing import (
    import_results,
    import_targets,
    preview_results,
    preview_targets,
)
from thidua.targets.actions.opening import remove_set, save_set
from thidua.targets.actions.planning import carry_over, open_set, remove_target, save_target
from thidua.targets.actions.programmes import (
    Step,
    end_programme,
    finish_milestone,
    reopen_milestone,
    save_programme,
)
from thidua.targets.actions.reading import RESULT_HEADS, TARGET_HEADS
from thidua.targets.actions.reporting import remove_result, report_result
from thidua.targets.actions.steps import (
    approve_set,
    lock_set,
    return_set,
    submit_set,
    unlock_set,
)

__all__ = [
    "RESULT_HEADS",
    "TARGET_HEADS",
    "Part",
    "Step",
    "approve_set",
    "assign_target",
    "carry_over",
    "end_programme",
    "finish_milestone",
    "follow_person",
    "import_results",
    "import_targets",
    "lock_set",
    "open_set",
    "preview_results",
    "preview_targets",
    "receive_targets",
    "remove_result",
    "remove_set",
    "remove_target",
    "reopen_milestone",
    "report_result",
    "return_set",
    "save_programme",
    "save_set",
    "save_target",
    "submit_set",
    "unlock_set",
    "withdraw_share",
]
