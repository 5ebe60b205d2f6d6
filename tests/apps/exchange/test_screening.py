"""The whole way: two files in, verdicts out; clean and messy agree wherever the facts agree."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.apps.exchange.samples import (
    CLEAN,
    DOCX,
    MESSY,
    RECEIVED,
    REGISTER,
    SCOPE,
    YEAR,
    person,
    staff_list,
)

from thidua.cli.screen import main
from thidua.eligibility.subjects import PersonHistory, person_subject
from thidua.exchange.histories import person_history
from thidua.exchange.readers.records import PersonRead
from thidua.exchange.readers.text import name_key
from thidua.exchange.screening import Screening, screen_files
from thidua.law import evaluate_all, load_rulebook
from thidua.law.values import VERDICTS


@pytest.fixture(scope="module")
def clean() -> Screening:
    return screen_files(CLEAN, REGISTER, year=YEAR, received_on=RECEIVED, scope=SCOPE)


@pytest.fixture(scope="module")
def messy() -> Screening:
    return screen_files(MESSY, REGISTER, year=YEAR, received_on=RECEIVED, scope=SCOPE)


def who(one: PersonRead) -> tuple[str, int | None, str]:
    return name_key(one.name), one.born.year, one.identity_number or one.unit


def pairs(clean: Screening, messy: Screening) -> list[tuple[PersonRead, PersonRead]]:
    rough = {who(one): one for one in messy.staff.people}
    return [(one, rough[who(one)]) for one in clean.staff.people]


def test_clean_and_messy_never_contradict(clean: Screening, messy: Screening) -> None:
    """Fewer facts may make a verdict unknown; they never turn it into another certain one."""
    equal = Counter[bool]()
    certain = {"eligible", "not_eligible"}
    turned = []
    for tidy, rough in pairs(clean, messy):
        for code, verdict in clean.verdicts[tidy.key].items():
            other = messy.verdicts[rough.key][code]
            equal[verdict.value == other.value] += 1
            if verdict.value != other.value and {verdict.value, other.value} <= certain:
                turned.append((tidy.name, code, verdict.value, other.value))
    print(f"{equal[True]} of {equal.total()} verdicts are equal")  # noqa: T201 (shown with -s: how many agree)
    assert turned == []
    assert equal[True] >= 0.96 * equal.total()


def test_same_facts_give_the_same_verdicts(clean: Screening, messy: Screening) -> None:
    """Both lists cut down to what the messy one can say at all, then compared fact by fact."""
    rulebook = load_rulebook()
    same = 0
    for tidy, rough in pairs(clean, messy):
        left, right = (common(screening, one) for screening, one in ((clean, tidy), (messy, rough)))
        if replace(left, key="") != replace(right, key=""):
            continue
        same += 1
        verdicts = [
            {
                code: verdict.value
                for code, verdict in evaluate_all(
                    rulebook,
                    subject.facts,
                    year=YEAR,
                    received_on=RECEIVED,
                    scope=SCOPE,
                    claims=subject.claims,
                ).items()
            }
            for subject in (person_subject(left, year=YEAR), person_subject(right, year=YEAR))
        ]
        assert verdicts[0] == verdicts[1], tidy.name
    print(f"{same} of 240 people have the same facts in both files")  # noqa: T201 (shown with -s: how many agree)
    assert same >= 150


def common(screening: Screening, one: PersonRead) -> PersonHistory:
    """What both kinds of list can say: this year's rating and work, held awards, events."""
    rows = screening.rows_of[one.key]
    history = person_history(one, rows, (), screening.register, year=YEAR)
    return replace(
        history,
        unit_key=None,
        born=None,
        gender=None,
        employment=None,
        recruited_on=None,
        posts=None,
        study=None,
        ratings=tuple(r for r in history.ratings or () if r.year == YEAR),
        initiatives=tuple(
            sorted(
                (
                    replace(i, recognised_on=None)
                    for i in history.initiatives or ()
                    if i.year == YEAR
                ),
                key=lambda i: (i.level, i.decision or ""),
            )
        ),
        unsure_initiatives=tuple(i for i in history.unsure_initiatives if i.year == YEAR),
        initiatives_since=YEAR,
        leave=tuple(
            span for span in history.leave or () if span.to is None or span.to.year >= YEAR
        ),
        claims=(),
    )


