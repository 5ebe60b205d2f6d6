"""A ceremony planned: decisions taken in, the order, groups on stage, presenters, seats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.ceremonies.models import Ceremony, Presenter, Turn
from thidua.ceremonies.permissions import check_may_plan
from thidua.ceremonies.queries.ceremonies import (
    by_rank_and_name,
    grouped_numbers,
    issued_decisions,
    turns_of,
)
from thidua.decisions.models import Decision, DecisionAward
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body

MOST_SEATS = 200


@transaction.atomic
def save_ceremony(
    *,
    body: Body,
    title: str,
    held_on: dt.date,
    decisions: Sequence[Decision],
    starts_at: dt.time | None = None,
    place: str = "",
    group_size: int = 10,
    ceremony: Ceremony | None = None,
    by: Any,
) -> Ceremony:
    """Plan a ceremony, or change one: lines of decisions taken out leave it, new ones come last.

    Refuses decisions of another body or not issued, and a day before one of them.
    """
    check_may_plan(by, body)
    title = squeeze(title)
    if not title:
        raise WrongState("Ghi tên buổi lễ.", field="title")
    if not decisions:
        raise WrongState("Chọn ít nhất một quyết định để trao.", field="decisions")
    allowed = set(issued_decisions(body).values_list("pk", flat=True))
    for one in decisions:
        if one.pk not in allowed:
            raise WrongState(
                f"{one} chưa ban hành hoặc không phải quyết định khen thưởng của cơ quan."
            )
        if one.decided_on and held_on < one.decided_on:
            raise WrongState(
                f"Ngày lễ {held_on:%d/%m/%Y} ở trước ngày ký {one.decided_on:%d/%m/%Y} của {one}.",
                field="held_on",
            )
    if not 1 <= group_size <= 100:
        raise WrongState("Mỗi lượt từ 1 đến 100 người.", field="group_size")
    row = _locked(ceremony, by) if ceremony is not None else Ceremony(body=body, created_by=by)
    row.title, row.held_on, row.starts_at = title[:200], held_on, starts_at
    row.place, row.group_size = squeeze(place)[:200], group_size
    row.save()
    row.decisions.set(decisions)
    row.turns.exclude(award__decision__in=decisions).delete()
    if ceremony is None:
        _sort(row)
    else:
        _take_in_new(row)
        _regroup(row)
    done = "Sửa buổi lễ" if ceremony is not None else "Lập buổi lễ"
    _log(row, by, "save", f"{done} “{row.title}”")
    return row


@transaction.atomic
def arrange(*, ceremony: Ceremony, by: Any) -> Ceremony:
    """Put everybody in the order of rank and name again; groups set by hand are given up."""
    row = _locked(ceremony, by)
    row.turns.update(opens_group=False)
    _sort(row)
    _log(row, by, "arrange", f"Xếp lại thứ tự trao của “{row.title}”")
    return row


@transaction.atomic
def move_turn(*, turn: Turn, to: int, by: Any) -> Turn:
    """Put one line at place `to` (from 1); the others close up."""
    ceremony = _locked(turn.ceremony, by)
    turns = list(turns_of(ceremony))
    moving = next((one for one in turns if one.pk == turn.pk), None)
    if moving is None:
        raise WrongState("Trường hợp này không còn trong buổi lễ. Tải lại trang.")
    turns.remove(moving)
    turns.insert(min(max(to, 1), len(turns) + 1) - 1, moving)
    _number(ceremony, turns)
    _log(ceremony, by, "move", f"Dời {moving.award.recipient_name} đến thứ tự {to}")
    return moving


@transaction.atomic
def change_turn(
    *,
    turn: Turn,
    attendance: str,
    receiver: str = "",
    opens_group: bool | None = None,
    by: Any,
) -> Turn:
    """Note who comes and who goes on stage instead; open a new group with this line.

    Refuses a stand-in without a name.
    """
    ceremony = _locked(turn.ceremony, by)
    row = Turn.objects.select_related("award").get(pk=turn.pk, ceremony=ceremony)
    receiver = squeeze(receiver)[:120]
    if attendance not in Turn.Attendance.values:
        raise WrongState("Chọn dự lễ, cử người nhận thay hoặc vắng.", field="attendance")
    if attendance == Turn.Attendance.REPRESENTED and not receiver:
        raise WrongState(
            f"Ghi họ tên người nhận thay {row.award.recipient_name}.", field="receiver"
        )
    row.attendance, row.receiver = attendance, receiver
    if opens_group is not None:
        row.opens_group = opens_group
    row.save()
    if opens_group is not None:
        _regroup(ceremony)
    _log(
        ceremony, by, "attendance",
        f"{row.award.recipient_name}: {row.get_attendance_display().lower()}",
    )  # fmt: skip
    return row


@transaction.atomic
def add_presenter(*, ceremony: Ceremony, name: str, post: str = "", by: Any) -> Presenter:
    """Somebody who hands over."""
    row = _locked(ceremony, by)
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi họ tên người trao.", field="name")
    made = Presenter.objects.create(
        ceremony=row, name=name[:120], post=squeeze(post)[:160], order=row.presenters.count() + 1
    )
    _log(row, by, "presenter", f"Thêm người trao {made.name}")
    return made


@transaction.atomic
def remove_presenter(*, presenter: Presenter, by: Any) -> None:
    """Groups that were this presenter's have none until they get another."""
    row = _locked(presenter.ceremony, by)
    _log(row, by, "presenter", f"Bỏ người trao {presenter.name}")
    presenter.delete()


