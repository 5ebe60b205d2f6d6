"""What a legacy register holds: entries, the years it covers, numbers without names, and the
columns it needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from thidua.exchange.readers.dates import NOTHING, DateRead
from thidua.exchange.readers.records import ColumnGuess, Place, Problem
from thidua.exchange.readers.tables import Field
from thidua.register.claim_values import Book, Decisions

REGISTER_FIELDS = (
    Field("number", "STT", (), exact=("stt", "tt", "so tt")),
    Field("address", "Ông/Bà", ("ong ba", "gioi tinh", "nam nu")),
    Field(
        "name",
        "Họ và tên",
        ("ho va ten", "ho ten", "ten ca nhan tap the", "ten ca nhan", "ten tap the"),
        required=True,
    ),
    Field("born", "Ngày sinh", ("ngay sinh", "nam sinh", "ngay thang nam sinh")),
    Field("identity", "Số định danh", ("so dinh danh", "cccd", "can cuoc")),
    Field("unit", "Đơn vị", ("chuc vu don vi", "don vi cong tac", "don vi cu", "don vi")),
    Field(
        "award",
        "Danh hiệu, hình thức khen thưởng",
        (
            "danh hieu hinh thuc khen thuong",
            "danh hieu hinh thuc",
            "hinh thuc khen",
            "danh hieu htkt",
            "danh hieu",
        ),
    ),
    Field(
        "decision",
        "Số quyết định",
        ("so qd", "so quyet dinh", "so ngay quyet dinh", "quyet dinh so ngay"),
        exact=("so",),
    ),
    Field(
        "decided_on", "Ngày quyết định", ("ngay qd", "ngay quyet dinh", "ngay ky"), exact=("ngay",)
    ),
    Field("authority", "Cơ quan ban hành", ("co quan ban hanh", "co quan", "nguoi ky")),
    Field("level", "Cấp khen", ("cap khen",)),
    Field("year", "Năm thành tích", ("nam thanh tich",), exact=("nam",)),
    Field("prize", "Tiền thưởng", ("tien thuong",)),
    Field("note", "Ghi chú", ("ghi chu",), exact=("noi dung",)),
)


@dataclass(slots=True)
class RegisterRow:
    """One award of one person or collective as the register holds it; never changed once read.

    Not frozen, because freezing triples the time of making a hundred thousand. `doubtful` entries
    never confirm a claim by themselves; `revoked` ones contradict it.
    """

    place: Place
    name: str
    collective: bool
    code: str | None
    label: str
    text: str
    year: int | None
    period: tuple[int, int] | None = None
    decision: str = ""
    decided_on: dt.date | None = None
    authority: str = ""
    merit: str = "cong_trang"
    theme: str = ""
    born: DateRead = NOTHING
    gender: str | None = None
    identity_number: str = ""
    unit: str = ""
    position: str = ""
    note: str = ""
    sheet_year: int | None = None
    year_given: bool = False
    revoked: str = ""
    doubtful: str = ""
    received: bool = False
    # Read from the program's own list: every field is as it stood in the book.
    exact: bool = False


@dataclass(frozen=True)
class RefusedRow:
    """One line that holds data but brings nothing in, with the reason; `award` is the text that
    named no award, which somebody may know.
    """

    place: Place
    name: str
    text: str
    reason: str
    award: str = ""
    repeated: bool = False


@dataclass(frozen=True)
class Register:
    """`complete` is the span of years in which every yearly title is listed by name.

    Every line with data is among `rows` or `refused`: nothing is lost between the two.
    """

    file: str
    rows: tuple[RegisterRow, ...]
    problems: tuple[Problem, ...]
    years: tuple[int, ...]
    counted_only: dict[int, int] = field(default_factory=dict)
    received_on: dt.date | None = None
    columns: dict[str, tuple[ColumnGuess, ...]] = field(default_factory=dict)
    legacy_sheets: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()

    @cached_property
    def book(self) -> Book:
        """What the rule of claims has to know of the register as a whole."""
        decisions = Decisions()
        for row in self.rows:
            decisions.add(row.decision, row.decided_on, row.code or "", row.year, row.authority)
        return Book(frozenset(self.years), frozenset(self.counted_only), decisions)

    @property
    def complete(self) -> tuple[int, int] | None:
        """The last run of years without a gap and without a year that only counts its LĐTT."""
        return _last_run(year for year in self.years if year not in self.counted_only)

    @property
    def listed(self) -> tuple[int, int] | None:
        """The last run of years without a gap: every award but LĐTT is listed by name."""
        return _last_run(self.years)


def _last_run(years: Iterable[int]) -> tuple[int, int] | None:
    known = set(years)
    if not known:
        return None
    last = first = max(known)
    while first - 1 in known:
        first -= 1
    return first, last
