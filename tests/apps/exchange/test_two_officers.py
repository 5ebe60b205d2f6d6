"""Two officers import at the same moment: neither sees, stores or loses a line of the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from tests.apps.exchange.office import book, bring_in, line, register

from thidua.exchange.models import ImportBatch
from thidua.register.models import RegisterEntry
from thidua.register.queries import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_registers_at_once_do_not_mix(
    world: SimpleNamespace, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    second = SimpleNamespace(
        department=world.foreign, users=SimpleNamespace(officer=world.users.stranger)
    )
    todo = [
        (office, book(tmp_path / f"{who}{n}.xlsx", *lines(who, n)), who)
        for office, who in ((world, "Trần"), (second, "Lê"))
        for n in (1, 2)
    ]

    def act(one: tuple[SimpleNamespace, Path, str]) -> int:
        try:
            batch = bring_in(one[0], register(one[0], one[1]))
            return int(batch.summary["result"]["entries"])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(act, todo)) == [40] * 4
    for office, who in ((world, "Trần"), (second, "Lê")):
        entries = RegisterEntry.objects.filter(department=office.department)
        assert entries.count() == 80
        assert {e.recipient_name.split()[0] for e in entries} == {who}
        assert sorted(entries.values_list("sequence", flat=True)) == list(range(1, 81))
        assert verify_chain(office.department).whole
    for batch in ImportBatch.objects.all():
        first, last = batch.made["entries"]
        assert last - first == 39


def lines(who: str, file: int) -> list[tuple[object, ...]]:
    return [
        line(n, f"{who} Văn Người {file} {n}", decision=f"{file}{n}/QĐ-S") for n in range(1, 41)
    ]
