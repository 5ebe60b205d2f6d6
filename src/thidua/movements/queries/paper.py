"""The launch plan of a movement and the report of a review, as papers."""

from __future__ import annotations

import datetime as dt

from thidua.documents.papers import Letterhead, Signature
from thidua.documents.plan import PlanPaper, PlanTarget
from thidua.documents.report import ReportPaper
from thidua.kit.dates import grouped
from thidua.movements.models import Movement, MovementResult, MovementReview
from thidua.movements.numbers import number_text
from thidua.movements.queries.movements import OPEN


def plan_paper(movement: Movement) -> PlanPaper:
    """What `ke-hoach` prints; a part left empty is left out, the draft is marked as one."""
    launched = movement.state in OPEN
    number = movement.number.partition("/")[0] if launched else ""
    signed = movement.launched_on if launched else None
    rewards = _lines(movement.rewards)
    if movement.reward_quota is not None:
        rewards.append(f"Số lượng khen thưởng dự kiến: {grouped(movement.reward_quota)}.")
    organisation = [*_lines(movement.measures), *_lines(movement.propaganda)]
    organisation += [f"Giai đoạn: {line}" for line in _lines(movement.stages)]
    if movement.budget is not None:
        organisation.append(f"Kinh phí thực hiện: {grouped(movement.budget)} đồng.")
    return PlanPaper(
        head=_head(movement, "KH", number, signed),
        subject=f"Phát động phong trào thi đua “{movement.name}”",
        grounds=tuple(_lines(movement.legal_basis)),
        objectives=tuple(_lines(movement.theme) + _lines(movement.objectives)),
        participants=" ".join(_lines(movement.participants)),
        period=period_text(movement),
        content=tuple(
            _lines(movement.content) + [f"Tiêu chí: {one}" for one in _lines(movement.criteria)]
        ),
        targets=tuple(
            PlanTarget(one.text, one.level, one.responsible) for one in movement.targets.all()
        ),
        rewards=tuple(rewards),
        organisation=tuple(organisation),
        recipients=("Các đơn vị thuộc, trực thuộc", "Lưu: VT"),
        signature=Signature(("THỦ TRƯỞNG CƠ QUAN",)),
        launched=launched,
    )


_PARTS = (
    ("Hiệu quả, tác dụng", "effect"), ("Hạn chế", "limits"), ("Nguyên nhân", "causes"),
    ("Bài học kinh nghiệm", "lessons"), ("Điển hình, nhân tố mới", "examples"),
    ("Phương hướng", "next_steps"),
)  # fmt: skip


def report_paper(review: MovementReview) -> ReportPaper:
    """The draft of the report that `bao-cao` prints: results first, target by target."""
    movement = review.movement
    reached = [_line_of(result) for result in review.targets.select_related("target")]
    kind = review.get_kind_display()
    return ReportPaper(
        head=_head(movement, "BC", "", None),
        subject=f"{kind} phong trào thi đua “{movement.name}”",
        parts=(
            ("Kết quả thực hiện", [*_lines(review.results), *reached]),
            *((title, _lines(getattr(review, name))) for title, name in _PARTS),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature(("THỦ TRƯỞNG CƠ QUAN",)),
    )


def _line_of(result: MovementResult) -> str:
    target = result.target
    reached = (
        f"{number_text(result.value)} {target.unit}".strip() if result.value is not None else ""
    )
    said = "; ".join(part for part in (reached, result.note) if part)
    level = f" (mức phấn đấu {target.level})" if target.level else ""
    return f"{target.text}: {said}{level}."


def _head(movement: Movement, kind: str, number: str, signed: dt.date | None) -> Letterhead:
    body = movement.department
    return Letterhead(
        body=body.name,
        parent=body.parent.name if body.parent else "",
        symbol=f"{kind}-{body.symbol}",
        place=body.place or body.name,
        number=number,
        signed_on=signed,
        year=movement.starts.year if movement.starts else None,
    )


def period_text(movement: Movement) -> str:
    if movement.starts is None:
        return ""
    since = f"từ ngày {movement.starts:%d/%m/%Y}"
    return f"{since} đến ngày {movement.ends:%d/%m/%Y}" if movement.ends else since


def _lines(text: str) -> list[str]:
    return [line.strip().lstrip("-").strip() for line in text.splitlines() if line.strip()]
