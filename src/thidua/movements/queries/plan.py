"""What a launch plan holds and what it lacks (Luật 06/2022/QH15 Điều 17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thidua.movements.models import Movement

_LAW = "Luật 06/2022/QH15 Điều 17"
_BASE = "Luật 06/2022/QH15 Điều 16"
# Field, label, article that asks for it; without an article it is good practice only.
_POINTS: tuple[tuple[str, str, str], ...] = (
    ("theme", "Chủ đề", ""),
    ("objectives", "Mục tiêu", _LAW),
    ("targets", "Chỉ tiêu", ""),
    ("content", "Nội dung thi đua", _LAW),
    ("criteria", "Tiêu chí", _LAW),
    ("reach", "Phạm vi", _BASE),
    ("participants", "Đối tượng tham gia", _LAW),
    ("period", "Thời gian thực hiện", _LAW),
    ("stages", "Các giai đoạn", ""),
    ("measures", "Biện pháp tổ chức thực hiện", _LAW),
    ("propaganda", "Tuyên truyền", ""),
    ("budget", "Kinh phí", ""),
    ("reward_quota", "Số lượng khen thưởng dự kiến", ""),
    ("legal_basis", "Căn cứ", ""),
)
_ASKED: dict[str, Callable[[Movement], bool]] = {
    "targets": lambda one: one.targets.exists(),
    "period": lambda one: one.starts is not None and one.ends is not None,
    "budget": lambda one: one.budget is not None,
    "reward_quota": lambda one: one.reward_quota is not None,
}


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist; `citation` is empty where no article asks for it."""

    label: str
    filled: bool
    citation: str

    @property
    def blocks(self) -> bool:
        return bool(self.citation) and not self.filled


def points_of(movement: Movement) -> list[Point]:
    """The checklist of a plan in the order of the form (one query, for the targets)."""
    return [
        Point(label, _ASKED.get(name, lambda one, n=name: bool(getattr(one, n)))(movement), ground)
        for name, label, ground in _POINTS
    ]


def missing_points(movement: Movement) -> list[str]:
    """Labels without which a plan cannot be submitted."""
    return [point.label for point in points_of(movement) if point.blocks]
