"""Which form a certificate is printed by, versions of forms, printers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Max, QuerySet
from django.utils import timezone

from thidua.documents.certificate_layout import Layout, layout_from
from thidua.documents.certificate_pages import background_of
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.certificate_pictures import jpeg_background
from thidua.documents.certificates import PrintForm, shipped_form
from thidua.documents.drawing.marks import Background
from thidua.documents.models import CertificateForm, PrinterCorrection
from thidua.law import AwardInfo, load_rulebook
from thidua.organisations.models import Body

EVERY = ""
# Kinds of awards whose certificate is a sheet of paper (award kind of the rulebook).
KINDS = {
    "giay_khen": "Giấy khen",
    "bang_khen": "Bằng khen",
    "danh_hieu_thi_dua": "Giấy chứng nhận danh hiệu thi đua",
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What a form may be for, the version in use (0: none of its own), a draft, all versions."""

    code: str
    label: str
    version: int
    draft: int
    versions: int

    @property
    def slug(self) -> str:
        return self.code or "chung"


def awards_on(day: dt.date) -> dict[str, AwardInfo]:
    return {award.code: award for award in load_rulebook().awards(day) if award.kind in KINDS}


def label_of(target: str) -> str:
    """The name of a target; KeyError for one that does not exist."""
    if target == EVERY:
        return "Mọi hình thức"
    if target in KINDS:
        return KINDS[target]
    return awards_on(timezone.localdate())[target].name


def targets_of(body: Body) -> list[TargetLine]:
    """Every award, each kind, and the awards that have a form of their own (one query)."""
    rows = CertificateForm.objects.filter(body=body).values_list(
        "target", "version", "in_use", "settled_at", "pk"
    )
    known: dict[str, list[tuple[int, bool, bool, int]]] = {}
    for target, version, in_use, settled, pk in rows:
        known.setdefault(target, []).append((version, in_use, settled is None, pk))
    codes = [EVERY, *KINDS, *sorted(set(known) - {EVERY, *KINDS})]
    names = awards_on(timezone.localdate())
    return [
        TargetLine(
            code,
            label_of(code) if code in KINDS or code == EVERY or code in names else code,
            next((version for version, used, *_ in known.get(code, ()) if used), 0),
            next((pk for *_, draft, pk in known.get(code, ()) if draft), 0),
            sum(1 for *_, draft, _ in known.get(code, ()) if not draft),
        )
        for code in codes
    ]


def versions_of(body: Body, target: str) -> QuerySet[CertificateForm]:
    """Versions, the newest first, without their pictures (one query)."""
    rows = CertificateForm.objects.filter(body=body, target=target).defer("background")
    return rows.select_related("saved_by").order_by("-version")


def next_form_version(body: Body, target: str) -> int:
    last = CertificateForm.objects.filter(body=body, target=target).aggregate(n=Max("version"))
    return (last["n"] or 0) + 1


def layout_of(form: CertificateForm) -> Layout:
    return layout_from(form.layout)


def picture_of(form: CertificateForm) -> Background | None:
    """The body's own picture as a background, printed or not."""
    if not form.background:
        return None
    pixels = (form.background_width, form.background_height)
    return jpeg_background(bytes(form.background), pixels, form.background_digest)


def print_form(form: CertificateForm) -> PrintForm:
    """The form as it goes on paper: without background where sheets come printed."""
    layout = layout_of(form)
    if not form.prints_background:
        return PrintForm(replace(layout, ornament=False))
    return PrintForm(layout, picture_of(form) or background_of(layout))


def forms_in_use(body: Body) -> dict[str, CertificateForm]:
    """Target -> version in use, without pictures (one query)."""
    rows = CertificateForm.objects.filter(body=body, in_use=True).defer("background")
    return {row.target: row for row in rows}


def form_for(award_code: str, forms: dict[str, CertificateForm]) -> CertificateForm | None:
    """The award's own form, else that of its kind, else the one for every award, else None."""
    info = awards_on(timezone.localdate()).get(award_code)
    for target in (award_code, info.kind if info else EVERY, EVERY):
        if target in forms:
            return forms[target]
    return None


def chooser(body: Body, *, ornament: bool = True) -> Callable[[CertificatePaper], PrintForm]:
    """Which form each paper of `body` is printed by; a picture is read once, when first needed."""
    forms = forms_in_use(body)
    ready: dict[str, PrintForm] = {}

    def choose(paper: CertificatePaper) -> PrintForm:
        made = ready.get(paper.award_code)
        if made is None:
            found = form_for(paper.award_code, forms)
            made = print_form(found) if found else shipped_form(ornament=ornament)
            ready[paper.award_code] = made
        return made

    return choose


def printers_of(body: Body) -> QuerySet[PrinterCorrection]:
    return PrinterCorrection.objects.filter(body=body)


def shift_of(body: Body, printer: int) -> tuple[float, float]:
    """The correction of a printer; none for one that is not known."""
    found = PrinterCorrection.objects.filter(body=body, pk=printer).first()
    return (float(found.right), float(found.down)) if found else (0.0, 0.0)
