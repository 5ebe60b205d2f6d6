"""Consolidation: one entry per key and day, by the latest text in force; pages in docs/law."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.law.book.load import load_rulebook, read_rulebook
from thidua.law.consolidate import pages, write_pages
from thidua.law.errors import RulebookError
from thidua.law.parsed import RULEBOOK
from thidua.law.values import UNKNOWN

RB = load_rulebook()
DAYS = st.dates(date(2004, 1, 1), date(2028, 12, 31))
DOCS = Path(__file__).parents[2] / "docs" / "law"


@given(key=st.sampled_from(RB.all_keys()), day=DAYS)
def test_one_entry_per_key_and_day(key: str, day: date) -> None:
    speaking = [item for item in RB.speakers(key) if item.instrument.speaks_on(day)]
    entry = RB.entry(key, day)
    if not speaking:
        assert entry is None
        return
    latest = max(item.instrument.in_force for item in speaking)
    chosen = [item for item in speaking if item.instrument.in_force == latest]
    assert len(chosen) == 1
    assert chosen[0].entry is entry


@pytest.mark.parametrize(
    ("day", "instrument", "loaded"),
    [
        (date(2004, 6, 30), None, False),
        (date(2004, 7, 1), "luat-15-2003-qh11", True),
        (date(2014, 5, 31), "luat-15-2003-qh11", True),
        (date(2014, 6, 1), "luat-39-2013-qh13", True),
        (date(2014, 8, 19), "luat-39-2013-qh13", True),
        (date(2014, 8, 20), "nd-65-2014", True),
        (date(2017, 9, 30), "nd-65-2014", True),
        (date(2017, 10, 1), "nd-91-2017", True),
        (date(2023, 12, 31), "nd-91-2017", True),
        (date(2024, 1, 1), "luat-06-2022-qh15", True),
        (date(2025, 6, 30), "luat-06-2022-qh15", True),
        (date(2025, 7, 1), "nd-152-2025", True),
        (date(2026, 9, 30), "nd-152-2025", True),
        (date(2026, 10, 1), "luat-06-2026-qh16", False),
        (date(2027, 3, 1), "luat-06-2026-qh16", False),
    ],
)
def test_who_speaks_of_the_certificate_of_the_prime_minister(
    day: date, instrument: str | None, loaded: bool
) -> None:
    entry = RB.award("bk-thu-tuong", day)
    assert (entry.instrument.key if entry else None) == instrument
    assert bool(entry and entry.loaded) == loaded


def test_every_award_of_the_law_of_2022_waits_for_the_text_of_2026() -> None:
    states = {info.code: info.status for info in RB.awards(date(2026, 10, 1))}
    before = {info.code: info.status for info in RB.awards(date(2026, 9, 30))}
    assert len(before) == 63  # the 66 of the catalogue, its four giấy khen being one award here
    assert states == dict.fromkeys(before, "text_not_loaded")
    assert set(before.values()) == {"loaded"}


def test_every_unread_condition_is_unknown_and_every_value_is_cited() -> None:
    for key in RB.all_keys("award:"):
        for spoken in RB.speakers(key):
            for route in spoken.entry.routes:
                assert route.citation.text
                for condition in route.conditions:
                    assert condition.citation.article or condition.citation.text
                    if condition.predicate == "unknown":
                        assert condition.confidence == UNKNOWN


def test_a_repeal_ends_a_key(tmp_path: Path) -> None:
    folder = tmp_path / "national" / "nd-thu"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(
        "format: thidua-instrument/1\nkey: nd-thu\nnumber: 1\ntitle: Thử\nshort: NĐ thử\n"
        "kind: nghi_dinh\nissuer: Chính phủ\nin_force: 2026-02-01\nlapsed: 2026-03-01\n"
        "state: draft\nconfidence: V\nrepeals: ['award:giay-khen']\n",
        encoding="utf-8",
    )
    rb = read_rulebook((RULEBOOK, tmp_path))
    states = [rb.award("giay-khen", date(2026, 1, 31) + timedelta(days=n)) for n in (0, 1, 28, 29)]
    assert [state is not None for state in states] == [True, False, False, True]


def test_pages_in_docs_are_up_to_date() -> None:
    assert write_pages(RB, DOCS, check=True) == []


def test_pages_name_every_route_and_what_is_unread() -> None:
    page = pages(RB)["bk-thu-tuong.md"]
    entry = RB.award("bk-thu-tuong", date(2026, 9, 30))
    assert entry is not None
    assert [route.statement for route in entry.routes if route.statement not in page] == []
    assert "**Chờ văn bản.**" in page
    assert "chưa đọc được văn bản" in page


def test_writing_removes_pages_of_awards_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "cu.md").write_text("cũ", encoding="utf-8")
    changed = write_pages(RB, tmp_path, check=False)
    assert "cu.md" in changed
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(pages(RB))
    assert write_pages(RB, tmp_path, check=True) == []


def test_a_body_outside_adds_its_folder_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "so-y-te-thu" / "quy-che"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(
        "format: thidua-instrument/1\nkey: so-y-te-thu/quy-che\nnumber: 2/QC\ntitle: Quy chế\n"
        "short: Quy chế 2\nkind: quy_che\nissuer: Sở thử\nin_force: 2026-01-01\n"
        "state: draft\nconfidence: V\n",
        encoding="utf-8",
    )
    (folder / "slots.yaml").write_text(
        "format: thidua-local-slots/1\nslots:\n"
        "  - {name: so_thang_cong_tac_toi_thieu, value: 6, citation: Điều 3, confidence: V}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("THIDUA_RULEBOOK_DIRS", str(tmp_path / "so-y-te-thu"))
    rb = load_rulebook()
    shipped = read_rulebook([RULEBOOK]).scopes()
    assert rb.scopes() == sorted([*shipped, "so-y-te-thu"])
    filled = rb.filled("so-y-te-thu", "so_thang_cong_tac_toi_thieu", date(2026, 5, 1))
    assert filled is not None
    assert filled.value == 6
    assert rb.filled("so-y-te-thu", "so_thang_cong_tac_toi_thieu", date(2025, 12, 31)) is None
    monkeypatch.delenv("THIDUA_RULEBOOK_DIRS")
    assert load_rulebook().scopes() == shipped


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="không có thư mục bộ quy tắc này"):
        load_rulebook([tmp_path / "khong-co"])


def test_a_question_about_awards_reads_no_money() -> None:
    """What keeps loading short: files of other families wait for a question about them."""
    rb = read_rulebook((RULEBOOK,))
    waiting = set(rb._later)
    assert {"bonuses", "votes", "documents"} <= waiting
    assert rb.award("ldtt", date(2026, 9, 15)) is not None
    assert set(rb._later) == waiting
    assert rb.entry("bonus:ldtt", date(2026, 9, 15)) is not None
    assert waiting - set(rb._later) == {"bonuses"}