def test_every_person_and_unit_is_answered(clean: Screening, messy: Screening) -> None:
    for screening, units in ((clean, 22), (messy, 21)):
        assert len(screening.staff.people) == 240
        assert len(screening.staff.units) == units
        assert len(screening.verdicts) == 240 + units
        assert {v.value for many in screening.verdicts.values() for v in many.values()} <= set(
            VERDICTS
        )


def test_without_a_register_nothing_from_the_past_is_certain() -> None:
    screening = screen_files(MESSY, None, year=YEAR, received_on=RECEIVED)
    assert {check.status for many in screening.checks.values() for check in many} == {
        "unverifiable"
    }
    chained = Counter(many["cstd-cap-tinh"].value for many in screening.verdicts.values())
    assert chained["eligible"] == 0


def test_unread_rating_needs_facts(messy: Screening) -> None:
    without = {
        one.rows[0]: messy.verdicts[one.key]["ldtt"].value
        for one in messy.staff.people
        if one.rows[0] in (52, 107, 243)
    }
    assert without == {52: "needs_facts", 107: "needs_facts", 243: "needs_facts"}


def test_revoked_title_is_not_held(clean: Screening) -> None:
    quy = next(one for one in clean.staff.people if one.identity_number == "097094509231")
    history = person_history(
        quy, clean.rows_of[quy.key], clean.checks[quy.key], clean.register, year=YEAR
    )
    assert ("cstd-co-so", 2025) not in {
        (a.code, a.year) for a in (*(history.awards or ()), *history.claims)
    }


def test_exchanged_birth_cells_are_settled_by_the_register(messy: Screening) -> None:
    said = {
        p.row: p.doubt
        for p in messy.problems
        if p.sheet == "DS 2026" and p.column == "D" and "sổ khen thưởng ghi" in p.doubt
    }
    assert {row for row, doubt in said.items() if doubt.endswith("bị đảo ngày và tháng")} == {
        147,
        169,
        240,
    }


# The command


def screen(*args: object) -> int:
    return main([str(arg) for arg in args])


OPTIONS = ("--year", "2026", "--received-on", "2026-09-16")


def test_command_writes_the_workbook_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ket-qua.xlsx"
    assert (
        screen(MESSY, *OPTIONS, "-o", out, "--history", REGISTER, "--scope", SCOPE, "--json") == 0
    )
    said = capsys.readouterr()
    assert "Đã xét 240 người, 21 tập thể" in said.err
    check_json(json.loads(said.out))
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == [
        "Tổng hợp",
        "Cá nhân",
        "Tập thể",
        "Lý do",
        "Dữ liệu nghi vấn",
        "Đối chiếu kê khai",
    ]
    people = book["Cá nhân"]
    assert people.max_row == 241
    assert people.auto_filter.ref is not None
    assert people.freeze_panes == "C2"
    heads = [cell.value for cell in people[1]]
    assert heads[:5] == ["Dòng", "Họ tên, tên tập thể", "Ngày sinh", "Đơn vị", "Chức vụ"]
    colours = {
        people.cell(row, heads.index("Chiến sĩ thi đua cơ sở") + 1).fill.fgColor.rgb
        for row in range(2, 242)
    }
    assert len(colours) == 3
    reasons = book["Lý do"]
    assert any(
        row[7].value and "Luật 06/2022/QH15" in row[7].value
        for row in reasons.iter_rows(min_row=2, max_row=50)
    )
    assert book["Dữ liệu nghi vấn"].max_row > 300
    assert book["Đối chiếu kê khai"]["F2"].value == "Trái với sổ"


