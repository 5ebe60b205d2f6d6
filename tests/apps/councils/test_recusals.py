"""Members who step aside: their reason, and what it does to the base of the share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.councils import actions
from thidua.councils.models import Motion, Recusal, Sitting
from thidua.councils.queries.recusals import UNREAD, base_members, base_rule
from thidua.councils.queries.work_rules import WorkRules
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db

HELD, RECEIVED = dt.date(2026, 9, 25), dt.date(2026, 9, 15)


def stepped(bench: SimpleNamespace, sitting: Any, *numbers: int, code: str = "cstd-co-so") -> Any:
    motion = sitting.motions.get(award_code=code)
    for number in numbers:
        actions.recuse(
            sitting=sitting, motions=[motion], member=bench.members[number],
            ground="than_nhan", note="vợ", by=bench.secretary,
        )  # fmt: skip
    motion.refresh_from_db()
    return motion


def test_the_rule_of_this_body_takes_nobody_out_of_the_base_and_says_so(
    bench: SimpleNamespace, sitting: Any
) -> None:
    motion = stepped(bench, sitting, 3)
    assert (motion.recused, base_members(motion, 9)) == (0, 9)
    assert "Không trừ 1 người" in motion.base_note
    assert "Điều 12 khoản 6" in motion.base_note
    actions.take_back_recusal(recusal=motion.recusals.get(), by=bench.secretary)
    motion.refresh_from_db()
    assert (motion.recused, motion.base_note) == (0, "")


def test_a_province_that_takes_them_out_lowers_the_base_of_its_own_shares_only(
    bench: SimpleNamespace, world: SimpleNamespace, sitting: Any
) -> None:
    world.department.rulebook_scope = "ubnd-tinh-lam-giang"
    world.department.save()
    sitting = Sitting.objects.get()
    own = stepped(bench, sitting, 3)
    assert (own.recused, base_members(own, 9)) == (1, 8)
    assert "Đã trừ 1 người" in own.base_note
    national = actions.add_motion(
        sitting=sitting, title="Ai Đó", question="Đề nghị tặng", award_code="cstd-toan-quoc",
        reference="thu:toan-quoc", by=bench.secretary,
    )  # fmt: skip
    actions.recuse(
        sitting=sitting, motions=[national], member=bench.members[3], ground="ban_than",
        by=bench.secretary,
    )  # fmt: skip
    national.refresh_from_db()
    assert national.threshold_source == "national"
    assert (national.recused, base_members(national, 9)) == (0, 9)
    assert "tổng số thành viên theo Điều 33 khoản 5 NĐ 152/2025" in national.base_note


def test_without_any_text_nobody_is_taken_out_and_the_official_text_is_asked_for(
    bench: SimpleNamespace, world: SimpleNamespace, sitting: Any
) -> None:
    world.department.rulebook_scope = ""
    world.department.save()
    motion = stepped(bench, Sitting.objects.get(), 3)
    assert (motion.recused, motion.base_note) == (0, UNREAD)
    assert "văn bản chính thức" in UNREAD


@pytest.mark.parametrize(("aside", "passes"), [((), False), ((8,), True)])
def test_at_the_border_the_rule_about_recusals_decides(
    bench: SimpleNamespace,
    world: SimpleNamespace,
    sitting: Any,
    tools: SimpleNamespace,
    vote: Callable[..., None],
    aside: tuple[int, ...],
    passes: bool,
) -> None:
    """80 % of the province for its title: 7 of 9 fails, 7 of the 8 who are left in passes."""
    world.department.rulebook_scope = "ubnd-tinh-lam-giang"
    world.department.save()
    sitting = Sitting.objects.get()
    motion = stepped(bench, sitting, *aside, code="cstd-cap-tinh")
    tools.opened(bench, sitting)
    sitting = Sitting.objects.get()
    for number in range(9):
        yes = number < 7
        vote(
            sitting,
            number,
            {
                m.pk: "dong_y" if yes else "khong_dong_y"
                for m in sitting.motions.all()
                if not (m.pk == motion.pk and number in aside)
            },
        )
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    motion.refresh_from_db()
    assert motion.agree == 7
    assert (motion.result == "passed") is passes


def test_a_recused_member_leaves_no_answer_on_that_motion(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    motion = stepped(bench, sitting, 8)
    tools.opened(bench, sitting)
    with pytest.raises(WrongState):
        vote(sitting, 8)  # names an answer for the motion, too
    vote(sitting, 8, {m.pk: "dong_y" for m in sitting.motions.exclude(pk=motion.pk)})
    for number in range(8):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    counts = {m.pk: (m.agree or 0) + (m.blank or 0) for m in sitting.motions.all()}
    assert counts[motion.pk] == 8
    assert {n for pk, n in counts.items() if pk != motion.pk} == {9}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ground": "than_nhan"}, "Ghi rõ quan hệ"),
        ({"ground": "khac"}, "Ghi rõ quan hệ"),
        ({"ground": "vo_nghia"}, "Chọn lý do"),
        ({"motions": []}, "Chọn đề nghị"),
    ],
)
def test_a_recusal_without_its_reason_is_refused(
    bench: SimpleNamespace, sitting: Any, change: dict[str, Any], sentence: str
) -> None:
    facts = {"motions": list(sitting.motions.all()), "ground": "ban_than", **change}
    with pytest.raises(WrongState, match=sentence):
        actions.recuse(sitting=sitting, member=bench.members[3], by=bench.secretary, **facts)
    assert Recusal.objects.count() == 0


def test_a_member_steps_aside_for_the_own_seat_only(bench: SimpleNamespace, sitting: Any) -> None:
    motion = sitting.motions.first()
    facts: dict[str, Any] = {"motions": [motion], "ground": "ban_than"}
    with pytest.raises(NotAllowed):
        actions.recuse(sitting=sitting, member=bench.members[3], by=bench.users[3], **facts)
    actions.convene(sitting=sitting, by=bench.secretary)
    sitting.refresh_from_db()
    actions.recuse(sitting=sitting, member=bench.members[3], by=bench.users[3], **facts)
    with pytest.raises(NotAllowed, match="chính thành viên đó"):
        actions.recuse(sitting=sitting, member=bench.members[4], by=bench.users[3], **facts)
    with pytest.raises(NotAllowed):
        actions.take_back_recusal(recusal=Recusal.objects.get(), by=bench.users[4])


def test_somebody_must_be_left_to_vote(bench: SimpleNamespace, sitting: Any) -> None:
    motion = sitting.motions.first()
    for number in range(8):
        actions.recuse(
            sitting=sitting, motions=[motion], member=bench.members[number], ground="ban_than",
            by=bench.secretary,
        )  # fmt: skip
    with pytest.raises(WrongState, match="Không còn thành viên nào"):
        actions.recuse(
            sitting=sitting, motions=[motion], member=bench.members[8], ground="ban_than",
            by=bench.secretary,
        )  # fmt: skip


def test_a_member_who_is_proposed_steps_aside_without_anybody_typing_it(
    bench: SimpleNamespace, world: SimpleNamespace, sitting: Any
) -> None:
    [motion] = actions.add_motions(
        sitting=sitting,
        motions=[
            actions.NewMotion(
                "Ngô Đức Vinh", "Đề nghị tặng", "thu:vinh", "cstd-co-so",
                concerned=(bench.members[0].person_id or 0,),
            )
        ],
        by=bench.secretary,
    )  # fmt: skip
    assert bench.members[0].person_id
    row = motion.recusals.get()
    assert (row.member_id, row.ground) == (bench.members[0].pk, "ban_than")
    motion.refresh_from_db()
    assert "Không trừ" in motion.base_note
    assert world.department.rulebook_scope


# No database: the rule alone.
def rules(base: str | None) -> WorkRules:
    return WorkRules(
        quorum=None, secret=None, secret_citation="", written=None, circulation=None,
        circulation_citation="",
        recusal_grounds=(), recusal_citation="", recusal_base=base,
        recusal_base_citation="Điều 1", pass_mark=None, pass_mark_citation="",
        pass_mark_confidence="", receipts="an", revote="khong", paper=True, lines=(),
    )  # fmt: skip


@settings(deadline=None)
@given(
    members=st.integers(3, 22),
    aside=st.integers(0, 5),
    base=st.sampled_from([None, "tru", "khong_tru"]),
    source=st.sampled_from(["national", "slot", ""]),
)
def test_the_base_is_never_more_than_the_members_and_shrinks_by_a_rule_only(
    members: int, aside: int, base: str | None, source: str
) -> None:
    motion = Motion(
        threshold="4/5" if source else "", threshold_source=source, threshold_citation="Điều 33"
    )
    out, note = base_rule(motion, rules(base), aside)
    motion.recused = out
    left = base_members(motion, members)
    assert bool(note) == bool(aside)
    if base == "tru" and source != "national":
        assert left == members - aside
    else:
        assert left == members
    if left > 0:
        assert Fraction(1, left) >= Fraction(1, members)
