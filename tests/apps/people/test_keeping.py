"""A person kept by hand: added, corrected, moved, gone; what is refused, and what the log keeps."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people import actions, identity
from thidua.people.models import IdentityNumber, Person

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
# Born 1985: a woman, a man.
WOMAN, MAN = "097185000123", "097085000123"


def add(world: SimpleNamespace, **more: Any) -> Person:
    fields = {"gender": "female", "born_on": dt.date(1985, 5, 1), **more.pop("fields", {})}
    given = {"by": world.users.officer, "full_name": "Hoàng Thị Yến", **more}
    return actions.add_person(department=world.department, fields=fields, **given)


def edit(world: SimpleNamespace, person: Person, **more: Any) -> bool:
    given = {"by": world.users.officer, "full_name": person.full_name, "fields": {}, **more}
    changed = actions.edit_person(person=person, **given)
    person.refresh_from_db()
    return changed


def refusal_of(act: Any) -> tuple[str | None, str]:
    with pytest.raises(WrongState) as caught:
        act()
    return caught.value.field, str(caught.value)


def test_a_new_person_gets_a_code_a_number_and_a_dated_post(world: SimpleNamespace) -> None:
    person = add(
        world,
        identity_number=WOMAN,
        since=dt.date(2024, 3, 1),
        fields={"unit": world.units[1], "position": "Chuyên viên", "group": "direct_worker"},
    )
    assert (person.code, person.unit, person.born_year) == ("CB0008", world.units[1], 1985)
    kept = IdentityNumber.objects.get(person=person)
    assert identity.decrypt(kept.cipher, person_id=person.pk) == WOMAN
    post = person.posts.get()
    assert (post.unit, post.title, post.group, post.from_date, post.to_date) == (
        world.units[1], "Chuyên viên", "direct_worker", dt.date(2024, 3, 1), None,
    )  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer_of_the_department_keeps_people(world: SimpleNamespace, who: str) -> None:
    by = getattr(world.users, who)
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        add(world, by=by)
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        edit(world, world.people[0], by=by, full_name="Khác")
    assert Person.objects.filter(full_name__in=["Hoàng Thị Yến", "Khác"]).count() == 0


def test_adding_never_touches_somebody_already_there(world: SimpleNamespace) -> None:
    first = add(world, code="X1", identity_number=WOMAN)
    again = {"full_name": "Hoàng Thị Yên Khác", "namesake": True}
    assert refusal_of(lambda: add(world, code="x1", **again))[0] == "code"
    field, said = refusal_of(lambda: add(world, identity_number=WOMAN, **again))
    assert (field, "Hoàng Thị Yến (X1)" in said) == ("identity_number", True)
    field, said = refusal_of(lambda: add(world, full_name="hoang thi yen"))
    assert (field, "mã X1" in said) == ("namesake", True)
    first.refresh_from_db()
    assert first.full_name == "Hoàng Thị Yến"
    assert add(world, namesake=True).pk != first.pk


def test_a_number_of_another_body_is_refused_without_naming_anybody(world: SimpleNamespace) -> None:
    edit_foreign = world.users.stranger
    person = world.foreign_person
    actions.edit_person(
        person=person, by=edit_foreign, full_name=person.full_name, fields={}, identity_number=WOMAN
    )
    field, said = refusal_of(lambda: add(world, identity_number=WOMAN))
    assert (field, person.full_name in said) == ("identity_number", False)
    assert "một người ở cơ quan khác" in said


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("12345", "12 chữ số"),
        ("09718500012a", "chỉ gồm chữ số"),
        ("097985000123", "thế kỷ và giới tính"),
        ("097186000123", "chỉ năm sinh 1986, khác năm sinh 1985"),
        ("097285000123", "chỉ năm sinh 2085"),
        (MAN, "chỉ giới tính nam"),
    ],
)
def test_a_number_must_agree_with_birth_and_sex(
    world: SimpleNamespace, number: str, part: str
) -> None:
    field, said = refusal_of(lambda: add(world, identity_number=number))
    assert (field, part in said) == ("identity_number", True), said


def test_a_birth_that_contradicts_the_number_on_record_is_refused(world: SimpleNamespace) -> None:
    person = world.people[0]
    edit(world, person, identity_number=WOMAN)
    field, _ = refusal_of(lambda: edit(world, person, fields={"gender": "male"}))
    assert field == "identity_number"
    assert edit(world, person, fields={"gender": "male"}, forget_identity=True)
    assert not IdentityNumber.objects.filter(person=person).exists()
    assert person.gender == "male"


TOMORROW = dt.date.today() + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"born_on": dt.date(1899, 1, 1)}, "born_on"),
        ({"born_on": TOMORROW}, "born_on"),
        ({"born_on": None, "born_year": 1850}, "born_year"),
        ({"born_on": dt.date(1980, 1, 1), "born_year": 1981}, "born_on"),
        ({"recruited_on": dt.date(1984, 1, 1)}, "recruited_on"),
        ({"recruited_on": TOMORROW}, "recruited_on"),
        ({"joined_on": dt.date(1985, 3, 11)}, "joined_on"),
        ({"status": "nghi_huu"}, "left_on"),
        ({"left_on": dt.date(2026, 1, 1)}, "left_on"),
        ({"status": "nghi_huu", "left_on": dt.date(2011, 12, 31)}, "left_on"),
        ({"status": "nghi_huu", "left_on": TOMORROW}, "left_on"),
        ({"group": "vua"}, "group"),
        ({"employment": "tam"}, "employment"),
    ],
)
def test_days_and_words_that_cannot_be(
    world: SimpleNamespace, fields: dict[str, Any], field: str
) -> None:
    person = world.people[0]
    before = Person.objects.filter(pk=person.pk).values().get()
    assert refusal_of(lambda: edit(world, person, fields=fields, slip=True))[0] == field
    assert Person.objects.filter(pk=person.pk).values().get() == before


def test_a_correction_keeps_the_former_values_in_the_log(world: SimpleNamespace) -> None:
    person = world.people[0]
    assert edit(world, person, full_name="Nguyễn Thị Minh Chi", fields={"ethnicity": "Tày"})
    assert (person.folded_name, person.ethnicity) == ("nguyen thi minh chi", "Tày")
    row = AuditRow.objects.get(action="people.edit_person")
    assert row.detail["before"] == {"full_name": "Nguyễn Thị Minh Châu", "ethnicity": ""}
    assert row.detail["after"] == {"full_name": "Nguyễn Thị Minh Chi", "ethnicity": "Tày"}
    assert row.actor == world.users.officer
    assert not edit(world, person, fields={"ethnicity": "Tày"})
    assert AuditRow.objects.filter(action="people.edit_person").count() == 1


def test_the_log_never_holds_the_number(world: SimpleNamespace) -> None:
    edit(world, world.people[0], identity_number=WOMAN)
    row = AuditRow.objects.get(action="people.edit_person")
    assert row.detail["identity_number"] is True
    assert WOMAN not in str(row.detail) + row.text


def test_the_code_changes_and_stays_unique(world: SimpleNamespace) -> None:
    person = world.people[0]
    assert edit(world, person, code="NV1")
    assert person.code == "NV1"
    assert refusal_of(lambda: edit(world, person, code="cb0002"))[0] == "code"


def test_another_unit_ends_one_post_and_begins_another(world: SimpleNamespace) -> None:
    person, day = world.people[0], dt.date(2026, 4, 1)
    place = {"unit": world.units[1], "position": "Phó Trưởng phòng", "group": "head_of_division"}
    field, said = refusal_of(lambda: edit(world, person, fields=place))
    assert (field, "Ghi ngày thay đổi" in said) == ("changed_on", True)
    for wrong in (dt.date(2012, 1, 1), TOMORROW):
        refused = refusal_of(lambda d=wrong: edit(world, person, fields=place, changed_on=d))
        assert refused[0] == "changed_on"
    assert edit(world, person, fields=place, changed_on=day)
    assert (person.unit, person.position, person.group) == tuple(place.values())
    posts = person.posts.order_by("from_date").values_list("unit", "from_date", "to_date")
    assert list(posts) == [
        (world.units[0].pk, dt.date(2012, 1, 1), dt.date(2026, 3, 31)),
        (world.units[1].pk, day, None),
    ]


def test_a_place_known_from_a_list_alone_stays_in_the_history(world: SimpleNamespace) -> None:
    person = world.people[0]
    person.posts.all().delete()
    edit(world, person, fields={"unit": world.units[2]}, changed_on=dt.date(2026, 4, 1))
    assert set(person.posts.values_list("unit", "from_date", "to_date")) == {
        (world.units[0].pk, None, dt.date(2026, 3, 31)),
        (world.units[2].pk, dt.date(2026, 4, 1), None),
    }


def test_a_slip_and_what_was_unknown_need_no_day(world: SimpleNamespace) -> None:
    person = world.people[0]
    assert edit(world, person, fields={"position": "Chuyên viên chính"}, slip=True)
    assert list(person.posts.values_list("title", "to_date")) == [("Chuyên viên chính", None)]
    Person.objects.filter(pk=person.pk).update(group="")
    person.refresh_from_db()
    assert edit(world, person, fields={"group": "direct_worker"})
    assert (person.group, person.posts.count()) == ("direct_worker", 1)


def test_a_unit_of_another_body_or_a_closed_one_is_refused(world: SimpleNamespace) -> None:
    person, day = world.people[0], dt.date(2026, 4, 1)
    world.units[2].closed_on = dt.date(2026, 1, 1)
    world.units[2].save()
    for unit in (world.foreign_unit, world.units[2], None):
        act = lambda u=unit: edit(world, person, fields={"unit": u}, changed_on=day)  # noqa: E731 - one act, asked for in several ways
        assert refusal_of(act)[0] == "unit"
    assert person.unit == world.units[0]


def test_retirement_is_dated_and_ends_the_posts(world: SimpleNamespace) -> None:
    person, day = world.people[0], dt.date(2026, 6, 30)
    assert edit(world, person, fields={"status": "nghi_huu", "left_on": day})
    assert (person.status, person.left_on) == ("nghi_huu", day)
    assert list(person.posts.values_list("to_date", flat=True)) == [day]
    assert edit(world, person, fields={"status": "dang_lam_viec", "left_on": None})
    assert person.left_on is None


def test_every_change_moves_the_mark(world: SimpleNamespace) -> None:
    person = world.people[0]
    Person.objects.update(changed_at=None)
    edit(world, person, fields={"ethnicity": "Tày"})
    assert set(Person.objects.exclude(changed_at=None)) == {person}


# --- Pages -----------------------------------------------------------------------------------


def posted(**more: str) -> dict[str, str]:
    return {"full_name": "Hoàng Thị Yến", "status": "dang_lam_viec", **more}


def test_the_officer_adds_a_person_on_the_page(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.officer)
    unit = str(world.units[0].pk)
    answer = client.post(
        "/can-bo/them/",
        posted(unit=unit, born_on="01/05/1985", identity_number=MAN, gender="female"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "trái với giới tính" in page
    assert 'value="01/05/1985"' in page
    answer = client.post("/can-bo/them/", posted(unit=unit, born_on="01/05/1985", party_member="0"))
    person = Person.objects.get(full_name="Hoàng Thị Yến")
    assert answer["Location"] == f"/can-bo/{person.pk}/"
    assert (person.unit, person.party_member) == (world.units[0], False)
    foreign = client.post("/can-bo/them/", posted(unit=str(world.foreign_unit.pk)))
    assert foreign.status_code == 422
    assert "Chọn lại đơn vị." in foreign.content.decode()


def test_the_form_shows_what_is_known_and_saving_it_changes_nothing(
    client: Client, world: SimpleNamespace
) -> None:
    client.force_login(world.users.officer)
    person = world.people[0]
    address = f"/can-bo/{person.pk}/sua/"
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {k: form[k].field.prepare_value(v) for k, v in shown.items() if v not in (None, False)}
    sent["born_on"], sent["recruited_on"], sent["joined_on"] = "12/03/1985", "1/8/2010", "1/1/2012"
    logged = AuditRow.objects.count()
    answer = client.post(address, sent, follow=True)
    assert "Không có gì thay đổi." in answer.content.decode()
    assert AuditRow.objects.count() == logged


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 403), ("director", 403), ("head", 404), ("member", 404), ("stranger", 404)],
)
def test_others_get_no_form(client: Client, world: SimpleNamespace, who: str, status: int) -> None:
    client.force_login(getattr(world.users, who))
    address = f"/can-bo/{world.people[0].pk}/sua/"
    assert client.get(address).status_code == status
    assert client.post(address, posted()).status_code == status
    page = client.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    assert "/sua/" not in page
    assert Person.objects.get(pk=world.people[0].pk).full_name == "Nguyễn Thị Minh Châu"
