"""Pages of rounds: the list, the grid, one answer explained, findings, the exported list."""
