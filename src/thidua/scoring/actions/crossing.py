"""Cross-scores: each peer line by line, then drawn together or decided by the cluster's head."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.text import squeeze
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body
from thidua.organisations.queries.clusters import acts_for
from thidua.scoring.actions.points import checked_points, held_line, saved_line
from thidua.scoring.actions.sheets import check_not_ranked, locked, log, retotal
from thidua.scoring.arithmetic.cross import HEAD, METHODS
from thidua.scoring.models import Criterion, PeerReview, PeerScore, Sheet, SheetLine
from thidua.scoring.permissions import check_may_draw, check_year_open
from thidua.scoring.queries.clusters import crossing_of, peers_of
from thidua.scoring.queries.sheets import points_at


class ScoreChanged(WrongState):
    """Another person of the same unit saved this score first; `score` is as it stands now."""

    def __init__(self, score: PeerScore) -> None:
        super().__init__(
            f"Người khác của đơn vị vừa lưu dòng {score.criterion.number}: "
            f"{number_text(score.points)} điểm. Xem lại rồi lưu lần nữa nếu cần."
        )
        self.score = score


@transaction.atomic
def save_peer_score(
    *,
    sheet: Sheet,
    peer: Body,
    criterion: Criterion,
    version: int,
    points: Decimal | None,
    by: Any,
    note: str = "",
) -> PeerScore | None:
    """A peer's points for one line; empty takes them back. Differences from the check need a
    reason from the table's threshold on. Refuses a submitted review and the own sheet.
    """
    sheet = locked(sheet)
    review = _review(sheet, peer, by=by)
    row = Criterion.objects.filter(table=sheet.table_id, pk=criterion.pk).first()
    if row is None or row.is_group:
        raise WrongState("Dòng này không có trong phiếu.")
    found = PeerScore.objects.filter(review=review, criterion=row).first()
    if (found.version if found else 0) != version:
        if found is None:
            raise WrongState("Người khác của đơn vị vừa bỏ điểm dòng này. Tải lại trang.")
        raise ScoreChanged(found)
    if points is None:
        if found:
            found.delete()
            log(
                sheet, "drop_peer_score", f"{peer.name} bỏ điểm chấm chéo dòng {row.number}",
                by=by, detail={"line": row.number, "before": number_text(found.points)},
            )  # fmt: skip
        return None
    points = checked_points(row, points)
    note = squeeze(note)[:500]
    stood = points_at(sheet.lines.filter(criterion=row), "check").get(row.pk, Decimal(0))
    if abs(points - stood) >= sheet.table.reason_from and not note:
        raise WrongState(
            f"Dòng {row.number} lệch {number_text(abs(points - stood))} điểm so với thẩm định: "
            "ghi lý do.",
            field="reason",
        )
    made = found or PeerScore(review=review, criterion=row)
    before = number_text(found.points) if found else ""
    made.points, made.note, made.agreed = points, note, False
    made.version += 1
    made.save()
    log(
        sheet, "save_peer_score",
        f"{peer.name} chấm chéo dòng {row.number}, phiếu của {sheet.unit.name}", by=by,
        detail={"line": row.number, "before": before, "after": number_text(points), "note": note},
    )  # fmt: skip
    return made


@transaction.atomic
def submit_review(*, sheet: Sheet, peer: Body, by: Any) -> PeerReview:
    """Hand the cross-score in; a line left empty counts as agreeing with the check."""
    sheet = locked(sheet)
    review = _review(sheet, peer, by=by)
    lines = list(sheet.lines.select_related("criterion"))
    given = set(review.scores.values_list("criterion", flat=True))
    stood = points_at(lines, "check")
    PeerScore.objects.bulk_create(
        [
            PeerScore(
                review=review, criterion_id=line.criterion_id, agreed=True,
                points=stood.get(line.criterion_id, Decimal(0)),
            )
            for line in lines
            if line.criterion_id not in given
        ]
    )  # fmt: skip
    review.submitted_at, review.submitted_by = timezone.now(), by
    review.save()
    log(
        sheet, "submit_review", f"{peer.name} nộp điểm chấm chéo phiếu của {sheet.unit.name}",
        by=by, detail={"peer": peer.pk, "scored": len(given), "agreed": len(lines) - len(given)},
    )  # fmt: skip
    return review


@transaction.atomic
def save_cross(
    *, line: SheetLine, version: int, points: Decimal | None, reason: str, by: Any
) -> SheetLine:
    """The head's decision on one line, where the table leaves it to the head."""
    sheet, line = held_line(line, version)
    check_may_draw(by, sheet)
    check_not_ranked(sheet)
    if sheet.table.peer_method != HEAD:
        method = METHODS[sheet.table.peer_method].lower()
        raise WrongState(f"Bảng này lấy {method}, không ghi điểm chấm chéo bằng tay.")
    if sheet.state != Sheet.State.CHECKED:
        raise WrongState("Chỉ quyết định điểm chấm chéo của phiếu đã thẩm định.")
    line.cross_points = None if points is None else checked_points(line.criterion, points)
    line.cross_reason = squeeze(reason)[:500]
    stood = points_at([line], "check").get(line.criterion_id, Decimal(0))
    far = (
        line.cross_points is not None and abs(line.cross_points - stood) >= sheet.table.reason_from
    )
    if far and not line.cross_reason:
        raise WrongState(
            f"Dòng {line.criterion.number}: ghi lý do quyết định điểm.", field="reason"
        )
    return saved_line(sheet, line, "save_cross", "Quyết định điểm chấm chéo", by=by)


