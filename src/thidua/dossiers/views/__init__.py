"""Pages of dossiers: the list, one dossier in four tabs, and one page per step."""
