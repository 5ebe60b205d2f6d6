"""Corrections asked by persons: asked, decided, kept; who may; what is refused; the pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from thidua.accounts.models import RoleAssignment
from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people import actions, queries
from thidua.people.models import Correction, Person, Rating

# world.users.member is Đặng Thùy Dương, whose record is world.people[2].
OTHERS = ["officer", "head", "secretary", "director", "administrator", "stranger", "nobody"]
PDF = b"%PDF-1.7\nchung cu"


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def ask(world: SimpleNamespace, **more: Any) -> Correction:
    given: dict[str, Any] = {
        "person": world.people[2], "sort": "person", "act": "change", "field": "born_on",
        "values": {"born_on": dt.date(1986, 4, 2)}, "reason": "Theo giấy khai sinh",
        "by": world.users.member, **more,
    }  # fmt: skip
    return actions.ask_correction(**given)


def rating(world: SimpleNamespace) -> Rating:
    return Rating.objects.get(person=world.people[2], year=2024)


def better(world: SimpleNamespace, **more: Any) -> Correction:
    return ask(
        world, sort="rating", field="", fact=rating(world),
        values={"year": 2024, "grade": "hoan_thanh_xuat_sac", "source": "TB 9"}, **more,
    )  # fmt: skip


def test_accepting_changes_the_fact_by_the_very_act(world: SimpleNamespace) -> None:
    asked = ask(world)
    assert (asked.before_text, asked.wanted_text) == ("12/03/1985", "02/04/1986")
    assert Person.objects.get(pk=world.people[2].pk).born_on == dt.date(1985, 3, 12)
    actions.accept_correction(correction=asked, answer="Đã đối chiếu", by=world.users.officer)
    person = Person.objects.get(pk=world.people[2].pk)
    assert (person.born_on, person.born_year) == (dt.date(1986, 4, 2), 1986)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.answer) == (
        "accepted", world.users.officer, "Đã đối chiếu",
    )  # fmt: skip
    said = set(AuditRow.objects.values_list("action", flat=True))
    assert {"people.ask_correction", "people.accept_correction", "people.edit_person"} <= said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "Đặng Thuỳ Dương"), ("gender", "male"), ("ethnicity", "Tày"),
        ("party_member", True), ("employment", "vien_chuc"),
        ("recruited_on", dt.date(2011, 1, 1)), ("joined_on", dt.date(2012, 2, 1)),
    ],
)  # fmt: skip
def test_every_field_that_may_be_asked_can_be_accepted(
    world: SimpleNamespace, field: str, value: Any
) -> None:
    asked = ask(world, field=field, values={field: value})
    actions.accept_correction(correction=asked, by=world.users.officer)
    assert getattr(Person.objects.get(pk=world.people[2].pk), field) == value


def test_facts_are_added_corrected_and_taken_out(world: SimpleNamespace) -> None:
    officer, person = world.users.officer, world.people[2]
    actions.accept_correction(correction=better(world), by=officer)
    assert rating(world).grade == "hoan_thanh_xuat_sac"
    gone = ask(world, sort="rating", field="", act="remove", fact=rating(world), values=None)
    actions.accept_correction(correction=gone, by=officer)
    assert not person.ratings.filter(year=2024).exists()
    new = {"unit": world.units[0], "title": "Văn thư", "group": "",
           "from_date": dt.date(2010, 8, 1), "to_date": dt.date(2011, 12, 31)}  # fmt: skip
    asked = ask(world, sort="post", field="", act="add", values=new)
    assert "Văn phòng Sở" in asked.wanted_text
    actions.accept_correction(correction=asked, by=officer)
    post = person.posts.get(title="Văn thư")
    assert (post.unit, post.to_date) == (world.units[0], dt.date(2011, 12, 31))
    row = AuditRow.objects.get(action="people.remove_rating")
    assert "Theo đề nghị số" in row.detail["reason"]


def test_refusing_needs_an_answer_and_leaves_the_record(world: SimpleNamespace) -> None:
    asked = ask(world)
    with pytest.raises(WrongState, match="Ghi lý do không chấp nhận"):
        actions.refuse_correction(correction=asked, answer=" ", by=world.users.officer)
    actions.refuse_correction(correction=asked, answer="Giấy tờ ghi khác", by=world.users.officer)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "Giấy tờ ghi khác")
    assert Person.objects.get(pk=world.people[2].pk).born_on == dt.date(1985, 3, 12)
    for act in (actions.accept_correction, actions.refuse_correction):
        with pytest.raises(WrongState, match="không chấp nhận"):
            act(correction=asked, answer="x", by=world.users.officer)


def test_a_fact_that_changed_meanwhile_is_not_overwritten(world: SimpleNamespace) -> None:
    asked, other = better(world), ask(world)
    Rating.objects.filter(pk=rating(world).pk).update(source="TB 77")
    Person.objects.filter(pk=world.people[2].pk).update(born_on=dt.date(1985, 3, 13))
    for one in (asked, other):
        with pytest.raises(WrongState, match="đã được sửa từ khi có đề nghị"):
            actions.accept_correction(correction=one, by=world.users.officer)
    assert Correction.objects.filter(state="open").count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": " "}, "Ghi lý do"),
        ({"values": {"born_on": dt.date(1985, 3, 12)}}, "giống điều đang ghi"),
        ({"field": "code", "values": {"code": "x"}}, "không đề nghị sửa ở đây"),
        ({"field": "note", "values": {"note": "x"}}, "không đề nghị sửa ở đây"),
        ({"sort": "award", "field": "", "act": "add"}, "không đề nghị sửa ở đây"),
        ({"sort": "rating", "field": "", "act": "add",
          "values": {"year": 2090, "grade": "hoan_thanh"}}, "Năm xếp loại"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(world: SimpleNamespace, more: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongState, match=said):
        ask(world, **more)
    assert not Correction.objects.exists()


def test_the_same_is_asked_once_and_may_be_withdrawn(world: SimpleNamespace) -> None:
    asked = ask(world)
    with pytest.raises(WrongState, match="Rút đề nghị đó trước"):
        ask(world, values={"born_on": dt.date(1987, 1, 1)})
    actions.withdraw_correction(correction=asked, by=world.users.member)
    with pytest.raises(WrongState, match="đã rút"):
        actions.accept_correction(correction=asked, by=world.users.officer)
    ask(world)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_asks_for_another_and_only_the_officer_decides(
    world: SimpleNamespace, who: str
) -> None:
    by = getattr(world.users, who)
    with pytest.raises(NotAllowed, match="của chính mình"):
        ask(world, by=by)
    asked = ask(world)
    with pytest.raises(NotAllowed):
        actions.withdraw_correction(correction=asked, by=by)
    if who != "officer":
        with pytest.raises(NotAllowed, match="giải quyết đề nghị"):
            actions.accept_correction(correction=asked, by=by)


def test_an_officer_does_not_decide_the_own_request(world: SimpleNamespace) -> None:
    asked = ask(world)
    RoleAssignment.objects.create(user=world.users.member, body=world.department, role="officer")
    member = type(world.users.member).objects.get(pk=world.users.member.pk)
    with pytest.raises(NotAllowed, match="chuyên viên khác"):
        actions.accept_correction(correction=asked, by=member)


def test_evidence_is_checked_stored_and_shown_only_to_both_sides(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="không phải PDF"):
        ask(world, upload=SimpleUploadedFile("x.exe", b"MZ"))
    asked = ask(world, upload=SimpleUploadedFile("giay khai sinh.pdf", PDF))
    url = reverse("people:evidence", args=[asked.pk])
    for who, code in (("member", 200), ("officer", 200), ("head", 404), ("stranger", 404)):
        client = Client()
        client.force_login(getattr(world.users, who))
        answer = client.get(url)
        assert answer.status_code == code
        if code == 200:
            assert b"".join(answer.streaming_content) == PDF
            assert answer["Content-Disposition"].startswith("attachment")


def test_the_pages_from_asking_to_the_answer(world: SimpleNamespace) -> None:
    client, officer = Client(), Client()
    client.force_login(world.users.member)
    officer.force_login(world.users.officer)
    page = client.get("/can-bo/cua-toi/").content.decode()
    for field in queries.FIELDS:
        form = client.get(reverse("people:ask_field", args=[field]))
        assert form.status_code == 200
        assert reverse("people:ask_field", args=[field]) in page
    url = reverse("people:ask_field", args=["born_on"])
    assert client.post(url, {"born_on": "02/04/1986"}).status_code == 422
    evidence = SimpleUploadedFile("a.pdf", PDF)
    given = {"born_on": "02/04/1986", "reason": "Khai sinh", "file": evidence}
    assert client.post(url, given)["Location"] == "/can-bo/cua-toi/"
    asked = Correction.objects.get()
    detail = reverse("people:correction", args=[asked.pk])
    assert "02/04/1986" in officer.get("/can-bo/de-nghi-sua/?q=duong").content.decode()
    assert "Không có đề nghị nào khớp" in officer.get(
        "/can-bo/de-nghi-sua/?tinh-trang=refused"
    ).content.decode()  # fmt: skip
    assert officer.post(detail, {"act": "refuse", "answer": ""}).status_code == 422
    assert officer.post(detail, {"act": "accept", "answer": "Đúng"}).status_code == 302
    assert "Đúng" in client.get("/can-bo/cua-toi/").content.decode()
    assert "Chấp nhận và sửa" not in officer.get(detail).content.decode()


@pytest.mark.parametrize("sort", ["xep-loai", "cong-tac", "nghi", "ky-luat"])
def test_the_forms_of_facts(world: SimpleNamespace, sort: str) -> None:
    client = Client()
    client.force_login(world.users.member)
    person = world.people[2]
    actions.record_leave(person=person, kind="om", from_date=dt.date(2020, 1, 1), by=None)
    actions.record_discipline(
        person=person, measure="khien_trach", from_date=dt.date(2015, 1, 1), by=None
    )
    models = {"xep-loai": person.ratings, "cong-tac": person.posts, "nghi": person.leaves,
              "ky-luat": person.disciplines}  # fmt: skip
    fact = models[sort].order_by("pk").first()
    base = f"/can-bo/cua-toi/de-nghi/{sort}/"
    assert client.get(f"{base}bo-sung/").status_code == 200
    assert client.get(f"{base}sua/{fact.pk}/").status_code == 200
    assert client.post(f"{base}bo/{fact.pk}/", {"reason": "Không phải tôi"}).status_code == 302
    assert Correction.objects.get().act == "remove"
    assert client.get(f"{base}bo-sung/{fact.pk}/").status_code == 404
    assert client.get(f"{base}sua/").status_code == 404
    other = world.people[0].ratings.first()
    assert client.get(f"/can-bo/cua-toi/de-nghi/xep-loai/sua/{other.pk}/").status_code == 404


def test_an_account_without_a_person_is_told_so(world: SimpleNamespace) -> None:
    client = Client()
    client.force_login(world.users.officer)
    assert "chưa gắn với hồ sơ" in client.get("/can-bo/cua-toi/").content.decode()
    assert client.get(reverse("people:ask_field", args=["born_on"])).status_code == 404


def test_the_list_needs_the_same_queries_for_any_number(
    world: SimpleNamespace, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(world.users.officer)
    for year in (2019, 2020, 2021, 2022):
        fact = Rating.objects.get(person=world.people[2], year=year)
        ask(world, sort="rating", field="", fact=fact,
            values={"year": year, "grade": "hoan_thanh"})  # fmt: skip
    with django_assert_max_num_queries(14):
        page = client.get("/can-bo/de-nghi-sua/").content.decode()
    assert page.count("Sửa: Xếp loại") == 4


def test_requests_follow_a_merged_person(world: SimpleNamespace) -> None:
    asked = ask(world)
    kept, gone = world.people[5], world.people[2]
    sides = {d.key: "survivor" for d in queries.differences(kept, gone)}
    actions.merge_people(
        survivor=kept, absorbed=gone, choices=sides, reason="một người", by=world.users.officer
    )
    assert queries.own_person_id(world.users.member) == kept.pk
    assert list(queries.visible_corrections(world.users.member)) == [asked]
