"""Who may do what, for every role and for strangers; every list and page asked by a stranger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.councils import actions
from thidua.councils.permissions import (
    may_manage,
    may_run_ballot,
    may_see_council,
    may_see_sitting,
    may_vote,
)
from thidua.councils.queries import visible_councils, visible_sittings
from thidua.kit.errors import NotAllowed

#           manage, run, see draft, see convened, vote when open
EXPECTED = {
    "officer": (True, True, True, True, False),
    "head": (False, False, False, False, False),
    "member": (False, False, False, True, True),
    "secretary": (True, True, True, True, True),
    "director": (False, False, True, True, True),
    "administrator": (False, False, False, False, False),
    "stranger": (False, False, False, False, False),
    "nobody": (False, False, False, False, False),
}


@pytest.mark.parametrize("role", EXPECTED)
def test_every_role(
    role: str, bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    user = getattr(bench.world.users, role)
    manage, run, draft, convened, votes = EXPECTED[role]
    assert may_manage(user=user, department=bench.world.department) is manage
    assert may_run_ballot(user=user, sitting=sitting) is run
    assert may_see_sitting(user=user, sitting=sitting) is draft
    tools.opened(bench, sitting)
    assert may_see_sitting(user=user, sitting=sitting) is convened
    assert may_vote(user=user, sitting=sitting) is votes
    assert may_see_council(user=user, council=bench.council) is convened
    assert list(visible_sittings(user)) == ([sitting] if convened else [])
    assert list(visible_councils(user)) == ([bench.council] if convened else [])


@pytest.mark.parametrize("role", [r for r, e in EXPECTED.items() if not e[0]])
def test_who_may_not_manage_is_refused_by_every_action(
    role: str, bench: SimpleNamespace, sitting: Any
) -> None:
    user = getattr(bench.world.users, role)
    motion = sitting.motions.first()
    calls: list[Callable[[], Any]] = [
        lambda: actions.create_council(body=bench.world.department, name="x", by=user),
        lambda: actions.edit_council(council=bench.council, name="x", by=user),
        lambda: actions.add_member(council=bench.council, full_name="x", duty="uy_vien", by=user),
        lambda: actions.end_member(member=bench.members[5], by=user),
        lambda: actions.create_sitting(
            council=bench.council,
            title="x",
            held_on=dt.date(2026, 9, 25),
            received_on=dt.date(2026, 9, 15),
            by=user,
        ),
        lambda: actions.edit_sitting(
            sitting=sitting,
            title="x",
            held_on=sitting.held_on,
            received_on=sitting.received_on,
            by=user,
        ),
        lambda: actions.add_motion(
            sitting=sitting, title="x", question="x", reference="x", by=user
        ),
        lambda: actions.remove_motion(motion=motion, by=user),
        lambda: actions.set_attendance(sitting=sitting, marks={}, by=user),
        lambda: actions.convene(sitting=sitting, by=user),
        lambda: actions.open_ballot(sitting=sitting, by=user),
        lambda: actions.close_ballot(sitting=sitting, by=user),
        lambda: actions.conclude(sitting=sitting, by=user),
        lambda: actions.write_record(
            sitting=sitting, kind="bien_ban_hop", texts={"ket_luan": "x"}, by=user
        ),
    ]
    for call in calls:
        with pytest.raises(NotAllowed) as refusal:
            call()
        assert str(refusal.value).startswith("Chỉ Thư ký Hội đồng hoặc Chuyên viên")


def test_a_former_member_neither_sees_nor_votes(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    actions.end_member(member=bench.members[8], by=bench.officer)
    bench.members = bench.members[:8]
    tools.opened(bench, sitting)
    assert not may_see_sitting(user=bench.users[8], sitting=sitting)
    with pytest.raises(NotAllowed, match="Chỉ thành viên"):
        actions.cast(sitting=sitting, choices={}, by=bench.users[8])
    assert sitting.box.members_total == 8
