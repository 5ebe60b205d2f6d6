"""The links of a book's chain: what each hash covers, and reading them in order.

Entries and events of a department are links of one chain, numbered by `place`. The serialisation
is described with a worked example in docs/reference/register-chain.md.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from thidua.audit.models import AuditRow
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.register.models import RegisterEntry, RegisterEvent

FORM = 2
HASHED = (
    "department_id",
    "recipient_name",
    "is_collective",
    "unit_name",
    "award_code",
    "award_name",
    "year",
    "period_from",
    "period_to",
    "decision_number",
    "decided_on",
    "authority",
    "merit",
    "note",
    "source",
    "source_ref",
)
_SINCE_FORM_2 = (
    "place",
    "form",
    "recipient_group",
    "evidence_name",
    "evidence_digest",
    "entered",
    "recorded_at",
    "recorded_by_id",
)
_ENTRY = ("sequence", *HASHED, *_SINCE_FORM_2)
_EVENT = (
    "place",
    "kind",
    "day",
    "document_number",
    "document_on",
    "authority",
    "reason",
    "objects_named",
    "amount",
    "person",
    "collective",
    "match",
    "state",
    "recovery",
    "at",
    "by_id",
    "by_name",
)
STANDING = ("person", "collective", "match", "state", "recovery")
DERIVED = (("recipient_name", "recipient_folded"), ("decision_number", "decision_folded"))
CHUNK = 2000
LABELS = {
    "recipient_name": "người, tập thể được khen",
    "recipient_folded": "tên dùng để tìm",
    "decision_folded": "số quyết định dùng để tìm",
    "recipient_group": "nhóm đối tượng",
    "is_collective": "cá nhân hay tập thể",
    "unit_name": "đơn vị khi đó",
    "award_code": "mã danh hiệu, hình thức",
    "award_name": "danh hiệu, hình thức",
    "year": "năm thành tích",
    "period_from": "từ năm",
    "period_to": "đến năm",
    "decision_number": "số quyết định",
    "decided_on": "ngày quyết định",
    "authority": "cơ quan quyết định",
    "merit": "loại hình",
    "note": "ghi chú",
    "source": "nguồn",
    "source_ref": "vị trí trong tệp nguồn",
    "evidence_name": "tên tệp minh chứng",
    "evidence_digest": "mã băm của tệp minh chứng",
    "previous_hash": "mã băm nối với dòng trước",
    "person": "người được khớp",
    "collective": "tập thể được khớp",
    "match": "khớp người",
    "state": "tình trạng",
    "recovery": "việc thu hồi",
    "day": "ngày",
    "document_number": "số văn bản",
    "document_on": "ngày văn bản",
    "reason": "lý do",
    "objects_named": "hiện vật",
    "amount": "số tiền",
    "recorded_at": "lúc vào sổ",
}


class Link(NamedTuple):
    place: int
    previous: str
    hash: str
    values: dict[str, Any]
    sequence: int
    event: bool
    derived: tuple[str, ...]


def chain_name(department: Body) -> str:
    """Name of the hash chain of a department's book."""
    return f"register:{department.pk}"


def content_of(entry: RegisterEntry) -> dict[str, Any]:
    """What the hash of an entry covers: all that was written, not the later match or state."""
    return _entry_content({name: getattr(entry, name) for name in _ENTRY})


def event_content(event: RegisterEvent, sequence: int) -> dict[str, Any]:
    """What the hash of an event covers; `sequence` is the number of its entry in the book."""
    return _event_content({name: getattr(event, name) for name in _EVENT}, sequence)


def links_of(department: Body) -> Iterator[Link]:
    """Entries and events by their place, streamed."""
    return heapq.merge(_entries(department), _events(department), key=lambda link: link.place)


def _entries(department: Body) -> Iterator[Link]:
    found = RegisterEntry.objects.filter(department=department).order_by("place")
    names = (*_ENTRY, *(column for _, column in DERIVED), "previous_hash", "entry_hash")
    width = len(_ENTRY)
    for row in found.values_list(*names).iterator(chunk_size=CHUNK):
        values = dict(zip(_ENTRY, row, strict=False))
        yield Link(
            values["place"], row[-2], row[-1], _entry_content(values), values["sequence"], False,
            row[width : width + len(DERIVED)],
        )  # fmt: skip


def _events(department: Body) -> Iterator[Link]:
    found = RegisterEvent.objects.filter(department=department).order_by("place")
    names = (*_EVENT, "entry__sequence", "previous_hash", "event_hash")
    for row in found.values_list(*names).iterator(chunk_size=CHUNK):
        values = _event_content(dict(zip(_EVENT, row, strict=False)), row[-3])
        yield Link(row[0], row[-2], row[-1], values, row[-3], True, ())


def anchors_of(department: Body) -> Iterator[tuple[int, str]]:
    """Ends of the chain that the log of the house, a chain of its own, has written down."""
    rows = AuditRow.objects.filter(body=department, action__startswith="register.")
    for detail in (
        rows.order_by("sequence").values_list("detail", flat=True).iterator(chunk_size=CHUNK)
    ):
        if detail.get("chain_place") and detail.get("chain_hash"):
            yield detail["chain_place"], detail["chain_hash"]


def _entry_content(values: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: values[name] for name in ("sequence", *HASHED)}
    if values["form"] >= FORM:
        content |= {name: values[name] for name in _SINCE_FORM_2}
        content["recorded_at"] = _moment(values["recorded_at"])
    return content


def _event_content(values: Mapping[str, Any], sequence: int) -> dict[str, Any]:
    return {**values, "at": _moment(values["at"]), "entry": sequence}


def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


def kind_of(link: Link) -> str:
    return str(dict(RegisterEvent.Kind.choices).get(link.values["kind"], link.values["kind"]))


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    return fold(text)[:200]
