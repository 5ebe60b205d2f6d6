"""A screened round: everybody may be proposed for LĐTT and giấy khen, nobody for higher awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def pdf(name: str = "giay-to.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    """Uploaded files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def ground(world: SimpleNamespace) -> SimpleNamespace:
    from thidua.eligibility.actions import open_round, screen_round
    from thidua.movements.actions import register_for
    from thidua.register.actions import record_years_loaded

    record_years_loaded(
        department=world.department, years=list(range(2011, 2026)), source="sổ", by=None
    )
    for person in world.people:
        register_for(
            department=world.department, year=2026, award_code="ldtt", person=person, by=None
        )
    round_ = open_round(
        department=world.department,
        year=2026,
        name="Xét khen thưởng năm 2026",
        received_on=dt.date(2026, 9, 15),
        by=world.users.officer,
    )
    screen_round(round=round_, by=world.users.officer)
    return SimpleNamespace(world=world, round=round_, users=world.users, people=world.people)


@pytest.fixture
def draft(ground: SimpleNamespace) -> Callable[..., Any]:
    """`draft(people=2, award="ldtt", unit=None, by=None)`: a fresh draft."""
    from thidua.dossiers import actions

    def make(
        people: list[Any] | None = None, award: str = "ldtt", unit: Any = None, by: Any = None
    ) -> Any:
        chosen = ground.people[:2] if people is None else people
        return actions.create_dossier(
            round=ground.round,
            unit=unit or ground.world.department,
            title="Đề nghị khen thưởng năm 2026",
            selection=[(person, award) for person in chosen],
            by=by or ground.users.officer,
        )

    return make


@pytest.fixture
def complete() -> Callable[..., None]:
    """Upload every required document and confirm every condition."""
    from thidua.dossiers import actions

    def fill(dossier: Any, by: Any) -> None:
        for document in dossier.documents.filter(required=True):
            actions.attach_document(document=document, upload=pdf(), by=by)
        actions.confirm_conditions(
            dossier=dossier,
            confirmed_by="Cuộc họp bình xét, biên bản số 05/BB",
            confirmed_on=timezone.localdate(),
            by=by,
        )
        dossier.refresh_from_db()

    return fill


@pytest.fixture
def submitted(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> Any:
    """The department's dossier with two people, submitted by the officer."""
    from thidua.dossiers import actions

    dossier = draft()
    complete(dossier, ground.users.officer)
    return actions.submit(dossier=dossier, by=ground.users.officer)


@pytest.fixture
def of_unit(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> Any:
    """A dossier of the head's unit, complete but not submitted."""
    unit = ground.world.units[1]
    people = [p for p in ground.people if p.unit_id == unit.pk]
    dossier = draft(people=people, unit=unit, by=ground.users.head)
    complete(dossier, ground.users.head)
    return dossier


@pytest.fixture
def accepted(ground: SimpleNamespace, submitted: Any) -> Any:
    from thidua.dossiers import actions

    return actions.accept(dossier=submitted, by=ground.users.secretary)


@pytest.fixture
def council(ground: SimpleNamespace) -> SimpleNamespace:
    """Three members with accounts, and a sitting to come."""
    from thidua.councils import actions

    users = [ground.users.director, ground.users.secretary, ground.users.member]
    made = actions.create_council(
        body=ground.world.department, name="Hội đồng TĐKT Sở Nội vụ", by=ground.users.officer
    )
    duties = ("chu_tich", "thu_ky", "uy_vien")
    members = [
        actions.add_member(
            council=made, full_name="", duty=duty, user=user, by=ground.users.officer
        )
        for user, duty in zip(users, duties, strict=True)
    ]
    sitting = actions.create_sitting(
        council=made,
        title="Họp xét khen thưởng năm 2026",
        held_on=dt.date(2026, 9, 25),
        received_on=dt.date(2026, 9, 15),
        by=ground.users.secretary,
    )
    return SimpleNamespace(council=made, members=members, users=users, sitting=sitting)


@pytest.fixture
def hold(ground: SimpleNamespace, council: SimpleNamespace) -> Callable[..., None]:
    """`hold({nominee pk: yes votes})`: convene, open, vote, close, release."""
    from thidua.councils import actions
    from thidua.councils.models import Motion

    def run(yes: dict[int, int], sitting: Any = None) -> None:
        sitting = sitting or council.sitting
        secretary = ground.users.secretary
        actions.convene(sitting=sitting, by=secretary)
        marks = {m.pk: ("co_mat", "") for m in council.members}
        actions.set_attendance(sitting=sitting, marks=marks, by=secretary)
        actions.open_ballot(sitting=sitting, by=secretary)
        motions = list(Motion.objects.filter(sitting=sitting))
        for number, user in enumerate(council.users):
            choices = {
                m.pk: "dong_y"
                if number < yes.get(int(m.reference.rpartition(":")[2]), 0)
                else "khong_dong_y"
                for m in motions
            }
            actions.cast(sitting=sitting, choices=choices, by=user)
        actions.close_ballot(sitting=sitting, by=secretary)
        actions.release_results(sitting=sitting, by=ground.users.director)

    return run
