"""What every page of one import shows around its own part."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from thidua.exchange import progress, queries
from thidua.exchange.actions import work_key
from thidua.exchange.models import ImportBatch
from thidua.exchange.permissions import check_may_open_imports

State = ImportBatch.State


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    check_may_open_imports(request.user)
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def frame(found: ImportBatch, tab: str) -> dict[str, Any]:
    key = work_key(found)
    at_work = progress.is_at_work(key)
    told = progress.last_told(key)
    ended = found.state in (State.CONFIRMED, State.DISCARDED, State.UNDONE)
    return {
        "batch": found,
        "tab": tab,
        "counts": found.summary.get("counts", {}),
        "lines_read": found.summary.get("lines", {}),
        "undecided": 0 if ended else queries.undecided(found),
        "file_problems": found.summary.get("problems", []),
        "waiting": found.state == State.PREVIEW and not at_work,
        "at_work": at_work,
        "told": told,
        # Work that left a word behind and is not going on was cut off, or failed with a sentence.
        "cut_off": told is not None and not at_work and not ended,
    }
