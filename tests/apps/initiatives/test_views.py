"""Initiatives kept by hand on their pages: added, recognised, corrected, removed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.initiatives import actions
from thidua.initiatives.models import Initiative
from thidua.kit.errors import NotAllowed, WrongState

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
GOOD: dict[str, Any] = {
    "year": 2025, "kind": "sang_kien", "name": "Một cửa số", "state": "recognised",
    "level": "co_so", "decision_number": "9/QĐ-SNV", "recognised_on": dt.date(2025, 12, 1),
}  # fmt: skip
WAITING = {**GOOD, "state": "waiting", "level": "", "decision_number": "", "recognised_on": None}


def add(world: SimpleNamespace, **more: Any) -> Initiative:
    given = {"person": world.people[0], "by": world.users.officer, **GOOD, **more}
    return actions.add_initiative(**given)


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer_of_the_department(world: SimpleNamespace, who: str) -> None:
    one, by = add(world), getattr(world.users, who)
    for act in (
        lambda: add(world, name="Khác", by=by),
        lambda: actions.change_initiative(initiative=one, by=by, **WAITING),
        lambda: actions.remove_initiative(initiative=one, by=by),
    ):
        with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
            act()
    assert list(Initiative.objects.values_list("name", "state")) == [("Một cửa số", "recognised")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"level": ""}, "level"),
        ({"decision_number": ""}, "decision_number"),
        ({"recognised_on": None}, "recognised_on"),
        ({"recognised_on": dt.date.today() + dt.timedelta(days=1)}, "recognised_on"),
        ({"recognised_on": dt.date(2024, 12, 31)}, "recognised_on"),
        ({"year": dt.date.today().year + 1, "recognised_on": None, "state": "waiting"}, "year"),
    ],
)
def test_what_cannot_be(world: SimpleNamespace, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongState) as caught:
        add(world, **wrong)
    assert (caught.value.field, Initiative.objects.count()) == (field, 0)


def test_the_same_name_in_the_same_year_is_one_initiative(world: SimpleNamespace) -> None:
    add(world)
    with pytest.raises(WrongState, match="Sửa dòng đã có"):
        add(world, name="mot cua so", decision_number="10/QĐ")
    other = add(world, year=2024, recognised_on=dt.date(2024, 5, 5))
    with pytest.raises(WrongState, match="Sửa dòng đã có"):
        actions.change_initiative(initiative=other, by=world.users.officer, **GOOD)


def test_recognition_removal_and_the_log(client: Client, world: SimpleNamespace) -> None:
    one = add(world, **WAITING)
    client.force_login(world.users.officer)
    back = f"/can-bo/{world.people[0].pk}/#ho-so-hang-nam"
    page = client.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    assert f"/sang-kien/{one.pk}/cong-nhan/" in page
    half = client.post(f"/sang-kien/{one.pk}/cong-nhan/", {"level": "co_so"})
    assert (half.status_code, "Ghi số quyết định" in half.content.decode()) == (422, True)
    sent = {"level": "co_so", "decision_number": "9/QĐ-SNV", "recognised_on": "1/12/2025"}
    assert client.post(f"/sang-kien/{one.pk}/cong-nhan/", sent)["Location"] == back
    one.refresh_from_db()
    assert (one.state, one.level, one.recognised_on) == (
        "recognised", "co_so", dt.date(2025, 12, 1),
    )  # fmt: skip
    row = AuditRow.objects.get(action="initiatives.change")
    assert (row.detail["before"]["state"], row.detail["after"]["state"]) == (
        "waiting", "recognised",
    )  # fmt: skip
    page = client.get(f"/can-bo/{world.people[0].pk}/").content.decode()
    assert f"/sang-kien/{one.pk}/cong-nhan/" not in page
    assert "Một cửa số" in client.get(f"/sang-kien/{one.pk}/xoa/").content.decode()
    assert client.post(f"/sang-kien/{one.pk}/xoa/")["Location"] == back
    assert not Initiative.objects.exists()
    row = AuditRow.objects.get(action="initiatives.remove")
    assert (row.detail["before"]["name"], row.detail["after"]) == ("Một cửa số", {})


def test_added_and_corrected_on_the_pages(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.officer)
    address = f"/sang-kien/them/{world.people[0].pk}/"
    sent = {"name": "Một cửa số", "kind": "sang_kien", "year": "2025", "state": "doubtful"}
    assert client.post(address, sent).status_code == 302
    assert "Sửa dòng đã có" in client.post(address, sent).content.decode()
    one = Initiative.objects.get()
    shown = client.get(f"/sang-kien/{one.pk}/sua/").context["form"]
    assert (shown["name"].value(), shown["state"].value()) == ("Một cửa số", "doubtful")
    client.post(
        f"/sang-kien/{one.pk}/sua/", {**sent, "state": "waiting", "kind": "de_tai_khoa_hoc"}
    )
    one.refresh_from_db()
    assert (one.state, one.kind) == ("waiting", "de_tai_khoa_hoc")


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 403), ("director", 403), ("head", 404), ("member", 404), ("stranger", 404)],
)
def test_others_reach_no_form(
    client: Client, world: SimpleNamespace, who: str, status: int
) -> None:
    one = add(world, **WAITING)
    client.force_login(getattr(world.users, who))
    rests = [
        f"them/{world.people[0].pk}/",
        *(f"{one.pk}/{w}/" for w in ("sua", "cong-nhan", "xoa")),
    ]
    for rest in rests:
        assert client.get(f"/sang-kien/{rest}").status_code == status, rest
        assert client.post(f"/sang-kien/{rest}", {"name": "x"}).status_code == status, rest
    assert list(Initiative.objects.values_list("state", flat=True)) == ["waiting"]
