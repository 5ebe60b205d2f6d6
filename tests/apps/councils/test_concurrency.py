"""Two devices of one member, and all members at once: on the database in use."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from thidua.councils import actions
from thidua.councils.models import BallotBox, HasVoted
from thidua.kit.errors import WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def together(calls: list[Callable[[], Any]]) -> list[str]:
    """Run the calls in threads that start at one moment; "" or the refusal of each."""
    barrier = threading.Barrier(len(calls))
    said: list[str] = ["?"] * len(calls)

    def run(number: int) -> None:
        barrier.wait()
        try:
            calls[number]()
            said[number] = ""
        except WrongState as refusal:
            said[number] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


def test_one_member_on_four_devices_has_one_sheet(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace
) -> None:
    motions = [m.pk for m in open_sitting.motions.all()]
    user = bench.users[2]

    def put(choice: str) -> Callable[[], Any]:
        return lambda: actions.cast(
            sitting=open_sitting, choices=dict.fromkeys(motions, choice), by=user
        )

    said = together([put("dong_y"), put("khong_dong_y"), put("dong_y"), put("khong_y_kien")])
    assert Counter(said)[""] == 1
    assert all("một phiếu khác" in s for s in said if s)
    assert HasVoted.objects.count() == 1
    stored = tools.answers_in(open_sitting.box)
    assert stored.total() == 3
    assert len({choice for _, choice in stored}) == 1


def test_one_sheet_sent_four_times_at_once_is_in_the_box_once(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace
) -> None:
    motions = [m.pk for m in open_sitting.motions.all()]
    receipt = actions.new_receipt()
    said = together(
        [
            lambda: actions.cast(
                sitting=open_sitting,
                choices=dict.fromkeys(motions, "dong_y"),
                by=bench.users[2],
                receipt=receipt,
            )
        ]
        * 4
    )
    assert Counter(said) == {"": 1, actions.SENT_AGAIN: 3}
    assert tools.answers_in(open_sitting.box) == dict.fromkeys(
        [(pk, "dong_y") for pk in motions], 1
    )


def test_all_members_at_once_lose_no_sheet(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace
) -> None:
    motions = [m.pk for m in open_sitting.motions.all()]
    said = together(
        [
            (
                lambda u=user: actions.cast(
                    sitting=open_sitting, choices=dict.fromkeys(motions, "dong_y"), by=u
                )
            )
            for user in bench.users
        ]
    )
    assert said == [""] * 9
    assert tools.answers_in(open_sitting.box) == {(pk, "dong_y"): 9 for pk in motions}
    assert HasVoted.objects.count() == 9


def test_closing_twice_at_once_counts_once(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    said = together(
        [
            lambda: actions.close_ballot(sitting=open_sitting, by=bench.secretary),
            lambda: actions.close_ballot(sitting=open_sitting, by=bench.officer),
        ]
    )
    assert sorted(said) == ["", "Hòm phiếu đã đóng."]
    assert BallotBox.objects.get().state == "closed"
    assert {m.agree for m in open_sitting.motions.all()} == {9}
