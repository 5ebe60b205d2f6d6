"""The number book of the department: what each number is used for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.queries import scope_of
from thidua.decisions import actions
from thidua.decisions.forms import ElsewhereForm
from thidua.decisions.models import NumberBook
from thidua.decisions.permissions import check_may_number, may_number, reads_everything
from thidua.decisions.queries import lists, numbers
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.exports import exported
from thidua.kit.lists import key_of, page_of

HEADS = ("Năm", "Từ số", "Đến số", "Tình trạng", "Quyết định", "Trích yếu")


@require_safe
def export_numbers(request: HttpRequest) -> StreamingHttpResponse:
    """The book of one year as a file, every stretch of numbers."""
    department = scope_of(request.user).department
    if department is None or not reads_everything(request.user):
        raise NotAllowed("Sổ số dành cho người làm công tác thi đua, khen thưởng.")
    book = _book(request, list(numbers.books_of(department)))
    rows = (
        (
            book.year,
            one.first,
            one.last,
            one.label,
            one.decision.full_number if one.decision else "",
            one.decision.title if one.decision else "",
        )
        for one in (numbers.stretches(book) if book else ())
        if book is not None
    )
    return exported(request, name="so-so-quyet-dinh", title="Sổ số", heads=HEADS, rows=rows)


def _book(request: HttpRequest, books: list[NumberBook]) -> NumberBook | None:
    asked = key_of(request.GET.get("nam", ""))
    return next((one for one in books if one.year == asked), books[0] if books else None)


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Numbers of one year; POST notes numbers that the clerk gave to other papers."""
    department = scope_of(request.user).department
    if department is None or not reads_everything(request.user):
        raise NotAllowed("Sổ số dành cho người làm công tác thi đua, khen thưởng.")
    this_year = timezone.localdate().year
    form = ElsewhereForm(request.POST or None, initial={"year": this_year})
    if request.method == "POST":
        check_may_number(request.user, department)
        if form.is_valid():
            try:
                count = actions.note_elsewhere(
                    department=department, by=request.user, **form.cleaned_data
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.blame(str(refusal), getattr(refusal, "field", None))
            else:
                messages.success(request, f"Đã ghi {count} số dùng cho văn bản khác")
                return redirect("decisions:numbers")
    books = list(numbers.books_of(department))
    book = _book(request, books)
    context = {
        "department": department,
        "books": books,
        "book": book,
        "page": page_of(request, numbers.stretches(book)) if book else None,
        "next": lists.next_number(department, this_year),
        "year": this_year,
        "form": form,
        "may_number": may_number(request.user, department),
    }
    return render(request, "decisions/numbers.html", context, status=422 if form.errors else 200)
