"""Pages of the book of record."""

from thidua.register.views.book import claims, detail, export, index, verify
from thidua.register.views.keeping import add, confirm, matching, reject, revoke, undo

__all__ = [
    "add",
    "claims",
    "confirm",
    "detail",
    "export",
    "index",
    "matching",
    "reject",
    "revoke",
    "undo",
    "verify",
]
