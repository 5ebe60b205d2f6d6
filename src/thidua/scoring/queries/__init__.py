"""What is asked: tables with what is wrong with them, sheets a user sees, standing points."""

from thidua.scoring.queries.sheets import sheets_for
from thidua.scoring.queries.tables import bands_of, nodes_of, problems_of, tables_for, trees_of

__all__ = ["bands_of", "nodes_of", "problems_of", "sheets_for", "tables_for", "trees_of"]
