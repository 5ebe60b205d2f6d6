"""Corrections asked in words: of what the book, the ledger of initiatives, the list of
registrations or the identity number say, which no request can change by itself.

An award of the book is never rewritten: the officer revokes, re-issues, matches or enters it by its
paper, and says so in the answer. The request keeps the line as it stood beside what it should be.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.people.models import Correction, Person
from thidua.people.permissions import check_may_ask_correction
from thidua.people.queries.corrections import IDENTITY, IN_WORDS, own_lines

Act, State = Correction.Act, Correction.State
# Nine digits or more, also with blanks, dots or dashes between.
_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,}")
_MOST = 500


@transaction.atomic
def ask_in_words(
    *,
    person: Person,
    sort: str,
    act: str,
    wanted: str,
    reason: str,
    by: Any,
    line: int | None = None,
    upload: UploadedFile[Any] | None = None,
) -> Correction:
    """A person asks to have a line of the own record mended, added or taken out, in words.

    `sort` is one of `IN_WORDS`, `line` the key of the line (none for one that is missing, and for
    the identity number, of which there is one). Refuses somebody else's record or line, a wish
    without words, an identity number written out, one asked already, a wrong file.
    """
    check_may_ask_correction(by, person=person)
    if sort not in IN_WORDS or act not in Act.values or (sort == IDENTITY and act != Act.CHANGE):
        raise WrongState("Mục này không đề nghị sửa ở đây. Báo trực tiếp cho chuyên viên.")
    if sort != IDENTITY and (line is None) != (act == Act.ADD):
        raise WrongState("Chọn dòng cần sửa, hoặc đề nghị bổ sung dòng còn thiếu.")
    why, wish = squeeze(reason), squeeze(wanted)
    check_words(why, "reason", "Ghi lý do, căn cứ của đề nghị.", 1000)
    if act != Act.REMOVE:
        check_words(wish, "wanted", "Ghi nội dung đúng.", _MOST)
    if sort == IDENTITY and _NUMBER.search(f"{wish} {why}"):
        raise WrongState(
            "Không ghi số định danh vào đề nghị. Ghi sai ở đâu, rồi mang giấy tờ đến gặp chuyên "
            "viên.",
            field="wanted",
        )
    before = ""
    if line is not None:
        lines = dict(own_lines(person, sort))
        if line not in lines:
            raise WrongState("Dòng này không thuộc hồ sơ của anh/chị.")
        before = lines[line]
    if act != Act.ADD and is_asked(person, sort, line):
        raise WrongState("Đã có đề nghị về điều này đang chờ giải quyết. Rút đề nghị đó trước.")
    what = IN_WORDS[sort] + (f": {before}" if before else "")
    asked = Correction(
        person=person,
        sort=sort,
        act=act,
        fact_id=line,
        what=what[:200],
        before_text=before[:_MOST],
        wanted_text=wish if act != Act.REMOVE else "",
        reason=why,
        asked_by=by,
    )
    keep(asked, upload, by)
    return asked


def check_words(text: str, field: str, sentence: str, most: int) -> None:
    """Refuse an empty or too long text at its field."""
    if not text:
        raise WrongState(sentence, field=field)
    if len(text) > most:
        raise WrongState(f"Nội dung dài quá {most} ký tự. Ghi gọn lại.", field=field)


def is_asked(person: Person, sort: str, line: int | None, field: str = "") -> bool:
    """True where a request about the same line waits."""
    waiting = Correction.objects.filter(person=person, sort=sort, field=field, state=State.OPEN)
    return waiting.filter(fact_id=line).exists()


def keep(asked: Correction, upload: UploadedFile[Any] | None, by: Any) -> None:
    """Store the request with its file, and note it."""
    if upload is not None:
        ending = check_upload(upload)
        asked.sha256, asked.file_name = digest_of(upload), squeeze(upload.name or "")[-200:]
        asked.file.save(f"{uuid.uuid4().hex}.{ending}", upload, save=False)
    asked.save()
    text = f"Đề nghị sửa hồ sơ của {asked.person.full_name}: {asked.what}"
    note(asked, "ask_correction", text, by)


def note(row: Correction, verb: str, text: str, by: Any) -> None:
    record(
        by=by,
        action=f"people.{verb}",
        text=text,
        subject=row.person,
        body=row.person.department,
        detail={"correction": row.pk, "reason": row.reason, "answer": row.answer},
    )
