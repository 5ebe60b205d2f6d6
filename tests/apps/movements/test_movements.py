"""Movements: what a plan must hold, who takes which step, who sees and answers them below."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements import actions, queries
from thidua.movements.actions import ResultRow, TargetRow
from thidua.movements.models import Movement, MovementReview
from thidua.movements.permissions import may_step
from thidua.movements.states import BY_NAME
from thidua.organisations.models import Body

TODAY = timezone.localdate()
PLAN: dict[str, Any] = {
    "name": "Phục vụ người dân đúng hạn",
    "theme": "Đúng hẹn, đúng việc",
    "kind": "chuyen_de",
    "reach": "bo_nganh_tinh",
    "starts": TODAY - dt.timedelta(days=60),
    "ends": TODAY + dt.timedelta(days=300),
    "objectives": "Không còn hồ sơ quá hạn",
    "content": "Trả kết quả đúng hẹn\nRút ngắn thời gian",
    "criteria": "Tỷ lệ đúng hạn từ 99%",
    "participants": "Toàn thể công chức",
    "measures": "Văn phòng tổng hợp hằng tháng",
}
TARGETS = [
    TargetRow("Hồ sơ đúng hạn", "%", Decimal(99), responsible="Văn phòng"),
    TargetRow("Số đơn thư khiếu nại", "đơn", Decimal(2), less_is_better=True),
    TargetRow("Mô hình mới"),
]
LAW_POINTS = ("objectives", "content", "criteria", "participants", "measures", "starts", "ends")


@pytest.fixture
def above(world: SimpleNamespace) -> SimpleNamespace:
    """The department above gets an officer and a director of its own."""
    from thidua.accounts.models import Role, RoleAssignment, User

    province = Body.objects.get(code="ubnd-lam-giang")

    def user(name: str, role: str) -> User:
        made = User.objects.create(username=name, full_name=name, home=province)
        RoleAssignment.objects.create(user=made, role=role, body=province)
        return User.objects.get(pk=made.pk)

    return SimpleNamespace(
        body=province,
        officer=user("chuyen-vien-tinh", Role.OFFICER),
        director=user("lanh-dao-tinh", Role.DIRECTOR),
    )


def launched(body: Body, officer: Any, director: Any, **plan: Any) -> Movement:
    movement = actions.draft_movement(
        department=body, plan=PLAN | plan, targets=TARGETS, by=officer
    )
    movement = actions.submit_plan(movement=movement, by=officer)
    movement = actions.approve_plan(movement=movement, by=director)
    return actions.launch_movement(movement=movement, launched_on=TODAY, by=director, number="7/KH")


@pytest.mark.parametrize("lacking", LAW_POINTS)
def test_a_plan_without_what_the_law_asks_for_is_not_submitted(
    world: SimpleNamespace, lacking: str
) -> None:
    officer = world.users.officer
    plan = PLAN | {lacking: None if lacking in ("starts", "ends") else ""}
    movement = actions.draft_movement(department=world.department, plan=plan, by=officer)
    assert len(queries.missing_points(movement)) == 1
    with pytest.raises(WrongState, match="Chưa trình duyệt được"):
        actions.submit_plan(movement=movement, by=officer)
    movement.refresh_from_db()
    assert movement.state == Movement.State.DRAFT


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "  "}, "Ghi tên phong trào"),
        ({"kind": "khac"}, "Chọn hình thức"),
        ({"reach": ""}, "Chọn phạm vi"),
        ({"ends": PLAN["starts"] - dt.timedelta(days=1)}, "từ ngày bắt đầu trở đi"),
        ({"starts": dt.date(202, 1, 1)}, "năm của ngày"),
    ],
)
def test_a_wrong_plan_stores_nothing(
    world: SimpleNamespace, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(WrongState, match=sentence):
        actions.draft_movement(
            department=world.department, plan=PLAN | changed, by=world.users.officer
        )
    assert not Movement.objects.exists()
    assert not AuditRow.objects.filter(action__startswith="movements.").exists()


def test_the_database_too_refuses_an_end_before_the_start(world: SimpleNamespace) -> None:
    movement = launched(world.department, world.users.officer, world.users.director)
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.filter(pk=movement.pk).update(ends=dt.date(2000, 1, 1))


def test_every_step_is_open_to_its_roles_in_its_states_only(world: SimpleNamespace) -> None:
    users = world.users
    movement = actions.draft_movement(department=world.department, plan=PLAN, by=users.officer)
    everyone = ["officer", "director", "head", "member", "secretary", "administrator", "stranger"]
    for state in Movement.State.values:
        movement.state = state
        for name, step in BY_NAME.items():
            for who in everyone:
                open_to = who in {"officer", "director"} and who in step.roles
                expected = state in step.sources and open_to
                assert may_step(getattr(users, who), movement, name) is expected, (state, name, who)


def test_sent_back_with_a_reason_and_changed_only_as_a_draft(world: SimpleNamespace) -> None:
    officer, director = world.users.officer, world.users.director
    movement = actions.draft_movement(department=world.department, plan=PLAN, by=officer)
    movement = actions.submit_plan(movement=movement, by=officer)
    with pytest.raises(WrongState, match="còn là dự thảo"):
        actions.save_plan(movement=movement, plan=PLAN, targets=[], by=officer)
    with pytest.raises(WrongState, match="Ghi lý do trả lại"):
        actions.return_plan(movement=movement, reason=" ", by=director)
    movement = actions.return_plan(movement=movement, reason="Thêm chỉ tiêu", by=director)
    assert (movement.state, movement.reason) == (Movement.State.DRAFT, "Thêm chỉ tiêu")
    actions.save_plan(movement=movement, plan={"name": "Tên mới"}, targets=TARGETS, by=officer)
    movement.refresh_from_db()
    assert (movement.name, movement.targets.count()) == ("Tên mới", 3)
    assert AuditRow.objects.filter(action="movements.send_back").count() == 1


def test_launched_above_it_is_seen_and_waits_below(
    world: SimpleNamespace, above: SimpleNamespace
) -> None:
    draft = actions.draft_movement(department=above.body, plan=PLAN, by=above.officer)
    assert not queries.movements_for(world.users.officer).exists()
    movement = launched(above.body, above.officer, above.director, name="Phong trào của tỉnh")
    assert list(queries.movements_for(world.users.officer)) == [movement]
    assert draft not in queries.movements_for(world.users.head)
    assert list(queries.unanswered_for(world.department)) == [movement]
    assert {one.body for one in queries.answers_of(movement)} == {world.department, world.foreign}
    assert {one.state for one in queries.answers_of(movement)} == {"Chưa hưởng ứng"}


def test_a_movement_for_the_own_body_is_not_handed_down(
    world: SimpleNamespace, above: SimpleNamespace
) -> None:
    movement = launched(above.body, above.officer, above.director, reach="don_vi")
    assert not queries.movements_for(world.users.officer).exists()
    assert queries.answers_of(movement) == []
    with pytest.raises(NotAllowed, match="không giao cho"):
        actions.answer_movement(movement=movement, by=world.users.officer)


def test_answering_copies_the_plan_and_links_it(
    world: SimpleNamespace, above: SimpleNamespace
) -> None:
    movement = launched(above.body, above.officer, above.director)
    own = actions.answer_movement(movement=movement, by=world.users.officer)
    assert (own.parent, own.department, own.state) == (movement, world.department, "du_thao")
    assert own.objectives == movement.objectives
    assert own.reach == Movement.Reach.BODY
    assert "7/KH" in own.legal_basis
    assert [t.text for t in own.targets.all()] == [t.text for t in TARGETS]
    with pytest.raises(WrongState, match="đã lập kế hoạch hưởng ứng"):
        actions.answer_movement(movement=movement, by=world.users.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(
            department=world.department, parent=movement, name="x", kind="chuyen_de", reach="don_vi"
        )
    assert not queries.unanswered_for(world.department).exists()
    assert list(queries.unanswered_for(world.foreign)) == [movement]


def test_declining_needs_a_reason_and_may_be_taken_back(
    world: SimpleNamespace, above: SimpleNamespace
) -> None:
    movement = launched(above.body, above.officer, above.director)
    officer = world.users.officer
    with pytest.raises(WrongState, match="Ghi lý do"):
        actions.decline_movement(movement=movement, reason="", by=officer)
    actions.decline_movement(movement=movement, reason="Không có đối tượng", by=officer)
    said = {one.body: one.state for one in queries.answers_of(movement)}
    assert said == {world.department: "Không hưởng ứng", world.foreign: "Chưa hưởng ứng"}
    actions.answer_movement(movement=movement, by=officer)
    assert movement.declines.count() == 0


@pytest.mark.parametrize("who", ["director", "head", "member", "nobody"])
def test_only_the_officer_answers(world: SimpleNamespace, above: SimpleNamespace, who: str) -> None:
    movement = launched(above.body, above.officer, above.director)
    with pytest.raises(NotAllowed):
        actions.answer_movement(movement=movement, by=getattr(world.users, who))
    assert Movement.objects.count() == 1


WORDS = {
    "results": "Tốt", "effect": "Rõ", "limits": "Chậm", "causes": "Thiếu người", "lessons": "Sớm",
}  # fmt: skip


def results_of(movement: Movement) -> list[ResultRow]:
    first, second, third = movement.targets.all()
    return [
        ResultRow(first.pk, Decimal(98)),
        ResultRow(second.pk, Decimal(1)),
        ResultRow(third.pk, note="Hai mô hình"),
    ]


def test_the_final_review_ends_it_and_needs_everything(world: SimpleNamespace) -> None:
    officer = world.users.officer
    movement = launched(world.department, officer, world.users.director)
    ask = {"movement": movement, "held_on": TODAY, "by": officer}
    actions.record_review(kind="so_ket", words={"results": "Nửa năm"}, results=[], **ask)
    movement.refresh_from_db()
    assert movement.state == Movement.State.LAUNCHED
    for name in WORDS:
        with pytest.raises(WrongState):
            actions.record_review(
                kind="tong_ket", words=WORDS | {name: " "}, results=results_of(movement), **ask
            )
    with pytest.raises(WrongState, match="Mô hình mới"):
        actions.record_review(kind="tong_ket", words=WORDS, results=results_of(movement)[:2], **ask)
    assert MovementReview.objects.count() == 1
    actions.record_review(kind="tong_ket", words=WORDS, results=results_of(movement), **ask)
    movement.refresh_from_db()
    assert (movement.state, movement.ended_on) == (Movement.State.ENDED, TODAY)
    with pytest.raises(WrongState, match="Đã tổng kết"):
        actions.record_review(kind="so_ket", words=WORDS, results=[], **ask)


def test_a_review_has_its_day_between_launch_and_today(world: SimpleNamespace) -> None:
    officer = world.users.officer
    movement = launched(world.department, officer, world.users.director)
    for day in (TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)):
        with pytest.raises(WrongState):
            actions.record_review(
                movement=movement, kind="so_ket", held_on=day, words=WORDS, results=[], by=officer
            )


def test_results_of_another_movement_are_refused(world: SimpleNamespace) -> None:
    officer, director = world.users.officer, world.users.director
    one, other = (launched(world.department, officer, director) for _ in range(2))
    with pytest.raises(WrongState, match="không thuộc"):
        actions.record_review(
            movement=one, kind="so_ket", held_on=TODAY, words=WORDS, results=results_of(other),
            by=officer,
        )  # fmt: skip
    assert not MovementReview.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "long"),
    [
        (dt.date(2024, 1, 1), dt.date(2026, 12, 31), True),
        (dt.date(2024, 1, 1), dt.date(2026, 12, 30), False),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 27), False),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 28), True),
        (None, dt.date(2027, 2, 28), False),
    ],
)
def test_three_years_are_counted_to_the_day(starts: Any, ends: Any, long: bool) -> None:
    assert Movement(starts=starts, ends=ends).is_long is long
