"""Import batches and their rows, scoped to the department of the officer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.exchange.models import ImportBatch, ImportRow
from thidua.kit.text import fold
from thidua.organisations.scopes import Role, scope_of

Effect = ImportRow.Effect

# The filters of the list of rows: key in the address, label, condition.
FILTERS: dict[str, tuple[str, Q]] = {
    "": ("Tất cả", Q()),
    "nghi-van": ("Có nghi vấn", Q(problem_count__gt=0)),
    "can-xac-nhan": ("Cần xác nhận", Q(effect=Effect.ASKED)),
    "moi": ("Thêm mới", Q(effect=Effect.NEW)),
    "cap-nhat": ("Cập nhật", Q(effect=Effect.UPDATE)),
    "khong-doi": ("Không đổi", Q(effect=Effect.SAME)),
}


def visible_to(user: Any) -> QuerySet[ImportBatch]:
    """Batches of the user's department; none for anybody but its officer."""
    scope = scope_of(user)
    if scope.department is None or not scope.has(Role.OFFICER):
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(department=scope.department).select_related(
        "uploaded_by", "confirmed_by"
    )


def rows_of(batch: ImportBatch, *, which: str = "", text: str = "") -> QuerySet[ImportRow]:
    """Rows in the order of the file; `which` a key of FILTERS, `text` searched without marks."""
    rows = ImportRow.objects.filter(batch=batch).select_related("person")
    rows = rows.filter(FILTERS.get(which, FILTERS[""])[1])
    for word in fold(text).split():
        rows = rows.filter(folded_label__contains=word)
    return rows.order_by("order")


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """How many rows each filter holds: one query."""
    counted = {
        f"n{number}": Count("pk", filter=condition) if condition else Count("pk")
        for number, (_, condition) in enumerate(FILTERS.values())
    }
    found = ImportRow.objects.filter(batch=batch).aggregate(**counted)
    return {key: found[f"n{number}"] for number, key in enumerate(FILTERS)}


def undecided(batch: ImportBatch) -> int:
    """People of a staff list for whom the officer has still to say who they are."""
    return ImportRow.objects.filter(
        batch=batch, effect=Effect.ASKED, choice=ImportRow.Choice.OPEN
    ).count()


def problems_of(batch: ImportBatch) -> Iterator[tuple[str, int, str, str, str, str]]:
    """Every doubtful cell of the file: those of rows and those of the file as a whole."""
    for problem in batch.summary.get("problems", []):
        yield _line(problem, "")
    for row in ImportRow.objects.filter(batch=batch).order_by("order").iterator():
        for problem in row.problems:
            yield _line(problem, row.label)


def _line(problem: dict[str, Any], label: str) -> tuple[str, int, str, str, str, str]:
    return (
        problem["sheet"],
        problem["row"],
        problem["column"],
        label,
        problem["read"],
        problem["doubt"],
    )
