"""Boxes of the first version, one answer a row, become tally files and sealed urns."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from thidua.councils import actions
from thidua.councils.models import BallotBox, HasVoted, Sitting
from thidua.councils.queries.tally import intact
from thidua.councils.recount import report

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("councils", "0005_sealed_urn")
ANSWERS = ["dong_y"] * 10 + ["khong_dong_y", "khong_y_kien"]


def migrate(*targets: tuple[str, str]) -> Any:
    """Take the tables to these migrations; returns the models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def old_boxes(apps: Any, world: SimpleNamespace) -> dict[str, int]:
    """Twelve members, two motions, a counted sitting and one with an open box."""

    def model(name: str) -> Any:
        return apps.get_model("councils", name)

    council = model("Council").objects.create(
        body_id=world.department.pk, name="Hội đồng cũ", kind="tdkt"
    )
    members = [
        model("Member").objects.create(
            council=council, full_name=f"Ủy viên {n}", order=n,
            duty="chu_tich" if n == 0 else "uy_vien",
        )
        for n in range(12)
    ]  # fmt: skip
    made = {}
    for state in ("closed", "open"):
        sitting = model("Sitting").objects.create(
            council=council, title=f"Phiên {state}", state="open", received_on=dt.date(2026, 9, 1),
            held_on=dt.date(2026, 9, 20), presided_by=members[0], discussion="Đã thảo luận",
        )  # fmt: skip
        motions = [
            model("Motion").objects.create(
                sitting=sitting, order=n, title=f"Người {n}", question="Đề nghị tặng",
                reference=f"cu:{n}", threshold="4/5", base="all_members",
                result="passed" if state == "closed" else "",
                agree=10 if state == "closed" else None,
            )
            for n in (1, 2)
        ]  # fmt: skip
        box = model("BallotBox").objects.create(
            sitting=sitting, state=state, members_total=12, fingerprint="0" * 64
        )
        for number, member in enumerate(members):
            model("Attendance").objects.create(sitting=sitting, member=member, status="co_mat")
            model("HasVoted").objects.create(box=box, member=member)
            for motion in motions:
                model("Ballot").objects.create(box=box, motion=motion, choice=ANSWERS[number])
        made[state] = box.pk
    return made


def test_answers_by_row_become_files_and_urns(
    world: SimpleNamespace, tools: SimpleNamespace
) -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("councils")
    try:
        made = old_boxes(migrate(BEFORE), world)
    finally:
        migrate(*latest)
    closed, still_open = (BallotBox.objects.get(pk=made[s]) for s in ("closed", "open"))
    assert "councils_ballot" not in connection.introspection.table_names()
    # Counted: the file says what the rows said, and the recount finds nothing.
    _, faults = report(closed.tally_file.content)
    assert faults == []
    assert intact(closed.tally_file)
    tally = json.loads(closed.tally_file.content)
    assert [Counter(m["answers"]) for m in tally["motions"]] == [Counter(ANSWERS)] * 2
    assert tally["returned"] == HasVoted.objects.filter(box=closed).count() == 12
    assert closed.sitting.released_at == closed.closed_at
    # Still open: everything is sealed, each answer under a code of its own, and it can be counted.
    inside = tools.in_the_urn(still_open)
    assert len({code for _, code, _ in inside}) == 24
    assert Counter(answer for _, _, answer in inside) == Counter(ANSWERS * 2)
    assert "khong_dong_y" not in repr(bytes(still_open.urn.sealed))
    sitting = Sitting.objects.get(pk=still_open.sitting_id)
    box = actions.close_ballot(sitting=sitting, by=world.users.secretary)
    lines, faults = report(box.tally_file.content)
    assert faults == []
    assert any("đồng ý 10, không đồng ý 1, không có ý kiến 1" in line for line in lines)
    assert {m.result for m in sitting.motions.all()} == {"passed"}
    # What was written of the discussion is the first version of the minutes.
    [version] = sitting.records.get(kind="bien_ban_hop").versions.all()
    assert "Đã thảo luận" in [section["text"] for section in version.sections]
