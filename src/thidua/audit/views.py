"""The log of a department, for its administrator and director."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from thidua.audit import queries
from thidua.audit.chain import ChainCheck
from thidua.audit.permissions import check_may_read_log
from thidua.kit.exports import exported
from thidua.kit.lists import page_of

HEADS = ("Số", "Lúc", "Người làm", "Nội dung", "Việc", "Mã băm")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The log: newest first, with filters."""
    check_may_read_log(request.user)
    return _page(request)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """The same page with the outcome of walking the whole chain."""
    check_may_read_log(request.user)
    return _page(request, queries.verify())


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The log as filtered, as a file."""
    check_may_read_log(request.user)
    rows = queries.filtered(queries.visible_to(request.user), queries.asked(request.GET))
    kept = rows.values_list("sequence", "at", "actor_name", "text", "action", "row_hash")
    return exported(
        request, name="nhat-ky", title="Nhật ký", heads=HEADS, rows=kept.iterator(chunk_size=2000)
    )


def _page(request: HttpRequest, check: ChainCheck | None = None) -> HttpResponse:
    wanted = queries.asked(request.GET)
    rows = queries.filtered(queries.visible_to(request.user), wanted)
    context = {
        "page": page_of(request, rows),
        "wanted": wanted,
        "subjects": queries.SUBJECTS,
        "check": check,
    }
    return render(request, "audit/index.html", context)
