"""Facts from YAML, JSON or dictionaries, and back; a refusal names the place and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from thidua.law.errors import FactsError, Say
from thidua.law.facts import model as m
from thidua.law.facts import words as w
from thidua.law.facts.scalars import NOT_A_MAPPING, expected_of, scalar
from thidua.law.facts.spec import FACTS, FORMAT, Field, Shape
from thidua.law.index import award_aliases
from thidua.law.yamlio import Place, line_of, read_yaml, shown_place


def load_facts(path: str | Path) -> m.Facts:
    """The facts in a YAML or JSON file; raises FactsError with file, line and place."""
    data = read_yaml(Path(path), FactsError)
    return facts_from_dict(data, file=path)


def facts_from_dict(data: object, *, file: str | Path | None = None) -> m.Facts:
    """Facts from parsed YAML or JSON; raises FactsError. Award aliases become canonical codes."""
    return _Reader(file).facts(data)


class _Reader:
    def __init__(self, file: str | Path | None) -> None:
        self.file = file

    def fail(
        self,
        place: Place,
        problem: Say,
        expected: Say,
        found: object = None,
        todo: Say | None = None,
    ) -> FactsError:
        line = line_of(self.file, place) if self.file is not None else None
        return FactsError(
            problem,
            expected=expected,
            todo=todo,
            found=found,
            file=self.file,
            place=shown_place(place),
            line=line,
        )

    def facts(self, data: object) -> m.Facts:
        if not isinstance(data, Mapping):
            raise self.fail(
                (),
                NOT_A_MAPPING,
                Say("các khóa như subject, ratings, awards", "keys like subject, ratings, awards"),
                _kind(data),
            )
        given = data.get("format", FORMAT)
        if given != FORMAT:
            raise self.fail(
                ("format",),
                Say("không phải định dạng hồ sơ dữ kiện này.", "not this facts format."),
                Say(FORMAT, FORMAT),
                given,
                Say(
                    f"ghi format: {FORMAT} hoặc dùng đúng loại tệp",
                    f"write format: {FORMAT} or use the right file",
                ),
            )
        body = {key: value for key, value in data.items() if key != "format"}
        facts: m.Facts = self.shape(FACTS, body, ())
        return facts

    def shape(self, shape: Shape, data: object, place: Place) -> Any:
        if not isinstance(data, Mapping):
            raise self.fail(
                place, NOT_A_MAPPING, _names("các khóa", "the keys", shape.fields), _kind(data)
            )
        for key in data:
            if key not in shape.fields:
                raise self.fail(
                    (*place, str(key)),
                    Say(f"không có khóa {key!r} ở đây.", f"there is no key {key!r} here."),
                    _names("một trong các khóa", "one of the keys", shape.fields),
                    todo=Say("sửa tên khóa hoặc bỏ dòng này", "correct the key or drop the line"),
                )
        values: dict[str, Any] = {}
        for key, field in shape.fields.items():
            if key in data:
                values["from_" if key == "from" else key] = self.field(
                    field, data[key], (*place, key)
                )
            elif field.required:
                raise self.fail(
                    place,
                    Say(f"thiếu khóa bắt buộc {key!r}.", f"the required key {key!r} is missing."),
                    _names(
                        "các khóa", "the keys", [k for k, f in shape.fields.items() if f.required]
                    ),
                    todo=Say(f"thêm {key}", f"add {key}"),
                )
        made = shape.make(**values)
        self.check(made, place)
        return made

    def check(self, made: Any, place: Place) -> None:
        start, end = getattr(made, "from_", None), getattr(made, "to", None)
        if start and end and end < start:
            raise self.fail(
                (*place, "to"),
                Say("ngày kết thúc trước ngày bắt đầu.", "the end is before the start."),
                Say(f"ngày từ {_day(start)} trở đi", f"a date from {start.isoformat()} on"),
                end,
                Say("sửa lại hai ngày", "correct the two dates"),
            )
        if isinstance(made, m.Collective) and made.members is not None:
            counted = {"members_completing": made.members_completing or 0}
            for code, number in (made.members_with or {}).items():
                counted[f"members_with.{code}"] = number
            for key, number in counted.items():
                if number > made.members:
                    raise self.fail(
                        (*place, *key.split(".")),
                        Say("nhiều hơn tổng số thành viên.", "more than all members."),
                        Say(f"từ 0 đến {made.members}", f"from 0 to {made.members}"),
                        number,
                        Say("sửa số này hoặc members", "correct this number or members"),
                    )
        if isinstance(made, m.Facts):
            self.one_grade_a_year(made.ratings or (), place)

    def one_grade_a_year(self, ratings: tuple[m.Rating, ...], place: Place) -> None:
        grades: dict[int, str] = {}
        for index, rating in enumerate(ratings):
            if grades.setdefault(rating.year, rating.grade) != rating.grade:
                raise self.fail(
                    (*place, "ratings", index),
                    Say(
                        f"năm {rating.year} đã có xếp loại khác.",
                        f"{rating.year} already has another grade.",
                    ),
                    Say("mỗi năm một xếp loại", "one grade a year"),
                    rating.grade,
                    Say("giữ lại xếp loại đúng của năm đó", "keep the right grade of that year"),
                )

    def field(self, field: Field, data: object, place: Place) -> Any:
        if data is None:
            if field.null_word:
                return field.null_word
            if field.nullable:
                return None
            raise self.fail(
                place,
                Say("giá trị để trống.", "the value is empty."),
                expected_of(field),
                todo=Say(
                    "ghi giá trị, hoặc bỏ hẳn khóa nếu chưa biết",
                    "give a value, or drop the key if unknown",
                ),
            )
        if field.many:
            if not isinstance(data, list):
                raise self.fail(
                    place,
                    Say("phải là một danh sách.", "must be a list."),
                    Say("danh sách, có thể là []", "a list, [] if empty"),
                    _kind(data),
                )
            items = [self.item(field, item, (*place, index)) for index, item in enumerate(data)]
            return tuple(items)
        return self.one(field, data, place)

    def item(self, field: Field, data: object, place: Place) -> Any:
        if field.bare and isinstance(data, str):
            data = {field.bare: data}
        return self.one(field, data, place)

    def one(self, field: Field, data: object, place: Place) -> Any:
        if field.type == "object":
            return self.shape(field.of, data, place)
        if field.type == "counts":
            return self.counts(data, place)
        if field.type == "ranges":
            return self.ranges(data, place)
        value = scalar(field.type, data)
        if value is None:
            raise self.fail(
                place,
                Say("giá trị không đúng kiểu.", "the value has the wrong type."),
                expected_of(field),
                data,
            )
        if field.words is not None and value not in field.words:
            raise self.fail(
                place,
                Say("từ này không có trong danh mục.", "this word is not in the closed list."),
                expected_of(field),
                value,
                Say("chọn một từ trong danh mục", "choose a word of the list"),
            )
        if field.type == "award":
            code = award_aliases().get(str(value))
            if code is None:
                raise self.fail(
                    place,
                    Say("không có mã khen thưởng này.", "there is no such award code."),
                    Say(
                        "mã trong danh mục khen thưởng, ví dụ ldtt, cstd-co-so, bk-cap-tinh",
                        "a code of the awards index, e.g. ldtt, cstd-co-so, bk-cap-tinh",
                    ),
                    value,
                    Say(
                        "xem danh mục bằng lệnh: thidua law awards",
                        "list the codes with: thidua law awards",
                    ),
                )
            return code
        return value

    def counts(self, data: object, place: Place) -> dict[str, int]:
        expected = Say(
            "mã khen thưởng và số người, ví dụ {ldtt: 16}",
            "award codes and numbers, e.g. {ldtt: 16}",
        )
        if not isinstance(data, Mapping):
            raise self.fail(place, NOT_A_MAPPING, expected, _kind(data))
        counts = {}
        for key, number in data.items():
            code = self.one(Field("award"), key, (*place, str(key)))
            counts[code] = self.one(Field("int"), number, (*place, str(key)))
        return counts

    def ranges(self, data: object, place: Place) -> dict[str, tuple[int, int]]:
        expected = Say(
            "từng danh sách với [năm đầu, năm cuối], ví dụ {awards: [2011, 2026]}",
            "each list with [first, last] year, e.g. {awards: [2011, 2026]}",
        )
        if not isinstance(data, Mapping):
            raise self.fail(place, NOT_A_MAPPING, expected, _kind(data))
        ranges: dict[str, tuple[int, int]] = {}
        for key, years in data.items():
            here = (*place, str(key))
            if key == "awards_except":
                ranges.update(self.exceptions(years, here))
                continue
            if key not in w.COMPLETE_KEYS:
                raise self.fail(
                    here,
                    Say(f"không có khóa {key!r} ở đây.", f"there is no key {key!r} here."),
                    _names("một trong các khóa", "one of the keys", w.COMPLETE_KEYS),
                )
            ranges[str(key)] = self.years(years, here, expected)
        return ranges

    def exceptions(self, data: object, place: Place) -> dict[str, tuple[int, int]]:
        """Awards with a range of their own; null: no year of that award is complete."""
        expected = Say(
            "mã khen thưởng với [năm đầu, năm cuối] hoặc để trống, ví dụ {ldtt: [2019, 2026]}",
            "award codes with [first, last] year or null, e.g. {ldtt: [2019, 2026]}",
        )
        if not isinstance(data, Mapping):
            raise self.fail(place, NOT_A_MAPPING, expected, _kind(data))
        found = {}
        for key, years in data.items():
            here = (*place, str(key))
            code = self.one(Field("award"), key, here)
            own = m.NO_YEAR if years is None else self.years(years, here, expected)
            found[m.awards_of(code)] = own
        return found

    def years(self, data: object, place: Place, expected: Say) -> tuple[int, int]:
        both = [scalar("year", year) for year in data] if isinstance(data, list) else []
        if len(both) != 2 or None in both or both[0] > both[1]:
            raise self.fail(
                place, Say("khoảng năm không đúng.", "not a range of years."), expected, data
            )
        return both[0], both[1]


def _names(vi: str, en: str, keys: Any) -> Say:
    listed = ", ".join(keys)
    return Say(f"{vi} {listed}", f"{en} {listed}")


def _kind(data: object) -> Say:
    if data is None:
        return Say("trống", "nothing")
    if isinstance(data, list):
        return Say("một danh sách", "a list")
    if isinstance(data, Mapping):
        return Say("các cặp khóa: giá trị", "key: value pairs")
    return Say(f"{data!r}", f"{data!r}")


def _day(value: date) -> str:
    return value.strftime("%d/%m/%Y")
