"""Decisions of commendation: numbering, signing, certificates, corrections and cancellations."""

from thidua.decisions.models.amending import AmendedLine, Amendment
from thidua.decisions.models.certificates import Certificate, Reissue, VerificationKey
from thidua.decisions.models.decisions import Decision, DecisionAward
from thidua.decisions.models.numbering import DecisionNumber, NumberBook
from thidua.decisions.models.signing import DecisionSigner, Notice, SignedPaper

__all__ = [
    "AmendedLine",
    "Amendment",
    "Certificate",
    "Decision",
    "DecisionAward",
    "DecisionNumber",
    "DecisionSigner",
    "Notice",
    "NumberBook",
    "Reissue",
    "SignedPaper",
    "VerificationKey",
]
