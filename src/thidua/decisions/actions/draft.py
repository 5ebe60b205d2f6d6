"""Who is in a draft: passed nominees of one round, with what their certificates say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions.actions.saving import locked
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.permissions import check_may_draft, check_may_edit
from thidua.decisions.queries.awardable import (
    TITLE_KIND,
    award_info,
    award_order,
    decided_here,
    in_name_order,
)
from thidua.decisions.queries.background import council_ground, director_name, grounds_for
from thidua.decisions.queries.papers import period_text
from thidua.dossiers.models import Nominee
from thidua.dossiers.queries import motions_of
from thidua.kit.errors import LawSaysNo, WrongState
from thidua.kit.text import squeeze


@transaction.atomic
def draft_decision(*, nominees: Sequence[Nominee], title: str = "", by: Any) -> Decision:
    """Open a draft with nominees that the council passed, all of one department and round.

    Place, grounds, period, signatory, fund and recipients are proposed from the records and may be
    edited. Refuses an empty list, nominees not passed or already in a decision, awards that a
    higher level decides.
    """
    if not nominees:
        raise WrongState("Chọn ít nhất một người hoặc tập thể đã được hội đồng thông qua.")
    first = nominees[0].dossier
    department, round_ = first.department, first.round
    check_may_draft(by, department)
    if any(n.dossier.department_id != department.pk for n in nominees):
        raise WrongState("Mỗi quyết định chỉ gồm hồ sơ của một cơ quan.")
    if any(n.dossier.round_id != round_.pk for n in nominees):
        raise WrongState("Mỗi quyết định chỉ gồm hồ sơ của một đợt xét. Lập riêng từng đợt.")
    today = timezone.localdate()
    codes = list(dict.fromkeys(n.award_code for n in nominees))
    decision = Decision(
        department=department,
        round=round_,
        title=squeeze(title) or _title(codes, round_.year, on=today),
        symbol=f"QĐ-{department.symbol}",
        place=department.place,
        signatory_post="Giám đốc",
        signatory_name=director_name(department),
        grounds=[
            *grounds_for(codes, department=department, on=today),
            *council_ground(motions_of(nominees).values()),
        ],
        period_from=date(round_.year, 1, 1),
        period_to=date(round_.year, 12, 31),
        fund=f"Quỹ thi đua, khen thưởng năm {today.year} của {department.name}",
        executors="Chánh Văn phòng, thủ trưởng các phòng, đơn vị liên quan",
        recipients=["Như Điều 4", "Lãnh đạo cơ quan", "Lưu: VT, TĐKT"],
        created_by=by,
    )
    decision.save()
    _add(decision, nominees)
    record(
        by=by,
        action="decisions.draft",
        text=f"Lập dự thảo quyết định “{decision.title}” cho {len(nominees)} trường hợp",
        subject=decision,
        body=department,
    )
    return decision


@transaction.atomic
def add_nominees(*, decision: Decision, nominees: Sequence[Nominee], by: Any) -> Decision:
    """Put more passed nominees into a draft of the same round."""
    decision = locked(decision)
    check_may_edit(by, decision)
    if not nominees:
        raise WrongState("Chọn ít nhất một người hoặc tập thể để thêm vào danh sách.")
    if any(n.dossier.round_id != decision.round_id for n in nominees):
        raise WrongState("Chỉ thêm được người thuộc cùng đợt xét với quyết định này.")
    _add(decision, nominees)
    record(
        by=by,
        action="decisions.add_nominees",
        text=f"Thêm {len(nominees)} trường hợp vào dự thảo “{decision.title}”",
        subject=decision,
        body=decision.department,
    )
    return decision


@transaction.atomic
def remove_award(*, award: DecisionAward, by: Any) -> None:
    """Take a line out of a draft; the nominee waits again for a decision."""
    decision = locked(award.decision)
    check_may_edit(by, decision)
    name = f"{award.recipient_name} ({award.award_name})"
    decision.awards.filter(pk=award.pk).delete()
    record(
        by=by,
        action="decisions.remove_award",
        text=f"Rút {name} khỏi dự thảo “{decision.title}”",
        subject=decision,
        body=decision.department,
    )


@transaction.atomic
def set_merit(*, award: DecisionAward, merit: str, by: Any) -> DecisionAward:
    """Change the words of merit printed on one certificate."""
    decision = locked(award.decision)
    check_may_edit(by, decision)
    merit = squeeze(merit)
    if not merit:
        raise WrongState("Ghi thành tích in trên bằng, ví dụ: Đã hoàn thành tốt nhiệm vụ.")
    award.merit = merit[:300]
    award.save(update_fields=["merit"])
    record(
        by=by,
        action="decisions.set_merit",
        text=f"Sửa thành tích ghi trên bằng của {award.recipient_name}",
        subject=decision,
        body=decision.department,
    )
    return award


def _add(decision: Decision, nominees: Sequence[Nominee]) -> None:
    today = timezone.localdate()
    # Read again under the lock: another officer may have taken one into a decision meanwhile.
    fresh = list(
        Nominee.objects.select_for_update(of=("self",))
        .filter(pk__in=[n.pk for n in nominees])
        .select_related("person__unit", "collective", "dossier", "assessment")
    )
    taken = set(
        DecisionAward.objects.filter(nominee__in=fresh).values_list("nominee_id", flat=True)
    )
    for nominee in fresh:
        if nominee.pk in taken:
            raise WrongState(f"{nominee.name} đã nằm trong một quyết định khác. Tải lại trang.")
        if nominee.state != Nominee.State.PASSED:
            raise WrongState(
                f"{nominee.name} chưa được hội đồng thông qua "
                f"({nominee.get_state_display().lower()}) nên không đưa vào quyết định được."
            )
        if not decided_here(nominee.award_code, on=today):
            raise LawSaysNo(
                f"{nominee.name}: hình thức này do cấp trên quyết định. "
                "Lập tờ trình lên cấp trên thay cho quyết định."
            )
    rows = [_award(decision, nominee, on=today) for nominee in in_name_order(fresh)]
    everyone = [*decision.awards.all(), *rows]
    everyone.sort(key=lambda row: award_order(row.award_code, on=today))
    for place, row in enumerate(everyone, start=1):
        row.order = place
    DecisionAward.objects.bulk_update([row for row in everyone if row.pk], ["order"])
    DecisionAward.objects.bulk_create(rows)


def _award(decision: Decision, nominee: Nominee, *, on: date) -> DecisionAward:
    person, collective = nominee.person, nominee.collective
    info = award_info(nominee.award_code, on=on)
    period = period_text(decision.period_from, decision.period_to)
    work = "phong trào thi đua" if info.kind == TITLE_KIND else "công tác"
    award = DecisionAward(
        decision=decision,
        nominee=nominee,
        order=0,
        award_code=info.code,
        award_name=info.name,
        recipient_name=nominee.name,
        is_collective=collective is not None,
        provisional=bool(nominee.assessment.provisional),
        merit=nominee.summary or f"Có thành tích trong {work} {period}",
    )
    if person is not None:
        award.honorific, award.office = person.honorific, person.position
        award.unit_name = person.unit.name if person.unit else ""
    award.merit = award.merit[:300]
    return award


def _title(codes: Sequence[str], year: int, *, on: date) -> str:
    names = [award_info(code, on=on).name for code in codes]
    if len(names) == 1:
        return f"Về việc tặng {names[0]} năm {year}"
    return f"Về việc tặng danh hiệu thi đua, hình thức khen thưởng năm {year}"