def check_json(answer: dict[str, Any]) -> None:
    assert set(answer) == {"format", "year", "received_on", "people", "units", "problems", "claims"}
    assert (answer["format"], answer["year"], answer["received_on"]) == (
        "thidua-screening/1",
        2026,
        "2026-09-16",
    )
    assert len(answer["people"]) == 240
    assert len(answer["units"]) == 21
    first = answer["people"][0]
    assert set(first) == {
        "sheet",
        "rows",
        "name",
        "born",
        "identity_number",
        "unit",
        "verdicts",
        "reasons",
    }
    assert (first["sheet"], first["rows"], first["name"], first["born"]) == (
        "DS 2026",
        [11],
        "Ngô Đức Vinh",
        "1971-08-18",
    )
    assert first["verdicts"]["ldtt"] == "eligible"
    assert first["reasons"]["ldtt"] == []
    assert first["reasons"]["cstd-co-so"] != []
    assert set(answer["problems"][0]) == {"sheet", "row", "column", "read", "doubt"}
    assert set(answer["claims"][0]) == {"sheet", "row", "award", "year", "status", "evidence"}


def test_english_words(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert (
        screen(staff_list(tmp_path / "a.xlsx", person()), *OPTIONS, "-o", out, "--lang", "en") == 0
    )
    assert openpyxl.load_workbook(out).sheetnames[:3] == ["Summary", "People", "Units"]


@pytest.mark.parametrize(
    ("source", "said"),
    [(DOCX, "văn bản Word"), ("khong-co.xlsx", "Không tìm thấy tệp")],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: object, said: str
) -> None:
    out = tmp_path / "out.xlsx"
    assert screen(source, *OPTIONS, "-o", out) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


def test_output_never_replaces_an_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff = staff_list(tmp_path / "a.xlsx", person())
    before = staff.read_bytes()
    assert screen(staff, *OPTIONS, "-o", staff) == 1
    link = tmp_path / "b.xlsx"
    link.symlink_to(staff)
    assert screen(staff, *OPTIONS, "-o", link) == 1
    assert staff.read_bytes() == before
    assert capsys.readouterr().err.count("trùng với tệp đầu vào") == 2


@pytest.mark.parametrize(
    ("output", "said"),
    [("khong-co/out.xlsx", "Không có thư mục"), ("out.docx", "đuôi .xlsx"), (".", "đuôi .xlsx")],
)
def test_output_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str, said: str
) -> None:
    assert screen(staff_list(tmp_path / "a.xlsx", person()), *OPTIONS, "-o", tmp_path / output) == 1
    assert said in capsys.readouterr().err


def test_a_failing_write_leaves_the_old_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"old")

    def fail(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("thidua.exchange.report.write_report", fail)
    assert screen(staff_list(tmp_path / "a.xlsx", person()), *OPTIONS, "-o", out) == 1
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "out.xlsx"]
    assert "Không ghi được tệp kết quả" in capsys.readouterr().err


def test_unknown_scope_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff = staff_list(tmp_path / "a.xlsx", person())
    assert screen(staff, *OPTIONS, "-o", tmp_path / "o.xlsx", "--scope", "so-la") == 1
    assert "so-la" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--year", "26", "--received-on", "2026-09-16", "-o", "o.xlsx"),
        ("--year", "2026", "--received-on", "hôm nay", "-o", "o.xlsx"),
        ("--year", "2026", "--received-on", "2026-02-30", "-o", "o.xlsx"),
        ("--year", "2026", "--received-on", "2026-09-16"),
    ],
)
def test_wrong_usage_is_exit_two(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        screen(MESSY, *options)
    assert stop.value.code == 2
    assert capsys.readouterr().err != ""


def test_the_command_needs_no_django() -> None:
    code = (
        "import sys, thidua.exchange.screening, thidua.exchange.report, "
        "thidua.cli.screen; print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
