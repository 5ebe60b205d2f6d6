"""Ceremonies with their turns, presenters; objects in stock with every movement."""

from thidua.ceremonies.models.ceremonies import Ceremony, Presenter, Turn
from thidua.ceremonies.models.stock import StockItem, StockMove

__all__ = ["Ceremony", "Presenter", "StockItem", "StockMove", "Turn"]
