"""Pages of decisions: lists, one decision, steps, downloads."""
