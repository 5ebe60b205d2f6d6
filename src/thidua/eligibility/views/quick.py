"""Quick screening of a body or a province: one page of counts and people, and its export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.eligibility.actions.keeping import columns_of, prepare
from thidua.eligibility.actions.rounds import FIRST_YEAR
from thidua.eligibility.permissions import check_may_count_people
from thidua.eligibility.queries.bodies import bodies_counted_for
from thidua.eligibility.queries.grid import SHOWN
from thidua.eligibility.queries.quick import (
    ORDER,
    Question,
    Quick,
    quick,
    rows_of,
    usual_columns,
)
from thidua.eligibility.views.grid import ADDRESS, WORDS
from thidua.kit.exports import exported
from thidua.kit.lists import key_of
from thidua.law import LawError
from thidua.law.values import VERDICT_VI

SIZES = (50, 100, 300)
PATIENCE = 2.0  # seconds of reading in one request


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/dot-xet/quet-nhanh/`: at most fourteen queries whatever the number of people."""
    check_may_count_people(request.user)
    bodies = bodies_counted_for(request.user)
    done, total = prepare(bodies, seconds=PATIENCE)
    question = _question(request)
    context: dict[str, Any] = {
        "question": question,
        "bodies": bodies,
        "province": len(bodies) > 1,
        "done": done,
        "total": total,
        "years": range(timezone.localdate().year + 1, FIRST_YEAR + 5, -1),
    }
    if done < total:
        return render(request, "eligibility/quick_reading.html", context)
    try:
        answer = quick(columns_of(bodies), bodies, question)
    except LawError as refusal:
        return render(request, "eligibility/quick.html", {**context, "refusal": str(refusal)})
    listed = Paginator(answer.rows.tolist(), _size(request)).get_page(request.GET.get("trang"))
    return render(
        request,
        "eligibility/quick.html",
        {
            **context,
            "answer": answer,
            "page": listed,
            "rows": rows_of(answer, list(listed), with_reasons=len(bodies) == 1),
            "shown": [word for word in ORDER if any(word in counts for _, counts in answer.table)],
            "words": VERDICT_VI,
            "faces": SHOWN,
            "addresses": WORDS,
            "sizes": SIZES,
        },
    )


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Everybody whom the filters of the address leave."""
    check_may_count_people(request.user)
    bodies = bodies_counted_for(request.user)
    question = _question(request)
    answer = quick(columns_of(bodies), bodies, question)
    heads = ("Mã cán bộ", "Họ và tên", "Cơ quan", "Đơn vị", *(a.name for a in answer.awards))
    if len(bodies) == 1:
        heads = (*heads, "Còn thiếu")
    return exported(
        request,
        name="quet-nhanh",
        title=f"Quét nhanh năm {question.year}",
        heads=heads,
        rows=_lines(answer, with_reasons=len(bodies) == 1),
    )


def _lines(answer: Quick, *, with_reasons: bool) -> Iterator[tuple[str, ...]]:
    rows = answer.rows.tolist()
    for start in range(0, len(rows), 500):
        for one in rows_of(answer, rows[start : start + 500], with_reasons=with_reasons):
            person = one.person
            line = (
                person.code,
                person.full_name,
                person.department.name,
                person.unit.name if person.unit else "",
                *(VERDICT_VI[verdict] for _, verdict in one.verdicts),
            )
            if with_reasons:
                line = (*line, "; ".join(statement for statement, _ in one.lacking))
            yield line


def _question(request: HttpRequest) -> Question:
    today = timezone.localdate()
    year = key_of(request.GET.get("nam", ""))
    if not FIRST_YEAR + 6 <= year <= today.year + 1:
        year = today.year
    day = _day(request.GET.get("ngay", ""))
    if day is None or not dt.date(year, 1, 1) <= day <= dt.date(year + 1, 12, 31):
        day = today if today.year == year else dt.date(year, 12, 1)
    codes = [column.code for column in usual_columns(day)]
    award = request.GET.get("danh-hieu", "")
    return Question(
        year=year,
        received_on=day,
        award=award if award in codes else (codes[0] if codes else ""),
        verdict=ADDRESS.get(request.GET.get("kq", ""), ""),
        place=key_of(request.GET.get("don-vi", "")),
        q=request.GET.get("q", "").strip()[:100],
        direct=request.GET.get("truc-tiep") == "1",
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text.strip(), "%d/%m/%Y").date()
    except ValueError:
        return None


def _size(request: HttpRequest) -> int:
    asked = key_of(request.GET.get("co", ""))
    return asked if asked in SIZES else SIZES[0]
