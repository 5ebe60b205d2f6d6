"""What each official paper is made of: plain frozen values (NĐ 30/2020/NĐ-CP, Điều 8)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["individual", "collective"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The first rows of a paper; `number` empty or `signed_on` None means not issued yet."""

    body: str
    symbol: str
    place: str
    parent: str = ""
    number: str = ""
    signed_on: date | None = None
    year: int | None = None

    @property
    def issued(self) -> bool:
        return bool(self.number) and self.signed_on is not None


@dataclass(frozen=True, slots=True)
class Signature:
    """Power and post lines in order ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), then the name."""

    powers: tuple[str, ...] = ("GIÁM ĐỐC",)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Awardee:
    """One line of the annex.

    `amount` None means no reward for it (never shown as 0); `key` tells namesakes apart.
    """

    name: str
    kind: Kind = "individual"
    office: str = ""
    amount: int | None = None
    honorific: str = ""
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class AwardGroup:
    """All who receive one award: `label` is "danh hiệu" for a title, empty for a form."""

    award_name: str
    awardees: tuple[Awardee, ...]
    label: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.label} “{self.award_name}”" if self.label else self.award_name

    def count(self, kind: Kind) -> int:
        return sum(1 for awardee in self.awardees if awardee.kind == kind)


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """A decision with its annex; the next proposal is counted from the end of `period`."""

    head: Letterhead
    subject: str
    authority: str
    groups: tuple[AwardGroup, ...]
    period: str
    grounds: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    bonus_basis: str = ""
    fund: str = ""
    executors: str = ""
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)
    provisional: tuple[str, ...] = ()

    @property
    def awardees(self) -> tuple[Awardee, ...]:
        return tuple(awardee for group in self.groups for awardee in group.awardees)

    @property
    def total(self) -> int:
        return sum(awardee.amount or 0 for awardee in self.awardees)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One council member at the sitting; `written`: an absent member voted in writing."""

    name: str
    role: str
    post: str = ""
    present: bool = True
    reason: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """One candidate's count of all members; `passed` None: no threshold is settled."""

    name: str
    award_name: str
    yes: int
    no: int
    members: int
    office: str = ""
    blank: int = 0
    invalid: int = 0
    threshold: str = ""
    citation: str = ""
    passed: bool | None = None
    note: str = ""
    # Score sheets: "24,3/30", empty for agree or disagree; `yes` then counts the sheets.
    score: str = ""


@dataclass(frozen=True, slots=True)
class BallotCount:
    """Sheets of the secret ballot: issued, returned, valid, invalid."""

    issued: int
    returned: int
    valid: int
    invalid: int


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """A confirmation by account that stands above the name: "Đã ký …", or that the hand signs."""

    duty: str
    name: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """Minutes of a council sitting; not final means the mark DỰ THẢO."""

    head: Letterhead
    council: str
    subject: str
    started_at: datetime | None
    venue: str
    chair: str
    secretary: str
    attendance: tuple[Attendance, ...]
    results: tuple[CandidateResult, ...]
    ended_at: datetime | None = None
    quorum: str = ""
    quorum_met: bool | None = None
    invited: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    ballots: BallotCount | None = None
    conclusions: tuple[str, ...] = ()
    final: bool = False
    provisional: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    # Opinions asked in writing instead of a meeting: until when, "" for a meeting.
    circulation: str = ""
    report: tuple[str, ...] = ()
    discussion: tuple[str, ...] = ()
    # Who took no part in which vote and why, and what that did to the base.
    recusals: tuple[str, ...] = ()
    base_notes: tuple[str, ...] = ()
    signatures: tuple[SignatureMark, ...] = ()
    digest: str = ""
    # Hands were raised: no sheets were given out.
    by_hands: bool = False


@dataclass(frozen=True, slots=True)
class NomineeLine:
    """One nominee of a submission: office, award, standard relied on, earlier awards, votes."""

    name: str
    award_name: str
    kind: Kind = "individual"
    office: str = ""
    standard: str = ""
    held: str = ""
    votes: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionPaper:
    """A submission (tờ trình) to the level that decides, with its list of nominees."""

    head: Letterhead
    addressee: tuple[str, ...]
    subject: str
    nominees: tuple[NomineeLine, ...]
    grounds: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    request: str = ""
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)
    provisional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One person's or unit's rewards under one decision, as paid."""

    name: str
    office: str
    award_name: str
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaymentPaper:
    """The list on which rewards are handed over and signed for."""

    head: Letterhead
    decision: str
    lines: tuple[PaymentLine, ...]
    fund: str = ""
    preparer: str = ""
    accountant: str = ""
    signature: Signature = field(default_factory=Signature)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)
