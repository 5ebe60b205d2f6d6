"""`thidua register`: what is printed, what the exit code says, and the chain of the manual."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.audit import chain
from thidua.cli.main import main
from thidua.register import actions, queries
from thidua.register.models import RegisterEntry

ROOT = Path(__file__).parents[3]


@pytest.fixture
def book(world: SimpleNamespace) -> SimpleNamespace:
    for year in (2022, 2023, 2024):
        actions.record_award(
            department=world.department, by=world.users.officer, person=world.people[0],
            recipient_name=world.people[0].full_name, award_code="cstd-co-so",
            award_name="Chiến sĩ thi đua cơ sở", year=year, decision_number="45/QĐ-SNV",
            decided_on=dt.date(2024, 12, 18), source="book",
        )  # fmt: skip
    return world


def test_a_whole_book_and_its_end(book: SimpleNamespace, capsys: Any) -> None:
    assert main(["register", "verify"]) == 0
    said = capsys.readouterr().out
    head = queries.head_of(book.department)
    assert f"sổ nguyên vẹn, 3 dòng và 0 sự việc. Dấu chốt 3:{head.hash}" in said
    assert main(["register", "head", "--body", book.department.symbol]) == 0
    assert f"3:{head.hash}" in capsys.readouterr().out


def test_the_first_touched_line_is_named(book: SimpleNamespace, capsys: Any) -> None:
    RegisterEntry.objects.filter(sequence=2).update(year=2019)
    RegisterEntry.objects.filter(sequence=3).update(year=2018)
    assert main(["register", "verify", "--json"]) == 1
    (answer,) = json.loads(capsys.readouterr().out)
    assert (answer["broken_at"], answer["field"]) == (2, "year")
    assert (answer["expected"], answer["found"]) == ("2023", "2019")
    assert main(["register", "verify"]) == 1
    said = capsys.readouterr().out
    assert "dòng đầu tiên là số 2" in said
    assert "Nội dung bị sửa: năm thành tích" in said


def test_a_printed_end_tells_of_a_chain_cut_off(book: SimpleNamespace, capsys: Any) -> None:
    head = queries.head_of(book.department)
    given = f"{head.place}:{head.hash[:16]}"
    body = ["--body", book.department.symbol]
    assert main(["register", "verify", *body, "--against", given]) == 0
    assert "Khớp dấu chốt" in capsys.readouterr().out
    wrong = f"{head.place}:{'0' * 16}"
    assert main(["register", "verify", *body, "--against", wrong]) == 1
    assert "KHÔNG khớp dấu chốt" in capsys.readouterr().out
    assert main(["register", "verify", *body, "--against", "9:0123456789abcdef"]) == 1


@pytest.mark.parametrize("given", ["", "3", "3:abc", "x:0123456789abcdef", "3:zzzzzzzzzzzzzzzz"])
def test_an_end_that_cannot_be_read_is_wrong_usage(
    book: SimpleNamespace, given: str, capsys: Any
) -> None:
    if given:
        words = ["register", "verify", "--body", book.department.symbol, "--against", given]
        assert main(words) == 2
        assert "SỐ:MÃ" in capsys.readouterr().err
    assert main(["register", "verify", "--body", "KHONG-CO"]) == 2
    assert "không có sổ của “KHONG-CO”" in capsys.readouterr().err


def test_the_example_of_the_manual_is_true() -> None:
    page = (ROOT / "docs/reference/register-chain.md").read_text(encoding="utf-8")
    content = json.loads(re.search(r"^    (\{.*\})$", page, re.MULTILINE)[1])
    stated = re.search(r"has the hash `([0-9a-f]{64})`", page)
    assert stated is not None
    assert chain.hash_of(chain.GENESIS, content) == stated[1]
    keys = {"sequence", *queries.HASHED}
    assert set(content) == keys
    for name in keys:
        assert f"`{name}`" in page
