"""Import batches and their rows, scoped to the department of the officer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from thidua.exchange.models import ImportBatch, ImportRow
from thidua.kit.text import fold
from thidua.organisations.scopes import Role, scope_of

Choice, Effect, Standing = ImportRow.Choice, ImportRow.Effect, ImportRow.Standing
Kind, State = ImportBatch.Kind, ImportBatch.State

# The filters of the list of rows: key in the address, label, condition.
FILTERS: dict[str, tuple[str, Q]] = {
    "": ("Tất cả", Q()),
    "tot": ("Tốt", Q(standing=Standing.GOOD)),
    "nghi-van": ("Nghi vấn", Q(standing=Standing.DOUBTFUL)),
    "can-xac-nhan": ("Cần quyết định", Q(standing=Standing.DOUBTFUL, choice=Choice.OPEN)),
    "khong-nhap": ("Không nhập được", Q(standing=Standing.BAD)),
    "moi": ("Thêm mới", Q(effect=Effect.NEW)),
    "cap-nhat": ("Cập nhật", Q(effect=Effect.UPDATE)),
    "khong-doi": ("Không đổi", Q(effect=Effect.SAME)),
}

# What a doubtful row may be decided to be, by kind of file and by whether its person is asked.
_ANSWERS: dict[tuple[str, bool], tuple[str, ...]] = {
    (Kind.STAFF, True): (Choice.PERSON, Choice.NEW, Choice.REFUSE),
    (Kind.STAFF, False): (Choice.KEEP, Choice.REFUSE),
    (Kind.REGISTER, True): (
        Choice.PERSON,
        Choice.NEW,
        Choice.KEEP,
        Choice.WAIT,
        Choice.REFUSE,
    ),
    (Kind.REGISTER, False): (Choice.KEEP, Choice.WAIT, Choice.REFUSE),
    (Kind.PROPOSAL, True): (Choice.PERSON, Choice.REFUSE),
    (Kind.PROPOSAL, False): (Choice.KEEP, Choice.REFUSE),
}


def visible_to(user: Any) -> QuerySet[ImportBatch]:
    """Batches of the user's department; none for anybody but its officer."""
    scope = scope_of(user)
    if scope.department is None or not scope.has(Role.OFFICER):
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(department=scope.department).select_related(
        "uploaded_by", "confirmed_by", "undone_by"
    )


def open_ones(user: Any) -> list[tuple[ImportBatch, int]]:
    """Batches begun and not ended, each with the rows still to decide (two queries)."""
    batches = list(visible_to(user).filter(state__in=[State.READING, State.PREVIEW]))
    waiting = dict(
        ImportRow.objects.filter(batch__in=batches, standing=Standing.DOUBTFUL, choice=Choice.OPEN)
        .values_list("batch")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [(batch, waiting.get(batch.pk, 0)) for batch in batches]


def rows_of(
    batch: ImportBatch, *, which: str = "", text: str = "", alike: str = ""
) -> QuerySet[ImportRow]:
    """Rows in the order of the file; `which` a key of FILTERS, `text` searched without marks,
    `alike` the words of one reason.
    """
    rows = ImportRow.objects.filter(batch=batch).select_related("person")
    if alike:
        rows = rows.filter(alike=alike)
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
    """Doubtful rows that nobody has decided yet."""
    return ImportRow.objects.filter(
        batch=batch, standing=Standing.DOUBTFUL, choice=Choice.OPEN
    ).count()


def allowed_choices(batch: ImportBatch, effect: str) -> tuple[str, ...]:
    """The answers that a doubtful row of this batch can have."""
    return _ANSWERS[Kind(batch.kind), effect == Effect.ASKED]


def choices_for(batch: ImportBatch, effect: str) -> list[tuple[str, str]]:
    """The same with their words; a person is chosen by name beside them."""
    if effect == Effect.REFUSED:
        return []
    answers = allowed_choices(batch, effect)
    return [(value, str(Choice(value).label)) for value in answers if value != Choice.PERSON]


@dataclass(frozen=True)
class Alike:
    """Rows doubted, or refused, for one reason."""

    words: str
    standing: str
    rows: int
    open: int
    example: str
    choices: list[tuple[str, str]]
    award_text: str = ""


def alike_groups(batch: ImportBatch, *, most: int = 30) -> list[Alike]:
    """The reasons of doubtful and refused rows, the most frequent first (two queries)."""
    rows = ImportRow.objects.filter(batch=batch).exclude(standing=Standing.GOOD)
    found = (
        rows.values("alike", "standing", "effect")
        .annotate(n=Count("pk"), left=Count("pk", filter=Q(choice=Choice.OPEN)), first=Min("order"))
        .order_by("standing", "-n", "alike")[:most]
    )
    groups: list[dict[str, Any]] = []
    for one in map(dict, found):
        asked = one["effect"] == Effect.ASKED
        same = next(
            (
                g
                for g in groups
                if (g["alike"], g["standing"]) == (one["alike"], one["standing"])
                and (g["effect"] == Effect.ASKED) == asked
            ),
            None,
        )
        if same is None:
            groups.append(one)
        else:
            same["n"], same["left"] = same["n"] + one["n"], same["left"] + one["left"]
    examples = {
        row.order: row
        for row in ImportRow.objects.filter(batch=batch, order__in=[g["first"] for g in groups])
    }
    return [_alike(batch, group, examples[group["first"]]) for group in groups]


def _alike(batch: ImportBatch, group: dict[str, Any], example: ImportRow) -> Alike:
    bad = group["standing"] == Standing.BAD
    answers = () if bad else allowed_choices(batch, group["effect"])
    together = [(value, str(Choice(value).label)) for value in answers if value != Choice.PERSON]
    return Alike(
        words=group["alike"],
        standing=group["standing"],
        rows=group["n"],
        open=0 if bad else group["left"],
        example=example.label,
        choices=together,
        award_text=example.data.get("award_text", ""),
    )


def problems_of(batch: ImportBatch) -> Iterator[tuple[str, int, str, str, str, str]]:
    """Every doubtful cell of the file: those of rows and those of the file as a whole."""
    for problem in batch.summary.get("problems", []):
        yield _line(problem, "")
    rows = ImportRow.objects.filter(batch=batch).exclude(problems=[])
    for row in rows.order_by("order").iterator(chunk_size=2000):
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
