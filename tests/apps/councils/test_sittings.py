"""Preparing sittings: circulation, order, papers, replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from thidua.councils import actions
from thidua.councils.models import Invitation, Recusal, Sitting, SittingPaper
from thidua.councils.queries import progress_of, still_prevents_opening
from thidua.councils.queries.tally import tallies
from thidua.councils.queries.work_rules import rules_of
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db

HELD, RECEIVED = dt.date(2026, 9, 25), dt.date(2026, 9, 15)
PDF = b"%PDF-1.4 thu nghiem"


def draft(bench: SimpleNamespace, **more: Any) -> Sitting:
    facts: dict[str, Any] = {"title": "Phiên thử", "held_on": HELD, "received_on": RECEIVED}
    return actions.create_sitting(council=bench.council, by=bench.secretary, **{**facts, **more})


def circulation(bench: SimpleNamespace, *, hours: int = 48) -> Sitting:
    sitting = draft(bench, kind="van_ban", answer_by=timezone.now() + dt.timedelta(hours=hours))
    for number, code in enumerate(("ldtt", "cstd-co-so")):
        actions.add_motion(
            sitting=sitting, title=f"Người {number}", question="Đề nghị tặng", award_code=code,
            reference=f"thu:{number}", by=bench.secretary,
        )  # fmt: skip
    return sitting


# --- when a sitting cannot be ---------------------------------------------------------------------


def test_no_sitting_without_a_chair(bench: SimpleNamespace) -> None:
    actions.end_member(member=bench.members[0], by=bench.officer)
    with pytest.raises(WrongState, match="chưa có Chủ tịch"):
        draft(bench)
    assert Sitting.objects.count() == 0


@pytest.mark.parametrize(
    ("held", "sentence"),
    [(dt.date(2026, 1, 9), "thành lập ngày 10/01/2026"), (dt.date(2031, 1, 1), "Nhiệm kỳ")],
)
def test_no_sitting_before_the_council_or_after_its_term(
    bench: SimpleNamespace, held: dt.date, sentence: str
) -> None:
    actions.edit_council(
        council=bench.council,
        name=bench.council.name,
        term_from=dt.date(2026, 1, 10),
        term_to=dt.date(2030, 12, 31),
        by=bench.officer,
    )
    with pytest.raises(WrongState, match=sentence) as refusal:
        draft(bench, held_on=held, received_on=min(held, RECEIVED))
    assert refusal.value.field == "held_on"


def test_a_sitting_on_the_last_day_of_the_term_and_on_the_first_of_the_council(
    bench: SimpleNamespace,
) -> None:
    last = dt.date(2026, 12, 31)
    actions.edit_council(
        council=bench.council, name=bench.council.name, term_to=last, by=bench.officer
    )
    assert draft(bench, held_on=last).held_on == last
    first = dt.date(2026, 1, 10)
    assert draft(bench, held_on=first, received_on=first).held_on == first


def test_only_an_empty_draft_is_deleted(bench: SimpleNamespace, sitting: Any) -> None:
    with pytest.raises(WrongState, match="Đưa các đề nghị ra"):
        actions.remove_sitting(sitting=sitting, by=bench.secretary)
    actions.convene(sitting=sitting, by=bench.secretary)
    with pytest.raises(WrongState, match="đã mời họp"):
        actions.remove_sitting(sitting=sitting, by=bench.secretary)
    empty = draft(bench)
    actions.remove_sitting(sitting=empty, by=bench.secretary)
    assert not Sitting.objects.filter(title="Phiên thử").exists()


# --- opinions in writing --------------------------------------------------------------------------


def test_opinions_in_writing_need_a_rule_that_allows_them(
    bench: SimpleNamespace, world: SimpleNamespace
) -> None:
    world.department.rulebook_scope = ""
    world.department.save()
    bench.council.refresh_from_db()
    with pytest.raises(WrongState, match="Chưa nạp quy chế") as refusal:
        circulation(bench)
    assert refusal.value.field == "kind"


@pytest.mark.parametrize("answer_by", [None, dt.timedelta(hours=-1)])
def test_opinions_in_writing_need_a_time_limit_to_come(
    bench: SimpleNamespace, answer_by: dt.timedelta | None
) -> None:
    with pytest.raises(WrongState, match="ạn trả lời") as refusal:
        draft(bench, kind="van_ban", answer_by=answer_by and timezone.now() + answer_by)
    assert refusal.value.field == "answer_by"


def test_a_circulation_counts_answers_and_closes_at_its_time_limit(
    bench: SimpleNamespace, vote: Callable[..., None]
) -> None:
    sitting = circulation(bench)
    actions.convene(sitting=sitting, by=bench.secretary)
    assert sitting.attendance.filter(status="van_ban").count() == 9
    with pytest.raises(WrongState, match="không điểm danh"):
        actions.set_attendance(
            sitting=sitting, marks={bench.members[0].pk: ("co_mat", "")}, by=bench.secretary
        )
    sitting.refresh_from_db()
    assert still_prevents_opening(sitting) == []
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    for number in range(7):
        vote(sitting, number)
    sitting = Sitting.objects.get(pk=sitting.pk)
    progress = progress_of(sitting)
    assert (progress.present, progress.absent, progress.quorum_met) == (7, 2, True)
    with pytest.raises(WrongState, match="chưa trả lời và còn trong hạn"):
        actions.close_ballot(sitting=sitting, by=bench.secretary)
    Sitting.objects.update(answer_by=timezone.now() - dt.timedelta(minutes=1))
    sitting = Sitting.objects.get(pk=sitting.pk)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    ldtt, cstd = sitting.motions.all()
    # 7 of 9: more than half passes, 80 % of all members does not; the two silent ones count.
    assert (ldtt.result, cstd.result) == ("passed", "failed")
    assert [t.base for t in tallies(Sitting.objects.get(), [ldtt, cstd], 7)] == [9, 9]


def test_a_circulation_with_too_few_answers_is_not_counted_even_after_its_limit(
    bench: SimpleNamespace, vote: Callable[..., None]
) -> None:
    sitting = circulation(bench)
    actions.convene(sitting=sitting, by=bench.secretary)
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    for number in range(5):
        vote(sitting, number)
    Sitting.objects.update(answer_by=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(WrongState, match="Cần ít nhất 6 phiếu"):
        actions.close_ballot(sitting=Sitting.objects.get(), by=bench.secretary)


def test_a_circulation_closes_early_when_everybody_answered(
    bench: SimpleNamespace, vote: Callable[..., None]
) -> None:
    sitting = circulation(bench)
    actions.convene(sitting=sitting, by=bench.secretary)
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    for number in range(9):
        vote(sitting, number)
    actions.close_ballot(sitting=Sitting.objects.get(), by=bench.secretary)
    assert Sitting.objects.get().box.state == "closed"


# --- invitations ----------------------------------------------------------------------------------


def test_every_member_is_invited_and_answers_for_the_own_seat(
    bench: SimpleNamespace, sitting: Any
) -> None:
    with pytest.raises(NotAllowed):
        actions.reply_to_invitation(sitting=sitting, answer="du", by=bench.users[3])
    actions.convene(sitting=sitting, by=bench.secretary)
    sitting.refresh_from_db()
    assert sitting.invitations.count() == 9
    with pytest.raises(WrongState, match="Ghi lý do vắng mặt"):
        actions.reply_to_invitation(sitting=sitting, answer="vang", by=bench.users[3])
    actions.reply_to_invitation(sitting=sitting, answer="vang", reason="Đi học", by=bench.users[3])
    actions.reply_to_invitation(sitting=sitting, answer="du", reason="x", by=bench.users[3])
    row = Invitation.objects.get(member=bench.members[3])
    assert (row.answer, row.reason) == ("du", "")
    with pytest.raises(NotAllowed, match="Chỉ thành viên được mời"):
        actions.reply_to_invitation(sitting=sitting, answer="du", by=bench.officer)
    with pytest.raises(WrongState, match="Chọn dự họp"):
        actions.reply_to_invitation(sitting=sitting, answer="co_le", by=bench.users[3])


# --- order ----------------------------------------------------------------------------------------


def test_motions_are_put_into_any_order_once_and_whole(
    bench: SimpleNamespace, sitting: Any
) -> None:
    keys = [m.pk for m in sitting.motions.all()]
    actions.order_motions(sitting=sitting, order=keys[::-1], by=bench.secretary)
    assert [m.pk for m in sitting.motions.all()] == keys[::-1]
    for wrong in (keys[:2], [*keys, keys[0]], [keys[0], keys[0], keys[1]], [*keys[:2], 999_999]):
        with pytest.raises(WrongState, match="không khớp"):
            actions.order_motions(sitting=sitting, order=wrong, by=bench.secretary)
    assert [m.pk for m in sitting.motions.all()] == keys[::-1]


def test_order_and_recusals_stand_once_the_box_is_open(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    keys = [m.pk for m in open_sitting.motions.all()]
    with pytest.raises(WrongState, match="Hòm phiếu đã mở"):
        actions.order_motions(sitting=open_sitting, order=keys[::-1], by=bench.secretary)
    with pytest.raises(WrongState, match="Hòm phiếu đã mở nên không ghi thêm"):
        actions.recuse(
            sitting=open_sitting, motions=[open_sitting.motions.first()],
            member=bench.members[3], ground="ban_than", by=bench.secretary,
        )  # fmt: skip
    assert Recusal.objects.count() == 0


# --- papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [
        ({}, "Chọn một tệp"),
        ({"url": "ftp://x"}, "Ghi địa chỉ"),
        ({"url": "javascript:alert(1)"}, "Ghi địa chỉ"),
        ({"url": "https://vanban.vn/1"}, "Ghi tên tài liệu"),
        ({"upload": ("a.exe", b"MZ")}, "không phải PDF"),
        ({"upload": ("a.pdf", b"")}, "tệp rỗng"),
        ({"upload": ("a.pdf", b"PK\x03\x04")}, "nội dung không phải PDF"),
    ],
)
def test_a_paper_that_is_none_is_refused(
    bench: SimpleNamespace, sitting: Any, paper: dict[str, Any], sentence: str
) -> None:
    if "upload" in paper:
        paper = {"upload": SimpleUploadedFile(*paper["upload"])}
    with pytest.raises(WrongState, match=sentence):
        actions.add_paper(sitting=sitting, title="", by=bench.secretary, **paper)
    assert SittingPaper.objects.count() == 0


def test_papers_go_with_a_motion_and_stay_once_the_box_is_open(
    bench: SimpleNamespace,
    sitting: Any,
    tools: SimpleNamespace,
    tmp_path: Any,
    settings: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    motion = sitting.motions.first()
    paper = actions.add_paper(
        sitting=sitting,
        title="",
        motion=motion,
        upload=SimpleUploadedFile("Báo cáo thành tích.pdf", PDF),
        by=bench.secretary,
    )
    assert paper.title == "Báo cáo thành tích"
    assert paper.size == len(PDF)
    other = draft(bench)
    with pytest.raises(WrongState, match="không thuộc phiên họp"):
        actions.add_paper(
            sitting=other, title="x", motion=motion, url="https://x.vn", by=bench.secretary
        )
    link = actions.add_paper(
        sitting=sitting, title="Tờ trình", url="https://sonoivu.vn/tt", by=bench.secretary
    )
    actions.remove_paper(paper=link, by=bench.secretary)
    tools.opened(bench, sitting)
    with pytest.raises(WrongState, match="không gỡ được"):
        actions.remove_paper(paper=SittingPaper.objects.get(), by=bench.secretary)


def test_rules_are_those_of_the_day_of_receipt(bench: SimpleNamespace) -> None:
    # The body's own regulation is in force since 15/01/2026.
    assert rules_of(bench.council, dt.date(2026, 1, 14)).recusal_base is None
    assert rules_of(bench.council, RECEIVED).recusal_base == "khong_tru"
