"""Confirmations by name and day; documents looked at inside, replaced with their history."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from thidua.audit.models import AuditRow
from thidua.dossiers import actions
from thidua.dossiers.models import Confirmation, DossierDocument
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.uploads import MAX_BYTES, check_upload

PDF = b"%PDF-1.7\nnoi dung"
TODAY = timezone.localdate


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_one_meeting_confirms_for_everybody(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    done = actions.confirm_conditions(
        dossier=dossier,
        confirmed_by="  Cuộc họp   bình xét ",
        confirmed_on=TODAY(),
        by=ground.users.officer,
    )
    rows = Confirmation.objects.all()
    assert done == rows.count() == 2
    assert {r.confirmed_by for r in rows} == {"Cuộc họp bình xét"}
    assert {r.recorded_by for r in rows} == {ground.users.officer}
    row = AuditRow.objects.get(action="dossiers.confirm")
    assert row.detail["confirmed_by"] == "Cuộc họp bình xét"
    assert len(row.detail["conditions"]) == 2
    with pytest.raises(WrongState, match="Không còn điều kiện nào"):
        actions.confirm_conditions(
            dossier=dossier, confirmed_by="x", confirmed_on=TODAY(), by=ground.users.officer
        )


def test_only_what_is_ticked_is_confirmed(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    nominee = dossier.nominees.first()
    slug = nominee.assessment.to_confirm[0]["slug"]
    by = ground.users.officer
    for pairs in ([(nominee.pk, "khong-co")], [(999_999, slug)]):
        with pytest.raises(WrongState, match="Không còn điều kiện"):
            actions.confirm_conditions(
                dossier=dossier, confirmed_by="A", confirmed_on=TODAY(), pairs=pairs, by=by
            )
    done = actions.confirm_conditions(
        dossier=dossier, confirmed_by="A", confirmed_on=TODAY(), pairs=[(nominee.pk, slug)], by=by
    )
    assert done == 1
    assert Confirmation.objects.get().nominee == nominee


def test_a_confirmation_needs_a_name_and_a_day_not_ahead(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    tomorrow = TODAY() + dt.timedelta(days=1)
    for name, day, field in (("A", tomorrow, "confirmed_on"), ("  ", TODAY(), "confirmed_by")):
        with pytest.raises(WrongState) as refusal:
            actions.confirm_conditions(
                dossier=dossier, confirmed_by=name, confirmed_on=day, by=ground.users.officer
            )
        assert refusal.value.field == field
    assert Confirmation.objects.count() == 0


def test_a_confirmation_taken_back_stays_in_the_log(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> None:
    dossier = draft()
    complete(dossier, ground.users.officer)
    row = Confirmation.objects.first()
    actions.withdraw_confirmation(confirmation=row, by=ground.users.officer)
    assert Confirmation.objects.count() == 1
    logged = AuditRow.objects.get(action="dossiers.withdraw_confirmation")
    assert logged.detail["confirmed_by"] == "Cuộc họp bình xét, biên bản số 05/BB"


def test_the_appraiser_completes_while_appraising_the_proposer_does_not(
    ground: SimpleNamespace, submitted: Any
) -> None:
    document = submitted.documents.first()
    with pytest.raises(WrongState, match="không ở bước bổ sung"):
        actions.attach_document(
            document=document, upload=upload("a.pdf", PDF), by=ground.users.officer
        )
    for role in ("head", "stranger", "administrator", "member"):
        with pytest.raises(NotAllowed):
            actions.attach_document(
                document=document,
                upload=upload("a.pdf", PDF),
                by=getattr(ground.users, role),
            )
    actions.attach_document(
        document=document, upload=upload("moi.pdf", PDF), by=ground.users.secretary
    )
    assert DossierDocument.objects.get(pk=document.pk).file_name == "moi.pdf"


def test_a_file_is_kept_with_its_digest_and_a_replaced_one_stays(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    row = dossier.documents.first()
    by = ground.users.officer
    first = actions.attach_document(document=row, upload=upload("Tờ trình.pdf", PDF), by=by)
    assert (first.file_name, first.size) == ("Tờ trình.pdf", len(PDF))
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    assert first.file.name.endswith(".pdf")
    assert "Tờ" not in first.file.name
    old_place = first.file.path
    second = actions.attach_document(
        document=row, upload=upload("../../etc/passwd.pdf", PDF + b"2"), by=by
    )
    assert "etc" not in second.file.name
    with open(old_place, "rb") as kept:
        assert kept.read() == PDF
    logged = AuditRow.objects.filter(action="dossiers.attach").order_by("-sequence")[0]
    assert logged.detail["replaced"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert logged.detail["replaced"]["name"] == "Tờ trình.pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PDF", PDF),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20),
        ("a.jpeg", b"\xff\xd8\xff\xe1" + b"0" * 20),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20),
    ],
)
def test_real_files_pass(name: str, content: bytes) -> None:
    assert check_upload(upload(name, content)) == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "không phải PDF, DOCX"),
        ("a", PDF, "không phải PDF, DOCX"),
        ("a.html", b"<script>", "không phải PDF, DOCX"),
        ("a.pdf", b"", "tệp rỗng"),
        ("a.pdf", b"<html>%PDF-", "nội dung không phải PDF"),
        ("a.docx", archive("xl/workbook.xml"), "nội dung không phải DOCX"),
        ("a.xlsx", b"PK\x03\x04 hong", "nội dung không phải XLSX"),
        ("a.docx", PDF, "nội dung không phải DOCX"),
        ("a.png", b"\xff\xd8\xff", "nội dung không phải PNG"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "nội dung không phải JPG"),
        ("a.docx", archive("word/document.xml")[:40], "nội dung không phải DOCX"),
    ],
)
def test_false_files_are_refused_with_what_to_do(name: str, content: bytes, said: str) -> None:
    with pytest.raises(WrongState, match=said) as refusal:
        check_upload(upload(name, content))
    assert refusal.value.field == "file"


def test_size_at_the_border() -> None:
    just = upload("a.pdf", PDF)
    just.size = MAX_BYTES
    assert check_upload(just) == "pdf"
    over = upload("a.pdf", PDF)
    over.size = MAX_BYTES + 1
    with pytest.raises(WrongState, match=r"“a\.pdf” nặng 20,1 MB, vượt quá 20 MB"):
        check_upload(over)


def test_a_refused_file_leaves_the_old_one(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    row = dossier.documents.first()
    actions.attach_document(document=row, upload=upload("a.pdf", PDF), by=ground.users.officer)
    with pytest.raises(WrongState):
        actions.attach_document(document=row, upload=upload("b.pdf", b"x"), by=ground.users.officer)
    assert DossierDocument.objects.get(pk=row.pk).file_name == "a.pdf"


def test_a_further_document_has_a_name_of_its_own(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    by = ground.users.officer
    row = actions.add_document_row(
        dossier=dossier, name="Giấy xác nhận", upload=upload("a.pdf", PDF), by=by
    )
    assert (row.required, row.file_name) == (False, "a.pdf")
    with pytest.raises(WrongState, match="Hồ sơ đã có"):
        actions.add_document_row(dossier=dossier, name="giay xac nhan", by=by)
    before = dossier.documents.count()
    with pytest.raises(WrongState, match="không phải PDF"):
        actions.add_document_row(dossier=dossier, name="Ảnh", upload=upload("a.gif", b"GIF"), by=by)
    assert dossier.documents.count() == before
    actions.add_nominees(dossier=dossier, selection=[(ground.people[4], "ldtt")], by=by)
    assert dossier.documents.filter(pk=row.pk).exists()
