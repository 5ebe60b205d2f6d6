"""A made-up department with its register, and whose every line is: the ground of `matching.py`.

Nothing here is taken from the sample files. Names are drawn from syllables with the shares that
Vietnamese names have; the habits of the people who keep lists (capitals, no marks, short family
names, slips, missing births, renamed and merged units, moves) are drawn per sheet and per line.
"""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field

from thidua.exchange.readers.dates import NOTHING, DateRead
from thidua.exchange.readers.records import PersonRead, Place, UnitRead
from thidua.exchange.readers.register_records import RegisterRow

FAMILIES = {
    "Nguyễn": 31, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Huỳnh": 4, "Vũ": 4, "Võ": 3,
    "Phan": 4, "Trương": 2, "Bùi": 2, "Đặng": 2, "Đỗ": 2, "Ngô": 1, "Hồ": 1, "Dương": 1,
    "Đinh": 1, "Lý": 1, "Mai": 1, "Nông": 1, "Quách": 0.5, "Giàng": 0.5, "Y": 0.3, "Tạ": 0.5,
}  # fmt: skip
MIDDLES = {
    "female": {"Thị": 30, "Ngọc": 6, "Thu": 5, "Thanh": 4, "Thị Kim": 4, "Hồng": 3, "Mỹ": 2,
               "Thị Thuý": 3, "Quỳnh": 2, "Thị Thanh": 6, "Thị Thu": 7, "Thị Ngọc": 4,
               "Thị Minh": 3, "Thị Hồng": 4, "Thị Bích": 2, "Thị Phương": 4, "Khánh": 1,
               "Minh": 2, "Bích": 1, "Thị Lan": 2},
    "male": {"Văn": 30, "Mạnh": 4, "Anh": 3, "Thế": 3, "Đình": 4, "Trọng": 2, "Tiến": 2,
             "Việt": 2, "Hoàng": 2, "Duy": 2, "Bá": 1, "Viết": 1,
             "Đức": 8, "Quang": 6, "Minh": 5, "Hữu": 5, "Xuân": 4, "Thanh": 4,
             "Quốc": 3, "Ngọc": 3, "Công": 2},
}  # fmt: skip
GIVENS = {
    "female": "Hoa Hương Lan Hà Thủy Thuỷ Hằng Hạnh Nga Mai Hiền Vân Yến Oanh Hòa Huyền Liên "
              "Nhung Trang Thảo Phượng Tuyết Dung Loan Quý Lý Bình Tâm Anh Ánh Châu Xuyến",
    "male": "Hùng Dũng Tuấn Minh Sơn Nam Long Hải Thắng Cường Trung Anh Bình Hòa Quý Kỳ Vỹ Tiến "
            "Toàn Phúc Khoa Thành Đạt Huy Lâm Việt Tùng Hậu Sỹ Lợi An Ân",
}  # fmt: skip
UNITS = 14
OLD_TONE = {"òa": "oà", "óa": "oá", "ọa": "oạ", "ủy": "uỷ", "úy": "uý", "ũy": "uỹ"}
SIGNS = "bcdghklmnpqrstvx"


@dataclass
class Habits:
    """How often things go wrong; the default is one department, other ones are drawn."""

    people: int = 350
    leavers: float = 0.45
    namesakes: float = 0.06
    capitals: float = 0.15
    bare_sheets: float = 0.15
    short_family: float = 0.04
    slips: float = 0.01
    wrong_marks: float = 0.01
    wrong_birth: float = 0.004
    no_birth_sheets: float = 0.4
    list_without_birth: float = 0.04
    list_year_only: float = 0.12
    moves: float = 0.05
    told_names: float = 0.5
    wrong_sex: float = 0.005


@dataclass
class World:
    """A list, a register, and for every line of the register the key of its person or None."""

    people: list[PersonRead] = field(default_factory=list)
    units: list[UnitRead] = field(default_factory=list)
    rows: list[RegisterRow] = field(default_factory=list)
    truth: list[str | None] = field(default_factory=list)


@dataclass
class _Somebody:
    key: str
    name: str
    gender: str
    born: dt.date
    start: int
    end: int
    units: dict[int, int]
    number: str


def make(seed: int, habits: Habits | None = None) -> World:
    """The same seed and habits give the same world."""
    dice, habits = random.Random(seed), habits or Habits()  # noqa: S311 - repeatable on purpose
    world = World()
    names = _unit_names(dice)
    everybody = _people(dice, habits)
    for unit, history in enumerate(names):
        told = (
            tuple((year, name) for year, name in history[:-1])
            if dice.random() < habits.told_names
            else ()
        )
        world.units.append(UnitRead(str(unit), "", (), history[-1][1], former_names=told))
    for one in everybody:
        if one.end >= 2026:
            world.people.append(_listed(dice, habits, one, names))
    for year in range(2011, 2026):
        _sheet(dice, habits, world, everybody, names, year)
    return world


