"""The home page of a user: running round, pipeline of its dossiers, tasks, what to do first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from thidua.desk.queries.follow_up import after_decisions
from thidua.desk.queries.registering import registering
from thidua.desk.queries.scoring import about_scoring
from thidua.desk.queries.targets import about_targets
from thidua.desk.queries.tasks import Task, nominees_by_state, tasks_for
from thidua.dossiers.models import Dossier
from thidua.eligibility.models import Round
from thidua.movements.models import Registration
from thidua.organisations.scopes import Role, Scope, scope_of
from thidua.people.models import Person

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
State = Dossier.State
_STAGES = (
    ("Đang lập", (State.DRAFT,)),
    ("Trả lại bổ sung", (State.RETURNED,)),
    ("Thẩm định", (State.SUBMITTED,)),
    ("Họp hội đồng", (State.ACCEPTED, State.AT_COUNCIL)),
    ("Trình ký", (State.VOTED,)),
    ("Đã quyết định", (State.DECIDED,)),
)


@dataclass(frozen=True)
class Stage:
    """One step of the pipeline with the dossiers that stand there."""

    label: str
    number: int
    note: str
    url: str


@dataclass(frozen=True)
class First:
    """What to do first when nothing is there yet."""

    title: str
    why: str
    url: str
    verb: str
    icon: str


@dataclass(frozen=True)
class Board:
    """Everything the home page shows."""

    today: str
    scope: Scope
    round: Round | None
    stages: list[Stage]
    groups: list[tuple[str, list[Task]]]
    first: First | None

    @property
    def task_count(self) -> int:
        return sum(len(tasks) for _, tasks in self.groups)


def board_for(user: Any) -> Board:
    """The board of `user`; the number of queries does not grow with what waits (tested)."""
    scope = scope_of(user)
    round_ = _running_round(scope)
    sees_rounds = scope.whole_department or bool(scope.unit_ids)
    # People are counted only for the first steps: a round exists only where people do.
    people = 0
    if round_ is None and scope.has(Role.OFFICER):
        people = Person.objects.filter(department=scope.department).count()
    stages = _stages(user, scope, round_) if round_ is not None and sees_rounds else []
    tasks = [
        *tasks_for(user, scope, round_),
        *after_decisions(user, scope),
        *registering(user, scope),
        *about_targets(user, scope),
        *about_scoring(user, scope),
    ]
    tasks.sort(key=lambda task: (task.due is None, task.due or dt.date.max))
    if round_ is not None and _nothing_proposed(scope, round_, stages):
        tasks.append(_propose(round_))
    return Board(
        today=_today(),
        scope=scope,
        round=round_ if sees_rounds else None,
        stages=stages,
        groups=_grouped(tasks),
        first=_first(scope, round_, people),
    )


def _running_round(scope: Scope) -> Round | None:
    """The open round of the latest year, else the latest round."""
    if scope.department is None:
        return None
    rounds = list(Round.objects.filter(department=scope.department).order_by("-year", "-pk")[:10])
    opened = [r for r in rounds if r.state == Round.State.OPEN]
    return next(iter(opened or rounds), None)


def _stages(user: Any, scope: Scope, round_: Round) -> list[Stage]:
    by_state = nominees_by_state(user, round_)
    registered = Registration.objects.filter(department=scope.department, year=round_.year)
    if not scope.whole_department:
        registered = registered.filter(person__unit__in=scope.unit_ids)
    aims = registered.exclude(person=None).values("person").distinct().count()
    grid = reverse("eligibility:grid", args=[round_.pk])
    stages = [Stage("Đăng ký thi đua", aims, f"người, năm {round_.year}", grid)]
    for label, states in _STAGES:
        dossiers = sum(by_state.get(state, (0, 0))[0] for state in states)
        nominees = sum(by_state.get(state, (0, 0))[1] for state in states)
        address = reverse("dossiers:index")
        if len(states) == 1:
            address += f"?tinh-trang={states[0].value}"
        stages.append(Stage(label, dossiers, f"{nominees} đề nghị", address))
    return stages


def _nothing_proposed(scope: Scope, round_: Round, stages: list[Stage]) -> bool:
    """The round is screened and open, and those who propose have no dossier in it yet."""
    ready = round_.state == Round.State.OPEN and round_.screened_at is not None
    proposer = scope.has(Role.OFFICER, Role.HEAD_OF_UNIT)
    return ready and proposer and not any(stage.number for stage in stages[1:])


def _propose(round_: Round) -> Task:
    return Task(
        "Chọn người, tập thể đủ điều kiện và lập hồ sơ đề nghị",
        f"{round_.name} · đã quét xong, chưa có hồ sơ nào",
        reverse("eligibility:grid", args=[round_.pk]),
        "Lập hồ sơ",
    )


def _grouped(tasks: list[Task]) -> list[tuple[str, list[Task]]]:
    """Overdue, this week, later, without a day: only groups that hold something."""
    groups = (
        ("Quá hạn", [t for t in tasks if t.days is not None and t.days < 0]),
        ("Bảy ngày tới", [t for t in tasks if t.days is not None and 0 <= t.days <= 7]),
        ("Sắp tới", [t for t in tasks if t.days is not None and t.days > 7]),
        ("Đang chờ xử lý", [t for t in tasks if t.days is None]),
    )
    return [(title, found) for title, found in groups if found]


def _first(scope: Scope, round_: Round | None, people: int) -> First | None:
    if scope.has(Role.OFFICER):
        if round_ is None and not people:
            return First(
                "Bắt đầu từ danh sách cán bộ",
                "Đưa bảng tính của cơ quan vào; hệ thống đọc thử, chỉ ra chỗ nghi ngờ, "
                "chưa lưu gì trước khi anh/chị xác nhận.",
                reverse("exchange:index"),
                "Nhập danh sách",
                "upload",
            )
        if round_ is None:
            return First(
                "Mở đợt xét của năm",
                f"Đã có {people} người. Mở đợt xét để biết ai được đề nghị danh hiệu, "
                "hình thức nào và vì sao.",
                reverse("eligibility:index"),
                "Mở đợt xét",
                "shield",
            )
    if scope.roles == {Role.ADMINISTRATOR}:
        return First(
            "Quản trị hệ thống",
            "Cấp tài khoản, giao vai trò và xem nhật ký. Dữ liệu khen thưởng không mở cho vai trò "
            "này.",
            reverse("accounts:users"),
            "Mở tài khoản",
            "users",
        )
    return None


def _today() -> str:
    day: dt.date = timezone.localdate()
    return f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"
