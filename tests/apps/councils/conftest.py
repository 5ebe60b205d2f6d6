"""A council of nine with accounts, and a sitting with three motions of three thresholds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

# Award, and the share that the practice department's regulation sets for it.
MOTIONS = (("ldtt", "Trần Đức Anh"), ("cstd-co-so", "Lầu Mí Lử"), ("cstd-cap-tinh", "Phạm Thị Hoà"))


def make_bench(world: SimpleNamespace, size: int = 9) -> SimpleNamespace:
    """A council of `size` members (chair the director, then secretary, member, others)."""
    from thidua.accounts.models import User
    from thidua.councils import actions
    from thidua.councils.models import Member

    users = [world.users.director, world.users.secretary, world.users.member]
    users += [
        User.objects.create(username=f"uv{n}", full_name=f"Ủy viên Số {n}")
        for n in range(len(users), size)
    ]
    duties = [Member.Duty.CHAIR, Member.Duty.SECRETARY] + [Member.Duty.MEMBER] * (size - 2)
    council = actions.create_council(
        body=world.department,
        name="Hội đồng Thi đua - Khen thưởng Sở Nội vụ",
        established_by="15/QĐ-SNV",
        established_on=dt.date(2026, 1, 10),
        by=world.users.officer,
    )
    members = [
        actions.add_member(
            council=council, full_name=u.full_name, duty=duty, user=u, by=world.users.officer
        )
        for u, duty in zip(users[:size], duties, strict=False)
    ]
    return SimpleNamespace(
        world=world,
        council=council,
        members=members,
        users=users[:size],
        secretary=world.users.secretary,
        officer=world.users.officer,
    )


def make_sitting(bench: SimpleNamespace, motions: Any = MOTIONS) -> Any:
    from thidua.councils import actions

    sitting = actions.create_sitting(
        council=bench.council,
        title="Họp xét khen thưởng năm 2026",
        held_on=dt.date(2026, 9, 25),
        starts_at=dt.time(14, 0),
        place="Phòng họp số 2",
        received_on=dt.date(2026, 9, 15),
        by=bench.secretary,
    )
    for number, (code, name) in enumerate(motions):
        actions.add_motion(
            sitting=sitting,
            title=name,
            subtitle="Chuyên viên, Văn phòng Sở",
            question=f"Đề nghị tặng danh hiệu cho {name}",
            award_code=code,
            reference=f"thu.nghiem:{number}",
            papers=[{"title": "Điều kiện theo quy định", "text": "Đạt: xếp loại tốt"}],
            by=bench.secretary,
        )
    return sitting


def attend(bench: SimpleNamespace, sitting: Any, *, absent: int = 0, written: int = 0) -> None:
    """The last `absent` members are absent, the `written` before them answer in writing."""
    from thidua.councils import actions

    marks: dict[int, tuple[str, str]] = {}
    total = len(bench.members)
    for number, member in enumerate(bench.members):
        if number >= total - absent:
            marks[member.pk] = ("vang", "Đi công tác")
        elif number >= total - absent - written:
            marks[member.pk] = ("van_ban", "Đi công tác")
        else:
            marks[member.pk] = ("co_mat", "")
    actions.set_attendance(sitting=sitting, marks=marks, by=bench.secretary)


def opened(bench: SimpleNamespace, sitting: Any, *, absent: int = 0, written: int = 0) -> Any:
    from thidua.councils import actions

    actions.convene(sitting=sitting, by=bench.secretary)
    attend(bench, sitting, absent=absent, written=written)
    box = actions.open_ballot(sitting=sitting, by=bench.secretary)
    sitting.refresh_from_db()
    return box


@pytest.fixture
def bench(world: SimpleNamespace) -> SimpleNamespace:
    return make_bench(world)


@pytest.fixture
def sitting(bench: SimpleNamespace) -> Any:
    return make_sitting(bench)


@pytest.fixture
def open_sitting(bench: SimpleNamespace, sitting: Any) -> Any:
    opened(bench, sitting)
    return sitting


@pytest.fixture
def vote(bench: SimpleNamespace) -> Callable[..., None]:
    """`vote(sitting, n, choice)`: the n-th member chooses the same everywhere."""
    from thidua.councils import actions

    def put(sitting: Any, number: int, choice: str | dict[int, str] = "dong_y") -> None:
        choices = (
            {m.pk: choice for m in sitting.motions.all()} if isinstance(choice, str) else choice
        )
        actions.cast(sitting=sitting, choices=choices, by=bench.users[number])

    return put


@pytest.fixture
def tools() -> SimpleNamespace:
    """The makers above, for tests that need another size or another attendance."""
    return SimpleNamespace(
        make_bench=make_bench, make_sitting=make_sitting, opened=opened, attend=attend
    )
