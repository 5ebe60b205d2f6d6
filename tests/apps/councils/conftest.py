"""A council of nine with accounts, and a sitting with three motions of three thresholds."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from thidua.councils.recount import answers_of

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


def in_the_urn(box: Any) -> list[tuple[int, str, str]]:
    """Motion number, code and answer of everything in an open box."""
    from thidua.councils import ballot_box

    return [(number, code, answer.rstrip()) for number, code, answer in ballot_box._open(box)]


def answers_in(box: Any) -> Counter[tuple[int, str]]:
    """How often each motion got each answer: from the urn while open, from the file after."""
    box.refresh_from_db()
    if box.state == "open":
        numbers = {asked["number"]: asked["id"] for asked in box.asked}
        return Counter((numbers[number], answer) for number, _, answer in in_the_urn(box))
    tally = json.loads(box.tally_file.content)
    ids = {m["number"]: m["id"] for m in tally["frozen"]["motions"]}
    return Counter(
        (ids[m["number"]], answer) for m in tally["motions"] for answer in answers_of(m)[1]
    )


def closed_on_the_waiting(bench: SimpleNamespace, sitting: Any) -> Any:
    """Close after the announced moment, as the secretary does who waited for it."""
    from thidua.councils import actions

    actions.announce_closing(sitting=sitting, minutes=2, by=bench.secretary)
    sitting.boxes.filter(state="open").update(closes_at=timezone.now())
    return actions.close_ballot(sitting=sitting, by=bench.secretary)


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
        make_bench=make_bench,
        make_sitting=make_sitting,
        opened=opened,
        attend=attend,
        answers_in=answers_in,
        in_the_urn=in_the_urn,
        close=closed_on_the_waiting,
    )
