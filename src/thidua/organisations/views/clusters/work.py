"""The work of a cluster's year: programme, votes, hand-over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from thidua.kit.errors import WrongState
from thidua.organisations.actions import clusters as actions
from thidua.organisations.forms.clusters import (
    ActivityForm,
    DoneForm,
    HandoverForm,
    ReasonForm,
    TieForm,
    VoteForm,
)
from thidua.organisations.models import Body, Cluster, ClusterActivity, ClusterElection
from thidua.organisations.permissions import (
    check_may_lead_cluster,
    check_may_record_votes,
    check_may_run_programme,
    may_keep_clusters,
)
from thidua.organisations.queries import clusters as reading
from thidua.organisations.views.clusters.base import answer, back_to, found, step

both = require_http_methods(["GET", "HEAD", "POST"])


def _bodies(one: Cluster, year: int) -> Any:
    return Body.objects.filter(pk__in=reading.members(one, year).values("body"))


@both
def add_activity(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """One more thing in the programme."""
    one = found(request, pk)
    check_may_run_programme(request.user, one, year)
    form = ActivityForm(request.POST or None, bodies=_bodies(one, year))
    return answer(
        request, form,
        lambda data: actions.save_activity(cluster=one, year=year, by=request.user, **data),
        cluster=one, title=f"Thêm hoạt động năm {year}", button="Lưu", done="Đã lưu hoạt động.",
        address=back_to(one, year, "chuong-trinh"),
    )  # fmt: skip


@both
def edit_activity(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    """Change what is planned."""
    one, row = _activity(request, pk, activity)
    year = row.cluster_year.year
    initial = {name: getattr(row, name) for name in ActivityForm.base_fields}
    form = ActivityForm(request.POST or None, bodies=_bodies(one, year), initial=initial)
    return answer(
        request, form,
        lambda data: actions.save_activity(
            cluster=one, year=year, activity=row, by=request.user, **data
        ),
        cluster=one, title="Sửa hoạt động", button="Lưu", done="Đã lưu hoạt động.",
        address=back_to(one, year, "chuong-trinh"),
    )  # fmt: skip


@both
def done_activity(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    """Say when it was done and what came of it."""
    one, row = _activity(request, pk, activity)
    initial = {"done_on": row.done_on or timezone.localdate(), "result": row.result}
    return answer(
        request, DoneForm(request.POST or None, initial=initial),
        lambda data: actions.mark_done(activity=row, by=request.user, **data),
        cluster=one, title="Ghi kết quả hoạt động", about=row.text, button="Lưu kết quả",
        done="Đã ghi kết quả.", address=back_to(one, row.cluster_year.year, "chuong-trinh"),
    )  # fmt: skip


@require_POST
def undone_activity(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    one, row = _activity(request, pk, activity)
    return step(
        request, back_to(one, row.cluster_year.year, "chuong-trinh"),
        lambda: actions.mark_done(activity=row, done_on=None, result="", by=request.user),
        "Đã ghi lại là chưa thực hiện.",
    )  # fmt: skip


@require_POST
def remove_activity(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    one, row = _activity(request, pk, activity)
    return step(
        request, back_to(one, row.cluster_year.year, "chuong-trinh"),
        lambda: actions.remove_activity(activity=row, by=request.user), "Đã xóa khỏi chương trình.",
    )  # fmt: skip


def _activity(request: HttpRequest, pk: int, activity: int) -> tuple[Cluster, ClusterActivity]:
    one = found(request, pk)
    rows = ClusterActivity.objects.select_related("cluster_year__cluster__keeper", "responsible")
    row = get_object_or_404(rows, pk=activity, cluster_year__cluster=one)
    check_may_run_programme(request.user, one, row.cluster_year.year)
    return one, row


@both
def elect(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """A vote for head or deputy, as counted."""
    one = found(request, pk)
    check_may_record_votes(request.user, one, year)
    bodies = [place.body for place in reading.members(one, year)]
    form = VoteForm(
        request.POST or None, cluster=one, bodies=bodies,
        initial={"held_on": timezone.localdate(), "voters": len(bodies)},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> ClusterElection:
        named = ("office", "held_on", "voters", "spoilt", "needs_majority", "note_text")
        return actions.record_election(
            cluster=one, year=year, votes=form.counted(), by=request.user,
            **{name: data[name] for name in named},
        )  # fmt: skip

    return answer(
        request, form, act, cluster=one, title=f"Ghi kết quả bầu năm {year}",
        about="Bằng phiếu hoặc chưa quá nửa thì chưa có đơn vị trúng: bầu lại, hoặc quyết định "
        "theo quy chế.",
        button="Lưu kết quả", done="Đã lưu kết quả bầu.", address=back_to(one, year, "bau"),
        template="organisations/cluster_vote.html",
    )  # fmt: skip


@both
def settle(request: HttpRequest, pk: int, election: int) -> HttpResponse:
    """A tie settled as the working rules say."""
    one, vote = _election(request, pk, election)
    first = vote.candidates.order_by("-votes").values_list("votes", flat=True).first()
    tied = Body.objects.filter(pk__in=vote.candidates.filter(votes=first or 0).values("body"))
    return answer(
        request, TieForm(request.POST or None, bodies=tied),
        lambda data: actions.settle_tie(election=vote, by=request.user, **data),
        cluster=one, title="Quyết định khi bằng phiếu", button="Ghi quyết định",
        done="Đã ghi quyết định.", address=back_to(one, vote.cluster_year.year, "bau"),
    )  # fmt: skip


@both
def take_back_election(request: HttpRequest, pk: int, election: int) -> HttpResponse:
    """Strike a vote entered wrongly."""
    one, vote = _election(request, pk, election)
    return answer(
        request, ReasonForm(request.POST or None),
        lambda data: actions.take_back_election(election=vote, by=request.user, **data),
        cluster=one, title="Hủy kết quả bầu ghi nhầm", button="Hủy kết quả", danger=True,
        about="Đơn vị trúng thôi giữ nhiệm vụ. Nội dung đã hủy còn trong nhật ký.",
        done="Đã hủy kết quả bầu.", address=back_to(one, vote.cluster_year.year, "bau"),
    )  # fmt: skip


def _election(request: HttpRequest, pk: int, election: int) -> tuple[Cluster, ClusterElection]:
    one = found(request, pk)
    rows = ClusterElection.objects.select_related("cluster_year__cluster__keeper")
    vote = get_object_or_404(rows, pk=election, cluster_year__cluster=one)
    check_may_record_votes(request.user, one, vote.cluster_year.year)
    return one, vote


@both
def handover(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The minutes of the year's end."""
    one = found(request, pk)
    if not may_keep_clusters(request.user, keeper=one.keeper):
        check_may_lead_cluster(request.user, one, year)
    held = reading.year_of(one, year)
    kept = getattr(held, "handover", None) if held else None
    names = [name for name in HandoverForm.base_fields if name != "seen"]
    initial = {name: getattr(kept, name) for name in names} if kept else {}
    if kept:
        initial["seen"] = kept.revision

    def act(data: dict[str, Any]) -> Any:
        seen = data.pop("seen", None)
        words = actions.HandoverWords(**data)
        return actions.save_handover(
            cluster=one, year=year, words=words, seen=seen, by=request.user
        )

    return answer(
        request, HandoverForm(request.POST or None, initial=initial), act, cluster=one,
        title=f"Biên bản bàn giao năm {year}", button="Lưu biên bản",
        about="Sửa nội dung thì hai bên xác nhận lại. Hai bên xác nhận xong, năm được khóa.",
        done="Đã lưu biên bản bàn giao.", address=back_to(one, year, "ban-giao"),
    )  # fmt: skip


@require_POST
def confirm_handover(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """One side confirms the text it read."""
    one = found(request, pk)
    held = get_object_or_404(one.years.select_related("handover__giver"), year=year)
    minutes = getattr(held, "handover", None)
    if minutes is None:
        return step(request, back_to(one, year), _no_minutes, "")
    side, digest = request.POST.get("ben", ""), request.POST.get("digest", "")
    return step(
        request, back_to(one, year, "ban-giao"),
        lambda: actions.confirm_handover(
            handover=minutes, side=side, digest=digest, by=request.user
        ),
        lambda both: "Hai bên đã xác nhận, năm được khóa." if both else "Đã xác nhận bàn giao.",
    )  # fmt: skip


def _no_minutes() -> None:
    raise WrongState("Chưa lập biên bản bàn giao.")
