"""What the call to register asks of the signed-in user: own sheet, the unit, all units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from thidua.desk.queries.tasks import Task
from thidua.movements.models import (
    RegistrationCall,
    RegistrationReminder,
    RegistrationSheet,
)
from thidua.movements.queries.calls import HANDED_IN
from thidua.organisations.scopes import Role, Scope

S = RegistrationSheet.State


def registering(user: Any, scope: Scope) -> list[Task]:
    """Tasks of the open call, if there is one: one query."""
    person, home = getattr(user, "person_id", None), getattr(user, "home_id", None)
    department = scope.department.pk if scope.department else home
    head, officer = scope.has(Role.HEAD_OF_UNIT), scope.has(Role.OFFICER)
    if department is None or not (person or head or officer):
        return []
    sheets = RegistrationSheet.objects.filter(call=OuterRef("pk"))
    mine = RegistrationReminder.objects.filter(call=OuterRef("pk"), unit__in=scope.unit_ids)
    call: Any = (
        RegistrationCall.objects.filter(
            department=department,
            state=RegistrationCall.State.OPEN,
            opens_on__lte=timezone.localdate(),
        )
        .annotate(
            own=Subquery(sheets.filter(person=person or 0).values("state")[:1]),
            why=Subquery(sheets.filter(person=person or 0).values("reason")[:1]),
            to_confirm=_number(sheets.filter(state=S.SENT, person__unit__in=scope.unit_ids or [0])),
            to_approve=_number(sheets.filter(state=S.CONFIRMED)),
            reminded=Subquery(mine.order_by("-pk").values("missing")[:1]),
            reminded_unit=Subquery(mine.order_by("-pk").values("unit")[:1]),
        )
        .order_by("-year")
        .first()
    )
    if call is None:
        return []
    return list(_tasks(call, person=person, head=head, officer=officer))


def _tasks(call: Any, *, person: int | None, head: bool, officer: bool) -> Iterator[Task]:
    name = f"Đăng ký thi đua năm {call.year}"
    open_still = call.takes_sheets()
    if person and call.own not in HANDED_IN and open_still:
        said = f"Phiếu được trả lại: {call.why}" if call.own == S.REFUSED else "Mất vài phút"
        verb = "Sửa phiếu" if call.own else "Đăng ký"
        address = reverse("movements:my_sheet")
        yield Task(name, said, address, verb, call.due_on)
    if head and call.to_confirm:
        yield Task(
            f"Xác nhận {call.to_confirm} phiếu đăng ký của đơn vị",
            name,
            reverse("movements:call", args=[call.pk]),
            "Xác nhận",
            call.due_on,
        )
    if head and call.reminded:
        yield Task(
            f"Đơn vị còn {call.reminded} người chưa gửi phiếu đăng ký",
            f"Chuyên viên nhắc · {name}",
            reverse("movements:unit_sheets", args=[call.pk, call.reminded_unit]),
            "Xem danh sách",
            call.due_on,
        )
    if officer and call.to_approve:
        yield Task(
            f"Duyệt {call.to_approve} phiếu đăng ký thi đua đơn vị đã xác nhận",
            name,
            reverse("movements:call", args=[call.pk]),
            "Duyệt",
        )


def _number(rows: QuerySet[RegistrationSheet]) -> Coalesce:
    counted = rows.order_by().values("call").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
