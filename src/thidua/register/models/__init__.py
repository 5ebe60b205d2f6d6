"""The book of record: entries, what happened to them, years covered, claims, extracts."""

from thidua.register.models.checks import RegisterCheck
from thidua.register.models.claims import Claim, RegisterYear
from thidua.register.models.entries import RegisterEntry
from thidua.register.models.events import RegisterEvent
from thidua.register.models.extracts import RegisterExtract

__all__ = [
    "Claim",
    "RegisterCheck",
    "RegisterEntry",
    "RegisterEvent",
    "RegisterExtract",
    "RegisterYear",
]
