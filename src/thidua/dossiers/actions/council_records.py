"""The signed minutes and tally record of a sitting, put into every dossier it voted on."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from thidua.councils.models import Record
from thidua.councils.queries.papers_of_record import record_file_name, record_pdf
from thidua.dossiers.actions.base import keep, log
from thidua.dossiers.models import Dossier, DossierDocument
from thidua.dossiers.states import AFTER_VOTE


def record_signed(*, record: Record, by: Any) -> None:
    """Receiver of the event: the PDF that was signed becomes a document of each dossier.

    The minutes fill the empty row that the law asks for; what a person uploaded there stays, and
    the signed PDF gets a row of its own. Runs inside the transaction of the last signature.
    """
    references = list(record.sitting.motions.values_list("reference", flat=True))
    dossiers = list(
        Dossier.objects.select_for_update().filter(pk__in=_dossiers_of(references)).order_by("pk")
    )
    if not dossiers:
        return
    content = record_pdf(record)
    digest, name = hashlib.sha256(content).hexdigest(), record_file_name(record, "pdf")
    for dossier in dossiers:
        row = _row(dossier, record)
        row.file_name, row.size, row.sha256 = name[-200:], len(content), digest
        row.uploaded_by, row.uploaded_at = by, timezone.now()
        row.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(content), save=False)
        row.save()
        keep(dossier)
        log(
            dossier,
            "attach",
            f"Đã đưa {record.get_kind_display().lower()} đã ký vào {dossier.code}",
            by=by,
            detail={"document": row.code, "sha256": digest, "record": record.pk},
        )


def _dossiers_of(references: list[str]) -> set[int]:
    prefix = "dossiers.nominee:"
    keys = [int(r.removeprefix(prefix)) for r in references if r.startswith(prefix)]
    return set(Dossier.objects.filter(nominees__in=keys).values_list("pk", flat=True))


def _row(dossier: Dossier, record: Record) -> DossierDocument:
    own = f"hoi-dong-{record.pk}"
    rows = {row.code: row for row in dossier.documents.all()}
    if own in rows:
        return rows[own]
    if record.kind == Record.Kind.MINUTES:
        for code in AFTER_VOTE:
            if code in rows and not rows[code].file:
                return rows[code]
    name = f"{record.get_kind_display()} đã ký, phiên họp {record.sitting.held_on:%d/%m/%Y}"
    return DossierDocument(dossier=dossier, code=own, name=name, required=False)
