"""The year's call to register: its board by units, its settings, what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.movements import actions
from thidua.movements.forms.calls import CallForm, whole_numbers
from thidua.movements.models import RegistrationCall
from thidua.movements.permissions import check_may_call, may_call
from thidua.movements.queries import title_of
from thidua.movements.queries.calls import calls_for, units_board
from thidua.movements.queries.outcome import outcomes, roll_up, standings, years_of
from thidua.organisations.models import NOT_UNITS, Body
from thidua.organisations.queries import openable_by
from thidua.organisations.scopes import WHOLE_DEPARTMENT, Role, scope_of

HEADS = ("Đơn vị", "Số người", "Đã gửi phiếu", "Đơn vị xác nhận", "Đã duyệt", "Trả lại",
         "Chưa gửi", "Lượt đăng ký", "Phiếu của tập thể")  # fmt: skip
OUTCOME_HEADS = ("Danh hiệu, hình thức", "Đăng ký", "Đạt", "Chưa đạt", "Tỷ lệ đạt",
                 "Đạt, không đăng ký")  # fmt: skip
ROLL_HEADS = ("Cơ quan", "Mở đợt đăng ký", "Số người", "Đã gửi phiếu", "Phiếu đã duyệt",
              "Lượt đăng ký", "Lượt đạt")  # fmt: skip


def found_call(request: HttpRequest, pk: int) -> RegistrationCall:
    """The call of the user's own department, else 404."""
    return get_object_or_404(calls_for(request.user).select_related("department"), pk=pk)


def worker_of(request: HttpRequest, call: RegistrationCall) -> Any:
    """The scope of one who works on the call (whole department or own units), else refused."""
    scope = scope_of(request.user)
    if scope.department != call.department or not (
        scope.whole_department or scope.has(Role.HEAD_OF_UNIT)
    ):
        raise NotAllowed("Bảng đăng ký do trưởng đơn vị, chuyên viên, lãnh đạo cơ quan xem.")
    return scope


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """How far every unit is; a head sees the own units."""
    call = found_call(request, pk)
    scope = worker_of(request, call)
    only = None if scope.whole_department else scope.unit_ids
    found = units_board(call, only)
    context = {
        "call": call,
        "board": found,
        "awards": [(title_of(code), code, count) for code, count in found.awards],
        "whole": scope.whole_department,
        "officer": may_call(request.user, department=call.department),
        "calls": list(calls_for(request.user)[:6]),
    }
    return render(request, "movements/call.html", context)


