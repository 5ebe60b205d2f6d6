"""Correction, cancellation with recovery, re-issue: what changes where, and what is refused."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from tests.apps.decisions.passed import issued

from thidua.bonuses.actions import mark_paid
from thidua.decisions import actions
from thidua.decisions.models import (
    AmendedLine,
    Certificate,
    Decision,
    DecisionAward,
    Notice,
    Reissue,
)
from thidua.decisions.queries.amended import deadlines, law_of_cancellation
from thidua.decisions.queries.printing import docx_of
from thidua.kit.errors import LawSaysNo, NotAllowed, WrongState
from thidua.register.models import RegisterEntry, RegisterEvent
from thidua.register.queries import verify_chain

C = Certificate.State


def texts(decision: Decision) -> str:
    document = Document(BytesIO(docx_of(decision)))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def cancelled(
    world: SimpleNamespace, decision: Decision, rows: list[DecisionAward], **more: object
) -> Decision:
    """A cancellation of these lines, issued by the director."""
    given = {
        "ground": "ke-khai-gian-doi",
        "conclusion_number": "Kết luận số 12/KL-TTr",
        "conclusion_on": timezone.localdate(),
        "conclusion_by": "Thanh tra tỉnh",
        **more,
    }
    draft = actions.draft_cancellation(
        decision=decision, awards=[row.pk for row in rows], by=world.users.officer, **given
    )
    actions.send_to_sign(decision=draft, by=world.users.officer)
    return actions.issue_decision(
        decision=draft, decided_on=timezone.localdate(), by=world.users.director
    )


def handed_over(world: SimpleNamespace, row: DecisionAward) -> None:
    """The reward of the line is marked as paid today."""
    mark_paid(payments=[row.payment], paid_on=timezone.localdate(), by=world.users.officer)


def row_of(decision: Decision, name: str, award: str) -> DecisionAward:
    return decision.awards.get(recipient_name=name, award_code=award)


def test_a_partial_cancellation_reaches_register_certificate_and_money(
    world: SimpleNamespace,
) -> None:
    decision = issued(world)
    row = row_of(decision, "Trần Đức Anh", "ldtt")
    handed_over(world, row)
    done = cancelled(world, decision, [row])
    assert done.full_number == "08/QĐ-SNV"
    row.refresh_from_db()
    assert row.standing == DecisionAward.Standing.CANCELLED
    entry = row.register_entry
    assert (entry.state, entry.recovery) == ("revoked", "asked")
    kinds = list(RegisterEvent.objects.filter(entry=entry).values_list("kind", "document_number"))
    assert kinds == [("revoked", "08/QĐ-SNV"), ("recovery_asked", "08/QĐ-SNV")]
    assert row.certificate.state == C.CANCELLED
    others = Certificate.objects.exclude(award=row)
    assert set(others.values_list("state", flat=True)) == {C.VALID}
    assert RegisterEntry.objects.filter(state="valid").count() == 4
    line = done.amended_lines.get()
    assert (line.amount_due, line.objects_due != "") == (row.amount, True)
    # The regulation of the body: 15 working days to return (rulebook, slot so_ngay_nop_lai).
    assert done.amendment.return_by > timezone.localdate()
    paper = texts(done)
    assert "Hủy bỏ một phần Quyết định số 07/QĐ-SNV" in paper
    assert "kê khai gian dối thành tích (Điều 93 khoản 2 điểm a" in paper
    assert "Thanh tra tỉnh" in paper
    assert Notice.objects.get(about="cancelled").award == row
    assert verify_chain(world.department).whole


def test_a_whole_cancellation_leaves_nothing_standing(world: SimpleNamespace) -> None:
    decision = issued(world)
    done = cancelled(world, decision, list(decision.awards.all()))
    assert "Hủy bỏ toàn bộ" in texts(done)
    assert not RegisterEntry.objects.filter(state="valid").exists()
    assert not Certificate.objects.filter(state=C.VALID).exists()
    page = officer(world).get(f"/quyet-dinh/{decision.pk}/").content.decode()
    assert "Đã hủy bỏ toàn bộ" in page
    with pytest.raises(WrongState, match="đã bị hủy bỏ trước đó"):
        cancelled(world, decision, [decision.awards.first()])


def officer(world: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(world.users.officer)
    return client


def test_money_and_object_come_back_in_parts(world: SimpleNamespace) -> None:
    decision = issued(world)
    row = row_of(decision, "Trần Đức Anh", "ldtt")
    handed_over(world, row)
    line = cancelled(world, decision, [row]).amended_lines.get()
    today = timezone.localdate()

    def back(**given: Any) -> Any:
        return actions.record_returned(line=line, by=world.users.officer, **given)

    with pytest.raises(WrongState, match="Ghi ngày nộp lại hiện vật hoặc số tiền"):
        back()
    with pytest.raises(WrongState, match="Chỉ còn phải nộp"):
        back(amount=line.amount_due + 1, amount_on=today)
    with pytest.raises(WrongState, match="chưa tới"):
        back(objects_on=today + dt.timedelta(days=1))
    with pytest.raises(WrongState, match="từ ngày quyết định hủy bỏ"):
        back(objects_on=today - dt.timedelta(days=1))
    back(amount=line.amount_due - 1, amount_on=today)
    back(objects_on=today)
    row.register_entry.refresh_from_db()
    assert row.register_entry.recovery == "asked"
    done = back(amount=1, amount_on=today)
    assert not done.outstanding
    row.register_entry.refresh_from_db()
    assert row.register_entry.recovery == "returned"
    with pytest.raises(WrongState, match="đã nộp lại đủ"):
        back(amount=1, amount_on=today)


def test_only_grounds_of_the_law_and_days_in_order(world: SimpleNamespace) -> None:
    decision = issued(world)
    rows = list(decision.awards.all())
    with pytest.raises(LawSaysNo, match="Luật không có căn cứ"):
        cancelled(world, decision, rows, ground="khong-thich")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(WrongState, match=r"Ngày kết luận .* chưa tới"):
        cancelled(world, decision, rows, conclusion_on=tomorrow)
    with pytest.raises(WrongState, match="từ ngày kết luận trở đi"):
        cancelled(world, decision, rows, received_on=timezone.localdate() - dt.timedelta(days=2))
    with pytest.raises(WrongState, match="số, ngày kết luận hoặc bản án"):
        cancelled(world, decision, rows, conclusion_number=" ")
    with pytest.raises(WrongState, match="Chọn ít nhất một người"):
        cancelled(world, decision, [])
    assert not RegisterEntry.objects.exclude(state="valid").exists()


def test_deadlines_come_from_the_regulation_or_say_that_it_is_silent(
    world: SimpleNamespace,
) -> None:
    row = issued(world).awards.select_related("decision__department").first()
    start = dt.date(2026, 10, 5)
    law = law_of_cancellation(row, on=start)
    steps = deadlines(law, [start] * 3)
    assert [step.words for step in steps] == [
        "10 ngày làm việc", "20 ngày làm việc", "15 ngày làm việc",
    ]  # fmt: skip
    assert steps[2].due == dt.date(2026, 10, 26)
    row.decision.department.rulebook_scope = ""
    silent = deadlines(law_of_cancellation(row, on=start), [start] * 3)
    assert {step.due for step in silent} == {None}
    assert {step.words for step in silent} == {
        "Cơ quan chưa quy định số ngày; ghi hạn trong quyết định."
    }


def test_a_correction_is_a_new_decision_and_the_old_paper_stays(world: SimpleNamespace) -> None:
    decision = issued(world)
    before = texts(decision)
    row = row_of(decision, "Trần Đức Anh", "ldtt")
    old = row.certificate
    old_entry = row.register_entry
    draft = actions.draft_correction(
        decision=decision, changes={row.pk: {"recipient_name": "Trần Đức Ánh"}},
        by=world.users.officer,
    )  # fmt: skip
    actions.send_to_sign(decision=draft, by=world.users.officer)
    done = actions.issue_decision(
        decision=draft, decided_on=timezone.localdate(), by=world.users.director
    )
    row.refresh_from_db()
    assert row.recipient_name == "Trần Đức Ánh"
    assert texts(decision) == before
    assert "Trần Đức Ánh" in texts(done)
    assert "Trần Đức Anh" in texts(done)
    old.refresh_from_db()
    old_entry.refresh_from_db()
    new = DecisionAward.objects.get(pk=row.pk).certificate
    assert (old.state, new.state, new.replaces) == (C.REPLACED, C.VALID, old)
    assert old_entry.state == "revoked"
    assert (row.register_entry.recipient_name, row.register_entry.decision_number) == (
        "Trần Đức Ánh",
        "07/QĐ-SNV",
    )
    assert RegisterEntry.objects.filter(state="valid").count() == 5
    assert verify_chain(world.department).whole
    stale = actions.draft_correction(
        decision=decision, changes={row.pk: {"office": "Trưởng phòng"}}, by=world.users.officer
    )
    AmendedLine.objects.filter(decision=stale).update(changes={"office": ["sai", "mới"]})
    actions.send_to_sign(decision=stale, by=world.users.officer)
    with pytest.raises(WrongState, match="đã được đính chính bởi quyết định khác"):
        actions.issue_decision(
            decision=stale, decided_on=timezone.localdate(), by=world.users.director
        )


def test_a_correction_needs_something_to_correct(world: SimpleNamespace) -> None:
    decision = issued(world)
    row = decision.awards.first()
    with pytest.raises(WrongState, match="Chưa có nội dung nào khác"):
        actions.draft_correction(
            decision=decision, changes={row.pk: {"recipient_name": row.recipient_name}},
            by=world.users.officer,
        )  # fmt: skip
    with pytest.raises(TypeError):
        actions.draft_correction(
            decision=decision, changes={row.pk: {"amount": "1"}}, by=world.users.officer
        )
    with pytest.raises(WrongState, match="không để trống"):
        actions.draft_correction(
            decision=decision, changes={row.pk: {"recipient_name": " "}}, by=world.users.officer
        )
    actions.draft_correction(
        decision=decision, changes={row.pk: {"office": "Khác"}}, by=world.users.officer
    )
    with pytest.raises(WrongState, match="đang nằm trong dự thảo"):
        actions.draft_correction(
            decision=decision, changes={row.pk: {"office": "Khác nữa"}}, by=world.users.officer
        )


def test_a_lost_certificate_is_given_anew_and_the_old_code_says_so(world: SimpleNamespace) -> None:
    decision = issued(world)
    row = row_of(decision, "Trần Đức Anh", "ldtt")
    old, today = row.certificate, timezone.localdate()
    asked = actions.apply_for_reissue(
        award=row, kind="reissue", reason="Mất do lũ", applicant=row.recipient_name,
        applied_on=today, by=world.users.officer,
    )  # fmt: skip
    assert asked.due_on is not None
    assert asked.due_on > today
    with pytest.raises(WrongState, match="có đơn đang chờ"):
        actions.apply_for_reissue(
            award=row, kind="reissue", reason="Lại", applicant="A", applied_on=today,
            by=world.users.officer,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.give_reissue(reissue=asked, by=world.users.officer)
    given = actions.give_reissue(reissue=asked, by=world.users.director)
    old.refresh_from_db()
    assert (old.state, given.certificate.state) == (C.REPLACED, C.VALID)
    assert given.certificate.token != old.token
    public = Client()
    old_page = public.get(f"/xac-minh/{old.token}/", {"c": old.payload}).content.decode()
    assert "Bằng này đã được thay bằng bằng mới" in old_page
    new = given.certificate
    new_page = public.get(f"/xac-minh/{new.token}/", {"c": new.payload}).content.decode()
    assert "Bằng này là thật" in new_page
    events = RegisterEvent.objects.filter(entry=row.register_entry)
    assert list(events.values_list("kind", flat=True)) == ["reissued"]
    with pytest.raises(WrongState, match="đã giải quyết"):
        actions.give_reissue(reissue=asked, by=world.users.director)


def test_an_exchange_needs_the_damaged_one_and_a_refusal_a_reason(world: SimpleNamespace) -> None:
    decision = issued(world)
    row, today = decision.awards.first(), timezone.localdate()
    asked = {
        "award": row, "kind": "exchange", "reason": "Ố", "applicant": "A", "applied_on": today,
        "by": world.users.officer,
    }  # fmt: skip
    with pytest.raises(WrongState, match="nộp lại bằng hư hỏng"):
        actions.apply_for_reissue(**asked)
    made = actions.apply_for_reissue(**{**asked, "object_returned": True})
    with pytest.raises(WrongState, match="Ghi lý do không cấp"):
        actions.refuse_reissue(reissue=made, answer=" ", by=world.users.director)
    actions.refuse_reissue(reissue=made, answer="Bằng còn dùng được", by=world.users.director)
    assert Reissue.objects.get().state == "refused"
    assert Certificate.objects.filter(state=C.VALID).count() == 5
    cancelled(world, decision, [row])
    with pytest.raises(WrongState, match="đã bị hủy bỏ"):
        actions.apply_for_reissue(**{**asked, "object_returned": True})


@pytest.mark.parametrize("name", ["head", "member", "secretary", "director", "stranger", "nobody"])
def test_drafting_what_comes_after_is_the_officers(world: SimpleNamespace, name: str) -> None:
    decision = issued(world)
    row, user = decision.awards.first(), getattr(world.users, name)
    with pytest.raises(NotAllowed):
        actions.draft_correction(decision=decision, changes={row.pk: {"office": "X"}}, by=user)
    with pytest.raises(NotAllowed):
        actions.draft_cancellation(
            decision=decision, awards=[row.pk], ground="ke-khai-gian-doi", by=user
        )
    with pytest.raises(NotAllowed):
        actions.apply_for_reissue(
            award=row, kind="reissue", reason="x", applicant="x", applied_on=timezone.localdate(),
            by=user,
        )  # fmt: skip


def test_the_way_by_pages(world: SimpleNamespace) -> None:
    decision = issued(world)
    client = officer(world)
    row = row_of(decision, "Trần Đức Anh", "ldtt")
    page = client.get(f"/quyet-dinh/{decision.pk}/huy-bo/").content.decode()
    assert "Điều 93 khoản 2 điểm a" in page
    assert "15 ngày làm việc" in page
    bad = client.post(f"/quyet-dinh/{decision.pk}/huy-bo/", {"dong": row.pk})
    assert bad.status_code == 422
    assert "Chọn căn cứ hủy bỏ." in bad.content.decode()
    sent = {
        "dong": row.pk, "ground": "ke-khai-gian-doi", "conclusion_number": "KL 12",
        "conclusion_on": timezone.localdate().strftime("%d/%m/%Y"),
    }  # fmt: skip
    answer = client.post(f"/quyet-dinh/{decision.pk}/huy-bo/", sent, follow=True)
    assert "Trường hợp bị hủy bỏ" in answer.content.decode()
    draft = Decision.objects.get(kind="cancellation")
    line = draft.amended_lines.get()
    too_much = {f"hien-vat-{line.pk}": "Bằng", f"tien-{line.pk}": "99999999"}
    page = client.post(f"/quyet-dinh/{draft.pk}/noi-dung-sua/", too_much, follow=True)
    assert "số thu hồi không vượt quá số đó" in page.content.decode()
    client.post(
        f"/quyet-dinh/{draft.pk}/noi-dung-sua/",
        {f"hien-vat-{line.pk}": "Bằng", f"tien-{line.pk}": "0"},
    )
    line.refresh_from_db()
    assert (line.objects_due, line.amount_due) == ("Bằng", 0)
    chosen = client.get(f"/quyet-dinh/{decision.pk}/dinh-chinh/", {"dong": row.pk})
    assert "Đã ghi: Trần Đức Anh" in chosen.content.decode()
