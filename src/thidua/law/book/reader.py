"""A cursor over one rulebook file: typed reading, and refusals that name file, line and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from thidua.law.errors import RulebookError, Say
from thidua.law.index import award_aliases
from thidua.law.values import CONFIDENCES, UNKNOWN, Citation
from thidua.law.yamlio import Place, line_of, shown_place

_AS_TEXT = Say("ghi một câu chữ, nếu cần thì đặt trong dấu nháy", "write text, quoted if need be")
_AS_LIST = Say("đặt trong ngoặc vuông, ví dụ [a, b]", "put it in brackets, e.g. [a, b]")


@dataclass(frozen=True, slots=True)
class Source:
    """The file being read, the key of its instrument and the short names of all instruments.

    `apart`: instruments that were on no day in force together with the one that speaks here.
    """

    path: Path
    instrument: str
    shorts: Mapping[str, str]
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """A mapping at a place of a file."""

    source: Source
    data: Mapping[str, Any]
    place: Place = ()

    @classmethod
    def over(cls, source: Source, data: object, place: Place = ()) -> Reader:
        if not isinstance(data, Mapping):
            raise refuse(
                source.path,
                place,
                Say("phải là các cặp khóa: giá trị.", "must be key: value pairs."),
                found=data,
                todo=Say(
                    "viết mỗi khóa một dòng, dạng khóa: giá trị",
                    "write each key on a line of its own, as key: value",
                ),
            )
        return cls(source, data, place)

    def fail(
        self,
        key: str | None,
        problem: Say,
        *,
        expected: Say | None = None,
        todo: Say | None = None,
        found: object = None,
    ) -> RulebookError:
        place = self.place if key is None else (*self.place, key)
        return refuse(self.source.path, place, problem, expected=expected, todo=todo, found=found)

    def only(self, *allowed: str) -> None:
        """Refuses keys outside the list, so that a misspelt key is never silently lost."""
        for key in self.data:
            if key not in allowed:
                listed = ", ".join(allowed)
                raise self.fail(
                    str(key),
                    Say(f"không có khóa {key!r} ở đây.", f"there is no key {key!r} here."),
                    expected=Say(f"một trong các khóa {listed}", f"one of the keys {listed}"),
                    todo=Say("sửa tên khóa hoặc bỏ dòng này", "correct the key or drop the line"),
                )

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def need(self, key: str) -> Any:
        if self.data.get(key) is None:
            raise self.fail(
                None,
                Say(f"thiếu khóa bắt buộc {key!r}.", f"the required key {key!r} is missing."),
                todo=Say(f"thêm {key}", f"add {key}"),
            )
        return self.data[key]

    def text(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key, default) if default is not None else self.need(key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.fail(key, Say("phải là chữ.", "must be text."), found=value, todo=_AS_TEXT)
        if default is None and not str(value).strip():
            raise self.fail(
                key,
                Say("không được để trống.", "must not be blank."),
                todo=Say(f"ghi nội dung của {key}", f"write the text of {key}"),
            )
        return str(value)

    def word(self, key: str, words: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in words:
            listed = ", ".join(words)
            raise self.fail(
                key,
                Say("từ này không có trong danh mục.", "this word is not in the closed list."),
                expected=Say(f"một trong: {listed}", f"one of: {listed}"),
                found=value,
            )
        return value

    def words(
        self, key: str, allowed: tuple[str, ...] | None, *, empty: bool = False
    ) -> tuple[str, ...]:
        """A list of words, each from the closed list if there is one, none of them twice."""
        found: list[str] = []
        for number, value in enumerate(self.list(key, empty=empty)):
            if value in found:
                raise refuse(
                    self.source.path,
                    (*self.place, key, number),
                    Say("từ này bị lặp.", "this word stands twice."),
                    found=value,
                    todo=Say("bỏ một trong hai", "drop one of the two"),
                )
            if not isinstance(value, str) or (allowed is not None and value not in allowed):
                listed = ", ".join(allowed or ())
                raise refuse(
                    self.source.path,
                    (*self.place, key, number),
                    Say("từ này không có trong danh mục.", "this word is not in the closed list."),
                    expected=Say(f"một trong: {listed}", f"one of: {listed}"),
                    found=value,
                )
            found.append(value)
        return tuple(found)

    def list(self, key: str, *, empty: bool = False) -> list[Any]:
        """A list; an empty one says nothing and is refused unless `empty` gives it a meaning."""
        value = self.need(key)
        if not isinstance(value, list):
            raise self.fail(
                key, Say("phải là một danh sách.", "must be a list."), found=value, todo=_AS_LIST
            )
        if not value and not empty:
            raise self.fail(
                key,
                Say("danh sách không được rỗng.", "the list must not be empty."),
                todo=Say(f"ghi ít nhất một mục trong {key}", f"write at least one item in {key}"),
            )
        return value

    def maps(self, key: str) -> Iterator[Reader]:
        for number, value in enumerate(self.list(key)):
            yield Reader.over(self.source, value, (*self.place, key, number))

    def map(self, key: str) -> Reader:
        return Reader.over(self.source, self.need(key), (*self.place, key))

    def due_day(self, key: str) -> date:
        """A day that must be there."""
        self.need(key)
        value = self.day(key)
        return value if value is not None else date.max

    def day(self, key: str) -> date | None:
        value = self.data.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self.fail(
            key,
            Say("phải là một ngày.", "must be a date."),
            expected=Say("ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2025-07-01", "a date, e.g. 2025-07-01"),
            found=value,
        )

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        value = self.data.get(key, default) if default is not None else self.need(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.fail(
                key,
                Say(f"phải là số nguyên từ {least}.", f"must be a whole number from {least}."),
                found=value,
                todo=Say(
                    f"ghi số từ {least} trở lên, không kèm đơn vị",
                    f"write {least} or more, without a unit",
                ),
            )
        return value

    def count(self, key: str) -> int:
        """A whole number from 1 on: nought of anything is no demand at all."""
        return self.whole(key, least=1)

    def share(self, key: str) -> Fraction | None:
        """A part of a whole: above 0, not more than 1; UNKNOWN is None."""
        share = self.fraction(key)
        if share is not None and not 0 < share <= 1:
            raise self.fail(
                key,
                Say(
                    "tỷ lệ phải lớn hơn 0 và không quá 1.",
                    "the share is above 0 and not more than 1.",
                ),
                expected=Say("phân số như 0.15 hoặc 3/20", "a fraction like 0.15 or 3/20"),
                found=self.data[key],
            )
        return share

    def fraction(self, key: str) -> Fraction | None:
        """An exact number; UNKNOWN is None."""
        value = self.need(key)
        if value == UNKNOWN:
            return None
        try:
            return exact(value)
        except ValueError:
            raise self.fail(
                key,
                Say("phải là một số.", "must be a number."),
                expected=Say(
                    "số như 0.3, phân số như 2/3, hoặc UNKNOWN",
                    "a number like 0.3, a fraction like 2/3, or UNKNOWN",
                ),
                found=value,
            ) from None

    def flag(self, key: str, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(
                key,
                Say("phải là true hoặc false.", "must be true or false."),
                found=value,
                todo=Say("ghi true (có) hoặc false (không)", "write true (yes) or false (no)"),
            )
        return value

    def awards(self, key: str = "awards") -> tuple[str, ...]:
        """The canonical codes of a list of awards, none of them twice."""
        found: list[str] = []
        for number, value in enumerate(self.list(key)):
            code = self.award_code(str(value), key)
            if code in found:
                raise refuse(
                    self.source.path,
                    (*self.place, key, number),
                    Say("khen thưởng này bị lặp.", "this award stands twice."),
                    found=value,
                    todo=Say("bỏ một trong hai", "drop one of the two"),
                )
            found.append(code)
        return tuple(found)

    def award(self, key: str) -> str:
        return self.award_code(self.text(key), key)

    def award_code(self, value: str, key: str | None) -> str:
        code = award_aliases().get(value)
        if code is None:
            raise self.fail(
                key,
                Say(
                    "không có mã khen thưởng này trong danh mục.",
                    "this award code is not in the index.",
                ),
                todo=Say(
                    "thêm mã vào awards-index.yaml hoặc sửa mã",
                    "add it to awards-index.yaml or correct it",
                ),
                found=value,
            )
        return code

    def confidence(self) -> str:
        if not self.has("confidence"):
            raise self.fail(
                None,
                Say(
                    "giá trị không có độ tin cậy nên không được nạp.",
                    "a value without confidence does not load.",
                ),
                expected=Say(
                    "confidence: V, V2, K hoặc UNKNOWN", "confidence: V, V2, K or UNKNOWN"
                ),
                todo=Say("ghi độ tin cậy của văn bản đã đọc", "state how surely the text was read"),
            )
        return self.word("confidence", CONFIDENCES)

    def citation(self, key: str = "citation") -> Citation:
        """A place in this instrument ("Điều 23 khoản 1"), in another, or a list of places."""
        value = self.data.get(key)
        if not value:
            raise self.fail(
                None,
                Say(
                    "giá trị không có căn cứ nên không được nạp.",
                    "a value without a citation does not load.",
                ),
                expected=Say(
                    f"{key}, ví dụ: Điều 24 khoản 1 điểm a", f"{key}, e.g.: Điều 24 khoản 1 điểm a"
                ),
                todo=Say("ghi điều, khoản, điểm của văn bản", "state article, clause and point"),
            )
        places = value if isinstance(value, list) else [value]
        first, *others = [self._citation(item, key) for item in places]
        return first.joined(others) if others else first

    def _citation(self, value: object, key: str) -> Citation:
        instrument, at = self.source.instrument, value
        if isinstance(value, Mapping):
            instrument, at = value.get("instrument", instrument), value.get("at")
        if instrument not in self.source.shorts:
            listed = ", ".join(sorted(self.source.shorts))
            raise self.fail(
                key,
                Say(
                    "căn cứ dẫn một văn bản chưa có trong bộ quy tắc.",
                    "the citation names an instrument that is not in the rulebook.",
                ),
                expected=Say(f"một trong: {listed}", f"one of: {listed}"),
                found=instrument,
            )
        if not isinstance(at, str) or not at.strip():
            raise self.fail(
                key,
                Say("căn cứ phải ghi rõ điều, khoản.", "a citation must name an article."),
                expected=Say("at: Điều 24 khoản 1 điểm a", "at: Điều 24 khoản 1 điểm a"),
                found=value,
            )
        if instrument in self.source.apart:
            raise self.fail(
                key,
                Say(
                    "căn cứ dẫn một văn bản không ngày nào cùng hiệu lực với văn bản này.",
                    "the citation names an instrument that was on no day in force with this one.",
                ),
                todo=Say(
                    "dẫn văn bản có hiệu lực khi đó, hoặc sửa ngày hiệu lực ở instrument.yaml",
                    "cite the text in force then, or correct the days in instrument.yaml",
                ),
                found=instrument,
            )
        return Citation.at(instrument, self.source.shorts[instrument], at)


def exact(value: object) -> Fraction:
    """0.3, "2/3" and 12 as exact fractions; ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(value)
    try:
        return Fraction(str(value).replace(" ", ""))
    except ZeroDivisionError as cause:
        raise ValueError(value) from cause


def refuse(
    path: Path,
    place: Place,
    problem: Say,
    *,
    expected: Say | None = None,
    todo: Say | None = None,
    found: object = None,
) -> RulebookError:
    return RulebookError(
        problem,
        expected=expected,
        todo=todo,
        found=found,
        file=path,
        place=shown_place(place),
        line=line_of(path, place),
    )
