"""Predicates on recognised initiatives, scientific work and combat resourcefulness.

Articles: Luật 06/2022/QH15 Điều 3 khoản 4, Điều 22, 23, 74 khoản 1 điểm d.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day
from thidua.law.facts.model import Initiative
from thidua.law.facts.words import INITIATIVE_KINDS, LEVELS, at_least
from thidua.law.predicates.ratings import longest_possible_run, run_of_ratings
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap

# Seen only in part: how initiatives count that already served a title.
_LETTER = "cần xem theo Công văn 1168/BNV-BTĐKT"


def initiative(case: Case, condition: Condition) -> Outcome:
    """Recognised initiatives of the level, one or `times`: in the year, the chain, or ever."""
    params = condition.params
    within, chain = params["within"], params.get("chain_years", 1)
    first = {"year": case.year, "chain": case.year - chain + 1, "any": 0}[within]
    found = matching(case, params["level"], params["kinds"])
    inside = [item for item in found if first <= item.year <= case.year]
    wanted = f"{_kinds(params['kinds'])} {LEVELS[params['level']]}"
    recognised = [item for item in inside if is_recognised(item)]
    times = params.get("times", 1)
    if len(recognised) >= times:
        return Outcome(ELIGIBLE, tuple(shown_initiative(item) for item in recognised))
    if len(inside) >= times:
        waiting = [item for item in inside if not is_recognised(item)]
        return Outcome(NEEDS_FACTS, missing=awaiting(waiting))
    earlier = [item for item in found if item.year < first and is_recognised(item)]
    if within == "chain" and earlier:
        # The law names no time limit for the initiative: older ones are for people to weigh.
        period = f"giai đoạn {first}-{case.year}"
        note = f"{shown_initiative(earlier[-1])} có trước {period}: văn bản không nói rõ thời hạn"
        return Outcome(NEEDS_DECISION, tuple(shown_initiative(item) for item in earlier), note=note)
    span = (
        f"năm {case.year}"
        if first == case.year
        else f"giai đoạn {first}-{case.year}"
        if first
        else "đã ghi"
    )
    unknown = [
        year
        for year in range(max(first, case.year - 4), case.year + 1)
        if not case.known("initiatives", year)
    ]
    if unknown:
        listed = ", ".join(str(year) for year in unknown)
        return Outcome(
            NEEDS_FACTS, missing=(Gap(f"Chưa có dữ liệu sáng kiến năm {listed}", "initiatives"),)
        )
    lower = [item for item in case.facts.initiatives or () if first <= item.year <= case.year]
    return Outcome(
        NOT_ELIGIBLE,
        tuple(shown_initiative(item) for item in lower),
        note=f"Không có {wanted} trong {span}"
        if times == 1
        else f"{wanted.capitalize()} trong {span}: {len(recognised)}, cần {times}",
    )


def initiatives_in_run(case: Case, condition: Condition) -> Outcome:
    """`times` recognised initiatives of one kind group in the unbroken run of good years."""
    params = condition.params
    run, _ = run_of_ratings(case, params["run_at_least"], params.get("after_previous", ()))
    every = tuple(kind for group in params["kind_groups"] for kind in group)
    inside = [item for item in matching(case, params["level"], every) if item.year in run]
    recognised = [item for item in inside if is_recognised(item)]
    facts = tuple(shown_initiative(item) for item in recognised)
    times = params["times"]
    own = (case.entry.code if case.entry else "", case.year)
    fresh = [
        item
        for item in recognised
        if params.get("used_before") or all((u.award, u.year) == own for u in item.used_for)
    ]
    if _enough(fresh, params["kind_groups"], times):
        return Outcome(ELIGIBLE, facts)
    if _enough(recognised, params["kind_groups"], times):
        note = f"Chỉ đủ khi tính cả sáng kiến đã dùng để xét danh hiệu khác: {_LETTER}"
        return Outcome(NEEDS_DECISION, facts, note=note)
    if len(recognised) >= times:
        note = f"Chỉ đủ khi cộng sáng kiến với đề tài, đề án: {_LETTER}"
        return Outcome(NEEDS_DECISION, facts, note=note)
    if len(inside) >= times:
        waiting = [item for item in inside if not is_recognised(item)]
        return Outcome(NEEDS_FACTS, facts, awaiting(waiting))
    unknown = [year for year in sorted(run) if not case.known("initiatives", year)]
    if unknown:
        listed = ", ".join(str(year) for year in unknown)
        return Outcome(
            NEEDS_FACTS, facts, (Gap(f"Chưa có dữ liệu sáng kiến năm {listed}", "initiatives"),)
        )
    missing = _unknown_run(case, condition, matching(case, params["level"], every))
    if missing:
        return Outcome(NEEDS_FACTS, facts, missing)
    span = f"{run[-1]}-{run[0]}" if run else f"đến năm {case.year}"
    what = f"Sáng kiến, đề tài {LEVELS[params['level']]}"
    note = f"{what} trong thời gian {span}: {len(recognised)}, cần {times}"
    return Outcome(NOT_ELIGIBLE, facts, note=note)


def _unknown_run(case: Case, condition: Condition, fitting: list[Initiative]) -> tuple[str, ...]:
    """What is unknown that could make up the number: ratings that lengthen the run, initiatives."""
    params = condition.params
    previous = params.get("after_previous", ())
    earlier = sorted((item.year for item in fitting if item.year <= case.year), reverse=True)
    if len(earlier) < params["times"]:
        run, _ = longest_possible_run(case, params["run_at_least"], previous, case.year - 4)
        unknown = [year for year in sorted(run) if not case.known("initiatives", year)]
        listed = ", ".join(str(year) for year in unknown)
        return (Gap(f"Chưa có dữ liệu sáng kiến năm {listed}", "initiatives"),) if unknown else ()
    oldest = earlier[params["times"] - 1]
    run, gaps = longest_possible_run(case, params["run_at_least"], previous, oldest)
    return gaps if oldest in run else ()


def _enough(items: list[Initiative], groups: tuple[tuple[str, ...], ...], times: int) -> bool:
    return any(sum(item.kind in group for item in items) >= times for group in groups)


def since(case: Case, years: range, start: date, wanted: Mapping[str, Any]) -> Outcome:
    """So many recognised initiatives in those years, or recognised later in the year of `start`."""
    level, times, kinds = wanted["level"], wanted["times"], wanted["kinds"]
    inside = [
        item
        for item in matching(case, level, kinds)
        if item.year in years
        or (item.year == start.year and item.recognised_on and item.recognised_on >= start)
    ]
    known = [item for item in inside if is_recognised(item)]
    facts = tuple(shown_initiative(item) for item in known)
    if len(known) >= times:
        return Outcome(ELIGIBLE, facts)
    if len(inside) >= times:
        waiting = [item for item in inside if not is_recognised(item)]
        return Outcome(NEEDS_FACTS, facts, awaiting(waiting))
    unknown = [year for year in years if not case.known("initiatives", year)]
    if unknown:
        listed = ", ".join(str(year) for year in unknown)
        gap = Gap(f"Chưa có dữ liệu sáng kiến năm {listed}", "initiatives")
        return Outcome(NEEDS_FACTS, facts, (gap,))
    span = f"{years[0]}-{years[-1]}" if years else f"từ ngày {day(start)}"
    note = f"Sáng kiến, đề tài {LEVELS[level]} trong giai đoạn {span}: {len(known)}, cần {times}"
    return Outcome(NOT_ELIGIBLE, facts, note=note)


def matching(case: Case, level: str, kinds: tuple[str, ...]) -> list[Initiative]:
    found = [
        item
        for item in case.facts.initiatives or ()
        if item.kind in kinds and at_least(LEVELS, item.level, level)
    ]
    return sorted(found, key=lambda item: (item.year, item.kind, item.decision or ""))


def is_recognised(item: Initiative) -> bool:
    return item.recognised_on is not None or bool(item.decision)


def shown_initiative(item: Initiative) -> str:
    text = f"{INITIATIVE_KINDS[item.kind].capitalize()} {LEVELS[item.level]} năm {item.year}"
    if item.decision:
        text += f", QĐ {item.decision}"
    if item.recognised_on:
        text += f", công nhận ngày {day(item.recognised_on)}"
    return text


def awaiting(items: list[Initiative]) -> tuple[str, ...]:
    return tuple(
        Gap(
            f"{shown_initiative(item)}: chưa có quyết định công nhận", "initiatives[].recognised_on"
        )
        for item in items
    )


def _kinds(kinds: tuple[str, ...]) -> str:
    return INITIATIVE_KINDS[kinds[0]] if len(kinds) == 1 else "sáng kiến, đề tài"
