"""The same register and the same list from Excel 97-2003 and from OpenDocument.

The files were written with xlwt (BIFF8) and odfpy: dates are dates, numbers are numbers.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.exchange.office import bring_in, upload

from thidua.exchange.actions import preview
from thidua.exchange.models import ImportBatch
from thidua.people.models import Person, Post
from thidua.register.models import RegisterEntry

FILES = Path(__file__).parent / "files"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("ending", ["xls", "ods"]),
]


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def bring(world: SimpleNamespace, name: str, kind: str) -> ImportBatch:
    return preview(
        body=world.department, kind=kind, file=upload(FILES / name), by=world.users.officer
    )


def test_a_register_comes_in(world: SimpleNamespace, ending: str) -> None:
    batch = bring(world, f"so-khen-thuong.{ending}", "register")
    assert batch.summary["years"] == [2023, 2024]
    assert (batch.summary["lines"]["read"], batch.summary["lines"]["kept"]) == (6, 6)
    told = "Tệp .xls đời cũ" in " ".join(batch.summary["notes"])
    assert told == (ending == "xls")
    bring_in(world, batch)
    entries = RegisterEntry.objects.filter(department=world.department).order_by("sequence")
    assert [(e.recipient_name, e.award_code, e.year, e.decision_number) for e in entries[:3]] == [
        ("Đặng Thị Hường", "ldtt", 2023, "12/QĐ-SNV"),
        ("Nguyễn Văn Bưởi", "cstd-co-so", 2023, "13/QĐ-SNV"),
        ("Lò Thị Ỏn", "giay-khen", 2023, "14/QĐ-SNV"),
    ]
    assert {e.decided_on for e in entries} == {dt.date(2023, 12, 20), dt.date(2024, 12, 20)}
    assert {e.source_ref.split("|")[1] for e in entries} == {"Năm 2023", "Năm 2024"}


def test_a_staff_list_comes_in(world: SimpleNamespace, ending: str) -> None:
    batch = bring(world, f"danh-sach.{ending}", "staff")
    bring_in(world, batch, "keep")
    first, second = Person.objects.filter(
        full_name__in=["Nguyễn Thị Mẫu", "Lê Văn Hải"], department=world.department
    ).order_by("born_on")
    assert (first.born_on, first.recruited_on) == (dt.date(1985, 5, 20), dt.date(2010, 9, 17))
    assert (second.full_name, second.gender, second.born_on) == (
        "Lê Văn Hải", "male", dt.date(1985, 7, 24),
    )  # fmt: skip
    assert Post.objects.filter(person__in=[first, second], title="Chuyên viên").count() == 2
