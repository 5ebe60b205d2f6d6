"""Predicates on the time and the number of proposals of a State award.

Articles: NĐ 91/2017 Điều 48 khoản 1 điểm a; NĐ 65/2014 Điều 3 khoản 4; TT 12/2019 Điều 3 khoản 3.
"""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, shown, unclear
from thidua.law.facts.model import AwardHeld
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap

STATE_LEVELS = ("government", "prime_minister", "state", "state_president")
# Not counted by the circular: sudden results, devotion, years of service.
OUTSIDE_THE_LIMIT = ("dot_xuat", "cong_hien", "nien_han")


def proposed_in_time(case: Case, condition: Condition) -> Outcome:
    """Received no later than so many years after the year that decided the last such award."""
    code, within = condition.params["award"], condition.params["within_years"]
    name = case.name(code)
    years = [year for year in case.held.get(code, {}) if year <= case.year]
    if not years:
        # Whether the award is held at all is a condition of its own.
        if case.facts.awards is None or not case.known("awards", case.year, code):
            gap = Gap(f"Chưa có dữ liệu khen thưởng để biết có {name} hay không", "awards")
            return Outcome(NEEDS_FACTS, missing=(gap,))
        return Outcome(NOT_ELIGIBLE, note=f"Chưa có {name}")
    last = case.held[code][max(years)][0]
    outcome = _in_time(case, last, name, within)
    if outcome.value != NOT_ELIGIBLE or case.year in years:
        return outcome
    if not case.slot("chain_counts_same_round").value:
        return outcome
    # The title that the chain expects in this round is the last one, and its year is not over.
    answer = case.judge_award(code)
    if answer.value == ELIGIBLE:
        fact = f"Dự kiến: đủ điều kiện {name} năm {case.year} trong cùng đợt xét"
        return Outcome(ELIGIBLE, (fact,))
    if answer.value == NOT_ELIGIBLE:
        return outcome
    missing = tuple(item for node in answer.walk() for item in node.missing)
    note = f"{name} năm {case.year} chưa kết luận được"
    return Outcome(answer.value, missing=missing or (note,), note=note)


def _in_time(case: Case, last: AwardHeld, name: str, within: int) -> Outcome:
    """Received no later than so many years after the year that decided this award."""
    fact, received = shown(last, name), case.received_on.year
    if last.decided_on is not None:
        until = last.decided_on.year + within
        note = f"{fact}: chỉ đề nghị đến hết năm {until}"
        if received <= until:
            return Outcome(ELIGIBLE, (fact,))
        return Outcome(NOT_ELIGIBLE, (fact,), note=note)
    if received <= last.year + within:
        return Outcome(ELIGIBLE, (fact,))
    if received > last.year + 1 + within:
        # A decision for a year is taken in that year or in the next one.
        note = f"{fact}: chỉ đề nghị đến hết năm {last.year + 1 + within}"
        return Outcome(NOT_ELIGIBLE, (fact,), note=note)
    return Outcome(
        NEEDS_FACTS, (fact,), (Gap(f"{fact}: chưa ghi ngày quyết định", "awards[].decided_on"),)
    )


def one_state_award(case: Case, _: Condition) -> Outcome:
    """No other State award proposed in the same year, save those outside the limit."""
    own = case.entry.code if case.entry else ""
    if case.facts.awards is None:
        return Outcome(NEEDS_FACTS, missing=(Gap("Chưa có danh sách khen thưởng", "awards"),))
    same: list[str] = []
    near: list[str] = []
    doubtful: list[Gap] = []
    for award in case.facts.awards:
        info = case.rb.info(award.code)
        if info.level not in STATE_LEVELS or award.merit in OUTSIDE_THE_LIMIT or award.code == own:
            continue
        open_merit = award.merit is None and info.kind != "danh_hieu_thi_dua"
        if award.year == case.year and open_merit:
            doubtful.append(unclear(award, info.short_name))
        elif award.year == case.year:
            same.append(shown(award, info.short_name))
        elif award.decided_on is not None and award.decided_on.year == case.received_on.year:
            near.append(shown(award, info.short_name))
    if same and not _outside(case):
        note = f"Trong năm {case.year} đã có khen thưởng cấp Nhà nước: {'; '.join(same)}"
        return Outcome(NOT_ELIGIBLE, tuple(same), note=note)
    if doubtful:
        return Outcome(NEEDS_FACTS, (*same, *near), tuple(doubtful))
    if same or near:
        found = "; ".join((*same, *near))
        note = f"{found}: cần xem có cùng năm đề nghị hay thuộc trường hợp không tính"
        return Outcome(NEEDS_DECISION, (*same, *near), note=note)
    if not case.known("awards", case.year):
        gap = Gap(f"Chưa có dữ liệu khen thưởng năm {case.year}", "awards")
        return Outcome(NEEDS_FACTS, missing=(gap,))
    return Outcome(ELIGIBLE, (f"Chưa có khen thưởng cấp Nhà nước khác năm {case.year}",))


def not_in_year(case: Case, condition: Condition) -> Outcome:
    """The named award was not given for the year asked."""
    code = condition.params["award"]
    held = case.held.get(code, {}).get(case.year)
    if held:
        text = shown(held[0], case.name(code))
        return Outcome(NOT_ELIGIBLE, (text,), note=f"Đã được tặng {text}")
    if case.known("awards", case.year, code):
        return Outcome(ELIGIBLE, (f"Không có {case.name(code)} năm {case.year}",))
    text = f"Chưa có dữ liệu khen thưởng năm {case.year} để biết có {case.name(code)} hay không"
    return Outcome(NEEDS_FACTS, missing=(Gap(text, "awards"),))


def _outside(case: Case) -> bool:
    """A claim opens another way to the award, which may be one outside the limit."""
    entry = case.entry
    if entry is None:
        return False
    claims = (slug for route in entry.routes for slug in route.claims)
    return any(case.finding(slug, entry.code) for slug in claims)
