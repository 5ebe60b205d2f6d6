"""Registers nobody has seen before: headings, order of columns, ways of writing and codes of text
drawn at random; what is read must be what was meant.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from thidua.exchange.readers import tcvn3, vni
from thidua.exchange.readers.legacy import code_of, is_syllable
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.workbook import open_workbook

TODAY = dt.date(2026, 11, 21)
# Shrinking a workbook takes minutes and tells little more than the first one found.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(
    max_examples=25, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow]
)

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Giàng Lò Tôn".split()  # noqa: SIM905 - a list of words reads better so
MIDDLE = "Thị Văn Hữu Đức Ngọc Quỳnh Thuý Mỹ".split()  # noqa: SIM905 - a list of words reads better so
GIVEN = "Hoà Hòa Thủy Ánh Yến Quý Khuê Nghĩa Tưởng Uyên Luyến".split()  # noqa: SIM905 - a list of words reads better so
names = st.builds(
    " ".join,
    st.tuples(st.sampled_from(FAMILY), st.sampled_from(MIDDLE), st.sampled_from(GIVEN)),
)
AWARDS = {
    "ldtt": ("LĐTT", "Lao động tiên tiến", "lao động tiên tiến", "Danh hiệu LĐTT", "LĐ tiên tiến"),
    "cstd-co-so": ("CSTĐCS", "CSTĐ cơ sở", "Chiến sỹ thi đua cơ sở", "chiến sĩ thi đua cấp cơ sở"),
    "giay-khen": ("GK", "Giấy khen", "Giấy khen của Giám đốc Sở"),
    "bk-cap-tinh": ("BK UBND tỉnh", "Bằng khen của Chủ tịch UBND tỉnh"),
    "bk-thu-tuong": ("BK TTg", "Bằng khen của Thủ tướng Chính phủ"),
}
HEADINGS = {
    "number": ("STT", "TT", "Số TT"),
    "name": ("Họ và tên", "HỌ TÊN", "Họ tên", "Họ và tên cá nhân"),
    "born": ("Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh"),
    "unit": ("Đơn vị", "Đơn vị công tác", "ĐƠN VỊ"),
    "award": ("Danh hiệu", "Danh hiệu, hình thức khen thưởng", "Hình thức khen"),
    "decision": ("Số QĐ", "Số quyết định", "SỐ QUYẾT ĐỊNH"),
    "decided_on": ("Ngày QĐ", "Ngày quyết định", "Ngày ký"),
    "year": ("Năm thành tích", "Năm"),
}


class Content(bytes):
    """The bytes of a workbook, shown short where an example fails."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{len(self)} bytes"


@st.composite
def registers(draw: Any) -> tuple[bytes, list[tuple[str, str, int, int, str]], bool]:
    """A workbook, what its rows mean (name, award, year of birth, year, decision), and whether it
    is typed in TCVN3.
    """
    fields = draw(st.permutations(list(HEADINGS)))
    year = draw(st.integers(2012, 2024))
    rows = draw(
        st.lists(
            st.tuples(names, st.sampled_from(sorted(AWARDS)), st.integers(1960, 2000)),
            min_size=4,
            max_size=15,
            unique_by=lambda row: row[0],
        )
    )
    legacy = draw(st.booleans())
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Trang")
        at = draw(st.integers(0, 4))
        put = _writer(sheet, book, legacy)
        put(0, 0, f"DANH SÁCH KHEN THƯỞNG NĂM {year}")
        for column, field in enumerate(fields):
            put(at + 1, column, draw(st.sampled_from(HEADINGS[field])))
        for index, (name, award, born) in enumerate(rows):
            decided = dt.date(year, 12, draw(st.integers(13, 28)))
            written = {
                "number": index + 1,
                "name": draw(st.sampled_from([name, name.upper(), f"Bà {name}", f" {name}  "])),
                "born": draw(st.sampled_from([born, str(born), f"15/8/{born}", f"15-08-{born}"])),
                "unit": "Phòng Tổ chức",
                "award": draw(st.sampled_from(AWARDS[award])),
                "decision": f"{10 + index}/QĐ-SNV",
                "decided_on": draw(
                    st.sampled_from([decided, f"{decided:%d/%m/%Y}", f"{decided:%d.%m.%Y}"])
                ),
                "year": draw(st.sampled_from([year, str(year)])),
            }
            for column, field in enumerate(fields):
                put(at + 2 + index, column, written[field])
    meant = [(n, a, b, year, f"{10 + i}/QĐ-SNV") for i, (n, a, b) in enumerate(rows)]
    return Content(out.getvalue()), meant, legacy


