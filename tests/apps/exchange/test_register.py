"""The legacy register: seven layouts, legacy code, wrong years, repeated rows; matching; claims."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.apps.exchange.samples import CLEAN, MESSY, RECEIVED, REGISTER, YEAR, workbook

from thidua.exchange.claims import RowsOf, check_claims, rows_by_person
from thidua.exchange.matching import Matcher, match_units
from thidua.exchange.readers.dates import DateRead, read_date
from thidua.exchange.readers.records import AwardClaim, PersonRead, Place, StaffList
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.template import read_template
from thidua.exchange.readers.workbook import UnreadableFile, open_workbook


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(open_workbook(REGISTER), as_of=RECEIVED)


@pytest.fixture(scope="module")
def clean() -> StaffList:
    return read_template(open_workbook(CLEAN), year=YEAR, as_of=RECEIVED)


@pytest.fixture(scope="module")
def messy() -> StaffList:
    return read_staff(open_workbook(MESSY), year=YEAR, as_of=RECEIVED)


def at(register: Register, sheet: str, row: int) -> list[RegisterRow]:
    return [one for one in register.rows if (one.place.sheet, one.place.row) == (sheet, row)]


def test_years_and_what_is_complete(register: Register) -> None:
    assert register.years == tuple(range(2011, 2026))
    assert register.complete == (2019, 2025)
    assert {
        2011: 186,
        2012: 191,
        2015: 192,
        2016: 188,
        2017: 181,
        2018: 188,
    }.items() <= register.counted_only.items()
    assert register.received_on == dt.date(2025, 7, 1)
    assert register.legacy_sheets == ("Năm 2011", "Năm 2012")


@pytest.mark.parametrize(
    ("sheet", "row", "name", "code", "year", "decision", "day"),
    [
        ("Năm 2011", 19, "Tran Quoc Hieu", "cstd-co-so", 2011, "285/QĐ-SNV", dt.date(2011, 12, 23)),
        (
            "Năm 2011",
            25,
            "Đỗ Thị Thanh Ánh",
            "cstd-co-so",
            2011,
            "285/QĐ-SNV",
            dt.date(2011, 12, 23),
        ),
        (
            "Năm 2012",
            13,
            "Đoàn Thị Hồng Thoa",
            "bk-cap-tinh",
            2012,
            "3716/QĐ-BNV",
            dt.date(2013, 7, 26),
        ),
        ("Năm 2015", 10, "Sùng Seo Tủa", "bk-cap-tinh", 2015, "1059/QĐ-UBND", dt.date(2016, 3, 29)),
        (
            "Năm 2015",
            9,
            "Nguyễn Hồng Tú",
            "bk-cap-tinh",
            2015,
            "1059/QĐ-UBND",
            dt.date(2016, 3, 29),
        ),
        ("Nam 2016", 29, "Đặng Bích Loan", "cstd-co-so", 2016, "61/QĐ-SNV", dt.date(2017, 1, 27)),
        (
            "Năm 2017",
            23,
            "Nguyễn Hữu Giang",
            "cstd-co-so",
            2017,
            "60/QĐ-SNV",
            dt.date(2017, 12, 26),
        ),
        ("Năm 2019", 6, "Trần Quốc Hiếu", "bk-thu-tuong", 2019, "176/QĐ-TTg", dt.date(2020, 7, 7)),
        ("KT 2020", 29, "Hà Thị Xuân", "cstd-co-so", 2020, "29/QĐ-SLĐTBXH", dt.date(2021, 1, 26)),
        ("Năm 2022", 8, "Sùng Seo Tủa", "bk-thu-tuong", 2022, "2976/QĐ-TTg", dt.date(2023, 8, 18)),
        (
            "2023 (chinh thuc)",
            30,
            "Nguyen Quang Dong",
            "cstd-co-so",
            2023,
            "58/QĐ-SLĐTBXH",
            dt.date(2024, 1, 19),
        ),
        (
            "Năm 2025",
            6,
            "Trần Thị Kim Lan",
            "bk-thu-tuong",
            2025,
            "1595/QĐ-TTg",
            dt.date(2026, 7, 8),
        ),
        (
            "Bo sung CB tiep nhan",
            4,
            "Nguyễn Văn Long",
            "giay-khen",
            2015,
            "2796/QĐ-UBND",
            dt.date(2016, 1, 13),
        ),
    ],
)
def test_one_row_of_every_layout(
    register: Register,
    sheet: str,
    row: int,
    name: str,
    code: str,
    year: int,
    decision: str,
    day: dt.date,
) -> None:
    found = at(register, sheet, row)
    assert [(r.name, r.code, r.year, r.decision, r.decided_on) for r in found] == [
        (name, code, year, decision, day)
    ]


def test_wide_table_takes_marks_and_quoted_decisions(register: Register) -> None:
    assert [(r.code, r.decision, r.merit) for r in at(register, "Năm 2014", 29)] == [
        ("cstd-co-so", "", "cong_trang"),
        ("bk-cap-tinh", "1482/QĐ-UBND", "chuyen_de"),
    ]
    assert [(r.code, r.year) for r in at(register, "2013", 56)] == [
        ("cstd-co-so", 2013),
        ("bk-cap-tinh", 2013),
    ]


def test_period_theme_and_revocation(register: Register) -> None:
    assert at(register, "Năm 2024", 15)[0].period == (2023, 2024)
    assert at(register, "Nam 2016", 7)[0].theme == "công tác bầu cử đại biểu Quốc hội khóa XIV"
    assert at(register, "Nam 2016", 7)[0].merit == "chuyen_de"
    assert at(register, "Năm 2016", 1) == []
    assert at(register, "Năm 2025", 42)[0].revoked.startswith("Đã thu hồi")
    assert [r.revoked for r in at(register, "Nam 2016", 15)] == [""]


def test_collectives_of_every_sheet(register: Register) -> None:
    counted = Counter(row.place.sheet for row in register.rows if row.collective)
    assert counted == {
        "Năm 2015": 20, "Nam 2016": 23, "Năm 2017": 23, "Năm 2018": 19, "Năm 2019": 20,
        "KT 2020": 23, "Năm 2021": 21, "Năm 2022": 20, "2023 (chinh thuc)": 21,
        "Năm 2024": 18, "Năm 2025": 22,
    }  # fmt: skip


def test_no_award_row_is_left_unread(register: Register) -> None:
    """Every line that looks like an award was read, or stands among the problems."""
    assert not [p for p in register.problems if "không đọc" in p.doubt and "năm" not in p.doubt]


def test_row_in_the_neighbouring_sheet_takes_the_year_of_its_decision(register: Register) -> None:
    assert at(register, "Nam 2016", 28)[0].year == 2015
    assert at(register, "2023 (chinh thuc)", 21)[0].year == 2022
    places = {(p.sheet, p.row) for p in register.problems if p.weight == "note"}
    assert {("Nam 2016", 28), ("2023 (chinh thuc)", 21), ("Năm 2019", 20)} <= places


def test_wrong_years_are_doubted_and_not_used(register: Register) -> None:
    assert at(register, "2023 (chinh thuc)", 33)[0].doubtful
    assert at(register, "Năm 2024", 53)[0].doubtful
    wrong_day = at(register, "Năm 2011", 47)[0]
    assert (wrong_day.decided_on, wrong_day.doubtful) == (None, "")


def test_repeated_rows_count_once(register: Register) -> None:
    assert at(register, "Năm 2011", 26) != []
    assert at(register, "Năm 2011", 33) == []
    assert any(
        (p.sheet, p.row) == ("Năm 2011", 33) and "lặp lại dòng 26" in p.doubt
        for p in register.problems
    )


def test_totals_that_do_not_agree_are_reported(register: Register) -> None:
    totals = {(p.sheet, p.row) for p in register.problems if "đếm được" in p.doubt}
    assert {("Năm 2011", 55), ("2013", 58), ("Năm 2022", 279)} <= totals
    assert ("Năm 2018", 53) not in totals


def test_workbook_without_a_register(tmp_path: Path) -> None:
    book = open_workbook(workbook(tmp_path / "a.xlsx", ("S", [("a", "b"), (1, 2)])))
    with pytest.raises(UnreadableFile, match="không có bảng sổ khen thưởng"):
        read_register(book, as_of=RECEIVED)


# Matching


def somebody(
    key: str, name: str, born: str = "", unit: str = "Phòng Hành chính", **more: object
) -> PersonRead:
    read = read_date(born, today=RECEIVED) if born else DateRead("")
    return replace(PersonRead(key, "DS", (int(key),), name, born=read, unit=unit), **more)


def entry(name: str, born: str = "", unit: str = "Phòng Hành chính", **more: object) -> RegisterRow:
    base = RegisterRow(
        Place("Sổ", 9, "D"), name, False, "ldtt", "Lao động tiên tiến", "LĐTT", 2024, unit=unit,
        born=read_date(born, today=RECEIVED) if born else DateRead(""),
    )  # fmt: skip
    return replace(base, **more)


HOA = somebody("1", "Nguyễn Thị Hoa", "12/03/1985", "Phòng Tổ chức")
HOA_TOO = somebody("2", "Nguyễn Thị Hoa", "20/11/1985", "Phòng Người có công")
HOA_OLD = somebody("3", "Nguyễn Thị Hoa", "05/05/1978", "Trung tâm Việc làm")
MY = somebody(
    "4",
    "Lê Hồng Mỹ",
    "18/01/1975",
    "Phòng Tổ chức",
    identity_number="097175146864",
    gender="female",
)


@pytest.mark.parametrize(
    ("row", "status", "key"),
    [
        (entry("NGUYỄN THỊ HOA", "12/3/1985", "Phòng cũ"), "matched", "1"),
        # Three namesakes among four people: a fourth one of that age may well have left.
        (entry("Nguyễn Thị Hoa", "1978", ""), "asked", None),
        (entry("Nguyễn Thị Hoa", "1985", "Phòng Người có công"), "asked", None),
        (entry("Nguyễn Thị Hoa", "1985", "Phòng khác"), "asked", None),
        (entry("Nguyễn Thị Hoa", "", "Phòng khác"), "asked", None),
        (entry("Nguyễn Thị Hoa", "1961", "Phòng Tổ chức"), "unmatched", None),
        (entry("Lê Hồng Mĩ", "1975", ""), "matched", "4"),
        (entry("Le Hong My", "", "Phòng Tổ chức"), "matched", "4"),
        (entry("Le Hong My", "", ""), "asked", None),
        (entry("Lê Hồng Mỹ", "", "", identity_number="097175146864"), "matched", "4"),
        (
            entry("Lê Hồng Mỹ", "1975", "Phòng Tổ chức", identity_number="097175000000"),
            "unmatched",
            None,
        ),
        (entry("Lê Hồng Mỹ", "1975", "", gender="male"), "asked", None),
        (entry("Lê Hồng Mỵ", "1975", "Phòng Tổ chức"), "asked", None),
        (entry("Trần Văn Lạ", "1975", "Phòng Tổ chức"), "unmatched", None),
    ],
)
def test_matching(row: RegisterRow, status: str, key: str | None) -> None:
    result = Matcher([HOA, HOA_TOO, HOA_OLD, MY]).match_one(row)
    assert (result.status, result.key) == (status, key), result
    assert status == "unmatched" or result.reasons


def test_short_family_name_needs_the_same_given_name() -> None:
    matcher = Matcher([somebody("1", "Nguyễn Đức Minh", "1970", "Phòng A")])
    assert matcher.match_one(entry("Ng. Đức Minh", "1970", "Phòng A")).key == "1"
    assert matcher.match_one(entry("Tr. Đức Minh", "1970", "Phòng A")).status == "unmatched"
    assert matcher.match_one(entry("Ng. Đức Mình", "1970", "Phòng A")).key is None


def test_old_unit_is_learnt_from_sure_matches() -> None:
    people = [
        somebody(str(n), f"Trần Văn {name}", f"0{n}/05/1980", "Chi cục Mới")
        for n, name in enumerate(("An", "Bình", "Cường"), 1)
    ]
    rows = [entry(p.name, p.born.raw, "Phòng Cũ") for p in people[:2]] + [
        entry("Trần Văn Cường", "", "Phòng Cũ")
    ]
    result = Matcher(people).match(rows)[2]
    assert (result.status, result.key) == ("matched", "3")
    assert "đơn vị cũ của đơn vị hiện nay" in result.reasons


def test_real_register_matches_both_lists_alike(
    register: Register, clean: StaffList, messy: StaffList
) -> None:
    tidy = {one.key: (one.name, one.born.year, one.unit) for one in clean.people}
    rough = {one.key: (one.name, one.born.year, one.unit) for one in messy.people}
    left = Matcher(clean.people, clean.units).match(register.rows)
    right = Matcher(messy.people, messy.units).match(register.rows)
    said = [
        (tidy[one.key], rough[other.key])
        for one, other in zip(left, right, strict=True)
        if one.key and other.key
    ]
    assert all(one == other for one, other in said)
    # Namesakes may be told apart by what only one of the lists says.
    differ = sum(1 for one, other in zip(left, right, strict=True) if one.status != other.status)
    assert differ <= 3
    assert Counter(r.status for r in left)["matched"] > 2100
    births = {one.key: one.born for one in clean.people}
    for row, result in zip(register.rows, left, strict=True):
        if result.key and row.born.year:
            assert row.born.year == births[result.key].year, (row.name, row.place)


def test_units_are_matched_through_time(register: Register, clean: StaffList) -> None:
    matched = match_units(register.rows, clean.units)
    assert len(matched) == sum(1 for row in register.rows if row.collective)
    then = next(
        i
        for i, row in enumerate(register.rows)
        if row.collective and row.name == "Ban Thi đua - Khen thưởng tỉnh"
    )
    assert matched[then] == next(
        unit.key for unit in clean.units if unit.name == "Phòng Thi đua - Khen thưởng"
    )


# Claims


def claim(code: str | None, year: int, **more: object) -> AwardClaim:
    return replace(AwardClaim(Place("DS", 5, "L"), code, "khai", year, "khai"), **more)


def status_of(
    register: Register, one: AwardClaim, *rows: RegisterRow, asked: tuple[RegisterRow, ...] = ()
) -> str:
    checks = check_claims([one], RowsOf(rows, asked), register)
    assert checks[0].evidence
    return checks[0].status


def test_claims_are_confirmed_missing_or_contradicted(register: Register) -> None:
    held = entry(
        "A", code="cstd-co-so", year=2024, decision="9/QĐ-S", decided_on=dt.date(2024, 12, 20)
    )
    cstd = claim("cstd-co-so", 2024)
    assert status_of(register, cstd, held) == "confirmed"
    assert status_of(register, claim("cstd-co-so", 2023), held) == "not_in_register"
    assert status_of(register, cstd, replace(held, revoked="Đã thu hồi")) == "contradicted"
    doubtful = replace(held, year=2023, doubtful="năm sai")
    assert status_of(register, cstd, doubtful) == "asked"
    assert status_of(register, cstd, asked=(held,)) == "asked"
    other_kind = claim("giay-khen", 2024, decision="9/QĐ-S", decided_on=dt.date(2024, 12, 20))
    assert status_of(register, other_kind, held) == "contradicted"


def test_one_row_confirms_one_claim_only(register: Register) -> None:
    held = entry("A", code="giay-khen", year=2020)
    checks = check_claims(
        [claim("giay-khen", 2020), claim("giay-khen", 2020)], RowsOf((held,)), register
    )
    assert sorted(check.status for check in checks) == ["confirmed", "not_in_register"]


def test_certificate_remembered_by_the_year_of_its_decision(register: Register) -> None:
    held = entry(
        "A",
        code="bk-cap-tinh",
        year=2019,
        period=(2018, 2019),
        decision="724/QĐ-UBND",
        decided_on=dt.date(2020, 3, 17),
    )
    checks = check_claims([claim("bk-cap-tinh", 2020)], RowsOf((held,)), register)
    assert (checks[0].status, "sổ ghi năm 2019" in checks[0].evidence) == ("confirmed", True)


def test_without_a_register_nothing_is_confirmed() -> None:
    assert [c.status for c in check_claims([claim("ldtt", 2024)], RowsOf(), None)] == [
        "unverifiable"
    ]


def test_claims_of_the_messy_list(register: Register, messy: StaffList) -> None:
    rows = rows_by_person(register.rows, Matcher(messy.people, messy.units).match(register.rows))
    checks = {
        (one.rows[0], check.claim.code, check.claim.year): check.status
        for one in messy.people
        for check in check_claims(one.claims, rows.get(one.key, RowsOf()), register)
    }
    assert checks[(94, "cstd-co-so", 2025)] == "contradicted"
    assert checks[(58, "giay-khen", 2024)] == "contradicted"
    assert checks[(105, "cstd-co-so", 2024)] == "not_in_register"
    assert checks[(135, "cstd-co-so", 2019)] == "not_in_register"
    assert checks[(11, "cstd-co-so", 2022)] == "confirmed"
    assert checks[(17, "bk-cap-tinh", 2014)] == "confirmed"
    counted = Counter(checks.values())
    assert counted["confirmed"] > 800
    assert counted["not_in_register"] < 60
