"""Forms of scoring: tables, points, papers and reasons."""
