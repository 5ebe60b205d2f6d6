"""Pages of targets and of programmes."""
