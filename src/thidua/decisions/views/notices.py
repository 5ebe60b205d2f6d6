"""Notices about the own awards and those of the units one heads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from thidua.decisions import actions
from thidua.decisions.queries import notices
from thidua.kit.exports import exported
from thidua.kit.lists import page_of

HEADS = ("Người, tập thể", "Việc", "Danh hiệu, hình thức", "Quyết định", "Ngày", "Tình trạng")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    rows = notices.visible_to(request.user)
    context = {"page": page_of(request, rows), "unseen": notices.unseen(request.user)}
    return render(request, "decisions/notices.html", context)


@require_safe
def export_notices(request: HttpRequest) -> StreamingHttpResponse:
    rows = (
        (
            one.award.recipient_name,
            one.get_about_display(),
            one.award.award_name,
            one.decision.full_number,
            one.decision.decided_on,
            "đã xem" if one.seen_at else "chưa xem",
        )
        for one in notices.visible_to(request.user).iterator(chunk_size=500)
    )
    return exported(request, name="thong-bao", title="Thông báo", heads=HEADS, rows=rows)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    actions.mark_seen(by=request.user)
    return redirect("decisions:notices")
