"""What stands around an award: votes, papers, routes through levels, powers, what comes after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from thidua.law.book.model import Instrument, Threshold
from thidua.law.values import Citation


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence of a text in both languages, where it stands and how surely it was read."""

    key: str
    statement: str
    statement_en: str
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FundRule:
    """One figure about the fund: a share, or an amount in đồng; both None is unread."""

    key: str
    instrument: Instrument
    statement: str
    statement_en: str
    share: Fraction | None
    amount: int | None
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class VoteEntry:
    """`slot` names the slot that sets the share where the instrument leaves it to the body.

    `of` says whose share is meant: all members, those present, members of the standing part.
    """

    award: str
    instrument: Instrument
    threshold: Threshold | None
    slot: str | None
    base: str
    secret: bool | None
    quorum: Fraction | None
    citation: Citation
    confidence: str
    council: str = ""
    council_en: str = ""
    written: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CouncilRules:
    """What holds for every sitting: quorum, the chair's vote, opinions of absent members."""

    instrument: Instrument
    quorum: Fraction | None
    written: bool | None
    citation: Citation
    confidence: str
    rules: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """One paper of the dossier of an award; a conditional one only where a proposal rests on it.

    `copies` None: nobody read how many sets are sent; `form` is the number of an official form.
    """

    code: str
    name: str
    copies: int | None
    citation: Citation
    confidence: str = "K"
    name_en: str = ""
    note: str = ""
    conditional: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class DocumentsEntry:
    award: str
    instrument: Instrument
    documents: tuple[DocumentRule, ...]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a step may take. `kind` working or calendar; `days` None with `slot`: the body
    sets it; None without: nobody read it. `after`: received, decided, the id of an earlier step,
    or an event in words that no date of the question gives."""

    days: int | None
    kind: str
    after: str
    slot: str | None
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route: who, what, at which level, from what, making what, how long."""

    id: str
    actor: str
    actor_en: str
    action: str
    action_en: str
    level: str
    citation: Citation
    confidence: str
    length: Length | None = None
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """The last day to send a dossier up: a day of the year, of a slot, or none set.

    `years_after`: counted from the decision on the title before (0: the year of receipt).
    """

    to: str
    to_en: str
    day: str | None
    slot: str | None
    years_after: int
    sector: str
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """The route of one award as one instrument states it, from the unit to the decision."""

    award: str
    instrument: Instrument
    statement: str
    statement_en: str
    steps: tuple[Step, ...]
    submissions: tuple[Submission, ...]
    rules: tuple[Stated, ...]
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class SimplifiedEntry:
    """The simplified procedure: when it may be used, its papers; None means not read."""

    instrument: Instrument
    grounds: tuple[Stated, ...]
    papers: tuple[DocumentRule, ...] | None
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationEntry:
    """Hiệp y for one award: who is asked, days to answer, what silence means."""

    award: str
    instrument: Instrument
    asked: tuple[Stated, ...]
    contents: tuple[Stated, ...]
    days: Length
    silence: Stated | None
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Publication of nominees by one body: where, at least how many days, before what."""

    by: str
    by_en: str
    where: str
    where_en: str
    days: int | None
    before: str
    before_en: str
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PublicationEntry:
    award: str
    instrument: Instrument
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who decides an award, or may propose it; `who` is a word of the closed list."""

    who: str
    text: str
    text_en: str
    level: str
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PowersEntry:
    award: str
    instrument: Instrument
    decide: tuple[Holder, ...]
    propose: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class AfterStep:
    """One step of a cancellation or a re-issue."""

    actor: str
    actor_en: str
    action: str
    action_en: str
    days: int | None
    kind: str
    slot: str | None
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AfterEntry:
    """Cancellation or re-issue for one level of awards: grounds, papers, steps, effects.

    `left_to_body`: the text leaves the procedure to the ministry or province.
    """

    level: str
    instrument: Instrument
    left_to_body: bool
    grounds: tuple[Stated, ...]
    papers: tuple[DocumentRule, ...]
    steps: tuple[AfterStep, ...]
    effects: tuple[Stated, ...]
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SwapDay:
    """A working day made free or a free day made working by a yearly notice."""

    day: date
    works: bool
    name: str
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    year: int
    instrument: Instrument
    days: Mapping[date, SwapDay]
