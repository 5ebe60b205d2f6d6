"""A call to register with one sheet, for tests that need everything to be there."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone


def called(world: SimpleNamespace, person: Any, words: str) -> Any:
    """The sheet of `person`, confirmed by the officer, with `words` wherever words may stand."""
    from thidua.movements import actions

    officer, today = world.users.officer, timezone.localdate()
    call = actions.open_call(
        department=world.department, year=today.year, opens_on=today,
        due_on=today + dt.timedelta(days=9), pledges=words, note=words, by=officer,
    )  # fmt: skip
    works = [actions.Work(words, f"{words} 10 %")]
    sheet = actions.save_sheet(
        call=call, person=person, titles=["ldtt"], works=works, pledges=[words], by=officer,
        send=True,
    )  # fmt: skip
    actions.confirm_sheets(call=call, sheets=[sheet.pk], by=officer)
    sheet.refresh_from_db()
    return sheet
