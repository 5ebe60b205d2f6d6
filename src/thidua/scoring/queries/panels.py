"""What the page of a cluster shows of its ranking: as concluded, or as it would be now."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from thidua.movements.numbers import number_text
from thidua.organisations.models import Cluster
from thidua.organisations.queries.clusters import Panel, PanelLine
from thidua.scoring.queries.clusters import Board, board_of, may_see_ranking

SHOWN_NAMES = 4


def ranking_panel(user: Any, cluster: Cluster, year: int) -> Panel | None:
    """Every place with its reason; nothing for those who may not see the ranking.

    Places that were concluded are shown in the words that were kept, whatever changed since.
    """
    if not may_see_ranking(user, cluster, year):
        return None
    board = board_of(cluster, year)
    lines = _kept(board) if board.ranking else _provisional(board)
    actions = []
    if board.sheets or board.ranking:
        actions.append((reverse("scoring:board", args=[cluster.pk, year]), "Xem xếp hạng"))
    return Panel(
        "Xếp hạng",
        lines,
        _empty(board),
        actions,
        _said(board) if lines else "",
    )


def _kept(board: Board) -> list[PanelLine]:
    assert board.ranking is not None  # noqa: S101 - asked by the caller
    places = board.ranking.places.select_related("sheet__unit")
    return [
        _line(one.rank, one.sheet.unit.name, one.sentence, number_text(one.total)) for one in places
    ]


def _provisional(board: Board) -> list[PanelLine]:
    return [
        _line(
            one.rank,
            board.sheets[one.entry.key].unit.name,
            one.sentence,
            number_text(one.entry.total),
        )
        for one in board.places
    ]


def _line(rank: int, name: str, sentence: str, total: str) -> PanelLine:
    return PanelLine(
        f"{rank}. {name}", detail=sentence, badge=f"{total} điểm", tone="ok" if rank == 1 else ""
    )


def _said(board: Board) -> str:
    """Whether it is concluded, by which paper, who is proposed; else what is still lacking."""
    if board.ranking is not None:
        said = f"Đã kết luận ngày {board.ranking.concluded_at:%d/%m/%Y}, {board.ranking.paper}."
        flag = board.ranking.flag
        return f"{said} Đề nghị Cờ thi đua: {flag.name}." if flag else said
    lacking = []
    if board.missing:
        lacking.append(f"chưa có phiếu của {_names([one.name for one in board.missing])}")
    if board.unready:
        waiting = _names([one.unit.name for one in board.unready])
        lacking.append(f"chưa chốt điểm chấm chéo của {waiting}")
    return f"Tạm tính: {'; '.join(lacking)}." if lacking else "Tạm tính, chưa kết luận."


def _empty(board: Board) -> str:
    if len(board.tables) > 1:
        return "Các đơn vị chấm theo bảng khác nhau nên không xếp hạng chung được."
    if board.unready:
        return f"Chưa xếp hạng: có {len(board.unready)} phiếu, chưa phiếu nào xong chấm chéo."
    return f"Chưa có phiếu chấm điểm năm {board.year}."


def _names(names: list[str]) -> str:
    more = len(names) - SHOWN_NAMES
    return ", ".join(names[:SHOWN_NAMES]) + (f" và {more} đơn vị khác" if more > 0 else "")
