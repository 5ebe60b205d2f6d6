"""Reading the log of a body, and checking that no row was touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from thidua.audit import chain
from thidua.audit.models import AuditRow
from thidua.kit.text import fold

CHAIN = "audit"
# First part of an action's name, in the words of the log page.
SUBJECTS = {
    "accounts": "Tài khoản, đăng nhập",
    "organisations": "Đơn vị",
    "people": "Cán bộ",
    "exchange": "Nhập dữ liệu",
    "register": "Sổ khen thưởng",
    "movements": "Phong trào, đăng ký thi đua",
    "initiatives": "Sáng kiến",
    "eligibility": "Xét điều kiện",
    "dossiers": "Hồ sơ",
    "councils": "Hội đồng",
    "decisions": "Quyết định",
    "bonuses": "Tiền thưởng",
}


def content_of(row: AuditRow) -> dict[str, Any]:
    """What the hash of a row covers."""
    return {
        "sequence": row.sequence,
        "at": row.at.isoformat(),
        "actor": row.actor_id,
        "actor_name": row.actor_name,
        "action": row.action,
        "text": row.text,
        "subject": [row.subject_type, row.subject_id],
        "body": row.body_id,
        "detail": row.detail,
    }


@dataclass(frozen=True)
class Asked:
    """The filters of the log page as they were understood."""

    text: str
    subject: str
    since: dt.date | None
    until: dt.date | None

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.subject or self.since or self.until)


def visible_to(user: Any) -> QuerySet[AuditRow]:
    """Rows about the department of the user, newest first; none without a department."""
    scope = getattr(user, "scope", None)
    department = scope.department if scope is not None else None
    if department is None:
        return AuditRow.objects.none()
    # Units stand at most three deep; the app of bodies lies above this one.
    mine = Q(body=department) | Q(body__parent=department)
    mine |= Q(body__parent__parent=department) | Q(body__parent__parent__parent=department)
    return AuditRow.objects.filter(mine).order_by("-sequence")


def asked(given: Mapping[str, str]) -> Asked:
    """Read `q`, `ve`, `tu`, `den` (dd/mm/yyyy); what cannot be read filters nothing."""
    subject = given.get("ve", "")
    return Asked(
        given.get("q", "").strip(),
        subject if subject in SUBJECTS else "",
        _day(given.get("tu", "")),
        _day(given.get("den", "")),
    )


def filtered(rows: QuerySet[AuditRow], wanted: Asked) -> QuerySet[AuditRow]:
    """Rows that hold every word (marks ignored) in text or name, of that subject and those days."""
    for word in fold(wanted.text).split():
        rows = rows.filter(folded__contains=word)
    if wanted.subject:
        rows = rows.filter(action__startswith=f"{wanted.subject}.")
    if wanted.since:
        rows = rows.filter(at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__date__lte=wanted.until)
    return rows


def verify() -> chain.ChainCheck:
    """Walk the whole log of the installation; reads every row once."""
    rows = AuditRow.objects.order_by("sequence").iterator(chunk_size=2000)
    return chain.check(
        CHAIN,
        ((chain.Link(r.sequence, r.previous_hash, r.row_hash), content_of(r)) for r in rows),
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text.strip(), "%d/%m/%Y").date()
    except ValueError:
        return None
