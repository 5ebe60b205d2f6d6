"""Cross-scoring sheets of the cluster, and the ranking of a cluster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body, Cluster
from thidua.organisations.permissions import check_may_lead_cluster, may_lead_cluster
from thidua.organisations.queries.clusters import acting_keys, clusters_for
from thidua.organisations.scopes import has_role
from thidua.scoring import actions
from thidua.scoring.actions import ScoreChanged
from thidua.scoring.forms.sheets import ConcludeForm, LineForm
from thidua.scoring.models import PeerReview, Ranking, Sheet
from thidua.scoring.queries import page as pages
from thidua.scoring.queries.clusters import (
    board_of,
    may_see_ranking,
    peer_seats,
    seats_for,
    to_cross,
)
from thidua.scoring.queries.flags import flag_rules, preferences
from thidua.scoring.queries.tables import WHOLE, is_locked, rules_of
from thidua.scoring.states import TONES

BOARD_HEADS = ("Hạng", "Đơn vị", "Tổng điểm", "Xếp loại", "Sau đơn vị trên", "Giải thích")
LIST_HEADS = ("Đơn vị", "Năm", "Bảng", "Trạng thái", "Đơn vị chấm", "Đã nộp")


@require_safe
def to_score(request: HttpRequest) -> HttpResponse:
    """Sheets that the user's bodies cross-score."""
    rows = _waiting(request)
    page = page_of(request, rows)
    reviews = _reviews(request, [one.pk for one in page])
    lines = [
        (
            sheet,
            [(body, reviews.get((sheet.pk, body.pk))) for body in peer_seats(request.user, sheet)],
        )
        for sheet in page
    ]
    context = {"page": page, "lines": lines, "tones": TONES}
    return render(request, "scoring/to_cross.html", context)


