"""Which template a body fills, its versions, and presses made ready once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max, QuerySet

from thidua.documents.building import shipped, shipped_press
from thidua.documents.models import PaperTemplate
from thidua.documents.press import Press
from thidua.documents.sheet import Sheet, sheets
from thidua.organisations.models import Body

SHIPPED = 0


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the list of a body: which version is in use (0: the shipped one)."""

    form: Sheet
    version: int
    versions: int


def forms_of(body: Body) -> list[FormLine]:
    """Every form with the version that `body` uses (one query)."""
    rows = PaperTemplate.objects.filter(body=body).values_list("form", "version", "in_use")
    known: dict[str, list[tuple[int, bool]]] = {}
    for form, version, in_use in rows:
        known.setdefault(form, []).append((version, in_use))
    return [
        FormLine(
            one,
            next((version for version, used in known.get(code, ()) if used), SHIPPED),
            len(known.get(code, ())),
        )
        for code, one in sheets().items()
    ]


def versions_of(body: Body, form: str) -> QuerySet[PaperTemplate]:
    """Versions of one form, the newest first, without their files (one query)."""
    rows = PaperTemplate.objects.filter(body=body, form=form).defer("content")
    return rows.select_related("loaded_by").order_by("-version")


def version_in_use(body: Body, form: str) -> int:
    """The version that new papers of `body` are made with; 0 is the shipped template."""
    used = PaperTemplate.objects.filter(body=body, form=form, in_use=True)
    return used.values_list("version", flat=True).first() or SHIPPED


def versions_in_use(body: Body, forms: Sequence[str]) -> dict[str, int]:
    """The same for several forms (one query)."""
    used = PaperTemplate.objects.filter(body=body, form__in=forms, in_use=True)
    found = dict(used.values_list("form", "version"))
    return {form: found.get(form, SHIPPED) for form in forms}


def template_of(body: Body, form: str, version: int) -> bytes:
    """The DOCX of a version; the shipped one for 0. Raises DoesNotExist for an unknown version."""
    if version == SHIPPED:
        return shipped(form)
    row = PaperTemplate.objects.only("content").get(body=body, form=form, version=version)
    return bytes(row.content)


def press_of(body: Body, form: str, version: int | None = None) -> Press:
    """A press with the template of `body`: the version asked for, else the one in use."""
    wanted = version_in_use(body, form) if version is None else version
    if wanted == SHIPPED:
        return shipped_press(form)
    row = PaperTemplate.objects.defer("content").get(body=body, form=form, version=wanted)
    return _press(row.pk, row.digest)


def next_version(body: Body, form: str) -> int:
    last = PaperTemplate.objects.filter(body=body, form=form).aggregate(last=Max("version"))
    return (last["last"] or 0) + 1


@lru_cache(maxsize=64)
def _press(pk: int, digest: str) -> Press:
    # A version never changes; its digest keeps two databases apart in one process (tests).
    row = PaperTemplate.objects.only("content").get(pk=pk, digest=digest)
    return Press(bytes(row.content))
