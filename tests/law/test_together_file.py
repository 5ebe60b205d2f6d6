"""A file of several awards decided at once: read strictly, refused with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thidua.law import QuestionError
from thidua.law.facts.model import Period
from thidua.law.together import TogetherAward
from thidua.law.together_file import FORMAT, load_together, together_from_dict

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def whole(**more: Any) -> dict[str, Any]:
    return {"format": FORMAT, "decided_on": "2026-12-01", "awards": [{"code": "ldtt"}], **more}


def test_days_may_be_written_as_text_or_as_days() -> None:
    award = {"code": "ldtt", "recipient": "individual", "period": YEAR, "achievement": "A"}
    day, recipient, [found] = together_from_dict(whole(awards=[award], recipient="collective"))
    assert (day, recipient) == (date(2026, 12, 1), "collective")
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert found == TogetherAward("ldtt", "individual", period, "A", None)
    assert together_from_dict(whole(decided_on=date(2026, 12, 1)))[0] == day


def test_what_is_not_said_stays_open() -> None:
    _, recipient, [found] = together_from_dict(whole())
    assert recipient is None
    assert found == TogetherAward("ldtt", None, None, None, None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], f"không phải tệp nhiều khen thưởng. Cần: format: {FORMAT}"),
        ("ldtt", "không phải tệp nhiều khen thưởng."),
        (whole(format="thidua-facts/1"), "không phải tệp nhiều khen thưởng."),
        (whole(khac=1), "Tại khac: không có khóa 'khac' ở đây."),
        (whole(awards=None), "Tại awards: thiếu danh sách awards."),
        (whole(awards=[]), "Tại awards: thiếu danh sách awards."),
        (whole(awards="ldtt"), "Tại awards: thiếu danh sách awards."),
        (whole(awards=["ldtt"]), "Tại awards: thiếu danh sách awards."),
        (whole(awards=[{}]), "Tại awards[0].code: thiếu mã khen thưởng."),
        (whole(decided_on=None), "Tại decided_on: phải là một ngày. Gặp: trống."),
        (whole(decided_on="1/12/2026"), "Tại decided_on: phải là một ngày. Gặp: '1/12/2026'."),
        (
            whole(awards=[{"code": "ldtt"}, {"code": "ldtt", "period": "2026"}]),
            "Tại awards[1].period: period phải có from và to.",
        ),
        (
            whole(awards=[{"code": "ldtt", "period": {"from": "2026-01-01"}}]),
            "Tại awards[0].period.to: phải là một ngày. Gặp: trống.",
        ),
        (
            whole(awards=[{"code": "ldtt", "period": {**YEAR, "from": "2027-01-01"}}]),
            "Tại awards[0].period.to: ngày kết thúc trước ngày bắt đầu.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(data: object, said: str) -> None:
    with pytest.raises(QuestionError) as caught:
        together_from_dict(data)
    assert said in caught.value.text()


def test_a_file_is_named_in_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nhieu.yaml"
    path.write_text(f"format: {FORMAT}\ndecided_on: 2026-12-01\nawards: [{{code: ldtt}}]\n")
    assert load_together(path)[2] == [TogetherAward("ldtt", None, None, None, None)]
    path.write_text("format: khac\n")
    with pytest.raises(QuestionError, match=r"nhieu\.yaml"):
        load_together(path)
