"""Sheets inside a cluster: who scores whom, what peers gave, the ranking and its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from thidua.organisations.models import Body, Cluster, ClusterMember
from thidua.organisations.queries.clusters import acting_keys, head, members
from thidua.organisations.scopes import has_role, scope_of
from thidua.scoring.arithmetic import Entry, Place, combined, ranked, sums
from thidua.scoring.models import PeerReview, PeerScore, Ranking, ScoreTable, Sheet, SheetLine
from thidua.scoring.queries.sheets import points_at, stage_of
from thidua.scoring.queries.tables import WHOLE, rules_of, trees_of

S = Sheet.State
READY = (S.CROSSED, S.FINAL)


def cluster_sheets(cluster: Cluster, year: int) -> QuerySet[Sheet]:
    """The sheets of a cluster and year by a table in force, in the order of the units."""
    return (
        Sheet.objects.filter(
            cluster=cluster, table__year=year, table__state=ScoreTable.State.ISSUED
        )
        .select_related("table__department", "unit", "grade", "cluster__keeper")
        .order_by("unit__order", "unit__name", "pk")
    )


def peers_of(sheet: Sheet) -> list[Body]:
    """The other members of the cluster in that year: each scores the sheet once."""
    if sheet.cluster is None:
        return []
    listed = members(sheet.cluster, sheet.table.year)
    return [one.body for one in listed if one.body_id != sheet.unit_id]


def peer_seats(user: Any, sheet: Sheet) -> list[Body]:
    """The bodies in whose name `user` may cross-score this sheet."""
    keys = acting_keys(user)
    return [body for body in peers_of(sheet) if body.pk in keys]


def seats_for(user: Any, sheets: Sequence[Sheet]) -> dict[int, list[Body]]:
    """The same for many sheets with one query."""
    keys = acting_keys(user)
    rows = ClusterMember.objects.filter(
        body__in=keys, to_date=None,
        cluster_year__cluster__in={one.cluster_id for one in sheets if one.cluster_id},
    ).select_related("body", "cluster_year")  # fmt: skip
    held: dict[tuple[int, int], list[Body]] = defaultdict(list)
    for row in rows:
        held[row.cluster_year.cluster_id, row.year].append(row.body)
    return {
        one.pk: [
            body
            for body in held.get((one.cluster_id or 0, one.table.year), [])
            if body.pk != one.unit_id
        ]
        for one in sheets
    }


def to_cross(user: Any) -> QuerySet[Sheet]:
    """Checked sheets of the clusters that the user's bodies are in, but for the own ones."""
    keys = acting_keys(user)
    if not keys:
        return Sheet.objects.none()
    places = ClusterMember.objects.filter(body__in=keys, to_date=None)
    pairs = places.values_list("cluster_year__cluster", "year")
    found = Sheet.objects.none()
    for cluster, year in set(pairs):
        found |= Sheet.objects.filter(
            cluster=cluster, table__year=year, state__in=(S.CHECKED, S.CROSSED, S.FINAL)
        ).exclude(unit__in=keys)
    return found


def sees_peers(user: Any, sheet: Sheet) -> bool:
    """Who sees each peer's points: offices of the table, the cluster's head; the unit if open."""
    if has_role(user, *WHOLE, department=sheet.table.department):
        return True
    keys = acting_keys(user)
    if sheet.cluster is not None:
        leading = head(sheet.cluster, sheet.table.year)
        if leading is not None and leading.pk in keys:
            return True
    return sheet.table.peers_open and sheet.unit_id in keys


@dataclass(frozen=True)
class Crossing:
    """What peers gave for a sheet: by criterion, with the one figure drawn from it."""

    reviews: tuple[PeerReview, ...]
    waiting: tuple[Body, ...]
    given: dict[int, list[PeerScore]]
    drawn: dict[int, Decimal | None]


