"""Single facts kept by hand: doubles, days, words, who may, what the log keeps."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people import actions
from thidua.people.models import Discipline, Leave, PendingMatter, Person, Post, Rating

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
TOMORROW = dt.date.today() + dt.timedelta(days=1)
GOOD: dict[str, dict[str, Any]] = {
    "rating": {"year": 2018, "grade": "hoan_thanh", "source": "TB 1"},
    "discipline": {"measure": "canh_cao", "from_date": dt.date(2024, 5, 1), "to_date": None,
                   "decision_number": "9/QĐ", "note": ""},
    "leave": {"kind": "om", "from_date": dt.date(2024, 5, 1), "to_date": dt.date(2024, 6, 1),
              "note": ""},
    "pending": {"kind": "khieu_nai", "from_date": dt.date(2026, 5, 1), "to_date": None,
                "note": "đất đai"},
    "post": {"title": "Văn thư", "group": "", "from_date": dt.date(2010, 8, 1),
             "to_date": dt.date(2011, 12, 31)},
}  # fmt: skip


def values(world: SimpleNamespace, sort: str, **more: Any) -> dict[str, Any]:
    unit = {"unit": world.units[0]} if sort == "post" else {}
    return {**GOOD[sort], **unit, **more}


def add(world: SimpleNamespace, sort: str, **more: Any) -> Any:
    by = more.pop("by", world.users.officer)
    return actions.add_fact(
        person=world.people[0], sort=sort, values=values(world, sort, **more), by=by
    )


@pytest.mark.parametrize("sort", GOOD)
def test_added_corrected_and_taken_out_with_the_content_in_the_log(
    world: SimpleNamespace, sort: str
) -> None:
    fact = add(world, sort)
    word = {"rating": "source", "post": "title"}.get(sort, "note")
    before = getattr(fact, word)
    changed = values(world, sort, **{word: "điều khác"})
    assert actions.change_fact(fact=fact, values=changed, by=world.users.officer, reason="ghi nhầm")
    assert not actions.change_fact(
        fact=fact, values=changed, by=world.users.officer, reason="ghi nhầm"
    )
    row = AuditRow.objects.get(action=f"people.change_{sort}")
    assert (row.detail["before"][word], row.detail["after"][word]) == (before, "điều khác")
    model, pk = type(fact), fact.pk
    actions.remove_fact(fact=fact, by=world.users.officer, reason="ghi nhầm")
    assert not model.objects.filter(pk=pk).exists()
    row = AuditRow.objects.get(action=f"people.remove_{sort}")
    assert (row.detail["before"][word], row.detail["after"]) == ("điều khác", {})
    assert row.detail["reason"] == "ghi nhầm"
    assert row.subject_id == str(world.people[0].pk)


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer_of_the_department(world: SimpleNamespace, who: str) -> None:
    by, fact = getattr(world.users, who), add(world, "pending")
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        add(world, "rating", by=by)
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        actions.change_fact(
            fact=fact, values=values(world, "pending", note="x"), by=by, reason="ghi nhầm"
        )
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        actions.conclude_matter(matter=fact, to_date=dt.date(2026, 6, 1), by=by)
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        actions.remove_fact(fact=fact, by=by, reason="ghi nhầm")
    fact.refresh_from_db()
    assert (fact.note, fact.to_date) == ("đất đai", None)


@pytest.mark.parametrize(
    ("sort", "wrong", "field"),
    [
        ("rating", {"year": dt.date.today().year + 1}, "year"),
        ("rating", {"year": 1949}, "year"),
        ("rating", {"year": 2020}, "year"),  # recorded already
        ("rating", {"grade": "tuyet_voi"}, "grade"),
        ("rating", {"grade": ""}, "grade"),
        ("discipline", {"measure": "mang"}, "measure"),
        ("discipline", {"from_date": TOMORROW}, "from_date"),
        ("discipline", {"to_date": dt.date(2024, 4, 30)}, "to_date"),
        ("discipline", {"from_date": dt.date(1985, 3, 12)}, "from_date"),
        ("leave", {"to_date": dt.date(2024, 4, 30)}, "to_date"),
        ("leave", {"from_date": dt.date(2099, 1, 1), "to_date": None}, "from_date"),
        ("leave", {"kind": ""}, "kind"),
        ("pending", {"from_date": TOMORROW}, "from_date"),
        ("pending", {"to_date": TOMORROW}, "to_date"),
        ("pending", {"to_date": dt.date(2026, 4, 30)}, "to_date"),
        ("post", {"unit": None}, "unit"),
        ("post", {"group": "vua"}, "group"),
        ("post", {"to_date": TOMORROW}, "to_date"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: SimpleNamespace, sort: str, wrong: dict[str, Any], field: str
) -> None:
    model = actions.SORTS[sort].model
    number, logged = model.objects.count(), AuditRow.objects.count()
    with pytest.raises(WrongState) as caught:
        add(world, sort, **wrong)
    assert caught.value.field == field
    assert (model.objects.count(), AuditRow.objects.count()) == (number, logged)


def test_a_unit_of_another_body_is_no_post(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="thuộc Sở Nội vụ"):
        add(world, "post", unit=world.foreign_unit)


@pytest.mark.parametrize("sort", ["discipline", "leave", "pending", "post"])
def test_the_same_fact_twice_is_refused(world: SimpleNamespace, sort: str) -> None:
    first = add(world, sort)
    with pytest.raises(WrongState, match="Sửa dòng đã có"):
        add(world, sort)
    second = add(world, sort, from_date=GOOD[sort]["from_date"] + dt.timedelta(days=1))
    with pytest.raises(WrongState, match="Sửa dòng đã có"):
        actions.change_fact(
            fact=second, values=values(world, sort), by=world.users.officer, reason="ghi nhầm"
        )
    assert type(first).objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_a_matter_is_concluded_once_with_its_day(world: SimpleNamespace) -> None:
    matter, by = add(world, "pending"), world.users.officer
    for wrong in (dt.date(2026, 4, 30), TOMORROW):
        with pytest.raises(WrongState) as caught:
            actions.conclude_matter(matter=matter, to_date=wrong, by=by)
        assert caught.value.field == "to_date"
        matter.refresh_from_db()
    actions.conclude_matter(matter=matter, to_date=dt.date(2026, 6, 1), note="không sai", by=by)
    matter.refresh_from_db()
    assert (matter.to_date, matter.note) == (dt.date(2026, 6, 1), "đất đai; không sai")
    with pytest.raises(WrongState, match="đã kết thúc ngày 01/06/2026"):
        actions.conclude_matter(matter=matter, to_date=dt.date(2026, 7, 1), by=by)


def test_correcting_the_present_post_corrects_the_list(world: SimpleNamespace) -> None:
    person = world.people[0]
    post = person.posts.get()
    given = {"unit": world.units[2], "title": "Văn thư", "group": "", "to_date": None,
             "from_date": dt.date(2012, 1, 1)}  # fmt: skip
    actions.change_fact(fact=post, values=given, by=world.users.officer, reason="ghi nhầm")
    person.refresh_from_db()
    assert (person.unit, person.position, person.group) == (
        world.units[2], "Văn thư", "direct_worker",
    )  # fmt: skip
    with pytest.raises(WrongState, match="chức vụ hiện nay"):
        actions.remove_fact(fact=post, by=world.users.officer, reason="ghi nhầm")


def test_every_act_moves_the_mark_of_that_person_alone(world: SimpleNamespace) -> None:
    for sort in GOOD:
        Person.objects.update(changed_at=None)
        fact = add(world, sort)
        assert set(Person.objects.exclude(changed_at=None)) == {world.people[0]}, sort
        Person.objects.update(changed_at=None)
        actions.remove_fact(fact=fact, by=world.users.officer, reason="ghi nhầm")
        assert set(Person.objects.exclude(changed_at=None)) == {world.people[0]}, sort


# --- Pages -----------------------------------------------------------------------------------


@pytest.fixture
def officer(client: Client, world: SimpleNamespace) -> Client:
    client.force_login(world.users.officer)
    return client


def place(world: SimpleNamespace, sort: str, rest: str = "") -> str:
    return f"/can-bo/{world.people[0].pk}/ho-so/{sort}/{rest}"


FORMS = {
    "xep-loai": (Rating, {"year": "2018", "grade": "hoan_thanh"}),
    "ky-luat": (Discipline, {"measure": "canh_cao", "from_date": "01/05/2024"}),
    "nghi": (Leave, {"kind": "om", "from_date": "1/5/2024", "to_date": "1/6/2024"}),
    "vu-viec": (PendingMatter, {"kind": "to_cao", "from_date": "01/05/2026"}),
    "cong-tac": (Post, {"title": "Văn thư", "from_date": "01/08/2010", "to_date": "31/12/2011"}),
}


@pytest.mark.parametrize("sort", FORMS)
def test_the_pages_add_correct_ask_and_remove(
    officer: Client, world: SimpleNamespace, sort: str
) -> None:
    model, given = FORMS[sort]
    if sort == "cong-tac":
        given = {**given, "unit": str(world.units[0].pk)}
    back = f"/can-bo/{world.people[0].pk}/#ho-so-hang-nam"
    empty = officer.post(place(world, sort), {"note": ""})
    assert empty.status_code == 422
    assert "Cần sửa trước khi tiếp tục" in empty.content.decode()
    assert officer.post(place(world, sort), given)["Location"] == back
    fact = model.objects.latest("pk")
    shown = officer.get(place(world, sort, f"{fact.pk}/"))
    form = shown.context["form"]
    assert {*form.initial, "reason"} == set(form.fields)
    unsaid = officer.post(place(world, sort, f"{fact.pk}/"), given)
    assert "Ghi lý do sửa" in unsaid.content.decode()
    why = {**given, "reason": "ghi nhầm"}
    assert officer.post(place(world, sort, f"{fact.pk}/"), why)["Location"] == back
    listed = officer.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    assert place(world, sort, f"{fact.pk}/xoa/") in listed
    asked = officer.get(place(world, sort, f"{fact.pk}/xoa/")).content.decode()
    assert "Nội dung đã xóa còn trong nhật ký" in asked
    assert model.objects.filter(pk=fact.pk).exists()
    assert officer.post(place(world, sort, f"{fact.pk}/xoa/")).status_code == 422
    gone = officer.post(place(world, sort, f"{fact.pk}/xoa/"), {"reason": "ghi nhầm"})
    assert gone["Location"] == back
    assert not model.objects.filter(pk=fact.pk).exists()


def test_a_year_without_a_rating_leads_to_its_form(officer: Client, world: SimpleNamespace) -> None:
    person = world.people[0]
    person.ratings.filter(year=2021).delete()
    page = officer.get(f"/can-bo/{person.pk}/").content.decode()
    assert f"{place(world, 'xep-loai')}?nam=2021" in page
    assert "?nam=2022" not in page
    form = officer.get(f"{place(world, 'xep-loai')}?nam=2021").context["form"]
    assert form["year"].value() == 2021
    assert (
        officer.get(f"{place(world, 'xep-loai')}?nam=<b>").context["form"]["year"].value() is None
    )


def test_a_matter_is_concluded_on_its_page(officer: Client, world: SimpleNamespace) -> None:
    matter = add(world, "pending")
    address = place(world, "vu-viec", f"{matter.pk}/ket-thuc/")
    assert address in officer.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    early = officer.post(address, {"to_date": "30/04/2026"})
    assert early.status_code == 422
    assert "phải từ ngày bắt đầu (01/05/2026)" in early.content.decode()
    assert officer.post(address, {"to_date": "01/06/2026"}).status_code == 302
    page = officer.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    assert "từ 01/05/2026 đến 01/06/2026" in page
    assert address not in page


def test_facts_of_one_person_do_not_open_under_another(
    officer: Client, world: SimpleNamespace
) -> None:
    fact = world.people[1].ratings.first()
    assert officer.get(place(world, "xep-loai", f"{fact.pk}/")).status_code == 404
    assert officer.post(place(world, "xep-loai", f"{fact.pk}/xoa/")).status_code == 404
    assert officer.get(place(world, "khac")).status_code == 404
    assert Rating.objects.filter(pk=fact.pk).exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 403), ("director", 403), ("head", 404), ("member", 404), ("stranger", 404)],
)
def test_others_reach_no_form(
    client: Client, world: SimpleNamespace, who: str, status: int
) -> None:
    fact = add(world, "pending")
    client.force_login(getattr(world.users, who))
    for rest in ("", f"{fact.pk}/", f"{fact.pk}/xoa/", f"{fact.pk}/ket-thuc/"):
        assert client.get(place(world, "vu-viec", rest)).status_code == status, rest
        sent = {"kind": "to_cao", "from_date": "01/05/2026", "to_date": "01/06/2026"}
        assert client.post(place(world, "vu-viec", rest), sent).status_code == status, rest
    assert list(PendingMatter.objects.values_list("kind", "to_date")) == [("khieu_nai", None)]


def test_the_head_of_the_own_unit_sees_the_facts_but_no_way_to_change_them(
    client: Client, world: SimpleNamespace
) -> None:
    client.force_login(world.users.head)
    page = client.get(f"/can-bo/{world.people[2].pk}/").content.decode()
    assert "Hồ sơ hằng năm" not in page
    assert "Quá trình công tác" in page
    assert "/ho-so/cong-tac/" not in page
    assert client.get(f"/can-bo/{world.people[2].pk}/ho-so/nghi/").status_code == 403
