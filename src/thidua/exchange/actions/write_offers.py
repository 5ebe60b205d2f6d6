"""A unit's proposal becomes a draft dossier of the open round."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from thidua.dossiers.actions import create_dossier
from thidua.dossiers.queries.selection import choices_of
from thidua.eligibility.models import Round
from thidua.exchange.offer_claims import new_claims
from thidua.exchange.offer_plan import OffersPlan
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.actions import record_claims


def write_offers(plan: OffersPlan, *, by: Any) -> tuple[dict[str, int], dict[str, Any]]:
    """Draft one dossier with every line the law lets be proposed; the others are told with why.

    Past awards that the text names beyond the staff list are checked against the book at once.

    Refuses where no round of the year is open, and where nothing at all can be proposed.
    """
    department = plan.department
    open_rounds = Round.objects.filter(department=department, state=Round.State.OPEN)
    round_ = open_rounds.filter(year=plan.year).order_by("-pk").first() if plan.year else None
    if round_ is None:
        raise WrongState(
            f"Chưa mở đợt xét năm {plan.year or '(văn bản không ghi năm)'}. Mở đợt xét, quét điều "
            "kiện rồi xác nhận; tệp và các quyết định vẫn được giữ."
        )
    by_award: dict[str, list[Person | Body]] = defaultdict(list)
    for one in plan.wanted:
        if one.subject is not None and one.read.code:
            by_award[one.read.code].append(one.subject)
    selection: list[tuple[Person | Body, str]] = []
    refused: list[str] = []
    for code, subjects in by_award.items():
        for choice in choices_of(
            round_,
            unit=department,
            award_code=code,
            people=[s.pk for s in subjects if isinstance(s, Person)],
            collectives=[s.pk for s in subjects if isinstance(s, Body)],
            by=by,
        ):
            if choice.why_not:
                refused.append(f"{choice.subject} ({choice.award.short_name}): {choice.why_not}")
            else:
                selection.append((choice.subject, choice.award_code))
    if not selection:
        raise WrongState(
            "Không dòng nào lập hồ sơ được: "
            + "; ".join(refused[:5] or ["không có dòng nào"])
            + "."
        )
    whose = plan.unit.name if plan.unit else plan.read.unit or "đơn vị"
    dossier = create_dossier(
        round=round_,
        unit=department,
        title=f"Đề nghị của {whose} năm {plan.year}",
        selection=selection,
        note=f"Lập từ tệp {plan.read.file}",
        by=by,
    )
    claims = record_claims(department=department, rows=new_claims(plan), by=by)
    result = {
        "nominees": len(selection),
        "not_proposed": len(refused),
        "claims": len(claims),
        "claims_open": sum(1 for one in claims if one.status != one.Status.CONFIRMED),
    }
    made = {"dossier": dossier.pk, "not_proposed": refused, "claims": [one.pk for one in claims]}
    return result, made
