"""Bringing files in: preview, correct, decide, confirm or discard."""

from thidua.exchange.actions.batches import choose_person, discard_import
from thidua.exchange.actions.confirm import confirm_import
from thidua.exchange.actions.preview import correct_columns, preview_register, preview_staff_list

__all__ = [
    "choose_person",
    "confirm_import",
    "correct_columns",
    "discard_import",
    "preview_register",
    "preview_staff_list",
]
