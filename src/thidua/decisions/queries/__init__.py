"""Questions about decisions; one module per subject."""
