"""Loading, confirming and withdrawing official texts: files of the own folder, each act logged.

A file is written beside its place, read by the very loader of the rulebook together with all
others, and only then put in place: a text that does not load changes nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.law import LawError, Rulebook, load_rulebook
from thidua.law.book.load import check_own, own_folder
from thidua.law.book.texts import CONFIRMED, FOLDER
from thidua.law.yamlio import parse_yaml
from thidua.legislation.permissions import check_may_keep_texts
from thidua.organisations.scopes import scope_of

AWARDS = "thidua-awards/1"
# Below the texts, where nothing is read.
WITHDRAWN = "da-go"
LONGEST = 200_000  # characters of one entry; the longest of the program has 20,000


@transaction.atomic
def confirm_unchanged(
    *,
    awards: Sequence[str],
    instrument: str,
    against: str,
    checked_on: dt.date,
    by: Any,
    note: str = "",
) -> str:
    """Say that `instrument` left these awards as they were; returns the name of the file.

    Their verdicts no longer wait for the text. Refuses anyone but a legal officer, an award that
    awaits no text of this instrument, a day ahead, and a publication that is not named.
    """
    check_may_keep_texts(by)
    codes = list(dict.fromkeys(awards))
    if not codes:
        raise WrongState("Chọn ít nhất một danh hiệu, hình thức khen thưởng để xác nhận.")
    head = _head(instrument, against, checked_on, note, by)
    document = {"format": CONFIRMED, "official": head, "unchanged": codes}
    return _keep(document, instrument, codes, by=by, verb="Xác nhận giữ nguyên")


@transaction.atomic
def load_entry(
    *,
    award: str,
    instrument: str,
    text: str,
    against: str,
    checked_on: dt.date,
    by: Any,
    note: str = "",
) -> str:
    """Load one award as `instrument` states it, from YAML text; returns the name of the file.

    Refuses as `confirm_unchanged` does, and a text that the rulebook's own check refuses: the
    sentence names the line.
    """
    check_may_keep_texts(by)
    document = _document(award, instrument, text, against, checked_on, note, by)
    return _keep(document, instrument, [award], by=by, verb="Nạp văn bản của")


def preview_entry(
    *,
    award: str,
    instrument: str,
    text: str,
    against: str,
    checked_on: dt.date,
    by: Any,
    note: str = "",
) -> Rulebook:
    """The rulebook as it would be with this text, or the refusal; writes nothing."""
    check_may_keep_texts(by)
    document = _document(award, instrument, text, against, checked_on, note, by)
    with _tried(document, "xem-truoc.yaml") as (rulebook, _):
        return rulebook


@transaction.atomic
def withdraw_text(*, name: str, reason: str, by: Any) -> None:
    """Take a text out again: its awards await their text as before. The file is kept aside.

    Refuses anyone but a legal officer, a file that is not there, and a withdrawal without reason.
    """
    check_may_keep_texts(by)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do gỡ văn bản đã nạp.", field="reason")
    path = own_folder() / FOLDER / Path(name).name
    if path.suffix != ".yaml" or not path.is_file():
        raise WrongState("Không còn tệp văn bản này. Tải lại trang để xem danh sách hiện có.")
    aside = own_folder() / FOLDER / WITHDRAWN
    aside.mkdir(parents=True, exist_ok=True)
    record(
        by=by,
        action="legislation.withdraw_text",
        text=f"Gỡ văn bản đã nạp {path.name}: {reason}",
        body=scope_of(by).department if by is not None else None,
        detail={"file": path.name, "reason": reason},
    )
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    transaction.on_commit(lambda: os.replace(path, aside / f"{stamp}-{path.name}"))


def _document(
    award: str,
    instrument: str,
    text: str,
    against: str,
    checked_on: dt.date,
    note: str,
    by: Any,
) -> dict[str, Any]:
    if not text.strip():
        raise WrongState("Dán nội dung mục theo văn bản (YAML) rồi xem trước.", field="text")
    if len(text) > LONGEST:
        raise WrongState("Nội dung dài quá 200.000 ký tự. Mỗi lần nạp một mục.", field="text")
    try:
        entry = parse_yaml(text, file="nội dung dán")
    except LawError as error:
        raise WrongState(str(error), field="text") from error
    if not isinstance(entry, dict) or entry.get("award") != award:
        raise WrongState(
            f"Nội dung phải là một mục có dòng “award: {award}” ở đầu. "
            "Bắt đầu từ bản nháp của hệ thống rồi sửa theo văn bản.",
            field="text",
        )
    head = _head(instrument, against, checked_on, note, by)
    return {"format": AWARDS, "official": head, "awards": [entry]}


def _head(instrument: str, against: str, checked_on: dt.date, note: str, by: Any) -> dict[str, Any]:
    against, note = squeeze(against), squeeze(note)
    known = load_rulebook().instruments.get(instrument)
    if known is None or known.scope is not None:
        raise WrongState("Không có văn bản này trong bộ quy tắc. Chọn lại văn bản.")
    if len(against) < 5:
        raise WrongState(
            "Ghi bản đã đối chiếu, ví dụ: Công báo số 571+572 ngày 15/7/2022, trang 12.",
            field="against",
        )
    if checked_on > timezone.localdate():
        raise WrongState(
            f"Ngày đối chiếu {short_date(checked_on)} chưa tới. Ghi ngày đã đọc văn bản.",
            field="checked_on",
        )
    name = getattr(by, "full_name", "") or getattr(by, "username", "") or "Hệ thống"
    department = scope_of(by).department if by is not None else None
    head = {
        "instrument": instrument,
        "checked_by": f"{name}, {department.name}" if department else name,
        "checked_on": checked_on,
        "against": against,
    }
    return {**head, "note": note} if note else head


def _keep(
    document: dict[str, Any], instrument: str, awards: Sequence[str], *, by: Any, verb: str
) -> str:
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
    name = f"{instrument}--{awards[0] if len(awards) == 1 else 'nhieu-muc'}--{stamp}.yaml"
    with _tried(document, name) as (rulebook, written):
        names = ", ".join(rulebook.info(code).short_name for code in awards)
        head = document["official"]
        record(
            by=by,
            action="legislation.load_text",
            text=f"{verb} {names} theo {rulebook.instruments[instrument].short}, "
            f"đối chiếu {head['against']}",
            body=scope_of(by).department if by is not None else None,
            detail={"file": name, "awards": list(awards), "checked_by": head["checked_by"]},
        )
        place = own_folder() / FOLDER
        place.mkdir(parents=True, exist_ok=True)
        # Copied to the same disk first: after the commit one rename is left, whole or not at all.
        _sweep()
        beside = own_folder() / f".{name}.tmp"
        shutil.copyfile(written, beside)
    transaction.on_commit(lambda: os.replace(beside, place / name))
    return name


def _sweep() -> None:
    """Copies of acts that were rolled back more than an hour ago."""
    before = timezone.now().timestamp() - 3600
    for left in own_folder().glob(".*.tmp"):
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)


@contextlib.contextmanager
def _tried(document: dict[str, Any], name: str) -> Iterator[tuple[Rulebook, Path]]:
    """The file in a folder like the own one with all that stands there, read by the loader."""
    with tempfile.TemporaryDirectory(prefix="thidua-") as made:
        folder = Path(made)
        own = own_folder() / FOLDER
        if own.is_dir():
            shutil.copytree(own, folder / FOLDER)
        (folder / FOLDER).mkdir(exist_ok=True)
        path = folder / FOLDER / name
        path.write_text(
            yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100),
            encoding="utf-8",
        )
        try:
            rulebook = check_own(folder)
        except LawError as error:
            raise WrongState(str(error).replace(str(path), name), field="text") from error
        yield rulebook, path
