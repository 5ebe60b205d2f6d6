"""Browsing the law: the catalogue, one award, what the program does not know."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.kit.errors import NotAllowed
from thidua.kit.exports import exported
from thidua.law import QuestionError, load_rulebook
from thidua.law.unknowns import KINDS
from thidua.legislation import queries
from thidua.legislation.permissions import may_keep_texts
from thidua.organisations.scopes import scope_of

EARLIEST = dt.date(2004, 7, 1)  # Luật Thi đua, khen thưởng 2003 in force
STATES = {
    "da-doc": "Đã đọc hết",
    "chua-doc-het": "Còn điều kiện chưa đọc được",
    "cho-van-ban": "Chờ văn bản",
}
HEADS = (
    "Danh hiệu, hình thức",
    "Mã",
    "Loại",
    "Cấp",
    "Thẩm quyền quyết định",
    "Văn bản",
    "Tình trạng",
    "Số điều kiện",
    "Đã đối chiếu",
    "Chưa đọc được",
)
GAP_HEADS = ("Loại", "Nội dung", "Văn bản", "Căn cứ", "Khen thưởng bị chặn", "Kết quả xét")


def day_asked(request: HttpRequest) -> dt.date:
    """The day of `?ngay=`, as officials or browsers write it; today for anything else."""
    text = request.GET.get("ngay", "").strip()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        return max(day, EARLIEST) if day.year <= timezone.localdate().year + 10 else day_today()
    return day_today()


def day_today() -> dt.date:
    return timezone.localdate()


def scope_key(request: HttpRequest) -> str | None:
    """The own regulation of the user's department in the rulebook, if it has one."""
    department = scope_of(request.user).department
    key = department.rulebook_scope if department else ""
    return key if key and key in load_rulebook().scopes() else None


def check_may_read(request: HttpRequest) -> None:
    if scope_of(request.user).department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào nên chưa xem được trang này.")


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """`/quy-dinh/`: every award that the text of the day speaks of."""
    check_may_read(request)
    on = day_asked(request)
    asked = {
        "q": request.GET.get("q", "").strip()[:100],
        "kind": request.GET.get("loai", ""),
        "level": request.GET.get("cap", ""),
        "state": request.GET.get("tinh-trang", ""),
    }
    found = queries.catalogue(load_rulebook(), on=on, **asked)
    return render(
        request,
        "legislation/index.html",
        {
            "on": on,
            "asked": asked,
            "found": found,
            "states": STATES,
            "filtered": any(asked.values()),
        },
    )


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as the filters leave it, as a workbook or CSV."""
    check_may_read(request)
    found = queries.catalogue(
        load_rulebook(),
        on=day_asked(request),
        q=request.GET.get("q", "")[:100],
        kind=request.GET.get("loai", ""),
        level=request.GET.get("cap", ""),
        state=request.GET.get("tinh-trang", ""),
    )
    rows = (
        (
            item.info.name,
            item.info.code,
            group.name,
            item.level,
            item.info.authority or "",
            item.instrument,
            "Đã nạp" if item.loaded else "Chờ văn bản",
            item.conditions,
            item.checked,
            item.unread,
        )
        for group in found.groups
        for item in group.awards
    )
    return exported(request, name="quy-dinh-khen-thuong", title="Quy định", heads=HEADS, rows=rows)


@require_safe
def award(request: HttpRequest, code: str) -> HttpResponseBase:
    """`/quy-dinh/<code>/`: one award by the text of a day, and its texts through time."""
    check_may_read(request)
    on, rb = day_asked(request), load_rulebook()
    try:
        page = queries.award_page(rb, code=code, on=on, scope=scope_key(request))
    except QuestionError as unknown:
        raise Http404(str(unknown)) from unknown
    return render(
        request,
        "legislation/award.html",
        {"page": page, "on": on, "keeper": may_keep_texts(request.user)},
    )


@require_safe
def gaps(request: HttpRequest) -> HttpResponseBase:
    """`/quy-dinh/chua-biet/`: what the program does not know, and what each gap blocks."""
    check_may_read(request)
    on = day_asked(request)
    q, kind = request.GET.get("q", "").strip()[:100], request.GET.get("loai", "")
    kind = kind if kind in KINDS else ""
    groups, counts = queries.gaps(load_rulebook(), on=on, scope=scope_key(request), q=q, kind=kind)
    return render(
        request,
        "legislation/gaps.html",
        {
            "on": on,
            "q": q,
            "kind": kind,
            "groups": groups,
            "kinds": [(key, name, counts[key]) for key, name in KINDS.items() if counts[key]],
            "total": sum(counts.values()),
            "scope": scope_key(request),
            "keeper": may_keep_texts(request.user),
        },
    )


@require_safe
def export_gaps(request: HttpRequest) -> HttpResponseBase:
    """The gaps as the filters leave them."""
    check_may_read(request)
    kind = request.GET.get("loai", "")
    groups, _ = queries.gaps(
        load_rulebook(),
        on=day_asked(request),
        scope=scope_key(request),
        q=request.GET.get("q", "")[:100],
        kind=kind if kind in KINDS else "",
    )
    effects = {"needs_official_text": "Chờ văn bản", "needs_decision": "Cần xem xét"}
    rows = (
        (
            gap.kind,
            gap.unknown.statement,
            group.instrument.short,
            gap.unknown.citation.text if gap.unknown.citation else "",
            ", ".join(name for _, name in gap.awards),
            effects[gap.unknown.effect],
        )
        for group in groups
        for gap in group.gaps
    )
    return exported(request, name="chua-biet", title="Chưa biết", heads=GAP_HEADS, rows=rows)
