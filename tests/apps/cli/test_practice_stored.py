"""The practice province in the database: as drawn, once, whole bodies, never among real ones."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from thidua.accounts.models import User
from thidua.cli.practice.loader import CODE
from thidua.cli.practice.place import Unusable
from thidua.cli.practice.province import shape, storing
from thidua.cli.practice.province.history import make_province
from thidua.cli.practice.province.storing import code_of, store
from thidua.cli.practice.province.tables import Province
from thidua.initiatives.models import Initiative
from thidua.organisations.actions import create_body
from thidua.organisations.models import Body, BodyEvent, CollectiveYear
from thidua.people.models import Discipline, Leave, PendingMatter, Person, Post, Rating
from thidua.register.models import RegisterEntry, RegisterYear

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def province() -> Province:
    return make_province(150, seed=21)


def quiet(*_: Any) -> None:
    """Nobody listens."""


def test_everything_drawn_is_stored_once(province: Province) -> None:
    told: list[tuple[str, int, int]] = []
    first = store(province, progress=lambda *step: told.append(step))
    assert (first.people, first.bodies, first.there) == (150, len(province.bodies.homes), 0)
    assert told[-1][1:] == (150, 150)
    again = store(province, progress=quiet)
    assert (again.people, again.bodies, again.there) == (0, 0, first.bodies)

    assert Person.objects.count() == 150
    assert Rating.objects.count() == len(province.ratings.year)
    assert Initiative.objects.count() == len(province.initiatives.year)
    assert Discipline.objects.count() == len(province.disciplines.person)
    assert Leave.objects.count() == len(province.leaves.person)
    assert PendingMatter.objects.count() == len(province.pending.person)
    units = len(province.bodies.units)
    own = Body.objects.exclude(kind__in=[Body.Kind.PROVINCE, Body.Kind.DEPARTMENT])
    assert own.count() == units
    assert CollectiveYear.objects.count() == len(province.unit_years.unit)
    kept = Counter(RegisterEntry.objects.values_list("award_code", flat=True))
    drawn = Counter(
        shape.AWARDS[code]
        for code in (*province.awards.award.tolist(), *province.unit_awards.award.tolist())
    )
    assert kept == drawn
    assert not RegisterEntry.objects.exclude(match="matched").exists()
    years = RegisterYear.objects.filter(department__code=code_of(province, 0))
    assert years.count() == shape.LAST_AWARDED - shape.FIRST_YEAR + 1


def test_a_person_of_the_database_is_the_one_of_the_columns(province: Province) -> None:
    store(province, progress=quiet)
    one = 17
    person = Person.objects.get(code=f"TH{one + 1:06d}")
    folk = province.people
    assert person.full_name == str(folk.name[one])
    assert person.born_on == folk.born[one].item()
    assert person.group == shape.GROUPS[folk.group[one]]
    assert person.department.code == code_of(province, int(folk.body[one]))
    table = province.ratings
    mine = table.person == one
    drawn = [shape.GRADES[grade] for grade in table.grade[mine]]
    assert list(person.ratings.order_by("year").values_list("grade", flat=True)) == drawn
    held = province.awards
    assert person.awards.count() == int((held.person == one).sum())
    leaders = Person.objects.exclude(group="direct_worker")
    assert leaders.count() == int((folk.group > 0).sum())
    open_posts = Post.objects.filter(to_date=None)
    assert open_posts.count() == province.size


def test_what_merged_in_2025_is_told_as_events() -> None:
    province = make_province(400, seed=2)
    store(province, progress=quiet)
    formed = sum(bool(home.formed_of) for home in province.bodies.homes)
    absorbed = sum(bool(home.absorbed) for home in province.bodies.homes)
    assert BodyEvent.objects.filter(kind=BodyEvent.Kind.ABSORB).count() == formed + absorbed
    ended = Body.objects.filter(closed_on__isnull=False)
    assert set(ended.values_list("closed_on__year", flat=True)) == {2025}


def test_a_body_cut_off_is_not_there_and_the_next_run_goes_on(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = storing._store_units
    calls: list[int] = []

    def cut(*args: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(*args)

    monkeypatch.setattr(storing, "_store_units", cut)
    with pytest.raises(KeyboardInterrupt):
        store(province, progress=quiet)
    assert Body.objects.filter(code=code_of(province, 0)).exists()
    assert not Body.objects.filter(code=code_of(province, 1)).exists()
    before = Person.objects.count()
    assert 0 < before < 150
    monkeypatch.undo()
    rest = store(province, progress=quiet)
    assert rest.there == 1
    assert rest.people == 150 - before
    assert Person.objects.count() == 150


def test_real_records_are_never_touched(province: Province) -> None:
    create_body(parent=None, name="Sở thật", kind=Body.Kind.DEPARTMENT, by=None)
    with pytest.raises(Unusable, match="dữ liệu thật \\(Sở thật\\)"):
        store(province, progress=quiet)
    assert not Person.objects.exists()
    assert not User.objects.exists()


def test_accounts_alone_are_real_too(province: Province) -> None:
    User.objects.create_user(username="that", password="x")
    with pytest.raises(Unusable, match="dữ liệu thật"):
        store(province, progress=quiet)


def test_another_province_is_named(province: Province) -> None:
    store(province, progress=quiet)
    with pytest.raises(Unusable, match="--seed 21 --people 150"):
        store(make_province(150, seed=22), progress=quiet)
    assert Person.objects.count() == 150


def test_it_grows_around_the_practice_department() -> None:
    root = create_body(
        parent=None,
        name="Ủy ban nhân dân tỉnh Lam Giang",
        kind=Body.Kind.PROVINCE,
        code="thuc-hanh-ubnd-tinh-lam-giang",
        by=None,
    )
    department = create_body(
        parent=root, name="Sở Nội vụ", kind=Body.Kind.DEPARTMENT, code=CODE, by=None
    )
    small = make_province(60, seed=1)
    store(small, progress=quiet)
    assert Body.objects.filter(kind=Body.Kind.PROVINCE).get() == root
    below = Body.objects.filter(parent=root, closed_on=None).exclude(pk=department.pk)
    assert below.count() == len(small.bodies.homes)


def test_the_registers_are_whole(province: Province) -> None:
    from thidua.cli.main import main

    store(province, progress=quiet)
    assert main(["register", "verify"]) == 0