@require_safe
def export_board(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same board as a file."""
    call = found_call(request, pk)
    scope = worker_of(request, call)
    found = units_board(call, None if scope.whole_department else scope.unit_ids)
    rows = (
        (one.name, one.people, one.handed_in, one.confirmed, one.approved, one.refused,
         one.missing, one.titles, one.collective)
        for one in found.lines
    )  # fmt: skip
    name = f"dang-ky-thi-dua-{call.year}"
    return exported(request, name=name, title=f"Đăng ký {call.year}", heads=HEADS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open the call of a year."""
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa được giao việc ở cơ quan nào.")
    check_may_call(request.user, department=department)
    last = calls_for(request.user).first()
    initial = {"pledges": last.pledges, "note": last.note} if last else {}
    form = CallForm(request.POST or None, department=department, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            call = actions.open_call(department=department, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã mở đợt đăng ký thi đua năm {call.year}.")
            return redirect("movements:call", call.pk)
    return _form(request, form, "Mở đợt đăng ký thi đua", None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other days, pledges, guidance."""
    call = found_call(request, pk)
    check_may_call(request.user, department=call.department)
    initial = {n: getattr(call, n) for n in ("opens_on", "due_on", "pledges", "note", "movement")}
    form = CallForm(request.POST or None, department=call.department, fixed=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_call(call=call, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu đợt đăng ký.")
            return redirect("movements:call", call.pk)
    return _form(request, form, f"Sửa đợt đăng ký năm {call.year}", call)


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then lock the year or unlock it."""
    call = found_call(request, pk)
    check_may_call(request.user, department=call.department)
    is_open = call.state == RegistrationCall.State.OPEN
    if request.method == "POST":
        turn = actions.close_call if request.POST.get("viec") == "khoa" else actions.reopen_call
        turn(call=call, by=request.user)
        messages.success(request, "Đã khóa." if turn is actions.close_call else "Đã mở khóa.")
        return redirect("movements:call", call.pk)
    waiting = units_board(call)
    context = {"call": call, "is_open": is_open, "board": waiting}
    return render(request, "movements/call_lock.html", context)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the ticked units."""
    call = found_call(request, pk)
    check_may_call(request.user, department=call.department)
    try:
        count = actions.remind_units(
            call=call, units=whole_numbers(request.POST.getlist("don-vi")), by=request.user
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Đã nhắc {count} đơn vị; lời nhắc hiện ở bàn làm việc của trưởng đơn vị."
        )
    return redirect("movements:call", call.pk)


@require_safe
def outcome(request: HttpRequest) -> HttpResponse:
    """Registered against achieved for a year; with `danh-hieu` the names behind one line."""
    department, year, years = _asked_year(request)
    lines = outcomes(department, year)
    code = request.GET.get("danh-hieu", "")
    chosen = next((one for one in lines if one.code == code), None)
    context = {
        "year": year,
        "years": years,
        "lines": lines,
        "chosen": chosen,
        "names": standings(department, year, code) if chosen else [],
    }
    return render(request, "movements/outcome.html", context)


@require_safe
def export_outcome(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    department, year, _ = _asked_year(request)
    rows = (
        (one.name, one.registered, one.reached, one.missed, one.share, one.without)
        for one in outcomes(department, year)
    )
    title = f"Đăng ký và kết quả {year}"
    return exported(request, name="dang-ky-va-ket-qua", title=title, heads=OUTCOME_HEADS, rows=rows)


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies below, for the body above: numbers, no names."""
    department, year, years = _asked_year(request)
    context = {"lines": roll_up(department, year), "year": year, "years": years}
    return render(request, "movements/roll_up.html", context)


@require_safe
def export_bodies(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    department, year, _ = _asked_year(request)
    rows = (
        (one.body.name, "Có" if one.called else "Chưa", one.people, one.handed_in, one.approved,
         one.registered, one.reached)
        for one in roll_up(department, year)
    )  # fmt: skip
    title = f"Đăng ký cấp dưới {year}"
    return exported(request, name="dang-ky-cap-duoi", title=title, heads=ROLL_HEADS, rows=rows)


def _asked_year(request: HttpRequest) -> tuple[Body, int, list[int]]:
    """The user's department, the year asked for, and the years there are."""
    scope = scope_of(request.user)
    if scope.department is None or not scope.has(*WHOLE_DEPARTMENT):
        raise NotAllowed("Kết quả đăng ký của cơ quan do chuyên viên, lãnh đạo cơ quan xem.")
    years = sorted({*years_of(scope.department), timezone.localdate().year}, reverse=True)
    asked = request.GET.get("nam", "")
    year = next((one for one in years if str(one) == asked), timezone.localdate().year)
    return scope.department, year, years


def found_unit(request: HttpRequest, call: RegistrationCall, pk: int) -> Body | None:
    """A unit of the call's department that the user works on; 0 stands for no unit."""
    scope = worker_of(request, call)
    if pk == 0:
        if not scope.whole_department:
            raise Http404
        return None
    unit = get_object_or_404(openable_by(request.user).exclude(kind__in=NOT_UNITS), pk=pk)
    if unit.department != call.department or not (
        scope.whole_department or unit.pk in scope.unit_ids
    ):
        raise Http404
    return unit


def _form(
    request: HttpRequest, form: CallForm, title: str, call: RegistrationCall | None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "title": title, "call": call}
    return render(request, "movements/call_form.html", context, status=status)
