"""A vote that dies in the middle: at every statement the marks and the answers stay one number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from thidua.councils import actions
from thidua.councils.models import BallotBox, HasVoted, TallyFile, Urn

pytestmark = pytest.mark.django_db(transaction=True)


class Died(BaseException):
    """What no `except` of the program catches: the process is gone."""


def dying_at(number: int, *, after: bool) -> Callable[..., Any]:
    """Lets `number` statements through, then dies before or after the next one."""
    seen = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen > number and not after:
            raise Died
        result = execute(sql, params, many, context)
        if seen > number:
            raise Died
        return result

    return wrapper


def statements(call: Callable[[], Any]) -> int:
    count = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        call()
    return count


def in_step(tools: SimpleNamespace, box: BallotBox) -> int:
    """Marks in the box; refuses a box where the answers say another number."""
    marks = HasVoted.objects.filter(box=box).count()
    held = tools.answers_in(box)
    assert {sum(n for (m, _), n in held.items() if m == pk) for pk in box.motion_ids} == {marks}
    return marks


def test_a_vote_that_dies_anywhere_is_whole_or_not_there(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    vote(open_sitting, 0)
    box = open_sitting.box
    length = statements(lambda: vote(open_sitting, 1))
    assert length > 10
    for number in range(length):
        for after in (False, True):
            before = in_step(tools, box)
            with pytest.raises(Died), connection.execute_wrapper(dying_at(number, after=after)):
                vote(open_sitting, 2)
            connection.close()  # a process that is gone has no connection
            assert in_step(tools, box) == before
    vote(open_sitting, 2)
    assert in_step(tools, box) == 3


def test_a_closing_that_dies_anywhere_leaves_the_box_open_and_whole(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    box = open_sitting.box
    number = 0
    while True:
        try:
            with connection.execute_wrapper(dying_at(number, after=True)):
                actions.close_ballot(sitting=open_sitting, by=bench.secretary)
        except Died:
            connection.close()
            box.refresh_from_db()
            assert box.state == "open"
            assert TallyFile.objects.count() == 0
            assert in_step(tools, box) == 9
            assert not open_sitting.motions.exclude(result="").exists()
            number += 1
            continue
        break
    assert number > 15
    box.refresh_from_db()
    assert box.state == "closed"
    assert Urn.objects.count() == 0
    assert in_step(tools, box) == 9


VOTER = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[1]
from thidua.accounts.models import User
from thidua.councils import actions
from thidua.councils.models import Sitting
sitting, user = Sitting.objects.get(pk=sys.argv[2]), User.objects.get(pk=sys.argv[3])
left = int(sys.argv[4])
def wrapper(execute, sql, params, many, context):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
choices = {m.pk: "dong_y" for m in sitting.motions.all()}
with connection.execute_wrapper(wrapper):
    actions.cast(sitting=sitting, choices=choices, by=user)
"""


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_a_killed_process_leaves_no_half_sheet(
    bench: SimpleNamespace,
    open_sitting: Any,
    tools: SimpleNamespace,
    vote: Callable[..., None],
    share: float,
) -> None:
    """SIGKILL in the middle of the transaction, and the next sheet finds the box in order."""
    box = open_sitting.box
    length = statements(lambda: vote(open_sitting, 0))
    name = str(connection.settings_dict["NAME"])
    words = [name, str(open_sitting.pk), str(bench.users[1].pk), str(int((length - 3) * share))]
    gone = subprocess.run(
        [sys.executable, "-c", VOTER, *words],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert gone.returncode == -signal.SIGKILL, gone.stderr.decode()
    assert in_step(tools, box) == 1
    vote(open_sitting, 1)
    assert in_step(tools, box) == 2
