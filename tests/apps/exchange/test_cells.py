"""Text, dates, identity numbers, ratings, award names, free text, remarks: one cell at a time."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.exchange.samples import RECEIVED

from thidua.exchange.readers import tcvn3
from thidua.exchange.readers.achievements import read_achievements
from thidua.exchange.readers.award_names import award_name, read_registrations
from thidua.exchange.readers.cells import read_grade, read_identity, split_address
from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.initiatives import read_initiatives
from thidua.exchange.readers.notes import read_notes
from thidua.exchange.readers.records import Place
from thidua.exchange.readers.text import bare_key, fold, name_key, title_case
from thidua.exchange.readers.units import expand, heading_count, split_position, unit_key

HERE = Place("DS", 5, "L")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Thuý", "Thúy"),
        ("NGUYỄN  THỊ HOA ", "nguyễn thị hoa"),
        ("Lê Hồng Mỹ", "Lê Hồng Mĩ"),
        ("Nguyễn Đức Quý", "Nguyễn Đức Quí"),
        (unicodedata.normalize("NFD", "Trần Quốc Hiếu"), "Trần Quốc Hiếu"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Thủy", "Thùy"), ("Hương", "Hường"), ("Hải", "Hảy"), ("Lan", "Lân")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(alphabet="aàáạảãăằâầeèêềiìoòôồơờuùưừyýdđbchg AÀĐ", max_size=30))
def test_fold_keeps_positions(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold(composed)) == len(composed)
    assert bare_key(text) == bare_key(text.upper())


def test_title_case_mends_capitals_only() -> None:
    assert title_case("KIỀU THỊ HOA") == "Kiều Thị Hoa"
    assert title_case("T¹ THị thu".replace("¹", "ạ")) == "Tạ Thị Thu"
    assert title_case("Sùng A Phổng") == "Sùng A Phổng"
    assert title_case("nguyễn văn ánh") == "Nguyễn Văn Ánh"


def test_legacy_code_round_trip_over_the_whole_alphabet() -> None:
    small = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    assert len(set(tcvn3.TO_UNICODE)) == len(tcvn3.TO_UNICODE) == len(small) + 7
    back = {letter: chr(code) for code, letter in tcvn3.TO_UNICODE.items()}
    assert tcvn3.decode("".join(back[letter] for letter in small)) == small


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TrÇn Quèc HiÕu", "Trần Quốc Hiếu"),
        ("N\xabng V¨n H\xadng", "Nông Văn Hưng"),
        ("§ç ThÞ Thanh ¸nh", "Đỗ Thị Thanh ánh"),
        ("ChiÕn sü thi ®ua c¬ së", "Chiến sỹ thi đua cơ sở"),
        ("QuyÕt ®Þnh sè 31/Q§-SNV ngµy 15/01/2026", "Quyết định số 31/QĐ-SNV ngày 15/01/2026"),
    ],
)
def test_legacy_text_is_decoded(typed: str, meant: str) -> None:
    assert tcvn3.decode_cell(typed, legacy_sheet=True) == meant


def test_legacy_sheet_is_recognised_by_its_signs() -> None:
    assert tcvn3.looks_legacy(["N\xabng V¨n H\xadng", "§ç ThÞ Thanh ¸nh", "1", "Tran Quoc Hieu"])
    assert not tcvn3.looks_legacy(["Tran Quoc Hieu", "x", "12/03/1985"])


def test_unicode_text_is_never_decoded() -> None:
    text = "Lê Đình Hùng, Phó Giám đốc Sở"
    assert not tcvn3.looks_legacy([text] * 20)
    assert tcvn3.decode_cell(text, legacy_sheet=True) == text


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("20/05/1985", dt.date(1985, 5, 20)),
        ("03/ 08/1986", dt.date(1986, 8, 3)),
        ("29.08.1981", dt.date(1981, 8, 29)),
        ("16-10-95", dt.date(1995, 10, 16)),
        ("15-02-02", dt.date(2002, 2, 15)),
        ("1985-05-20", dt.date(1985, 5, 20)),
        (dt.date(1971, 8, 18), dt.date(1971, 8, 18)),
        (dt.date(1989, 9, 9), dt.date(1989, 9, 9)),
        (dt.datetime(1971, 8, 18), dt.date(1971, 8, 18)),
    ],
)
def test_full_dates(raw: object, value: dt.date) -> None:
    read = read_date(raw, today=RECEIVED, two_digit_years=(1946, 2011))
    assert (read.value, read.doubt) == (value, "")


@pytest.mark.parametrize(
    ("raw", "year", "month", "doubt"),
    [
        ("1967", 1967, None, ""),
        (1979.0, 1979, None, ""),
        ("01/1993", 1993, 1, ""),
        ("31/02/1990", None, None, "ngày không có trong lịch"),
        ("05/20/1985", 1985, None, "ngày và tháng có thể bị đảo (tháng lớn hơn 12)"),
        ("17/09/2026", 2026, None, "ngày ở tương lai"),
        ("2031", None, None, "năm ở tương lai"),
        ("không rõ", None, None, "không đọc được ngày, tháng, năm"),
        (29465.0, None, None, "không đọc được ngày, tháng, năm"),
        ("01/01/1812", None, None, "năm không hợp lý"),
    ],
)
def test_partial_and_doubtful_dates(
    raw: str | float, year: int | None, month: int | None, doubt: str
) -> None:
    read = read_date(raw, today=RECEIVED)
    assert (read.value, read.year, read.month, read.doubt) == (None, year, month, doubt)


def test_two_digit_year_with_two_centuries_is_doubted() -> None:
    read = read_date("01-02-20", today=RECEIVED, two_digit_years=(1900, 2026))
    assert read.value is None
    assert read.doubt == "năm chỉ ghi hai chữ số, không rõ thế kỷ"


def test_date_cell_that_may_be_exchanged_holds_both_readings() -> None:
    read = read_date(dt.date(1982, 9, 1), today=RECEIVED)
    assert read.value is None
    assert read.either == (dt.date(1982, 9, 1), dt.date(1982, 1, 9))
    assert read.agrees_with(read_date("09/01/1982", today=RECEIVED)) is True
    assert read.agrees_with(read_date("10/01/1982", today=RECEIVED)) is False


@pytest.mark.parametrize(
    ("raw", "number", "doubts", "notes"),
    [
        ("097185000001", "097185000001", [], []),
        (97185000001.0, "097185000001", [], ["số định danh mất số 0 ở đầu, đã thêm lại"]),
        (
            "097 185 000001",
            "097185000001",
            [],
            ["số định danh có dấu cách hoặc dấu phân tách, đã ghép lại"],
        ),
        ("", "", ["thiếu số định danh"], []),
        ("12345", "", ["số định danh có 5 chữ số, cần 12 chữ số"], []),
        ("09718500000A", "", ["số định danh có ký tự không phải chữ số"], []),
    ],
)
def test_identity_numbers(
    raw: str | float, number: str, doubts: list[str], notes: list[str]
) -> None:
    read = read_identity(raw, birth_year=1985, gender="female")
    assert (read.number, read.doubts, read.notes) == (number, doubts, notes)


def test_identity_number_against_birth_and_sex() -> None:
    read = read_identity("097085000001", birth_year=1986, gender="female")
    assert len(read.doubts) == 2
    assert "năm sinh 1985" in read.doubts[0]
    assert "giới tính nam" in read.doubts[1]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("HTXSNV", "hoan_thanh_xuat_sac"),
        ("HT xuất sắc NV", "hoan_thanh_xuat_sac"),
        ("HTXS nhiệm vụ", "hoan_thanh_xuat_sac"),
        ("hoàn thành tốt nhiệm vụ", "hoan_thanh_tot"),
        ("HTT", "hoan_thanh_tot"),
        ("HTTNV", "hoan_thanh_tot"),
        ("HT nhiệm vụ", "hoan_thanh"),
        ("HTNV", "hoan_thanh"),
        ("KHTNV", "khong_hoan_thanh"),
        ("Không hoàn thành nhiệm vụ", "khong_hoan_thanh"),
        ("Chưa xếp loại", None),
        ("", None),
        ("A", None),
        ("khá", None),
    ],
)
def test_ratings(text: str, grade: str | None) -> None:
    assert read_grade(text) == grade


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LĐTT", "ldtt"),
        ("LĐ tiên tiến", "ldtt"),
        ("CSTĐCS", "cstd-co-so"),
        ("CSTĐ CS", "cstd-co-so"),
        ("Chiến sỹ thi đua cơ sở", "cstd-co-so"),
        ("CSTĐ tỉnh", "cstd-cap-tinh"),
        ("Chiến sĩ thi đua cấp tỉnh", "cstd-cap-tinh"),
        ("CSTĐ toàn quốc", "cstd-toan-quoc"),
        ("BKTTg", "bk-thu-tuong"),
        ("BK Thủ tướng Chính phủ", "bk-thu-tuong"),
        ("BK tỉnh", "bk-cap-tinh"),
        ("Bằng khen của Chủ tịch UBND tỉnh", "bk-cap-tinh"),
        ("BK Bộ LĐTBXH", "bk-cap-tinh"),
        ("Bằng khen của Bộ trưởng Lao động - Thương binh và Xã hội", "bk-cap-tinh"),
        ("BK LĐLĐ tỉnh", None),
        ("GK UBND huyện", "giay-khen"),
        ("HCLĐ hạng Ba", "hc-lao-dong-hang-ba"),
        ("TT LĐTT", "tt-ldtt"),
        ("TTLĐXS", "tt-ldxs"),
        ("Tập thể lao động xuất sắc", "tt-ldxs"),
        ("Cờ TĐ tỉnh", "co-cap-tinh"),
    ],
)
def test_award_names(text: str, code: str | None) -> None:
    found = award_name(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "Bằng khen", "CSTĐ", "Danh hiệu vẻ vang", "HCLĐ", "Giáo viên giỏi"]
)
def test_unknown_award_names_are_not_guessed(text: str) -> None:
    assert award_name(text) is None


def test_registrations_split_and_doubted() -> None:
    assert read_registrations("LĐTT + CSTĐCS; BK TTg, gì đó") == (
        ["ldtt", "cstd-co-so", "bk-thu-tuong"],
        ["gì đó"],
    )


def claims_of(text: str) -> list[tuple[str | None, int | None, tuple[int, int] | None, str, str]]:
    read = read_achievements(text, HERE, today=RECEIVED)
    assert read.doubts == []
    return [(c.code, c.year, c.period, c.decision, c.merit) for c in read.claims]


def test_list_of_years_with_the_decision_of_one() -> None:
    text = "CSTĐ cơ sở: 2014, 2022, 2025 (QĐ 31/QĐ-SNV ngày 15/01/2026)"
    assert claims_of(text) == [
        ("cstd-co-so", 2014, None, "", "cong_trang"),
        ("cstd-co-so", 2022, None, "", "cong_trang"),
        ("cstd-co-so", 2025, None, "31/QĐ-SNV", "cong_trang"),
    ]


def test_range_means_each_year_for_a_title_and_one_period_for_a_certificate() -> None:
    assert claims_of("CSTĐ CS các năm 2023-2025") == [
        ("cstd-co-so", year, None, "", "cong_trang") for year in (2023, 2024, 2025)
    ]
    assert claims_of("BK UBND tỉnh (2024-2025) theo QĐ số 1122/QĐ-UBND, 4/5/2026") == [
        ("bk-cap-tinh", 2025, (2024, 2025), "1122/QĐ-UBND", "cong_trang")
    ]


def test_theme_with_years_of_its_own() -> None:
    text = "GK GĐ Sở (2019) thực hiện sắp xếp đơn vị hành chính cấp xã 2017-2019"
    assert claims_of(text) == [("giay-khen", 2019, None, "", "chuyen_de")]


def test_items_by_full_stop_line_and_bullet() -> None:
    text = "BK TTg 2017-2021. GK 2016 theo QĐ số 383/QĐ-SNV, 16/12/2016\n- LĐTT 2022, 2023;"
    assert [(code, year) for code, year, *_ in claims_of(text)] == [
        ("bk-thu-tuong", 2021), ("giay-khen", 2016), ("ldtt", 2022), ("ldtt", 2023),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("LĐTT nhiều năm liền", "ghi chung chung"),
        ("LĐTT các năm", "ghi chung chung"),
        ("Giấy khen", "không ghi năm"),
        ("Huy hiệu vàng 2020", "không nhận ra danh hiệu"),
        ("CSTĐCS 2031", "năm 2031 ở tương lai"),
        ("CSTĐCS 2024-2022", "khoảng năm không hợp lý"),
    ],
)
def test_vague_or_impossible_claims_are_doubts_not_facts(text: str, doubt: str) -> None:
    read = read_achievements(text, HERE, today=RECEIVED)
    assert read.claims == []
    assert [item for item, _ in read.doubts] == [text]
    assert doubt in read.doubts[0][1]


def test_initiatives_with_quotation_marks_inside() -> None:
    text = (
        'SK "Mô hình "một cửa - một lần" trong quản lý hội, quỹ" năm 2026, tỉnh, QĐ số 1853/QĐ-UBND'
    )
    found, doubts = read_initiatives(text, HERE, today=RECEIVED)
    assert doubts == []
    assert [(i.title, i.year, i.level, i.kind, i.decision, i.certain) for i in found] == [
        (
            'Mô hình "một cửa - một lần" trong quản lý hội, quỹ',
            2026,
            "bo_nganh_tinh",
            "sang_kien",
            "1853/QĐ-UBND",
            True,
        )
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ('"A" năm 2026, cơ sở (chưa có QĐ công nhận)', "chưa được công nhận"),
        ('"A" năm 2026, cấp cơ sở - chờ công nhận', "chưa được công nhận"),
        ('"A" năm 2025, cấp tỉnh (QĐ 190/QĐ-SNV ngày 14/11/2025)', "ghi cấp bộ, ngành, tỉnh nhưng"),
        ('"A" năm 2024, cơ sở (QĐ 1708/QĐ-UBND ngày 15/11/2024)', "ghi cấp cơ sở nhưng"),
        ('"A" năm 2026, cấp Sở', "không ghi quyết định"),
        ('"A" năm 2020, cấp Sở (QĐ 1/QĐ-SNV ngày 01/02/2026)', "không khớp ngày quyết định"),
        ("cải tiến quy trình", "không đọc được tên, năm hoặc cấp"),
    ],
)
def test_doubtful_initiatives_are_never_certain(text: str, doubt: str) -> None:
    found, doubts = read_initiatives(text, HERE, today=RECEIVED)
    assert len(doubts) == 1
    assert doubt in doubts[0][1]
    assert not any(one.certain for one in found)


def test_remarks() -> None:
    leave = read_notes("nghỉ thai sản từ 10-03-26 đến 09/09/2026", today=RECEIVED).leave
    assert [(s.kind, s.start, s.end) for s in leave] == [
        ("thai_san", dt.date(2026, 3, 10), dt.date(2026, 9, 9))
    ]
    punished = read_notes("Khiển trách theo QĐ 78/QĐ-SNV, 28/11/2025: vi phạm", today=RECEIVED)
    assert [(s.kind, s.start, s.decision) for s in punished.disciplines] == [
        ("khien_trach", dt.date(2025, 11, 28), "78/QĐ-SNV")
    ]
    assert [s.kind for s in read_notes("đang giải quyết đơn tố cáo", today=RECEIVED).pending] == [
        "to_cao"
    ]
    assert read_notes("nghỉ hưu từ 01/04/2026", today=RECEIVED).retired
    arrived = read_notes("tiếp nhận từ Sở Tài chính, từ 04/05/2026", today=RECEIVED).arrived
    assert arrived is not None
    assert (arrived.text, arrived.start) == ("Sở Tài chính", dt.date(2026, 5, 4))
    study = read_notes("đi học thạc sĩ tập trung từ 01/09/2025 đến 31/8/2027", today=RECEIVED)
    assert [(s.kind, s.end) for s in study.leave] == [("hoc_tap", dt.date(2027, 8, 31))]


@pytest.mark.parametrize("text", ["bị kỷ luật", "làm việc chăm chỉ", "xem hồ sơ"])
def test_remarks_that_are_not_understood_are_kept(text: str) -> None:
    assert read_notes(text, today=RECEIVED).unread == [text]


def test_positions_and_units() -> None:
    units = ["Phòng Tổ chức, biên chế", "Văn phòng Sở"]
    assert split_position("PTP, P. Tổ chức, biên chế", units) == (
        "Phó Trưởng phòng",
        "Phòng Tổ chức, biên chế",
    )
    assert split_position("Trưởng phòng phòng Tổ chức, biên chế", units) == (
        "Trưởng phòng",
        "phòng Tổ chức, biên chế",
    )
    assert split_position("Chuyên viên\nVăn phòng Sở", units) == ("Chuyên viên", "Văn phòng Sở")
    assert split_position("Giám đốc Sở", units) == ("Giám đốc Sở", "")
    assert expand("TT Điều dưỡng NCC") == "Trung tâm Điều dưỡng người có công"
    assert unit_key("Ban Quản lý nghĩa trang liệt sỹ") == unit_key(
        "BAN QUẢN LÝ NGHĨA TRANG LIỆT SĨ"
    )
    assert heading_count("Phòng Lao động, việc làm (9 người)") == ("Phòng Lao động, việc làm", 9)
    assert split_address("Bà TRIỆU MÙI COI") == ("TRIỆU MÙI COI", "female")
