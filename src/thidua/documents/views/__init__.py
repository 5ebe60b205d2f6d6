"""Pages of templates and of forms of certificates."""
