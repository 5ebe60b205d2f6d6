"""Pages of payments and of the funds."""
