"""Programmes and milestones: days, evidence, late ones, who keeps them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.targets.conftest import TODAY

from thidua.kit.errors import NotAllowed, WrongState
from thidua.targets import actions
from thidua.targets.models import Programme
from thidua.targets.queries.waiting import late_milestones

START = TODAY - dt.timedelta(days=60)
DUE = TODAY - dt.timedelta(days=10)
END = TODAY + dt.timedelta(days=60)


def begin(world: SimpleNamespace, *steps: actions.Step, **more: Any) -> Programme:
    values = {"kind": "de_an", "name": "Số hóa tài liệu", "starts": START, "ends": END} | more
    return actions.save_programme(
        body=world.units[1], values=values, steps=steps, by=world.users.officer
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "viec"}, "kind"),
        ({"ends": START - dt.timedelta(days=1)}, "ends"),
        ({"starts": dt.date(1999, 1, 1)}, "starts"),
    ],
)
def test_what_a_programme_must_say(world: SimpleNamespace, more: Any, field: str) -> None:
    with pytest.raises(WrongState) as refusal:
        begin(world, **more)
    assert refusal.value.field == field
    assert not Programme.objects.exists()


def test_milestones_lie_within_the_days(world: SimpleNamespace) -> None:
    for step in (
        actions.Step("Sớm", START - dt.timedelta(days=1)),
        actions.Step("Muộn", END + dt.timedelta(days=1)),
        actions.Step(" ", DUE),
    ):
        with pytest.raises(WrongState, match=r"[mM]ốc thứ 1"):
            begin(world, step)
    assert begin(world, actions.Step("Đầu", START), actions.Step("Cuối", END)).pk


def test_a_late_milestone_waits_until_it_is_done(world: SimpleNamespace) -> None:
    one = begin(world, actions.Step("Khảo sát", DUE), actions.Step("Nghiệm thu", END))
    head, step = world.users.head, one.milestones.get(text="Khảo sát")
    assert list(late_milestones(head)) == [step]
    assert list(late_milestones(world.users.officer)) == []  # a unit's own: the head answers
    assert step.days_late(TODAY) == 10
    for day in (TODAY + dt.timedelta(days=1), START - dt.timedelta(days=1)):
        with pytest.raises(WrongState, match="Ngày xong"):
            actions.finish_milestone(milestone=step, done_on=day, reference="x", by=head)
    with pytest.raises(WrongState, match="minh chứng"):
        actions.finish_milestone(milestone=step, done_on=TODAY, by=head)
    step = actions.finish_milestone(milestone=step, done_on=DUE, reference="12/BB", by=head)
    assert (step.days_late(TODAY), list(late_milestones(head))) == (0, [])
    with pytest.raises(WrongState, match="Còn 1 mốc"):
        actions.end_programme(programme=one, state="hoan_thanh", by=head)
    with pytest.raises(WrongState, match="lý do"):
        actions.reopen_milestone(milestone=step, reason="", by=head)
    actions.reopen_milestone(milestone=step, reason="Ghi nhầm", by=head)
    assert late_milestones(head).count() == 1


def test_a_milestone_that_is_done_is_not_removed(world: SimpleNamespace) -> None:
    one = begin(world, actions.Step("Một", DUE), actions.Step("Hai", END))
    first, second = one.milestones.all()
    actions.finish_milestone(milestone=first, done_on=DUE, reference="x", by=world.users.officer)
    kept = [actions.Step("Hai mới", END, second.pk), actions.Step("Ba", END)]
    with pytest.raises(WrongState, match="đã xong nên không xóa"):
        actions.save_programme(
            body=one.body, values={}, steps=kept, programme=one, by=world.users.officer
        )
    actions.save_programme(
        body=one.body, values={}, programme=one, by=world.users.officer,
        steps=[actions.Step("Một", DUE, first.pk), *kept],
    )  # fmt: skip
    assert sorted(step.text for step in one.milestones.all()) == ["Ba", "Hai mới", "Một"]
    assert one.milestones.get(text="Một").done_on == DUE


def test_a_programme_that_ended_stays(world: SimpleNamespace) -> None:
    one = begin(world, actions.Step("Một", DUE))
    with pytest.raises(WrongState, match="lý do dừng"):
        actions.end_programme(programme=one, state="dung", by=world.users.officer)
    actions.end_programme(programme=one, state="dung", reason="Hết vốn", by=world.users.officer)
    with pytest.raises(WrongState, match="đã dừng"):
        actions.finish_milestone(
            milestone=one.milestones.get(), done_on=DUE, reference="x", by=world.users.officer
        )
    assert not late_milestones(world.users.head).exists()


def test_who_keeps_a_programme(world: SimpleNamespace) -> None:
    one = begin(world, actions.Step("Một", DUE))
    for who in ("secretary", "director", "member", "administrator", "nobody", "stranger"):
        with pytest.raises(NotAllowed):
            actions.end_programme(
                programme=one, state="dung", reason="x", by=getattr(world.users, who)
            )


def test_the_pages(
    world: SimpleNamespace, officer_browser: Client, django_assert_max_num_queries: Any
) -> None:
    empty = officer_browser.get("/chi-tieu/chuong-trinh/").content.decode()
    assert "Chưa có chương trình" in empty
    for number in range(12):
        begin(world, actions.Step("Một", DUE), name=f"Dự án {number}", kind="du_an")
    with django_assert_max_num_queries(15):
        page = officer_browser.get("/chi-tieu/chuong-trinh/?trang-thai=qua-han").content.decode()
    assert page.count("1 mốc quá hạn") == 12
    found = officer_browser.get("/chi-tieu/chuong-trinh/?q=du+an+7").content.decode()
    assert found.count("mốc quá hạn</span>") == 1
    values = {
        "body": world.units[0].pk, "kind": "du_an", "name": "Mới", "starts": "01/03/2026",
        "ends": "01/02/2026", "m-khoa": ["", ""], "m-viec": ["Khảo sát", "Làm"],
        "m-han": ["15/03/2026", "32/13/2026"],
    }  # fmt: skip
    answer = officer_browser.post("/chi-tieu/chuong-trinh/moi/", values)
    assert "mốc thứ 2" in answer.content.decode()
    assert "32/13/2026" in answer.content.decode()  # nothing typed is lost
    answer = officer_browser.post("/chi-tieu/chuong-trinh/moi/", values | {"m-han": ["", ""]})
    assert answer.status_code == 422
    values |= {"m-han": ["15/03/2026", "20/03/2026"]}
    answer = officer_browser.post("/chi-tieu/chuong-trinh/moi/", values)
    assert "Ngày kết thúc phải từ ngày bắt đầu" in answer.content.decode()
    answer = officer_browser.post("/chi-tieu/chuong-trinh/moi/", values | {"ends": "01/04/2026"})
    assert answer.status_code == 302
    assert Programme.objects.get(name="Mới").milestones.count() == 2
