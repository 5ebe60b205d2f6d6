"""Cơ quan, đơn vị: bodies, their units and the facts of a collective by year."""
