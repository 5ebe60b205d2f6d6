"""The rows of a register as they are staged: good, doubtful with the reason, or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from thidua.exchange.drafts import (
    RowDraft,
    Standing,
    alike_words,
    by_row,
    candidate_label,
    doubts_of,
)
from thidua.exchange.models import ImportRow
from thidua.exchange.readers.records import Place
from thidua.exchange.readers.register_records import RefusedRow
from thidua.exchange.readers.text import fold, shorten, words
from thidua.exchange.register_plan import EntryPlan, RegisterPlan, key_of

Effect = ImportRow.Effect


def register_drafts(plan: RegisterPlan, summary: dict[str, Any]) -> list[RowDraft]:
    """Every line of the file that is data, in its order; what belongs to no line goes into
    `summary["problems"]`.
    """
    problems = by_row(plan.register.problems)
    sheets = {name: index for index, name in enumerate(plan.register.columns)}
    # One line may hold several awards: its problems are shown with the first of them.
    drafts = [*_entries(plan, problems), *_refused(plan.register.refused, problems)]
    drafts.sort(key=lambda draft: (sheets.get(draft.sheet, 0), draft.row_numbers[0], draft.order))
    summary["problems"] = [line for lines in problems.values() for line in lines]
    return [RowDraft(order, *draft[1:]) for order, draft in enumerate(drafts, 1)]


def _entries(
    plan: RegisterPlan, problems: dict[tuple[str, int], list[dict[str, Any]]]
) -> Iterator[RowDraft]:
    good, asked, same = Standing.GOOD.value, Effect.ASKED.value, Effect.SAME.value
    for order, one in enumerate(plan.entries, 1):
        read = one.read
        place = read.place
        mine = problems.pop((place.sheet, place.row), []) if problems else []
        if one.asked and not read.doubtful:
            mine = [*mine, _asked(one)]
        doubts = doubts_of(mine) if mine else []
        standing, alike = good, ""
        if (doubts or one.asked or one.effect == asked) and one.effect != same:
            standing = Standing.DOUBTFUL.value
            alike = alike_words(doubts[0]["doubt"] if doubts else read.doubtful)
        yield RowDraft(
            order,
            place.sheet,
            [place.row],
            read.name[:200],
            f"{fold(read.name)} {fold(read.unit)}"[:200],
            read.unit[:200],
            _data(one),
            mine,
            len(doubts),
            str(one.effect),
            standing,
            alike,
            one.person.pk if one.person else None,
        )


def _refused(
    rows: tuple[RefusedRow, ...], problems: dict[tuple[str, int], list[dict[str, Any]]]
) -> Iterator[RowDraft]:
    for order, one in enumerate(rows, 1):
        place = one.place
        mine = problems.pop((place.sheet, place.row), []) or [_reason(one)]
        alike = alike_words(one.reason)
        if one.award:
            alike = f"chưa rõ danh hiệu: {words(one.award)}"[:160]
        yield RowDraft(
            order,
            place.sheet,
            [place.row],
            (one.name or "(không có tên)")[:200],
            fold(f"{one.name} {one.text}")[:200],
            "",
            {"text": one.text, "award_text": one.award, "repeated": one.repeated},
            mine,
            len(doubts_of(mine)),
            Effect.REFUSED.value,
            Standing.BAD.value,
            alike,
        )


def _reason(one: RefusedRow) -> dict[str, Any]:
    return _line(one.place, shorten(one.text), one.reason)


def _asked(one: EntryPlan) -> dict[str, Any]:
    who = f" với {one.person.full_name} ({one.person.code})" if one.person else ""
    doubt = f"chưa chắc khớp{who}: " + "; ".join(one.row["match_reasons"])
    return _line(one.read.place, one.read.name, doubt)


def _line(place: Place, read: str, doubt: str) -> dict[str, Any]:
    return {
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "read": read,
        "doubt": doubt,
        "weight": "doubt",
    }


@lru_cache(maxsize=10_000)
def _written(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _data(one: EntryPlan) -> dict[str, Any]:
    read, row = one.read, one.row
    decided = f" ngày {_written(read.decided_on)}" if read.decided_on and read.decision else ""
    data = {
        "key": key_of(read.place),
        "award": row["award_name"],
        "code": row["award_code"],
        "year": row["year"],
        "decision": f"{read.decision}{decided}" if read.decision else "",
        "match": str(row["match"]),
        "reasons": row["match_reasons"],
    }
    if row["collective"]:
        data["collective"] = row["collective"].name
    if read.revoked:
        data["revoked"] = True
    if one.asked:
        data["candidates"] = [
            {"pk": person.pk, "label": candidate_label(person)} for person in one.candidates
        ]
    return data
