"""A staff list says where people are: posts are opened once, and go with the list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.exchange.office import bring_in, upload
from tests.apps.exchange.samples import person, staff_list

from thidua.exchange.actions import preview, undo_import
from thidua.exchange.models import ImportBatch
from thidua.kit.errors import NotAllowed
from thidua.people.actions import take_back_posts
from thidua.people.models import Person, Post

pytestmark = pytest.mark.django_db
OTHER = {"name": "Lê Văn Hai", "address": "Ông", "identity": "097085000009"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def bring(world: SimpleNamespace, path: Path, *rows: tuple[object, ...]) -> ImportBatch:
    batch = preview(
        body=world.department,
        kind="staff",
        file=upload(staff_list(path, *rows)),
        by=world.users.officer,
    )
    return bring_in(world, batch, "keep")


def posts(name: str = "Nguyễn Thị Mẫu") -> list[tuple[str, str, Any, Any, str]]:
    found = Post.objects.filter(person__full_name=name).order_by("pk").select_related("unit")
    return [(p.unit.name, p.title, p.from_date, p.to_date, p.end_basis) for p in found]


def test_a_list_opens_the_present_post_once(world: SimpleNamespace, tmp_path: Path) -> None:
    batch = bring(world, tmp_path / "a.xlsx", person(), person(**OTHER))
    mine = posts()
    assert len(mine) == len(posts("Lê Văn Hai")) == 1
    person_ = Person.objects.get(full_name="Nguyễn Thị Mẫu")
    # The list knows no day of the post: none is made up.
    assert mine == [(person_.unit.name, person_.position, None, None, "")]
    assert batch.summary["result"]["posts"] == 2
    again = bring(world, tmp_path / "b.xlsx", person(notes="ghi chú mới"), person(**OTHER))
    assert again.summary["result"]["posts"] == 0
    assert posts() == mine


def test_a_person_recorded_without_any_post_gets_one(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    bring(world, tmp_path / "a.xlsx", person())
    Post.objects.all().delete()
    batch = bring(world, tmp_path / "b.xlsx", person(notes="x"))
    assert (len(posts()), batch.summary["result"]["posts"]) == (1, 1)
    undo_import(batch=batch, reason="nhầm", by=world.users.officer)
    assert posts() == []


def test_a_known_first_day_is_kept(world: SimpleNamespace, tmp_path: Path) -> None:
    bring(world, tmp_path / "a.xlsx", person())
    Post.objects.update(from_date=dt.date(2020, 5, 1))
    bring(world, tmp_path / "b.xlsx", person(notes="x"))
    assert [(start, end) for *_, start, end, _ in posts()] == [(dt.date(2020, 5, 1), None)]


def test_undoing_a_move_leaves_the_post_held_before(world: SimpleNamespace, tmp_path: Path) -> None:
    bring(world, tmp_path / "a.xlsx", person())
    before = posts()
    batch = bring(
        world, tmp_path / "b.xlsx", person(post="Trưởng phòng, Phòng Hành chính"), person(**OTHER)
    )
    old, new = posts()
    assert (old[4], new[4]) == ("Chưa rõ ngày thôi", "")
    assert new[:2] == ("Phòng Hành chính", "Trưởng phòng")
    undone = undo_import(batch=batch, reason="nhầm tệp", by=world.users.officer)
    assert posts() == before
    assert undone.summary["undone"]["posts"] == 2
    assert not Post.objects.filter(person__full_name="Lê Văn Hai").exists()


def test_a_post_somebody_has_dated_since_stays(world: SimpleNamespace, tmp_path: Path) -> None:
    bring(world, tmp_path / "a.xlsx", person())
    batch = bring(world, tmp_path / "b.xlsx", person(post="Trưởng phòng, Phòng Hành chính"))
    Post.objects.filter(title="Trưởng phòng").update(from_date=dt.date(2026, 1, 2))
    undo_import(batch=batch, reason="nhầm tệp", by=world.users.officer)
    assert [(title, start) for _, title, start, _, _ in posts()][-1] == (
        "Trưởng phòng", dt.date(2026, 1, 2),
    )  # fmt: skip


@pytest.mark.parametrize("who", ["head", "stranger", "administrator", "nobody"])
def test_only_the_officer_takes_posts_back(
    world: SimpleNamespace, tmp_path: Path, who: str
) -> None:
    bring(world, tmp_path / "a.xlsx", person())
    keys = list(Post.objects.values_list("pk", flat=True))
    with pytest.raises(NotAllowed):
        take_back_posts(
            department=world.department, posts=keys, reason="x", by=getattr(world.users, who)
        )
    # Posts of another department are not reached by their keys.
    took = take_back_posts(
        department=world.foreign, posts=keys, reason="x", by=world.users.stranger
    )
    assert (took, Post.objects.count()) == (0, len(keys))
