"""What the steps of a sitting have in common: the lock, the refusal, the line in the log."""

from __future__ import annotations

from typing import Any

from thidua.audit.actions import record
from thidua.councils.models import Sitting
from thidua.councils.states import Step
from thidua.kit.errors import WrongState

NO_SHEETS = (
    "Phiên này biểu quyết công khai bằng giơ tay nên không có phiếu bầu. Thư ký đếm và ghi kết quả "
    "ở trang phiên họp."
)


def take(sitting: Sitting, step: Step) -> Sitting:
    """The sitting, locked, in the state the step starts from; otherwise its refusal."""
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if fresh.state != step.from_state:
        raise WrongState(step.refusal)
    return fresh


def check_secret(sitting: Sitting) -> None:
    """Refuse what belongs to a secret ballot in a sitting that votes by hands."""
    if sitting.by_hands:
        raise WrongState(NO_SHEETS)


def log(sitting: Sitting, step: Step, by: Any, **numbers: int | str) -> Sitting:
    """One line in the log with the words of the step."""
    record(
        by=by,
        action=f"councils.{step.verb}",
        text=step.log.format(title=sitting.title, **numbers),
        subject=sitting,
        body=sitting.council.body,
        detail=dict(numbers),
    )
    return sitting
