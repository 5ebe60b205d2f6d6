"""Confirming attested conditions by name and day, and attaching documents."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thidua.dossiers.actions.base import keep, log, take
from thidua.dossiers.models import Confirmation, Dossier, DossierDocument, Nominee
from thidua.dossiers.permissions import check_may_complete
from thidua.dossiers.queries.detail import to_confirm
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.kit.uploads import check_upload, digest_of


@transaction.atomic
def confirm_conditions(
    *,
    dossier: Dossier,
    confirmed_by: str,
    confirmed_on: dt.date,
    by: Any,
    pairs: Sequence[tuple[int, str]] | None = None,
    version: int | None = None,
) -> int:
    """Record that a person or a meeting confirmed conditions; returns how many were recorded.

    `pairs` are (nominee pk, slug); without them every open condition of every nominee is confirmed
    at once, as one meeting does. A confirmation already there is kept. Refuses a
    day ahead and a missing name.
    """
    fresh = take(dossier, version)
    check_may_complete(by, fresh)
    confirmed_by = squeeze(confirmed_by)
    if not confirmed_by:
        raise WrongState(
            "Ghi người hoặc cuộc họp đã xác nhận, ví dụ: Cuộc họp Phòng ngày 05/9/2026.",
            field="confirmed_by",
        )
    if confirmed_on > timezone.localdate():
        raise WrongState(
            f"Ngày xác nhận phải từ {short_date(timezone.localdate())} trở về trước.",
            field="confirmed_on",
        )
    chosen = set(pairs) if pairs is not None else None
    rows = fresh.nominees.filter(state=Nominee.State.PROPOSED).select_related("assessment")
    held = set(
        Confirmation.objects.filter(nominee__dossier=fresh).values_list("nominee_id", "slug")
    )
    made = [
        Confirmation(
            nominee=nominee,
            slug=condition["slug"],
            statement=condition["statement"][:500],
            confirmed_by=confirmed_by[:200],
            confirmed_on=confirmed_on,
            recorded_by=by,
        )
        for nominee in rows
        for condition in to_confirm(nominee.assessment)
        if (chosen is None or (nominee.pk, condition["slug"]) in chosen)
        and (nominee.pk, condition["slug"]) not in held
    ]
    if not made:
        raise WrongState("Không còn điều kiện nào cần xác nhận trong các mục đã chọn.")
    Confirmation.objects.bulk_create(made)
    keep(fresh)
    log(
        fresh,
        "confirm",
        f"Đã ghi xác nhận {len(made)} điều kiện của {fresh.code}: {confirmed_by}",
        by=by,
        detail={
            "confirmed_by": confirmed_by,
            "confirmed_on": confirmed_on.isoformat(),
            "conditions": [[c.nominee_id, c.slug] for c in made],
        },
    )
    return len(made)


@transaction.atomic
def withdraw_confirmation(
    *, confirmation: Confirmation, by: Any, version: int | None = None
) -> None:
    """Take a confirmation back; the log keeps who had confirmed what."""
    fresh = take(confirmation.nominee.dossier, version)
    check_may_complete(by, fresh)
    detail = {
        "nominee": confirmation.nominee_id,
        "slug": confirmation.slug,
        "confirmed_by": confirmation.confirmed_by,
        "confirmed_on": confirmation.confirmed_on.isoformat(),
    }
    confirmation.delete()
    keep(fresh)
    log(
        fresh,
        "withdraw_confirmation",
        f"Đã bỏ xác nhận “{confirmation.statement[:120]}” trong {fresh.code}",
        by=by,
        detail=detail,
    )


@transaction.atomic
def add_document_row(
    *,
    dossier: Dossier,
    name: str,
    by: Any,
    upload: UploadedFile[Any] | None = None,
    version: int | None = None,
) -> DossierDocument:
    """Make room for a document that the law does not ask for, with its file when there is one."""
    fresh = take(dossier, version)
    check_may_complete(by, fresh)
    name = squeeze(name)
    if not name:
        raise WrongState("Ghi tên tài liệu.", field="name")
    if any(fold(row.name) == fold(name) for row in fresh.documents.all()):
        raise WrongState(
            f"Hồ sơ đã có “{name}”. Tải tệp vào mục đó hoặc đặt tên khác.", field="name"
        )
    row = DossierDocument.objects.create(
        dossier=fresh, code=f"khac-{uuid.uuid4().hex[:12]}", name=name[:200], required=False
    )
    keep(fresh)
    log(fresh, "add_document", f"Đã thêm mục tài liệu “{name}” vào {fresh.code}", by=by, detail={})
    return attach_document(document=row, upload=upload, by=by) if upload is not None else row


@transaction.atomic
def attach_document(
    *, document: DossierDocument, upload: UploadedFile[Any], by: Any, version: int | None = None
) -> DossierDocument:
    """Put a file to a document of the checklist; a file already there is replaced.

    Refuses other kinds than PDF, DOCX, XLSX, JPG, PNG (looked at inside, not by name), empty files
    and files over 20 MB. The replaced file stays in storage; the log names it and its SHA-256.
    """
    fresh = take(document.dossier, version)
    check_may_complete(by, fresh)
    extension = check_upload(upload)
    row = DossierDocument.objects.select_for_update().get(pk=document.pk)
    before = (
        {"file": row.file.name, "name": row.file_name, "sha256": row.sha256} if row.file else None
    )
    row.file_name, row.size, row.sha256 = (
        squeeze(upload.name or "")[-200:],
        upload.size or 0,
        digest_of(upload),
    )
    row.uploaded_by, row.uploaded_at = by, timezone.now()
    row.file.save(f"{uuid.uuid4().hex}.{extension}", upload, save=False)
    row.save()
    keep(fresh)
    verb = "thay" if before else "tải lên"
    log(
        fresh,
        "attach",
        f"Đã {verb} “{row.name}” trong {fresh.code}: {row.file_name}",
        by=by,
        detail={"document": row.code, "sha256": row.sha256, "replaced": before},
    )
    return row
