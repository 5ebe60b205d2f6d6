"""Records beyond the usual: signers whose seat has ended, and a body's own templates."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from docx import Document

from thidua.councils import actions
from thidua.councils.models import Record, Sitting
from thidua.councils.queries.papers_of_record import docx_of, pdf_of_record
from thidua.councils.queries.records import latest, waiting_for_signature
from thidua.documents.actions import load_template, use_template
from thidua.documents.building import shipped

pytestmark = pytest.mark.django_db

MINUTES, TALLY = "bien_ban_hop", "bien_ban_kiem_phieu"


@pytest.fixture
def concluded(bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]) -> Any:
    """A meeting under the chair of the third member, counted, released, ended."""
    open_sitting.presided_by = bench.members[2]
    open_sitting.save()
    for number in range(9):
        vote(open_sitting, number, "dong_y" if number < 8 else "khong_dong_y")
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    actions.release_results(sitting=open_sitting, by=bench.users[2])
    actions.conclude(sitting=open_sitting, by=bench.secretary)
    return Sitting.objects.get(pk=open_sitting.pk)


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def use_own(bench: SimpleNamespace, form: str, mark: str) -> None:
    """Load and use the program's template of a form with a line that the body added in Word."""
    document = Document(io.BytesIO(shipped(form)))
    document.add_paragraph(mark)
    buffer = io.BytesIO()
    document.save(buffer)
    by = bench.world.users.officer
    template = load_template(
        body=bench.council.body.department, form=form, content=buffer.getvalue(),
        file_name=f"{form}.docx", by=by,
    )  # fmt: skip
    use_template(template=template, by=by)


# --- signers whose seat has ended -----------------------------------------------------------------


def test_a_signer_whose_seat_ended_reads_and_signs_the_record_and_nothing_else(
    bench: SimpleNamespace, concluded: Any
) -> None:
    chair = bench.users[2]
    record = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    actions.end_member(member=bench.members[2], by=bench.officer)
    assert list(waiting_for_signature(chair)) == [record]
    client, base = Client(), f"/hoi-dong/phien-hop/{concluded.pk}/"
    client.force_login(chair)
    assert client.get(base).status_code == 404
    page = client.get(f"{base}bien-ban/{MINUTES}/").content.decode()
    assert "Ký biên bản" in page
    assert f'href="{base}"' not in page
    shown = client.get(f"{base}bien-ban/{MINUTES}/ky/").content.decode()
    version = latest(record)
    assert version is not None
    assert version.digest in shown
    assert client.get(f"{base}bien-ban/{MINUTES}/pdf/").status_code == 200
    # The other record names the chair too, but was not sent to be signed yet.
    assert client.get(f"{base}bien-ban/{TALLY}/").status_code == 404
    client.post(f"{base}bien-ban/{MINUTES}/ky/", {"ma": version.digest})
    assert version.signatures.get().user == chair
    assert "Đã ký" in client.get(f"{base}bien-ban/{MINUTES}/").content.decode()
    for name in ("tai-lieu/", "giay-moi/", "ma-phieu/1/", "tep-kiem-phieu/1/", "bo-phieu/"):
        assert client.get(base + name).status_code in {403, 404}, name


def test_a_former_member_who_signs_nothing_reads_no_record(
    bench: SimpleNamespace, concluded: Any
) -> None:
    actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    actions.end_member(member=bench.members[5], by=bench.officer)
    for user in (bench.users[5], bench.world.users.stranger):
        client = Client()
        client.force_login(user)
        for ending in ("", "ky/", "docx/", "pdf/", "trinh-ky/", "rut/"):
            path = f"/hoi-dong/phien-hop/{concluded.pk}/bien-ban/{MINUTES}/{ending}"
            assert client.get(path).status_code == 404, (user, ending)
            assert client.post(path).status_code in {404, 405}, (user, ending)


# --- templates of the body ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "form", "says"),
    [
        (MINUTES, "bien-ban", ("Có mặt: 9", "8/9", "Cuộc họp kết thúc lúc", "Điều 12 khoản 3")),
        (TALLY, "bien-ban-kiem-phieu", ("số phiếu thu về: 9", "8/9", "tệp kiểm phiếu", "Điều 12")),
    ],
)
def test_a_record_follows_the_template_of_the_body_and_keeps_it(
    kind: str, form: str, says: tuple[str, ...], bench: SimpleNamespace, concluded: Any
) -> None:
    assert "MẪU RIÊNG" not in words(docx_of(concluded, kind))
    use_own(bench, form, "MẪU RIÊNG THỨ NHẤT")
    draft = words(docx_of(concluded, kind))
    assert "MẪU RIÊNG THỨ NHẤT" in draft
    assert "DỰ THẢO" in draft
    for said in (*says, "Lầu Mí Lử", "Ngưỡng 80%", "Đạt"):
        assert said in draft, said
    actions.send_record(sitting=concluded, kind=kind, by=bench.secretary)
    use_own(bench, form, "MẪU RIÊNG THỨ HAI")
    sent = words(docx_of(concluded, kind))
    assert "MẪU RIÊNG THỨ NHẤT" in sent
    assert "THỨ HAI" not in sent
    assert "DỰ THẢO" not in sent
    version = latest(Record.objects.get(kind=kind))
    assert version is not None
    assert version.template_version == 1
    assert version.digest[:8] in sent
    actions.sign_record(record=version.record, digest=version.digest, by=bench.users[2])
    assert "Đã ký bằng tài khoản" in words(docx_of(concluded, kind))
    assert pdf_of_record(concluded, kind)[:5] == b"%PDF-"


def test_points_and_hands_fill_the_templates_too(bench: SimpleNamespace, concluded: Any) -> None:
    motion = concluded.motions.first()
    motion.options, motion.criteria = "cham_diem", [{"title": "Tính mới", "max": 30}]
    motion.points, motion.point_sheets = 219, 9
    motion.save()
    concluded.voting = "cong_khai"
    concluded.save()
    for kind, form in ((MINUTES, "bien-ban"), (TALLY, "bien-ban-kiem-phieu")):
        use_own(bench, form, "RIÊNG")
        said = words(docx_of(Sitting.objects.get(pk=concluded.pk), kind))
        assert "9 phiếu chấm" in said
        assert "24,33/30" in said
        assert "giơ tay" in said
        assert "bỏ phiếu kín" not in said