@require_safe
def export_to_score(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    sheets = list(_waiting(request))
    reviews = _reviews(request, [one.pk for one in sheets])
    seats = seats_for(request.user, sheets)
    rows = [
        (
            sheet.unit.name, sheet.table.year, sheet.table.name, sheet.get_state_display(),
            body.name, bool((found := reviews.get((sheet.pk, body.pk))) and found.submitted_at),
        )
        for sheet in sheets
        for body in seats[sheet.pk]
    ]  # fmt: skip
    return exported(request, name="cham-cheo", title="Chấm chéo", heads=LIST_HEADS, rows=rows)


@require_safe
def cross(request: HttpRequest, pk: int, peer: int) -> HttpResponse:
    """One sheet as a peer scores it."""
    sheet, body = _seat(request, pk, peer)
    return _cross_page(request, sheet, body)


@require_POST
def save(request: HttpRequest, pk: int, peer: int, criterion: int) -> HttpResponse:
    """Save a peer's points for one line."""
    sheet, body = _seat(request, pk, peer)
    row = get_object_or_404(sheet.table.criteria, pk=criterion)
    form = LineForm(request.POST)
    sentence, score = "", None
    if form.is_valid():
        given = form.cleaned_data
        try:
            score = actions.save_peer_score(
                sheet=sheet, peer=body, criterion=row, version=given["version"],
                points=given["value"], note=given["words"], by=request.user,
            )  # fmt: skip
        except ScoreChanged as refusal:
            sentence, score = str(refusal), refusal.score
        except WrongState as refusal:
            sentence = str(refusal)
    else:
        sentence = next(str(error) for errors in form.errors.values() for error in errors)
    if not getattr(request, "htmx", False):
        if sentence:
            typed = (criterion, sentence, request.POST)
            return _cross_page(request, sheet, body, refused=typed, status=422)
        messages.success(request, f"Đã lưu điểm chấm chéo dòng {row.number}.")
        return redirect("scoring:cross", pk=sheet.pk, peer=body.pk)
    version = score.version if score else (form.data.get("version", "0") if sentence else 0)
    context = {
        "criterion": row, "sentence": sentence, "version": version, "at": timezone.localtime(),
        "changed": bool(score and sentence),
    }  # fmt: skip
    return render(request, "scoring/_peer_saved.html", context)


@require_POST
def hand_in(request: HttpRequest, pk: int, peer: int) -> HttpResponse:
    """Submit the cross-score of a body."""
    sheet, body = _seat(request, pk, peer)
    try:
        actions.submit_review(sheet=sheet, peer=body, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("scoring:cross", pk=sheet.pk, peer=body.pk)
    messages.success(request, f"Đã nộp điểm chấm chéo phiếu của {sheet.unit.name}.")
    return redirect("scoring:to_cross")


@require_safe
def rankings(request: HttpRequest) -> HttpResponse:
    """Clusters in sight with the years that have sheets."""
    pairs = (
        Sheet.objects.filter(cluster__in=clusters_for(request.user))
        .order_by("-table__year", "cluster__folded_name")
        .values_list("cluster", "table__year")
        .distinct()
    )
    clusters = {one.pk: one for one in clusters_for(request.user).select_related("keeper")}
    concluded = {
        (one.cluster_id, one.year): one
        for one in Ranking.objects.filter(cluster__in=clusters, withdrawn_at=None)
    }
    rows = [(clusters[pk], year, concluded.get((pk, year))) for pk, year in pairs]
    return render(request, "scoring/rankings.html", {"rows": rows})


@require_safe
def board(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The ranking of a cluster and year with the reason of every place."""
    return _board_page(request, _cluster(request, pk, year), year)


@require_safe
def export_board(request: HttpRequest, pk: int, year: int) -> StreamingHttpResponse:
    """The ranking as a file."""
    found = board_of(_cluster(request, pk, year), year)
    rows = [
        (
            one.rank, one.entry.name, one.entry.total,
            grade.name if (grade := found.sheets[one.entry.key].grade) else "",
            one.behind, one.sentence,
        )
        for one in found.places
    ]  # fmt: skip
    return exported(
        request, name=f"xep-hang-{year}", title="Xếp hạng", heads=BOARD_HEADS, rows=rows
    )


@require_POST
def conclude(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Keep the ranking; the flag is proposed with it."""
    cluster = _cluster(request, pk, year)
    check_may_lead_cluster(request.user, cluster, year)
    form = ConcludeForm(request.POST, first=_first(board_of(cluster, year)))
    if form.is_valid():
        given = form.cleaned_data
        flag = Body.objects.filter(pk=given["flag"]).first() if given["flag"] else None
        try:
            actions.conclude_ranking(
                cluster=cluster, year=year, paper=given["paper"], flag=flag,
                flag_reason=given["flag_reason"], by=request.user,
            )  # fmt: skip
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã kết luận xếp hạng.")
            return redirect("scoring:board", pk=cluster.pk, year=year)
    return _board_page(request, cluster, year, form=form, status=422)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a conclusion back."""
    found = get_object_or_404(Ranking.objects.select_related("cluster__keeper"), pk=pk)
    _cluster(request, found.cluster_id, found.year)
    try:
        actions.withdraw_ranking(
            ranking=found, reason=request.POST.get("words", ""), by=request.user
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút kết luận xếp hạng.")
    return redirect("scoring:board", pk=found.cluster_id, year=found.year)


def _cross_page(
    request: HttpRequest,
    sheet: Sheet,
    body: Body,
    *,
    refused: tuple[int, str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    review = PeerReview.objects.filter(sheet=sheet, peer=body).first()
    scores = {one.criterion_id: one for one in review.scores.all()} if review else {}
    page = pages.page_of(sheet)
    sections = [
        (
            section.head,
            [(row, scores.get(row.criterion.pk), _points(scores, row)) for row in section.rows],
        )
        for section in page.sections
    ]
    context = {
        "sheet": sheet,
        "peer": body,
        "review": review,
        "sections": sections,
        "page": page,
        "open": sheet.state == Sheet.State.CHECKED
        and not (review and review.submitted_at)
        and not is_locked(sheet.table.department, sheet.table.year),
        "scored": sum(not one.agreed for one in scores.values()),
        "refused_line": refused[0] if refused else 0,
        "refused": refused[1] if refused else "",
        "typed": refused[2] if refused else {},
        "reason_from": number_text(sheet.table.reason_from),
    }
    return render(request, "scoring/cross.html", context, status=status)


def _points(scores: dict[int, Any], row: pages.Row) -> str:
    found = scores.get(row.criterion.pk)
    return number_text(found.points) if found else ""


def _board_page(
    request: HttpRequest,
    cluster: Cluster,
    year: int,
    *,
    form: ConcludeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = board_of(cluster, year)
    user = request.user
    leads = found.head is not None and may_lead_cluster(user, cluster, year)
    places = [
        (one, found.sheets[one.entry.key], number_text(one.entry.total), number_text(one.behind))
        for one in found.places
    ]
    day = found.ranking.concluded_at.date() if found.ranking else timezone.localdate()
    context = {
        "board": found,
        "cluster": cluster,
        "year": year,
        "places": places,
        "leads": leads,
        "locked": is_locked(cluster.keeper, year),
        "offices": has_role(user, *WHOLE, department=cluster.keeper),
        "form": form or ConcludeForm(first=_first(found)),
        "ready": bool(found.places) and not found.unready and not found.missing,
        "flags": flag_rules(day),
        "preferences": preferences(day),
        "tones": TONES,
        "ties": [rule.words for rule in rules_of(found.table)] if found.table else [],
        "mine": acting_keys(user),
        "withdrawn": Ranking.objects.filter(cluster=cluster, year=year)
        .exclude(withdrawn_at=None)
        .select_related("withdrawn_by"),
    }
    return render(request, "scoring/board.html", context, status=status)


def _first(found: Any) -> list[tuple[int, str]]:
    return [(one.unit_id, one.unit.name) for one in found.first]


def _cluster(request: HttpRequest, pk: int, year: int) -> Cluster:
    found = get_object_or_404(Cluster.objects.select_related("keeper"), pk=pk)
    if not may_see_ranking(request.user, found, year):
        raise Http404
    return found


def _seat(request: HttpRequest, pk: int, peer: int) -> tuple[Sheet, Body]:
    """The sheet and the body in whose name it is scored; nobody else finds the page."""
    rows = Sheet.objects.select_related("table__department", "unit", "cluster__keeper", "grade")
    sheet = get_object_or_404(rows, pk=pk)
    if sheet.state not in {Sheet.State.CHECKED, Sheet.State.CROSSED, Sheet.State.FINAL}:
        raise Http404
    body = next((one for one in peer_seats(request.user, sheet) if one.pk == peer), None)
    if body is None:
        raise Http404
    return sheet, body


def _waiting(request: HttpRequest) -> Any:
    return (
        to_cross(request.user)
        .select_related("table", "unit", "cluster")
        .order_by("-table__year", "unit__order", "unit__name")
    )


def _reviews(request: HttpRequest, sheets: list[int]) -> dict[tuple[int, int], PeerReview]:
    rows = PeerReview.objects.filter(sheet__in=sheets, peer__in=acting_keys(request.user))
    return {(one.sheet_id, one.peer_id): one for one in rows}
