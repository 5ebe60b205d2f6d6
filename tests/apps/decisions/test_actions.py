"""Drafting and issuing: what is stored, what is refused, and that a refusal stores nothing."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.apps.decisions.passed import awaiting, council_vote, issued, nominee, usual

from thidua.audit.models import AuditRow
from thidua.bonuses.models import Payment
from thidua.decisions import actions
from thidua.decisions.models import Certificate, Decision, DecisionAward
from thidua.decisions.queries.lists import next_number
from thidua.decisions.signing import public_keys
from thidua.documents.seal import verify
from thidua.dossiers.models import Nominee
from thidua.kit.errors import LawSaysNo, NotAllowed, WrongState
from thidua.register.models import RegisterEntry

S = Decision.State


def test_a_draft_takes_its_words_from_the_records(world: SimpleNamespace) -> None:
    nominees = usual(world)
    council_vote(nominees)
    decision = actions.draft_decision(nominees=nominees, by=world.users.officer)
    assert decision.title == "Về việc tặng danh hiệu thi đua, hình thức khen thưởng năm 2026"
    assert decision.symbol == "QĐ-SNV"
    assert (decision.period_from, decision.period_to) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
    )
    assert decision.signatory_name == "Ngô Đức Vinh"
    assert decision.grounds[0].startswith("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15")
    assert decision.grounds[-1] == (
        "Xét đề nghị của Hội đồng Thi đua - Khen thưởng Sở Nội vụ "
        "tại phiên họp ngày 10 tháng 9 năm 2026"
    )
    rows = [(a.order, a.award_code, a.recipient_name) for a in decision.awards.all()]
    assert rows == [
        (1, "tt-ldtt", "Văn phòng Sở"),
        (2, "cstd-co-so", "Nguyễn Thị Minh Châu"),
        (3, "ldtt", "Trần Đức Anh"),
        (4, "ldtt", "Nguyễn Thị Minh Châu"),
        (5, "giay-khen", "Đặng Thùy Dương"),
    ]


def test_a_single_award_is_named_in_the_title(world: SimpleNamespace) -> None:
    one = nominee(world.people[0], "cstd-co-so")
    decision = actions.draft_decision(nominees=[one], by=world.users.officer)
    assert decision.title == "Về việc tặng Chiến sĩ thi đua cơ sở năm 2026"


@pytest.mark.parametrize("award", ["cstd-cap-tinh", "bk-cap-tinh", "bk-thu-tuong"])
def test_awards_of_a_higher_level_are_not_decided_here(world: SimpleNamespace, award: str) -> None:
    with pytest.raises(LawSaysNo, match="cấp trên quyết định"):
        actions.draft_decision(nominees=[nominee(world.people[0], award)], by=world.users.officer)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("state", ["proposed", "failed", "withdrawn", "awarded", "forwarded"])
def test_only_what_the_council_passed_is_decided(world: SimpleNamespace, state: str) -> None:
    with pytest.raises(WrongState, match="chưa được hội đồng thông qua"):
        actions.draft_decision(
            nominees=[nominee(world.people[0], "ldtt", state=state)], by=world.users.officer
        )


def test_nobody_is_in_two_decisions(world: SimpleNamespace) -> None:
    nominees = usual(world)
    actions.draft_decision(nominees=nominees, by=world.users.officer)
    with pytest.raises(WrongState, match="đã nằm trong một quyết định khác"):
        actions.draft_decision(nominees=nominees[:1], by=world.users.officer)
    assert Decision.objects.count() == 1


def test_an_empty_draft_and_two_rounds_are_refused(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="ít nhất một"):
        actions.draft_decision(nominees=[], by=world.users.officer)
    other = nominee(world.people[0], "ldtt", year=2025)
    with pytest.raises(WrongState, match="một đợt xét"):
        actions.draft_decision(
            nominees=[nominee(world.people[1], "ldtt"), other], by=world.users.officer
        )


def test_a_line_taken_out_waits_again(world: SimpleNamespace) -> None:
    decision = actions.draft_decision(nominees=usual(world), by=world.users.officer)
    row = decision.awards.get(award_code="giay-khen")
    actions.remove_award(award=row, by=world.users.officer)
    again = actions.draft_decision(nominees=[row.nominee], by=world.users.officer)
    assert list(again.awards.values_list("award_code", flat=True)) == ["giay-khen"]


def test_a_discarded_draft_frees_its_people_and_its_number(world: SimpleNamespace) -> None:
    nominees = usual(world)
    decision = actions.draft_decision(nominees=nominees, by=world.users.officer)
    actions.edit_decision(decision=decision, by=world.users.officer, number=7)
    decision = actions.discard_decision(decision=decision, by=world.users.officer)
    assert decision.state == S.DISCARDED
    assert not DecisionAward.objects.exists()
    assert issued(world, nominees=nominees).full_number == "07/QĐ-SNV"


def test_what_is_missing_is_listed_before_the_signature(world: SimpleNamespace) -> None:
    decision = actions.draft_decision(nominees=usual(world), by=world.users.officer)
    actions.edit_decision(
        decision=decision, by=world.users.officer, grounds=[], signatory_name="", period_to=None
    )
    with pytest.raises(WrongState) as refusal:
        actions.send_to_sign(decision=decision, by=world.users.officer)
    assert str(refusal.value) == (
        "Chưa trình ký được. Bổ sung: căn cứ; thời gian thành tích; chức vụ và họ tên người ký."
    )


def test_what_was_sent_to_sign_is_not_edited(world: SimpleNamespace) -> None:
    decision = awaiting(world)
    with pytest.raises(WrongState, match="rút về trước khi sửa"):
        actions.edit_decision(decision=decision, by=world.users.officer, title="Khác")


def test_a_draft_goes_back_with_a_reason(world: SimpleNamespace) -> None:
    decision = awaiting(world)
    with pytest.raises(WrongState, match="Ghi lý do"):
        actions.return_draft(decision=decision, reason="  ", by=world.users.director)
    back = actions.return_draft(
        decision=decision, reason="Sửa căn cứ thứ hai", by=world.users.director
    )
    assert (back.state, back.return_reason) == (S.DRAFT, "Sửa căn cứ thứ hai")


def test_issuing_writes_everything_at_once(world: SimpleNamespace) -> None:
    nominees = usual(world)
    decision = issued(world, nominees=nominees)
    assert (decision.state, decision.full_number) == (S.ISSUED, "07/QĐ-SNV")
    assert decision.issued_by == world.users.director
    entries = RegisterEntry.objects.filter(department=world.department, source="decision")
    assert entries.count() == 5
    entry = entries.get(award_code="cstd-co-so")
    assert (entry.person, entry.year, entry.decision_number, entry.authority) == (
        world.people[0],
        2026,
        "07/QĐ-SNV",
        "Giám đốc Sở Nội vụ tỉnh Lam Giang",
    )
    assert set(Nominee.objects.values_list("state", flat=True)) == {Nominee.State.AWARDED}
    assert Certificate.objects.count() == 5
    for certificate in Certificate.objects.select_related("award__register_entry"):
        facts = verify(certificate.payload, public_keys())
        assert facts.code == certificate.token
        assert facts.name == certificate.award.recipient_name
        assert certificate.number == certificate.award.register_entry.sequence
    row = AuditRow.objects.get(action="decisions.issue")
    assert (row.actor, row.text) == (world.users.director, "Ban hành Quyết định số 07/QĐ-SNV")


def test_rewards_follow_the_day_of_the_decision_and_the_highest_title(
    world: SimpleNamespace,
) -> None:
    decision = issued(world, decided_on=dt.date(2026, 9, 15))
    found = {
        (a.recipient_name, a.award_code): (a.amount, a.paid, a.multiple, a.base_salary)
        for a in decision.awards.all()
    }
    salary = 2_530_000
    assert found == {
        ("Văn phòng Sở", "tt-ldtt"): (2_030_000, True, "0,8", salary),
        ("Nguyễn Thị Minh Châu", "cstd-co-so"): (2_530_000, True, "1", salary),
        ("Nguyễn Thị Minh Châu", "ldtt"): (760_000, False, "0,3", salary),
        ("Trần Đức Anh", "ldtt"): (760_000, True, "0,3", salary),
        ("Đặng Thùy Dương", "giay-khen"): (760_000, True, "0,3", salary),
    }
    unpaid = decision.awards.get(paid=False)
    assert unpaid.amount_reason == "Chỉ chi mức cao nhất: Chiến sĩ thi đua cơ sở"
    assert "Điều 49 khoản 5 NĐ 152/2025/NĐ-CP" in unpaid.citations
    assert sum(Payment.objects.values_list("amount", flat=True)) == 6_080_000


def test_an_earlier_day_brings_the_money_of_that_day(world: SimpleNamespace) -> None:
    one = nominee(world.people[0], "ldtt", year=2025)
    decision = issued(world, nominees=[one], decided_on=dt.date(2026, 6, 30))
    assert list(decision.awards.values_list("base_salary", "amount")) == [(2_340_000, 710_000)]


def test_a_used_number_is_refused_and_nothing_is_stored(world: SimpleNamespace) -> None:
    issued(world, nominees=[nominee(world.people[1], "ldtt")])
    waiting = awaiting(world, [nominee(world.people[0], "ldtt")])
    before = (RegisterEntry.objects.count(), Certificate.objects.count(), AuditRow.objects.count())
    with pytest.raises(WrongState) as refusal:
        actions.issue_decision(
            decision=waiting, number=7, decided_on=timezone.localdate(), by=world.users.director
        )
    year = timezone.localdate().year
    assert str(refusal.value) == (
        f"Số 07/QĐ-SNV đã dùng trong năm {year} cho “Về việc tặng Lao động tiên tiến năm 2026”. "
        "Chọn số khác."
    )
    assert refusal.value.field == "number"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.number) == (S.AWAITING, None)
    after = (RegisterEntry.objects.count(), Certificate.objects.count(), AuditRow.objects.count())
    assert after == before


def test_numbers_start_again_every_year_and_belong_to_one_body(world: SimpleNamespace) -> None:
    last_year = timezone.localdate().replace(year=timezone.localdate().year - 1, month=12, day=1)
    issued(world, nominees=[nominee(world.people[1], "ldtt", year=2025)], decided_on=last_year)
    again = issued(world, nominees=[nominee(world.people[0], "ldtt")])
    assert again.full_number == "07/QĐ-SNV"
    assert next_number(world.department, again.year) == 8
    assert next_number(world.foreign, again.year) == 1


def test_a_day_to_come_and_a_missing_day_are_refused(world: SimpleNamespace) -> None:
    waiting = awaiting(world)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(WrongState, match="chưa tới") as refusal:
        actions.issue_decision(
            decision=waiting, number=1, decided_on=tomorrow, by=world.users.director
        )
    assert refusal.value.field == "decided_on"
    with pytest.raises(WrongState, match="Ghi ngày ký"):
        actions.issue_decision(decision=waiting, number=1, by=world.users.director)
    assert not RegisterEntry.objects.exists()


def test_no_decision_is_older_than_the_council_that_proposed_it(world: SimpleNamespace) -> None:
    nominees = usual(world)
    council_vote(nominees)
    waiting = awaiting(world, nominees)
    with pytest.raises(WrongState, match="trước ngày họp hội đồng 10/09/2026"):
        actions.issue_decision(
            decision=waiting, number=7, decided_on=dt.date(2026, 9, 9), by=world.users.director
        )
    same_day = actions.issue_decision(
        decision=waiting, number=7, decided_on=dt.date(2026, 9, 10), by=world.users.director
    )
    assert same_day.state == S.ISSUED


def test_issuing_twice_writes_once(world: SimpleNamespace) -> None:
    decision = issued(world)
    with pytest.raises(WrongState, match="đã ban hành"):
        actions.issue_decision(decision=decision, number=8, by=world.users.director)
    assert RegisterEntry.objects.count() == 5
    assert Payment.objects.count() == 4


def test_a_stale_copy_of_the_page_cannot_issue_again(world: SimpleNamespace) -> None:
    waiting = awaiting(world)
    stale = Decision.objects.get(pk=waiting.pk)
    today = timezone.localdate()
    actions.issue_decision(decision=waiting, number=7, decided_on=today, by=world.users.director)
    with pytest.raises(WrongState, match="đã ban hành"):
        actions.issue_decision(decision=stale, number=8, decided_on=today, by=world.users.director)
    assert Decision.objects.get().full_number == "07/QĐ-SNV"


def test_when_a_payment_fails_nothing_is_issued(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = awaiting(world)

    def broken(**_: object) -> None:
        raise WrongState("Hỏng giữa chừng.")

    monkeypatch.setattr("thidua.kit.events.decision_issued._receivers", [broken])
    with pytest.raises(WrongState, match="Hỏng giữa chừng"):
        actions.issue_decision(
            decision=waiting, number=7, decided_on=timezone.localdate(), by=world.users.director
        )
    waiting.refresh_from_db()
    assert waiting.state == S.AWAITING
    assert not RegisterEntry.objects.exists()
    assert not Certificate.objects.exists()
    assert set(Nominee.objects.values_list("state", flat=True)) == {Nominee.State.PASSED}


def test_a_nominee_who_fell_out_meanwhile_stops_the_issue(world: SimpleNamespace) -> None:
    waiting = awaiting(world)
    Nominee.objects.filter(award_code="giay-khen").update(state=Nominee.State.WITHDRAWN)
    with pytest.raises(WrongState, match="Đặng Thùy Dương không còn ở tình trạng"):
        actions.issue_decision(
            decision=waiting, number=7, decided_on=timezone.localdate(), by=world.users.director
        )
    assert not RegisterEntry.objects.exists()


def test_forwarding_notes_that_the_submission_went(world: SimpleNamespace) -> None:
    up = nominee(world.people[0], "bk-cap-tinh")
    assert actions.forward_nominees(nominees=[up], by=world.users.officer) == 1
    up.refresh_from_db()
    assert up.state == Nominee.State.FORWARDED
    with pytest.raises(WrongState, match="không trình được"):
        actions.forward_nominees(nominees=[up], by=world.users.officer)
    with pytest.raises(WrongState, match="cơ quan mình quyết định"):
        actions.forward_nominees(
            nominees=[nominee(world.people[1], "ldtt")], by=world.users.officer
        )


EVERYONE = {
    "officer",
    "head",
    "member",
    "secretary",
    "director",
    "administrator",
    "stranger",
    "nobody",
}


@pytest.mark.parametrize(
    ("step", "may"),
    [
        ("draft", {"officer"}),
        ("edit", {"officer"}),
        ("send", {"officer"}),
        ("discard", {"officer"}),
        ("return", {"officer", "director"}),
        ("issue", {"director"}),
        ("forward", {"officer"}),
    ],
)
def test_every_step_belongs_to_its_role(world: SimpleNamespace, step: str, may: set[str]) -> None:
    waiting = awaiting(world)
    draft = actions.draft_decision(
        nominees=[nominee(world.people[4], "ldtt")], by=world.users.officer
    )
    free = nominee(world.people[5], "ldtt")
    up = nominee(world.people[3], "bk-cap-tinh")
    today = timezone.localdate()
    steps = {
        "draft": lambda by: actions.draft_decision(nominees=[free], by=by),
        "edit": lambda by: actions.edit_decision(decision=draft, title="Khác", by=by),
        "send": lambda by: actions.send_to_sign(decision=draft, by=by),
        "discard": lambda by: actions.discard_decision(decision=draft, by=by),
        "return": lambda by: actions.return_draft(decision=waiting, reason="Sửa", by=by),
        "issue": lambda by: actions.issue_decision(
            decision=waiting, number=7, decided_on=today, by=by
        ),
        "forward": lambda by: actions.forward_nominees(nominees=[up], by=by),
    }
    before = AuditRow.objects.count()
    for name in sorted(EVERYONE - may):
        with pytest.raises(NotAllowed):
            steps[step](getattr(world.users, name))
    assert AuditRow.objects.count() == before
    steps[step](getattr(world.users, min(may)))
    assert AuditRow.objects.count() > before