@transaction.atomic
def close_cross(*, sheet: Sheet, by: Any, reason: str = "") -> Sheet:
    """Draw the peers' points together by the table's method, line by line.

    Refuses while a peer has not submitted, unless the head says why it goes on without them; and
    where nobody has scored at all.
    """
    sheet = locked(sheet)
    check_may_draw(by, sheet)
    check_not_ranked(sheet)
    if sheet.state != Sheet.State.CHECKED:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}”; chỉ chốt điểm chấm chéo của phiếu "
            "đã thẩm định."
        )
    crossing = crossing_of(sheet)
    reason = squeeze(reason)[:500]
    if crossing.waiting and not reason:
        names = ", ".join(body.name for body in crossing.waiting[:4])
        raise WrongState(
            f"Còn {len(crossing.waiting)} đơn vị chưa nộp điểm chấm chéo: {names}. Nhắc đơn vị, "
            "hoặc ghi lý do chốt khi chưa đủ.",
            field="reason",
        )
    method = sheet.table.peer_method
    lines = list(sheet.lines.select_related("criterion"))
    if method != HEAD:
        if not crossing.reviews:
            raise WrongState("Chưa đơn vị nào nộp điểm chấm chéo.", field="reason")
        count = len(crossing.reviews)
        for line in lines:
            line.cross_points = crossing.drawn.get(line.criterion_id)
            line.cross_reason = f"{METHODS[method]}: {count} đơn vị"
            line.version += 1
        SheetLine.objects.bulk_update(lines, ["cross_points", "cross_reason", "version"])
    sheet.state = Sheet.State.CROSSED
    retotal(sheet)
    log(
        sheet, "close_cross", f"Chốt điểm chấm chéo phiếu của {sheet.unit.name}", by=by,
        detail={
            "method": method, "reviews": len(crossing.reviews),
            "without": [body.name for body in crossing.waiting], "reason": reason,
            "total": str(sheet.total),
        },
    )  # fmt: skip
    return sheet


def _review(sheet: Sheet, peer: Body, *, by: Any) -> PeerReview:
    """The open review of a peer, begun at its first line."""
    if sheet.cluster is None or peer.pk not in {body.pk for body in peers_of(sheet)}:
        raise WrongState(f"{peer.name} không chấm chéo phiếu này: chỉ đơn vị khác trong cụm, khối.")
    if not acts_for(by, peer):
        raise NotAllowed(f"Chỉ Trưởng đơn vị {peer.name} mới được chấm chéo thay đơn vị.")
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state != Sheet.State.CHECKED:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}”; chỉ chấm chéo phiếu đã thẩm định."
        )
    review, _ = PeerReview.objects.get_or_create(sheet=sheet, peer=peer)
    if review.submitted_at is not None:
        raise WrongState(f"{peer.name} đã nộp điểm chấm chéo phiếu này.")
    return review
