"""Predicates on how often an award is held, and on awards that must not be held.

Articles: Luật 06/2022/QH15 Điều 5 khoản 2, Điều 64 to 67; NĐ 152/2025 Điều 25 khoản 2.
"""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import NO_GROUND, Case, Outcome, shown
from thidua.law.facts.model import NO_YEAR, AwardHeld
from thidua.law.values import ELIGIBLE, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap


def held_count(case: Case, condition: Condition) -> Outcome:
    """The award `times`, not necessarily in a row; awards for themes or sudden results not."""
    params = condition.params
    code, times = params["award"], params["times"]
    name = case.name(code)
    within = params.get("within_years")
    first = case.year - within + 1 if within else 0
    title = case.rb.info(code).kind not in ("giay_khen", "bang_khen", "huan_chuong")
    sure: list[str] = []
    doubtful: list[str] = []
    for award in _held(case, code):
        if not first <= award.year <= case.year or award.merit in NO_GROUND:
            continue
        spent = case.spent(params.get("after_previous", ()), award.year)
        if spent is not None:
            # Counted already, or it may have been.
            doubtful += [spent.gap] if spent.gap is not None else []
        elif award.merit is None and not title:
            doubtful.append(
                Gap(f"{shown(award, name)}: chưa ghi loại hình khen thưởng", "awards[].merit")
            )
        else:
            sure.append(shown(award, name))
    if len(sure) >= times:
        return Outcome(ELIGIBLE, tuple(sure))
    if len(sure) + len(doubtful) >= times:
        return Outcome(NEEDS_FACTS, tuple(sure), tuple(doubtful))
    if missing := _unrecorded(case, code, first):
        return Outcome(NEEDS_FACTS, tuple(sure), missing)
    span = f" trong {within} năm" if within else ""
    return Outcome(NOT_ELIGIBLE, tuple(sure), note=f"{name}{span}: {len(sure)} lần, cần {times}")


def never_held(case: Case, condition: Condition) -> Outcome:
    """None of `awards` is held; with `merits`, none for merit of those kinds."""
    params = condition.params
    merits = params.get("merits")
    doubtful: list[str] = []
    for code in params["awards"]:
        for award in _held(case, code):
            text = shown(award, case.name(code))
            if merits is None or award.merit in merits:
                return Outcome(NOT_ELIGIBLE, (text,), note=f"Đã được tặng {text}")
            if award.merit is None:
                doubtful.append(Gap(f"{text}: chưa ghi loại hình khen thưởng", "awards[].merit"))
    if doubtful:
        return Outcome(NEEDS_FACTS, missing=tuple(doubtful))
    for code in params["awards"]:
        if missing := _unrecorded(case, code, 0):
            return Outcome(NEEDS_FACTS, missing=missing)
    return Outcome(ELIGIBLE, ("Chưa được tặng theo sổ khen thưởng",))


def _held(case: Case, code: str) -> list[AwardHeld]:
    return [item for _, items in sorted(case.held.get(code, {}).items()) for item in items]


def _unrecorded(case: Case, code: str, first: int) -> tuple[str, ...]:
    name = case.name(code)
    if case.facts.awards is None:
        return (Gap("Chưa có danh sách khen thưởng đã nhận", "awards"),)
    span = case.span("awards", code)
    if span == NO_YEAR:
        return (Gap(f"Chưa có dữ liệu {name}", "awards"),)
    if span is None or (first and span[0] <= first and case.year <= span[1]):
        return ()
    text = f"Chỉ có dữ liệu {name} từ năm {span[0]} đến {span[1]}"
    return (Gap(text, "awards"),)
