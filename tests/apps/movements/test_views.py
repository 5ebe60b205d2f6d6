"""Registrations kept by hand on their pages, of persons and of collectives."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed
from thidua.movements import actions
from thidua.movements.models import Registration
from thidua.organisations.models import Body
from thidua.people.models import Person

YEAR = dt.date.today().year
OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]


@pytest.fixture
def officer(client: Client, world: SimpleNamespace) -> Client:
    client.force_login(world.users.officer)
    return client


def test_a_person_registers_once_and_the_mistake_is_taken_out(
    officer: Client, world: SimpleNamespace
) -> None:
    person = world.people[0]
    address, back = f"/dang-ky/ca-nhan/{person.pk}/", f"/can-bo/{person.pk}/#ho-so-hang-nam"
    form = officer.get(address).context["form"]
    codes = {code for code, _ in form.fields["award_code"].choices}
    assert form["year"].value() == YEAR
    assert {"ldtt", "cstd-co-so"} <= codes
    assert {"tt-ldtt", "bk-cap-tinh"}.isdisjoint(codes)
    sent = {"award_code": "ldtt", "year": str(YEAR)}
    assert officer.post(address, sent)["Location"] == back
    again = officer.post(address, sent)
    assert (again.status_code, "Đã đăng ký danh hiệu này" in again.content.decode()) == (422, True)
    early = officer.post(address, {**sent, "year": str(YEAR + 2)})
    assert (early.status_code, Registration.objects.count()) == (422, 1)
    one = Registration.objects.get()
    asked = officer.get(f"/dang-ky/{one.pk}/xoa/").content.decode()
    assert "Lao động tiên tiến" in asked
    Person.objects.update(changed_at=None)
    assert officer.post(f"/dang-ky/{one.pk}/xoa/")["Location"] == back
    assert set(Person.objects.exclude(changed_at=None)) == {person}
    row = AuditRow.objects.get(action="movements.remove_registration")
    assert row.detail == {"before": {"year": YEAR, "award_code": "ldtt"}}
    assert not Registration.objects.exists()


def test_a_collective_registers_for_titles_of_collectives(
    officer: Client, world: SimpleNamespace
) -> None:
    unit = world.units[1]
    address, back = f"/dang-ky/tap-the/{unit.pk}/", f"/don-vi/{unit.pk}/#h-nam"
    wrong = officer.post(address, {"award_code": "ldtt", "year": str(YEAR)})
    assert (wrong.status_code, "Chọn lại danh hiệu" in wrong.content.decode()) == (422, True)
    Body.objects.update(changed_at=None)
    assert officer.post(address, {"award_code": "tt-ldtt", "year": YEAR})["Location"] == back
    assert set(Body.objects.exclude(changed_at=None)) == {unit}
    one = Registration.objects.get()
    assert f"/dang-ky/{one.pk}/xoa/" in officer.get(f"/don-vi/{unit.pk}/").content.decode()
    assert officer.post(f"/dang-ky/{one.pk}/xoa/")["Location"] == back


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer_of_the_department(world: SimpleNamespace, who: str) -> None:
    actions.register_for(
        department=world.department, year=YEAR, award_code="ldtt", person=world.people[0], by=None
    )
    one = Registration.objects.get()
    with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
        actions.remove_registration(registration=one, by=getattr(world.users, who))
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 403), ("director", 403), ("head", 404), ("member", 404), ("stranger", 404)],
)
def test_others_reach_no_form(
    client: Client, world: SimpleNamespace, who: str, status: int
) -> None:
    person, unit = world.people[0], world.units[0]
    actions.register_for(
        department=world.department, year=YEAR, award_code="ldtt", person=person, by=None
    )
    one = Registration.objects.get()
    client.force_login(getattr(world.users, who))
    for rest in (f"ca-nhan/{person.pk}/", f"tap-the/{unit.pk}/", f"{one.pk}/xoa/"):
        assert client.get(f"/dang-ky/{rest}").status_code == status, rest
        sent = {"award_code": "cstd-co-so", "year": YEAR}
        assert client.post(f"/dang-ky/{rest}", sent).status_code == status, rest
    assert list(Registration.objects.values_list("award_code", flat=True)) == ["ldtt"]
