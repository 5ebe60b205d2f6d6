"""Concluding the ranking of a cluster: places are kept with their reasons, a flag is proposed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions import mark_changed
from thidua.organisations.models import Body, Cluster
from thidua.organisations.permissions import check_may_lead_cluster
from thidua.organisations.queries.clusters import year_of
from thidua.scoring.models import Ranking, RankingPlace, Sheet
from thidua.scoring.permissions import check_year_open
from thidua.scoring.queries.clusters import board_of


@transaction.atomic
def conclude_ranking(
    *,
    cluster: Cluster,
    year: int,
    paper: str,
    by: Any,
    flag: Body | None = None,
    flag_reason: str = "",
) -> Ranking:
    """Keep the ranking as it stands. Refuses while a member has no sheet or an unfinished one.

    The flag goes to a first place only; where several share it, the choice needs its reason.
    """
    check_may_lead_cluster(by, cluster, year)
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    list(Sheet.objects.select_for_update(of=("self",)).filter(cluster=cluster, table__year=year))
    _check_open(cluster, year)
    board = board_of(cluster, year)
    if board.ranking is not None:
        raise WrongState("Cụm, khối đã kết luận xếp hạng năm này. Rút kết luận trước khi làm lại.")
    if board.missing:
        raise WrongState(f"Chưa có phiếu chấm của {_names(board.missing)}.")
    if board.unready:
        raise WrongState(
            f"Chưa chốt điểm chấm chéo của {_names([one.unit for one in board.unready])}."
        )
    if board.table is None:
        raise WrongState(
            "Các đơn vị trong cụm, khối chấm theo bảng khác nhau nên không xếp hạng chung được."
        )
    paper = squeeze(paper)[:120]
    if not paper:
        raise WrongState("Ghi biên bản họp cụm, khối làm căn cứ.", field="paper")
    flag_reason = squeeze(flag_reason)[:500]
    first = board.first
    if flag is not None:
        if flag.pk not in {one.unit_id for one in first}:
            raise WrongState(
                f"{flag.name} không đứng thứ nhất nên không đề nghị Cờ thi đua được.", field="flag"
            )
        if len(first) > 1 and not flag_reason:
            raise WrongState(
                f"{len(first)} đơn vị cùng hạng nhất: ghi lý do chọn {flag.name}.",
                field="flag_reason",
            )
    made = Ranking.objects.create(
        cluster=cluster, table=board.table, year=year, concluded_by=by, paper=paper,
        flag=flag, flag_reason=flag_reason,
    )  # fmt: skip
    RankingPlace.objects.bulk_create(
        [
            RankingPlace(
                ranking=made, sheet=(sheet := board.sheets[place.entry.key]), rank=place.rank,
                total=place.entry.total, grade=sheet.grade.name if sheet.grade else "",
                sentence=place.sentence,
            )
            for place in board.places
        ]
    )  # fmt: skip
    mark_changed(body_ids=[one.unit_id for one in board.sheets.values()])
    record(
        by=by,
        action="scoring.conclude_ranking",
        text=f"Kết luận xếp hạng {cluster.name} năm {year}",
        subject=made,
        body=cluster.keeper,
        detail={
            "paper": paper,
            "places": [[one.rank, one.entry.name, str(one.entry.total)] for one in board.places],
            "flag": flag.name if flag else "",
            "flag_reason": flag_reason,
        },
    )
    return made


@transaction.atomic
def withdraw_ranking(*, ranking: Ranking, reason: str, by: Any) -> Ranking:
    """Take a conclusion back, with the reason; its places stay readable in the history."""
    check_may_lead_cluster(by, ranking.cluster, ranking.year)
    ranking = Ranking.objects.select_for_update().get(pk=ranking.pk)
    _check_open(ranking.cluster, ranking.year)
    if ranking.withdrawn_at is not None:
        raise WrongState("Kết luận này đã được rút.")
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do rút kết luận xếp hạng.", field="reason")
    ranking.withdrawn_at, ranking.withdrawn_by = timezone.now(), by
    ranking.withdrawal_reason = reason
    ranking.save()
    mark_changed(body_ids=list(ranking.places.values_list("sheet__unit", flat=True)))
    record(
        by=by,
        action="scoring.withdraw_ranking",
        text=f"Rút kết luận xếp hạng {ranking.cluster.name} năm {ranking.year}",
        subject=ranking,
        body=ranking.cluster.keeper,
        detail={"reason": reason},
    )
    return ranking


def _check_open(cluster: Cluster, year: int) -> None:
    """Neither the scoring of the year nor the year of the cluster may be closed."""
    check_year_open(cluster.keeper, year)
    held = year_of(cluster, year)
    if held is not None and held.is_closed:
        raise WrongState(
            f"Năm {year} của {cluster.name} đã khóa khi bàn giao. Cơ quan lập {cluster.noun} mở "
            "khóa thì mới kết luận, rút kết luận xếp hạng được."
        )


def _names(bodies: Any) -> str:
    listed = [body.name for body in bodies]
    more = f" và {len(listed) - 4} đơn vị khác" if len(listed) > 4 else ""
    return ", ".join(listed[:4]) + more
