"""Predicates on long service: years in an office, years in a force.

Articles: NĐ 152/2025 Điều 4 khoản 7, Điều 9 to 25; Luật 06/2022/QH15 Điều 54 to 57.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day
from thidua.law.facts.model import Post
from thidua.law.facts.words import FORCES, POSITIONS
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NEEDS_TEXT, NOT_ELIGIBLE
from thidua.law.verdict import Gap

_MONTH = 30
# Offices that a decree places by its table of equivalents, which the rulebook does not hold, and
# the offices of the tables "và tương đương" among which each may stand.
_CENTRAL, _PROVINCIAL = frozenset({"bo_truong", "thu_truong"}), frozenset({"vu_truong"})
_NONE: frozenset[str] = frozenset()
EQUIVALENTS = {
    "uy_vien_ubtv_quoc_hoi": _CENTRAL,
    "truong_doan_the_trung_uong": _CENTRAL,
    "tong_cuc_truong": _PROVINCIAL,
    "pho_tong_cuc_truong": _PROVINCIAL,
    "uy_vien_thuong_vu_tinh_uy": _PROVINCIAL,
    "pho_truong_doan_dbqh": _PROVINCIAL,
    "chu_tich_mttq_tinh": _PROVINCIAL,
    "pho_chu_tich_mttq_tinh": _PROVINCIAL,
    "truong_ban_nganh_doan_the_tinh": _PROVINCIAL,
    "bi_thu_huyen_uy": _PROVINCIAL,
    "pho_bi_thu_thuong_truc_huyen_uy": _PROVINCIAL,
    "chu_tich_hdnd_huyen": _PROVINCIAL,
}


@dataclass(frozen=True, slots=True)
class Length:
    """Time in whole months and days over; thirty days over make a month."""

    months: int = 0
    days: int = 0

    def plus(self, other: Length) -> Length:
        days = self.days + other.days
        return Length(self.months + other.months + days // _MONTH, days % _MONTH)

    def shown(self) -> str:
        years, months = divmod(self.months, 12)
        return f"{years} năm {months} tháng" if months else f"{years} năm"


def years_in_position(case: Case, condition: Condition) -> Outcome:
    """Held one of the offices long enough; rows stand from the highest office to the lowest."""
    service = case.facts.service
    posts = service.posts if service is not None else None
    if posts is None:
        text = "Chưa có quá trình giữ chức vụ (chức vụ, từ ngày, đến ngày)"
        return Outcome(NEEDS_FACTS, missing=(Gap(text, "service.posts"),))
    women = condition.params["women"]
    gender = case.facts.subject.gender
    until = min(case.received_on, case.facts.subject.died or date.max)
    unclear = [post for post in posts if post.level not in POSITIONS and post.from_ <= until]
    sexes = [gender] if gender and (gender, women) != ("female", "unread") else ["female", "male"]
    reductions = {_factor(women, sex) for sex in sexes}
    answers = [_rows(condition, posts, until, factor) for factor in sorted(reductions)]
    best = answers[0]
    if best.value != answers[-1].value and women == "unread":
        note = "Văn bản chưa đọc được có giảm thời gian giữ chức vụ cho nữ hay không"
        return Outcome(NEEDS_TEXT, best.facts, note=note)
    if best.value != answers[-1].value:
        gap = Gap("Chưa ghi giới tính (nữ được giảm thời gian giữ chức vụ)", "subject.gender")
        return Outcome(NEEDS_FACTS, best.facts, (gap,))
    bounded = any(row["below"] for row in condition.params["any_of"])
    if unclear and (best.value == NOT_ELIGIBLE or bounded):
        missing = tuple(
            Gap(f"Chưa ghi cấp chức vụ của: {post.title}", "service.posts[].level")
            for post in unclear
        )
        return Outcome(NEEDS_FACTS, best.facts, missing)
    span = case.facts.complete.get("posts")
    if span is not None and best.value == NOT_ELIGIBLE:
        text = f"Chỉ có dữ liệu chức vụ từ năm {span[0]} đến {span[1]}"
        return Outcome(NEEDS_FACTS, best.facts, (Gap(text, "service.posts"),))
    return best


def _factor(women: str, gender: str) -> tuple[int, int]:
    """Of the months asked for: how many eighteenths count, and how many come off."""
    if gender != "female" or women == "none":
        return (18, 0)
    return (18, 36) if women == "three_years" else (12, 0)


def _asked(years: int, factor: tuple[int, int]) -> int:
    return max(0, years * 12 * factor[0] // 18 - factor[1])


def _rows(
    condition: Condition, posts: tuple[Post, ...], until: date, factor: tuple[int, int]
) -> Outcome:
    higher: list[Post] = []
    near: list[str] = []
    pending: Outcome | None = None
    facts: list[str] = []
    for row in condition.params["any_of"]:
        mine = [post for post in posts if post.level in row["levels"]]
        length, names = _length(mine, until), _names(row)
        both = _length([*mine, *higher], until)
        higher += mine
        if not mine or length == Length():
            continue
        fact = f"{names}: {length.shown()} (tính đến {day(until)})"
        facts.append(fact)
        need, below = _asked(row["at_least"], factor), _below(row, factor)
        if below is not None and length.months >= below:
            near.append(f"{names}: {length.shown()}, đủ thời gian của hạng cao hơn")
        elif length.months >= need and not row["terms"]:
            return Outcome(ELIGIBLE, (fact,))
        elif length.months >= need:
            note = f"{fact}: cần xác nhận đủ {row['terms']} nhiệm kỳ"
            pending = pending or Outcome(NEEDS_DECISION, (fact,), note=note)
        elif both.months >= need and (below is None or both.months < below):
            note = f"{names}: chỉ đủ khi cộng thời gian giữ chức vụ cao hơn, cần xem xét"
            pending = pending or Outcome(NEEDS_DECISION, (fact,), note=note)
        else:
            near.append(f"{names}: {length.shown()}, cần {Length(need).shown()}")
    pending = pending or _unplaced(condition.params["any_of"], posts, until, factor)
    if pending is not None:
        return pending
    note = "; ".join(near) or "Không giữ chức vụ nào trong bảng của nghị định"
    return Outcome(NOT_ELIGIBLE, tuple(facts), note=note)


def _unplaced(
    rows: Iterable[dict[str, Any]], posts: tuple[Post, ...], until: date, factor: tuple[int, int]
) -> Outcome | None:
    """An office "và tương đương" in no row, held as long as some row asks: people place it."""
    rows = tuple(rows)
    named = {level for row in rows for level in row["levels"]}
    mine = [
        post
        for post in posts
        if post.level and post.level not in named and EQUIVALENTS.get(post.level, _NONE) & named
    ]
    if not mine or _length(mine, until) == Length():
        return None
    civil = [row for row in rows if set(row["levels"]) & (_CENTRAL | _PROVINCIAL)]
    length = _length([*mine, *(post for post in posts if post.level in named)], until)
    if length.months < min(_asked(row["at_least"], factor) for row in civil):
        return None
    names = " hoặc ".join(dict.fromkeys(POSITIONS[post.level] for post in mine if post.level))
    fact = f"{names}: {_length(mine, until).shown()} (tính đến {day(until)})"
    note = f"{fact}: chưa có bảng chức vụ tương đương, cần xác nhận xếp theo dòng nào"
    return Outcome(NEEDS_DECISION, (fact,), note=note)


def _below(row: dict[str, Any], factor: tuple[int, int]) -> int | None:
    return _asked(row["below"], factor) if row["below"] else None


def _names(row: dict[str, Any]) -> str:
    return " hoặc ".join(POSITIONS[level] for level in row["levels"])


def _length(posts: Iterable[Post], until: date) -> Length:
    """Time in the posts, overlapping time once, up to the day `until`."""
    spans: list[tuple[date, date]] = []
    for post in sorted(posts, key=lambda item: item.from_):
        start, end = post.from_, min(post.to or until, until) + timedelta(days=1)
        if start >= end:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    # One unbroken time is measured by the calendar; only days of several times are put together.
    lengths = [_between(start, end) for start, end in spans]
    return lengths[0] if len(lengths) == 1 else _sum(lengths)


def _sum(lengths: Iterable[Length]) -> Length:
    total = Length()
    for length in lengths:
        total = total.plus(length)
    return total


def _between(start: date, end: date) -> Length:
    """Whole months from `start` to before `end`, and days over."""
    months = (end.year - start.year) * 12 + end.month - start.month
    days = end.day - start.day
    if days < 0:
        months -= 1
        days += _MONTH
    return Length(months, days)


def service_years(case: Case, condition: Condition) -> Outcome:
    """Years without a break in one of the forces, from the day of joining it."""
    params = condition.params
    forces, years = params["forces"], params["at_least"]
    names = " hoặc ".join(FORCES[force] for force in forces)
    force = case.facts.subject.force
    if force is None:
        gap = Gap(f"Chưa ghi lực lượng (có phục vụ trong {names} hay không)", "subject.force")
        return Outcome(NEEDS_FACTS, missing=(gap,))
    if force not in forces:
        return Outcome(NOT_ELIGIBLE, note=f"Không phục vụ trong {names}")
    service = case.facts.service
    if service is None or service.enlisted_on is None:
        gap = Gap(f"Chưa có ngày bắt đầu phục vụ trong {names}", "service.enlisted_on")
        return Outcome(NEEDS_FACTS, missing=(gap,))
    ends = (case.received_on, service.discharged_on, case.facts.subject.died)
    until = min(end for end in ends if end is not None)
    start = service.enlisted_on
    length = _between(start, until + timedelta(days=1)) if start <= until else Length()
    fact = f"Phục vụ trong {FORCES[force]} từ {day(start)}: {length.shown()}"
    if length.months >= years * 12:
        return Outcome(ELIGIBLE, (fact,))
    note = f"Phục vụ liên tục {length.shown()} (cần từ {years} năm)"
    return Outcome(NOT_ELIGIBLE, (fact,), note=note)
