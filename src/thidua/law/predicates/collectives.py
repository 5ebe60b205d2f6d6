"""Predicates on the members of a collective, counted exactly (70 % of 7 members is 4.9 members).

Articles: Luật 06/2022/QH15 Điều 25, 26, Điều 27 khoản 1, Điều 28 khoản 1.
"""

from __future__ import annotations

from fractions import Fraction

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome, day, of, years_later
from thidua.law.facts.words import CLUSTER_LEVELS, MEASURES, at_least
from thidua.law.values import ELIGIBLE, NEEDS_FACTS, NOT_ELIGIBLE
from thidua.law.verdict import Gap


def members_completing_share(case: Case, condition: Condition) -> Outcome:
    """The share of members rated at least hoàn thành nhiệm vụ."""
    group = case.facts.collective
    have = group.members_completing if group else None
    expected = " (dự kiến)" if group and "members_completing" in group.projected else ""
    what = f"hoàn thành nhiệm vụ{expected}"
    undecided = group.completing_undecided if group else 0
    return _share(
        case, have, undecided, condition.params["at_least_percent"], what, "members_completing"
    )


def members_award_share(case: Case, condition: Condition) -> Outcome:
    """The share of members who hold an award of the year asked."""
    code = condition.params["award"]
    have, undecided, expected = _holding(case, code)
    what = f"đạt {case.name(code)}{expected}"
    return _share(
        case, have, undecided, condition.params["at_least_percent"], what, f"members_with.{code}"
    )


def members_award_above(case: Case, condition: Condition) -> Outcome:
    """More than so many percent of the members hold an award of the year asked; exactly so many
    are not enough."""
    code, percent = condition.params["award"], condition.params["more_than_percent"]
    have, undecided, expected = _holding(case, code)
    what = f"đạt {case.name(code)}{expected}"
    return _share(case, have, undecided, percent, what, f"members_with.{code}", strict=True)


def members_award_count(case: Case, condition: Condition) -> Outcome:
    """How many members hold an award of the year asked."""
    code, least = condition.params["award"], condition.params["at_least"]
    have, undecided, expected = _holding(case, code)
    name = case.name(code)
    if have is None:
        return Outcome(
            NEEDS_FACTS,
            missing=(Gap(f"Chưa có số người đạt {name}", f"collective.members_with.{code}"),),
        )
    fact = f"Có {have} người đạt {name}{expected}"
    met = have >= least
    if not met and have + undecided >= least:
        return Outcome(NEEDS_FACTS, (fact,), (f"Còn {undecided} người chưa kết luận được {name}",))
    return Outcome(of(met), (fact,), note="" if met else f"{fact}, cần ít nhất {least}")


def members_discipline_below(case: Case, condition: Condition) -> Outcome:
    """No member was disciplined at the measure or heavier."""
    measure = condition.params["measure"]
    group = case.facts.collective
    worst = group.worst_discipline if group else None
    if worst is None:
        return Outcome(
            NEEDS_FACTS,
            missing=(Gap("Chưa có dữ liệu kỷ luật của thành viên", "collective.worst_discipline"),),
        )
    if worst == "khong":
        return Outcome(ELIGIBLE, ("Không có thành viên bị kỷ luật",))
    fact = f"Mức kỷ luật nặng nhất của thành viên: {MEASURES[worst]}"
    if at_least(MEASURES, worst, measure):
        return Outcome(NOT_ELIGIBLE, (fact,), note=f"Có thành viên bị kỷ luật {MEASURES[worst]}")
    return Outcome(ELIGIBLE, (fact,))


def cluster_rank(case: Case, condition: Condition) -> Outcome:
    """The place in the emulation cluster of the year, in a cluster organised at `level`."""
    level, last = condition.params["level"], condition.params["at_most"]
    group = case.facts.collective
    rank = group.rank_in_cluster if group else None
    if rank is None:
        text = Gap("Chưa có kết quả xếp hạng cụm, khối thi đua", "collective.rank_in_cluster")
        return Outcome(NEEDS_FACTS, missing=(text,))
    of_all = f"/{rank.of}" if rank.of else ""
    by = f", {rank.organised_by}" if rank.organised_by else ""
    fact = f"Xếp thứ {rank.rank}{of_all} trong cụm, khối thi đua{by}"
    if rank.rank > last or rank.rank < 1:
        return Outcome(NOT_ELIGIBLE, (fact,), note=f"{fact}, cần dẫn đầu")
    if rank.level is None:
        text = Gap(
            f"{fact}: chưa ghi cấp tổ chức cụm, khối thi đua", "collective.rank_in_cluster.level"
        )
        return Outcome(NEEDS_FACTS, (fact,), (text,))
    if rank.level != level:
        note = f"Cụm, khối thi đua do {CLUSTER_LEVELS[rank.level]} tổ chức"
        return Outcome(
            NOT_ELIGIBLE, (fact,), note=f"{note}, cần cụm, khối do {CLUSTER_LEVELS[level]} tổ chức"
        )
    return Outcome(ELIGIBLE, (fact,))


def _holding(case: Case, code: str) -> tuple[int | None, int, str]:
    group = case.facts.collective
    if group is None or group.members_with is None:
        return None, 0, ""
    expected = " (dự kiến)" if "members_with" in group.projected else ""
    return group.members_with.get(code), group.members_undecided.get(code, 0), expected


def _share(
    case: Case,
    have: int | None,
    undecided: int,
    percent: int,
    what: str,
    key: str,
    *,
    strict: bool = False,
) -> Outcome:
    group = case.facts.collective
    members = group.members if group else None
    missing = []
    if members is None:
        missing.append(Gap("Chưa có tổng số thành viên", "collective.members"))
    if have is None:
        missing.append(Gap(f"Chưa có số người {what}", f"collective.{key}"))
    if members is None or have is None:
        return Outcome(NEEDS_FACTS, missing=tuple(missing))
    if members == 0:
        return Outcome(
            NOT_ELIGIBLE, ("Tập thể không có thành viên",), note="Tập thể không có thành viên"
        )
    share = Fraction(100 * have, members)
    most = Fraction(100 * (have + undecided), members)
    fact = f"{have}/{members} người {what} ({_percent(share)} %)"
    met, possible = (
        (share > percent, most > percent) if strict else (share >= percent, most >= percent)
    )
    if not met and possible:
        return Outcome(
            NEEDS_FACTS, (fact,), (f"Còn {undecided} người chưa kết luận được ({what})",)
        )
    need = "trên" if strict else "ít nhất"
    return Outcome(of(met), (fact,), note="" if met else f"{fact}, cần {need} {percent} %")


def organisation_age(case: Case, condition: Condition) -> Outcome:
    """So many years since the collective was founded, on the day of receipt."""
    need = condition.params["years"]
    founded = case.facts.collective.founded_on if case.facts.collective else None
    if founded is None:
        gap = Gap("Chưa có ngày thành lập của tập thể", "collective.founded_on")
        return Outcome(NEEDS_FACTS, missing=(gap,))
    enough_on = years_later(founded, need)
    fact = f"Thành lập ngày {day(founded)}, đủ {need} năm từ ngày {day(enough_on)}"
    met = enough_on <= case.received_on
    return Outcome(of(met), (fact,), note="" if met else f"Chưa đủ {need} năm xây dựng ({fact})")


def _percent(share: Fraction) -> str:
    # Rounded down: 69.96 % must not read as 70 %.
    tenths = int(share * 10)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}"
