"""The search by `/` after acts that change who bears a name: the new is found, the old is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.exchange.office import book, bring_in, line, register, upload
from tests.apps.exchange.samples import person as staff_row
from tests.apps.exchange.samples import staff_list

from thidua.desk.queries.search import search
from thidua.exchange.actions import preview, undo_import
from thidua.kit.names.upkeep import check, named_models
from thidua.organisations.actions import Basis, rename_body, undo_event
from thidua.people import actions as people_actions
from thidua.people import queries as people_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def names(world: SimpleNamespace, typed: str, kind: str) -> list[str]:
    groups = search(world.users.officer, typed)
    return [hit.name for group in groups if group.kind == kind for hit in group.hits]


def clean() -> bool:
    return all(check(model).clean for model in named_models())


def test_a_merged_person_is_found_under_the_name_that_stands_until_parted(
    world: SimpleNamespace,
) -> None:
    kept, gone = world.people[5], world.people[4]
    assert names(world, "lau mi", "can-bo") == ["Lầu Mí Lử"]
    asked = {d.key: "survivor" for d in people_queries.differences(kept, gone) if d.asked}
    merge = people_actions.merge_people(
        survivor=kept, absorbed=gone, choices=asked, reason="Một người", by=world.users.officer
    )
    assert names(world, "lau mi", "can-bo") == []
    assert names(world, "pham thi hoa", "can-bo") == ["Phạm Thị Hoà"]
    people_actions.undo_merge(merge=merge, reason="Nhầm", by=world.users.officer)
    assert names(world, "lau mi", "can-bo") == ["Lầu Mí Lử"]
    assert clean()


def test_a_merged_person_whose_other_name_was_chosen_is_found_by_that_one(
    world: SimpleNamespace,
) -> None:
    kept, gone = world.people[5], world.people[4]
    asked = {d.key: "survivor" for d in people_queries.differences(kept, gone) if d.asked}
    people_actions.merge_people(
        survivor=kept, absorbed=gone, choices=asked | {"full_name": "absorbed"},
        reason="Một người", by=world.users.officer,
    )  # fmt: skip
    assert names(world, "lau mi", "can-bo") == ["Lầu Mí Lử"]
    assert names(world, "pham thi hoa", "can-bo") == []
    assert clean()


def test_a_renamed_unit_is_found_by_both_names_and_shown_by_the_new(
    world: SimpleNamespace,
) -> None:
    unit = world.units[1]
    former = unit.name
    event = rename_body(
        body=unit, name="Phòng Chuyển đổi số", effective_on=dt.date(2025, 3, 1),
        basis=Basis("05/QĐ-SNV", "Sở", dt.date(2025, 2, 20)), by=world.users.officer,
    )  # fmt: skip
    assert names(world, "chuyen doi", "tap-the") == ["Phòng Chuyển đổi số"]
    assert names(world, former, "tap-the") == ["Phòng Chuyển đổi số"]
    undo_event(event=event, by=world.users.officer)
    assert names(world, "chuyen doi", "tap-the") == []
    assert names(world, former, "tap-the") == [former]
    assert clean()


def test_lines_of_an_import_are_found_until_it_is_undone_and_after_it_comes_again(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    path = book(tmp_path / "so.xlsx", line(1, "Quách Tạ Lụa"), line(2, "Quách Tạ Tươi"))
    batch = bring_in(world, register(world, path))
    found = ["Quách Tạ Lụa", "Quách Tạ Tươi"]
    assert names(world, "ta quach", "so-khen-thuong") == found
    undo_import(batch=batch, reason="Nhầm sổ", by=world.users.officer)
    assert names(world, "ta quach", "so-khen-thuong") == []
    bring_in(world, register(world, path))
    assert names(world, "ta quach", "so-khen-thuong") == found
    assert clean()


def test_people_of_a_staff_list_are_found_until_it_is_taken_back(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    path = staff_list(tmp_path / "ds.xlsx", staff_row(name="Quách Tạ Lụa"))
    batch = bring_in(
        world,
        preview(body=world.department, kind="staff", file=upload(path), by=world.users.officer),
        "keep",
    )
    assert names(world, "quach ta lua", "can-bo") == ["Quách Tạ Lụa"]
    undo_import(batch=batch, reason="Nhầm tệp", by=world.users.officer)
    assert names(world, "quach ta lua", "can-bo") == []
    assert clean()
