"""Pages of registrations and of movements."""
