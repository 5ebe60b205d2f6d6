"""Year words: made from tables of every kind, changed where facts change, kept in a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.law.screen.histories import RB, histories

from thidua.law import AwardHeld, Facts, QuestionError
from thidua.law.facts import Rating, Subject
from thidua.law.screen import YearWords, compile_rules, screen, tables_of
from thidua.law.screen.tables import numbered

RULES = compile_rules(RB, on=date(2026, 9, 15))


def population(seed: int, size: int = 6000) -> list[Facts]:
    return list(histories(np.random.default_rng(seed).bytes(size)))


def answers(words: YearWords, year: int = 2025) -> dict[str, Any]:
    result = screen(RULES, words, year, bits=True)
    return {name: array.tolist() for name, array in result.columns().items()}


def test_a_title_is_one_bit_of_a_word() -> None:
    held = (AwardHeld("ldtt", 2024), AwardHeld("ldtt", 2025), AwardHeld("ldtt", 1960))
    words = YearWords.from_facts([Facts(Subject(), awards=held), Facts(Subject())], first=1970)
    word = words.column("held:ldtt")
    assert isinstance(word, np.ndarray)
    # Bit 0 is everything before 1970, bit 1 is 1970.
    assert word.tolist() == [(1 << 0) | (1 << 55) | (1 << 56), 0]


def test_the_same_fact_told_twice_is_one_fact() -> None:
    twice = (AwardHeld("ldtt", 2024), AwardHeld("ldtt", 2024))
    words = YearWords.from_facts([Facts(Subject(), awards=twice), Facts(Subject())], first=1970)
    assert words.column("held:ldtt").tolist() == [1 << 55, 0]


def test_of_two_ratings_of_one_year_the_last_told_counts() -> None:
    two = (Rating(2025, "hoan_thanh"), Rating(2025, "hoan_thanh_tot"))
    words = YearWords.from_facts([Facts(Subject(), ratings=two), Facts(Subject())], first=1970)
    assert words.column("graded:hoan_thanh").tolist() == [1 << 56, 0]
    assert words.column("graded:hoan_thanh_xuat_sac") == 0
    assert words.column("graded:hoan_thanh_tot").tolist() == [1 << 56, 0]


def test_words_read_back_from_a_file_judge_the_same(tmp_path: Path) -> None:
    words = YearWords.from_facts(population(1))
    words.save(tmp_path / "words.npz")
    again = YearWords.load(tmp_path / "words.npz")
    assert (again.size, again.first, again.plain) == (words.size, words.first, words.plain)
    assert answers(again) == answers(words)
    assert again.nbytes() == words.nbytes()


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04broken"])
def test_a_broken_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words.npz"
    path.write_bytes(content)
    with pytest.raises(QuestionError, match="không phải tệp các năm đã xếp"):
        YearWords.load(path)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    with path.open("wb") as file:
        np.savez(file, head=np.array('{"format": "thidua-year-words/0"}'))
    with pytest.raises(QuestionError):
        YearWords.load(path)


@pytest.mark.parametrize("seed", range(6))
def test_changed_facts_give_what_building_anew_gives(seed: int) -> None:
    """Whatever is replaced, the words judge as if they had been made from the new facts."""
    facts, fresh = population(seed), population(seed + 100)[: 1 + seed * 2]
    changed = np.random.default_rng(seed).permutation(len(facts))[: len(fresh)].tolist()
    words = YearWords.from_facts(facts, first=1970).replace(changed, tables_of(fresh))
    told = list(facts)
    for place, one in zip(changed, fresh, strict=True):
        told[place] = one
    assert answers(words) == answers(YearWords.from_facts(told, first=1970))


def test_replacing_everybody_leaves_nothing_of_the_old() -> None:
    old, new = population(3)[:15], [Facts(Subject("collective"))] * 15
    words = YearWords.from_facts(old, first=1970).replace(range(15), tables_of(new))
    assert answers(words) == answers(YearWords.from_facts(new, first=1970))
    assert answers(words.replace(range(15), tables_of(old))) == answers(
        YearWords.from_facts(old, first=1970)
    )


@pytest.mark.parametrize("places", [[0], [0, 0], [0, 1, 2]])
def test_each_new_row_takes_the_place_of_one_old_row(places: list[int]) -> None:
    words = YearWords.from_facts(population(4))
    with pytest.raises(QuestionError, match="thay đúng một dòng cũ"):
        words.replace(places, tables_of(population(5)[:2]))


def test_lists_columns_and_frames_are_read_alike() -> None:
    """Lists with gaps, NumPy arrays with NaN and NaT, columns that encode their words."""
    lists: dict[str, Any] = {
        "subjects": {"kind": ["individual", None, "collective"], "ratings_from": [None, 2020, 0]},
        "ratings": {"subject": [0, 2], "year": [2025, 2024], "grade": ["hoan_thanh_tot", None]},
        "awards": {
            "subject": [0, 1],
            "year": [2024, 2023],
            "code": ["bk-cap-tinh", "bk-cap-tinh"],
            "decided_on": [date(2024, 12, 20), None],
        },
    }
    lists["ratings"] = {"subject": [0], "year": [2025], "grade": ["hoan_thanh_tot"]}
    arrays: dict[str, Any] = {
        "subjects": {
            "kind": np.array(["individual", "individual", "collective"]),
            "ratings_from": np.array([np.nan, 2020.0, 0.0]),
        },
        "ratings": {
            "subject": np.array([0]),
            "year": np.array([2025], np.int16),
            "grade": Encoded([0], ["hoan_thanh_tot"]),
        },
        "awards": Framed(
            {
                "subject": np.array([0, 1]),
                "year": np.array([2024, 2023]),
                "code": Encoded([1, 1], ["ldtt", "bk-cap-tinh"]),
                "decided_on": np.array(["2024-12-20", "NaT"], "datetime64[s]"),
            }
        ),
    }
    one, other = YearWords.from_tables(lists), YearWords.from_tables(arrays)
    assert answers(one) == answers(other)
    assert one.rows["awards:bk-cap-tinh"].columns["decided"].tolist() == [20241220, 0]


class Encoded:
    """A column as Arrow encodes words: numbers into a dictionary."""

    type = "dictionary<values=string, indices=int32>"

    def __init__(self, numbers: list[int | None], words: list[str]) -> None:
        self.numbers, self.words = numbers, words
        self.null_count = numbers.count(None)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def indices(self) -> Encoded:
        return self

    @property
    def dictionary(self) -> Encoded:
        return self

    def dictionary_encode(self) -> Encoded:
        return self

    def combine_chunks(self) -> Encoded:
        return self

    def to_pylist(self) -> list[str]:
        return self.words

    def fill_null(self, value: int) -> Encoded:
        return Encoded([value if n is None else n for n in self.numbers], self.words)

    def to_numpy(self, *, zero_copy_only: bool) -> Any:
        assert not zero_copy_only
        return np.array(self.numbers)


class Framed:
    """A table as Polars gives it: columns by name, each with a way to Arrow."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self._columns = columns
        self.columns = list(columns)

    def __getitem__(self, name: str) -> Any:
        return Series(self._columns[name])


