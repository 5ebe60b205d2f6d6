"""Renewing a council (kiện toàn): who stays, moves, joins; what is refused."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.councils import actions
from thidua.councils.actions import Seat
from thidua.councils.models import CouncilDecision, Member
from thidua.councils.queries import current_members
from thidua.kit.errors import WrongState

pytestmark = pytest.mark.django_db

SIGNED = dt.date(2026, 6, 1)


def decision(number: str = "21/QĐ-SNV", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "signed_on": SIGNED,
        "effective_on": SIGNED,
        "authority": "Giám đốc Sở Nội vụ",
        **more,
    }


def keep_all(bench: SimpleNamespace) -> dict[int, Seat]:
    return {m.pk: Seat(m.duty, m.office) for m in bench.members}


def test_a_renewal_ends_moves_and_adds_seats_and_keeps_the_old_ones(
    bench: SimpleNamespace,
) -> None:
    chair, secretary, member, fourth = bench.members[:4]
    kept = keep_all(bench)
    del kept[chair.pk]
    kept[member.pk] = Seat("chu_tich", "Quyền Giám đốc")
    made = actions.renew_council(
        council=bench.council,
        kept=kept,
        new=[Seat("uy_vien", "Chủ tịch Công đoàn", "Ninh Thị Sen")],
        by=bench.officer,
        **decision(effective_on=timezone.localdate(), signed_on=timezone.localdate()),
    )
    chair.refresh_from_db()
    member.refresh_from_db()
    fourth.refresh_from_db()
    assert chair.to_date is not None
    assert chair.released_by == made
    assert member.to_date is not None
    assert fourth.to_date is None
    present = {m.full_name: m for m in current_members(bench.council)}
    assert len(present) == 9
    fresh = present[member.full_name]
    assert (fresh.duty, fresh.user_id, fresh.appointed_by) == ("chu_tich", member.user_id, made)
    assert present["Ninh Thị Sen"].office == "Chủ tịch Công đoàn"
    assert secretary.pk in {m.pk for m in present.values()}
    assert [d.kind for d in bench.council.decisions.all()] == ["kien_toan", "thanh_lap"]
    assert any(line.startswith(chair.full_name) for line in made.changes)
    assert len(made.changes) == 3


def test_a_renewal_hands_sittings_in_preparation_to_the_new_seats(
    bench: SimpleNamespace, sitting: Any
) -> None:
    actions.convene(sitting=sitting, by=bench.secretary)
    motion = sitting.motions.first()
    old, gone = bench.members[1], bench.members[8]
    for member in (old, gone):
        actions.recuse(
            sitting=sitting, motions=[motion], member=member, ground="ban_than", by=bench.secretary
        )
    kept = keep_all(bench)
    kept[old.pk] = Seat("thu_ky", "Phó Chánh Văn phòng")
    del kept[gone.pk]
    actions.renew_council(
        council=bench.council,
        kept=kept,
        new=[Seat("uy_vien", "", "Ninh Thị Sen")],
        by=bench.officer,
        **decision(),
    )
    sitting.refresh_from_db()
    assert sitting.secretary.office == "Phó Chánh Văn phòng"
    assert sitting.secretary.pk != old.pk
    assert [r.member for r in motion.recusals.all()] == [sitting.secretary]
    called = set(sitting.invitations.values_list("member__full_name", flat=True))
    assert "Ninh Thị Sen" in called
    assert gone.full_name not in called


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"chair": 0}, "chưa có Chủ tịch"),
        ({"chair": 2}, "hai Chủ tịch"),
        ({"twice": True}, "có hai dòng"),
        ({"nothing": True}, "chưa thay đổi gì"),
        ({"stranger": True}, "không khớp thành viên"),
        ({"unnamed": True}, "Ghi họ và tên"),
        ({"standing": 2}, "Phó Chủ tịch thường trực"),
    ],
)
def test_a_renewal_that_cannot_be_is_refused_and_changes_nothing(
    bench: SimpleNamespace, change: dict[str, Any], sentence: str
) -> None:
    kept, new = keep_all(bench), [Seat("uy_vien", "", "Ninh Thị Sen")]
    if change.get("chair") == 0:
        kept[bench.members[0].pk] = Seat("uy_vien", "")
    if change.get("chair") == 2:
        new = [Seat("chu_tich", "", "Ninh Thị Sen")]
    if change.get("twice"):
        new = [Seat("uy_vien", "", "", bench.users[3])]
    if change.get("nothing"):
        new = []
    if change.get("stranger"):
        kept[999_999] = Seat("uy_vien", "")
    if change.get("unnamed"):
        new = [Seat("uy_vien", "", "  ")]
    if change.get("standing"):
        new = [
            Seat("pho_thuong_truc", "", "Ninh Thị Sen"),
            Seat("pho_thuong_truc", "", "Mai Văn Lộc"),
        ]
    before = list(Member.objects.values_list("pk", "to_date", "duty"))
    with pytest.raises(WrongState, match=sentence):
        actions.renew_council(
            council=bench.council, kept=kept, new=new, by=bench.officer, **decision()
        )
    assert list(Member.objects.values_list("pk", "to_date", "duty")) == before
    assert CouncilDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "15/QĐ-SNV"}, "number"),
        ({"authority": ""}, "authority"),
        ({"signed_on": dt.date(2099, 1, 1)}, "signed_on"),
        ({"effective_on": dt.date(2099, 1, 1)}, "effective_on"),
        ({"effective_on": dt.date(2026, 1, 9)}, "effective_on"),
    ],
)
def test_a_decision_with_wrong_words_is_refused_at_its_field(
    bench: SimpleNamespace, wrong: dict[str, Any], field: str
) -> None:
    facts = decision(**wrong) if "number" not in wrong else {**decision(), **wrong}
    with pytest.raises(WrongState) as refusal:
        actions.renew_council(
            council=bench.council,
            kept=keep_all(bench),
            new=[Seat("uy_vien", "", "Ninh Thị Sen")],
            by=bench.officer,
            **facts,
        )
    assert refusal.value.field == field


def test_nobody_is_changed_while_a_ballot_is_open(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    for call in (
        lambda: actions.renew_council(
            council=bench.council, kept={}, new=[], by=bench.officer, **decision()
        ),
        lambda: actions.end_council(
            council=bench.council,
            number="9/QĐ",
            signed_on=SIGNED,
            authority="Giám đốc",
            by=bench.officer,
        ),
    ):
        with pytest.raises(WrongState, match="đang bỏ phiếu"):
            call()
    assert current_members(bench.council).count() == open_sitting.box.members_total


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_run_of_renewals_leaves_one_chair_and_seats_without_gaps_in_the_history(
    bench: SimpleNamespace, data: st.DataObject
) -> None:
    """Whatever is kept, moved and added: one chair, nobody twice, every old seat still there."""
    from django.db import transaction

    class Undo(Exception):
        pass

    def run() -> None:
        seen = Member.objects.filter(council=bench.council).count()
        for round_ in range(data.draw(st.integers(1, 3))):
            present = list(current_members(bench.council))
            staying = [m for m in present[1:] if data.draw(st.booleans())] or present[:1]
            chair = data.draw(st.sampled_from(staying))
            kept = {m.pk: Seat("chu_tich" if m == chair else "uy_vien", m.office) for m in staying}
            new = [
                Seat("uy_vien", "", f"Người Mới {round_}-{n}")
                for n in range(data.draw(st.integers(1, 3)))
            ]
            made = actions.renew_council(
                council=bench.council,
                kept=kept,
                new=new,
                by=bench.officer,
                **decision(f"{round_}/QĐ", effective_on=timezone.localdate()),
            )
            present_now = list(current_members(bench.council))
            assert sum(m.duty == "chu_tich" for m in present_now) == 1
            assert len(present_now) == len(staying) + len(new)
            assert len({m.full_name for m in present_now}) == len(present_now)
            total = Member.objects.filter(council=bench.council).count()
            assert total >= seen + len(new)
            seen = total
            assert all(
                m.to_date is None or m.from_date is None or m.to_date >= m.from_date
                for m in bench.council.members.all()
            )
            assert made.changes
        raise Undo

    with pytest.raises(Undo), transaction.atomic():
        run()
