"""Certificates on their way to the printer: papers in an order, one file or one each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import RawIOBase
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from thidua.decisions.models import Certificate, Decision
from thidua.decisions.queries.lists import certificates_of
from thidua.decisions.queries.papers import certificate_paper
from thidua.documents.certificate_pages import certificate_page
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.certificates import PrintForm, certificates_stream
from thidua.documents.queries.certificates import chooser, form_for, forms_in_use
from thidua.kit.text import fold
from thidua.organisations.models import Body

_CHUNK = 200
Shift = tuple[float, float]


@dataclass(frozen=True, slots=True)
class AwardSheets:
    """One award of a batch: how many sheets, and the form that prints them."""

    code: str
    name: str
    count: int
    version: int
    on_blank: bool


Note = Callable[[Body, dict[str, int]], Iterable[str]]
_NOTES: list[Note] = []


def add_print_note(note: Note) -> Note:
    """An upper app (the stock) says what speaks against printing; called in its `apps.py`."""
    if note not in _NOTES:
        _NOTES.append(note)
    return note


def print_notes(body: Body, counts: dict[str, int]) -> list[str]:
    """Sentences before printing so many sheets of each award code."""
    return [sentence for note in _NOTES for sentence in note(body, counts)]


def sheets_of(decision: Decision) -> list[AwardSheets]:
    """The awards of a decision with their forms, in the order of the annex (two queries)."""
    forms = forms_in_use(decision.department)
    counted: dict[str, tuple[str, int]] = {}
    rows = certificates_of(decision).values_list("award__award_code", "award__award_name")
    for code, name in rows:
        counted[code] = (name, counted.get(code, (name, 0))[1] + 1)
    found = []
    for code, (name, count) in counted.items():
        form = form_for(code, forms)
        blank = form is not None and not form.prints_background
        found.append(AwardSheets(code, name, count, form.version if form else 0, blank))
    return found


def papers_of(decision: Decision, *, award: str = "") -> Iterator[CertificatePaper]:
    """Papers in the order of the annex, read in pieces; `award` narrows to one code."""
    rows = certificates_of(decision)
    if award:
        rows = rows.filter(award__award_code=award)
    for row in rows.iterator(chunk_size=_CHUNK):
        yield certificate_paper(row)


def papers_in_order(awards: Sequence[int]) -> Iterator[CertificatePaper]:
    """Papers of these lines of annexes, in this order, as long as their certificates hold."""
    for start in range(0, len(awards), _CHUNK):
        part = awards[start : start + _CHUNK]
        held = Certificate.objects.filter(award__in=part, state=Certificate.State.VALID)
        rows = held.select_related("award__decision__department__parent", "award__decision__round")
        by_award = {row.award_id: row for row in rows}
        for key in part:
            if key in by_award:
                yield certificate_paper(by_award[key])


def pdf_of_papers(
    body: Body, papers: Iterable[CertificatePaper], *, shift: Shift, ornament: bool = True
) -> Iterator[bytes]:
    """One PDF in pieces; raises `CertificateError` at once where there is nothing to print."""
    return certificates_stream(papers, chooser(body, ornament=ornament), shift=shift)


def zip_of_papers(
    body: Body, papers: Iterable[CertificatePaper], *, shift: Shift
) -> Iterator[bytes]:
    """One PDF for each paper in one package, in pieces; names begin with the place in the order."""
    choose = chooser(body)
    sink: Any = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as package:
        for place, paper in enumerate(papers, start=1):
            name = fold(f"{place:04d} {paper.recipient}").replace(" ", "-").replace("/", "-")[:80]
            package.writestr(
                f"{name}.pdf", b"".join(certificates_stream([paper], choose, shift=shift))
            )
            yield sink.taken()
    yield sink.taken()


def fit_notes(body: Body, papers: Iterable[CertificatePaper], *, most: int = 50) -> list[str]:
    """Texts that had to be set smaller than their form asks, or have no letters; at most `most`."""
    choose = chooser(body)
    found: list[str] = []
    for paper in papers:
        form: PrintForm = choose(paper)
        # The code says nothing about the text and takes most of the time.
        page = certificate_page(replace(paper, check_url=""), form.layout)
        found += [f"{paper.recipient}. {note}" for note in page.notes]
        if len(found) >= most:
            return found[:most]
    return found


class _Sink(RawIOBase):
    """Takes what the package writes and gives it on; it cannot go back, nor grows."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        part = bytes(content)
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole
