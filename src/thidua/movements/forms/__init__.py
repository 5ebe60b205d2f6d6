"""Forms of registrations and of movements."""
