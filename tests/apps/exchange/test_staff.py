"""Staff lists: nobody is lost, every doubtful cell is listed, unknown stays unknown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from tests.apps.exchange.samples import (
    CLEAN,
    HEAD,
    MESSY,
    RECEIVED,
    YEAR,
    person,
    staff_list,
    workbook,
)

from thidua.exchange.readers.records import PersonRead, StaffList, Unknown
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.template import is_template, read_template
from thidua.exchange.readers.text import name_key
from thidua.exchange.readers.workbook import UnreadableFile, open_workbook


@pytest.fixture(scope="module")
def messy() -> StaffList:
    return read_staff(open_workbook(MESSY), year=YEAR, as_of=RECEIVED)


@pytest.fixture(scope="module")
def clean() -> StaffList:
    return read_template(open_workbook(CLEAN), year=YEAR, as_of=RECEIVED)


def read(tmp_path: Path, *rows: tuple[object, ...]) -> StaffList:
    return read_staff(
        open_workbook(staff_list(tmp_path / "ds.xlsx", *rows)), year=YEAR, as_of=RECEIVED
    )


def doubts(staff: StaffList) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.weight) for problem in staff.problems]


def who(person: PersonRead) -> tuple[str, int | None, str]:
    return name_key(person.name), person.born.year, person.identity_number or person.unit


def test_every_person_of_the_messy_list_is_found(messy: StaffList, clean: StaffList) -> None:
    assert messy.person_rows == 242
    assert len(messy.people) == len(clean.people) == 240
    assert {who(one) for one in messy.people} == {who(one) for one in clean.people}


def test_no_row_is_lost(messy: StaffList) -> None:
    """Rows 11 to 273 are persons or group headings; every person row belongs to one person."""
    rows = [row for one in messy.people for row in one.rows]
    assert len(rows) == len(set(rows)) == 242
    headings = {unit.rows[0] for unit in messy.units} | {10}
    assert set(rows) | headings == set(range(10, 274))


def test_people_listed_twice_are_one_and_namesakes_stay_apart(messy: StaffList) -> None:
    twice = {one.name: one.rows for one in messy.people if len(one.rows) > 1}
    assert twice == {"Nguyễn Ngọc Chi": (108, 225), "Triệu Chòi San": (155, 167)}
    assert [one.unit for one in messy.people if one.name == "Triệu Chòi San"] == [
        "Trung tâm Điều dưỡng người có công"
    ]
    names = Counter(one.name for one in messy.people)
    assert names["Nguyễn Thị Hoa"] == 4
    assert names["Nguyễn Văn Hùng"] == 3


def test_same_facts_on_both_sides(messy: StaffList, clean: StaffList) -> None:
    """Ratings, registrations, titles and units agree person by person."""
    tidy = {who(one): one for one in clean.people}
    for one in messy.people:
        other = tidy[who(one)]
        assert dict(one.ratings).get(YEAR) == dict(other.ratings).get(YEAR), one.name
        assert set(one.registrations or ()) >= set(other.registrations or ()), one.name
        assert (one.unit, one.position, one.direct, one.party_member) == (
            other.unit, other.position, other.direct, other.party_member,
        ), one.name  # fmt: skip
        stated = Counter((c.code, c.year) for c in one.claims if c.code != "ldtt" and c.code)
        declared = Counter((c.code, c.year) for c in other.claims if c.code != "ldtt" and c.code)
        assert stated == declared, one.name


def test_declared_awards_are_all_read(messy: StaffList) -> None:
    counted = Counter(claim.code for one in messy.people for claim in one.claims)
    assert counted["cstd-co-so"] == 409
    assert counted["bk-thu-tuong"] == 14
    assert counted["cstd-cap-tinh"] == 7
    assert counted["bk-cap-tinh"] == 93 + 26
    assert counted[None] == 26


def test_doubtful_cells_of_the_messy_list(messy: StaffList) -> None:
    listed = {(problem.row, problem.column) for problem in messy.problems}
    # Exchanged day and month; wrong form of address; head counts; total; missing ratings;
    # ratings beside a discipline; level that does not fit the deciding body; waiting initiatives.
    expected = {
        (147, "D"), (169, "D"), (240, "D"), (82, "B"), (208, "B"), (217, "B"),
        (10, "B"), (87, "B"), (145, "B"), (274, "B"), (52, "J"), (107, "J"), (243, "J"),
        (32, "J"), (183, "J"), (233, "K"), (51, "K"), (75, "K"), (124, "K"), (132, "K"),
        (130, "C"), (210, "C"), (262, "C"), (24, "F"), (24, "N"), (91, "N"),
    }  # fmt: skip
    assert expected <= listed
    assert {problem.sheet for problem in messy.problems} == {"DS 2026"}


def test_a_sound_row_has_no_problem(tmp_path: Path) -> None:
    staff = read(tmp_path, person())
    assert doubts(staff) == []
    one = staff.people[0]
    assert (one.name, one.gender, one.unit, one.position) == (
        "Nguyễn Thị Mẫu",
        "female",
        "Phòng Hành chính",
        "Chuyên viên",
    )
    assert one.ratings == ((2026, "hoan_thanh_tot"),)
    assert one.unknown == frozenset()


@pytest.mark.parametrize(
    ("change", "column", "unknown"),
    [
        ({"rating": "rất tốt"}, "H", Unknown.RATINGS),
        ({"rating": ""}, "H", Unknown.RATINGS),
        ({"rating": '="HTT"'}, "H", Unknown.RATINGS),
        ({"notes": "có việc riêng"}, "L", Unknown.DISCIPLINES),
        ({"notes": "Khiển trách năm ngoái"}, "L", Unknown.DISCIPLINES),
        ({"initiatives": "cải tiến"}, "I", Unknown.INITIATIVES),
        ({"registrations": "Danh hiệu lạ"}, "K", Unknown.REGISTRATIONS),
    ],
)
def test_what_cannot_be_read_is_unknown(
    tmp_path: Path, change: dict[str, object], column: str, unknown: Unknown
) -> None:
    staff = read(tmp_path, person(**change))
    assert (2, column, "doubt") in doubts(staff)
    assert unknown in staff.people[0].unknown


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"born": dt.date(1985, 5, 6)}, "D"),
        ({"born": "1985"}, "D"),
        ({"born": "20/05/2031"}, "D"),
        ({"born": ""}, "D"),
        ({"identity": ""}, "E"),
        ({"identity": "097285000001"}, "E"),
        ({"identity": "1234"}, "E"),
        ({"address": "Ông"}, "B"),
        ({"address": ""}, "B"),
        ({"recruited": "01/09/2031"}, "G"),
        ({"recruited": "01/01/1990"}, "G"),
        ({"achievements": "LĐTT nhiều năm liền"}, "J"),
        ({"post": ""}, "F"),
        ({"name": "Mẫu"}, "C"),
    ],
)
def test_doubtful_cell_is_listed_with_its_place(
    tmp_path: Path, change: dict[str, object], column: str
) -> None:
    staff = read(tmp_path, person(**change))
    assert len(staff.people) == 1
    assert (2, column, "doubt") in doubts(staff)


def test_discipline_in_the_year_makes_a_good_rating_unknown(tmp_path: Path) -> None:
    note = "Kỷ luật khiển trách (QĐ 242/QĐ-SNV ngày 14/04/2026)"
    staff = read(tmp_path, person(notes=note))
    assert staff.people[0].ratings == ()
    assert [(s.kind, s.start) for s in staff.people[0].disciplines] == [
        ("khien_trach", dt.date(2026, 4, 14))
    ]
    agreed = read(tmp_path, person(notes=note, rating="KHTNV"))
    assert agreed.people[0].ratings == ((2026, "khong_hoan_thanh"),)


def test_two_people_with_one_identity_number(tmp_path: Path) -> None:
    staff = read(tmp_path, person(), person(name="Trần Thị Khác", born="20/05/1985"))
    assert [one.identity_number for one in staff.people] == ["", ""]
    assert [(p.row, p.column) for p in staff.problems if "trùng với" in p.doubt] == [
        (2, "E"),
        (3, "E"),
    ]


def test_namesakes_without_numbers_stay_apart_and_are_doubted(tmp_path: Path) -> None:
    staff = read(tmp_path, person(identity="", born="1985"), person(identity="", born="1985"))
    assert [one.rows for one in staff.people] == [(2,), (3,)]
    assert any("chưa rõ có phải một người" in problem.doubt for problem in staff.problems)


def test_moved_person_with_two_ratings_has_none(tmp_path: Path) -> None:
    moved = "điều động từ Phòng Khác về từ 15/7/2026"
    staff = read(tmp_path, person(rating="HTXSNV"), person(notes=moved))
    assert [one.rows for one in staff.people] == [(2, 3)]
    assert staff.people[0].ratings == ()
    assert Unknown.RATINGS in staff.people[0].unknown


def test_row_without_name_and_strange_rows_are_reported(tmp_path: Path) -> None:
    staff = read(tmp_path, person(), person(name=""), ("", "", "", "", "", "lạc dòng"))
    assert len(staff.people) == 1
    assert [(p.row, p.doubt.split(":")[0]) for p in staff.problems] == [
        (3, "dòng có dữ liệu nhưng không có họ và tên"),
        (4, "không rõ dòng này là gì"),
    ]


def test_repeated_header_is_no_person(tmp_path: Path) -> None:
    staff = read(
        tmp_path,
        person(),
        HEAD,
        person(name="Trần Văn Hai", address="Ông", identity="097085000002"),
    )
    assert [one.name for one in staff.people] == ["Nguyễn Thị Mẫu", "Trần Văn Hai"]


def test_columns_are_guessed_with_a_reason_and_can_be_corrected(tmp_path: Path) -> None:
    heads = list(HEAD)
    heads[2], heads[7] = "Họ và  tên", "Cột lạ"
    book = open_workbook(workbook(tmp_path / "a.xlsx", ("DS", [heads, person()])))
    guessed = read_staff(book, year=YEAR, as_of=RECEIVED)
    guesses = {guess.column: guess for guess in guessed.columns["DS"]}
    assert (guesses["C"].field, guesses["C"].certain) == ("name", True)
    assert (guesses["H"].field, guesses["H"].reason) == ("", "không nhận ra, không dùng")
    assert Unknown.RATINGS in guessed.people[0].unknown
    corrected = read_staff(book, year=YEAR, as_of=RECEIVED, mapping={"rating": "H"})
    assert corrected.people[0].ratings == ((2026, "hoan_thanh_tot"),)


def test_missing_required_column_is_named(tmp_path: Path) -> None:
    heads = ["" if head == "Họ và tên" else head for head in HEAD]
    book = open_workbook(workbook(tmp_path / "a.xlsx", ("DS", [heads, person()])))
    with pytest.raises(UnreadableFile, match="thiếu cột “Họ và tên”"):
        read_staff(book, year=YEAR, as_of=RECEIVED)


def test_table_without_header_or_without_people(tmp_path: Path) -> None:
    book = open_workbook(
        workbook(tmp_path / "a.xlsx", ("S", [("thực đơn", "giá"), ("phở", 50000)]))
    )
    with pytest.raises(UnreadableFile, match="Không thấy dòng tiêu đề"):
        read_staff(book, year=YEAR, as_of=RECEIVED)
    with pytest.raises(UnreadableFile, match="không có dòng cán bộ nào"):
        read(tmp_path)


def test_template_sheets(clean: StaffList) -> None:
    assert is_template(open_workbook(CLEAN))
    assert not is_template(open_workbook(MESSY))
    assert len(clean.units) == 22
    assert {unit.ratings_complete for unit in clean.units} == {(2015, 2026)}
    counted = Counter(claim.code for unit in clean.units for claim in unit.claims)
    assert counted == {"tt-ldtt": 185, "tt-ldxs": 35, "co-cap-tinh": 7, "bk-cap-tinh": 3}
    # Two awards in one cell take their own decision each.
    both = [c for u in clean.units for c in u.claims if c.place.row == 132]
    assert [(c.code, c.decided_on) for c in both] == [
        ("co-cap-tinh", dt.date(2026, 3, 2)), ("tt-ldxs", dt.date(2026, 2, 27)),
    ]  # fmt: skip


def test_template_formula_cells_and_strangers_are_reported(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "mau.xlsx",
        ("CanBo", [
            ("Mã cán bộ", "Họ và tên", "Giới tính", "Ngày sinh", "Đơn vị", "Xếp loại 2026"),
            ("CB1", "Nguyễn Thị Mẫu", "Nữ", dt.date(1985, 5, 20), "Phòng A", '="HTT"'),
        ]),
        ("LichSu", [
            ("Mã cán bộ", "Họ và tên", "Năm", "Loại", "Nội dung"),
            ("CB9", "Người Lạ", 2024, "Danh hiệu", "LĐTT"),
            ("CB1", "Tên Khác", 2024, "Danh hiệu", "LĐTT"),
            ("CB1", "Nguyễn Thị Mẫu", 2024, "Danh hiệu", "Danh hiệu lạ"),
        ]),
    )  # fmt: skip
    staff = read_template(open_workbook(path), year=YEAR, as_of=RECEIVED)
    places = {(problem.sheet, problem.row, problem.column) for problem in staff.problems}
    assert {("CanBo", 2, "F"), ("LichSu", 2, "A"), ("LichSu", 3, "B"), ("LichSu", 4, "E")} <= places
    assert Unknown.RATINGS in staff.people[0].unknown
    assert {Unknown.INITIATIVES, Unknown.DISCIPLINES} <= staff.people[0].unknown


def test_rows_of_the_template_that_are_nobodys_for_certain_are_read_for_nobody(
    tmp_path: Path,
) -> None:
    """One code on two rows, no code, a code beside another name: two people stay two, and no
    award, initiative or discipline goes to either of them."""
    people = [
        ("CB1", "Nguyễn Thị Một", "Nữ", dt.date(1985, 5, 20), "Phòng A", "HTTNV"),
        ("CB1", "Trần Văn Hai", "Nam", dt.date(1986, 5, 20), "Phòng A", "HTTNV"),
        ("", "Lê Thị Ba", "Nữ", dt.date(1987, 5, 20), "Phòng A", "HTTNV"),
        ("CB4", "Phạm Văn Bốn", "Nam", dt.date(1988, 5, 20), "Phòng A", "HTTNV"),
        ("C" * 21, "Đỗ Thị Năm", "Nữ", dt.date(1989, 5, 20), "Phòng A", "HTTNV"),
    ]
    history = [
        (code, name, 2024, "Danh hiệu", "LĐTT")
        for code, name in (("CB1", ""), ("", ""), ("CB4", "Trần Văn Hai"), ("C" * 21, ""))
    ]
    path = workbook(
        tmp_path / "mau.xlsx",
        ("CanBo", [
            ("Mã cán bộ", "Họ và tên", "Giới tính", "Ngày sinh", "Đơn vị", "Xếp loại 2026"),
            *people,
        ]),
        ("LichSu", [("Mã cán bộ", "Họ và tên", "Năm", "Loại", "Nội dung"), *history]),
        ("SangKien", [
            ("Mã cán bộ", "Họ và tên", "Năm", "Loại", "Tên", "Cấp"),
            ("CB4", "Trần Văn Hai", 2025, "Sáng kiến", "Của người khác", "Cơ sở"),
            ("CB4", "Phạm Văn Bốn", 2025, "Sáng kiến", "", "Cơ sở"),
        ]),
        ("KyLuat_Nghi", [
            ("Mã cán bộ", "Họ và tên", "Loại", "Từ ngày", "Đến ngày", "Nội dung"),
            ("CB1", "", "Nghỉ ốm", dt.date(2026, 1, 5), dt.date(2026, 2, 5), ""),
        ]),
    )  # fmt: skip
    staff = read_template(open_workbook(path), year=YEAR, as_of=RECEIVED)
    assert [(one.name, one.code) for one in staff.people] == [
        ("Nguyễn Thị Một", ""), ("Trần Văn Hai", ""), ("Lê Thị Ba", ""), ("Phạm Văn Bốn", "CB4"),
        ("Đỗ Thị Năm", ""),
    ]  # fmt: skip
    assert len({one.key for one in staff.people}) == 5
    assert [one.claims + one.initiatives + one.leave for one in staff.people] == [()] * 5
    assert [one.ratings for one in staff.people] == [((2026, "hoan_thanh_tot"),)] * 5
    for one in (*staff.people[:3], staff.people[4]):
        assert {Unknown.INITIATIVES, Unknown.DISCIPLINES, Unknown.LEAVE} <= one.unknown
    assert Unknown.INITIATIVES in staff.people[3].unknown
    assert Unknown.DISCIPLINES not in staff.people[3].unknown
    said = {(p.sheet, p.row, p.column) for p in staff.problems if "không d" in p.doubt}
    assert said == {
        ("CanBo", 2, "A"), ("CanBo", 3, "A"), ("CanBo", 6, "A"), ("LichSu", 2, "A"),
        ("LichSu", 3, "A"), ("LichSu", 4, "B"), ("LichSu", 5, "A"), ("SangKien", 2, "B"),
        ("SangKien", 3, "E"), ("KyLuat_Nghi", 2, "A"),
    }  # fmt: skip


@pytest.mark.parametrize("step", [3, 5, 9])
def test_columns_may_stand_in_any_order(tmp_path: Path, messy: StaffList, step: int) -> None:
    """The same list with its columns shuffled and its header in one row reads the same."""
    rows = open_workbook(MESSY).sheets[0].rows
    order = [(place * step + 4) % 14 for place in range(14)]
    heads = [rows[7][column] or rows[6][column] for column in order]
    shuffled = [[row[column] for column in order] if row[2] else row for row in rows[9:273]]
    path = workbook(tmp_path / "a.xlsx", ("DS 2026", [*rows[:6], heads, (), (), *shuffled]))
    again = read_staff(open_workbook(path), year=YEAR, as_of=RECEIVED)
    assert [(p.name, p.rows, p.born, p.unit, p.ratings, p.registrations) for p in again.people] == [
        (p.name, p.rows, p.born, p.unit, p.ratings, p.registrations) for p in messy.people
    ]
    assert Counter(p.doubt for p in again.problems) == Counter(
        p.doubt for p in messy.problems if not p.doubt.startswith("tổng cộng")
    )


def test_a_table_pasted_into_one_cell_is_cut_and_listed(tmp_path: Path) -> None:
    staff = read(
        tmp_path, person(name="Nguyễn Thị Mẫu " * 40, post="Chuyên viên, " + "Phòng dài " * 60)
    )
    assert (2, "C", "doubt") in doubts(staff)
    one = staff.people[0]
    assert (len(one.name), len(one.unit)) == (120, 200)
