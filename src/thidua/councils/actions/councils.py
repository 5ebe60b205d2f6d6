"""Setting a council up, correcting what is said of it, and ending it (quyết định thành lập)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.councils.actions.decisions import keep_decision, keep_establishment
from thidua.councils.actions.seats import check_no_open_box, check_standing
from thidua.councils.models import Council, CouncilDecision, Sitting
from thidua.councils.permissions import check_may_manage
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body


class CouncilFacts(TypedDict, total=False):
    """What the decision of establishment says; everything may be added later."""

    established_by: str
    established_on: dt.date | None
    authority: str
    term: str
    term_from: dt.date | None
    term_to: dt.date | None
    rules_of_work: str


_TEXTS = ("established_by", "authority", "term", "rules_of_work")
_DAYS = ("established_on", "term_from", "term_to")
MAX_POINTS = 1000


@transaction.atomic
def create_council(
    *,
    body: Body,
    name: str,
    by: Any,
    kind: str = Council.Kind.EMULATION,
    **facts: Unpack[CouncilFacts],
) -> Council:
    """Set up a council; a second one of the same kind is refused, except for clusters, where the
    name tells them apart. With number and day the decision of establishment is kept."""
    check_may_manage(user=by, department=body.department)
    council = Council(body=body, kind=kind)
    if kind not in Council.Kind.values:
        raise WrongState("Chọn loại hội đồng.", field="kind")
    _fill(council, name, facts)
    try:
        with transaction.atomic():
            _check_single(council)
            council.save()
    except IntegrityError:
        raise WrongState("Hội đồng này vừa được người khác lập. Tải lại danh sách.") from None
    keep_establishment(council, by)
    record(
        by=by,
        action="councils.create",
        text=f"Đã lập {council.name}",
        subject=council,
        body=body,
    )
    return council


@transaction.atomic
def edit_council(*, council: Council, name: str, by: Any, **facts: Unpack[CouncilFacts]) -> Council:
    """Correct what was typed; who sits is changed by a renewal. The log keeps the former words."""
    check_may_manage(user=by, department=council.body.department)
    check_standing(council)
    before = {field: str(getattr(council, field) or "") for field in ("name", *_TEXTS, *_DAYS)}
    _fill(council, name, facts)
    _check_single(council)
    council.save()
    keep_establishment(council, by)
    record(
        by=by,
        action="councils.edit",
        text=f"Đã sửa thông tin {council.name}",
        subject=council,
        body=council.body,
        detail={"before": before},
    )
    return council


@transaction.atomic
def set_criteria(*, council: Council, criteria: Sequence[tuple[str, int]], by: Any) -> Council:
    """The score sheet of the council: `(criterion, highest points)`; sittings already prepared
    keep the sheet they were given."""
    check_may_manage(user=by, department=council.body.department)
    check_standing(council)
    sheet: list[dict[str, Any]] = []
    for title, highest in criteria:
        title = squeeze(title)[:200]
        if not title:
            raise WrongState("Ghi tên của từng tiêu chí.", field="criteria")
        if not 1 <= highest <= MAX_POINTS:
            raise WrongState(
                f"Điểm tối đa của “{title}” phải từ 1 đến {MAX_POINTS}.", field="criteria"
            )
        if any(line["title"] == title for line in sheet):
            raise WrongState(f"Tiêu chí “{title}” ghi hai lần.", field="criteria")
        sheet.append({"title": title, "max": highest})
    before, council.criteria = council.criteria, sheet
    council.save(update_fields=["criteria"])
    record(
        by=by,
        action="councils.criteria",
        text=f"Đã ghi phiếu chấm điểm của {council.name}: {len(sheet)} tiêu chí",
        subject=council,
        body=council.body,
        detail={"before": before, "after": sheet},
    )
    return council


@transaction.atomic
def end_council(
    *, council: Council, number: str, signed_on: dt.date, authority: str, by: Any
) -> Council:
    """End a council by a decision; seats end that day. Refused while a sitting is under way."""
    check_may_manage(user=by, department=council.body.department)
    council = Council.objects.select_for_update().get(pk=council.pk)
    check_standing(council)
    check_no_open_box(council)
    going = council.sittings.exclude(state=Sitting.State.CONCLUDED).first()
    if going is not None:
        raise WrongState(
            f"Phiên “{going.title}” chưa kết luận. Kết luận hoặc xóa phiên đó trước khi kết thúc "
            "hoạt động của Hội đồng."
        )
    decision = keep_decision(
        council,
        kind=CouncilDecision.Kind.END,
        number=number,
        signed_on=signed_on,
        effective_on=signed_on,
        authority=authority,
        changes=["Hội đồng kết thúc hoạt động"],
        by=by,
    )
    council.members.filter(to_date=None).update(to_date=signed_on, released_by=decision)
    council.ended_on = signed_on
    council.save(update_fields=["ended_on"])
    record(
        by=by,
        action="councils.end",
        text=f"{council.name} kết thúc hoạt động theo {decision.number}",
        subject=council,
        body=council.body,
    )
    return council


def _fill(council: Council, name: str, facts: CouncilFacts) -> None:
    council.name = squeeze(name)[:200]
    if not council.name:
        raise WrongState("Ghi tên Hội đồng.", field="name")
    for field in _TEXTS:
        setattr(council, field, squeeze(str(facts.get(field, getattr(council, field)) or "")))
    for field in _DAYS:
        setattr(council, field, facts.get(field, getattr(council, field)))
    if council.established_on and council.established_on > timezone.localdate():
        raise WrongState("Ngày quyết định thành lập chưa tới.", field="established_on")
    if council.term_from and council.term_to and council.term_to < council.term_from:
        raise WrongState(
            f"Nhiệm kỳ phải kết thúc sau ngày {short_date(council.term_from)}.", field="term_to"
        )


def _check_single(council: Council) -> None:
    alike = Council.objects.filter(body=council.body, kind=council.kind, ended_on=None).exclude(
        pk=council.pk
    )
    if council.kind == Council.Kind.CLUSTER:
        if alike.filter(name=council.name).exists():
            raise WrongState(f"Đã có {council.name}. Ghi tên khác cho cụm, khối.", field="name")
    elif alike.exists():
        label = Council.Kind(council.kind).label
        raise WrongState(
            f"Đơn vị đã có {label}. Sửa thành viên của Hội đồng đang hoạt động.", field="kind"
        )
