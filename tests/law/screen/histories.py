"""Random histories for screening, read from bytes: hypothesis makes and shrinks the bytes, a seeded
generator makes the fixed population. Dense where rules look; any list unknown now and then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from thidua.law import load_rulebook
from thidua.law.api import spoken_awards
from thidua.law.facts import (
    AwardHeld,
    Collective,
    Discipline,
    Facts,
    Finding,
    Initiative,
    Leave,
    Pending,
    Period,
    Post,
    Rank,
    Rating,
    Registration,
    Service,
    Study,
    Subject,
    UsedFor,
)
from thidua.law.facts import words as w
from thidua.law.facts.model import NO_YEAR, awards_of

T = TypeVar("T")
RB = load_rulebook()
CODES = spoken_awards(RB)
PERSONAL = [
    "cstd-co-so",
    "cstd-cap-tinh",
    "cstd-toan-quoc",
    "ldtt",
    "chien-si-tien-tien",
    "bk-cap-tinh",
    "bk-thu-tuong",
    "hc-lao-dong-hang-ba",
    "hc-lao-dong-hang-nhi",
    "hc-lao-dong-hang-nhat",
]
OF_UNITS = [
    "tt-ldtt",
    "tt-ldxs",
    "don-vi-quyet-thang",
    "co-cap-tinh",
    "co-chinh-phu",
    "bk-cap-tinh",
    "bk-thu-tuong",
    "hc-lao-dong-hang-ba",
    "hc-lao-dong-hang-nhi",
    "hc-lao-dong-hang-nhat",
    "hc-doc-lap-hang-ba",
    "hc-doc-lap-hang-nhi",
    "hc-doc-lap-hang-nhat",
]
YEARLY = ["cstd-co-so", "ldtt", "tt-ldxs", "cstd-cap-tinh", "don-vi-quyet-thang", "co-chinh-phu"]
# One day of each regime, with the days around its borders.
RECEIVED = [
    date(2012, 12, 1),
    date(2014, 8, 19),
    date(2014, 8, 20),
    date(2016, 12, 1),
    date(2017, 12, 15),
    date(2019, 6, 1),
    date(2020, 3, 1),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2026, 1, 15),
    date(2026, 9, 15),
    date(2026, 10, 1),
    date(2027, 3, 1),
]
SCOPES = [None, "so-noi-vu-lam-giang", "ubnd-tinh-lam-giang"]


def slugs() -> list[str]:
    """What people judge, and conditions of awards that a finding may settle."""
    found: set[str] = set()
    for code in CODES:
        for spoken in RB.speakers(f"award:{code}"):
            entry = spoken.entry
            if entry is None or not entry.loaded:
                continue
            waiting = [*entry.conditions, *(c for route in entry.routes for c in route.conditions)]
            found.update(slug for route in entry.routes for slug in route.claims)
            while waiting:
                one = waiting.pop()
                waiting += one.children
                if one.predicate == "judged":
                    found.add(one.params["slug"])
                elif one.confirm or one.predicate in ("years_in_position", "discipline_in_year"):
                    found.add(f"{code}.{one.id}")
    return sorted(found)


SLUGS = slugs()


class Dice:
    """Reads choices from bytes; past the end every choice is the first, the plainest one."""

    def __init__(self, source: bytes) -> None:
        self._bytes = iter(source)
        self.empty = not source

    def number(self, below: int) -> int:
        found = 0
        for _ in range(1 if below <= 256 else 2):
            byte = next(self._bytes, None)
            if byte is None:
                self.empty = True
                return 0
            found = found * 256 + byte
        return found % below

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(len(options))]

    def chance(self, one_in: int) -> bool:
        return self.number(one_in) == one_in - 1

    def some(self, make: Callable[[], T], one_in: int = 3) -> T | None:
        return None if self.chance(one_in) else make()

    def many(self, make: Callable[[], T], most: int) -> list[T]:
        return [make() for _ in range(self.number(most + 1))]

    def year(self) -> int:
        return 2026 - self.number(19)

    def day(self) -> date:
        year = self.year() + 1
        plain = self.number(4)
        if plain == 0:
            return date(year, 1, 1)
        if plain == 1:
            return date(year, 12, 31)
        return date(year, 1, 1) + timedelta(days=self.number(365))

    def span(self) -> tuple[date, date | None]:
        start = self.day()
        days = self.pick([0, None, 30, 364, 365, 200, 730, 800, 1500, 4000])
        return start, None if days is None else start + timedelta(days=days)


def histories(source: bytes) -> Iterator[Facts]:
    """Histories until the bytes are used up; at least one."""
    dice = Dice(source)
    yield _history(dice)
    while not dice.empty:
        yield _history(dice)


def _history(dice: Dice) -> Facts:
    kind = dice.pick(["individual"] * 8 + ["collective"] * 6 + list(w.SUBJECT_KINDS))
    subject = Subject(
        kind,
        gender=dice.pick(["female", "male", None]),
        died=dice.pick([None] * 14 + [date(2026, 3, 5), date(2019, 1, 1)]),
        group=dice.pick(["direct_worker", "head_of_division", "worker", None, *w.GROUPS]),
        force=dice.pick(["civil"] * 9 + list(w.FORCES)),
    )

    def listed(make: Callable[[], list[Any]], one_in: int = 8) -> Any:
        return None if dice.chance(one_in) else tuple(make())

    awards = listed(lambda: _awards(dice, kind))
    return Facts(
        subject,
        dice.some(lambda: _service(dice), 6),
        listed(lambda: dice.many(lambda: Registration(dice.year(), dice.pick(PERSONAL)), 3)),
        listed(lambda: _ratings(dice)),
        listed(lambda: _initiatives(dice)),
        listed(lambda: _disciplines(dice)),
        awards,
        dice.some(lambda: _collective(dice)) if kind != "individual" else None,
        listed(lambda: _pending(dice)),
        listed(lambda: dice.many(lambda: _finding(dice), 4)),
        _complete(dice) if dice.chance(3) else {},
    )


def _award(dice: Dice, code: str, year: int) -> AwardHeld:
    usual = Period(date(year, 1, 1), date(year, 12, 31))
    period: Period | None = dice.pick([usual, usual, None, None])
    shape = dice.number(8)
    if shape == 6:
        period = Period(date(year - 2, 1, 1), date(year, 12, 31))
    elif shape == 7:
        start, end = dice.span()
        period = Period(start, end or start)
    decided = dice.pick([date(year, 12, 20), date(year + 1, 3, 1), None, None])
    if dice.chance(6):
        decided = dice.day()
    merit = dice.pick(["cong_trang"] * 6 + [None, *w.MERITS])
    return AwardHeld(code, year, dice.pick([None, "1/QĐ", "2/QĐ"]), decided, None, period, merit)


def _awards(dice: Dice, kind: str) -> list[AwardHeld]:
    usual = PERSONAL if kind == "individual" else OF_UNITS
    found = []
    for _ in range(dice.number(3)):
        code, last = dice.pick(YEARLY), dice.year()
        step = dice.pick([1, 1, 1, 2, 3])
        found += [_award(dice, code, last - step * n) for n in range(1 + dice.number(6))]
    found += dice.many(lambda: _award(dice, dice.pick(usual), dice.year()), 4)
    found += dice.many(lambda: _award(dice, dice.pick(CODES), dice.year()), 1)
    if found and dice.chance(6):
        # The same year told twice, and a medal from long ago.
        found.append(_award(dice, found[0].code, found[0].year))
        found.append(_award(dice, dice.pick(CODES), 1960 + dice.number(30)))
    return found


def _ratings(dice: Dice) -> list[Rating]:
    grades = list(w.GRADES)[::-1]
    usual, first = dice.pick(grades), 2026 - dice.number(30)
    found = [Rating(year, usual) for year in range(first, 2028 - dice.number(4))]
    for _ in range(dice.number(4)):
        if found:
            place = dice.number(len(found))
            found[place] = Rating(found[place].year, dice.pick(grades))
            if dice.chance(3):
                del found[place]
    if found and dice.chance(12):
        found.append(Rating(found[0].year, dice.pick(grades)))
    return found


def _initiatives(dice: Dice) -> list[Initiative]:
    level, kinds = dice.pick(list(w.LEVELS)), list(w.INITIATIVE_KINDS)

    def one() -> Initiative:
        year = dice.year()
        used = dice.many(lambda: UsedFor(dice.pick(PERSONAL), dice.pick([year, 2024])), 2)
        return Initiative(
            year,
            level if dice.number(3) else dice.pick(list(w.LEVELS)),
            dice.pick(["sang_kien", "sang_kien", *kinds]),
            dice.some(lambda: dice.pick([date(year, 6, 1), dice.day()])),
            dice.pick([None, "", "1/QĐ"]),
            tuple(used),
        )

    return dice.many(one, 8)


def _disciplines(dice: Dice) -> list[Discipline]:
    if dice.number(3):
        return []
    return dice.many(lambda: Discipline(dice.pick(list(w.MEASURES)), *dice.span()), 2)


def _pending(dice: Dice) -> list[Pending]:
    if dice.number(4):
        return []

    def one() -> Pending:
        start, end = dice.span()
        return Pending(dice.pick(list(w.PENDING_KINDS)), dice.some(lambda: start), end)

    return dice.many(one, 2)


def _finding(dice: Dice) -> Finding:
    about = dice.pick(SLUGS)
    return Finding(
        about,
        not dice.chance(3),
        decided_on=dice.some(dice.day),
        award=None if "." in about or dice.number(4) else dice.pick(CODES),
        year=dice.pick([None, None, dice.year()]),
    )


def _service(dice: Dice) -> Service:
    offices = ["vu_truong", "thu_truong", "bo_truong", "giam_doc_so", None, *w.POSITIONS]

    def post() -> Post:
        start, end = dice.span()
        level = dice.pick(offices)
        start = start.replace(day=min(start.day, 28), year=start.year - dice.number(25))
        return Post(level or "Chuyên viên", start, level, end)

    def leave() -> Leave:
        return Leave(dice.pick(list(w.LEAVE_KINDS)), *dice.span())

    def study() -> Study:
        return Study(*dice.span(), dice.some(lambda: dice.pick(list(w.STUDY_RESULTS))))

    def long_ago() -> date:
        day = dice.day()
        return day.replace(day=1, year=day.year - dice.number(30))

    return Service(
        dice.some(lambda: dice.pick([dice.day(), long_ago()]), 8),
        dice.some(lambda: dice.pick(list(w.EMPLOYMENTS))),
        dice.some(lambda: tuple(dice.many(post, 3)), 4),
        dice.some(lambda: tuple(dice.many(leave, 2) if dice.chance(3) else ()), 6),
        dice.some(lambda: tuple(dice.many(study, 1) if dice.chance(3) else ()), 4),
        dice.some(long_ago),
        dice.some(dice.day, 2),
    )


def _collective(dice: Dice) -> Collective:
    counted = ("ldtt", "cstd-co-so", "chien-si-tien-tien")
    members = dice.some(lambda: dice.pick([10, 7, 20, 0, 3]), 6)

    def some() -> int:
        return dice.pick([members or 0, dice.number((members or 0) + 1)])

    def rank() -> Rank:
        level = dice.some(lambda: dice.pick(list(w.CLUSTER_LEVELS)), 5)
        return Rank(dice.pick([1, 1, 1, 2, 0]), level=level)

    with_titles = {code: some() for code in counted if not dice.chance(5)}
    return Collective(
        members,
        dice.some(some, 5),
        dice.some(lambda: with_titles, 6),
        dice.pick(["khong", "khong", None, *w.MEASURES]),
        dice.some(rank),
        dice.some(lambda: dice.day().replace(day=1, year=1990 + dice.number(30))),
        dice.pick([0, 0, 1, 3]),
        {code: dice.number(3) for code in counted if dice.chance(3)},
    )


def _complete(dice: Dice) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for _ in range(dice.number(4)):
        name, first = dice.pick(w.COMPLETE_KEYS), dice.year()
        found[name] = (first, dice.pick([2027, 2027, first + dice.number(4)]))
    if dice.chance(4):
        code = dice.pick([*PERSONAL, *OF_UNITS])
        found[awards_of(code)] = NO_YEAR if dice.chance(3) else (dice.year(), 2027)
    return found
