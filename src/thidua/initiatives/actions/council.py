"""Putting initiatives to the initiative council, and what its scores say of them.

The council advises; the head of the body recognises (NĐ 152/2025/NĐ-CP Điều 33 khoản 6): a result
is kept beside the initiative and changes no state of recognition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.councils.actions import NewMotion, add_motions
from thidua.councils.models import Council, Motion, Sitting
from thidua.councils.queries.scores import score_text
from thidua.initiatives.models import Initiative
from thidua.initiatives.permissions import check_may_put_initiatives
from thidua.initiatives.queries import PREFIX, sheets_of, under_review
from thidua.kit.errors import WrongState
from thidua.people.actions import mark_changed


@transaction.atomic
def put_to_council(*, initiatives: Sequence[Initiative], sitting: Sitting, by: Any) -> list[Motion]:
    """One motion per initiative, co-authors together, with the council's score sheet.

    Authors who sit on the council take no part where its rules say so. Refuses another council
    than one of initiatives, one without a score sheet, an initiative recognised already or put
    before another sitting. All go in, or none.
    """
    department = sitting.council.body.department
    check_may_put_initiatives(by, department=department)
    council = sitting.council
    if council.kind != Council.Kind.INITIATIVE:
        raise WrongState("Chỉ đưa sáng kiến ra Hội đồng xét sáng kiến.")
    if not council.criteria:
        raise WrongState("Hội đồng chưa có phiếu chấm điểm. Ghi tiêu chí ở trang Hội đồng trước.")
    if not initiatives:
        raise WrongState("Chọn ít nhất một sáng kiến, đề tài.")
    chosen = list(Initiative.objects.filter(pk__in=[i.pk for i in initiatives]))
    sheets = sheets_of(department, chosen)
    waiting = under_review([sheet.reference for sheet in sheets])
    criteria = tuple((line["title"], int(line["max"])) for line in council.criteria)
    new: list[NewMotion] = []
    for sheet in sheets:
        if any(row.state == Initiative.State.RECOGNISED for row in sheet.rows):
            raise WrongState(f"“{sheet.name}” đã được công nhận.")
        if sheet.reference in waiting:
            raise WrongState(f"“{sheet.name}” đã có trong một phiên họp chưa kết luận.")
        new.append(
            NewMotion(
                title=sheet.name[:200],
                subtitle=f"{sheet.authors}; {sheet.rows[0].get_kind_display().lower()}, "
                f"năm {sheet.rows[0].year}",
                question=f"Chấm điểm {sheet.rows[0].get_kind_display().lower()}: {sheet.name}",
                reference=sheet.reference,
                criteria=criteria,
                concerned=tuple(row.person_id for row in sheet.rows),
                concerned_ground="tac_gia",
            )
        )
    return add_motions(sitting=sitting, motions=new, by=by)


def motion_decided(*, motion: Motion, by: Any) -> None:
    """Receiver of the event: the council's mean and result stand beside every co-author's row."""
    if not motion.reference.startswith(PREFIX):
        return
    first = (
        Initiative.objects.select_related("person__department")
        .filter(pk=int(motion.reference.removeprefix(PREFIX)))
        .first()
    )
    if first is None:
        return
    [sheet] = sheets_of(first.person.department, [first])
    rows = Initiative.objects.filter(pk__in=[row.pk for row in sheet.rows])
    score, day = score_text(motion), motion.sitting.held_on
    rows.update(council_result=motion.result, council_score=score, council_on=day)
    mark_changed(person_ids=[row.person_id for row in sheet.rows])
    record(
        by=by,
        action="initiatives.scored",
        text=f"Hội đồng sáng kiến đã xét “{sheet.name}”: {motion.get_result_display().lower()}",
        subject=first.person,
        body=first.person.department,
        detail={"score": score, "result": motion.result, "motion": motion.pk},
    )
