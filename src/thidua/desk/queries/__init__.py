"""What the desk shows: what waits for me, where the dossiers are, counts of the shell."""

from thidua.desk.queries.board import Board, board_for
from thidua.desk.queries.counts import shell_counts
from thidua.desk.queries.tasks import Task, tasks_for

__all__ = ["Board", "Task", "board_for", "shell_counts", "tasks_for"]
