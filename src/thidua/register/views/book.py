"""Reading the book: the list, one entry, claims, the workbook, the check of the chain."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.kit.uploads import attachment
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.organisations.scopes import scope_of
from thidua.people.models import Person
from thidua.register import queries
from thidua.register.models import Claim, RegisterEntry
from thidua.register.permissions import may_extract, may_keep_register
from thidua.register.queries.lists import KINDS
from thidua.register.views.standing import acts_for

EXPORTED = (
    ("sequence", "Vào sổ số"),
    ("recipient_name", "Họ và tên, tên tập thể"),
    ("is_collective", "Loại"),
    ("recipient_group", "Nhóm đối tượng"),
    ("unit_name", "Đơn vị"),
    ("award_name", "Danh hiệu, hình thức khen thưởng"),
    ("award_code", "Mã danh hiệu"),
    ("year", "Năm thành tích"),
    ("period_from", "Từ năm"),
    ("period_to", "Đến năm"),
    ("decision_number", "Số quyết định"),
    ("decided_on", "Ngày quyết định"),
    ("authority", "Cơ quan ban hành"),
    ("merit", "Loại hình khen"),
    ("note", "Ghi chú"),
    ("source", "Nguồn"),
    ("match", "Khớp người"),
    ("state", "Tình trạng"),
    ("state_reason", "Lý do"),
)
COLUMNS = tuple(name for name, _ in EXPORTED)
HEADS = tuple(head for _, head in EXPORTED)
_WORDS: dict[str, dict[Any, str]] = {
    "is_collective": {False: "Cá nhân", True: "Tập thể"},
    "recipient_group": dict(Person.Group.choices),
    "merit": dict(RegisterEntry.Merit.choices),
    "source": dict(RegisterEntry.Source.choices),
    "match": dict(RegisterEntry.Match.choices),
    "state": dict(RegisterEntry.State.choices),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The book: search, filters, sorting, paging."""
    found = queries.listing(request.user, request.GET)
    order, fields = sorting(request, queries.SORTS, "-ngay")
    page = page_of(request, queries.ordered(found, fields))
    scope = scope_of(request.user)
    keeper = may_keep_register(request.user, department=scope.department)
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "kinds": [(key, label, found.kinds[key]) for key, (label, _) in KINDS.items()],
        "sources": RegisterEntry.Source.choices,
        "matches": RegisterEntry.Match.choices,
        "states": RegisterEntry.State.choices,
        "keeper": keeper,
        "waiting": queries.waiting_to_match(request.user).count() if keeper else 0,
        "whole": scope.whole_department,
        "merits": RegisterEntry.Merit.choices,
        "units": _units(scope.department) if scope.whole_department else [],
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "register/index.html", context)


def _units(department: Body | None) -> Any:
    return units_of(department, with_closed=True) if department is not None else []


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a workbook."""
    found = queries.listing(request.user, request.GET)
    _, fields = sorting(request, queries.SORTS, "-ngay")
    rows = found.entries.select_related(None).order_by(*empty_last(fields)).values_list(*COLUMNS)
    return exported(
        request,
        name="so-khen-thuong",
        title="Sổ khen thưởng",
        heads=HEADS,
        rows=map(_line, rows.iterator(chunk_size=2000)),
    )


def _line(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The stored words of choices as people read them."""
    return tuple(
        words.get(value, value) if (words := _WORDS.get(name)) else value
        for name, value in zip(COLUMNS, row, strict=True)
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry as written, with what happened to it since."""
    entries = queries.visible_to(request.user)
    entry = get_object_or_404(
        entries.select_related(
            "person__unit", "collective", "department", "recorded_by"
        ).prefetch_related("events"),
        pk=pk,
    )
    return render(request, "register/detail.html", entry_context(request, entry))


def entry_context(request: HttpRequest, entry: RegisterEntry) -> dict[str, Any]:
    """What the page of an entry shows."""
    keeper = may_keep_register(request.user, department=entry.department)
    open_line = keeper and entry.match != RegisterEntry.Match.MATCHED
    people = queries.suggestions(entry.department, [entry])[0].people if open_line else []
    return {
        "entry": entry,
        "keeper": keeper,
        "people": people,
        "units": units_of(entry.department) if open_line and entry.is_collective else [],
        "may_undo": keeper
        and entry.match == RegisterEntry.Match.MATCHED
        and entry.source != RegisterEntry.Source.DECISION,
        "events": [(event, queries.sentence_of(event)) for event in entry.events.all()],
        "acts": acts_for(entry) if keeper else [],
        "group": dict(Person.Group.choices).get(entry.recipient_group, ""),
        "place": place_in_file(entry.source_ref),
        "may_extract": may_extract(request.user, department=entry.department),
    }


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The scan behind an entry, as an attachment."""
    entry = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if not entry.evidence:
        raise Http404
    return attachment(entry.evidence, entry.evidence_name)


def place_in_file(reference: str) -> str:
    """file.xlsx#sheet!row as people say it; other references as they are."""
    name, marked, rest = reference.rpartition("#")
    sheet, split, row = rest.rpartition("!")
    if not (marked and split):
        return reference
    return f"tệp {name}, trang {sheet}, dòng {row}"


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Declared awards that the book does not confirm."""
    found, text, status = queries.claims(request.user, request.GET)
    order, fields = sorting(
        request,
        {"nam": ("year", "person__sort_key"), "ten": ("person__sort_key", "-year")},
        "ten",
    )
    keeper = may_keep_register(request.user, department=scope_of(request.user).department)
    context = {
        "keeper": keeper,
        "waiting": queries.waiting_to_match(request.user).count() if keeper else 0,
        "page": page_of(request, found.order_by(*empty_last(fields))),
        "sorting": order,
        "q": text,
        "status": status,
        "statuses": [c for c in Claim.Status.choices if c[0] != Claim.Status.CONFIRMED],
        "filtered": bool(text or status),
        "others": queries.claims(request.user, {"ket-qua": "moi"})[0].count(),
    }
    return render(request, "register/claims.html", context)


CLAIM_HEADS = (
    "Người, tập thể",
    "Đơn vị",
    "Danh hiệu, hình thức kê khai",
    "Năm",
    "Số quyết định",
    "Ngày quyết định",
    "Kết quả đối chiếu",
    "Căn cứ",
    "Nơi kê khai",
)


@require_safe
def export_claims(request: HttpRequest) -> StreamingHttpResponse:
    """Declared awards that the book does not confirm, as a file."""
    found, _, _ = queries.claims(request.user, request.GET)
    rows = (
        (
            str(claim.person or claim.collective),
            claim.person.unit.name if claim.person and claim.person.unit else "",
            claim.award_name,
            claim.year,
            claim.decision_number,
            claim.decided_on,
            str(claim.get_status_display()),
            claim.evidence,
            place_in_file(claim.source_ref),
        )
        for claim in found.order_by("person__sort_key", "year", "pk").iterator(chunk_size=2000)
    )
    return exported(
        request, name="ke-khai-chua-khop", title="Kê khai", heads=CLAIM_HEADS, rows=rows
    )
