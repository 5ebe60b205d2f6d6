"""Pages about the law."""
