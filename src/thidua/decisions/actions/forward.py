"""Submitting upward: nominees for awards that a higher level decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions.permissions import check_may_forward
from thidua.decisions.queries.awardable import decided_here
from thidua.decisions.queries.expectations import lost_grounds
from thidua.dossiers import actions as dossier_actions
from thidua.dossiers.models import Nominee
from thidua.kit.errors import WrongState


@transaction.atomic
def forward_nominees(*, nominees: Sequence[Nominee], by: Any) -> int:
    """Note that the submission with these nominees has gone to the level above.

    They stay proposed there with the council's vote. Refuses an empty list, several departments,
    nominees the council has not passed, awards decided here, a proposal that rests on a title
    the council did not pass.
    """
    if not nominees:
        raise WrongState("Chọn ít nhất một trường hợp để trình cấp trên.")
    department = nominees[0].dossier.department
    check_may_forward(by, department)
    today = timezone.localdate()
    fresh = list(
        Nominee.objects.select_for_update(of=("self",))
        .filter(pk__in=[n.pk for n in nominees])
        .select_related("dossier__department", "person", "collective", "assessment")
    )
    if lost := lost_grounds(fresh, on=today):
        raise WrongState(" ".join(lost.values()))
    for nominee in fresh:
        if nominee.dossier.department_id != department.pk:
            raise WrongState("Mỗi tờ trình chỉ gồm hồ sơ của một cơ quan.")
        if nominee.state != Nominee.State.PASSED:
            raise WrongState(
                f"{nominee.name} đang “{nominee.get_state_display()}” nên không trình được."
            )
        if decided_here(nominee.award_code, on=today):
            raise WrongState(f"{nominee.name}: hình thức này do cơ quan mình quyết định.")
    for nominee in fresh:
        dossier_actions.mark_forwarded(nominee=nominee, by=by)
    record(
        by=by,
        action="decisions.forward",
        text=f"Trình cấp trên {len(fresh)} trường hợp",
        subject=department,
        body=department,
        detail={"nominees": [n.pk for n in fresh]},
    )
    return len(fresh)
