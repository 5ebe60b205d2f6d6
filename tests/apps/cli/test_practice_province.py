"""The practice province is what its documented shares and quotas say, and the same every time."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.cli.main import main
from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import make_bodies
from thidua.cli.practice.province.facts import fact_columns
from thidua.cli.practice.province.history import best_of, make_province
from thidua.cli.practice.province.tables import TABLES, Province, read, save

PEOPLE = 6_000
GOOD, EXCELLENT = 2, 3


@pytest.fixture(scope="module")
def province() -> Province:
    return make_province(PEOPLE, seed=11)


def award(code: str) -> int:
    return shape.AWARDS.index(code)


def held(province: Province, code: str) -> set[tuple[int, int]]:
    table = province.awards
    some = table.award == award(code)
    return set(zip(table.person[some].tolist(), table.year[some].tolist(), strict=True))


def counted(group: np.ndarray, year: np.ndarray) -> dict[tuple[int, int], int]:
    pairs, numbers = np.unique(np.stack([group, year]), axis=1, return_counts=True)
    return {(int(g), int(y)): int(n) for (g, y), n in zip(pairs.T, numbers, strict=True)}


def near(found: float, share: float, of: int) -> bool:
    """Within five standard errors of the documented share."""
    return abs(found / of - share) < 5 * (share * (1 - share) / of) ** 0.5


def test_the_same_seed_gives_the_same_columns_and_another_seed_others() -> None:
    one, again, other = make_province(500, 3), make_province(500, 3), make_province(500, 4)
    for name, kind in TABLES.items():
        for field in fields(kind):
            mine, same = (getattr(getattr(p, name), field.name) for p in (one, again))
            assert np.array_equal(mine, same, equal_nan=mine.dtype.kind in "M")
    assert not np.array_equal(one.people.name, other.people.name)
    assert not np.array_equal(one.awards.person, other.awards.person)


@given(st.integers(60, 100_000))
@settings(max_examples=60)
def test_bodies_take_exactly_the_people_asked_for(people: int) -> None:
    bodies = make_bodies(people)
    assert sum(unit.size for unit in bodies.units) == people
    assert min(unit.size for unit in bodies.units) > 0
    assert {unit.body for unit in bodies.units} == set(range(len(bodies.homes)))
    names = [(unit.body, unit.name) for unit in bodies.units]
    assert len(names) == len(set(names))
    assert len({home.name for home in bodies.homes}) == len(bodies.homes)


@pytest.mark.parametrize("people", [0, 59, 5_000_001])
def test_a_number_of_people_that_makes_no_province_is_refused(people: int) -> None:
    with pytest.raises(ValueError, match="từ 60 đến"):
        make_province(people, 1)


def test_excellent_ratings_fill_the_quota_of_each_unit_and_year(province: Province) -> None:
    table = province.ratings
    unit = province.people.unit[table.person]
    best = counted(unit[table.grade == EXCELLENT], table.year[table.grade == EXCELLENT])
    good = counted(unit[table.grade >= GOOD], table.year[table.grade >= GOOD])
    for place, number in good.items():
        assert best.get(place, 0) == number * shape.EXCELLENT_PERCENT // 100


def test_cstd_co_so_keeps_the_quota_of_each_body_and_year(province: Province) -> None:
    table = province.awards
    body = province.people.body[table.person]
    of = {
        code: counted(body[table.award == award(code)], table.year[table.award == award(code)])
        for code in ("ldtt", "cstd-co-so")
    }
    full = 0
    for place, number in of["cstd-co-so"].items():
        places = of["ldtt"][place] * shape.CSTD_PERCENT // 100
        assert number <= places
        full += number == places
    # The quota binds nearly everywhere: raising it lets more people in.
    assert full > 0.8 * len(of["cstd-co-so"])


def test_titles_stand_on_what_the_law_asks_for(province: Province) -> None:
    table = province.ratings
    good = set(
        zip(
            table.person[table.grade >= GOOD].tolist(),
            table.year[table.grade >= GOOD].tolist(),
            strict=True,
        )
    )
    made = province.initiatives
    initiative = set(zip(made.person.tolist(), made.year.tolist(), strict=True))
    ldtt, cstd = held(province, "ldtt"), held(province, "cstd-co-so")
    assert ldtt
    assert ldtt <= good
    assert cstd <= ldtt
    assert cstd <= initiative
    for person, year in held(province, "cstd-cap-tinh"):
        assert {(person, y) for y in range(year - 2, year + 1)} <= cstd
    assert held(province, "cstd-cap-tinh")
    assert held(province, "bk-thu-tuong")


def test_shares_are_those_documented(province: Province) -> None:
    table = province.ratings
    rated = len(table.grade)
    disciplined = len(province.disciplines.person)
    assert near(disciplined, shape.DISCIPLINED, rated)
    not_done = shape.NOT_DONE + (1 - shape.NOT_DONE) * shape.DISCIPLINED
    assert near(int((table.grade == 0).sum()), not_done, rated)
    assert near(int((table.grade == 1).sum()), shape.DONE * (1 - shape.DISCIPLINED), rated)
    assert near(int(province.people.female.sum()), shape.WOMEN, province.size)
    assert near(int(province.people.party.sum()), shape.PARTY_MEMBERS, province.size)
    grade = dict(
        zip(
            zip(table.person.tolist(), table.year.tolist(), strict=True),
            table.grade.tolist(),
            strict=True,
        )
    )
    made = province.initiatives
    of_excellent = sum(
        grade[pair] == EXCELLENT
        for pair in zip(made.person.tolist(), made.year.tolist(), strict=True)
    )
    excellent = int((table.grade == EXCELLENT).sum())
    assert near(of_excellent, shape.INITIATIVE_OF_EXCELLENT, excellent)
    higher = shape.INITIATIVE_AT_PROVINCE + shape.INITIATIVE_NATIONAL
    assert near(int((made.level > 0).sum()), higher, len(made.level))


def test_a_newcomer_is_not_rated_before_the_day_of_recruitment(province: Province) -> None:
    began = province.people.recruited.astype("datetime64[Y]").astype(int) + 1970
    table = province.ratings
    assert (table.year >= began[table.person]).all()
    assert (province.awards.year > began[province.awards.person]).all()
    newcomers = (began >= shape.FIRST_YEAR).sum()
    years = len(shape.YEARS)
    direct = int((province.people.group == 0).sum())
    assert near(int(newcomers), shape.NEWCOMERS * years, direct)


def test_there_are_namesakes_of_one_year(province: Province) -> None:
    folk = province.people
    born = folk.born.astype("datetime64[Y]").astype(int)
    alike = list(zip(folk.name.tolist(), born.tolist(), strict=True))
    assert len(alike) - len(set(alike)) > 0.002 * province.size


def test_units_get_the_higher_title_within_the_quota(province: Province) -> None:
    table = province.unit_awards
    body = np.array([unit.body for unit in province.bodies.units])[table.unit]
    all_titles = counted(body, table.year)
    best = counted(
        body[table.award == award("tt-ldxs")], table.year[table.award == award("tt-ldxs")]
    )
    assert best
    for place, number in all_titles.items():
        assert best.get(place, 0) == number * shape.TT_LDXS_PERCENT // 100


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 3)), max_size=40), st.integers(0, 100))
def test_the_best_of_each_group_are_the_highest_and_no_more(
    rows: list[tuple[int, int]], percent: int
) -> None:
    group = np.array([g for g, _ in rows], dtype=np.int64)
    score = np.array([s for _, s in rows], dtype=np.float64)
    chosen = set(best_of(group, score, percent=percent).tolist())
    for one in set(group.tolist()):
        mine = [place for place, g in enumerate(group) if g == one]
        best = [place for place in mine if place in chosen]
        assert len(best) == len(mine) * percent // 100
        left = [score[place] for place in mine if place not in chosen]
        assert all(score[place] >= max(left, default=-9) for place in best)


def test_the_file_of_columns_gives_back_what_was_written(tmp_path: Path) -> None:
    province = make_province(200, 5)
    save(province, tmp_path / "cot.npz")
    again = read(tmp_path / "cot.npz")
    assert again.bodies == province.bodies
    assert again.seed == 5
    assert np.array_equal(again.people.name, province.people.name)
    assert np.array_equal(again.awards.decided, province.awards.decided)
    assert [p.name for p in tmp_path.iterdir()] == ["cot.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not columns"])
def test_any_other_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "khac.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="không phải tệp cột"):
        read(path)


def test_the_command_writes_columns_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tinh.npz"
    assert main(["practice", "--seed", "9", "--people", "120", "--columns", str(out)]) == 0
    assert "120 người" in capsys.readouterr().err
    assert read(out).size == 120
    assert main(["practice", "--people", "120"]) == 2
    assert "--database" in capsys.readouterr().err
    assert main(["practice", "--people", "5", "--columns", str(out)]) == 1
    assert "từ 60" in capsys.readouterr().err
    missing = tmp_path / "khong-co" / "tinh.npz"
    assert main(["practice", "--people", "120", "--columns", str(missing)]) == 1
    assert "không ghi được" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["practice", "--seed", "-1", "--columns", str(out)])


def test_the_province_as_parquet_is_judged_like_its_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`thidua practice --parquet` writes what the screener reads."""
    pytest.importorskip("pyarrow", reason="asks PyArrow: uv sync --extra columns")
    from thidua.eligibility.spans import tables_for
    from thidua.law import load_rulebook
    from thidua.law.screen import YearWords, compile_rules, screen
    from thidua.law.screen.parquet import read_tables

    out = tmp_path / "bang"
    assert main(["practice", "--seed", "9", "--people", "300", "--parquet", str(out)]) == 0
    assert "300 người" in capsys.readouterr().err
    tables = tables_for(fact_columns(make_province(300, 9)), shape.LAST_YEAR)
    codes = ["ldtt", "cstd-co-so", "bk-cap-tinh", "bk-thu-tuong"]
    program = compile_rules(load_rulebook(), codes, on=dt.date(2025, 12, 1))
    wanted = screen(program, YearWords.from_tables(tables), 2025)
    found = screen(program, YearWords.from_tables(read_tables(out)), 2025)
    assert found.counts() == wanted.counts()
    for code in codes:
        assert np.array_equal(found.verdict(code), wanted.verdict(code))
    assert any(number for number in wanted.counts()["cstd-co-so"].values())
    (tmp_path / "tep").write_text("một tệp")
    assert main(["practice", "--people", "120", "--parquet", str(tmp_path / "tep")]) == 1
    assert "không ghi được" in capsys.readouterr().err
