"""Pages of records that may be one person: the pairs, a merge, merges made and undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of
from thidua.people import actions, forms, queries
from thidua.people.models import DistinctPair, Person, PersonMerge
from thidua.people.permissions import check_may_merge_people

_HEADS = (
    "Khả năng (%)", "Họ và tên 1", "Mã 1", "Đơn vị 1", "Họ và tên 2", "Mã 2", "Đơn vị 2", "Lý do",
)  # fmt: skip

_MERGE_HEADS = (
    "Hồ sơ được gộp", "Mã", "Gộp vào", "Mã hồ sơ còn lại", "Gộp lúc", "Người gộp", "Lý do",
    "Tách lại lúc",
)  # fmt: skip
_APART_HEADS = (
    "Họ và tên 1", "Mã 1", "Họ và tên 2", "Mã 2", "Ghi lúc", "Người ghi", "Lý do",
)  # fmt: skip


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person, the likeliest first."""
    department = _department(request)
    text = request.GET.get("q", "").strip()
    page = page_of(request, queries.likely_pairs(department, text))
    context = {"page": page, "text": text, "tab": "pairs", **_counts(department)}
    return render(request, "people/duplicates.html", context)


@require_safe
def export_duplicates(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    pairs = queries.likely_pairs(_department(request), request.GET.get("q", "").strip())
    rows = (
        (
            pair.score,
            *(
                said
                for one in (pair.first, pair.second)
                for said in (one["full_name"], one["code"], one["unit__name"] or "")
            ),
            "; ".join(pair.reasons),
        )
        for pair in pairs
    )
    return exported(request, name="trung-nguoi", title="Trùng người", heads=_HEADS, rows=rows)


@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    """Merges made, the latest first."""
    department = _department(request)
    text = request.GET.get("q", "").strip()
    page = page_of(request, queries.merges_of(department, text))
    context = {"page": page, "text": text, "tab": "merges", **_counts(department)}
    return render(request, "people/merges.html", context)


@require_safe
def apart(request: HttpRequest) -> HttpResponse:
    """Pairs found to be two persons."""
    department = _department(request)
    text = request.GET.get("q", "").strip()
    page = page_of(request, queries.pairs_apart(department, text))
    context = {"page": page, "text": text, "tab": "apart", **_counts(department)}
    return render(request, "people/apart.html", context)


@require_safe
def export_merges(request: HttpRequest) -> StreamingHttpResponse:
    """The merges of the list as a file."""
    found = queries.merges_of(_department(request), request.GET.get("q", "").strip())
    rows = (
        (
            merge.absorbed.full_name, merge.absorbed.code, merge.survivor.full_name,
            merge.survivor.code, merge.merged_at, str(merge.merged_by or "Hệ thống"),
            merge.reason, merge.undone_at,
        )
        for merge in found
    )  # fmt: skip
    return exported(
        request, name="ho-so-da-gop", title="Hồ sơ đã gộp", heads=_MERGE_HEADS, rows=rows
    )


@require_safe
def export_apart(request: HttpRequest) -> StreamingHttpResponse:
    """The pairs found to be two persons as a file."""
    found = queries.pairs_apart(_department(request), request.GET.get("q", "").strip())
    rows = (
        (
            pair.first.full_name, pair.first.code, pair.second.full_name, pair.second.code,
            pair.decided_at, str(pair.decided_by or "Hệ thống"), pair.reason,
        )
        for pair in found
    )  # fmt: skip
    return exported(
        request, name="hai-nguoi-khac-nhau", title="Hai người khác nhau", heads=_APART_HEADS,
        rows=rows,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two records side by side: `pk` stays and takes over what belongs to `other`."""
    department = _department(request)
    kept, gone = _person(department, pk), _person(department, other)
    if kept == gone:
        raise Http404
    pair = queries.likeness_of(kept, gone)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    found = queries.differences(kept, gone)
    chosen = {d.key: request.POST.get(d.key, "" if d.asked else d.default) for d in found}
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.merge_people(
                survivor=kept, absorbed=gone, choices=chosen, by=request.user,
                reason=form.cleaned_data["reason"], likeness=list(pair.reasons) if pair else [],
            )  # fmt: skip
        except WrongState as refusal:
            problem = refusal.field if refusal.field in chosen else ""
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã gộp hồ sơ {gone.code} vào {kept.full_name}.")
            return redirect("people:merge_detail", made.pk)
    context = {
        "kept": kept,
        "gone": gone,
        "differences": [(d, chosen[d.key]) for d in found],
        "owned": queries.owned_by(kept, gone),
        "pair": pair,
        "form": form,
        "problem": problem,
    }
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def tell_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """The two are different persons."""
    department = _department(request)
    one, two = _person(department, pk), _person(department, other)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_apart(
                one=one, other=two, reason=form.cleaned_data["reason"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã ghi là hai người khác nhau.")
            return redirect("people:duplicates")
    context = {"one": one, "two": two, "form": form}
    return render(request, "people/tell_apart.html", context, status=422 if form.errors else 200)


@require_POST
def compare_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A pair told apart by mistake is compared again."""
    pair = get_object_or_404(DistinctPair, pk=pk, first__department=_department(request))
    actions.take_back_apart(pair=pair, by=request.user)
    messages.success(request, "Cặp này được so sánh lại.")
    return redirect("people:apart")


@require_http_methods(["GET", "HEAD", "POST"])
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a merge did; undoing it."""
    found: Any = PersonMerge.objects.select_related(
        "survivor__unit", "absorbed", "merged_by", "undone_by", "department"
    )
    made = get_object_or_404(found, pk=pk, department=_department(request))
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.undo_merge(merge=made, reason=form.cleaned_data["reason"], by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã tách: {made.absorbed.full_name} có lại hồ sơ riêng.")
            return redirect("people:merge_detail", made.pk)
    context = {"merge": made, "moved": queries.counted(made), "form": form}
    return render(request, "people/merge_detail.html", context, status=422 if form.errors else 200)


def _department(request: HttpRequest) -> Body:
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")
    check_may_merge_people(request.user, department=department)
    return department


def _person(department: Body, pk: int) -> Person:
    people = Person.objects.filter(department=department).select_related("unit", "department")
    return get_object_or_404(people, pk=pk)


def _counts(department: Body) -> dict[str, int]:
    return {
        "merged": queries.merges_of(department).filter(undone_at=None).count(),
        "told_apart": queries.pairs_apart(department).count(),
    }
