"""Shares exactly at the border through the whole program: the law's own and those of bodies,
with members absent, in writing, stepped aside, and with invalid and blank sheets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.councils import actions
from thidua.councils.models import Sitting
from thidua.councils.recount import faults_of

LOCAL, PROVINCE = "so-noi-vu-lam-giang", "ubnd-tinh-lam-giang"


@dataclass(frozen=True)
class Case:
    """`yes` of those who vote agree, the last `invalid` and `blank` of them are on paper, the
    others are against; `absent` and `aside` members do not vote."""

    award: str
    members: int
    yes: int
    result: str
    base: int
    scope: str = LOCAL
    absent: int = 0
    written: int = 0
    aside: int = 0
    invalid: int = 0
    blank: int = 0


CASES = [
    # The decree: nine tenths of all members.
    Case("cstd-toan-quoc", 10, 9, "passed", 10),
    Case("cstd-toan-quoc", 10, 8, "failed", 10),
    Case("cstd-toan-quoc", 9, 8, "failed", 9),
    Case("cstd-toan-quoc", 9, 9, "passed", 9),
    Case("cstd-toan-quoc", 10, 9, "passed", 10, absent=1),
    Case("cstd-toan-quoc", 9, 8, "failed", 9, absent=1),
    Case("cstd-toan-quoc", 10, 8, "failed", 10, absent=2),
    Case("cstd-toan-quoc", 10, 9, "passed", 10, aside=1),
    Case("cstd-toan-quoc", 10, 8, "failed", 10, aside=2),
    Case("cstd-toan-quoc", 9, 8, "failed", 9, aside=1),
    # A share of the decree stays on all members also where the province takes members out.
    Case("cstd-toan-quoc", 9, 8, "failed", 9, scope=PROVINCE, aside=1),
    Case("cstd-toan-quoc", 10, 9, "passed", 10, invalid=1),
    Case("cstd-toan-quoc", 10, 8, "failed", 10, invalid=2),
    Case("cstd-toan-quoc", 9, 8, "failed", 9, blank=1),
    # The department: nine tenths and four fifths of all members, nobody taken out.
    Case("cstd-cap-tinh", 10, 9, "passed", 10, invalid=1),
    Case("cstd-cap-tinh", 9, 8, "failed", 9, aside=1),
    Case("cstd-cap-tinh", 10, 9, "passed", 10, written=2),
    Case("cstd-co-so", 10, 8, "passed", 10, absent=1, aside=1),
    Case("cstd-co-so", 10, 7, "failed", 10, absent=1, aside=1, blank=1),
    Case("ldtt", 10, 5, "failed", 10),
    Case("ldtt", 10, 6, "passed", 10, absent=2, aside=1, invalid=1),
    # The province: four fifths, of those who do not step aside.
    Case("cstd-cap-tinh", 10, 8, "passed", 10, scope=PROVINCE),
    Case("cstd-cap-tinh", 10, 7, "failed", 10, scope=PROVINCE, absent=1),
    Case("cstd-cap-tinh", 10, 7, "failed", 9, scope=PROVINCE, aside=1),
    Case("cstd-cap-tinh", 10, 8, "passed", 9, scope=PROVINCE, aside=1, invalid=1),
    Case("cstd-cap-tinh", 6, 4, "passed", 5, scope=PROVINCE, aside=1, invalid=1),
    Case("cstd-cap-tinh", 6, 4, "failed", 6, scope=PROVINCE, absent=1, invalid=1),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_border(case: Case, tools: SimpleNamespace, world: SimpleNamespace) -> None:
    world.department.rulebook_scope = case.scope
    world.department.save()
    bench = tools.make_bench(world, case.members)
    sitting = tools.make_sitting(bench, [(case.award, "Người Được Xét")])
    [motion] = sitting.motions.all()
    voting = case.members - case.absent
    # Those who step aside are present and follow the chair, so that they are never the absent.
    for member in bench.members[1 : 1 + case.aside]:
        actions.recuse(
            sitting=sitting, motions=[motion], member=member, ground="than_nhan", note="em ruột",
            by=bench.secretary,
        )  # fmt: skip
    tools.opened(bench, sitting, absent=case.absent, written=case.written)
    sitting = Sitting.objects.get()
    _vote(case, bench, sitting, voting)
    box = tools.close(bench, sitting)
    motion.refresh_from_db()
    tally = json.loads(box.tally_file.content)
    assert motion.agree == case.yes
    assert (motion.invalid, motion.blank) == (case.invalid, case.blank)
    assert motion.disagree == voting - case.aside - case.yes - case.invalid - case.blank
    assert tally["motions"][0]["base"] == case.base
    assert motion.result == case.result
    assert faults_of(tally) == []


def _vote(case: Case, bench: SimpleNamespace, sitting: Any, voting: int) -> None:
    """Devices first, then paper sheets for what no device can send."""
    [motion] = sitting.motions.all()
    aside = {m.pk for m in bench.members[1 : 1 + case.aside]}
    on_paper = voting - case.invalid - case.blank
    yes = 0
    for number in range(on_paper):
        if bench.members[number].pk in aside:
            actions.cast(sitting=sitting, choices={}, by=bench.users[number])
            continue
        choice = "dong_y" if yes < case.yes else "khong_dong_y"
        yes += 1
        actions.cast(sitting=sitting, choices={motion.pk: choice}, by=bench.users[number])
    sheets = [{1: "khong_hop_le"}] * case.invalid + [{1: "de_trong"}] * case.blank
    if not sheets:
        return
    for member in bench.members[on_paper:voting]:
        actions.take_paper(sitting=sitting, member=member, by=bench.secretary)
    for reader in (bench.secretary, bench.officer):
        actions.read_paper(sitting=sitting, sheets=sheets, by=reader)