def _writer(sheet: Any, book: Any, legacy: bool) -> Any:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    back = {letter: chr(code) for code, letter in tcvn3.TO_UNICODE.items()}
    capitals = {k: v for k, v in back.items() if k.isupper()}

    def put(row: int, column: int, value: object) -> None:
        if isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        else:
            text = str(value)
            if legacy:
                # The capitals' font shows small letters: what has no code of its own is small.
                text = "".join(
                    back.get(c) or capitals.get(c) or back.get(c.lower(), c) for c in text
                )
            sheet.write_string(row, column, text)

    return put


@FEW
@given(registers())
def test_what_is_read_is_what_was_meant(
    made: tuple[bytes, list[tuple[str, str, int, int, str]], bool],
) -> None:
    content, meant, legacy = made
    register = read_register(open_workbook(content, name="a.xlsx"), as_of=TODAY)
    assert not register.refused, [one.reason for one in register.refused]
    read = [
        (row.name.lower(), row.code, row.born.year, row.year, row.decision) for row in register.rows
    ]
    assert read == [(name.lower(), *rest) for name, *rest in meant]
    assert bool(register.legacy_sheets) == legacy


@FEW
@given(st.lists(names, min_size=3, max_size=8), st.sampled_from(["tcvn3", "vni", "unicode"]))
def test_the_code_of_a_text_is_told_by_its_letters(people: list[str], code: str) -> None:
    text = ", ".join(people)
    if code == "unicode":
        assert code_of(people) is None
    elif code == "tcvn3":
        back = {letter: chr(byte) for byte, letter in tcvn3.TO_UNICODE.items()}
        typed = ["".join(back.get(c) or back.get(c.lower(), c) for c in one) for one in people]
        found = code_of(typed)
        assert found is not None
        assert found.name.startswith("TCVN3")
        assert ", ".join(map(found.decode, typed)).lower() == text.lower()
    else:
        typed = [vni_typed(one) for one in people]
        found = code_of(typed)
        assert found is not None
        assert found.name.startswith("VNI")
        assert ", ".join(map(found.decode, typed)) == text


def vni_typed(text: str) -> str:
    back: dict[str, str] = {}
    for pair, letter in vni.TO_UNICODE.items():
        back.setdefault(letter, pair)
    return "".join(back.get(letter, letter) for letter in text)


@given(names)
def test_every_vietnamese_name_is_made_of_syllables(name: str) -> None:
    assert all(is_syllable(part) for part in name.split())


@FEW
@given(
    rows=st.lists(st.tuples(names, names), min_size=2, max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_a_table_of_text_is_read_whatever_its_encoding_and_separator(
    rows: list[tuple[str, str]], encoding: str, separator: str
) -> None:
    lines = [("Họ và tên", "Đơn vị"), *rows]
    text = "\r\n".join(separator.join(line) for line in lines)
    book = open_workbook(text.encode(encoding), name="a.csv")
    assert [tuple(row) for row in book.sheets[0].rows] == lines
    assert len(book.notes) == 1


@given(st.binary(min_size=1, max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    from thidua.exchange.readers.workbook import UnreadableFile

    try:
        read = open_workbook(content, name="a.xlsx").notes
    except UnreadableFile as refusal:
        read = (refusal.sentence,)
    assert read
    assert all(sentence.endswith(".") or "a.xlsx" in sentence for sentence in read)
