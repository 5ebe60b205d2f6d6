"""Paper sheets of members without a device: handed in, read twice, merged when the box closes.

A sheet on paper bears no name. Two scrutineers number the sheets after they left the paper box,
read them independently, and both readings must be the same. What they entered is kept sealed and
is gone when the box closes; the paper itself stays in the council's file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from thidua.audit.actions import record
from thidua.councils import ballot_box
from thidua.councils.actions.base import check_secret
from thidua.councils.actions.counting import open_box
from thidua.councils.models import BallotBox, HasVoted, Member, PaperEntry, Sitting
from thidua.councils.permissions import check_may_read_paper, check_may_run_ballot
from thidua.councils.queries.paper import ABOUT, NOT_VOTING, differences, readings
from thidua.councils.queries.progress import VOTING, Progress
from thidua.councils.queries.tally import not_voting
from thidua.councils.queries.work_rules import rules_of
from thidua.kit.errors import WrongState
from thidua.people.identity import seal


@transaction.atomic
def take_paper(*, sitting: Sitting, member: Member, by: Any) -> HasVoted:
    """Note that a member put a paper sheet into the paper box; they vote no other way then."""
    check_may_run_ballot(user=by, sitting=sitting)
    box = _locked(sitting)
    if not rules_of(sitting.council, sitting.received_on).paper:
        raise WrongState("Quy chế của Hội đồng không dùng phiếu giấy.")
    if not sitting.attendance.filter(member=member, status__in=VOTING).exists():
        raise WrongState(
            f"{member.full_name} chưa được ghi có mặt hoặc gửi ý kiến bằng văn bản. "
            "Điểm danh trước khi nhận phiếu."
        )
    try:
        with transaction.atomic():
            mark = HasVoted.objects.create(box=box, member=member, way=HasVoted.Way.PAPER)
    except IntegrityError:
        raise WrongState(f"{member.full_name} đã bỏ phiếu.") from None
    _forget_readings(box)
    _note(sitting, "take_paper", f"Đã nhận phiếu giấy của {member.full_name}", by)
    return mark


@transaction.atomic
def give_paper_back(*, sitting: Sitting, member: Member, by: Any) -> None:
    """A sheet was noted for the wrong member: the note goes while the box is open."""
    check_may_run_ballot(user=by, sitting=sitting)
    box = _locked(sitting)
    gone, _ = HasVoted.objects.filter(box=box, member=member, way=HasVoted.Way.PAPER).delete()
    if not gone:
        raise WrongState(f"Không có phiếu giấy nào ghi cho {member.full_name}.")
    _forget_readings(box)
    _note(sitting, "give_paper_back", f"Đã bỏ ghi nhận phiếu giấy của {member.full_name}", by)


@sensitive_variables()
@transaction.atomic
def read_paper(*, sitting: Sitting, sheets: Sequence[Mapping[int, str]], by: Any) -> PaperEntry:
    """Keep what one scrutineer read: one mapping `{motion number: answer}` a numbered sheet.

    Refuses another number of sheets than were taken in, an answer that is not on the sheet, and
    more or fewer crossed-out motions than the members on paper who do not vote on them. Reading
    again replaces the own reading.
    """
    check_may_read_paper(user=by, sitting=sitting)
    box = _locked(sitting)
    taken = _on_paper(box)
    if not taken:
        raise WrongState("Chưa nhận phiếu giấy nào. Thư ký ghi nhận phiếu giấy trước.")
    if len(sheets) != len(taken):
        raise WrongState(f"Đã nhận {len(taken)} phiếu giấy; nhập đủ {len(taken)} tờ.")
    rows = sitting.attendance.filter(member__in=taken)
    away = [not_voting(box, row) for row in rows]
    kept: list[dict[int, str]] = [{} for _ in sheets]
    for asked in box.asked:
        crossed = 0
        for number, sheet in enumerate(sheets):
            answer = sheet.get(asked["number"], "")
            if answer == NOT_VOTING:
                crossed += 1
            elif ballot_box.valid(asked, answer, on_paper=True):
                kept[number][asked["number"]] = answer
            else:
                raise WrongState(f"Tờ số {number + 1}: chưa nhập “{asked['title']}”.")
        expected = sum(1 for pks in away if asked["id"] in pks)
        if crossed != expected:
            raise WrongState(
                f"“{asked['title']}”: {expected} người bỏ phiếu giấy không biểu quyết đề nghị này, "
                f"nhưng đã nhập {crossed} tờ “Không biểu quyết”."
            )
    others = PaperEntry.objects.filter(box=box).exclude(entered_by=by).count()
    if others >= 2:
        raise WrongState("Đã có hai người kiểm phiếu nhập. Mỗi lần kiểm chỉ cần hai người.")
    sealed = seal(json.dumps(kept).encode(), about=ABOUT.format(box.pk))
    entry, _ = PaperEntry.objects.update_or_create(
        box=box, entered_by=by, defaults={"sealed": sealed}
    )
    _note(sitting, "read_paper", f"Đã nhập {len(sheets)} phiếu giấy để đối chiếu", by)
    return entry


@sensitive_variables()
def agreed_sheets(box: BallotBox, progress: Progress) -> list[dict[int, str]]:
    """The paper sheets as both scrutineers read them; refuses until there is such a reading."""
    if not progress.paper_ids:
        return []
    apart = differences(box)
    if apart is None:
        raise WrongState(
            f"Có {len(progress.paper_ids)} phiếu giấy: hai người kiểm phiếu cùng nhập, mỗi người "
            "một lần, rồi mới đóng phiếu."
        )
    if apart:
        raise WrongState(
            f"Hai người kiểm phiếu nhập khác nhau ở {len(apart)} ô. Xem lại tờ phiếu, nhập lại "
            "cho khớp rồi đóng phiếu."
        )
    return readings(box)[0]


def _forget_readings(box: BallotBox) -> None:
    """Another number of sheets: what was read before does not fit any more."""
    PaperEntry.objects.filter(box=box).delete()


def _on_paper(box: BallotBox) -> list[Member]:
    rows = HasVoted.objects.filter(box=box, way=HasVoted.Way.PAPER).select_related("member")
    return [row.member for row in rows]


def _locked(sitting: Sitting) -> BallotBox:
    check_secret(sitting)
    return open_box(sitting, "Hòm phiếu đã đóng nên không nhận thêm phiếu giấy.")


def _note(sitting: Sitting, verb: str, text: str, by: Any) -> None:
    record(
        by=by,
        action=f"councils.{verb}",
        text=f"{text} tại phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