class Series:
    def __init__(self, values: Any) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def to_arrow(self) -> Any:
        return self.values


def test_a_gap_among_encoded_words_reads_as_none() -> None:
    tables: dict[str, Any] = {
        "subjects": {"group": Encoded([0, None, 0], ["worker"])},
    }
    words = YearWords.from_tables(tables)
    assert words.column("group").tolist() == [5, 0, 5]


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({"ratings": {"subject": [0], "year": [2025], "grade": ["giỏi"]}}, "cột grade"),
        ({"awards": {"subject": [2], "year": [2025], "code": ["ldtt"]}}, "cột subject"),
        ({"awards": {"subject": [0], "year": [2025], "code": [None]}}, "không ghi mã"),
        (
            {
                "ratings": {
                    "subject": [0, 0],
                    "year": [1900, 2025],
                    "grade": ["hoan_thanh", "hoan_thanh"],
                }
            },
            "năm ngoài",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tables: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        YearWords.from_tables({"subjects": {"kind": ["individual"]}, **tables})


@pytest.mark.parametrize("year", [1979, 2031])
def test_a_year_outside_the_words_is_refused(year: int) -> None:
    words = YearWords.from_facts([Facts(Subject())], first=1970)
    with pytest.raises(QuestionError, match="nằm ngoài các năm"):
        screen(RULES, words, year)


def test_a_rule_about_decisions_refuses_words_of_years_alone() -> None:
    """Else it would read that nobody holds the award."""
    held = [Facts(Subject(), awards=(AwardHeld("bk-cap-tinh", 2020),)), Facts(Subject())]
    words = YearWords.from_tables(tables_of(held), plain=["bk-cap-tinh"])
    with pytest.raises(QuestionError, match="bk-cap-tinh"):
        screen(compile_rules(RB, ["bk-thu-tuong"], on=date(2026, 9, 15)), words, 2025)
    screen(compile_rules(RB, ["ldtt"], on=date(2026, 9, 15)), words, 2025)


def test_days_keep_their_order_as_numbers() -> None:
    days = np.array(
        ["1899-12-31", "1900-01-01", "2024-02-29", "2099-12-31", "2100-01-01", "NaT"],
        "datetime64[D]",
    )
    assert numbered(days).tolist() == [18991231, 19000101, 20240229, 20991231, 21000101, 0]
    after = [19000101, 19000102, 20240301, 21000101, 21000102, 0]
    assert numbered(days, later=1).tolist() == after


def test_words_without_anybody_answer_with_nothing() -> None:
    result = screen(RULES, YearWords.from_tables({"subjects": {"kind": []}}), 2026, bits=True)
    assert result.verdict("ldtt").tolist() == []
    assert result.counts()["ldtt"]["eligible"] == 0


def test_the_first_year_leaves_room_after_the_last_fact() -> None:
    late = Facts(Subject(), awards=(AwardHeld("ldtt", 2090),))
    words = YearWords.from_facts([late])
    assert words.first == 2033
    assert YearWords.from_facts([Facts(Subject())]).first == 1970
    words.check_year(2090)
