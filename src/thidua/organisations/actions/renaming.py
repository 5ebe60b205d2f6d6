"""A body takes another name from a day, or a slip in its name is corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.actions.reorganising import ONE_DAY, Basis, Reorganising, Role
from thidua.organisations.actions.units import check_unit
from thidua.organisations.models import Body, BodyEvent, BodyName

Kind = BodyEvent.Kind


@transaction.atomic
def rename_body(
    *, body: Body, name: str, effective_on: dt.date, basis: Basis, by: Any
) -> BodyEvent:
    """Give a body a new name from a day; the former one stays known until the day before.

    A mere renaming keeps the body and its history. Refuses an empty or unchanged name, one that
    another standing unit bears, and a day that has not come or lies before the last change.
    """
    work = Reorganising(Kind.RENAME, effective_on=effective_on, basis=basis, by=by, changed=[body])
    name = _checked(body, name)
    work.check_name(name, body.parent, but=body)
    until = effective_on - ONE_DAY
    ends = body.names.exclude(valid_to=None).order_by("-valid_to")
    last = ends.values_list("valid_to", flat=True).first()
    since = last + ONE_DAY if last else body.founded_on
    if since and since > until:
        raise WrongState(
            f"Tên hiện nay có từ {since:%d/%m/%Y}; ngày đổi tên phải sau ngày đó.",
            field="effective_on",
        )
    old = body.name
    BodyName.objects.create(
        body=body,
        name=old,
        folded_name=body.folded_name,
        valid_from=since,
        valid_to=until,
        event=work.event,
    )
    work.part(body, Role.CHANGED)
    body.name, body.folded_name = name, fold(name)
    body.save(update_fields=["name", "folded_name"])
    work.told.append(f"“{old}” mang tên “{name}” từ {effective_on:%d/%m/%Y}; tên cũ được giữ.")
    return work.finish(f"Đổi tên “{old}” thành “{name}” từ {effective_on:%d/%m/%Y}")


@transaction.atomic
def correct_name(*, body: Body, name: str, by: Any) -> Body:
    """Mend a slip of writing; no former name is kept. Refuses what `rename_body` refuses."""
    check_unit(body, by)
    name = _checked(body, name)
    others = Body.objects.filter(parent=body.parent, closed_on=None).exclude(pk=body.pk)
    if others.filter(folded_name=fold(name)).exists():
        raise WrongState(f"Đã có đơn vị khác mang tên “{name}”. Chọn tên khác.", field="name")
    old, body.name, body.folded_name = body.name, name, fold(name)
    body.save(update_fields=["name", "folded_name"])
    record(
        by=by,
        action="organisations.correct_name",
        text=f"Sửa tên viết sai “{old}” thành “{name}”",
        subject=body,
        body=body.department,
    )
    return body


def _checked(body: Body, name: str) -> str:
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi tên mới của đơn vị.", field="name")
    if name == body.name:
        raise WrongState("Đây đang là tên của đơn vị. Ghi tên mới.", field="name")
    return name
