"""Minutes and tally record: versions, freezing, signatures, release; DOCX and PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from docx import Document

from thidua.councils import actions
from thidua.councils.models import Record, RecordVersion, Sitting
from thidua.councils.queries.minutes import paper_of
from thidua.councils.queries.papers_of_record import docx_of, pdf_of_record
from thidua.councils.queries.records import (
    counted_unreleased,
    is_intact,
    latest,
    waiting_for_signature,
)
from thidua.documents.minutes_values import from_plain, to_plain
from thidua.kit import events
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db

MINUTES, TALLY = "bien_ban_hop", "bien_ban_kiem_phieu"


@pytest.fixture
def counted(bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]) -> Any:
    for number in range(9):
        vote(open_sitting, number, "dong_y" if number < 8 else "khong_dong_y")
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    return Sitting.objects.get(pk=open_sitting.pk)


@pytest.fixture
def concluded(bench: SimpleNamespace, counted: Any) -> Any:
    actions.release_results(sitting=counted, by=bench.users[0])
    actions.conclude(sitting=counted, by=bench.secretary)
    return Sitting.objects.get(pk=counted.pk)


def write(bench: SimpleNamespace, sitting: Any, text: str, **more: Any) -> Record:
    facts: dict[str, Any] = {"kind": MINUTES, "texts": {"dien_bien": text}, **more}
    return actions.write_record(sitting=sitting, by=bench.secretary, **facts)


def newest(record: Record) -> RecordVersion:
    version = latest(record)
    assert version is not None
    return version


def sign(record: Record, user: Any) -> Record:
    return actions.sign_record(record=record, digest=newest(record).digest, by=user)


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


# --- release --------------------------------------------------------------------------------------


def test_results_reach_the_apps_above_together_and_only_when_the_chair_says_so(
    bench: SimpleNamespace, counted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []
    monkeypatch.setattr(events.motion_decided, "_receivers", [])
    events.motion_decided.subscribe(lambda *, motion, **_: told.append((motion.pk, motion.result)))
    for stranger in (bench.secretary, bench.users[2], bench.world.users.stranger):
        with pytest.raises(NotAllowed, match="Chỉ người chủ trì"):
            actions.release_results(sitting=counted, by=stranger)
    assert told == []
    assert list(counted_unreleased(bench.users[0])) == [counted]
    assert not counted_unreleased(bench.secretary)
    actions.release_results(sitting=counted, by=bench.users[0])
    assert not counted_unreleased(bench.users[0])
    assert [pk for pk, _ in told] == [m.pk for m in counted.motions.all()]
    assert all(result for _, result in told)
    with pytest.raises(WrongState, match="đã được công bố"):
        actions.release_results(sitting=counted, by=bench.users[0])
    assert len(told) == 3


def test_nothing_is_released_before_the_count(bench: SimpleNamespace, open_sitting: Any) -> None:
    with pytest.raises(WrongState, match="Đóng hòm phiếu"):
        actions.release_results(sitting=open_sitting, by=bench.users[0])


def test_a_receiver_that_fails_takes_the_whole_release_back(
    bench: SimpleNamespace, counted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*, motion: Any, by: Any) -> None:
        raise WrongState(f"{motion} {by}")

    monkeypatch.setattr(events.motion_decided, "_receivers", [fail])
    with pytest.raises(WrongState), transaction.atomic():
        actions.release_results(sitting=counted, by=bench.users[0])
    assert Sitting.objects.get().released_at is None


def test_a_chair_without_an_account_has_the_release_recorded_by_the_secretary(
    bench: SimpleNamespace, counted: Any
) -> None:
    bench.users[0].is_active = False
    bench.users[0].save()
    actions.release_results(sitting=Sitting.objects.get(), by=bench.secretary)
    assert Sitting.objects.get().released_by == bench.secretary


# --- versions -------------------------------------------------------------------------------------


def test_every_change_is_a_version_and_none_without_a_change(
    bench: SimpleNamespace, counted: Any
) -> None:
    record = write(bench, counted, "Ông A hỏi.")
    write(bench, counted, "Ông A hỏi.")
    write(bench, counted, "Ông A hỏi, bà B đáp.", note="Thêm ý kiến")
    numbers = list(record.versions.values_list("number", flat=True))
    assert numbers == [2, 1]
    assert newest(record).note == "Thêm ý kiến"


def test_two_writers_do_not_write_over_each_other(bench: SimpleNamespace, counted: Any) -> None:
    record = write(bench, counted, "Của thư ký", seen=0)
    actions.write_record(
        sitting=counted, kind=MINUTES, texts={"dien_bien": "Mới hơn"}, seen=1, by=bench.officer
    )
    with pytest.raises(WrongState, match="vừa lưu lần 2"):
        write(bench, counted, "Cũ", seen=1)
    assert newest(record).sections[2]["text"] == "Mới hơn"


@pytest.mark.parametrize("texts", [{"la": "x"}, {"ket_luan": "x", "phieu_hong": "y"}])
def test_sections_that_are_not_in_the_form_are_refused(
    bench: SimpleNamespace, counted: Any, texts: dict[str, str]
) -> None:
    with pytest.raises(WrongState, match="không có trong mẫu"):
        actions.write_record(sitting=counted, kind=MINUTES, texts=texts, by=bench.secretary)
    with pytest.raises(WrongState, match="Chọn biên bản"):
        actions.write_record(sitting=counted, kind="khac", texts={}, by=bench.secretary)


def test_a_draft_sitting_has_no_minutes(bench: SimpleNamespace, sitting: Any) -> None:
    with pytest.raises(WrongState, match="Mời họp trước"):
        write(bench, sitting, "x")


# --- signing --------------------------------------------------------------------------------------


def test_minutes_are_signed_by_secretary_and_chair_and_then_stand(
    bench: SimpleNamespace, concluded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(events.record_signed, "_receivers", [])
    events.record_signed.subscribe(lambda *, record, **_: told.append(record.pk))
    write(bench, concluded, "Ông A hỏi.")
    record = actions.send_record(sitting=concluded, kind=MINUTES, number="03", by=bench.secretary)
    assert set(waiting_for_signature(bench.secretary)) == {record}
    with pytest.raises(WrongState, match="đang chờ ký"):
        write(bench, concluded, "khác")
    with pytest.raises(NotAllowed, match=r"do .* ký"):
        sign(record, bench.users[3])
    assert sign(record, bench.secretary).state == "signing"
    assert not waiting_for_signature(bench.secretary)
    with pytest.raises(WrongState, match="đã ký biên bản này"):
        sign(record, bench.secretary)
    assert told == []
    assert sign(record, bench.users[0]).state == "signed"
    assert told == [record.pk]
    for call in (
        lambda: write(bench, concluded, "khác"),
        lambda: actions.take_back_record(record=record, reason="x", by=bench.secretary),
        lambda: actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary),
        lambda: sign(record, bench.users[0]),
    ):
        with pytest.raises(WrongState):
            call()
    text = words(docx_of(Sitting.objects.get(), MINUTES))
    assert "Số: 03/BB-HĐTĐKT" in text
    assert text.count("Đã ký bằng tài khoản") == 2
    assert "DỰ THẢO" not in text


def test_the_tally_record_is_signed_by_the_scrutineers_and_the_chair(
    bench: SimpleNamespace, counted: Any
) -> None:
    counted.scrutineers.set(bench.members[3:5])
    record = actions.send_record(sitting=counted, kind=TALLY, by=bench.secretary)
    with pytest.raises(NotAllowed):
        sign(record, bench.secretary)
    for user in (bench.users[3], bench.users[4]):
        assert sign(record, user).state == "signing"
    assert sign(record, bench.users[0]).state == "signed"
    text = words(docx_of(counted, TALLY))
    assert text.count("Đã ký bằng tài khoản") == 3
    assert "Không có ý kiến, khiếu nại về việc kiểm phiếu." in text


@pytest.mark.parametrize("kind", [MINUTES, TALLY])
def test_nothing_is_sent_to_be_signed_before_the_count(
    bench: SimpleNamespace, open_sitting: Any, kind: str
) -> None:
    with pytest.raises(WrongState, match="Đóng hòm phiếu"):
        actions.send_record(sitting=open_sitting, kind=kind, by=bench.secretary)


def test_minutes_wait_for_the_end_of_the_sitting(bench: SimpleNamespace, counted: Any) -> None:
    with pytest.raises(WrongState, match="Kết luận phiên họp"):
        actions.send_record(sitting=counted, kind=MINUTES, by=bench.secretary)


def test_signers_without_an_account_sign_by_hand_and_one_account_is_needed(
    bench: SimpleNamespace, concluded: Any
) -> None:
    bench.users[0].is_active = False
    bench.users[0].save()
    sitting = Sitting.objects.get()
    record = actions.send_record(sitting=sitting, kind=MINUTES, by=bench.secretary)
    assert sign(record, bench.secretary).state == "signed"
    assert "(Ký, ghi rõ họ tên)" in words(docx_of(sitting, MINUTES))
    bench.secretary.is_active = False
    bench.secretary.save()
    with pytest.raises(WrongState, match="Chưa có tài khoản để ký"):
        actions.send_record(sitting=Sitting.objects.get(), kind=TALLY, by=bench.officer)


def test_taking_back_keeps_the_signature_with_the_old_text(
    bench: SimpleNamespace, concluded: Any
) -> None:
    write(bench, concluded, "Bản đầu")
    record = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    sign(record, bench.secretary)
    with pytest.raises(WrongState, match="Ghi lý do"):
        actions.take_back_record(record=record, reason=" ", by=bench.secretary)
    actions.take_back_record(record=record, reason="Sai tên khách mời", by=bench.secretary)
    write(bench, concluded, "Bản sau")
    again = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    assert newest(again).signatures.count() == 0
    assert set(waiting_for_signature(bench.secretary)) == {again}
    assert sum(v.signatures.count() for v in again.versions.all()) == 1
    assert len({v.digest for v in again.versions.exclude(digest="")}) == 2


def test_a_signer_who_read_another_text_is_refused(bench: SimpleNamespace, concluded: Any) -> None:
    record = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    seen = newest(record).digest
    actions.take_back_record(record=record, reason="sửa", by=bench.secretary)
    write(bench, concluded, "khác")
    record = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    for digest in (seen, "", "0" * 64):
        with pytest.raises(WrongState, match="đã khác bản"):
            actions.sign_record(record=record, digest=digest, by=bench.secretary)


def test_a_text_changed_behind_the_program_is_seen_and_not_signed(
    bench: SimpleNamespace, concluded: Any
) -> None:
    record = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    version = latest(record)
    assert version is not None
    assert is_intact(version)
    content = {**version.content, "subject": "Đã sửa"}
    RecordVersion.objects.filter(pk=version.pk).update(content=content)
    assert not is_intact(newest(record))
    with pytest.raises(WrongState, match="không khớp mã nội dung"):
        sign(record, bench.secretary)


def test_what_was_frozen_does_not_follow_later_changes(
    bench: SimpleNamespace, concluded: Any
) -> None:
    record = actions.send_record(sitting=concluded, kind=MINUTES, by=bench.secretary)
    before = docx_of(concluded, MINUTES)
    concluded.council.name = "Tên khác"
    concluded.council.save()
    motion = concluded.motions.first()
    motion.title = "Người khác"
    motion.save()
    paper = paper_of(Sitting.objects.get(), MINUTES)
    assert paper.council != "Tên khác"
    assert "Người khác" not in {line.name for line in paper.results}
    assert words(docx_of(Sitting.objects.get(), MINUTES)) == words(before)
    version = latest(record)
    assert version is not None
    assert to_plain(from_plain(version.content)) == version.content


# --- the papers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [MINUTES, TALLY])
def test_papers_open_as_docx_and_pdf_and_say_who_stepped_aside(
    bench: SimpleNamespace,
    sitting: Any,
    tools: SimpleNamespace,
    vote: Callable[..., None],
    kind: str,
) -> None:
    motion = sitting.motions.get(award_code="cstd-co-so")
    actions.recuse(
        sitting=sitting, motions=[motion], member=bench.members[8], ground="than_nhan",
        note="em ruột", by=bench.secretary,
    )  # fmt: skip
    tools.opened(bench, sitting, absent=1, written=1)
    for number in range(8):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    sitting = Sitting.objects.get()
    text = words(docx_of(sitting, kind))
    assert "không tham gia biểu quyết đề nghị" in text
    assert "em ruột" in text
    assert "Không trừ 1 người không tham gia" in text
    assert sitting.box.fingerprint[:8] in text
    pdf = pdf_of_record(sitting, kind)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
