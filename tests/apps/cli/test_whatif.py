"""`thidua whatif` and `thidua screen --database` as people run them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from thidua.cli.main import main
from thidua.cli.practice.province.history import make_province
from thidua.cli.practice.province.storing import code_of, store
from thidua.eligibility.forms import EXAMPLE
from thidua.people.models import Person

SCREEN = ["screen", "--database", "--year", "2026", "--received-on", "2026-09-15"]


@pytest.fixture
def change(tmp_path: Path) -> Path:
    path = tmp_path / "thay-doi.yaml"
    path.write_text(EXAMPLE, "utf-8")
    return path


@pytest.fixture
def columns(tmp_path: Path) -> Path:
    path = tmp_path / "tinh.npz"
    assert main(["practice", "--people", "200", "--seed", "3", "--columns", str(path)]) == 0
    return path


def test_from_columns_with_a_paper(
    change: Path, columns: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bao-cao.pdf"
    asked = ["whatif", str(change), "--years", "2024-2025", "--columns", str(columns)]
    assert main([*asked, "-o", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    said = capsys.readouterr().out
    assert "CSTĐ cơ sở: +" in said
    assert "Từng năm" in said
    assert main([*asked, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "thidua-whatif/1"
    assert answer["years"] == [2024, 2025]
    title = next(one for one in answer["awards"] if one["award"] == "cstd-co-so")
    assert title["gain"] == sum(year["gain"] for year in title["years"]) > 0
    assert title["gain"] == sum(body["gain"] for body in title["bodies"])
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "bao-cao.pdf", "thay-doi.yaml", "tinh.npz",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["-o", "x.xlsx"], "đuôi .docx"),
        (["--columns", "khong-co.npz"], "Không đọc"),
    ],
)
def test_what_is_in_the_way_is_said(
    change: Path, capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    assert main(["whatif", str(change), "--years", "2025", *more]) == 1
    assert sentence in capsys.readouterr().err


def test_years_that_are_none_are_wrong_usage(change: Path) -> None:
    for years in ("2025-2024", "abc", "1990", "2004-2030"):
        with pytest.raises(SystemExit) as stopped:
            main(["whatif", str(change), "--years", years])
        assert stopped.value.code == 2


@pytest.mark.django_db
def test_from_the_database(
    change: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    province = make_province(120, seed=6)
    assert main(["whatif", str(change), "--years", "2025"]) == 1
    assert "Chưa có người nào" in capsys.readouterr().err
    store(province, progress=lambda *_: None)
    assert main(["whatif", str(change), "--years", "2025", "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["people"] == {"2025": 120}
    one = code_of(province, 0)
    assert main(["whatif", str(change), "--years", "2025", "--json", "--body", one]) == 0
    assert json.loads(capsys.readouterr().out)["people"]["2025"] < 120
    assert main(["whatif", str(change), "--years", "2025", "--body", "khong-co"]) == 1
    assert "khong-co" in capsys.readouterr().err

    out = tmp_path / "xet.csv"
    assert main([*SCREEN, "-o", str(out)]) == 0
    assert "Đã xét 120 người" in capsys.readouterr().err
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Mã cán bộ"] for row in rows} == set(Person.objects.values_list("code", flat=True))
    failing = [row for row in rows if row["Lao động tiên tiến"] == "Chưa đủ điều kiện"]
    assert failing
    assert all(row["Lao động tiên tiến: còn thiếu"] for row in failing)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["-o", "x.xlsx"], "đuôi .csv"),
        (["staff.xlsx", "-o", "x.csv"], "đúng một trong hai"),
        (["-o", "khong-co/x.csv"], "Không ghi được"),
        (["-o", "x.csv", "--awards", "khong-co"], "khong-co"),
    ],
)
def test_screening_of_the_database_refuses_what_it_cannot(
    capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    assert main([*SCREEN, *more]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.django_db
def test_a_stop_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from thidua.cli import screen_bodies

    store(make_province(60, seed=1), progress=lambda *_: None)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(screen_bodies, "_lines", stop)
    assert main([*SCREEN, "-o", str(tmp_path / "xet.csv")]) == 1
    assert "dừng giữa chừng" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