def _unit_names(dice: random.Random) -> list[list[tuple[int, str]]]:
    words = [
        "Kế hoạch", "Tổ chức", "Hành chính", "Tài chính", "Nghiệp vụ", "Thanh tra", "Văn thư",
        "Lưu trữ", "Đào tạo", "Chính sách", "Dân tộc", "Pháp chế", "Thống kê", "Quy hoạch",
    ]  # fmt: skip
    dice.shuffle(words)
    histories = []
    for word in words[:UNITS]:
        history = [(2011, f"Phòng {word}")]
        if dice.random() < 0.5:
            year = dice.randint(2013, 2024)
            history.append((year, f"Phòng {word} và {dice.choice(words)} {year}"))
        histories.append(history)
    return histories


def _draw(dice: random.Random, shares: dict[str, float]) -> str:
    return dice.choices(list(shares), weights=list(shares.values()))[0]


def _people(dice: random.Random, habits: Habits) -> list[_Somebody]:
    found: list[_Somebody] = []
    while sum(1 for one in found if one.end >= 2026) < habits.people:
        gender = dice.choice(["female", "male"])
        name = f"{_draw(dice, FAMILIES)} {_draw(dice, MIDDLES[gender])} "
        name += dice.choice(GIVENS[gender].split())
        if found and dice.random() < habits.namesakes:
            twin = dice.choice(found)
            name, gender = twin.name, twin.gender
        start = dice.randint(2000, 2024)
        born = dt.date(start - dice.randint(22, 32), dice.randint(1, 12), dice.randint(1, 28))
        leaves = dice.random() < habits.leavers
        end = dice.randint(max(2011, start + 1), 2026) - 1 if leaves else 2026
        at, units = dice.randrange(UNITS), {}
        for year in range(2011, 2027):
            if dice.random() < habits.moves:
                at = dice.randrange(UNITS)
            units[year] = at
        number = f"0{dice.randint(10, 96)}{0 if gender == 'male' else 1}{born.year % 100:02d}"
        number += f"{dice.randint(0, 999999):06d}"
        found.append(_Somebody(f"N{len(found)}", name, gender, born, start, end, units, number))
    return found


def _named(history: list[tuple[int, str]], year: int) -> str:
    return [name for start, name in history if start <= year][-1]


def _listed(
    dice: random.Random, habits: Habits, one: _Somebody, names: list[list[tuple[int, str]]]
) -> PersonRead:
    roll = dice.random()
    born = DateRead("", one.born, one.born.year)
    if roll < habits.list_without_birth:
        born = NOTHING
    elif roll < habits.list_without_birth + habits.list_year_only:
        born = DateRead("", None, one.born.year)
    return PersonRead(
        one.key, "", (), one.name, gender=one.gender, born=born,
        unit=_named(names[one.units[2026]], 2026),
        recruited=DateRead("", dt.date(one.start, 1, 1), one.start),
        identity_number=one.number if dice.random() < 0.8 else "",
    )  # fmt: skip


def _sheet(
    dice: random.Random, habits: Habits, world: World, everybody: list[_Somebody],
    names: list[list[tuple[int, str]]], year: int,
) -> None:  # fmt: skip
    bare, capitals = dice.random() < habits.bare_sheets, dice.random() < habits.capitals
    births = "none" if dice.random() < habits.no_birth_sheets else dice.choice(["year", "day"])
    sexes, numbers = dice.random() < 0.5, dice.random() < 0.1
    present = [one for one in everybody if one.start < year <= one.end and dice.random() < 0.5]
    for index, one in enumerate(present):
        born = one.born
        if dice.random() < habits.wrong_birth:
            born = born.replace(year=born.year + dice.choice([-10, -1, 1, 10]))
        read = NOTHING
        if births == "year":
            read = DateRead("", None, born.year)
        elif births == "day":
            read = DateRead("", born, born.year)
        sex = one.gender
        if dice.random() < habits.wrong_sex:
            sex = "male" if sex == "female" else "female"
        world.rows.append(
            RegisterRow(
                Place(str(year), index + 1), _written(dice, habits, one.name, bare, capitals),
                False, "ldtt", "LĐTT", "LĐTT", year, born=read, gender=sex if sexes else None,
                unit=_named(names[one.units[year]], year),
                identity_number=one.number if numbers else "",
            )
        )  # fmt: skip
        world.truth.append(one.key if one.end >= 2026 else None)


def _written(dice: random.Random, habits: Habits, name: str, bare: bool, capitals: bool) -> str:
    if dice.random() < habits.wrong_marks:
        letters = list(unicodedata.normalize("NFD", name))
        marks = [i for i, letter in enumerate(letters) if letter in "\u0300\u0301\u0309\u0323"]
        if marks:
            letters[dice.choice(marks)] = dice.choice("\u0300\u0301\u0309\u0323")
        name = unicodedata.normalize("NFC", "".join(letters))
    if dice.random() < habits.slips:
        place = dice.randrange(2, len(name))
        name = name[:place] + dice.choice(SIGNS) + name[place + dice.randint(0, 1) :]
    if dice.random() < 0.3:
        for new, old in OLD_TONE.items():
            name = name.replace(new, old)
    if dice.random() < 0.1:
        name = name.replace("ỹ", "ĩ") if dice.random() < 0.5 else name.replace("Lý", "Lí")
    if dice.random() < habits.short_family and not bare:
        family, _, rest = name.partition(" ")
        name = f"{family[:1]}. {rest}"
    if bare:
        folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
        name = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return name.upper() if capitals or dice.random() < 0.05 else name
