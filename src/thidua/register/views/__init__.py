"""Pages of the book of record."""

from thidua.register.views.book import claims, detail, evidence, export, export_claims, index
from thidua.register.views.checks import checks, head, progress, verify
from thidua.register.views.extracts import (
    cancel,
    export_extracts,
    extract,
    extracts,
    issue,
    paper,
)
from thidua.register.views.keeping import add, confirm, export_matching, matching, reject, undo
from thidua.register.views.standing import event

__all__ = [
    "add",
    "cancel",
    "checks",
    "claims",
    "confirm",
    "detail",
    "event",
    "evidence",
    "export",
    "export_claims",
    "export_extracts",
    "export_matching",
    "extract",
    "extracts",
    "head",
    "index",
    "issue",
    "matching",
    "paper",
    "progress",
    "reject",
    "undo",
    "verify",
]
