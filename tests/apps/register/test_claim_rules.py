"""The rule of claims by itself: when the book confirms, is silent, or says otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from thidua.register.claim_rules import Answer, check, readings
from thidua.register.claim_values import Book, BookRow, Decisions, Declared

DAY = dt.date(2024, 12, 18)
NUMBER = "411/QĐ-SNV"


def declared(**more: Any) -> Declared:
    fields: dict[str, Any] = {"award": "ldtt", "label": "LĐTT", "year": 2024}
    return Declared(**{**fields, **more})


def row(**more: Any) -> BookRow:
    fields: dict[str, Any] = {
        "key": 7,
        "place": "Sổ số 9",
        "award": "ldtt",
        "label": "Lao động tiên tiến",
        "year": 2024,
        "decision": NUMBER,
        "decided_on": DAY,
    }
    return BookRow(**{**fields, **more})


def book(*lines: tuple[str, int | None]) -> Book:
    """Lines of the decision 411, each an award and its year."""
    decisions = Decisions()
    for award, year in lines:
        decisions.add(NUMBER, DAY, award, year)
    return Book(frozenset(range(2019, 2026)), decisions=decisions)


def ask(claim: Declared, *rows: BookRow, of: Book | None = None) -> Answer:
    return check([claim], rows, of if of is not None else book())[0]


THE_SAME = {"decision": NUMBER, "decided_on": DAY}
MOST_SAY_2024 = book(("ldtt", 2024), ("ldtt", 2024), ("ldtt", 2023))


@pytest.mark.parametrize("shown", [2023, 2025, 2202, None])
@pytest.mark.parametrize("doubt", ["", "năm khác các dòng khác"])
def test_a_misprinted_year_leaves_the_claim_open_and_asks_for_a_correction(
    shown: int | None, doubt: str
) -> None:
    answer = ask(declared(**THE_SAME), row(year=shown, doubt=doubt), of=MOST_SAY_2024)
    year = f"năm {shown}" if shown else "một năm không đọc được"
    assert (answer.status, answer.held) == ("asked", True)
    assert answer.evidence == (
        f"Sổ ghi {year} (Sổ số 9, QĐ số 411/QĐ-SNV ngày 18/12/2024) nhưng các dòng khác của quyết "
        "định này ghi năm 2024: có thể chép nhầm năm, đề nghị đính chính sổ"
    )
    assert answer.row is not None
    assert answer.row.key == 7


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        # One line for each year: nothing tells which is right.
        (book(("ldtt", 2023), ("ldtt", 2024)), 2024),
        # Most lines give the year of the book.
        (book(("ldtt", 2023), ("ldtt", 2023), ("ldtt", 2024)), 2024),
        # Another award of the decision supports nothing.
        (book(("ldtt", 2023), ("cstd-co-so", 2024), ("cstd-co-so", 2024)), 2024),
        # The decision is of a third year.
        (MOST_SAY_2024, 2022),
    ],
)
def test_another_year_without_support_is_said_otherwise(lines: Book, year: int) -> None:
    answer = ask(declared(year=year, **THE_SAME), row(year=2023), of=lines)
    assert (answer.status, answer.held) == ("contradicted", True)
    assert answer.evidence.startswith("Sổ ghi quyết định này cho năm 2023")


def test_another_decision_is_another_award() -> None:
    claim = declared(decision="12/QĐ-SNV", decided_on=DAY)
    answer = ask(claim, row(year=2023), of=MOST_SAY_2024)
    assert (answer.status, answer.evidence) == ("not_in_register", "Sổ năm 2024 không có tên")


def test_the_same_number_of_another_day_says_nothing() -> None:
    claim = declared(year=2023, decision=NUMBER, decided_on=dt.date(2023, 12, 20))
    assert ask(claim, row()).evidence == "Sổ năm 2023 không có tên"
    assert ask(declared(year=2023, decision=NUMBER), row(revoked="Đã thu hồi")).status == (
        "not_in_register"
    )


def test_revoked_is_known_not_to_be_held() -> None:
    revoked = row(revoked="Đã thu hồi")
    for claim in (declared(), declared(**THE_SAME), declared(year=2023, **THE_SAME)):
        answer = ask(claim, revoked)
        assert (answer.status, answer.held) == ("contradicted", False)
        assert answer.evidence.startswith("Sổ ghi “Đã thu hồi”")


def test_what_another_decision_gave_is_not_taken_back() -> None:
    revoked = row(award="giay-khen", label="Giấy khen", revoked="Đã thu hồi")
    claim = declared(award="giay-khen", label="Giấy khen", decision="12/QĐ-SNV")
    assert (ask(claim, revoked).status, ask(claim, revoked).held) == ("not_in_register", True)


def test_a_decision_that_gives_only_another_award_contradicts() -> None:
    claim = declared(award="giay-khen", label="Giấy khen", **THE_SAME)
    assert ask(claim, row(), of=book(("ldtt", 2024))).status == "contradicted"
    both = book(("ldtt", 2024), ("giay-khen", 2024))
    assert ask(claim, row(), of=both).status == "not_in_register"
    # Who is a champion is LĐTT as well, whatever the list says.
    champion = row(award="cstd-co-so", label="CSTĐ cơ sở")
    assert ask(declared(**THE_SAME), champion, of=book(("cstd-co-so", 2024))).status == (
        "not_in_register"
    )


def test_a_year_only_counted_and_a_book_that_is_missing_are_said() -> None:
    counted = Book(frozenset({2018}), frozenset({2018}))
    assert "chỉ ghi số lượng" in ask(declared(year=2018), of=counted).evidence
    assert ask(declared(year=2018, award="giay-khen"), of=counted).evidence == (
        "Sổ năm 2018 không có tên"
    )
    assert ask(declared(year=2009)).evidence == "Chưa có sổ đầy đủ của năm 2009"
    assert check([declared()], [row()], None)[0].status == "unverifiable"


@pytest.mark.parametrize(
    ("claimed", "written", "same"),
    [
        ("Bằng khen của Liên đoàn Lao động tỉnh", "BK LĐLĐ tỉnh", True),
        ("BK Hội Cựu chiến binh tỉnh", "Bằng khen của Hội Cựu chiến binh tỉnh", True),
        ("BK Tổng LĐLĐ Việt Nam", "BK LĐLĐ tỉnh", False),
        ("BK Hội Cựu chiến binh tỉnh", "BK LĐLĐ tỉnh", False),
    ],
)
def test_awards_of_unions_are_told_by_their_giver(claimed: str, written: str, same: bool) -> None:
    claim = declared(award="", label=claimed)
    answer = ask(claim, row(award="", label=written))
    assert (answer.status == "confirmed") is same


@pytest.mark.parametrize(
    ("line", "years"),
    [
        (row(year=2023), (2024,)),
        (row(year=None), (2024,)),
        (row(year=2023, award="giay-khen"), (2023,)),
        (row(year=2034, award="giay-khen"), (2034, 2024)),
        (row(year=2202, award="giay-khen"), (2024,)),
        (row(year=2023, decided_on=None), (2023,)),
        (row(year=None, decided_on=None), ()),
    ],
)
def test_a_line_not_believed_yet_may_be_of_these_years(
    line: BookRow, years: tuple[int, ...]
) -> None:
    assert readings(line, MOST_SAY_2024.decisions) == years


def kept(*givers: str, award: str = "ldtt", year: int = 2024) -> Book:
    decisions = Decisions()
    for giver in givers:
        decisions.add(NUMBER, DAY, award, year, giver)
    return Book(frozenset({2023, 2024}), decisions=decisions)


def test_whoever_came_from_elsewhere_is_not_looked_for_before() -> None:
    (before,) = check([declared(year=2023)], [], kept(), since=2024)
    assert before.status == "unverifiable"
    assert "chỉ ghi người này từ năm 2024" in before.evidence
    assert check([declared()], [], kept(), since=2024)[0].status == "not_in_register"


@pytest.mark.parametrize(
    ("authority", "decision", "status"),
    [
        ("Chủ tịch UBND huyện Phú Lương", "468/QĐ-UBND", "unverifiable"),
        ("", "1685/QĐ-STC", "unverifiable"),
        ("Chủ tịch UBND tỉnh", "", "not_in_register"),
        ("Giám đốc Sở Lao động - Thương binh và Xã hội", "", "not_in_register"),
        ("", "", "not_in_register"),
        ("Giám đốc Sở Nội vụ", "999/QĐ-SNV", "not_in_register"),
    ],
)
def test_only_givers_whose_decisions_the_book_carries_are_expected_in_it(
    authority: str, decision: str, status: str
) -> None:
    claim = declared(authority=authority, decision=decision)
    book_of = kept("Giám đốc Sở Nội vụ", "Chủ tịch UBND tỉnh Lam Giang")
    book_of.decisions.add("7/QĐ-UBND", DAY, "bk-cap-tinh", 2024)
    assert check([claim], [], book_of)[0].status == status


def test_an_award_with_years_of_its_own_is_judged_by_them() -> None:
    own = Book(frozenset({2023}), own={"ldtt": frozenset({2024})})
    assert check([declared(year=2023)], [], own)[0].status == "unverifiable"
    assert check([declared(year=2024)], [], own)[0].status == "not_in_register"
    assert check([declared(year=2023, award="giay-khen")], [], own)[0].status == "not_in_register"
