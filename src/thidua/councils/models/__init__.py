"""Councils, members, sittings, motions; and the secret ballot, where nothing joins two tables."""

from thidua.councils.models.ballot import (
    BallotBox,
    Choice,
    HasVoted,
    PaperEntry,
    TallyFile,
    Urn,
)
from thidua.councils.models.council import Council, CouncilDecision, Member
from thidua.councils.models.minutes import Record, RecordSignature, RecordVersion
from thidua.councils.models.sitting import (
    Attendance,
    Invitation,
    Motion,
    Recusal,
    Sitting,
    SittingPaper,
)

__all__ = [
    "Attendance",
    "BallotBox",
    "Choice",
    "Council",
    "CouncilDecision",
    "HasVoted",
    "Invitation",
    "Member",
    "Motion",
    "PaperEntry",
    "Record",
    "RecordSignature",
    "RecordVersion",
    "Recusal",
    "Sitting",
    "SittingPaper",
    "TallyFile",
    "Urn",
]
