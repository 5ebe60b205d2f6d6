"""Ceremonies: the list, one with its order, groups, presenters, seats, papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.ceremonies import actions, papers
from thidua.ceremonies.forms import CeremonyForm, PresenterForm, SeatsForm
from thidua.ceremonies.models import Ceremony, Presenter, Turn
from thidua.ceremonies.permissions import check_may_plan, may_plan, readable_body
from thidua.ceremonies.queries import ceremonies as queries
from thidua.decisions.queries import certificates
from thidua.documents.queries.certificates import printers_of, shift_of
from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import key_of, page_of, sorting
from thidua.kit.text import fold

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SORTS = {"ngay": ("held_on",), "ten": ("title",), "so": ("people",)}
HEADS = ("Tên buổi lễ", "Ngày", "Địa điểm", "Số trường hợp", "Dự lễ")
TURN_HEADS = (
    "Thứ tự", "Lượt", "Họ tên, tập thể", "Chức vụ", "Đơn vị", "Danh hiệu, hình thức", "Quyết định",
    "Người trao", "Chức vụ người trao", "Dự lễ", "Người lên nhận", "Chỗ ngồi",
)  # fmt: skip


def _rows(request: HttpRequest) -> Any:
    body = readable_body(request.user)
    sort, fields = sorting(request, SORTS, "-ngay")
    rows = queries.matching(queries.ceremonies_of(body), request.GET.get("q", ""))
    return body, sort, rows.order_by(*fields)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    body, sort, rows = _rows(request)
    context = {
        "page": page_of(request, rows),
        "sorting": sort,
        "text": request.GET.get("q", ""),
        "total": Ceremony.objects.filter(body=body).count(),
        "may_plan": may_plan(request.user, body),
        "body": body,
    }
    return render(request, "ceremonies/index.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    _, _, rows = _rows(request)
    lines = (
        (one.title, one.held_on, one.place, one.people, one.coming)
        for one in rows.iterator(chunk_size=500)
    )
    return exported(request, name="le-trao-thuong", title="Lễ trao thưởng", heads=HEADS, rows=lines)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Plan a ceremony; `?quyet-dinh=` ticks one."""
    body = readable_body(request.user)
    check_may_plan(request.user, body)
    return _save(request, body, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    body, ceremony = _found(request, pk)
    check_may_plan(request.user, body)
    return _save(request, body, ceremony)


def _save(request: HttpRequest, body: Any, ceremony: Ceremony | None) -> HttpResponse:
    if ceremony is None:
        initial: dict[str, Any] = {
            "held_on": timezone.localdate(),
            "decisions": [key_of(request.GET.get("quyet-dinh", ""))],
            "title": f"Lễ trao thưởng năm {timezone.localdate().year}",
        }
    else:
        initial = {name: getattr(ceremony, name) for name in CeremonyForm.base_fields}
        initial["decisions"] = [one.pk for one in ceremony.decisions.all()]
    form = CeremonyForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        offered=queries.issued_decisions(body),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_ceremony(
                body=body, ceremony=ceremony, by=request.user, **form.cleaned_data
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, "Đã lưu buổi lễ")
            return redirect("ceremonies:detail", made.pk)
    context = {"form": form, "ceremony": ceremony}
    return render(request, "ceremonies/edit.html", context, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The order of the ceremony with everything that is set in it."""
    body, ceremony = _found(request, pk)
    turns = queries.turns_of(ceremony)
    context = {
        "ceremony": ceremony,
        "page": page_of(request, turns),
        "groups": queries.groups_of(ceremony),
        "presenters": list(ceremony.presenters.all()),
        "decisions": list(ceremony.decisions.all()),
        "attendances": Turn.Attendance.choices,
        "printers": list(printers_of(body)),
        "presenter_form": PresenterForm(),
        "seats_form": SeatsForm(),
        "may_plan": may_plan(request.user, body),
    }
    return render(request, "ceremonies/detail.html", context)


@require_safe
def export_turns(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Order, groups, attendance and seats as a file."""
    _, ceremony = _found(request, pk)
    rows = (
        (
            turn.order, turn.group, turn.award.recipient_name, turn.award.office,
            turn.award.unit_name, turn.award.award_name, turn.award.decision.full_number,
            turn.presenter.name if turn.presenter else "",
            turn.presenter.post if turn.presenter else "",
            turn.get_attendance_display(), turn.receiver, turn.place,
        )
        for turn in queries.turns_of(ceremony).iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="thu-tu-trao", title="Thứ tự trao", heads=TURN_HEADS, rows=rows)


@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    _, ceremony = _found(request, pk)
    return _done(
        request, pk, "Đã xếp lại thứ tự",
        lambda: actions.arrange(ceremony=ceremony, by=request.user),
    )  # fmt: skip


@require_POST
def change(request: HttpRequest, pk: int, turn: int) -> HttpResponse:
    """One line: its place, attendance, who goes on stage, whether a group begins with it."""
    _, ceremony = _found(request, pk)
    row = get_object_or_404(
        Turn.objects.select_related("ceremony__body"), ceremony=ceremony, pk=turn
    )
    sent = request.POST

    def act() -> None:
        actions.change_turn(
            turn=row,
            attendance=sent.get("attendance", row.attendance),
            receiver=sent.get("receiver", ""),
            opens_group=sent.get("opens_group") == "on",
            by=request.user,
        )
        place = key_of(sent.get("to", ""))
        if place and place != row.order:
            actions.move_turn(turn=row, to=place, by=request.user)

    return _done(request, pk, "Đã lưu", act)


@require_POST
def presenter(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody who hands over."""
    body, ceremony = _found(request, pk)
    check_may_plan(request.user, body)
    form = PresenterForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise WrongState(str(next(iter(form.errors.values()))[0]))
        actions.add_presenter(ceremony=ceremony, by=request.user, **form.cleaned_data)

    return _done(request, pk, "Đã thêm người trao", act)


@require_POST
def remove_presenter(request: HttpRequest, pk: int, presenter: int) -> HttpResponse:
    _, ceremony = _found(request, pk)
    row = get_object_or_404(
        Presenter.objects.select_related("ceremony__body"), ceremony=ceremony, pk=presenter
    )
    return _done(
        request, pk, "Đã bỏ người trao",
        lambda: actions.remove_presenter(presenter=row, by=request.user),
    )  # fmt: skip


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who hands over to a group (`luot`, 0 for all)."""
    _, ceremony = _found(request, pk)
    who = ceremony.presenters.filter(pk=key_of(request.POST.get("nguoi-trao", ""))).first()
    return _done(
        request, pk, "Đã phân công",
        lambda: actions.assign_presenter(
            ceremony=ceremony, group=key_of(request.POST.get("luot", "")), presenter=who,
            by=request.user,
        ),
    )  # fmt: skip


@require_POST
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    body, ceremony = _found(request, pk)
    check_may_plan(request.user, body)
    form = SeatsForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise WrongState(str(next(iter(form.errors.values()))[0]))
        actions.give_seats(ceremony=ceremony, by=request.user, **form.cleaned_data)

    return _done(request, pk, "Đã xếp chỗ ngồi", act)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a plan, after a question."""
    body, ceremony = _found(request, pk)
    check_may_plan(request.user, body)
    if request.method == "POST":
        actions.remove_ceremony(ceremony=ceremony, by=request.user)
        messages.success(request, "Đã bỏ buổi lễ")
        return redirect("ceremonies:index")
    return render(request, "ceremonies/remove.html", {"ceremony": ceremony})


@require_safe
def script(request: HttpRequest, pk: int) -> HttpResponse:
    _, ceremony = _found(request, pk)
    content = papers.script_docx(ceremony, queries.groups_of(ceremony))
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{_name("loi dan", ceremony)}.docx"'
    return response


@require_safe
def cards(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Seat cards as PDF."""
    _, ceremony = _found(request, pk)
    turns = list(queries.turns_of(ceremony))
    if not any(turn.seat for turn in turns):
        raise WrongState("Chưa xếp chỗ ngồi. Xếp chỗ rồi in thẻ.")
    return _pdf(papers.seat_cards(ceremony, turns), _name("the cho ngoi", ceremony))


@require_safe
def sheets(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Certificates in the order of the ceremony, one PDF; `may-in` corrects for a printer."""
    body, ceremony = _found(request, pk)
    order = list(queries.turns_of(ceremony).values_list("award", flat=True))
    if not order:
        raise WrongState("Buổi lễ chưa có ai để in bằng.")
    shift = shift_of(body, key_of(request.GET.get("may-in", "")))
    pieces = certificates.pdf_of_papers(body, certificates.papers_in_order(order), shift=shift)
    return _pdf(pieces, _name("bang theo thu tu trao", ceremony))


def _pdf(pieces: Any, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _name(what: str, ceremony: Ceremony) -> str:
    return slugify(fold(f"{what} {ceremony.title} {ceremony.held_on:%Y%m%d}"))[:80]


def _found(request: HttpRequest, pk: int) -> tuple[Any, Ceremony]:
    body = readable_body(request.user)
    return body, get_object_or_404(Ceremony.objects.select_related("body"), body=body, pk=pk)


def _done(request: HttpRequest, pk: int, said: str, act: Any) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    back = redirect("ceremonies:detail", pk)
    page = request.POST.get("trang", "")
    if page.isdigit():
        back["Location"] += f"?trang={page}"
    return back
