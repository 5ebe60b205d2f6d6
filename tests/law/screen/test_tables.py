"""Columns of every maker: absent, encoded, of Arrow in one piece or in many."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.law.screen.histories import RB

from thidua.law import AwardHeld, Facts
from thidua.law.facts import Initiative, Leave, Post, Rating, Registration, Service, Subject
from thidua.law.screen import YearWords, compile_rules, screen
from thidua.law.screen.tables import Table

NOW = date(2026, 9, 15)


class Whole:
    """A column of Arrow in one piece: to NumPy only where a copy is allowed."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def to_numpy(self, *, zero_copy_only: bool) -> Any:
        assert not zero_copy_only
        return np.array(self.values)


class Chunked:
    """A column of Arrow in pieces: it has no word about copies."""

    def __init__(self, *chunks: list[Any]) -> None:
        self.chunks = chunks

    def __len__(self) -> int:
        return sum(map(len, self.chunks))

    def to_numpy(self) -> Any:
        return np.array([value for chunk in self.chunks for value in chunk])


class Encoded:
    """A column of Arrow that is asked to encode itself; it comes in one piece."""

    type = "string"
    null_count = 0

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def __len__(self) -> int:
        return len(self.words)

    @property
    def indices(self) -> Encoded:
        return self

    @property
    def dictionary(self) -> Encoded:
        return self

    def dictionary_encode(self) -> Encoded:
        return self

    def to_pylist(self) -> list[str]:
        return list(dict.fromkeys(self.words))

    def to_numpy(self, *, zero_copy_only: bool) -> Any:
        assert not zero_copy_only
        places = {word: number for number, word in enumerate(self.to_pylist())}
        return np.array([places[word] for word in self.words])


class ArrowTable:
    """A table of Arrow: its columns are named by `column_names` and asked for one by one."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.columns = columns
        self.column_names = list(columns)

    def __len__(self) -> int:
        return len(self.columns["subject"])

    def column(self, name: str) -> Any:
        return self.columns[name]

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]


def words(**tables: Any) -> YearWords:
    return YearWords.from_tables({"subjects": {"kind": ["individual"] * 3}, **tables})


def column(found: YearWords, name: str) -> list[int]:
    return [int(value) for value in np.broadcast_to(found.column(name), found.size)]


@pytest.mark.parametrize("year", [Whole([2024, 2025]), Chunked([2024], [2025]), [2024, 2025]])
def test_whole_and_chunked_columns_are_read_alike(year: Any) -> None:
    grades = Encoded(["hoan_thanh_tot", "hoan_thanh_tot"])
    table = ArrowTable({"subject": [0, 2], "year": year, "grade": grades})
    found = words(ratings=table)
    first = found.first
    expected = [1 << (2024 - first + 1), 0, 1 << (2025 - first + 1)]
    assert column(found, "graded:hoan_thanh_tot") == expected


def test_words_of_a_column_that_is_absent_are_unknown() -> None:
    table = Table("findings", {"subject": [0, 1]})
    assert table.texts("award") == [None, None]
    assert Table("findings", {"subject": [0, 1], "award": ["ldtt", None]}).texts("award") == [
        "ldtt",
        None,
    ]


@pytest.mark.parametrize(
    ("more", "sure"),
    [
        ({"recognised_on": ["2025-05-01", None, None]}, [True, False, False]),
        ({"decision": ["1/QĐ", "", None]}, [True, False, False]),
        # A column that says so stands before the number of a decision.
        ({"recognised": [True, False, None], "decision": ["", "2/QĐ", ""]}, [True, False, False]),
        ({}, [False, False, False]),
    ],
)
def test_an_initiative_is_recognised_by_a_day_a_decision_or_a_column(
    more: dict[str, Any], sure: list[bool]
) -> None:
    table = {
        "subject": [0, 1, 2],
        "year": [2025] * 3,
        "level": ["co_so"] * 3,
        "kind": ["sang_kien"] * 3,
    }
    found = words(initiatives={**table, **more})
    bit = 1 << (2025 - found.first + 1)
    assert column(found, "recognised:co_so:sang_kien:1") == [bit if one else 0 for one in sure]
    assert column(found, "waiting:co_so:sang_kien:1") == [0 if one else bit for one in sure]
    # None of them served an award.
    assert "used" not in found.rows


def test_an_initiative_that_served_an_award_is_kept_with_it() -> None:
    table = {
        "subject": [0, 1],
        "year": [2025, 2025],
        "level": ["co_so", "co_so"],
        "kind": ["sang_kien", "sang_kien"],
        "recognised_on": [date(2025, 5, 1), date(2025, 5, 1)],
        "used_award": ["cstd-co-so", None],
        "used_year": [2025, None],
    }
    used = words(initiatives=table).rows["used"]
    assert used.subject.tolist() == [0]
    assert used.columns["used_year"].tolist() == [2025]


def test_titles_that_few_hold_are_kept_as_rows_alone() -> None:
    """One certificate among thirty people: no word for all of them."""
    people = [Facts(Subject()) for _ in range(30)]
    people[7] = Facts(Subject(), awards=(AwardHeld("bk-cap-tinh", 2024, merit="cong_trang"),))
    found = YearWords.from_facts(people)
    assert "held:bk-cap-tinh" not in found.columns
    assert found.rows["awards:bk-cap-tinh"].subject.tolist() == [7]
    assert column(found, "held:bk-cap-tinh")[7] == 1 << (2024 - found.first + 1)
    assert sum(map(bool, column(found, "held:bk-cap-tinh"))) == 1


def test_people_with_the_same_leave_are_asked_about_once() -> None:
    """Single facts of many people: each answer stands at its own place."""
    short = Leave("khong_luong", date(2025, 3, 1), date(2025, 3, 10))
    long = Leave("khong_luong", date(2025, 1, 1), date(2025, 12, 31))
    kinds = [None, short, long, short, None, long, short]
    people = [
        Facts(
            Subject(group="direct_worker"),
            Service(
                recruited_on=date(2010, 1, 1) if number % 2 else date(2025, 11, 1),
                employment="cong_chuc",
                leave=(leave,) if leave else (),
                posts=(Post("Vụ trưởng", date(2010, 1, 1), "vu_truong", None),),
            ),
            ratings=(Rating(2025, "hoan_thanh_tot"),),
            registrations=(Registration(2025, "ldtt"),),
            initiatives=(Initiative(2025, "co_so"),),
            disciplines=(),
            awards=(),
            pending=(),
        )
        for number, leave in enumerate(kinds)
    ]
    rules = compile_rules(RB, ["ldtt"], on=NOW, scope="so-noi-vu-lam-giang")
    together = screen(rules, YearWords.from_facts(people), 2025).names("ldtt")
    alone = [screen(rules, YearWords.from_facts([one]), 2025).names("ldtt")[0] for one in people]
    assert together == alone
    assert len(set(together)) >= 2, together
