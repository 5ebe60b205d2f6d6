"""A list as a file for download, streamed: xlsx, or CSV in UTF-8 with `?dang=csv`."""

from __future__ import annotations

import csv as csv_format
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from thidua.kit.dates import short_date
from thidua.kit.sheets import TYPE, guarded, xlsx

CSV = "csv"
_CHUNK = 500


def exported(
    request: HttpRequest,
    *,
    name: str,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> StreamingHttpResponse:
    """The answer with the file `name-yyyymmdd.xlsx` (or `.csv`); `name` is plain ASCII.

    `rows` is read while the file is sent (give it a queryset's `.iterator()`), at constant memory.
    The first rows are read at once, so that what fails, fails with a page and not half a file.
    """
    running = iter(rows)
    first = list(islice(running, _CHUNK))
    every = chain(first, running)
    ending, kind = ("csv", "text/csv; charset=utf-8") if wants_csv(request) else ("xlsx", TYPE)
    pieces = csv(heads, every) if ending == CSV else xlsx(title, heads, every)
    return StreamingHttpResponse(
        pieces,
        content_type=kind,
        headers={
            "Content-Disposition": (
                f'attachment; filename="{name}-{timezone.localdate():%Y%m%d}.{ending}"'
            )
        },
    )


def wants_csv(request: HttpRequest) -> bool:
    return request.GET.get("dang") == CSV


def csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """CSV in pieces: UTF-8 with a byte order mark (Excel needs it), commas, CRLF, dates dd/mm/yyyy.

    A text that a spreadsheet could take for a formula stands behind an apostrophe.
    """
    running = iter(rows)
    chunk: list[Sequence[Any]] = [heads]
    mark = "\ufeff"
    while chunk:
        out = io.StringIO(newline="")
        csv_format.writer(out).writerows([_plain(value) for value in row] for row in chunk)
        yield (mark + out.getvalue()).encode("utf-8", "replace")
        mark = ""
        chunk = list(islice(running, _CHUNK))


def _plain(value: Any) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, int | float | Decimal):
        return value
    return guarded(str(value).replace("\x00", ""))
