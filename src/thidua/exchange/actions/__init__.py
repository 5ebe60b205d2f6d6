"""Bringing files in: preview, correct, decide, confirm or discard, undo."""

from thidua.exchange.actions.batches import discard_import, work_key
from thidua.exchange.actions.confirm import confirm_import
from thidua.exchange.actions.decisions import choose_person, decide_alike, decide_row
from thidua.exchange.actions.preview import (
    correct_columns,
    explain_award,
    preview,
    preview_register,
    preview_staff_list,
    read_batch,
    receive_file,
)
from thidua.exchange.actions.undo import undo_import

__all__ = [
    "choose_person",
    "confirm_import",
    "correct_columns",
    "decide_alike",
    "decide_row",
    "discard_import",
    "explain_award",
    "preview",
    "preview_register",
    "preview_staff_list",
    "read_batch",
    "receive_file",
    "undo_import",
    "work_key",
]
