"""The list of rounds, opening one, screening it, closing and reopening it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from thidua.accounts.queries import scope_of
from thidua.eligibility import actions
from thidua.eligibility.forms import RoundForm
from thidua.eligibility.models import Round
from thidua.eligibility.permissions import check_may_run_round, may_open_round
from thidua.eligibility.queries.awards import awards_by_kind
from thidua.eligibility.queries.milestones import milestones
from thidua.eligibility.queries.records import people_considered
from thidua.eligibility.queries.rounds import rounds_visible_to, with_sizes
from thidua.kit.dates import grouped
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.lists import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Rounds, newest year first; the officer opens the next one here."""
    scope = scope_of(request.user)
    if scope.department is None or not (scope.whole_department or scope.unit_ids):
        raise NotAllowed(
            "Chỉ chuyên viên, thư ký Hội đồng, Giám đốc và trưởng đơn vị xem được đợt xét."
        )
    may_open = may_open_round(request.user, department=scope.department)
    form = RoundForm(request.POST or None) if may_open else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed("Chỉ chuyên viên thi đua, khen thưởng của đơn vị mới được mở đợt xét.")
        if form.is_valid():
            try:
                opened = actions.open_round(
                    department=scope.department, by=request.user, **form.cleaned_data
                )
            except WrongState as refusal:
                form.blame(str(refusal), refusal.field)
            else:
                messages.success(request, f"Đã mở đợt xét “{opened.name}”. Quét để có kết quả.")
                return redirect("eligibility:grid", opened.pk)
    rounds = with_sizes(rounds_visible_to(request.user)).order_by("-year", "-received_on", "-pk")
    return render(
        request,
        "eligibility/index.html",
        {
            "page": page_of(request, rounds),
            "form": form,
            "milestones": milestones(),
            "may_count": scope.whole_department,
            "anybody": people_considered(scope.department, year=timezone.localdate().year).exists(),
        },
        status=400 if form is not None and form.errors else 200,
    )


@require_POST
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Screen the whole round; a few seconds for three hundred people."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    done = actions.screen_round(round=round_, by=request.user)
    changed = grouped(done.changed) if done.changed else "không"
    messages.success(
        request,
        f"Đã quét {grouped(done.people)} người, {grouped(done.units)} tập thể: "
        f"{changed} kết quả thay đổi.",
    )
    address = reverse("eligibility:grid", args=[pk])
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
def awards(request: HttpRequest, pk: int) -> HttpResponse:
    """Which awards the round considers, by kind; the officer chooses while it is open."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    check_may_run_round(request.user, round=round_, to_do="chọn khen thưởng đưa vào xét")
    refusal = ""
    chosen = request.POST.getlist("ma") if request.method == "POST" else None
    if chosen is not None:
        usual = "thuong-xet" in request.POST
        try:
            if not chosen and not usual:
                raise WrongState("Chọn ít nhất một danh hiệu hoặc hình thức khen thưởng.")
            actions.choose_awards(round=round_, awards=() if usual else chosen, by=request.user)
        except WrongState as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Đã lưu khen thưởng đưa vào xét. Quét lại để có kết quả.")
            return redirect("eligibility:grid", pk)
    kinds = awards_by_kind(round_.received_on)
    usual_codes = {info.code for _, infos in kinds for info in infos if info.usual}
    return render(
        request,
        "eligibility/awards.html",
        {
            "round": round_,
            "kinds": kinds,
            "chosen": set(chosen) if chosen is not None else set(round_.awards) or usual_codes,
            "refusal": refusal,
        },
        status=400 if refusal else 200,
    )


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    actions.close_round(round=round_, by=request.user)
    messages.success(request, f"Đã đóng đợt xét “{round_.name}”.")
    return redirect("eligibility:grid", pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    round_: Round = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    actions.reopen_round(round=round_, by=request.user)
    messages.success(request, f"Đã mở lại đợt xét “{round_.name}”.")
    return redirect("eligibility:grid", pk)
