"""Official texts loaded or confirmed by a legal officer, in a folder of their own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from thidua.cli import law
from thidua.law import Rulebook, RulebookError, evaluate, facts_from_dict, load_rulebook
from thidua.law.book.unread import unread

HEAD = """official:
  instrument: luat-06-2026-qh16
  checked_by: Nguyễn Văn A, Phòng Pháp chế
  checked_on: 2026-11-20
  against: Công báo để thử
"""
CONFIRMED = f"format: thidua-confirmed/1\n{HEAD}unchanged: [ldtt, cstd-co-so]\n"
LATER = date(2026, 10, 20)
PERSON = facts_from_dict(
    {
        "subject": {"kind": "individual"},
        "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
        "ratings": [{"year": 2026, "grade": "hoan_thanh_xuat_sac"}],
        "initiatives": [],
        "disciplines": [],
        "awards": [],
        "pending": [],
    }
)


def book(folder: Path, text: str, name: str = "mot.yaml") -> Rulebook:
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / name).write_text(text, encoding="utf-8")
    return load_rulebook([folder])


def verdict(rb: Rulebook, award: str, on: date = LATER) -> str:
    return evaluate(rb, PERSON, award=award, year=2026, received_on=on).value


def test_a_confirmed_entry_no_longer_waits_for_its_text(tmp_path: Path) -> None:
    assert verdict(load_rulebook(), "ldtt") == "needs_official_text"
    rb = book(tmp_path, CONFIRMED)
    assert (verdict(rb, "ldtt"), verdict(rb, "cstd-co-so")) == ("eligible", "eligible")
    assert verdict(rb, "tt-ldtt") == "not_applicable"
    entry = rb.award("ldtt", LATER)
    assert entry is not None
    assert entry.instrument.key == "luat-06-2026-qh16"
    # The conditions keep the citations of the text that states them.
    assert entry.routes[0].citation.instrument == "luat-06-2022-qh15"
    official = rb.official("award:ldtt", "luat-06-2026-qh16")
    assert official is not None
    assert (official.by, official.on) == ("Nguyễn Văn A, Phòng Pháp chế", date(2026, 11, 20))
    assert rb.official("award:bk-cap-tinh", "luat-06-2026-qh16") is None


def test_what_was_not_confirmed_still_waits(tmp_path: Path) -> None:
    rb = book(tmp_path, CONFIRMED)
    assert verdict(rb, "bk-cap-tinh") == "needs_official_text"


def test_former_days_keep_their_text(tmp_path: Path) -> None:
    rb = book(tmp_path, CONFIRMED)
    before = rb.award("ldtt", date(2026, 9, 30))
    assert before is not None
    assert before.instrument.key == "luat-06-2022-qh15"


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert verdict(book(tmp_path, CONFIRMED), "cstd-co-so") == "eligible"
    path = tmp_path / "texts" / "mot.yaml"
    path.write_text(CONFIRMED.replace("ldtt, cstd-co-so", "ldtt"), encoding="utf-8")
    os.utime(path, ns=(1, 1))  # another time stamp, however coarse the clock of the disk
    assert verdict(load_rulebook([tmp_path]), "cstd-co-so") == "needs_official_text"


def test_nothing_unread_is_left_in_what_was_confirmed(tmp_path: Path) -> None:
    rb = load_rulebook()
    assert unread(rb.award("ldtt", LATER))
    assert not unread(rb.award("ldtt", date(2026, 9, 1)))
    assert not unread(book(tmp_path, CONFIRMED).award("ldtt", LATER))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("luat-06-2026-qh16", "khong-co", "không có văn bản quốc gia này"),
        ("luat-06-2026-qh16", "luat-06-2022-qh15", "đã được đọc, không chờ văn bản"),
        ("2026-11-20", "2020-01-01", "ngày đối chiếu trước ngày ký"),
        ("  against: Công báo để thử\n", "", "against"),
        ("  checked_by: Nguyễn Văn A, Phòng Pháp chế\n", "", "checked_by"),
        ("[ldtt, cstd-co-so]", "[khong-co]", "khong-co"),
        ("[ldtt, cstd-co-so]", "[ldtt, ldtt]", "đã có ở tệp mot.yaml"),
        ("unchanged:", "khac:", "khac"),
        ("thidua-confirmed/1", "thidua-local-slots/1", "format"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(RulebookError, match=said) as caught:
        book(tmp_path, CONFIRMED.replace(old, new))
    assert "mot.yaml" in str(caught.value)


def test_an_entry_is_loaded_by_one_file_only(tmp_path: Path) -> None:
    book(tmp_path, CONFIRMED)
    with pytest.raises(RulebookError, match=r"đã có ở tệp hai\.yaml|đã có ở tệp mot\.yaml"):
        book(tmp_path, CONFIRMED.replace("ldtt, cstd-co-so", "ldtt"), name="hai.yaml")


def test_an_entry_still_unread_is_refused(tmp_path: Path) -> None:
    text = (
        f"format: thidua-awards/1\n{HEAD}awards:\n"
        "  - {award: ldtt, status: text_not_loaded, citation: Điều 1, confidence: UNKNOWN}\n"
    )
    with pytest.raises(RulebookError, match="vẫn là text_not_loaded"):
        book(tmp_path, text)


def test_the_check_command_reads_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "texts").mkdir()
    path = tmp_path / "texts" / "mot.yaml"
    path.write_text(CONFIRMED, encoding="utf-8")
    assert law.main(["check", str(tmp_path)]) == 0
    path.write_text(CONFIRMED.replace("ldtt,", "khong-co,"), encoding="utf-8")
    assert law.main(["check", str(tmp_path)]) == 1
    assert "mot.yaml" in capsys.readouterr().err


def test_a_text_loaded_in_part_is_not_replaced_by_the_former_one(tmp_path: Path) -> None:
    """Confirming it unchanged would undo what was read of it: the whole entry is asked for."""
    rb, on = load_rulebook(), date(2025, 8, 1)
    partly = next(
        info.code
        for info in rb.awards(on)
        if (entry := rb.award(info.code, on)) is not None
        and entry.loaded
        and unread(entry)
        and entry.instrument.key == "nd-152-2025"
    )
    text = CONFIRMED.replace("luat-06-2026-qh16", "nd-152-2025")
    with pytest.raises(RulebookError, match="đã được nạp một phần"):
        book(tmp_path, text.replace("ldtt, cstd-co-so", partly))
