"""The own record, what is asked to be corrected in it, and the officer's list of requests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.kit.uploads import attachment
from thidua.organisations.scopes import scope_of
from thidua.people import actions, forms, queries
from thidua.people.models import Correction, Person
from thidua.people.permissions import may_decide_corrections

_SLUGS = {
    "xep-loai": "rating",
    "cong-tac": "post",
    "nghi": "leave",
    "ky-luat": "discipline",
    "vu-viec": "pending",
}
_IN_WORDS = {
    "khen-thuong": "award",
    "sang-kien": "initiative",
    "dang-ky": "registration",
    "thoi-viec": "departure",
    "so-dinh-danh": "identity",
}
_FORMS: dict[str, type[forms.FactForm]] = {
    "rating": forms.RatingForm,
    "post": forms.PostForm,
    "leave": forms.LeaveForm,
    "discipline": forms.DisciplineForm,
    "pending": forms.PendingForm,
}
_ACTS = {"bo-sung": "add", "sua": "change", "bo": "remove"}
_HEADS = (
    "Ngày đề nghị", "Họ và tên", "Mã cán bộ", "Đề nghị", "Nội dung", "Đang ghi", "Sửa thành",
    "Lý do", "Tình trạng", "Trả lời",
)  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The own record with what may be asked to be corrected, and what was asked."""
    person = _own(request)
    if person is None:
        return render(request, "people/mine_empty.html")
    record = queries.record_of(person, private=True)
    values = [
        (field, label, queries.in_words("person", {field: getattr(person, field)}))
        for field, label in queries.FIELDS.items()
    ]
    facts = [(slug, queries.ASKABLE[sort], _rows(record, sort)) for slug, sort in _SLUGS.items()]
    context = {
        "person": person,
        "record": record,
        "values": values,
        "facts": facts,
        "lines": [
            (slug, queries.IN_WORDS[sort], queries.own_lines(person, sort))
            for slug, sort in _IN_WORDS.items()
            if sort != queries.IDENTITY
        ],
        "asked": queries.visible_corrections(request.user).filter(person=person)[:20],
    }
    return render(request, "people/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_field(request: HttpRequest, field: str) -> HttpResponse:
    """Ask to have one field of the own record corrected."""
    person = _own(request)
    if person is None or field not in queries.FIELDS:
        raise Http404
    now = {field: getattr(person, field)}
    form = forms.AskFieldForm(*_sent(request), field=field, now=now[field])
    about = {"sort": "person", "act": "change", "field": field}
    if request.method == "POST" and form.is_valid() and _asked(request, form, person, **about):
        return redirect("people:mine")
    return _ask_page(request, form, queries.FIELDS[field], queries.in_words("person", now))


@require_http_methods(["GET", "HEAD", "POST"])
def ask_fact(request: HttpRequest, sort: str, act: str, fact: int = 0) -> HttpResponse:
    """Ask to have a dated fact of the own record added, corrected or taken out."""
    person = _own(request)
    if person is None or sort not in _SLUGS or act not in _ACTS or (act == "bo-sung") != (not fact):
        raise Http404
    name, known = _SLUGS[sort], None
    now = ""
    initial: dict[str, Any] = {}
    if fact:
        rows: Any = actions.SORTS[name].model
        known = get_object_or_404(rows, pk=fact, person=person)
        initial = {n: getattr(known, n) for n in actions.SORTS[name].fields}
        now = queries.in_words(name, initial)
    base = forms.FactForm if act == "bo" else _FORMS[name]
    form = forms.asking(base)(*_sent(request), department=person.department, initial=initial)
    about = {"sort": name, "act": _ACTS[act], "fact": known}
    if request.method == "POST" and form.is_valid() and _asked(request, form, person, **about):
        return redirect("people:mine")
    verb = dict(Correction.Act.choices)[_ACTS[act]]
    return _ask_page(request, form, f"{verb} {queries.ASKABLE[name].lower()}", now)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_words(request: HttpRequest, sort: str, line: int | None = None) -> HttpResponse:
    """Ask in words: for a line of the book, the initiatives or registrations, or one missing."""
    person = _own(request)
    if person is None or sort not in _IN_WORDS:
        raise Http404
    name = _IN_WORDS[sort]
    lines = dict(queries.own_lines(person, name))
    if line is not None and line not in lines:
        raise Http404
    missing = line is None and name != queries.IDENTITY
    form = forms.AskWordsForm(*_sent(request), missing=missing, one=name == queries.IDENTITY)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            actions.ask_in_words(
                person=person,
                sort=name,
                line=line,
                act="add" if missing else data.get("act") or "change",
                wanted=data["wanted"],
                reason=data["reason"],
                upload=data["file"],
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã gửi đề nghị. Kết quả giải quyết hiện ở trang này.")
            return redirect("people:mine")
    what = f"{'Bổ sung' if missing else 'Sửa'} {queries.IN_WORDS[name].lower()}"
    return _ask_page(request, form, what, lines[line] if line is not None else "", name)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Requests: all of the department for the officer, the own ones for others."""
    found = queries.requests(request.user, request.GET)
    order, fields = sorting(request, queries.REQUEST_SORTS, "-ngay")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "states": queries.STATES,
        "officer": scope_of(request.user).has("officer"),
    }
    return render(request, "people/corrections.html", context)


@require_safe
def export_corrections(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = queries.requests(request.user, request.GET)
    rows = (
        (
            c.asked_at.date(), c.person.full_name, c.person.code, c.get_act_display(), c.what,
            c.before_text, c.wanted_text, c.reason, c.get_state_display(), c.answer,
        )
        for c in found.rows.order_by("-asked_at", "-pk").iterator(chunk_size=500)
    )  # fmt: skip
    return exported(
        request, name="de-nghi-sua-ho-so", title="Đề nghị sửa hồ sơ", heads=_HEADS, rows=rows
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; the officer accepts or refuses it here."""
    asked = _correction(request, pk)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = (
            actions.accept_correction
            if request.POST.get("act") == "accept"
            else actions.refuse_correction
        )
        try:
            act(correction=asked, answer=form.cleaned_data["answer"], by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã giải quyết đề nghị.")
            return redirect("people:correction", asked.pk)
    context = {
        "asked": asked,
        "form": form,
        "may_decide": asked.state == Correction.State.OPEN
        and may_decide_corrections(request.user, person=asked.person),
        "own": asked.person_id == queries.own_person_id(request.user),
        "in_words": asked.sort in queries.IN_WORDS,
    }
    return render(request, "people/correction.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The person takes the request back."""
    asked = _correction(request, pk)
    try:
        actions.withdraw_correction(correction=asked, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút đề nghị.")
    return redirect("people:correction", asked.pk)


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file that was sent with a request."""
    asked = _correction(request, pk)
    if not asked.file:
        raise Http404
    return attachment(asked.file, asked.file_name)


def _own(request: HttpRequest) -> Person | None:
    own = queries.own_person_id(request.user)
    people = Person.objects.select_related("unit", "department", "identity")
    return people.filter(pk=own).first() if own else None


def _correction(request: HttpRequest, pk: int) -> Correction:
    return get_object_or_404(queries.visible_corrections(request.user), pk=pk)


def _rows(record: Any, sort: str) -> list[tuple[int, str]]:
    shelves = {
        "rating": record.ratings,
        "post": record.posts,
        "leave": record.leaves,
        "discipline": record.disciplines,
        "pending": record.pending,
    }
    names = actions.SORTS[sort].fields
    return [
        (row.pk, queries.in_words(sort, {n: getattr(row, n) for n in names}))
        for row in shelves[sort]
    ]


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _asked(request: HttpRequest, form: Any, person: Person, **about: Any) -> bool:
    data = dict(form.cleaned_data)
    why, upload = data.pop("reason"), data.pop("file")
    try:
        actions.ask_correction(
            person=person, values=data, reason=why, upload=upload, by=request.user, **about
        )
    except WrongState as refusal:
        form.blame(str(refusal), refusal.field)
        return False
    messages.success(request, "Đã gửi đề nghị. Kết quả giải quyết hiện ở trang này.")
    return True


def _ask_page(request: HttpRequest, form: Any, what: str, now: str, sort: str = "") -> HttpResponse:
    context = {
        "form": form,
        "what": what,
        "now": now,
        "back": reverse("people:mine"),
        "identity": sort == queries.IDENTITY,
    }
    return render(request, "people/ask.html", context, status=422 if form.errors else 200)
