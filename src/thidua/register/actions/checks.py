"""Walking a book on somebody's request, told step by step, the outcome kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.organisations.models import Body
from thidua.register.models import RegisterCheck
from thidua.register.permissions import check_may_verify
from thidua.register.queries import BookCheck, head_of, verify_chain


@transaction.atomic
def ask_check(*, department: Body, by: Any) -> RegisterCheck:
    """Note that the book is to be walked; `run_check` does it. Logged, since it tells of doubt."""
    check_may_verify(by, department=department)
    check = RegisterCheck.objects.create(
        department=department, asked_by=by, total=2 * head_of(department).place
    )
    record(
        by=by,
        action="register.check",
        text="Kiểm tra chuỗi băm của sổ khen thưởng",
        subject=check,
        body=department,
    )
    return check


def run_check(*, check: RegisterCheck) -> BookCheck:
    """Walk the book outside any transaction, so that others see how far it is."""

    def tell(done: int, total: int) -> None:
        RegisterCheck.objects.filter(pk=check.pk).update(
            done=done, total=total, touched_at=timezone.now()
        )

    found = verify_chain(check.department, progress=tell)
    RegisterCheck.objects.filter(pk=check.pk).update(
        result=asdict(found), finished_at=timezone.now(), touched_at=timezone.now()
    )
    return found
