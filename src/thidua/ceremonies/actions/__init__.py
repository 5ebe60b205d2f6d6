"""Planning ceremonies, keeping the stock."""

from thidua.ceremonies.actions.planning import (
    add_presenter,
    arrange,
    assign_presenter,
    change_turn,
    give_seats,
    move_turn,
    remove_ceremony,
    remove_presenter,
    save_ceremony,
)
from thidua.ceremonies.actions.stock import issue_for_decision, move_stock, save_item, undo_move

__all__ = [
    "add_presenter",
    "arrange",
    "assign_presenter",
    "change_turn",
    "give_seats",
    "issue_for_decision",
    "move_stock",
    "move_turn",
    "remove_ceremony",
    "remove_presenter",
    "save_ceremony",
    "save_item",
    "undo_move",
]
