"""Between count and release proposers learn nothing; signed minutes come to each dossier."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from thidua.councils import actions as councils
from thidua.councils.models import Motion, Sitting
from thidua.councils.queries.records import latest
from thidua.dossiers import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(ground: SimpleNamespace, accepted: Any, council: SimpleNamespace) -> Sitting:
    """Both nominees voted on, two of three in favour, nothing released."""
    secretary, sitting = ground.users.secretary, council.sitting
    actions.put_to_council(dossiers=[accepted], sitting=sitting, by=ground.users.officer)
    councils.convene(sitting=sitting, by=secretary)
    marks = {m.pk: ("co_mat", "") for m in council.members}
    councils.set_attendance(sitting=sitting, marks=marks, by=secretary)
    councils.open_ballot(sitting=sitting, by=secretary)
    for number, user in enumerate(council.users):
        choice = "dong_y" if number < 2 else "khong_dong_y"
        choices = {m.pk: choice for m in Motion.objects.filter(sitting=sitting)}
        councils.cast(sitting=sitting, choices=choices, by=user)
    councils.close_ballot(sitting=sitting, by=secretary)
    return Sitting.objects.get(pk=sitting.pk)


def test_before_the_release_neither_state_nor_page_tells_the_result(
    ground: SimpleNamespace, accepted: Any, counted: Sitting
) -> None:
    accepted.refresh_from_db()
    assert accepted.state == "at_council"
    assert {n.state for n in accepted.nominees.all()} == {"proposed"}
    client = Client()
    client.force_login(ground.users.officer)
    address = f"/ho-so/{accepted.pk}/"
    before = client.get(address).content.decode()
    assert "đang chờ công bố" in before
    assert "phiếu đồng ý" not in before
    councils.release_results(sitting=counted, by=ground.users.director)
    accepted.refresh_from_db()
    assert accepted.state == "voted"
    after = client.get(address).content.decode()
    assert "đang chờ công bố" not in after
    assert "2/3 phiếu đồng ý" in after


def test_signed_minutes_become_a_document_of_the_dossier(
    ground: SimpleNamespace, accepted: Any, counted: Sitting
) -> None:
    secretary, chair = ground.users.secretary, ground.users.director
    councils.release_results(sitting=counted, by=chair)
    councils.conclude(sitting=counted, by=secretary)
    sitting = Sitting.objects.get(pk=counted.pk)
    before = accepted.documents.exclude(file="").count()
    for kind in ("bien_ban_hop", "bien_ban_kiem_phieu"):
        record = councils.send_record(sitting=sitting, kind=kind, by=secretary)
        version = latest(record)
        assert version is not None
        for user in (secretary, chair):
            assert accepted.documents.exclude(file="").count() <= before + 1
            councils.sign_record(record=record, digest=version.digest, by=user)
    rows = list(accepted.documents.exclude(file="").order_by("pk"))
    assert len(rows) == before + 2
    minutes = next(row for row in rows if row.file_name.startswith("Biên bản họp"))
    with minutes.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Nguyễn Thị Minh Châu" in words
    assert "DỰ THẢO" not in words
    assert len(minutes.sha256) == 64
