"""Matching on departments that are made up: the score keeps what it promises, whatever the list."""

from __future__ import annotations

import importlib.util
import sys
from operator import ne
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thidua.exchange.matching import Matcher, MatchResult
from thidua.exchange.matching.workplaces import Seen, Workplaces
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.records import PersonRead, Place, UnitRead
from thidua.exchange.readers.register_records import RegisterRow
from thidua.people.likeness import Frequencies, name_finding
from thidua.people.names import Nearby, bare_key, name_key, short_family


@pytest.fixture(scope="module")
def worlds() -> ModuleType:
    path = Path(__file__).parents[3] / "benchmarks" / "matching_world.py"
    spec = importlib.util.spec_from_file_location("matching_world", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["matching_world"] = module
    spec.loader.exec_module(module)
    return module


def person(key: str, name: str, born: int | None = None, unit: str = "Phòng A") -> PersonRead:
    return PersonRead(key, "", (), name, born=DateRead("", None, born), unit=unit)


def row(name: str, born: int | None = None, unit: str = "Phòng A", year: int = 2020) -> RegisterRow:
    read = DateRead("", None, born)
    return RegisterRow(Place("", 1), name, False, "ldtt", "", "", year, born=read, unit=unit)


@pytest.mark.parametrize("seed", [7, 8])
def test_few_proposals_are_wrong_and_the_score_says_how_many(worlds: ModuleType, seed: int) -> None:
    world = worlds.make(seed)
    results = Matcher(world.people, world.units).match(world.rows)
    pairs = list(zip(results, world.truth, strict=True))
    proposed = [(one, key) for one, key in pairs if one.status == "matched"]
    right = sum(1 for one, key in proposed if one.key == key) / len(proposed)
    promised = sum(one.chance for one, _ in proposed) / len(proposed)
    assert right >= 0.99
    assert abs(right - promised) < 0.01
    assert len(proposed) > 0.8 * sum(1 for key in world.truth if key)
    lost = [one for one, key in pairs if key and one.status == "unmatched"]
    assert len(lost) < 0.01 * len(pairs)


def test_the_order_of_the_rows_decides_nothing(worlds: ModuleType) -> None:
    world = worlds.make(9, worlds.Habits(people=60))
    forth = Matcher(world.people, world.units).match(world.rows)
    back = Matcher(world.people[::-1], world.units).match(world.rows[::-1])[::-1]
    said = [(one.status, one.key) for one in forth]
    assert said == [(one.status, one.key) for one in back]


def test_a_rare_name_tells_more_than_a_common_one() -> None:
    known = Frequencies()
    for number in range(60):
        known.add("Nguyễn Văn Hùng" if number % 3 else f"Lò Thị Xuân {number}")
    known.add("Giàng A Páo")
    common = name_finding("name", "Nguyễn Văn Hùng", known)
    assert name_finding("name", "Giàng A Páo", known) > common + 5
    assert name_finding("name", "Giàng A Páo", known) > name_finding(
        "name_slip", "Giàng A Páo", known
    )


def test_namesakes_at_one_unit_are_asked_about_and_told_apart_by_birth() -> None:
    people = [person("1", "Lê Thị Hà", 1980), person("2", "Lê Thị Hà", 1990)]
    people += [person(str(n), f"Trần Văn {n}", 1970 + n % 20) for n in range(3, 40)]
    asked = Matcher(people).match([row("Lê Thị Hà"), *[row(one.name) for one in people[2:]]])[0]
    assert (asked.status, set(asked.candidates)) == ("asked", {"1", "2"})
    rows = [row("Lê Thị Hà", 1990), *[row(one.name, one.born.year) for one in people[2:]]]
    told = Matcher(people).match(rows)[0]
    assert told.candidates[0] == "2"
    assert "trùng năm sinh 1990" in told.reasons


def test_two_numbers_are_two_persons_and_one_number_is_one() -> None:
    from dataclasses import replace

    one = replace(person("1", "Lê Thị Hà", 1980), identity_number="097180000001")
    same = replace(row("Lê Thị Hài", 1980), identity_number="097180000001")
    other = replace(row("Lê Thị Hà", 1980), identity_number="097180000002")
    matcher = Matcher([one])
    assert matcher.match_one(same).key == "1"
    assert matcher.match_one(other) == MatchResult("unmatched")


def test_a_row_does_not_vouch_for_itself() -> None:
    """What one row shows of a person's places is left out when that row is judged."""
    places = Workplaces(2026)
    places.count(["Phòng A", "Phòng B"] * 10)
    places.learn({"1": [Seen(2026, "phong a"), Seen(2015, "phong b", 4)]})
    told, _ = places.weight("1", 2015, "Phòng B", 5)
    itself, _ = places.weight("1", 2015, "Phòng B", 4)
    assert told > 0 > itself


def test_a_renamed_unit_is_known_when_told_and_when_several_went_the_same_way() -> None:
    told = UnitRead("u", "", (), "Phòng Mới", former_names=((2015, "Phòng Cũ"),))
    matcher = Matcher([person("1", "Lê Thị Hà", unit="Phòng Mới")], [told])
    matcher.workplaces.count(["Phòng Cũ", *["Phòng X"] * 20])
    weight, near = matcher.workplaces.weight("1", 2015, "Phòng Cũ", -2)
    said = matcher.workplaces.words(near, "Phòng Cũ")
    assert (weight > 1, said) == (True, "đơn vị cũ của đơn vị hiện nay")
    places = Workplaces(2026)
    places.count(["Phòng Cũ", *["Phòng X"] * 20])
    went = {str(n): [Seen(2015, "phong cu", n), Seen(2026, "phong moi")] for n in range(4)}
    places.learn({**went, "9": [Seen(2026, "phong moi")]})
    assert places.weight("9", 2016, "Phòng Cũ", -2)[0] > 1
    assert places.weight("9", 2016, "Phòng X", -2)[0] < 0


def in_sheet(at: int, name: str, unit: str, born: int | None = None) -> RegisterRow:
    read = DateRead("", None, born)
    place = Place("2020", at)
    return RegisterRow(place, name, False, "ldtt", "", "", 2020, born=read, unit=unit)


def test_a_name_twice_in_a_sheet_at_two_units_is_two_people() -> None:
    people = [person("1", "Lê Thị Hà", 1980)]
    people += [person(str(n), f"Trần Văn {n}", 1970 + n % 20) for n in range(3, 40)]
    others = [
        in_sheet(10 + n, one.name, "Phòng A", one.born.year) for n, one in enumerate(people[1:])
    ]
    doubted = in_sheet(1, "Lê Thị Hà", "Phòng B")

    def status(*beside: RegisterRow) -> str:
        return Matcher(people).match([doubted, *beside, *others])[0].status

    assert status() == "matched"
    assert status(in_sheet(2, "Lê Thị Hà", "Phòng A", 1980)) == "unmatched"
    # The same line written twice, or another sheet, says nothing of a second person.
    assert status(in_sheet(2, "Lê Thị Hà", "Phòng B")) == "matched"
    assert status(row("Lê Thị Hà", 1980, year=2019)) == "matched"


LETTERS = st.text("abcdeghiklmnopqrstuvxy", min_size=2, max_size=6)
NAMES = st.lists(LETTERS, min_size=2, max_size=4).map(" ".join)


@given(NAMES, st.integers(0, 30), st.sampled_from("abcđeghz"))
def test_one_slip_is_found_and_two_names_are_not_mixed_up(name: str, place: int, by: str) -> None:
    bare = bare_key(name)
    place %= len(bare)
    assume(bare[place] != " ")
    slipped = bare_key(bare[:place] + by + bare[place + 1 :])
    # The key writes one sound one way, "y" as "i": a letter may change its neighbour's spelling.
    assume(len(slipped) == len(bare) and sum(map(ne, slipped, bare)) == 1)
    assert Nearby([bare]).of(slipped) == [bare]
    assert Nearby(["hoang thi xuan lan"]).of("tran van binh") == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Phạm Thị Hoà", "PHẠM THỊ HÒA"), ("Lê Hồng Mỹ", "lê hồng  mĩ"), ("Lý Thuý", "Lí Thúy"),
        ("Nguyễn Quý", "Nguyễn Quí"), ("Trần Thuỷ", "Tra\u0302\u0300n Thu\u0309y"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)
    assert bare_key(one) == bare_key(two)


@pytest.mark.parametrize(
    ("one", "two"), [("Hòa", "Hóa"), ("Thúy", "Thủy"), ("Lan", "Lân"), ("Duy", "Dui Nam")]
)
def test_other_names_stay_apart(one: str, two: str) -> None:
    assert name_key(one) != name_key(two)


def test_short_family_names() -> None:
    assert short_family("Ng. Đức Minh") == ("ng", name_key("Đức Minh"))
    assert short_family("N.  Minh") == ("n", "minh")
    assert short_family("Nguyễn Đức Minh") == ("", "")
    assert short_family("Minh.") == ("", "")
