"""Ceremonies in their order; the stock and what is lacking."""