def crossing_of(sheet: Sheet) -> Crossing:
    """Submitted reviews only; three queries whatever the number of peers and lines."""
    reviews = list(
        PeerReview.objects.filter(sheet=sheet).exclude(submitted_at=None).select_related("peer")
    )
    by_key = {one.pk: one for one in reviews}
    given: dict[int, list[PeerScore]] = defaultdict(list)
    for score in PeerScore.objects.filter(review__in=by_key).order_by("review__peer__order", "pk"):
        score.review = by_key[score.review_id]
        given[score.criterion_id].append(score)
    method = sheet.table.peer_method
    drawn = {
        key: combined([one.points for one in scores], method=method)
        for key, scores in given.items()
    }
    done = {one.peer_id for one in reviews}
    waiting = tuple(body for body in peers_of(sheet) if body.pk not in done)
    return Crossing(tuple(reviews), waiting, dict(given), drawn)


def entries_of(sheets: Sequence[Sheet]) -> list[Entry]:
    """Sheets of one table ready to be ranked; two queries for all of them together."""
    if not sheets:
        return []
    rows = list(sheets[0].table.criteria.all())
    trees = trees_of(rows)
    number = {row.pk: row.number for row in rows}
    groups = {row.pk for row in rows if row.is_group}
    lines: dict[int, list[SheetLine]] = defaultdict(list)
    for line in SheetLine.objects.filter(sheet__in=[one.pk for one in sheets]):
        lines[line.sheet_id].append(line)
    found = []
    for sheet in sheets:
        result = sums(trees, points_at(lines[sheet.pk], stage_of(sheet.state)))
        found.append(
            Entry(
                key=sheet.pk,
                name=sheet.unit.name,
                total=result.total,
                branches={number[k]: v for k, v in result.of.items() if k in groups},
                lines={number[k]: v for k, v in result.of.items() if k not in groups},
                bonus=result.bonus,
                penalty=result.penalty,
            )
        )
    return found


@dataclass(frozen=True)
class Board:
    """The ranking of a cluster over the sheets that are ready; `unready` wait for theirs."""

    cluster: Cluster
    year: int
    table: ScoreTable | None
    sheets: dict[int, Sheet]
    places: tuple[Place, ...]
    missing: tuple[Body, ...]
    unready: tuple[Sheet, ...]
    head: Body | None
    ranking: Ranking | None
    tables: tuple[ScoreTable, ...] = ()

    @property
    def first(self) -> list[Sheet]:
        """The sheets on the first place, several where nothing parts them."""
        return [self.sheets[one.entry.key] for one in self.places if one.rank == 1]


def board_of(cluster: Cluster, year: int) -> Board:
    """Everything the ranking page shows; the number of queries does not grow with the units."""
    sheets = list(cluster_sheets(cluster, year))
    listed = [one.body for one in members(cluster, year)]
    there = {one.unit_id for one in sheets}
    tables = {one.table_id: one.table for one in sheets}
    table = next(iter(tables.values())) if len(tables) == 1 else None
    ready = [one for one in sheets if one.state in READY]
    places = ranked(entries_of(ready), rules_of(table)) if table is not None else []
    return Board(
        cluster=cluster,
        year=year,
        table=table,
        sheets={one.pk: one for one in sheets},
        places=tuple(places),
        missing=tuple(body for body in listed if body.pk not in there),
        unready=tuple(one for one in sheets if one.state not in READY),
        head=head(cluster, year),
        ranking=standing_ranking(cluster, year),
        tables=tuple(tables.values()),
    )


def standing_ranking(cluster: Cluster, year: int) -> Ranking | None:
    return (
        Ranking.objects.filter(cluster=cluster, year=year, withdrawn_at=None)
        .select_related("flag", "concluded_by", "table")
        .first()
    )


def may_see_ranking(user: Any, cluster: Cluster, year: int) -> bool:
    """Members of the cluster, and the offices of the body that keeps it."""
    scope = scope_of(user)
    if scope.has(*WHOLE) and scope.covers(cluster.keeper):
        return True
    keys = acting_keys(user)
    return members(cluster, year).filter(body__in=keys).exists()
