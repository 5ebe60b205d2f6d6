"""Forms of targets, results and programmes."""
