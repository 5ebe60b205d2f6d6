"""Keeping the book: decisions on paper and of other bodies, years that are complete."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.organisations.actions import mark_changed as mark_bodies
from thidua.organisations.models import Body
from thidua.organisations.queries import within
from thidua.people.actions import mark_changed as mark_people
from thidua.people.models import Person
from thidua.register.actions.claims import recheck_claims
from thidua.register.actions.entries import record_award
from thidua.register.checking import candidates
from thidua.register.claim_values import is_yearly_title
from thidua.register.models import RegisterEntry, RegisterYear
from thidua.register.permissions import check_may_keep_register


@transaction.atomic
def record_paper_decision(
    *,
    department: Body,
    by: Any,
    person: Person | None,
    collective: Body | None,
    award_code: str,
    award_name: str,
    year: int,
    decision_number: str,
    decided_on: dt.date,
    authority: str,
    merit: str,
    note: str = "",
    source: str = RegisterEntry.Source.PAPER,
    recipient_group: str = "",
    period: tuple[int, int] | None = None,
    evidence: UploadedFile[Any] | None = None,
) -> RegisterEntry:
    """Enter a decision that exists on paper, typed in by the officer, with a scan of it.

    An award of another body (`source` other) needs its scan. Refuses when the book already holds
    the same award of the same year for the same recipient, naming the entry, because two lines for
    one award would count twice.
    """
    check_may_keep_register(by, department=department)
    subject = person or collective
    if subject is None:
        raise WrongState("Chọn người hoặc tập thể được khen.", field="person")
    twins = RegisterEntry.objects.filter(
        department=department,
        person=person,
        collective=collective,
        award_code=award_code,
        year=year,
        state=RegisterEntry.State.VALID,
        match=RegisterEntry.Match.MATCHED,
    )
    for twin in twins:
        if merit == twin.merit and (
            is_yearly_title(award_code) or _same_number(twin, decision_number)
        ):
            raise WrongState(
                f"Sổ đã ghi {twin.award_name} năm {year} của {subject} ở số {twin.sequence} "
                f"({twin.decision_number or 'không ghi số quyết định'}).",
                field="award_code",
            )
    if source not in (RegisterEntry.Source.PAPER, RegisterEntry.Source.OTHER):
        raise WrongState("Chọn nguồn của quyết định.", field="source")
    if source == RegisterEntry.Source.OTHER and evidence is None:
        raise WrongState("Khen thưởng của cơ quan khác cần văn bản minh chứng.", field="evidence")
    if period is not None and not (period[0] <= period[1] and period[0] <= year):
        raise WrongState("Giai đoạn thành tích không hợp lệ.", field="period_to")
    unit = person.unit if person is not None else None
    first, last = period or (year, year)
    entry = record_award(
        department=department,
        by=by,
        person=person,
        collective=collective,
        recipient_name=str(subject),
        is_collective=collective is not None,
        unit_name=unit.name if unit is not None else "",
        award_code=award_code,
        award_name=award_name,
        year=year,
        period_from=first,
        period_to=last,
        recipient_group=recipient_group,
        decision_number=squeeze(decision_number),
        decided_on=decided_on,
        authority=squeeze(authority),
        merit=merit,
        note=squeeze(note),
        source=source,
        **_kept(evidence),
    )
    recheck_claims(department=department, recipients=candidates(entry), by=by)
    return entry


@transaction.atomic
def record_years_loaded(
    *,
    department: Body,
    years: Iterable[int],
    source: str = "",
    without: Mapping[int, Collection[str]] | None = None,
    award_code: str = "",
    by: Any,
) -> int:
    """The book of these years is complete: an award not in it is known to be missing.

    `without`: per year the award codes that its book does not list by name. With `award_code` only
    the list of this award is complete. A year known already loses exceptions that are no longer
    made, and gains none: what was complete stays so. Returns how many years changed.
    """
    check_may_keep_register(by, department=department)
    without = without or {}
    kept = RegisterYear.objects.select_for_update().filter(
        department=department, award_code=award_code
    )
    known = {row.year: row for row in kept}
    new: list[RegisterYear] = []
    narrowed: list[RegisterYear] = []
    for year in sorted(set(years)):
        missing = sorted(set(without.get(year, ())))
        row = known.get(year)
        if row is None:
            new.append(
                RegisterYear(
                    department=department,
                    year=year,
                    award_code=award_code,
                    without=missing,
                    source=source[:200],
                )
            )
        elif set(row.without) - set(missing):
            row.without = sorted(set(row.without) & set(missing))
            narrowed.append(row)
    RegisterYear.objects.bulk_create(new)
    RegisterYear.objects.bulk_update(narrowed, ["without"])
    changed = sorted(row.year for row in (*new, *narrowed))
    if changed:
        what = f" (chỉ {award_code})" if award_code else ""
        record(
            by=by,
            action="register.years_loaded",
            text=f"Sổ đã đủ các năm{what}: {', '.join(str(y) for y in changed)}",
            subject=department,
            body=department,
            detail={
                "years": changed,
                "award": award_code,
                "without": {str(row.year): row.without for row in (*new, *narrowed) if row.without},
            },
        )
        _mark_everyone(department)
    return len(changed)


@transaction.atomic
def forget_years(*, department: Body, years: Iterable[int], award_code: str = "", by: Any) -> int:
    """These years are no longer known to be complete: the import that said so was undone.

    Returns how many were known. Claims keep their answers until they are checked again.
    """
    check_may_keep_register(by, department=department)
    kept = RegisterYear.objects.filter(
        department=department, year__in=set(years), award_code=award_code
    )
    gone = sorted(kept.values_list("year", flat=True))
    kept.delete()
    if gone:
        record(
            by=by,
            action="register.years_forgotten",
            text=f"Bỏ ghi nhận sổ đủ các năm: {', '.join(str(y) for y in gone)}",
            subject=department,
            body=department,
            detail={"years": gone, "award": award_code},
        )
        _mark_everyone(department)
    return len(gone)


def record_year_loaded(*, department: Body, year: int, source: str = "", by: Any) -> bool:
    """One year; True when it was not known as loaded."""
    return bool(record_years_loaded(department=department, years=[year], source=source, by=by))


class _Evidence(TypedDict, total=False):
    evidence: str
    evidence_name: str
    evidence_digest: str


def _kept(upload: UploadedFile[Any] | None) -> _Evidence:
    """Store the scan; the entry's hash covers its digest. Refuses what `check_upload` refuses."""
    if upload is None:
        return {}
    try:
        extension = check_upload(upload)
    except WrongState as refusal:
        raise WrongState(str(refusal), field="evidence") from refusal
    digest = digest_of(upload)
    folder = f"so-khen-thuong/{timezone.localdate().year}"
    stored = default_storage.save(f"{folder}/{uuid.uuid4().hex}.{extension}", upload)
    return {
        "evidence": stored,
        "evidence_name": squeeze(upload.name or "")[-200:],
        "evidence_digest": digest,
    }


def _mark_everyone(department: Body) -> None:
    """What the book lacks is known to be missing, or no longer: for everybody."""
    mark_people(
        person_ids=Person.objects.filter(department=department).values_list("pk", flat=True)
    )
    units = Body.objects.filter(Q(pk=department.pk) | within([department.pk]))
    mark_bodies(body_ids=units.values_list("pk", flat=True))


def _same_number(entry: RegisterEntry, number: str) -> bool:
    return bool(number) and fold(entry.decision_number) == fold(number)
