"""A record of a sitting as DOCX and PDF, from what was frozen or from the data as they stand."""

from __future__ import annotations

from thidua.councils.models import Record, Sitting
from thidua.councils.queries.minutes import paper_of
from thidua.councils.queries.records import latest, record_of
from thidua.documents.minutes import minutes_docx, tally_docx
from thidua.documents.pdf import pdf_of
from thidua.documents.queries import SHIPPED, press_of, version_in_use
from thidua.documents.record_values import minutes_values, tally_values
from thidua.kit.dates import short_date

FORMS = {Record.Kind.MINUTES: "bien-ban", Record.Kind.TALLY: "bien-ban-kiem-phieu"}


def template_in_use(sitting: Sitting, kind: str) -> int:
    """The version of the body's own template; 0 where it has none and the program lays it out."""
    return version_in_use(sitting.council.body.department, FORMS[Record.Kind(kind)])


def docx_of(sitting: Sitting, kind: str) -> bytes:
    """The paper for Word, by the body's own template where it has one; DỰ THẢO until it was sent
    to be signed. What was sent keeps the template of that day."""
    paper = paper_of(sitting, kind)
    record = record_of(sitting, kind)
    frozen = latest(record) if record is not None and record.state != Record.State.DRAFT else None
    version = frozen.template_version if frozen else template_in_use(sitting, kind)
    tally = kind == Record.Kind.TALLY
    if version == SHIPPED:
        return tally_docx(paper) if tally else minutes_docx(paper)
    press = press_of(sitting.council.body.department, FORMS[Record.Kind(kind)], version)
    return press.fill(tally_values(paper) if tally else minutes_values(paper))


def pdf_of_record(sitting: Sitting, kind: str) -> bytes:
    """The same pages as PDF (a third of a second)."""
    return pdf_of(docx_of(sitting, kind))


def record_pdf(record: Record) -> bytes:
    """The pages of a record as they were signed."""
    return pdf_of_record(record.sitting, record.kind)


def record_file_name(record: Record, ending: str) -> str:
    """`Biên bản họp Hội đồng 25-09-2026.pdf`."""
    return file_name(record.sitting, record.kind, ending)


def file_name(sitting: Sitting, kind: str, ending: str) -> str:
    """A name for the download; a draft says so."""
    record = record_of(sitting, kind)
    label = str(Record.Kind(kind).label)
    if record is None or record.state == Record.State.DRAFT:
        label = f"Dự thảo {label[:1].lower()}{label[1:]}"
    day = short_date(sitting.held_on).replace("/", "-")
    return f"{label} Hội đồng {day}.{ending}"
