"""Arithmetic of score tables as properties: order, caps, penalties, bands, ranks."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.scoring.arithmetic import (
    Band,
    Entry,
    Kind,
    Node,
    Step,
    TieRule,
    band_findings,
    combined,
    forest,
    grade_of,
    points_for,
    points_refused,
    ranked,
    step_findings,
    sums,
    table_findings,
)
from thidua.scoring.arithmetic.cross import HEAD, MEAN, MEDIAN

D = Decimal
CENTS = st.integers(0, 10_000).map(lambda n: D(n) / 100)
MAXIMA = st.integers(1, 5_000).map(lambda n: D(n) / 100)


def leaf(key: int, maximum: Decimal | None, kind: str = Kind.MANUAL, **more: object) -> Node:
    return Node(key, str(key), f"Tiêu chí {key}", kind, maximum, **more)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Node], dict[int, Decimal]]:
    """Up to four sections of up to six criteria, some with bounds, some beyond the scale."""
    rows: list[Node] = []
    points: dict[int, Decimal] = {}
    key = 0
    for _ in range(draw(st.integers(1, 4))):
        key += 1
        section = leaf(
            key, None, Kind.GROUP,
            cap=draw(st.none() | CENTS), floor=draw(st.none() | CENTS.map(lambda n: -n)),
        )  # fmt: skip
        rows.append(section)
        for _ in range(draw(st.integers(1, 6))):
            key += 1
            kind = draw(st.sampled_from([Kind.MANUAL, Kind.BONUS, Kind.PENALTY]))
            maximum = draw(MAXIMA)
            rows.append(leaf(key, maximum, kind, parent=section.key))
            share = draw(st.integers(0, 100))
            given_ = (maximum * share / 100).quantize(D("0.01"))
            if draw(st.booleans()):
                points[key] = -given_ if kind == Kind.PENALTY else given_
    return rows, points


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_changes_no_sum(
    made: tuple[list[Node], dict[int, Decimal]], dice: random.Random
) -> None:
    rows, points = made
    mixed = list(rows)
    dice.shuffle(mixed)
    one, other = sums(forest(rows), points), sums(forest(mixed), points)
    assert (one.total, one.of, one.bonus, one.penalty, one.missing) == (
        other.total, dict(other.of), other.bonus, other.penalty, other.missing,
    )  # fmt: skip


@given(trees())
def test_a_branch_never_leaves_its_bounds(made: tuple[list[Node], dict[int, Decimal]]) -> None:
    rows, points = made
    found = sums(forest(rows), points)
    for row in rows:
        if row.kind == Kind.GROUP:
            if row.cap is not None and not (row.floor is not None and row.floor > row.cap):
                assert found.of[row.key] <= row.cap
            if row.floor is not None:
                assert found.of[row.key] >= row.floor
    assert found.total == sum(found.of[row.key] for row in rows if row.parent is None)
    assert found.penalty <= 0 <= found.bonus


@given(trees())
def test_one_point_more_never_lowers_the_total(
    made: tuple[list[Node], dict[int, Decimal]],
) -> None:
    rows, points = made
    before = sums(forest(rows), points).total
    for key in points:
        assert sums(forest(rows), points | {key: points[key] + 1}).total >= before


@given(MAXIMA, st.integers(1, 500), st.integers(0, 400), st.integers(0, 50))
def test_each_day_late_costs_and_never_below_zero(
    maximum: Decimal, per: int, days: int, more: int
) -> None:
    rate = D(per) / 100
    early = points_for(Kind.DEADLINE, maximum=maximum, measure=D(days), per=rate)
    late = points_for(Kind.DEADLINE, maximum=maximum, measure=D(days + more), per=rate)
    assert 0 <= late <= early <= maximum
    assert points_for(Kind.DEADLINE, maximum=maximum, measure=D(0), per=rate) == maximum


@given(MAXIMA, MAXIMA, st.integers(0, 400))
def test_bonus_and_penalty_mirror_each_other_up_to_their_maximum(
    maximum: Decimal, per: Decimal, times: int
) -> None:
    plus = points_for(Kind.BONUS, maximum=maximum, measure=D(times), per=per)
    minus = points_for(Kind.PENALTY, maximum=maximum, measure=D(times), per=per)
    assert plus == -minus
    assert 0 <= plus <= maximum
    assert not points_refused(Kind.BONUS, maximum=maximum, points=plus)
    assert not points_refused(Kind.PENALTY, maximum=maximum, points=minus)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("0", "0"), ("69.99", "0"), ("70", "5"), ("99.99", "17"), ("100", "20"), ("140", "20")],
)
def test_steps_begin_exactly_at_their_measure(percent: str, expected: str) -> None:
    steps = (Step(D(70), D(5)), Step(D(100), D(20)), Step(D(95), D(17)))
    found = points_for(Kind.TARGET, maximum=D(20), measure=D(percent), steps=steps)
    assert found == D(expected)


def test_percent_of_plan_without_steps_is_in_proportion_or_loses_per_percent() -> None:
    assert points_for(Kind.TARGET, maximum=D(20), measure=D("92.5")) == D("18.50")
    assert points_for(Kind.TARGET, maximum=D(20), measure=D(130)) == D(20)
    assert points_for(Kind.TARGET, maximum=D(20), measure=D(92), per=D("0.5")) == D(16)
    assert points_for(Kind.TARGET, maximum=D(20), measure=D(10), per=D("0.5")) == D(0)
    assert points_for(Kind.TARGET, maximum=D(1), measure=D("0.5")) == D("0.01")  # half up


@pytest.mark.parametrize(("kind", "measure"), [(Kind.DEADLINE, "-1"), (Kind.BONUS, "-0.01")])
def test_a_measure_below_zero_is_no_measure(kind: str, measure: str) -> None:
    with pytest.raises(ValueError, match="below zero"):
        points_for(kind, maximum=D(5), measure=D(measure), per=D(1))


@pytest.mark.parametrize(
    ("kind", "points", "said"),
    [
        (Kind.MANUAL, "10.01", "có điểm tối đa 10"),
        (Kind.MANUAL, "-0.01", "không ghi điểm âm"),
        (Kind.MANUAL, "9.999", "chỉ ghi đến hai chữ số sau dấu phẩy"),
        (Kind.PENALTY, "0.5", "là điểm trừ, ghi số âm hoặc 0"),
        (Kind.PENALTY, "-10.5", "trừ không quá 10 điểm"),
        (Kind.MANUAL, "10", ""),
        (Kind.PENALTY, "-10", ""),
    ],
)
def test_points_that_cannot_stand_are_named(kind: str, points: str, said: str) -> None:
    assert points_refused(kind, maximum=D(10), points=D(points)) == said


def test_a_table_that_adds_to_ninety_of_a_hundred_says_so_and_is_left_as_it_is() -> None:
    rows = [leaf(1, D(50)), leaf(2, D(40)), leaf(3, D(5), Kind.BONUS, per=D(1))]
    [found] = table_findings(forest(rows), D(100))
    assert found.sentence == (
        "Điểm tối đa các mục cộng lại là 90, không bằng 100 của bảng (còn thiếu 10 điểm)."
    )
    assert table_findings(forest([*rows, leaf(4, D(10))]), D(100)) == []


def test_a_branch_that_does_not_add_up_is_named_at_any_depth() -> None:
    rows = [
        leaf(1, D(10), Kind.GROUP),
        leaf(2, D(10), Kind.GROUP, parent=1),
        leaf(3, D(10), Kind.GROUP, parent=2),
        leaf(4, D(7), parent=3),
    ]
    said = [one.sentence for one in table_findings(forest(rows), D(10))]
    assert said == ["Dòng 3: các dòng con cộng lại 7, không bằng 10 của mục (còn thiếu 3 điểm)."]


def test_rules_that_cannot_be_applied_are_named() -> None:
    rows = [
        leaf(1, D(50), Kind.DEADLINE),
        leaf(2, D(50), steps=(Step(D(1), D(60)), Step(D(1), D(5)))),
        leaf(3, None, Kind.GROUP),
        replace(leaf(4, D(1), Kind.BONUS), number="2", floor=D(2), cap=D(1)),
    ]
    said = " ".join(one.sentence for one in table_findings(forest(rows), D(100)))
    for part in (
        "Dòng 1: ghi số điểm cho mỗi ngày", "hai bậc cùng mức 1", "vượt điểm tối đa",
        "Dòng 3: mục chưa có tiêu chí", "Số 2 có hai lần", "điểm sàn lớn hơn điểm trần",
    ):  # fmt: skip
        assert part in said
    assert table_findings([], D(100))[0].sentence == "Bảng chưa có tiêu chí nào."


def test_a_branch_on_itself_or_on_nothing_is_no_tree() -> None:
    with pytest.raises(ValueError, match="hangs on itself"):
        forest([leaf(1, D(1), parent=2), leaf(2, D(1), parent=1)])
    with pytest.raises(ValueError, match="unknown parent"):
        forest([leaf(1, D(1), parent=9)])


def test_steps_out_of_order_are_named() -> None:
    assert step_findings([Step(D(1), D(5)), Step(D(2), D(3))], D(5)) == [
        "bậc từ 2 ít điểm hơn bậc dưới"
    ]


BANDS = [
    Band(1, "Yếu", None, D(50)),
    Band(2, "Khá", D(50), D(85)),
    Band(3, "Xuất sắc", D(85), None, section_percent=D(50)),
]


@given(st.integers(-2_000, 20_000).map(lambda n: D(n) / 100))
def test_bands_without_findings_leave_no_total_without_exactly_one_grade(total: Decimal) -> None:
    assert band_findings(BANDS) == []
    found = grade_of(total, [], {}, BANDS).band
    fits = [
        band
        for band in BANDS
        if (band.at_least is None or total >= band.at_least)
        and (band.below is None or total < band.below)
    ]
    assert [found] == fits


@given(st.lists(st.integers(0, 100), min_size=1, max_size=5, unique=True), st.data())
def test_a_gap_or_an_overlap_is_always_found(cuts: list[int], data: st.DataObject) -> None:
    """Cut the scale into bands: nothing to say. Move one bound: something is."""
    edges = [None, *map(D, sorted(cuts)), None]
    bands = [
        Band(i, f"Loại {i}", low, high) for i, (low, high) in enumerate(itertools.pairwise(edges))
    ]
    assert band_findings(bands) == []
    at = data.draw(st.integers(1, len(bands) - 1))
    by = data.draw(st.sampled_from([D("-0.01"), D("0.01")]))
    moved = [*bands]
    moved[at] = replace(moved[at], at_least=(moved[at].at_least or D(0)) + by)
    assert band_findings(moved)


def test_eighty_five_and_no_section_under_half() -> None:
    sections = [leaf(1, D(50)), leaf(2, D(30)), leaf(3, D(20))]
    top = grade_of(D(90), sections, {1: D(50), 2: D(30), 3: D(10)}, BANDS)
    assert (top.band, top.reasons) == (BANDS[2], ())
    weak = grade_of(D("89.99"), sections, {1: D(50), 2: D(30), 3: D("9.99")}, BANDS)
    assert weak.band == BANDS[1]
    assert weak.by_total == BANDS[2]
    assert weak.reasons == ("Không xếp “Xuất sắc”: mục 3 được 9,99, dưới 50% của 20 điểm.",)


@given(st.lists(CENTS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_what_peers_gave_is_drawn_together_whatever_their_order(
    points: list[Decimal], dice: random.Random
) -> None:
    mixed = list(points)
    dice.shuffle(mixed)
    for method in (MEAN, MEDIAN):
        found = combined(points, method=method)
        assert found is not None
        assert found == combined(mixed, method=method)
        assert min(points) <= found <= max(points)
    assert abs((combined(points, method=MEDIAN) or D(0)) - median(points)) <= D("0.005")
    assert combined(points, method=HEAD) is None
    assert combined([], method=MEAN) is None


ENTRIES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12
)
RULES = [TieRule("muc", "I"), TieRule("diem_tru")]


def entries(made: list[tuple[int, int, int]]) -> list[Entry]:
    return [
        Entry(i, f"Đơn vị {i}", D(total), {"I": D(first)}, {"1": D(total)}, D(0), D(-lost))
        for i, (total, first, lost) in enumerate(made)
    ]


@given(ENTRIES, st.randoms(use_true_random=False))
def test_ranks_are_stable_and_only_equals_share_one(
    made: list[tuple[int, int, int]], dice: random.Random
) -> None:
    listed = entries(made)
    mixed = list(listed)
    dice.shuffle(mixed)
    places = ranked(listed, RULES)
    assert places == ranked(mixed, RULES)
    for index, place in enumerate(places):
        mine = made[place.entry.key]
        better = [one for one in made if (one[0], one[1], -one[2]) > (mine[0], mine[1], -mine[2])]
        assert place.rank == len(better) + 1 <= index + 1
        assert place.tied == (made.count(mine) > 1)


def test_why_third_names_the_gap_and_its_lines() -> None:
    rows = [
        Entry(1, "Phòng A", D("95"), {}, {"1.1": D(20), "1.2": D(10), "1.3": D(5)}),
        Entry(2, "Phòng B", D("94.8"), {}, {"1.1": D(20), "1.2": D("9.8"), "1.3": D(5)}),
        Entry(3, "Phòng C", D("94.2"), {}, {"1.1": D("19.5"), "1.2": D("9.7"), "1.3": D(5)}),
    ]
    first, second, third = ranked(rows, [])
    assert first.sentence == "Hạng 1 với 95 điểm."
    assert second.sentence == "94,8 điểm, sau Phòng A 0,2 điểm, chủ yếu ở các dòng 1.2 (−0,2)."
    assert third.behind == D("0.6")
    assert third.sentence == (
        "94,2 điểm, sau Phòng B 0,6 điểm, chủ yếu ở các dòng 1.1 (−0,5), 1.2 (−0,1)."
    )


def test_a_tie_is_parted_by_the_rule_that_says_so() -> None:
    above, below = ranked(entries([(5, 1, 0), (5, 2, 0)]), RULES)
    assert (above.entry.name, above.rank, below.rank) == ("Đơn vị 1", 1, 2)
    assert below.sentence == (
        "5 điểm, bằng Đơn vị 1; xếp sau vì Đơn vị 1 có điểm mục I cao hơn (2 so với 1)."
    )
    one, two, three = ranked(entries([(5, 1, 0), (5, 1, 0), (4, 1, 0)]), RULES)
    assert [one.rank, two.rank, three.rank] == [1, 1, 3]
    assert "Đồng hạng 1 với Đơn vị 0" in two.sentence
