"""The same finding about several people chosen in the grid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from thidua.accounts.queries import scope_of
from thidua.eligibility import actions
from thidua.eligibility.forms import FindingForm
from thidua.eligibility.permissions import check_may_run_round
from thidua.eligibility.queries.awards import columns
from thidua.eligibility.queries.grid import people_in
from thidua.eligibility.queries.judged import judged_conditions
from thidua.eligibility.queries.rounds import rounds_visible_to
from thidua.kit.errors import WrongState
from thidua.kit.lists import keys_of


@require_POST
def several(request: HttpRequest, pk: int) -> HttpResponse:
    """First post shows the people chosen and the form, the second (`luu`) stores."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    check_may_run_round(request.user, round=round_, to_do="ghi kết luận")
    wanted = keys_of(request.POST.getlist("nguoi"))
    people = list(
        people_in(round_, scope_of(request.user))
        .filter(pk__in=wanted)
        .select_related("unit")
        .order_by("sort_key", "pk")
    )
    if not people:
        messages.warning(request, "Chọn ít nhất một người trong bảng rồi ghi kết luận.")
        return redirect("eligibility:grid", pk)
    codes = {c.code for c in columns(round_)}
    award = request.POST.get("danh-hieu", "")
    award = award if award in codes else ""
    conditions = judged_conditions(round_, award_code=award)
    saving = "luu" in request.POST
    form = FindingForm(request.POST if saving else None, conditions=conditions)
    if saving and form.is_valid():
        try:
            actions.record_findings(
                round=round_, people=people, by=request.user, **form.conclusion()
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã ghi kết luận cho {len(people)} người.")
            return redirect("eligibility:grid", pk)
    return render(
        request,
        "eligibility/several.html",
        {"round": round_, "people": people, "form": form, "award": award},
        status=400 if form.errors else 200,
    )
