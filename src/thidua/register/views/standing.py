"""What happens to an award later, one page for each kind of event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import WrongState
from thidua.register import actions, queries
from thidua.register.forms import EventForm
from thidua.register.models import RegisterEntry
from thidua.register.permissions import check_may_keep_register

State = RegisterEntry.State
Recovery = RegisterEntry.Recovery


@dataclass(frozen=True)
class Act:
    """One kind of event: what the page says, which fields it asks, when it may be done."""

    title: str
    button: str
    note: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    do: Callable[..., RegisterEntry]
    may: Callable[[RegisterEntry], bool]
    done: str
    danger: bool = False


_PAPER = ("document_number", "document_on", "authority")


def _withdraw(*, entry: RegisterEntry, reason: str, by: Any) -> RegisterEntry:
    actions.withdraw_entries(department=entry.department, entries=[entry.pk], reason=reason, by=by)
    return entry


ACTS = {
    "huy-bo": Act(
        "Ghi việc hủy bỏ, thu hồi",
        "Ghi hủy bỏ",
        "Dòng sổ vẫn giữ, không còn được tính khi xét. Thành tích kê khai dựa vào dòng này sẽ được "
        "đối chiếu lại.",
        ("reason", "day", *_PAPER),
        ("reason",),
        actions.revoke_entry,
        lambda entry: entry.state == State.VALID,
        "Đã ghi việc hủy bỏ, thu hồi.",
        danger=True,
    ),
    "khoi-phuc": Act(
        "Ghi khôi phục hiệu lực",
        "Ghi khôi phục",
        "Dùng khi quyết định hủy bỏ đã bị bãi bỏ, hoặc việc hủy bỏ ghi nhầm dòng.",
        ("reason", "day", *_PAPER),
        ("reason",),
        actions.restore_entry,
        lambda entry: entry.state == State.REVOKED,
        "Đã ghi khôi phục hiệu lực.",
    ),
    "yeu-cau-nop-lai": Act(
        "Yêu cầu nộp lại hiện vật, tiền thưởng",
        "Ghi yêu cầu",
        "Khi quyết định khen thưởng bị hủy bỏ, hiện vật và tiền thưởng được thu hồi.",
        ("objects_named", "amount", "day", *_PAPER),
        (),
        actions.ask_recovery,
        lambda entry: entry.state == State.REVOKED and not entry.recovery,
        "Đã ghi yêu cầu nộp lại.",
    ),
    "da-nop-lai": Act(
        "Ghi đã nộp lại hiện vật, tiền thưởng",
        "Ghi đã nộp",
        "Ghi đúng ngày nhận lại và những gì đã nhận.",
        ("day", "objects_named", "amount", *_PAPER),
        ("day",),
        actions.record_recovered,
        lambda entry: entry.state == State.REVOKED and entry.recovery == Recovery.ASKED,
        "Đã ghi việc nộp lại.",
    ),
    "cap-doi": Act(
        "Ghi cấp đổi hiện vật",
        "Ghi cấp đổi",
        "Hiện vật hư hỏng được đổi cái mới. Khen thưởng không thay đổi.",
        ("day", "reason", "objects_named", *_PAPER),
        ("day", "reason"),
        partial(actions.reissue, kind="exchange"),
        lambda entry: entry.state == State.VALID,
        "Đã ghi cấp đổi.",
    ),
    "cap-lai": Act(
        "Ghi cấp lại hiện vật",
        "Ghi cấp lại",
        "Hiện vật bị mất được cấp cái khác. Khen thưởng không thay đổi.",
        ("day", "reason", "objects_named", *_PAPER),
        ("day", "reason"),
        partial(actions.reissue, kind="reissue"),
        lambda entry: entry.state == State.VALID,
        "Đã ghi cấp lại.",
    ),
    "rut": Act(
        "Rút dòng vào sổ nhầm",
        "Rút dòng này",
        "Dùng khi dòng này lẽ ra không có trong sổ. Dòng vẫn nằm trong chuỗi băm nhưng không tính "
        "cho ai, và không khôi phục được; nếu rút nhầm thì ghi lại thành dòng mới.",
        ("reason",),
        ("reason",),
        _withdraw,
        lambda entry: (
            entry.state != State.WITHDRAWN and entry.source != RegisterEntry.Source.DECISION
        ),
        "Đã rút dòng vào sổ nhầm.",
        danger=True,
    ),
}


def acts_for(entry: RegisterEntry) -> list[tuple[str, Act]]:
    """The events that may be noted of this entry now."""
    return [(name, act) for name, act in ACTS.items() if act.may(entry)]


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Note one event of an entry."""
    if act not in ACTS:
        raise Http404
    entries = queries.visible_to(request.user).select_related("department")
    entry = get_object_or_404(entries, pk=pk)
    check_may_keep_register(request.user, department=entry.department)
    wanted = ACTS[act]
    form = EventForm(request.POST or None, fields=wanted.fields, needed=wanted.required)
    if request.method == "POST" and form.is_valid():
        try:
            wanted.do(entry=entry, by=request.user, **form.said())
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, wanted.done)
            return redirect("register:detail", pk)
    context = {
        "entry": entry,
        "act": wanted,
        "form": form,
        "resting": queries.resting_on([entry.pk]) if act == "rut" else [],
    }
    return render(request, "register/event.html", context, status=422 if form.errors else 200)
