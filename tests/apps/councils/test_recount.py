"""The recount: by anybody, with Python alone, and it sees every changed letter."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.cli.main import main
from thidua.councils import actions, recount
from thidua.councils.models import TallyFile
from thidua.councils.queries.tally import intact
from thidua.law import load_rulebook, vote

PROGRAM = Path(recount.__file__)


@pytest.fixture
def tally(
    bench: SimpleNamespace, open_sitting: Any, tmp_path: Path
) -> tuple[Path, dict[str, Any], list[str]]:
    """A closed box of nine sheets, its file, and the receipts of the voters."""
    motions = list(open_sitting.motions.all())
    receipts = []
    for number, user in enumerate(bench.users):
        receipts.append(actions.new_receipt())
        choices = {m.pk: "dong_y" for m in motions[: 3 - number % 2]}
        actions.cast(sitting=open_sitting, choices=choices, by=user, receipt=receipts[-1])
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    file = TallyFile.objects.get()
    path = tmp_path / "tep.json"
    path.write_text(file.content, encoding="utf-8")
    return path, json.loads(file.content), receipts


def test_the_program_runs_alone_and_agrees(tally: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -I` sees no package but Python's own."""
    path, content, receipts = tally
    ran = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), str(path), "--receipt", receipts[0].lower()],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert ran.returncode == 0, ran.stderr
    assert "Kiểm lại khớp" in ran.stdout
    assert ran.stdout.count("có trong tệp") == 3
    assert main(["ballot", "recount", str(path)]) == 0
    said = capsys.readouterr().out
    assert TallyFile.objects.get().sha256 in said
    assert content["fingerprint"] in said
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) < 250


def test_apart_the_file_proves_that_a_sheet_is_in_and_not_what_is_on_it(tally: Any) -> None:
    _, content, receipts = tally
    assert content["frozen"]["codes"] == "apart"
    for motion in content["motions"]:
        assert set(motion) & {"codes", "answers", "ballots"} == {"codes", "answers"}
        assert len(set(motion["codes"])) == 9
    assert Counter(content["motions"][2]["answers"]) == {"dong_y": 5, "de_trong": 4}
    lines = recount.own_lines(content, receipts[0])
    assert all(line.endswith("có trong tệp") for line in lines)
    stranger = recount.own_lines(content, actions.new_receipt())
    assert all("không có trong tệp" in line for line in stranger)


def test_beside_the_file_shows_each_voter_their_own_answers_per_motion(
    bench: SimpleNamespace,
    open_sitting: Any,
    vote: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_sitting.boxes.update(codes_beside_answers=True)
    first, second, _ = open_sitting.motions.all()
    receipt = actions.new_receipt()
    choices = {first.pk: "dong_y", second.pk: "khong_dong_y"}
    actions.cast(sitting=open_sitting, choices=choices, by=bench.users[0], receipt=receipt)
    for number in range(1, 9):
        vote(open_sitting, number)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    content = json.loads(TallyFile.objects.get().content)
    said = [line.split("  ")[-1] for line in recount.own_lines(content, receipt)]
    assert said == ["đồng ý", "không đồng ý", "để trống"]
    for motion in content["motions"]:
        assert motion["ballots"] == sorted(motion["ballots"])
    assert recount.faults_of(content) == []


def _change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        spot: Any = content
        *way, last = path.split(".")
        for step in way:
            spot = spot[int(step) if step.isdigit() else step]
        spot[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_change("motions.2.answers.0", "khong_dong_y"), "khác số phiếu kiểm lại"),
        (_change("motions.0.counted.agree", 8), "khác số phiếu kiểm lại"),
        (_change("motions.2.result", "passed"), "khác kết quả tính lại"),
        (_change("motions.0.base", 7), ""),
        (_change("frozen.motions.2.threshold", "1/2"), "không khớp mã kiểm tra"),
        (_change("frozen.members.0.0", "Người khác"), "không khớp mã kiểm tra"),
        (_change("voted.0", "Ủy viên Số 8"), "Số người đã bỏ phiếu"),
        (_change("returned", 8), "phải là 8"),
        (_change("motions.1.codes.0", "AAAAAAAAAA"), ""),
        (_change("motions.1.codes.1", None), "trùng hoặc thiếu"),
        (_change("format", "khac/1"), "Định dạng"),
    ],
)
def test_a_changed_file_is_seen(
    tally: Any, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    """What counting cannot see (a code changed, a base that decides nothing), the SHA-256 does."""
    path, content, _ = tally
    if content["motions"][1]["codes"] and said == "trùng hoặc thiếu":
        content["motions"][1]["codes"][1] = content["motions"][1]["codes"][0]
    else:
        change(content)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    file = TallyFile.objects.get()
    assert recount.sha256(text) != file.sha256
    faults = recount.faults_of(content)
    assert bool(faults) == bool(said)
    assert said in " ".join(faults)
    path.write_text(text, encoding="utf-8")
    assert main(["ballot", "recount", str(path)]) == (1 if said else 0)


def test_the_page_says_when_file_and_log_part(tally: Any) -> None:
    file = TallyFile.objects.get()
    assert intact(file)
    changed = file.content.replace('"agree": 9', '"agree": 8', 1)
    TallyFile.objects.filter(pk=file.pk).update(content=changed)
    assert not intact(TallyFile.objects.get())
    # The digest changed along with the text: the log still knows the first one.
    TallyFile.objects.filter(pk=file.pk).update(sha256=recount.sha256(changed))
    assert not intact(TallyFile.objects.get())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"frozen": []}', "\x00", "null", "1"])
