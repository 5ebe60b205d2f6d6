"""Two people on one sheet at once: no line is lost, and the sums are those of the lines."""

from __future__ import annotations

import random
import threading
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from tests.apps.scoring import scored
from tests.apps.scoring.scored import D

from thidua.audit.models import AuditRow
from thidua.scoring import actions
from thidua.scoring.actions import CriterionRow, LineChanged
from thidua.scoring.arithmetic import Kind
from thidua.scoring.models import Sheet, SheetLine

SEED = 612


def sixty(world: SimpleNamespace, count: int) -> list[Sheet]:
    units = scored.more_units(world.department, count)
    rows = [CriterionRow(f"{n}", f"Mục {n}", Kind.GROUP) for n in range(1, 7)]
    rows += [
        CriterionRow(f"{part}.{n // 6 + 1}", f"Tiêu chí {n}", maximum=D(10), parent=part)
        for n in range(60)
        for part in [str(n % 6 + 1)]
    ]
    table = scored.issued(world.department, world.users.officer, rows, total=D(600), tie_rules=[])
    return actions.open_sheets(table=table, units=units, by=world.users.officer)


def save(line: SheetLine, value: Decimal, by: Any) -> str:
    """Try once with the version that was seen; a busy database is asked again."""
    while True:
        try:
            actions.save_self(line=line, version=line.version, value=value, note="", by=by)
        except LineChanged:
            return "changed"
        except OperationalError:
            continue
        return "saved"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_one_sheet_lose_no_line(world: SimpleNamespace) -> None:
    """Both see the same versions and save all sixty lines, each in an order of their own.

    Every line has exactly one winner who is told so, and holds what the winner typed.
    """
    [sheet] = sixty(world, 1)
    seen = list(sheet.lines.select_related("criterion", "sheet"))
    told: dict[str, dict[int, str]] = {"first": {}, "second": {}}
    start = threading.Barrier(2)

    def work(name: str, by: Any, value: Decimal) -> None:
        try:
            mine = list(seen)
            random.Random(f"{SEED}{name}").shuffle(mine)  # noqa: S311 - a seeded order, no secret
            start.wait()
            for line in mine:
                told[name][line.pk] = save(line, value, by)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=("first", world.users.officer, D(7))),
        threading.Thread(target=work, args=("second", world.users.officer, D(9))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for line in SheetLine.objects.filter(sheet=sheet):
        both = {name: told[name][line.pk] for name in told}
        assert sorted(both.values()) == ["changed", "saved"]
        winner = D(7) if both["first"] == "saved" else D(9)
        assert (line.self_points, line.version) == (winner, 1)
    sheet.refresh_from_db()
    stood = sum(SheetLine.objects.filter(sheet=sheet).values_list("self_points", flat=True), D(0))
    assert sheet.total == sheet.self_total == stood
    assert AuditRow.objects.filter(action="scoring.save_self").count() == 60


@pytest.mark.django_db
def test_two_people_in_any_order_on_twelve_units_of_sixty_lines(world: SimpleNamespace) -> None:
    """Each saves half of the lines with what they read before, mixed at random, and nothing of
    one is lost to the other; where both took the same line, the second is told.
    """
    sheets = sixty(world, 12)
    dice = random.Random(SEED)  # noqa: S311 - a seeded order, no secret
    lines = list(SheetLine.objects.filter(sheet__in=sheets).select_related("criterion", "sheet"))
    assert len(lines) == 720
    chosen = dice.sample(lines, 60)
    both = set(dice.sample([one.pk for one in chosen], 12))
    acts = [*chosen, *(one for one in chosen if one.pk in both)]
    dice.shuffle(acts)
    typed: dict[int, Decimal] = {}
    refused = 0
    for line in acts:
        value = D(dice.randint(0, 1000)) / 100
        if save(line, value, world.users.officer) == "saved":
            typed[line.pk] = value
        else:
            refused += 1
    assert refused == 12
    stored = dict(SheetLine.objects.exclude(self_points=None).values_list("pk", "self_points"))
    assert stored == typed
    for sheet in Sheet.objects.filter(pk__in=[one.pk for one in sheets]):
        mine = [one.pk for one in lines if one.sheet_id == sheet.pk]
        assert sheet.total == sum((typed.get(pk, D(0)) for pk in mine), D(0))
