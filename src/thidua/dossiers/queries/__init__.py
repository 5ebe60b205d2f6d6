"""Questions about dossiers: who sees what, lists, what is missing, papers.

Where to look: `lists.py` scope and filters; `detail.py` one dossier; `missing.py` before
submission; `papers.py` submission (tờ trình) and what a council member reads.
"""

from thidua.dossiers.queries.detail import Task, awaiting_decision, motions_of, waiting_for
from thidua.dossiers.queries.lists import Filters, find, papers_open_to, visible_to
from thidua.dossiers.queries.missing import Missing, missing_for_submission

__all__ = [
    "Filters",
    "Missing",
    "Task",
    "awaiting_decision",
    "find",
    "missing_for_submission",
    "motions_of",
    "papers_open_to",
    "visible_to",
    "waiting_for",
]
