"""The legal officer's pages: texts loaded here, confirming, loading with a preview, withdrawing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import WrongState
from thidua.law import QuestionError, Rulebook, load_rulebook
from thidua.law.diff import PARTS, diff
from thidua.law.unknowns import unknowns
from thidua.legislation import actions, queries
from thidua.legislation.forms import CheckedForm, EntryForm, ReasonForm
from thidua.legislation.permissions import check_may_keep_texts, may_keep_texts
from thidua.legislation.views.browse import check_may_read, day_today


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/quy-dinh/da-nap/`: the texts loaded or confirmed here, and what may be confirmed."""
    check_may_read(request)
    return _texts(request, CheckedForm(), status=200)


def _texts(
    request: HttpRequest, form: CheckedForm, *, status: int, chosen: list[str] | None = None
) -> HttpResponse:
    rb = load_rulebook()
    waiting = [item for item in unknowns(rb, on=day_today()) if item.kind == "text"]
    by_instrument = [
        (
            rb.instruments[key],
            [(u.awards[0], rb.info(u.awards[0])) for u in waiting if u.instrument == key],
        )
        for key in dict.fromkeys(item.instrument for item in waiting)
    ]
    loaded = [
        (text, rb.instruments[text.instrument].short, [rb.info(code) for code in text.awards])
        for text in queries.own_texts()
    ]
    return render(
        request,
        "legislation/texts.html",
        {
            "loaded": loaded,
            "waiting": by_instrument,
            "form": form,
            "chosen": chosen or [],
            "reason_form": ReasonForm(),
            "keeper": may_keep_texts(request.user),
        },
        status=status,
    )


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm that a document left the chosen awards as they were."""
    check_may_keep_texts(request.user)
    form = CheckedForm(request.POST)
    chosen = request.POST.getlist("ma")
    if form.is_valid():
        try:
            actions.confirm_unchanged(
                awards=chosen,
                instrument=request.POST.get("vb", ""),
                by=request.user,
                **form.cleaned_data,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(
                request,
                f"Đã xác nhận giữ nguyên {len(chosen)} mục. Quét lại đợt xét để có kết quả mới.",
            )
            return redirect("legislation:texts")
    return _texts(request, form, status=400, chosen=chosen)


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, code: str) -> HttpResponse:
    """`/quy-dinh/<code>/nap/?vb=`: restate one award from the text just read, with a preview."""
    check_may_keep_texts(request.user)
    rb = load_rulebook()
    try:
        info = rb.info(code)
    except QuestionError as unknown:
        raise Http404(str(unknown)) from unknown
    head = rb.instruments.get(request.POST.get("vb") or request.GET.get("vb", ""))
    if head is None or head.scope is not None:
        entry = rb.award(info.code, day_today())
        if entry is None:
            raise Http404(f"{info.name}: không có văn bản nào hôm nay để nạp.")
        head = entry.instrument
    draft = queries.draft_of(rb, info.code, head.in_force)
    form = EntryForm(request.POST or None, initial={"text": draft})
    changes: list[dict[str, Any]] | None = None
    if request.method == "POST" and form.is_valid():
        asked = {
            "award": info.code,
            "instrument": head.key,
            "by": request.user,
            **form.cleaned_data,
        }
        try:
            if "nap" in request.POST:
                actions.load_entry(**asked)
                messages.success(
                    request,
                    f"Đã nạp {info.short_name} theo {head.short}. Quét lại đợt xét để có kết quả.",
                )
                return redirect("legislation:award", info.code)
            changes = _changes(actions.preview_entry(**asked), info.code, head.in_force)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
    return render(
        request,
        "legislation/load.html",
        {"info": info, "head": head, "form": form, "changes": changes},
        status=400 if form.errors else 200,
    )


def _changes(rb: Rulebook, code: str, since: dt.date) -> list[dict[str, Any]]:
    """What the text to be loaded changes in the one before it, part by part."""
    found = diff(rb, award=code, received_on=(since - dt.timedelta(days=1), since))
    return [
        {"name": PARTS[part], "changes": [c for c in found if c.part == part]}
        for part in dict.fromkeys(change.part for change in found)
    ]


@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Take a text out again; a reason is asked for."""
    check_may_keep_texts(request.user)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Ghi lý do gỡ văn bản đã nạp.")
        return redirect("legislation:texts")
    try:
        actions.withdraw_text(name=name, by=request.user, **form.cleaned_data)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Đã gỡ văn bản. Các mục trở lại chờ văn bản.")
    return redirect("legislation:texts")