def test_what_is_no_tally_file_is_refused_with_a_sentence(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "khac.json"
    path.write_text(content, encoding="utf-8")
    assert main(["ballot", "recount", str(path)]) == 2
    assert "không đọc được tệp kiểm phiếu" in capsys.readouterr().err
    assert main(["ballot", "recount", str(tmp_path / "khong-co.json")]) == 2


@given(
    agree=st.integers(0, 40),
    more=st.integers(0, 40),
    written=st.integers(0, 5),
    strict=st.booleans(),
)
def test_doubtful_sheets_decide_only_where_they_matter(
    agree: int, more: int, written: int, strict: bool
) -> None:
    base = agree + more
    threshold = f"{'>' if strict else ''}4/5"
    said = recount.result(threshold, agree, base, written)
    surely = recount.result(threshold, agree, base)
    without = recount.result(threshold, max(0, agree - written), base)
    assert said == (surely if surely == without else "undecided")


LAWS = [
    ("cstd-toan-quoc", "2025-09-15", None, Fraction(9, 10)),
    ("co-chinh-phu", "2025-09-15", None, Fraction(4, 5)),
    ("cstd-cap-tinh", "2023-09-15", None, Fraction(9, 10)),
    ("cstd-cap-tinh", "2026-09-15", "so-noi-vu-lam-giang", Fraction(9, 10)),
    ("cstd-co-so", "2026-09-15", "so-noi-vu-lam-giang", Fraction(4, 5)),
    ("ldtt", "2026-09-15", "so-noi-vu-lam-giang", Fraction(1, 2)),
    ("cstd-cap-tinh", "2026-09-15", "ubnd-tinh-lam-giang", Fraction(4, 5)),
]


@pytest.mark.parametrize(("award", "day", "scope", "share"), LAWS)
@pytest.mark.parametrize("members", [7, 9, 10, 11, 15, 20, 22])
def test_the_recount_and_the_law_engine_agree_at_every_border(
    award: str, day: str, scope: str | None, share: Fraction, members: int
) -> None:
    """Every number of votes for every size of council: 9 of 10 and 8 of 9 among them."""
    import datetime as dt

    book, received = load_rulebook(), dt.date.fromisoformat(day)
    for yes in range(members + 1):
        asked = vote(
            book,
            award=award,
            received_on=received,
            members=members,
            present=members,
            yes=yes,
            scope=scope,
        )
        assert asked.threshold == share
        text = f"{'>' if asked.strict else ''}{share}"
        assert recount.result(text, yes, members) == ("passed" if asked.passes else "failed")


def test_nine_of_ten_passes_and_eight_of_nine_fails_at_nine_tenths() -> None:
    assert recount.result("9/10", 9, 10) == "passed"
    assert recount.result("9/10", 8, 9) == "failed"
    assert recount.result("9/10", 18, 20) == "passed"
    assert recount.result("9/10", 17, 20) == "failed"
    assert recount.result(">1/2", 5, 10) == "failed"
    assert recount.result("1/2", 5, 10) == "passed"
    assert recount.result("4/5", 0, 0) == "failed"
    assert recount.result("", 9, 9) == "undecided"
