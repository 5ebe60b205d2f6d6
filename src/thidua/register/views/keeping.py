"""Keeping the book: lines that wait for a human, decisions on paper, revocations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.organisations.scopes import scope_of
from thidua.people.models import Person
from thidua.people.queries import visible_to as people_visible_to
from thidua.register import actions, queries
from thidua.register.forms import PaperDecisionForm
from thidua.register.models import RegisterEntry
from thidua.register.permissions import check_may_keep_register


def _department(request: HttpRequest) -> Body:
    """The department of the signed-in officer; refuses everyone else."""
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")
    check_may_keep_register(request.user, department=department)
    return department


@require_safe
def matching(request: HttpRequest) -> HttpResponse:
    """Lines whose person only a human can tell, each with the persons it may be about."""
    department = _department(request)
    text = request.GET.get("q", "").strip()
    waiting = queries.search(queries.waiting_to_match(request.user), text)
    page = page_of(request, waiting.select_related("person__unit"), 25)
    context = {
        "page": page,
        "q": text,
        "suggestions": queries.suggestions(department, list(page)),
        "units": units_of(department),
    }
    return render(request, "register/matching.html", context)


_HEADS = (
    "Vào sổ số", "Họ và tên, tên tập thể", "Đơn vị ghi trong sổ",
    "Danh hiệu, hình thức khen thưởng", "Năm", "Số quyết định", "Ngày quyết định", "Lý do",
    "Có thể là",
)  # fmt: skip


@require_safe
def export_matching(request: HttpRequest) -> StreamingHttpResponse:
    """The lines that wait and the persons each may be about, as a file."""
    department = _department(request)
    text = request.GET.get("q", "").strip()
    waiting = queries.search(queries.waiting_to_match(request.user), text)
    rows = (
        (
            one.entry.sequence, one.entry.recipient_name, one.entry.unit_name,
            one.entry.award_name, one.entry.year, one.entry.decision_number,
            one.entry.decided_on, "; ".join(one.entry.match_reasons),
            "; ".join(f"{person.full_name} ({person.code})" for person in one.people),
        )
        for part in _parts(waiting.select_related("person__unit").iterator(2000), 500)
        for one in queries.suggestions(department, part)
    )  # fmt: skip
    return exported(
        request, name="cho-xac-nhan-nguoi", title="Chờ xác nhận người", heads=_HEADS, rows=rows
    )


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is of the chosen person (by id or staff code) or unit."""
    entry = _entry(request, pk)
    try:
        actions.confirm_match(
            entry=entry,
            person=_person(request),
            collective=_unit(request, entry),
            by=request.user,
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã xác nhận dòng sổ số {entry.sequence}.")
    return _back(request, entry)


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody in the list is meant."""
    entry = _entry(request, pk)
    try:
        actions.reject_match(entry=entry, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Dòng sổ số {entry.sequence} không khớp với ai.")
    return _back(request, entry)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a match back."""
    entry = _entry(request, pk)
    try:
        actions.undo_match(entry=entry, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã gỡ khớp dòng sổ số {entry.sequence}.")
    return _back(request, entry)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A decision that exists on paper, typed in."""
    department = _department(request)
    form = PaperDecisionForm(request.POST or None, request.FILES or None, department=department)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            entry = actions.record_paper_decision(
                department=department,
                by=request.user,
                person=data["person_code"],
                collective=data["collective"],
                award_code=data["award_code"],
                award_name=form.award_name(),
                year=data["year"],
                decision_number=data["decision_number"],
                decided_on=data["decided_on"],
                authority=data["authority"],
                merit=data["merit"],
                note=data["note"],
                source=data["source"] or RegisterEntry.Source.PAPER,
                recipient_group=data["recipient_group"],
                period=(data["period_from"], data["period_to"]) if data["period_from"] else None,
                evidence=data["evidence"],
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã ghi vào sổ số {entry.sequence}.")
            return redirect("register:detail", entry.pk)
    status = 422 if form.errors else 200
    return render(request, "register/add.html", {"form": form}, status=status)


def _entry(request: HttpRequest, pk: int) -> RegisterEntry:
    entries = queries.visible_to(request.user)
    return get_object_or_404(entries.select_related("person", "collective", "department"), pk=pk)


def _person(request: HttpRequest) -> Person | None:
    people = people_visible_to(request.user)
    chosen, code = request.POST.get("nguoi", ""), request.POST.get("ma", "").strip()
    if code:
        found = people.filter(code__iexact=code).first()
        if found is None:
            raise WrongState(f"Không có cán bộ mang mã “{code}” trong cơ quan.")
        return found
    if chosen.isascii() and chosen.isdigit():
        return people.filter(pk=int(chosen[:12])).first()
    return None


def _unit(request: HttpRequest, entry: RegisterEntry) -> Body | None:
    chosen = request.POST.get("tap-the", "")
    if not (chosen.isascii() and chosen.isdigit()):
        return None
    return units_of(entry.department, with_closed=True).filter(pk=int(chosen[:12])).first()


def _back(request: HttpRequest, entry: RegisterEntry) -> HttpResponse:
    wanted = request.POST.get("ve", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}
    ):
        return redirect(wanted)
    return redirect("register:detail", entry.pk)


def _parts(entries: Iterator[RegisterEntry], size: int) -> Iterator[list[RegisterEntry]]:
    while part := list(islice(entries, size)):
        yield part
