"""Numbers of a body and year: taken, kept for a draft, given back; none is lost, none is double.

The row of the book is locked first, so that two people taking a number at the same moment come
one after the other. The book always holds every number from its first to its last.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions.models import Decision, DecisionNumber, NumberBook
from thidua.decisions.permissions import check_may_number
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body

S = DecisionNumber.State
# A number so far beyond the last is a slip of the pen, not a year's work of other papers.
MOST_SKIPPED = 2_000


def settle_number(decision: Decision, *, by: Any, skipped_elsewhere: bool = False) -> None:
    """Make the book agree with what the decision says: its number kept, any other given back.

    `decision.number` None gives back what it held. `skipped_elsewhere`: numbers between the last
    of the book and this one were given by the clerk to other papers. The caller saves `decision`.
    Refuses a number in use, one given to another paper, and one that would leave numbers out.
    """
    today = timezone.localdate()
    if decision.decided_on is not None and decision.decided_on > today:
        raise WrongState(
            f"Ngày ký {decision.decided_on:%d/%m/%Y} chưa tới. "
            f"Chọn ngày không muộn hơn {today:%d/%m/%Y}.",
            field="decided_on",
        )
    if decision.number is not None and decision.number < 1:
        raise WrongState("Số quyết định là số nguyên từ 1.", field="number")
    year = (decision.decided_on or today).year if decision.number is not None else None
    held = DecisionNumber.objects.filter(decision=decision).select_related("book").first()
    if held is not None and (held.number, held.book.year) == (decision.number, year):
        decision.year = year
        return
    if held is not None:
        _give_back(held, by=by)
    decision.year = year
    if decision.number is None or year is None:
        return
    book = locked_book(decision.department, year)
    _take(book, decision, by=by, skipped_elsewhere=skipped_elsewhere)


def take_next(decision: Decision, *, by: Any) -> None:
    """Give the decision the number it holds, else the lowest given back, else the next one."""
    if decision.number is None:
        year = (decision.decided_on or timezone.localdate()).year
        book = locked_book(decision.department, year)
        free = book.numbers.filter(state=S.FREE).order_by("number").first()
        decision.number = free.number if free else (book.last or 0) + 1
    settle_number(decision, by=by)


def mark_used(decision: Decision, *, by: Any) -> None:
    """The decision is issued: its number is used for good."""
    DecisionNumber.objects.filter(decision=decision).update(
        state=S.USED, changed_by=by, changed_at=timezone.now()
    )


@transaction.atomic
def note_elsewhere(*, department: Body, year: int, first: int, last: int, by: Any) -> int:
    """Numbers that the clerk gave to other papers; returns how many were noted.

    Refuses numbers that this program has used or keeps, and a stretch that leaves a gap.
    """
    check_may_number(by, department)
    if not 1 <= first <= last or last - first >= MOST_SKIPPED:
        raise WrongState("Ghi từ số nhỏ đến số lớn, mỗi lần không quá 2.000 số.", field="first")
    book = locked_book(department, year)
    taken = book.numbers.filter(number__range=(first, last), decision__isnull=False).first()
    if taken is not None:
        raise WrongState(
            f"Số {taken.number:02d} thuộc “{taken.decision}” trong hệ thống.", field="first"
        )
    if (
        book.last is not None
        and book.first is not None
        and (first > book.last + 1 or last < book.first - 1)
    ):
        raise WrongState(
            f"Sổ đang có số {book.first:02d} đến {book.last:02d}; ghi nối liền với các số đó.",
            field="first",
        )
    known = book.numbers.filter(number__range=(first, last))
    noted = set(known.values_list("number", flat=True))
    known.update(state=S.ELSEWHERE, changed_by=by, changed_at=timezone.now())
    _fill(book, [n for n in range(first, last + 1) if n not in noted], S.ELSEWHERE, by=by)
    _stretch(book, first, last)
    record(
        by=by,
        action="decisions.numbers_elsewhere",
        text=f"Ghi số {first:02d} đến {last:02d} năm {year} dùng cho văn bản khác",
        subject=book,
        body=department,
    )
    return last - first + 1


def locked_book(department: Body, year: int) -> NumberBook:
    """The book of a body and year, made when it is not there, locked until the end of the act."""
    book, _ = NumberBook.objects.get_or_create(department=department, year=year)
    return NumberBook.objects.select_for_update(of=("self",)).get(pk=book.pk)


def _take(book: NumberBook, decision: Decision, *, by: Any, skipped_elsewhere: bool) -> None:
    number = decision.number or 0
    slot = book.numbers.select_related("decision").filter(number=number).first()
    if slot is not None and slot.decision is not None:
        raise WrongState(
            f"Số {number:02d}/{decision.symbol} đã dùng trong năm {book.year} cho "
            f"“{slot.decision.title}”. Chọn số khác.",
            field="number",
        )
    if slot is not None and slot.state == S.ELSEWHERE:
        raise WrongState(
            f"Số {number:02d} năm {book.year} đã ghi là văn thư cấp cho văn bản khác. Chọn số "
            "khác.",
            field="number",
        )
    if slot is not None:
        slot.state, slot.decision, slot.changed_by = S.RESERVED, decision, by
        slot.save()
        return
    skipped = _skipped(book, number)
    if len(skipped) > MOST_SKIPPED:
        raise WrongState(
            f"Số {number} cách số cuối của sổ quá xa. Kiểm tra lại số.", field="number"
        )
    if skipped and not skipped_elsewhere:
        between = f"số {skipped[0]:02d}"
        if len(skipped) > 1:
            between += f" đến {skipped[-1]:02d}"
        raise WrongState(
            f"Số {number:02d} bỏ trống {between}. Dùng số {_next(book):02d}, hoặc đánh dấu rằng "
            "các số bỏ qua văn thư đã cấp cho văn bản khác.",
            field="number",
        )
    _fill(book, skipped, S.ELSEWHERE, by=by)
    DecisionNumber.objects.create(
        book=book, number=number, state=S.RESERVED, decision=decision, changed_by=by
    )
    _stretch(book, number, number)


def _give_back(slot: DecisionNumber, *, by: Any) -> None:
    book = NumberBook.objects.select_for_update(of=("self",)).get(pk=slot.book_id)
    slot.state, slot.decision, slot.changed_by = S.FREE, None, by
    slot.save()
    _trim(book)


def _trim(book: NumberBook) -> None:
    """Numbers given back at the ends were never used: the book ends before them again."""
    if book.first is None or book.last is None:
        return
    kept = book.numbers.exclude(state=S.FREE).order_by("number")
    first, last = kept.first(), kept.last()
    if first is None or last is None:
        book.numbers.all().delete()
        book.first = book.last = None
    else:
        book.numbers.filter(number__lt=first.number).delete()
        book.numbers.filter(number__gt=last.number).delete()
        book.first, book.last = first.number, last.number
    book.save()


def _skipped(book: NumberBook, number: int) -> range:
    if book.last is None or book.first is None:
        return range(0)
    if number > book.last:
        return range(book.last + 1, number)
    return range(number + 1, book.first)


def _next(book: NumberBook) -> int:
    free = book.numbers.filter(state=S.FREE).order_by("number").first()
    return free.number if free else (book.last or 0) + 1


def _fill(book: NumberBook, numbers: Any, state: str, *, by: Any) -> None:
    DecisionNumber.objects.bulk_create(
        [DecisionNumber(book=book, number=n, state=state, changed_by=by) for n in numbers],
        batch_size=200,
    )


def _stretch(book: NumberBook, first: int, last: int) -> None:
    book.first = first if book.first is None else min(book.first, first)
    book.last = last if book.last is None else max(book.last, last)
    book.save()
