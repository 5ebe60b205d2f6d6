"""Walking the chain of a book: the first link that does not fit, and what was changed in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from thidua.audit import chain
from thidua.audit.models import ChainHead
from thidua.organisations.models import Body
from thidua.register.models import RegisterEntry, RegisterEvent
from thidua.register.queries.links import (
    CHUNK,
    DERIVED,
    FORM,
    LABELS,
    STANDING,
    Link,
    anchors_of,
    chain_name,
    folded,
    kind_of,
    links_of,
)
from thidua.register.queries.tampering import Altered, recovered


@dataclass(frozen=True)
class BookCheck:
    """Outcome of walking a book: `broken_at` is the number of the first line that does not fit.

    `field`, `expected` and `found` say what was changed where that can be told; `expected` of a
    content is given only when the hash proves it. `place` and `hash` are the end that was reached.
    """

    length: int
    entries: int = 0
    events: int = 0
    place: int = 0
    hash: str = chain.GENESIS
    broken_at: int | None = None
    broken_place: int | None = None
    problem: str = ""
    field: str = ""
    expected: str = ""
    found: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None

    @property
    def field_label(self) -> str:
        return LABELS.get(self.field, self.field)


def verify_chain(
    department: Body, *, progress: Callable[[int, int], None] | None = None
) -> BookCheck:
    """Walk the whole book, twice: the chain, then how each line stands now against its events.

    Streams at constant memory; `progress(done, of)` is called every 2,000 links.
    """
    head = ChainHead.objects.filter(name=chain_name(department)).first()
    total = 2 * (head.sequence if head else 0)
    tell = progress or _quiet
    walked = _walk(department, head, lambda done: tell(done, total))
    if walked.whole:
        altered = _standing(department, lambda done: tell(walked.length + done, total))
        if altered is not None:
            return _broken(walked, *altered)
    tell(total, total)
    return walked


def head_at(department: Body, place: int) -> str | None:
    """The hash of the link at `place`; None when the chain has no such link."""
    if place == 0:
        return chain.GENESIS
    where = {"department": department, "place": place}
    entry = RegisterEntry.objects.filter(**where).values_list("entry_hash", flat=True).first()
    if entry is not None:
        return entry
    return RegisterEvent.objects.filter(**where).values_list("event_hash", flat=True).first()


@dataclass(frozen=True)
class BookHead:
    """The end of a chain, to be printed and kept apart: `place` links, the hash of the last."""

    place: int
    hash: str
    at: dt.datetime


def head_of(department: Body) -> BookHead:
    """The end of the book now, as stored; a book without lines ends at place 0."""
    head = ChainHead.objects.filter(name=chain_name(department)).first()
    now = timezone.localtime()
    return BookHead(head.sequence, head.last_hash, now) if head else BookHead(0, chain.GENESIS, now)


def fits_head(department: Body, place: int, digest: str) -> bool:
    """Whether the chain still has this link with this hash (its first 16 or more characters)."""
    kept = head_at(department, place)
    return kept is not None and len(digest) >= 16 and kept.startswith(digest.lower())


def _walk(department: Body, head: ChainHead | None, tell: Callable[[int], None]) -> BookCheck:
    previous, count, entries, number = chain.GENESIS, 0, 0, 0
    last: Link | None = None
    anchors = anchors_of(department)
    anchor = next(anchors, None)
    for link in links_of(department):
        if link.place != count + 1:
            return _gap(count, entries, previous, link, number)
        count, entries = link.place, entries + (not link.event)
        if link.previous != previous or chain.hash_of(previous, link.values) != link.hash:
            return _explained(department, count, entries, previous, link, last)
        for (name, column), kept in zip(DERIVED, link.derived, strict=False):
            if kept != folded(link.values[name]):
                problem = "cột dùng để tìm kiếm không khớp nội dung"
                altered = Altered(column, folded(link.values[name]), kept)
                return _failed(count, entries, previous, link, problem, altered)
        previous, last = link.hash, link
        number = number if link.event else link.sequence
        while anchor is not None and anchor[0] <= count:
            if anchor[0] == count and anchor[1] != previous:
                problem = "mã băm khác với mã đã ghi trong nhật ký: chuỗi đã bị tính lại"
                altered = Altered("", anchor[1], previous)
                return _failed(count, entries, previous, link, problem, altered)
            anchor = next(anchors, None)
        if count % CHUNK == 0:
            tell(count)
    expected = (head.sequence, head.last_hash) if head else (0, chain.GENESIS)
    check = BookCheck(count, entries, count - entries, count, previous)
    if (count, previous) == expected:
        return check
    sequence = (last.sequence if last else 0) + (expected[0] > count)
    problem = (
        f"thiếu dòng ở cuối, phải có {expected[0]} dòng"
        if expected[0] > count
        else "dòng cuối không khớp đầu chuỗi đã lưu: chuỗi đã bị tính lại hoặc thêm dòng"
    )
    return _broken(check, sequence, count, problem, Altered("", expected[1], previous))


def _gap(count: int, entries: int, previous: str, link: Link, number: int) -> BookCheck:
    """Links are missing before this one, or it stands where another stood; `number` is the last
    line of the book before."""
    if link.place <= count:
        problem = "có hai dòng cùng một vị trí của chuỗi"
        return _failed(count, entries, previous, link, problem)
    problem = f"thiếu {link.place - count - 1} dòng của chuỗi, sau dòng sổ số {number}"
    missing = not link.event and link.sequence > number + 1
    first = link._replace(sequence=number + 1) if missing else link
    return _failed(count, entries, previous, first, problem)


def _explained(
    department: Body, count: int, entries: int, previous: str, link: Link, last: Link | None
) -> BookCheck:
    """Which of the two links that do not fit was touched, and what in it, if that can be told."""
    own = chain.hash_of(link.previous, link.values) == link.hash
    if link.previous != previous and own and last is not None:
        # This link is sound in itself and remembers another predecessor than the one there now.
        problem = "nội dung đã bị sửa và mã băm đã được tính lại"
        altered = Altered("", link.previous, last.hash)
        return _failed(count - 1, entries - (not link.event), previous, last, problem, altered)
    if link.previous != previous and chain.hash_of(previous, link.values) == link.hash:
        altered = Altered("previous_hash", previous, link.previous)
        return _failed(count, entries, previous, link, "không nối với dòng trước", altered)
    what = f"sự việc “{kind_of(link)}” của dòng này" if link.event else "nội dung"
    problem = f"{what} đã bị sửa sau khi ghi"
    hint: Altered | None = None
    for (name, _), kept in zip(DERIVED, link.derived, strict=False):
        if kept != folded(link.values[name]):
            hint = Altered(name, "", _shown(link.values[name]))
    proven = recovered(
        link.values,
        lambda values: chain.hash_of(previous, values) == link.hash,
        RegisterEvent if link.event else RegisterEntry,
        department,
    )
    return _failed(count, entries, previous, link, problem, proven or hint)


def _standing(department: Body, tell: Callable[[int], None]) -> Any:
    """The first line whose person, match or state is not what its last event (or the writing)
    says: (sequence, place, problem, what); None when all agree."""
    events = (
        RegisterEvent.objects.filter(department=department)
        .order_by("entry_id", "place")
        .values_list("entry_id", "kind", "reason", *STANDING)
        .iterator(chunk_size=CHUNK)
    )
    rows = (
        RegisterEntry.objects.filter(department=department)
        .order_by("pk")
        .values_list(
            "pk",
            "sequence",
            "place",
            "form",
            "entered",
            "state_reason",
            "person_id",
            "collective_id",
            "match",
            "state",
            "recovery",
        )
        .iterator(chunk_size=CHUNK)
    )
    event = next(events, None)
    first: Any = None
    for done, (pk, sequence, place, form, entered, reason, *now) in enumerate(rows, start=1):
        expected = [entered.get(name, "" if name == "recovery" else None) for name in STANDING]
        known = form >= FORM
        said = None
        while event is not None and event[0] <= pk:
            if event[0] == pk:
                known, expected = True, list(event[3:])
                if event[1] in ("revoked", "restored", "withdrawn"):
                    said = event[2] if event[1] != "restored" else ""
            event = next(events, None)
        if known and (first is None or sequence < first[0]):
            if expected != now:
                at = next(n for n in range(len(now)) if now[n] != expected[n])
                altered = Altered(STANDING[at], _shown(expected[at]), _shown(now[at]))
                problem = "tình trạng hiện nay khác với sự việc đã ghi trong chuỗi"
                first = (sequence, place, problem, altered)
            elif said is not None and said != reason:
                problem = "lý do khác với sự việc đã ghi trong chuỗi"
                first = (sequence, place, problem, Altered("reason", said, reason))
        if done % CHUNK == 0:
            tell(done)
    return first


def _quiet(_done: int, _of: int) -> None:
    """Nobody waits for the progress."""


def _shown(value: Any) -> str:
    return "(trống)" if value is None or value == "" else str(value)


def _failed(
    count: int,
    entries: int,
    previous: str,
    link: Link,
    problem: str,
    altered: Altered | None = None,
) -> BookCheck:
    check = BookCheck(count, entries, max(count - entries, 0), max(count - 1, 0), previous)
    return _broken(check, link.sequence, link.place, problem, altered)


def _broken(
    check: BookCheck, sequence: int, place: int, problem: str, altered: Altered | None
) -> BookCheck:
    what = altered or Altered("", "", "")
    return BookCheck(
        check.length,
        check.entries,
        check.events,
        check.place,
        check.hash,
        sequence,
        place,
        problem,
        what.field,
        what.expected,
        what.found,
    )