@transaction.atomic
def assign_presenter(
    *, ceremony: Ceremony, group: int, presenter: Presenter | None, by: Any
) -> int:
    """Who hands over to one group (0: to all); gives how many lines it concerns."""
    row = _locked(ceremony, by)
    if presenter is not None and presenter.ceremony_id != row.pk:
        raise WrongState("Người trao không thuộc buổi lễ này.")
    turns = row.turns.all() if group == 0 else row.turns.filter(group=group)
    changed = turns.update(presenter=presenter)
    who = presenter.name if presenter else "chưa phân công"
    _log(row, by, "assign", f"Lượt {group or 'tất cả'}: {who} trao")
    return changed


@transaction.atomic
def give_seats(
    *, ceremony: Ceremony, per_row: int, first_row: int = 1, new_row: bool = True, by: Any
) -> int:
    """Seats in the order of the ceremony, so many a row; with `new_row` every group begins one.

    Those who are absent get none. Earlier seats are given up.
    """
    row = _locked(ceremony, by)
    if not 1 <= per_row <= MOST_SEATS:
        raise WrongState(f"Mỗi hàng từ 1 đến {MOST_SEATS} ghế.", field="per_row")
    if not 1 <= first_row <= 100:
        raise WrongState("Hàng đầu từ 1 đến 100.", field="first_row")
    row.turns.update(row=0, seat=0)
    turns = [one for one in turns_of(row) if one.attendance != Turn.Attendance.ABSENT]
    line, seat, group = first_row, 0, 0
    for one in turns:
        if seat >= per_row or (new_row and group and one.group != group):
            line, seat = line + 1, 0
        seat, group = seat + 1, one.group
        one.row, one.seat = line, seat
    Turn.objects.bulk_update(turns, ["row", "seat"], batch_size=200)
    _log(row, by, "seats", f"Xếp {len(turns)} chỗ ngồi của “{row.title}”")
    return len(turns)


@transaction.atomic
def remove_ceremony(*, ceremony: Ceremony, by: Any) -> None:
    """Give up a plan; decisions and certificates are untouched."""
    row = _locked(ceremony, by)
    _log(row, by, "remove", f"Bỏ buổi lễ “{row.title}”")
    row.delete()


def _locked(ceremony: Ceremony, by: Any) -> Ceremony:
    check_may_plan(by, ceremony.body)
    row = (
        Ceremony.objects.select_for_update(of=("self",))
        .select_related("body")
        .filter(pk=ceremony.pk)
        .first()
    )
    if row is None:
        raise WrongState("Buổi lễ đã bị bỏ. Mở lại danh sách buổi lễ.")
    return row


def _awards(ceremony: Ceremony) -> list[DecisionAward]:
    rows = DecisionAward.objects.filter(
        decision__in=ceremony.decisions.all(), standing=DecisionAward.Standing.VALID
    )
    return by_rank_and_name(rows, ceremony.held_on)


def _take_in_new(ceremony: Ceremony) -> None:
    here = set(ceremony.turns.values_list("award", flat=True))
    last = ceremony.turns.count()
    new = [row for row in _awards(ceremony) if row.pk not in here]
    Turn.objects.bulk_create(
        [
            Turn(ceremony=ceremony, award=row, order=last + place)
            for place, row in enumerate(new, start=1)
        ],
        batch_size=200,
    )


def _sort(ceremony: Ceremony) -> None:
    _take_in_new(ceremony)
    places = {row.pk: place for place, row in enumerate(_awards(ceremony))}
    turns = sorted(turns_of(ceremony), key=lambda turn: places.get(turn.award_id, len(places)))
    _number(ceremony, turns)


def _regroup(ceremony: Ceremony) -> None:
    _number(ceremony, list(turns_of(ceremony)))


def _number(ceremony: Ceremony, turns: list[Turn]) -> None:
    """Places from 1, groups anew; a group keeps one presenter, that of its first line."""
    numbers = grouped_numbers(turns, ceremony.group_size)
    first: dict[int, int | None] = {}
    for place, (turn, number) in enumerate(zip(turns, numbers, strict=True), start=1):
        turn.order, turn.group = place, number
        turn.presenter_id = first.setdefault(number, turn.presenter_id)
    Turn.objects.bulk_update(turns, ["order", "group", "presenter"], batch_size=200)


def _log(ceremony: Ceremony, by: Any, action: str, text: str) -> None:
    record(by=by, action=f"ceremonies.{action}", text=text, subject=ceremony, body=ceremony.body)
