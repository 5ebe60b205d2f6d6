"""Who works in the practice province: names, namesakes, sex, birth, recruitment, posts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import Bodies
from thidua.cli.practice.province.tables import NO_DAY, Days, Ints, People

# Shares of family names are those of the country in round figures; the rest is made up.
_FAMILIES = {
    "Nguyễn": 31, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Vũ": 4, "Phan": 4, "Huỳnh": 4,
    "Võ": 3, "Bùi": 2, "Đặng": 2, "Đỗ": 2, "Trương": 2, "Ngô": 2, "Hồ": 1, "Dương": 1, "Đinh": 1,
    "Lý": 1, "Mai": 1, "Nông": 1, "Giàng": 1, "Lò": 1, "Đoàn": 1, "Lâm": 1, "Trịnh": 1,
}  # fmt: skip
_MIDDLES = (
    ("Văn", "Đức", "Quang", "Minh", "Hữu", "Xuân", "Thế", "Đình", "Quốc", "Ngọc", "Anh", "Công"),
    ("Thị", "Thị Thu", "Thị Ngọc", "Thị Thanh", "Ngọc", "Thu", "Thị Minh", "Thị Kim", "Hồng",
     "Thị Phương", "Quỳnh", "Thanh"),
)  # fmt: skip
_GIVENS = (
    "An Bình Cường Dũng Duy Đạt Giang Hải Hậu Hiếu Hòa Hùng Huy Khoa Kiên Lâm Long Lợi Minh Nam "
    "Nghĩa Phong Phúc Quân Quý Sơn Tài Tâm Thành Thắng Tiến Toàn Trung Tuấn Tùng Việt Vinh",
    "An Ánh Bình Châu Chi Diệp Dung Giang Hà Hạnh Hằng Hiền Hoa Hòa Huệ Hương Huyền Lan Liên Linh "
    "Loan Mai Nga Ngân Nhung Oanh Phương Phượng Quyên Tâm Thảo Thủy Trang Tuyết Uyên Vân Yến",
)


def draw(dice: np.random.Generator, shares: dict[str, float], many: int) -> Ints:
    """Places in `shares`, drawn by them; only `random` is asked, whose stream is stable."""
    bounds = np.cumsum(list(shares.values()))
    drawn = dice.random(many) * bounds[-1]
    found: Ints = np.minimum(np.searchsorted(bounds, drawn, side="right"), len(bounds) - 1)
    return found


def between(dice: np.random.Generator, low: int, high: int, many: int) -> Ints:
    """Whole numbers from `low` to `high`, both included."""
    drawn: Ints = (low + dice.random(many) * (high + 1 - low)).astype(np.int64)
    return drawn


def day(year: Ints, day_of_year: Ints) -> Days:
    """The day so many days after 1 January of `year`."""
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    made: Days = first + day_of_year.astype("timedelta64[D]")
    return made


def make_people(bodies: Bodies, dice: np.random.Generator) -> People:
    """Leaders first in each unit; a newcomer of a year began on a day of it."""
    sizes = np.array([unit.size for unit in bodies.units])
    many = int(sizes.sum())
    unit = np.repeat(np.arange(len(sizes)), sizes)
    body = np.array([one.body for one in bodies.units])[unit]
    place = np.arange(many) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    leading = np.array([one.kind == "lanh_dao" for one in bodies.units])[unit]
    group = np.where(place < np.minimum(shape.HEADS_OF_UNIT, sizes[unit] // 4), 1, 0)
    group = np.where(leading, 2, group)
    female = dice.random(many) < shape.WOMEN
    # The year of recruitment: before FIRST_YEAR for most, then NEWCOMERS of all in every year.
    new_years = shape.LAST_YEAR - shape.FIRST_YEAR + 1
    turn = (dice.random(many) / shape.NEWCOMERS).astype(np.int64)
    newcomer = (turn < new_years) & (group == 0)
    year = np.where(newcomer, shape.FIRST_YEAR + turn, between(dice, 1992, 2010, many))
    recruited = day(year, between(dice, 0, 330, many))
    # Files of the round are received in autumn: nobody begins after that.
    latest = np.datetime64(f"{shape.LAST_YEAR}-08-31")
    recruited = np.minimum(recruited, latest)
    born_year = year - between(dice, 22, 34, many)
    born_year = np.maximum(born_year, shape.LAST_YEAR - 61)
    promoted = np.where(
        group > 0, day(between(dice, 2012, 2024, many), between(dice, 0, 330, many)), NO_DAY
    )
    name = _names(female, dice)
    born = day(born_year, between(dice, 0, 364, many))
    twin = np.flatnonzero((dice.random(many) < shape.TWINS) & (np.arange(many) > 0))
    for one in twin:
        if female[one] == female[one - 1]:
            name[one] = name[one - 1]
            gap = int(born[one - 1].astype("datetime64[Y]").astype(int)) + 1970
            born[one] = np.datetime64(f"{gap}-01-01") + (int(one) % 300)
    return People(
        body=body,
        unit=unit,
        group=group,
        female=female,
        party=dice.random(many) < shape.PARTY_MEMBERS,
        born=born,
        recruited=recruited,
        promoted=promoted,
        name=name,
    )


def _names(female: NDArray[np.bool_], dice: np.random.Generator) -> NDArray[np.str_]:
    many = len(female)
    family = np.array(list(_FAMILIES))[draw(dice, dict(_FAMILIES), many)]
    middle, given = dice.random(many), dice.random(many)
    made = np.empty(many, dtype="<U40")
    for sex in (0, 1):
        # The squares make the first ones of each list the common ones.
        middles = np.array(_MIDDLES[sex])
        givens = np.array(_GIVENS[sex].split())
        some = female == bool(sex)
        words = [
            family[some],
            middles[(middle[some] ** 2 * len(middles)).astype(int)],
            givens[(given[some] * len(givens)).astype(int)],
        ]
        made[some] = np.char.add(
            np.char.add(np.char.add(np.char.add(words[0], " "), words[1]), " "), words[2]
        )
    return made
