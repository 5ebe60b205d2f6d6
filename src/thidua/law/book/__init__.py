"""The rulebook: reading it from files, checking it, consolidating it by date."""
