"""Councils, their members and their sittings as files."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from thidua.councils.models import Sitting
from thidua.councils.queries import visible_councils
from thidua.councils.queries.seats import council_list, sitting_list
from thidua.councils.states import words_of
from thidua.kit.exports import exported

_COUNCILS = (
    "Tên hội đồng",
    "Loại",
    "Cơ quan, đơn vị",
    "Cấp",
    "Quyết định thành lập",
    "Ngày quyết định",
    "Cơ quan, người quyết định",
    "Nhiệm kỳ",
    "Đến ngày",
    "Số thành viên",
    "Kết thúc hoạt động",
)
_MEMBERS = (
    "Họ và tên",
    "Chức vụ",
    "Nhiệm vụ trong Hội đồng",
    "Từ ngày",
    "Đến ngày",
    "Tham gia theo quyết định",
    "Thôi theo quyết định",
    "Tài khoản",
)
_SITTINGS = (
    "Nội dung",
    "Hội đồng",
    "Hình thức",
    "Cách biểu quyết",
    "Ngày họp",
    "Địa điểm",
    "Số đề nghị",
    "Số người đã bỏ phiếu",
    "Tình trạng",
    "Công bố kết quả",
)


@require_safe
def councils(request: HttpRequest) -> StreamingHttpResponse:
    """Every council the user sees."""
    rows = (
        (
            council.name,
            council.get_kind_display(),
            council.body.name,
            council.body.get_level_display(),
            council.established_by,
            council.established_on,
            council.authority,
            council.term,
            council.term_to,
            council.members_count,  # type: ignore[attr-defined]  # counted by the query
            council.ended_on,
        )
        for council in council_list(request.user)
    )
    return exported(request, name="hoi-dong", title="Hội đồng", heads=_COUNCILS, rows=rows)


@require_safe
def members(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All seats of one council, those that ended too."""
    council = visible_councils(request.user).filter(pk=pk).first()
    if council is None:
        raise Http404
    found = council.members.select_related("user", "appointed_by", "released_by")
    rows = (
        (
            member.full_name,
            member.office,
            member.get_duty_display(),
            member.from_date,
            member.to_date,
            member.appointed_by.number if member.appointed_by else "",
            member.released_by.number if member.released_by else "",
            "có" if member.user_id else "chưa có",
        )
        for member in found.order_by("to_date", "order", "pk")
    )
    return exported(
        request, name="thanh-vien-hoi-dong", title="Thành viên", heads=_MEMBERS, rows=rows
    )


@require_safe
def sittings(request: HttpRequest) -> StreamingHttpResponse:
    """The sittings that the list shows with the same filter."""
    found = sitting_list(
        request.user, text=request.GET.get("q", ""), state=request.GET.get("tinh-trang", "")
    ).order_by("-held_on", "-pk")
    return exported(
        request,
        name="phien-hop-hoi-dong",
        title="Phiên họp",
        heads=_SITTINGS,
        rows=_rows(found),
    )


def _rows(found: QuerySet[Sitting]) -> Iterator[tuple[object, ...]]:
    for sitting in found:
        yield (
            sitting.title,
            sitting.council.name,
            sitting.get_kind_display(),
            sitting.get_voting_display(),
            sitting.held_on,
            sitting.place,
            sitting.motions_count,  # type: ignore[attr-defined]  # counted by the query
            sitting.voters_count,  # type: ignore[attr-defined]  # counted by the query
            words_of(sitting).secretary,
            sitting.released_at,
        )
