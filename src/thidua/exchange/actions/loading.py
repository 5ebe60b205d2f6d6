"""From the bytes of a file to neutral records: an unreadable file is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from thidua.exchange.progress import SILENT, Work
from thidua.exchange.readers.award_names import AwardName, named_by_code
from thidua.exchange.readers.offers import Offers, read_offers
from thidua.exchange.readers.quiet import without_collector
from thidua.exchange.readers.records import StaffList
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.register_export import is_export, read_export
from thidua.exchange.readers.register_records import Register
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.template import is_template, read_template
from thidua.exchange.readers.workbook import UnreadableFile, Workbook, open_workbook
from thidua.exchange.readers.years import stated_year
from thidua.kit.errors import WrongState


def open_book(content: bytes, *, name: str) -> Workbook:
    """The workbook in `content`; an unreadable file is refused at the field `file`."""
    with _refusing(), without_collector():
        return open_workbook(content, name=name)


def read_list(
    content: bytes | Workbook,
    *,
    name: str,
    year: int | None = None,
    mapping: Mapping[str, str] | None = None,
) -> StaffList:
    """The staff list in `content`."""
    today = timezone.localdate()
    with _refusing():
        book = content if isinstance(content, Workbook) else open_workbook(content, name=name)
        asked = year or stated_year(book) or today.year
        reader = read_template if is_template(book) else read_staff
        return reader(book, year=asked, as_of=today, mapping=mapping)


def read_book(
    content: bytes | Workbook,
    *,
    name: str,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
    meanings: Mapping[str, str] | None = None,
    work: Work = SILENT,
) -> Register:
    """The register in `content`; `meanings`: folded award text to award code."""
    with _refusing(), without_collector():
        book = content if isinstance(content, Workbook) else open_workbook(content, name=name)
        work.tell("Đọc các trang tính", 1, 2)
        if is_export(book):
            return read_export(book, as_of=timezone.localdate())
        return read_register(
            book, as_of=timezone.localdate(), mapping=mapping, meanings=_named(meanings or {})
        )


def read_proposal(
    content: bytes, *, name: str, meanings: Mapping[str, str] | None = None
) -> Offers:
    """A unit's proposal (.docx) in `content`."""
    with _refusing():
        return read_offers(content, name=name, meanings=_named(meanings or {}))


def _named(meanings: Mapping[str, str]) -> dict[str, AwardName]:
    return {text: named for text, code in meanings.items() if (named := named_by_code(code))}


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except UnreadableFile as error:
        raise WrongState(error.sentence, field="file") from error
    except _NotAColumn as error:
        raise WrongState(f"“{error}” không phải là tên cột của Excel (A, B, C…).") from error


_NotAColumn: Any = ValueError
