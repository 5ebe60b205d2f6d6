"""Rare turns of money, votes, slots and papers that no case of daily work takes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from thidua.cli.main import main
from thidua.law import (
    QuestionError,
    TogetherAward,
    bonus,
    bonus_together,
    legal_grounds,
    load_rulebook,
    slot,
    surroundings,
    vote_rule,
)
from thidua.law.book.load import check_rulebook
from thidua.law.facts.model import Period

RB = load_rulebook()
NOW = date(2026, 9, 15)
SCOPE = "so-noi-vu-lam-giang"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_an_authority_where_there_is_only_one_is_refused() -> None:
    with pytest.raises(QuestionError) as caught:
        bonus(RB, award="ldtt", recipient="individual", decided_on=NOW, authority="ubnd_xa")
    assert "bỏ --authority" in str(caught.value)
    with pytest.raises(QuestionError):
        bonus(RB, award="giay-khen", recipient="individual", decided_on=NOW, authority="ubnd_huyen")
    with pytest.raises(QuestionError) as caught:
        bonus(RB, award="giay-khen", recipient="individual", decided_on=date(2020, 5, 4))
    assert "--authority" in str(caught.value)


def test_several_awards_need_recipient_and_period() -> None:
    with pytest.raises(QuestionError) as caught:
        bonus_together(RB, decided_on=NOW, recipient=None, awards=[TogetherAward("ldtt")])
    assert "awards[0].recipient" in str(caught.value)
    two = [TogetherAward("ldtt", period=YEAR), TogetherAward("cstd-co-so")]
    with pytest.raises(QuestionError) as caught:
        bonus_together(RB, decided_on=NOW, recipient="individual", awards=two)
    assert "awards[1].period" in str(caught.value)


def test_before_any_decree_several_awards_have_no_rate() -> None:
    found = bonus_together(
        RB,
        decided_on=date(2009, 5, 4),
        recipient="individual",
        awards=[TogetherAward("ldtt", period=YEAR)],
    )
    assert [(row.amount, row.paid) for row in found.awards] == [(None, None)]
    assert found.total == 0


def test_slots_as_json() -> None:
    shown = {
        name: slot(RB, name, scope=SCOPE, on=NOW).to_dict()["value"]
        for name in (
            "nguong_phieu.ldtt",
            "nguong_phieu.cstd-co-so",
            "ty_le_cstd_co_so_toi_da",
            "bo_phieu_kin",
            "loai_nghi_khong_tinh_thoi_gian",
            "tieu_chuan_giay_khen",
            "ngay_lam_bu",
        )
    }
    assert json.loads(json.dumps(shown)) == {
        "nguong_phieu.ldtt": {"more_than": 0.5},
        "nguong_phieu.cstd-co-so": {"at_least": 0.8},
        "ty_le_cstd_co_so_toi_da": 20,
        "bo_phieu_kin": True,
        "loai_nghi_khong_tinh_thoi_gian": ["om", "khong_luong"],
        "tieu_chuan_giay_khen": ["xep-loai-tot", "chua-khen-cung-thanh-tich", "thanh-tich-noi-bat"],
        "ngay_lam_bu": None,
    }


def test_slots_that_nobody_declared() -> None:
    with pytest.raises(QuestionError):
        slot(RB, "khong-co", scope=None, on=NOW)
    assert slot(RB, "nguong_phieu.ldtt", scope=None, on=date(2020, 1, 2)).status == "undeclared"
    assert slot(RB, "nguong_phieu.cstd-toan-quoc", scope=None, on=NOW).status == "undeclared"
    assert not slot(RB, "ngay_lam_bu", scope=None, on=NOW).known


def test_a_body_that_sets_dates_shows_them(tmp_path: Path) -> None:
    folder = tmp_path / "so-thu" / "quy-che"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(
        "format: thidua-instrument/1\nkey: so-thu/quy-che\nnumber: 1\ntitle: Thử\nshort: Quy chế\n"
        "kind: quy_che\nissuer: Sở thử\nin_force: 2026-01-01\nstate: draft\nconfidence: V\n",
        encoding="utf-8",
    )
    (folder / "slots.yaml").write_text(
        "format: thidua-local-slots/1\nslots:\n"
        "  - {name: ngay_lam_bu, value: [2027-02-20], citation: Mục 1, confidence: V}\n",
        encoding="utf-8",
    )
    book, problems = check_rulebook([tmp_path / "so-thu"])
    assert problems == []
    assert book is not None
    shown = slot(book, "ngay_lam_bu", scope="so-thu", on=NOW).to_dict("en")
    assert shown["value"] == ["2027-02-20"]
    assert shown["statement"] == "Days made working by the yearly notice of swap days"


def test_grounds_of_a_decision_name_only_texts_with_a_ground() -> None:
    lines = legal_grounds(RB, on=NOW, awards=["ldtt"], scope=SCOPE)
    assert lines[0].startswith("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15")
    assert any("152/2025" in line for line in lines)
    assert not any("Lịch nghỉ" in line for line in lines)
    assert len(legal_grounds(RB, on=NOW)) >= len(legal_grounds(RB, on=NOW, awards=["ldtt"]))


def test_a_quorum_set_by_the_body_gives_way_to_that_of_the_text() -> None:
    assert str(vote_rule(RB, award="ldtt", received_on=NOW, scope=SCOPE).quorum) == "2/3"
    rule = vote_rule(RB, award="anh-hung-lao-dong", received_on=NOW, scope=SCOPE, central=True)
    assert str(rule.quorum) == "4/5"


@pytest.mark.parametrize(
    ("award", "day", "lang", "said"),
    [
        ("ldtt", "2019-03-04", "vi", "tổng số thành viên"),
        ("cstd-co-so", "2026-03-02", "en", "To be considered of all members"),
        ("cstd-toan-quoc", "2019-03-04", "en", "secret ballot"),
        ("knc-bo-nganh-tinh", "2026-03-02", "vi", "≤ 1.410.000 đ"),
        ("giay-khen", "2026-03-02", "vi", "individual (ubnd_xa): 710.000 đ"),
        ("ldtt", "2009-03-02", "vi", "Chờ văn bản"),
    ],
)
def test_explain_in_words(
    award: str, day: str, lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "explain", award, "--received-on", day, "--lang", lang]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["co-chinh-phu", "2026-03-02", "--sector", "giao_duc"], "(giáo dục): 2026-12-31"),
        (["co-chinh-phu", "2026-03-02", "--sector", "giao_duc", "--lang", "en"], "(education)"),
        (["cstd-toan-quoc", "2019-03-01"], "pháp luật không đặt số ngày"),
        (["cstd-toan-quoc", "2024-03-01"], "Chờ văn bản"),
        (["hc-lao-dong-hang-ba", "2024-03-01"], "số bộ chưa đọc được"),
        (["cstd-toan-quoc", "2016-08-24"], "10 ngày, hạn cuối 2016-09-05"),
        (["cstd-co-so", "2026-10-01"], "Luật 06/2026/QH16"),
        (["ldtt", "2019-01-25"], "Ngày nghỉ đã trừ"),
    ],
)
def test_deadline_in_words(args: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    award, day, *more = args
    assert main(["law", "deadline", "--award", award, "--received-on", day, *more]) == 0
    assert said in capsys.readouterr().out


def test_counting_is_told_by_the_text_of_the_day() -> None:
    now = surroundings(RB, award="cstd-cap-tinh", on=NOW)["counting"]
    assert now["from"] == "period"
    then = surroundings(RB, award="cstd-cap-tinh", on=date(2015, 3, 2), lang="en")["counting"]
    assert then["from"] == "decision"
    assert surroundings(RB, award="cstd-cap-tinh", on=date(2004, 3, 2))["counting"] is None
