"""A block of the three units of the small department, made through the actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from thidua.organisations.actions import clusters as actions
from thidua.organisations.models import Cluster


def block(world: SimpleNamespace, name: str = "Khối các phòng", **more: Any) -> Cluster:
    given = {
        "kind": "khoi", "set_up_by": world.department, "decision_number": "5/QĐ-SNV",
        "decision_date": dt.date(2024, 1, 5), "first_year": 2024, **more,
    }  # fmt: skip
    return actions.save_cluster(keeper=world.department, name=name, by=world.users.officer, **given)


def filled(world: SimpleNamespace, *, year: int = 2026, head: int | None = 1) -> Cluster:
    """The block with all three units in `year`; the unit of `users.head` leads it by default."""
    made = block(world)
    actions.set_members(cluster=made, year=year, bodies=world.units, by=world.users.officer)
    if head is not None:
        actions.give_duty(
            cluster=made, year=year, body=world.units[head], duty="truong", way="luan_phien",
            by=world.users.officer,
        )  # fmt: skip
    made.refresh_from_db()
    return made
