"""Xét điều kiện: rounds, facts collected, the law asked, each answer kept as it was given."""
