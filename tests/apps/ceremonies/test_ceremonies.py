"""Ceremonies: order by rank and name, groups on stage, seats, script, cards, who may plan."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.apps.decisions.passed import issued, nominee
from tests.apps.decisions.test_concurrency import at_once

from thidua.ceremonies import actions, papers
from thidua.ceremonies.models import Ceremony, Turn
from thidua.ceremonies.models.ceremonies import row_letter
from thidua.ceremonies.queries.ceremonies import grouped_numbers, groups_of, turns_of
from thidua.decisions import actions as decisions
from thidua.kit.errors import NotAllowed, WrongState


def planned(world: SimpleNamespace, **more: Any) -> Ceremony:
    values: dict[str, Any] = {
        "title": "Lễ tổng kết",
        "held_on": timezone.localdate(),
        **more,
    }
    if "decisions" not in values:
        values["decisions"] = [issued(world)]
    return actions.save_ceremony(body=world.department, by=world.users.officer, **values)


def names(ceremony: Ceremony) -> list[str]:
    return [turn.award.recipient_name for turn in turns_of(ceremony)]


def test_higher_awards_first_then_names_as_vietnamese_sorts_them(world: SimpleNamespace) -> None:
    people = [nominee(one, "ldtt") for one in world.people[:4]]
    chief = nominee(world.people[0], "cstd-co-so")
    unit = nominee(world.units[0], "tt-ldtt")
    ceremony = planned(world, decisions=[issued(world, nominees=[*people, chief, unit])])
    codes = [turn.award.award_code for turn in turns_of(ceremony)]
    assert codes == ["tt-ldtt", "cstd-co-so", *["ldtt"] * 4]
    given_names = [name.split()[-1] for name in names(ceremony)[2:]]
    order = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    firsts = [order.index(_bare(name)) for name in given_names]
    assert firsts == sorted(firsts)
    assert [turn.order for turn in turns_of(ceremony)] == [1, 2, 3, 4, 5, 6]


def _bare(name: str) -> str:
    import unicodedata

    parts = unicodedata.normalize("NFD", name[0].lower())
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323")
    )


@given(
    codes=st.lists(st.sampled_from("abc"), max_size=40),
    size=st.integers(1, 7),
    opened=st.sets(st.integers(0, 39)),
)
def test_a_group_holds_one_award_and_no_more_than_the_stage(
    codes: list[str], size: int, opened: set[int]
) -> None:
    turns: Any = [
        SimpleNamespace(award=SimpleNamespace(award_code=code), opens_group=place in opened)
        for place, code in enumerate(sorted(codes))
    ]
    numbers = grouped_numbers(turns, size)
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, len(set(numbers)) + 1))
    for number in set(numbers):
        members = [turn for turn, n in zip(turns, numbers, strict=True) if n == number]
        assert len(members) <= size
        assert len({turn.award.award_code for turn in members}) == 1
        assert not any(turn.opens_group for turn in members[1:])


def test_the_order_is_changed_by_hand_and_kept(world: SimpleNamespace) -> None:
    officer = world.users.officer
    ceremony = planned(world)
    before = names(ceremony)
    last = turns_of(ceremony).last()
    actions.move_turn(turn=last, to=1, by=officer)
    assert names(ceremony) == [before[-1], *before[:-1]]
    assert [turn.order for turn in turns_of(ceremony)] == list(range(1, len(before) + 1))
    actions.move_turn(turn=last, to=999, by=officer)
    assert names(ceremony) == before
    actions.change_turn(
        turn=turns_of(ceremony)[3], attendance="coming", opens_group=True, by=officer
    )
    assert len({turn.group for turn in turns_of(ceremony)}) >= 2
    actions.arrange(ceremony=ceremony, by=officer)
    assert names(ceremony) == before
    assert not ceremony.turns.filter(opens_group=True).exists()


def test_two_move_at_the_same_moment_and_nobody_is_lost(
    transactional_db: None, world: SimpleNamespace
) -> None:
    ceremony = planned(world)
    turns, officer = list(turns_of(ceremony)), world.users.officer
    raised = at_once(
        lambda: actions.move_turn(turn=turns[0], to=3, by=officer),
        lambda: actions.move_turn(turn=turns[-1], to=1, by=officer),
    )
    assert raised == [None, None]
    assert sorted(turn.pk for turn in turns_of(ceremony)) == sorted(turn.pk for turn in turns)
    assert [turn.order for turn in turns_of(ceremony)] == list(range(1, len(turns) + 1))


def test_seats_are_given_in_order_and_each_once(world: SimpleNamespace) -> None:
    officer = world.users.officer
    ceremony = planned(world)
    absent = turns_of(ceremony)[1]
    actions.change_turn(turn=absent, attendance="absent", by=officer)
    count = actions.give_seats(ceremony=ceremony, per_row=2, new_row=False, by=officer)
    seats = [turn.place for turn in turns_of(ceremony)]
    assert count == len(seats) - 1
    assert seats == ["A-01", "", "A-02", "B-01", "B-02"]
    actions.give_seats(ceremony=ceremony, per_row=5, first_row=3, new_row=True, by=officer)
    rows = {turn.group: turn.row for turn in turns_of(ceremony) if turn.seat}
    assert sorted(rows.values()) == list(range(3, 3 + len(rows)))
    assert [row_letter(n) for n in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]


def test_the_script_calls_everybody_in_order(world: SimpleNamespace) -> None:
    officer = world.users.officer
    ceremony = planned(world, starts_at=dt.time(8, 0), place="Hội trường Sở")
    giver = actions.add_presenter(
        ceremony=ceremony, name="Ngô Đức Vinh", post="Giám đốc Sở", by=officer
    )
    actions.assign_presenter(ceremony=ceremony, group=1, presenter=giver, by=officer)
    first = turns_of(ceremony).first()
    actions.change_turn(turn=first, attendance="represented", receiver="Phạm Thị Hoà", by=officer)
    content = papers.script_docx(ceremony, groups_of(ceremony))
    document = Document(BytesIO(content))
    text = "\n".join(one.text for one in document.paragraphs)
    places = [text.index(f"{turn.order}. ") for turn in turns_of(ceremony)]
    assert places == sorted(places)
    for words in (
        "LỜI DẪN",
        "08 giờ 00",
        "Hội trường Sở",
        "Quyết định số 07/QĐ-SNV",
        "(Phạm Thị Hoà nhận)",
        "mời Ngô Đức Vinh, Giám đốc Sở lên trao",
        "Chưa phân công người trao",
    ):
        assert words in text
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_cards_and_certificates_follow_the_ceremony(world: SimpleNamespace) -> None:
    officer = world.users.officer
    ceremony = planned(world)
    actions.move_turn(turn=turns_of(ceremony).last(), to=1, by=officer)
    client = Client()
    client.force_login(officer)
    refused = client.get(f"/le-trao/{ceremony.pk}/the-cho.pdf")
    assert "Chưa xếp chỗ ngồi" in refused.content.decode()
    actions.give_seats(ceremony=ceremony, per_row=20, new_row=False, by=officer)
    order = names(ceremony)
    cards = PdfReader(BytesIO(b"".join(client.get(f"/le-trao/{ceremony.pk}/the-cho.pdf"))))
    text = " ".join(" ".join(page.extract_text() for page in cards.pages).split())
    assert len(cards.pages) == -(-len(order) // 3)
    assert [text.index(name) for name in order[:3]] == sorted(text.index(n) for n in order[:3])
    sheets = PdfReader(BytesIO(b"".join(client.get(f"/le-trao/{ceremony.pk}/bang.pdf"))))
    assert len(sheets.pages) == len(order)
    for page, name in zip(sheets.pages, order, strict=True):
        assert name in " ".join(page.extract_text().split())


def test_a_cancelled_line_leaves_the_ceremony(world: SimpleNamespace) -> None:
    decision = issued(world)
    ceremony = planned(world, decisions=[decision])
    before = len(names(ceremony))
    decision.awards.filter(pk=turns_of(ceremony).first().award_id).update(standing="cancelled")
    assert len(names(ceremony)) == before - 1
    actions.arrange(ceremony=ceremony, by=world.users.officer)
    assert [turn.order for turn in turns_of(ceremony)] == list(range(1, before))


def test_a_second_decision_comes_last_and_one_taken_out_goes(world: SimpleNamespace) -> None:
    first = issued(world)
    second = issued(world, nominees=[nominee(world.people[4], "cstd-co-so")], number=8)
    ceremony = planned(world, decisions=[first])
    count = len(names(ceremony))
    values = {"title": "Lễ", "held_on": timezone.localdate(), "ceremony": ceremony}
    body, officer = world.department, world.users.officer
    actions.save_ceremony(body=body, decisions=[first, second], by=officer, **values)
    assert len(names(ceremony)) == count + 1
    assert turns_of(ceremony).last().award.decision == second
    actions.save_ceremony(body=body, decisions=[second], by=officer, **values)
    assert len(names(ceremony)) == 1


def test_only_issued_decisions_of_the_body_and_not_before_their_day(
    world: SimpleNamespace,
) -> None:
    decision = issued(world)
    draft = decisions.draft_decision(
        nominees=[nominee(world.people[4], "ldtt")], by=world.users.officer
    )
    with pytest.raises(WrongState, match="chưa ban hành"):
        planned(world, decisions=[draft])
    early = decision.decided_on - dt.timedelta(days=1)
    with pytest.raises(WrongState, match="ở trước ngày ký"):
        planned(world, decisions=[decision], held_on=early)
    with pytest.raises(WrongState, match="Chọn ít nhất một"):
        planned(world, decisions=[])
    users = world.users
    for user in (users.director, users.secretary, users.head, users.stranger, users.nobody):
        with pytest.raises(NotAllowed):
            actions.save_ceremony(
                body=world.department, title="Lễ", held_on=timezone.localdate(),
                decisions=[decision], by=user,
            )  # fmt: skip
    assert not Ceremony.objects.exists()


def test_a_stand_in_needs_a_name_and_a_presenter_belongs_here(world: SimpleNamespace) -> None:
    officer = world.users.officer
    decision = issued(world)
    one, other = (planned(world, decisions=[decision]) for _ in range(2))
    with pytest.raises(WrongState, match="Ghi họ tên người nhận thay"):
        actions.change_turn(turn=turns_of(one).first(), attendance="represented", by=officer)
    giver = actions.add_presenter(ceremony=other, name="Ai đó", by=officer)
    with pytest.raises(WrongState, match="không thuộc buổi lễ"):
        actions.assign_presenter(ceremony=one, group=1, presenter=giver, by=officer)


def test_the_pages_plan_a_whole_ceremony(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    decision = issued(world)
    client = Client()
    client.force_login(world.users.officer)
    assert "Chưa có buổi lễ nào" in client.get("/le-trao/").content.decode()
    day = f"{timezone.localdate():%d/%m/%Y}"
    sent = {"title": "Lễ", "held_on": day, "group_size": "2", "decisions": [decision.pk]}
    address = client.post("/le-trao/lap/", sent)["Location"]
    assert client.post("/le-trao/lap/", {**sent, "decisions": []}).status_code == 422
    ceremony = Ceremony.objects.get()
    client.post(f"{address}nguoi-trao/", {"name": "Ngô Đức Vinh", "post": "Giám đốc"})
    giver = ceremony.presenters.get()
    client.post(f"{address}phan-cong/", {"luot": "0", "nguoi-trao": giver.pk})
    assert set(ceremony.turns.values_list("presenter", flat=True)) == {giver.pk}
    turn = turns_of(ceremony).last()
    client.post(f"{address}dong/{turn.pk}/", {"to": "1", "attendance": "coming"})
    turn.refresh_from_db()
    assert (turn.order, turn.attendance) == (1, Turn.Attendance.COMING)
    client.post(f"{address}cho-ngoi/", {"per_row": "10", "first_row": "1"})
    assert ceremony.turns.filter(seat__gt=0).count() == 5
    with django_assert_max_num_queries(16):
        text = client.get(address).content.decode()
    assert "Ngô Đức Vinh trao" in text
    exported = b"".join(client.get(f"{address}xuat/?dang=csv")).decode()
    assert exported.count("07/QĐ-SNV") == 5
    stranger = Client()
    stranger.force_login(world.users.stranger)
    for path in ("", "loi-dan.docx", "bang.pdf", "xuat/"):
        assert stranger.get(f"{address}{path}").status_code == 404
    client.post(f"{address}nguoi-trao/{giver.pk}/bo/")
    assert ceremony.turns.filter(presenter=None).count() == 5
    client.post(f"{address}bo/")
    assert not Ceremony.objects.exists()
