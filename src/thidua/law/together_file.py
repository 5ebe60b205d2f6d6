"""Reading a `thidua-together/1` file: several awards decided at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from thidua.law.errors import QuestionError, Say
from thidua.law.facts.model import Period
from thidua.law.facts.scalars import scalar
from thidua.law.together import TogetherAward
from thidua.law.yamlio import read_yaml

FORMAT = "thidua-together/1"
_KEYS = ("code", "recipient", "period", "achievement", "authority")


def together_from_dict(
    data: object, *, file: str | Path | None = None
) -> tuple[date, str | None, list[TogetherAward]]:
    """The question of a `thidua-together/1` file: day, default recipient, awards."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise QuestionError(
            Say("không phải tệp nhiều khen thưởng.", "not a file of several awards."),
            file=file,
            expected=Say(f"format: {FORMAT}", f"format: {FORMAT}"),
        )
    _only(data, ("format", "decided_on", "recipient", "awards"), "", file)
    awards = data.get("awards")
    if (
        not isinstance(awards, list)
        or not awards
        or not all(isinstance(item, Mapping) for item in awards)
    ):
        raise QuestionError(
            Say("thiếu danh sách awards.", "the list awards is missing."), file=file, place="awards"
        )
    found = []
    for number, item in enumerate(awards):
        _only(item, _KEYS, f"awards[{number}].", file)
        if not item.get("code"):
            raise QuestionError(
                Say("thiếu mã khen thưởng.", "the award code is missing."),
                file=file,
                place=f"awards[{number}].code",
            )
        found.append(
            TogetherAward(
                str(item["code"]),
                item.get("recipient"),
                _period(item.get("period"), number, file),
                item.get("achievement"),
                item.get("authority"),
            )
        )
    return _day(data.get("decided_on"), "decided_on", file), data.get("recipient"), found


def load_together(path: str | Path) -> tuple[date, str | None, list[TogetherAward]]:
    return together_from_dict(read_yaml(Path(path), QuestionError), file=path)


def _period(value: object, number: int, file: str | Path | None) -> Period | None:
    if value is None:
        return None
    place = f"awards[{number}].period"
    if not isinstance(value, Mapping):
        raise QuestionError(
            Say("period phải có from và to.", "period needs from and to."), file=file, place=place
        )
    _only(value, ("from", "to"), f"{place}.", file)
    start = _day(value.get("from"), f"{place}.from", file)
    end = _day(value.get("to"), f"{place}.to", file)
    if end < start:
        raise QuestionError(
            Say("ngày kết thúc trước ngày bắt đầu.", "the end is before the start."),
            file=file,
            place=f"{place}.to",
            found=end,
            todo=Say("sửa lại hai ngày", "correct the two dates"),
        )
    return Period(start, end)


def _only(
    data: Mapping[str, object], keys: tuple[str, ...], place: str, file: str | Path | None
) -> None:
    for key in data:
        if key not in keys:
            listed = ", ".join(keys)
            raise QuestionError(
                Say(f"không có khóa {key!r} ở đây.", f"there is no key {key!r} here."),
                file=file,
                place=f"{place}{key}",
                expected=Say(f"một trong các khóa {listed}", f"one of the keys {listed}"),
                todo=Say("sửa tên khóa hoặc bỏ dòng này", "correct the key or drop the line"),
            )


def _day(value: object, place: str, file: str | Path | None) -> date:
    day: date | None = scalar("date", value)
    if day is None:
        raise QuestionError(
            Say("phải là một ngày.", "must be a date."),
            file=file,
            place=place,
            found=value if value is not None else Say("trống", "nothing"),
            expected=Say("ngày dạng NĂM-THÁNG-NGÀY", "a date as YEAR-MONTH-DAY"),
        )
    return day
