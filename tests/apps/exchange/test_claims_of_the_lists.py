"""Which declared awards of the practice files the register bears out, by a count of its own.

The oracle knows nothing of the rule: it compares given name, award and year (or decision) of a
claim with every line of the book, whoever the line is matched to.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from thidua.exchange.claims import ClaimCheck, RowsOf, check_claims, named_since, rows_by_person
from thidua.exchange.matching import Matcher
from thidua.exchange.readers.achievements import read_achievements
from thidua.exchange.readers.offers import read_offers
from thidua.exchange.readers.records import StaffList
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.register_records import Register
from thidua.exchange.readers.workbook import open_workbook
from thidua.exchange.screening import Screening, read_list, screen
from thidua.kit.text import fold

DATA = Path(__file__).parents[2] / "data"
DAY = dt.date(2026, 9, 15)
TITLES = {"ldtt", "cstd-co-so"}  # counted by the year they are for, never by that of the decision
FLAGGED = {"not_in_register", "contradicted"}
# Declared in the clean template, borne out by no line of the register: nobody of that given name
# has the award for the year or by the decision named. The last two were taken back.
UNSUPPORTED = {
    ("CB0002", "cstd-co-so", 2015), ("CB0007", "cstd-co-so", 2024), ("CB0025", "cstd-co-so", 2023),
    ("CB0030", "cstd-co-so", 2020), ("CB0035", "giay-khen", 2020), ("CB0040", "cstd-co-so", 2019),
    ("CB0040", "cstd-co-so", 2023), ("CB0041", "cstd-co-so", 2024), ("CB0043", "cstd-co-so", 2024),
    ("CB0066", "cstd-co-so", 2018), ("CB0096", "bk-cap-tinh", 2022),
    ("CB0100", "bk-cap-tinh", 2019),
    ("CB0122", "bk-cap-tinh", 2020), ("CB0127", "bk-cap-tinh", 2025), ("CB0130", "giay-khen", 2021),
    ("CB0135", "knc-bo-nganh-tinh", 2024), ("CB0153", "giay-khen", 2018),
    ("CB0157", "cstd-co-so", 2016), ("CB0167", "cstd-co-so", 2024), ("CB0171", "giay-khen", 2015),
    ("CB0186", "cstd-co-so", 2011), ("CB0216", "bk-cap-tinh", 2025), ("CB0220", "cstd-co-so", 2022),
    ("CB0225", "bk-cap-tinh", 2019), ("CB0233", "giay-khen", 2023), ("CB0235", "cstd-co-so", 2022),
    ("CB0139", "giay-khen", 2024), ("CB0180", "cstd-co-so", 2025),
}  # fmt: skip


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(open_workbook(DATA / "so-khen-thuong-2011-2025.xlsx"), as_of=DAY)


def answers(register: Register, name: str) -> Screening:
    staff = read_list(DATA / name, year=2026, as_of=DAY)
    return screen(staff, register, year=2026, received_on=DAY, awards=["ldtt"])


@pytest.fixture(scope="module")
def clean(register: Register) -> Screening:
    return answers(register, "danh-sach-can-bo-2026-mau.xlsx")


@pytest.fixture(scope="module")
def office(register: Register) -> Screening:
    return answers(register, "danh-sach-can-bo-2026.xlsx")


def of_people(screening: Screening) -> list[tuple[str, str, ClaimCheck]]:
    names = {person.key: person.name for person in screening.staff.people}
    return [
        (key, names[key], check)
        for key, checks in screening.checks.items()
        if key in names
        for check in checks
    ]


def given(name: str) -> str:
    return fold(name).split()[-1].replace("y", "i")


def may_be(one: str, other: str) -> bool:
    """The same given name, the same first letter, and middle words that one may leave out."""
    first, second = (fold(name).split() for name in (one, other))
    starts = ["".join(word[0] for word in words[:-1]) for words in (first, second)]
    short, long = sorted(starts, key=len)
    left = iter(long)
    alike = given(one) == given(other) and short[:1] == long[:1]
    return alike and all(letter in left for letter in short)


def borne_out(register: Register, name: str, check: ClaimCheck) -> bool:
    """Some line gives the award to somebody of such a name, for the year or by the decision."""
    claim = check.claim
    for row in register.rows:
        if (row.code or "") != (claim.code or "") or not may_be(row.name, name) or row.revoked:
            continue
        decided = row.decided_on.year if row.decided_on else None
        if row.year == claim.year or (claim.code not in TITLES and decided == claim.year):
            return True
    return False


def test_every_unsupported_claim_of_the_template_is_flagged_and_no_other(clean: Screening) -> None:
    flagged = {
        (key, check.claim.code, check.claim.year)
        for key, _, check in of_people(clean)
        if check.status in FLAGGED
    }
    assert flagged == UNSUPPORTED


@pytest.mark.parametrize("which", ["clean", "office"])
def test_no_claim_that_a_line_bears_out_is_flagged(
    which: str, register: Register, request: pytest.FixtureRequest
) -> None:
    screening: Screening = request.getfixturevalue(which)
    seen = 0
    for _, name, check in of_people(screening):
        if check.status != "not_in_register":
            continue
        seen += 1
        namesake = borne_out(register, name, check)
        assert not namesake or "chỉ ghi" in check.evidence, (name, check)
        assert check.evidence
    assert seen > 20


@pytest.mark.parametrize("which", ["clean", "office"])
def test_nothing_is_confirmed_without_a_line_of_the_same_name_and_award(
    which: str, request: pytest.FixtureRequest
) -> None:
    screening: Screening = request.getfixturevalue(which)
    confirmed = [item for item in of_people(screening) if item[2].status == "confirmed"]
    assert len(confirmed) > 800
    for _, name, check in confirmed:
        row = check.row
        assert row is not None
        assert not row.revoked
        assert (row.code or "", given(row.name)) == (check.claim.code or "", given(name))


def test_the_office_list_flags_what_the_template_flags(clean: Screening, office: Screening) -> None:
    """What both lists declare is flagged in both; what only the free text adds, the book lacks."""

    def marks(screening: Screening) -> set[tuple[str, str | None, int | None]]:
        return {
            (fold(name), check.claim.code, check.claim.year)
            for _, name, check in of_people(screening)
            if check.status in FLAGGED
        }

    more = marks(office) - marks(clean)
    assert marks(clean) <= marks(office)
    assert {code for _, code, _ in more} == {"ldtt"}
    declared = {
        (fold(name), check.claim.code, check.claim.year) for _, name, check in of_people(clean)
    }
    assert not more & declared


def in_proposals(register: Register, staff: StaffList) -> list[tuple[str, ClaimCheck]]:
    rows = rows_by_person(register.rows, Matcher(staff.people, staff.units).match(register.rows))
    found = []
    for path in sorted(DATA.glob("de-nghi-don-vi-*.docx")):
        for offer in read_offers(path.read_bytes(), name=path.name).offers:
            claims = read_achievements(offer.summary, offer.place, today=DAY).claims
            named = [p for p in staff.people if fold(p.name) == fold(offer.name)]
            if not claims or len(named) != 1:
                continue
            mine = rows.get(named[0].key, RowsOf())
            since = named_since(named[0], mine, register)
            found += [(offer.name, c) for c in check_claims(claims, mine, register, since)]
    return found


def test_the_word_proposals_hold_one_unsupported_claim(
    register: Register, clean: Screening
) -> None:
    checked = in_proposals(register, clean.staff)
    assert len(checked) > 100
    assert {
        (name, check.claim.code, check.claim.year)
        for name, check in checked
        if check.status in FLAGGED
    } == {("Mùa Thị Mỷ", "bk-cap-tinh", 2025)}


def test_awards_after_a_dash_in_one_line_are_all_read() -> None:
    from thidua.exchange.readers.records import Place

    text = "- CSTĐ CS năm 2024 (QĐ 31/QĐ-SNV, 15/01/2026) - Bằng khen UBND tỉnh 2024-2025 - GK 2015"
    read = read_achievements(text, Place("tệp", "bảng", 1), today=DAY)
    assert [(c.code, c.year) for c in read.claims] == [
        ("cstd-co-so", 2024), ("bk-cap-tinh", 2025), ("giay-khen", 2015),
    ]  # fmt: skip
