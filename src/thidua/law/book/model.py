"""The rulebook in memory: instruments and what they say of awards, money, votes, slots."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from thidua.law.values import Citation


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal instrument as issued; `lapsed` is the first day it is no longer in force."""

    key: str
    number: str
    title: str
    short: str
    kind: str
    issuer: str
    signed: date | None
    in_force: date
    lapsed: date | None
    state: str
    confidence: str
    path: Path
    amends: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    ground: str | None = None
    source: str | None = None
    scope: str | None = None
    note: str = ""
    within: str | None = None

    def speaks_on(self, day: date) -> bool:
        return self.in_force <= day and (self.lapsed is None or day < self.lapsed)


@dataclass(frozen=True, slots=True)
class Official:
    """Who read the official text of an entry, when, against which publication, in which file."""

    instrument: Instrument
    by: str
    on: date
    against: str
    path: Path
    note: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """`kind` is all, any or leaf; a leaf names one predicate of the vocabulary. `confirm`: the
    wording was not compared with the official text, so neither yes nor no is concluded alone."""

    id: str
    kind: str
    statement: str
    statement_en: str
    citation: Citation
    confidence: str
    predicate: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    children: tuple[Condition, ...] = ()
    confirm: bool = False

    @property
    def from_memory(self) -> bool:
        """A wording that nobody saw (K), tested against the record: what people judge, and what a
        body's own rule (slot) says, stands on another text."""
        return (
            self.confidence == "K"
            and not self.confirm
            and self.predicate not in ("judged", "unknown")
            and not any(key == "slot" or key.endswith("_slot") for key in self.params)
        )


@dataclass(frozen=True, slots=True)
class Who:
    """For whom a route is; None leaves the property free."""

    kinds: tuple[str, ...]
    groups: tuple[str, ...] | None = None
    employments: tuple[str, ...] | None = None
    forces: tuple[str, ...] | None = None
    employment_may_be_unknown: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """One way to an award. `opening`: by_record, or on_claim with the slugs that open it."""

    id: str
    statement: str
    statement_en: str
    opening: str
    claims: tuple[str, ...]
    who: Who
    citation: Citation
    confidence: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit on a list, not on a person: at most `share` of those with (or fit for) `of`."""

    share: Fraction
    of: str
    scope: str
    statement: str
    statement_en: str
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """All routes of one award as one instrument states them, or `text_not_loaded`."""

    code: str
    instrument: Instrument
    loaded: bool
    citation: Citation
    confidence: str
    recipients: tuple[str, ...] = ()
    authority: str = ""
    authority_citation: Citation | None = None
    cycle: str = ""
    posthumous: bool | None = None
    posthumous_citation: Citation | None = None
    posthumous_confidence: str = "UNKNOWN"
    conditions: tuple[Condition, ...] = ()
    routes: tuple[Route, ...] = ()
    notes: tuple[str, ...] = ()
    note: str = ""
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonEntry:
    """A condition that stands before every award (holds, discipline), or before those of some
    levels of the index or some groups of persons; None leaves the property free."""

    key: str
    instrument: Instrument
    condition: Condition
    kinds: tuple[str, ...]
    levels: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None

    def concerns(self, level: str, kinds: Collection[str]) -> bool:
        """Whether it stands before an award of that level, given to one of these kinds."""
        return bool(set(self.kinds) & set(kinds)) and (self.levels is None or level in self.levels)


@dataclass(frozen=True, slots=True)
class Counting:
    """From where the next award counts: `basis` is period (the end of the achievement period that
    the last decision names, else the decision), decision (always), or None: the text is unread."""

    instrument: Instrument
    basis: str | None
    statement: str
    statement_en: str
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Times of the base salary; `multiple` None is unknown, `none` means that no money is set."""

    multiple: Fraction | None
    citation: Citation
    confidence: str
    at_most: bool = False
    none: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class BonusEntry:
    """Rates by recipient; for certificates also by authority ("thu_truong", "ubnd_xa" ...)."""

    award: str
    instrument: Instrument
    rates: Mapping[str, Rate]
    by_authority: Mapping[str, Mapping[str, Rate]] = field(default_factory=dict)
    payer: str = ""
    payer_en: str = ""
    payer_citation: Citation | None = None
    payer_confidence: str = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """Rounding and what is paid when several awards are decided at once."""

    instrument: Instrument
    round_up_to: int
    rounding_citation: Citation
    rounding_confidence: str
    several: Mapping[str, tuple[str, Citation, str]]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of votes; `strict` means more than, not at least."""

    share: Fraction
    strict: bool = False


@dataclass(frozen=True, slots=True)
class SlotDeclaration:
    """What the law leaves to a body: type, legal limits, and the text that delegates it."""

    name: str
    instrument: Instrument
    type: str
    statement: str
    statement_en: str
    citation: Citation
    confidence: str
    unit: str = ""
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    words: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    default: Any = None


@dataclass(frozen=True, slots=True)
class SlotFill:
    """A body's choice inside the law, from its own regulation."""

    name: str
    scope: str
    instrument: Instrument
    value: Any
    citation: Citation
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SalaryRow:
    """Base salary (before 01/07/2013 the general minimum wage) from a day on, đồng a month."""

    start: date
    amount: int
    base: str
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A rule of passage between two texts, as stated in regimes.yaml.

    `more_favourable`: a file received before `from_` and decided on or after it is judged by both
    texts, and the more favourable one applies.
    """

    key: str
    statement: str
    statement_en: str
    citation: Citation
    confidence: str
    from_: date | None = None
    more_favourable: bool = False
