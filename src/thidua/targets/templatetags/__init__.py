"""Filters of the pages of targets."""
