"""Pages of ceremonies and of the stock."""
