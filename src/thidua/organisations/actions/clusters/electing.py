"""Votes of the members for the head or deputy, as counted; ties are never settled in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions.clusters.duties import put_duty
from thidua.organisations.actions.clusters.keeping import locked, note
from thidua.organisations.actions.clusters.members import duty_title, kept_year
from thidua.organisations.models import (
    Body,
    Cluster,
    ClusterElection,
    ClusterMember,
    ElectionCandidate,
)
from thidua.organisations.permissions import check_may_record_votes

Duty, Way = ClusterMember.Duty, ClusterMember.Way


@transaction.atomic
def record_election(
    *,
    cluster: Cluster,
    year: int,
    office: str,
    held_on: dt.date,
    voters: int,
    votes: Sequence[tuple[Body, int]],
    by: Any,
    spoilt: int = 0,
    needs_majority: bool = False,
    note_text: str = "",
) -> ClusterElection:
    """Keep the count of a vote; who has the most votes takes the duty.

    With the same number at the top, or without a majority where one is needed, nobody wins: vote
    again, or for a tie `settle_tie`. Refuses candidates who are no members, a count that does not
    add up, more voters than members, a second vote after one that had a winner.
    """
    check_may_record_votes(by, cluster, year)
    cluster = locked(cluster)
    held = kept_year(cluster, year)
    if office not in ClusterElection.Office.values:
        raise WrongState("Chọn bầu trưởng hoặc phó.", field="office")
    if held_on > timezone.localdate() or held_on.year not in (year - 1, year):
        raise WrongState(
            f"Ngày bầu phải trong năm {year} hoặc năm trước, và không ở tương lai.",
            field="held_on",
        )
    _check_count(cluster, held.members.filter(to_date=None).count(), voters, spoilt, votes)
    standing = set(held.members.filter(to_date=None).values_list("body", flat=True))
    outside = next((body for body, _ in votes if body.pk not in standing), None)
    if outside is not None:
        raise WrongState(f"{outside.name} không phải thành viên năm {year}.", field="votes")
    last = held.elections.filter(office=office).order_by("-turn").first()
    if last is not None and last.winner_id is not None:
        raise WrongState(
            f"Đã bầu {duty_title(cluster, office)} năm {year}. Nếu ghi nhầm, hủy kết quả đó trước."
        )
    winner = winner_of(votes, voters=voters, needs_majority=needs_majority)
    made = ClusterElection.objects.create(
        cluster_year=held,
        office=office,
        turn=(last.turn if last else 0) + 1,
        held_on=held_on,
        voters=voters,
        spoilt=spoilt,
        needs_majority=needs_majority,
        winner=winner,
        note=squeeze(note_text)[:300],
    )
    ElectionCandidate.objects.bulk_create(
        [ElectionCandidate(election=made, body=body, votes=count) for body, count in votes]
    )
    if winner is not None:
        put_duty(cluster, year, winner, duty=office, way=Way.ELECTION, since=None, by=by)
    title = duty_title(cluster, office)
    said = f"trúng: {winner.name}" if winner else "chưa có đơn vị trúng"
    note(cluster, "record_cluster_election", f"Bầu {title} {cluster.name} năm {year}, {said}",
         by=by, year=year, votes={body.name: count for body, count in votes})  # fmt: skip
    return made


def winner_of(
    votes: Sequence[tuple[Body, int]], *, voters: int, needs_majority: bool
) -> Body | None:
    """Who alone has the most votes, and more than half of all where that is asked."""
    first = max((count for _, count in votes), default=0)
    top = [body for body, count in votes if count == first]
    if first == 0 or len(top) > 1 or (needs_majority and first * 2 <= voters):
        return None
    return top[0]


@transaction.atomic
def settle_tie(
    *, election: ClusterElection, winner: Body, settled_by: str, by: Any
) -> ClusterElection:
    """Settle a tie without another vote, as the working rules say: by lot, by the old head.

    Refuses a vote that was no tie, and one who was not among the first.
    """
    year = election.cluster_year.year
    cluster = locked(election.cluster_year.cluster)
    check_may_record_votes(by, cluster, year)
    election = ClusterElection.objects.select_for_update().get(pk=election.pk)
    settled_by = squeeze(settled_by)[:300]
    last = election.cluster_year.elections.filter(office=election.office).order_by("-turn").first()
    if election.winner_id is not None or last != election:
        raise WrongState("Lần bầu này đã có kết quả hoặc đã bầu lại.")
    tied = tied_in(election)
    if len(tied) < 2:
        raise WrongState("Lần bầu này không có đơn vị bằng phiếu. Bầu lại.")
    if winner.pk not in {one.body_id for one in tied}:
        raise WrongState("Chọn một trong các đơn vị bằng phiếu cao nhất.", field="winner")
    if not settled_by:
        raise WrongState("Ghi cách quyết định: bốc thăm, ý kiến trưởng đương nhiệm.",
                         field="settled_by")  # fmt: skip
    election.winner, election.settled_by = winner, settled_by
    election.save(update_fields=["winner", "settled_by"])
    put_duty(cluster, year, winner, duty=election.office, way=Way.ELECTION, since=None, by=by)
    note(cluster, "settle_cluster_tie", f"Quyết định khi bằng phiếu: {winner.name}", by=by,
         year=year, settled_by=settled_by)  # fmt: skip
    return election


def tied_in(election: ClusterElection) -> list[ElectionCandidate]:
    """Those who share the most votes; one alone where there is no tie."""
    every = list(election.candidates.select_related("body"))
    first = max((one.votes for one in every), default=0)
    return [one for one in every if one.votes == first and first]


@transaction.atomic
def take_back_election(*, election: ClusterElection, reason: str, by: Any) -> None:
    """Strike the latest vote that was entered wrongly; its winner loses the duty it gave."""
    year = election.cluster_year.year
    cluster = locked(election.cluster_year.cluster)
    check_may_record_votes(by, cluster, year)
    held = kept_year(cluster, year)
    reason = squeeze(reason)[:300]
    if not reason:
        raise WrongState("Ghi lý do hủy kết quả bầu.", field="reason")
    if held.elections.filter(office=election.office, turn__gt=election.turn).exists():
        raise WrongState("Hủy lần bầu sau trước.")
    kept = {one.body.name: one.votes for one in election.candidates.select_related("body")}
    if election.winner_id:
        held.members.filter(body=election.winner_id, duty=election.office, way=Way.ELECTION).update(
            duty=Duty.MEMBER, way="", duty_from=None
        )
    title = duty_title(cluster, election.office)
    election.delete()
    note(cluster, "take_back_cluster_election", f"Hủy kết quả bầu {title} năm {year}", by=by,
         year=year, reason=reason, votes=kept)  # fmt: skip


def _check_count(
    cluster: Cluster, members: int, voters: int, spoilt: int, votes: Sequence[tuple[Body, int]]
) -> None:
    if not votes:
        raise WrongState("Ghi ít nhất một đơn vị được bầu chọn.", field="votes")
    keys = [body.pk for body, _ in votes]
    twice = next((body for body, _ in votes if keys.count(body.pk) > 1), None)
    if twice is not None:
        raise WrongState(f"{twice.name} được ghi hai lần.", field="votes")
    if not 1 <= voters <= members:
        raise WrongState(
            f"{cluster.name} có {members} thành viên; số đơn vị dự bầu phải từ 1 đến {members}.",
            field="voters",
        )
    counted = sum(count for _, count in votes)
    if any(count < 0 for _, count in votes) or spoilt < 0 or counted + spoilt != voters:
        raise WrongState(
            f"Số phiếu không khớp: {voters} đơn vị dự bầu, nhưng cộng được {counted} phiếu cho "
            f"các đơn vị và {spoilt} phiếu không hợp lệ. Kiểm tra lại.",
            field="voters",
        )
