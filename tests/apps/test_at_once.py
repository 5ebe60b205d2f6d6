"""Two people, or one impatient person, press at the same moment: it happens once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.apps.exchange.samples import person, staff_list

from thidua.audit.models import AuditRow
from thidua.audit.queries import verify
from thidua.dossiers import actions as dossiers
from thidua.dossiers.models import Dossier
from thidua.eligibility import actions as eligibility
from thidua.eligibility.models import Assessment, Round
from thidua.exchange import actions as exchange
from thidua.exchange.models import ImportBatch
from thidua.kit.errors import Refusal
from thidua.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave, or the sentence it was refused with; they start together."""
    barrier = threading.Barrier(len(calls))
    came: list[Any] = [None] * len(calls)

    def run(place: int) -> None:
        barrier.wait()
        try:
            came[place] = calls[place]()
        except Refusal as refusal:
            came[place] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return came


def sentences(came: list[Any]) -> list[str]:
    return [one for one in came if isinstance(one, str)]


def upload(tmp_path: Path) -> Callable[[], SimpleUploadedFile]:
    content = staff_list(tmp_path / "ds.xlsx", person()).read_bytes()
    return lambda: SimpleUploadedFile("ds.xlsx", content)


def test_the_same_file_sent_twice_is_one_preview(world: SimpleNamespace, tmp_path: Path) -> None:
    file = upload(tmp_path)

    def send() -> ImportBatch:
        return exchange.preview_staff_list(
            body=world.department, file=file(), by=world.users.officer
        )

    came = at_once(send, send, send)
    assert sentences(came) == []
    assert {batch.pk for batch in came} == set(ImportBatch.objects.values_list("pk", flat=True))
    assert ImportBatch.objects.count() == 1


def test_one_import_confirmed_by_two_is_brought_in_once(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    batch = exchange.preview_staff_list(
        body=world.department, file=upload(tmp_path)(), by=world.users.officer
    )
    before = Person.objects.count()

    def confirm() -> ImportBatch:
        return exchange.confirm_import(batch=batch, by=world.users.officer)

    came = at_once(confirm, confirm)
    assert sentences(came) == ["Tệp này đã được nhập xong. Chọn tệp khác để nhập tiếp."]
    assert Person.objects.count() == before + 1
    assert AuditRow.objects.filter(action="exchange.confirm_import").count() == 1
    assert verify().whole


def test_an_import_is_confirmed_or_put_aside_never_both(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    batch = exchange.preview_staff_list(
        body=world.department, file=upload(tmp_path)(), by=world.users.officer
    )
    before = Person.objects.count()
    came = at_once(
        lambda: exchange.confirm_import(batch=batch, by=world.users.officer),
        lambda: exchange.discard_import(batch=batch, by=world.users.officer),
    )
    assert len(sentences(came)) == 1
    batch.refresh_from_db()
    added = {"confirmed": 1, "discarded": 0}[batch.state]
    assert Person.objects.count() == before + added


def round_of(world: SimpleNamespace) -> Round:
    return eligibility.open_round(
        department=world.department,
        year=2026,
        name="Xét năm 2026",
        received_on=dt.date(2026, 9, 15),
        by=world.users.officer,
    )


def test_two_screenings_leave_one_answer_each(world: SimpleNamespace) -> None:
    round_ = round_of(world)

    def screen() -> Any:
        return eligibility.screen_round(round=round_, by=world.users.officer)

    came = at_once(screen, screen)
    assert sentences(came) == []
    current = Assessment.objects.filter(round=round_, is_current=True)
    subjects = list(current.values_list("person_id", "collective_id", "award_code"))
    assert len(subjects) == len(set(subjects)) > 0
    assert verify().whole


def test_one_round_of_a_name_is_opened(world: SimpleNamespace) -> None:
    came = at_once(lambda: round_of(world), lambda: round_of(world))
    assert len(sentences(came)) == 1
    assert Round.objects.count() == 1


@pytest.fixture
def complete(world: SimpleNamespace) -> Dossier:
    """A dossier of two people with everything that a submission needs."""
    from django.utils import timezone

    from thidua.movements.actions import register_for
    from thidua.register.actions import record_years_loaded

    officer = world.users.officer
    record_years_loaded(
        department=world.department, years=list(range(2011, 2026)), source="sổ", by=None
    )
    for one in world.people[:2]:
        register_for(department=world.department, year=2026, award_code="ldtt", person=one, by=None)
    round_ = round_of(world)
    eligibility.screen_round(round=round_, by=officer)
    made = dossiers.create_dossier(
        round=round_,
        unit=world.department,
        title="Đề nghị năm 2026",
        selection=[(one, "ldtt") for one in world.people[:2]],
        by=officer,
    )
    for document in made.documents.filter(required=True):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n")
        dossiers.attach_document(document=document, upload=file, by=officer)
    dossiers.confirm_conditions(
        dossier=made, confirmed_by="Cuộc họp", confirmed_on=timezone.localdate(), by=officer
    )
    made.refresh_from_db()
    return made


def test_a_dossier_submitted_and_accepted_twice_moves_once(
    world: SimpleNamespace, complete: Dossier
) -> None:
    def press(user: Any, path: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(user)
        complete.refresh_from_db()
        sent = {"phien-ban": str(complete.version)}
        return lambda: client.post(f"/ho-so/{complete.pk}/{path}/", sent).status_code

    submit = [press(world.users.officer, "trinh") for _ in range(2)]
    assert set(at_once(*submit)) <= {302, 409, 422}
    complete.refresh_from_db()
    assert (complete.state, complete.steps.filter(to_state="submitted").count()) == ("submitted", 1)
    accept = [press(user, "tham-dinh") for user in (world.users.secretary, world.users.director)]
    assert set(at_once(*accept)) <= {302, 409}
    complete.refresh_from_db()
    assert (complete.state, complete.steps.filter(to_state="accepted").count()) == ("accepted", 1)
    assert AuditRow.objects.filter(action="dossiers.accept").count() == 1
    assert verify().whole


def test_a_stale_page_does_not_overwrite(world: SimpleNamespace, complete: Dossier) -> None:
    client = Client()
    client.force_login(world.users.officer)
    url = f"/ho-so/{complete.pk}/sua/"
    seen = complete.version
    first = client.post(url, {"title": "Tên thứ nhất", "note": "", "phien-ban": str(seen)})
    assert first.status_code == 302
    second = client.post(url, {"title": "Tên thứ hai", "note": "", "phien-ban": str(seen)})
    assert second.status_code == 422
    assert "vừa được người khác thay đổi" in second.content.decode()
    complete.refresh_from_db()
    assert complete.title == "Tên thứ nhất"
