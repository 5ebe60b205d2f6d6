"""Money agrees everywhere: decision, annex, register, payment list, workbook, fund, to the đồng."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.apps.bonuses.funded import income, opened
from tests.apps.decisions.passed import awaiting, issued, nominee

from thidua.bonuses import actions
from thidua.bonuses.models import Payment
from thidua.bonuses.queries import funds, payments_of, sums
from thidua.decisions import actions as decisions
from thidua.decisions.models import AmendedLine, Decision
from thidua.decisions.queries.checks import checks
from thidua.decisions.queries.lists import awards_visible_to
from thidua.documents.words import amount_in_words
from thidua.kit.errors import WrongState
from thidua.law import LawError, base_salary, bonus, load_rulebook
from thidua.register.models import RegisterEntry

MILLION = 1_000_000
TODAY = timezone.localdate


def officer(world: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(world.users.officer)
    return client


def test_one_sum_in_decision_annex_register_list_workbook_and_fund(world: SimpleNamespace) -> None:
    fund = opened(world, budget=20 * MILLION)
    decision = issued(world)
    rows = list(decision.awards.all())
    total = sum(row.amount for row in rows if row.paid)
    assert total == 6_080_000
    # The annex as printed.
    client = officer(world)
    annex = Document(
        BytesIO(client.get(f"/quyet-dinh/{decision.pk}/danh-sach-kem-theo.docx").content)
    )
    text = "\n".join(
        [p.text for p in annex.paragraphs]
        + [c.text for t in annex.tables for r in t.rows for c in r.cells]
    )
    assert "6.080.000" in text
    # One register entry for each line, one payment for each line that brings money.
    assert RegisterEntry.objects.filter(decision_award__decision=decision).count() == len(rows)
    payments = list(payments_of(decision))
    assert {p.award_id: p.amount for p in payments} == {r.pk: r.amount for r in rows if r.paid}
    assert sums(payments_of(decision))["total"] == total
    # The list to sign on, the workbook, the fund.
    here = f"/tien-thuong/{decision.pk}/danh-sach-chi"
    listed = Document(BytesIO(client.get(f"{here}.docx").content))
    assert listed.tables[1].rows[-1].cells[4].text == "6.080.000"
    assert amount_in_words(total) in "\n".join(p.text for p in listed.paragraphs)
    sheet = load_workbook(BytesIO(client.get(f"{here}.xlsx").content), data_only=True).active
    assert sheet.cell(sheet.max_row, 8).value == total
    assert funds.of_decision(fund, decision.pk) == funds.balance(fund).committed == total
    # Paid in two goes by two papers: what is bound and what is spent stay the sum.
    actions.mark_paid(payments=payments[:1], paid_on=TODAY(), paper="PC 15", by=world.users.officer)
    actions.mark_paid(payments=payments, paid_on=TODAY(), paper="PC 16", by=world.users.officer)
    at = funds.balance(fund)
    assert (at.committed, at.spent, at.cash) == (0, total, 20 * MILLION - total)
    papers = dict(Payment.objects.values_list("pk", "paid_paper"))
    assert [papers[p.pk] for p in payments] == ["PC 15", "PC 16", "PC 16", "PC 16"]
    spent = fund.entries.filter(sort="spending").values_list("document_number", "amount")
    assert sorted(spent) == [("PC 15", 2_030_000), ("PC 16", 4_050_000)]
    assert funds.proof(fund).whole


def test_payments_say_who_pays_by_the_decree_of_the_day(world: SimpleNamespace) -> None:
    payments = list(payments_of(issued(world)))
    assert {p.payer_citation for p in payments} == {"Điều 47 khoản 2 NĐ 152/2025/NĐ-CP"}
    assert {p.payer_rule for p in payments} == {
        "Cơ quan ra quyết định khen thưởng chi từ quỹ thi đua, khen thưởng của mình"
    }
    page = officer(world).get(f"/tien-thuong/{payments[0].award.decision_id}/").content.decode()
    assert "Điều 47 khoản 2" in page


def test_decisions_before_the_fund_are_taken_in(world: SimpleNamespace) -> None:
    decision = issued(world)
    payments = list(payments_of(decision))
    actions.mark_paid(payments=payments[:2], paid_on=TODAY(), paper="PC 1", by=world.users.officer)
    fund = opened(world)
    at = funds.balance(fund)
    paid = sum(p.amount for p in payments[:2])
    assert (at.committed, at.spent) == (6_080_000 - paid, paid)
    actions.take_back(payments=payments[:1], reason="Trả nhầm", by=world.users.officer)
    at = funds.balance(fund)
    assert (at.committed + at.spent, at.spent) == (6_080_000, paid - payments[0].amount)


def cancelled(world: SimpleNamespace, decision: Decision, rows: list[Any], **more: Any) -> Decision:
    draft = decisions.draft_cancellation(
        decision=decision, awards=[row.pk for row in rows], ground="ke-khai-gian-doi",
        conclusion_number="12/KL", conclusion_on=TODAY(), by=world.users.officer, **more,
    )  # fmt: skip
    decisions.send_to_sign(decision=draft, by=world.users.officer)
    return decisions.issue_decision(decision=draft, decided_on=TODAY(), by=world.users.director)


def test_a_cancelled_line_is_dropped_or_owed_back(world: SimpleNamespace) -> None:
    fund = opened(world, budget=20 * MILLION)
    decision = issued(world)
    payments = list(payments_of(decision))
    paid, unpaid = payments[1], payments[2]
    actions.mark_paid(payments=[paid], paid_on=TODAY(), by=world.users.officer)
    done = cancelled(world, decision, [paid.award, unpaid.award], return_by=TODAY())
    asked = dict(AmendedLine.objects.filter(decision=done).values_list("award_id", "amount_due"))
    assert asked == {paid.award_id: paid.amount, unpaid.award_id: 0}
    for row in (paid, unpaid):
        row.refresh_from_db()
    assert (unpaid.dropped_by, unpaid.amount, unpaid.paid_on) == (done, 760_000, None)
    assert (paid.dropped_by, paid.paid_on) == (None, TODAY())
    now = sums(payments_of(decision))
    assert (now["total"], now["dropped"], now["lines"]) == (6_080_000 - 760_000, 760_000, 3)
    at = funds.balance(fund)
    assert (at.committed, at.spent) == (6_080_000 - 760_000 - paid.amount, paid.amount)
    # The trace stays on the page; the paper to pay by does not name the line.
    client = officer(world)
    page = client.get(f"/tien-thuong/{decision.pk}/").content.decode()
    assert "Không chi" in page
    assert done.full_number in page
    listed = Document(BytesIO(client.get(f"/tien-thuong/{decision.pk}/danh-sach-chi.docx").content))
    assert listed.tables[1].rows[-1].cells[4].text == "5.320.000"
    # What comes back is a source of the fund again, in parts.
    line = AmendedLine.objects.get(decision=done, award=paid.award)
    back: Callable[[int], object] = lambda amount: decisions.record_returned(  # noqa: E731 - twice
        line=line, amount=amount, amount_on=TODAY(), by=world.users.officer
    )
    back(530_000)
    back(paid.amount - 530_000)
    at = funds.balance(fund)
    assert (at.carried, at.cash) == (paid.amount, 20 * MILLION)
    for act, more in (
        (actions.mark_paid, {"paid_on": TODAY()}),
        (actions.take_back, {"reason": "x"}),
    ):
        row = unpaid if act is actions.mark_paid else paid
        with pytest.raises(WrongState, match="đã bị hủy bỏ"):
            act(payments=[row], by=world.users.officer, **more)


def test_a_line_about_to_be_cancelled_is_neither_paid_nor_taken_back(
    world: SimpleNamespace,
) -> None:
    decision = issued(world)
    paid, waiting, other, *_ = payments_of(decision)
    actions.mark_paid(payments=[paid], paid_on=TODAY(), by=world.users.officer)
    decisions.draft_cancellation(
        decision=decision, awards=[paid.award_id, waiting.award_id], ground="ke-khai-gian-doi",
        conclusion_number="1/KL", conclusion_on=TODAY(), by=world.users.officer,
    )  # fmt: skip
    with pytest.raises(WrongState, match="đang nằm trong dự thảo"):
        actions.mark_paid(payments=[waiting], paid_on=TODAY(), by=world.users.officer)
    with pytest.raises(WrongState, match="đang nằm trong dự thảo"):
        actions.take_back(payments=[paid], reason="x", by=world.users.officer)
    assert actions.mark_paid(payments=[other], paid_on=TODAY(), by=world.users.officer) == 1


def test_money_nobody_was_given_is_not_asked_back(world: SimpleNamespace) -> None:
    decision = issued(world)
    row = payments_of(decision)[0].award
    draft = decisions.draft_cancellation(
        decision=decision, awards=[row.pk], ground="ke-khai-gian-doi", conclusion_number="1/KL",
        conclusion_on=TODAY(), by=world.users.officer,
    )  # fmt: skip
    line = draft.amended_lines.get()
    with pytest.raises(WrongState, match="đã nhận 0 đồng"):
        decisions.edit_cancellation(
            decision=draft, lines={line.pk: ("Bằng", 1000)}, by=world.users.officer
        )
    # As a draft of an earlier version of the program may have it.
    AmendedLine.objects.filter(pk=line.pk).update(amount_due=row.amount)
    said = [one.sentence for one in checks(draft, []) if one.level == "stop"]
    assert any("chưa chi mà dự thảo ghi thu hồi 2.030.000 đ" in sentence for sentence in said)
    decisions.send_to_sign(decision=draft, by=world.users.officer)
    with pytest.raises(WrongState, match="không có gì để thu hồi"):
        decisions.issue_decision(decision=draft, decided_on=TODAY(), by=world.users.director)
    row.refresh_from_db()
    assert row.standing == "valid"


def said_of(world: SimpleNamespace, decision: Decision, subject: str) -> list[tuple[str, str]]:
    rows = list(awards_visible_to(world.users.officer, decision))
    return [(f.level, f.sentence) for f in checks(decision, rows) if f.subject == subject]


def test_the_fund_warns_beside_the_signature_and_never_stops(world: SimpleNamespace) -> None:
    decision = awaiting(world)
    subject = "Quỹ khen thưởng"
    year = TODAY().year
    [(level, words)] = said_of(world, decision, subject)
    assert (level, f"Chưa mở quỹ thi đua, khen thưởng năm {year}" in words) == ("note", True)
    fund = opened(world, budget=6 * MILLION)
    [(level, words)] = said_of(world, decision, subject)
    assert level == "look"
    assert "6.080.000 đ vượt số chưa cam kết 6.000.000 đ" in words
    assert "thiếu 80.000 đ" in words
    page = officer(world).get(f"/quyet-dinh/{decision.pk}/kiem-tra/").content.decode()
    assert "thiếu 80.000 đ" in page
    income(world, fund, 80_000)
    [(level, words)] = said_of(world, decision, subject)
    assert (level, "sau quyết định này còn 0 đ" in words) == ("note", True)
    decision = decisions.issue_decision(
        decision=decision, decided_on=TODAY(), by=world.users.director
    )
    assert said_of(world, decision, subject) == []
    assert funds.balance(fund).free == 0


def test_the_last_money_is_seen_by_the_second_decision(world: SimpleNamespace) -> None:
    opened(world, budget=MILLION)
    first = awaiting(world, [nominee(world.people[0], "ldtt")])
    second = awaiting(world, [nominee(world.people[1], "ldtt")])
    assert "quyết định khác đang chờ ký" in said_of(world, second, "Quỹ khen thưởng")[0][1]
    decisions.issue_decision(decision=first, decided_on=TODAY(), by=world.users.director)
    [(level, words)] = said_of(world, second, "Quỹ khen thưởng")
    assert (level, "thiếu 520.000 đ" in words) == ("look", True)


def test_two_titles_of_one_day_in_two_decisions_are_pointed_out(world: SimpleNamespace) -> None:
    chau = world.people[0]
    issued(world, nominees=[nominee(chau, "ldtt")], number=1)
    second = awaiting(world, [nominee(chau, "cstd-co-so")])
    words = [s for level, s in said_of(world, second, "Tiền thưởng") if level == "look"]
    assert any("cùng ngày đã có tiền thưởng Lao động tiên tiến" in s for s in words), words


_RB = load_rulebook()
_CODES = sorted({key.removeprefix("bonus:") for key in _RB.all_keys("bonus:")})


@settings(deadline=None)
@given(
    code=st.sampled_from(_CODES),
    recipient=st.sampled_from(["individual", "collective", "household"]),
    authority=st.sampled_from([None, "thu_truong"]),
    day=st.dates(dt.date(2010, 7, 1), dt.date(2027, 12, 31)),
)
def test_every_reward_of_every_regime_is_whole_and_rounded_up(
    code: str, recipient: str, authority: str | None, day: dt.date
) -> None:
    """Over all regimes and days: đồng without a fraction, to the next ten thousand, never down."""
    try:
        found = bonus(_RB, award=code, recipient=recipient, decided_on=day, authority=authority)
    except LawError:
        return
    if found.amount is None:
        assert found.multiple is None
        return
    assert type(found.amount) is int
    if found.multiple is None:
        assert found.amount == 0
        return
    salary = base_salary(_RB, day)
    assert salary is not None
    assert found.base_salary == salary.amount
    exact = found.multiple * salary.amount
    assert found.amount % 10_000 == 0
    assert 0 <= found.amount - exact < 10_000


@pytest.mark.parametrize(
    ("day", "salary", "amount"),
    [
        (dt.date(2026, 6, 30), 2_340_000, 710_000),
        (dt.date(2026, 7, 1), 2_530_000, 760_000),
    ],
)
def test_the_frozen_reward_follows_the_day_and_never_moves(
    world: SimpleNamespace, day: dt.date, salary: int, amount: int
) -> None:
    decision = issued(world, nominees=[nominee(world.people[1], "ldtt")], decided_on=day)
    row = decision.awards.get()
    assert (row.multiple, row.base_salary, row.amount) == ("0,3", salary, amount)
    assert any("Điều 49 khoản 2" in text for text in row.citations)
    assert payments_of(decision).get().amount == amount
