"""The fund: what comes in, goes out, is limited by law, refused, reversed, closed and proved."""

from __future__ import annotations

import datetime as dt
import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.apps.bonuses.funded import (
    COMMENDATION,
    SALARY_BONUS,
    allocation,
    income,
    opened,
    spending,
)
from tests.apps.decisions.passed import issued

from thidua.audit.models import AuditRow
from thidua.bonuses import actions
from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.queries import funds, payments_of
from thidua.bonuses.queries.limits import rules_on
from thidua.kit.errors import LawSaysNo, NotAllowed, WrongState

MILLION = 1_000_000


def day_in(year: int) -> dt.date:
    return dt.date(year, 6, 15)


def test_balance_of_sources_allocations_and_spending(world: SimpleNamespace) -> None:
    fund = opened(world, budget=100 * MILLION)
    income(world, fund, 20 * MILLION, item="contribution")
    allocation(world, fund, 15 * MILLION, unit=world.units[0])
    spending(world, fund, 4 * MILLION, item="council", unit=world.units[0])
    spending(world, fund, 7 * MILLION)
    at = funds.balance(fund)
    assert (at.total, at.spent, at.organising) == (120 * MILLION, 11 * MILLION, 4 * MILLION)
    assert (at.cash, at.free, at.unallocated) == (109 * MILLION, 109 * MILLION, 105 * MILLION)
    rows = [(s.label, s.unit, s.allocated, s.spent, s.left) for s in funds.shares(fund)]
    assert rows == [
        ("In, làm hiện vật: bằng, khung, huy hiệu, cờ", "", 0, 7 * MILLION, -7 * MILLION),
        ("Họp hội đồng", "Văn phòng Sở", 15 * MILLION, 4 * MILLION, 11 * MILLION),
    ]
    log = AuditRow.objects.filter(action__startswith="bonuses.")
    assert [row.detail.get("amount") for row in log.order_by("sequence")][1:] == [
        100 * MILLION, 20 * MILLION, 15 * MILLION, 4 * MILLION, 7 * MILLION,
    ]  # fmt: skip


def test_organising_work_stops_at_a_fifth_with_the_citation(world: SimpleNamespace) -> None:
    fund = opened(world, budget=100 * MILLION)
    spending(world, fund, 20 * MILLION, item="propaganda")
    with pytest.raises(LawSaysNo, match=r"tối đa 20\.000\.000 đ \(Điều 48.*28/2025"):
        spending(world, fund, 1, item="study")
    # Objects and rewards are no organising work.
    spending(world, fund, 60 * MILLION)
    assert funds.balance(fund).organising == 20 * MILLION
    limit = funds.limit_of(fund, funds.balance(fund))
    assert (limit.over, limit.near, limit.left) == (False, False, 0)


def test_the_limit_is_not_guessed_where_no_text_is_read(world: SimpleNamespace) -> None:
    """NĐ 91/2017 as loaded says nothing about organising work: nothing is stopped."""
    assert "to-chuc" not in {rule.key for rule in rules_on(dt.date(2020, 6, 15))}
    fund = opened(world, year=2020)
    income(world, fund, 10 * MILLION, day=day_in(2020))
    spending(world, fund, 9 * MILLION, item="launch", day=day_in(2020))
    limit = funds.limit_of(fund, funds.balance(fund))
    assert (limit.read, limit.over, limit.citation) == (False, False, "")


def test_money_carried_over_warns_before_it_stops(world: SimpleNamespace) -> None:
    year = timezone.localdate().year
    fund = opened(world, budget=50 * MILLION, year=year - 1)
    following = actions.close_year(fund=fund, carry=True, by=world.users.director)
    income(world, following, 50 * MILLION)
    spending(world, following, 15 * MILLION, item="review")
    limit = funds.limit_of(following, funds.balance(following))
    assert (limit.strict, limit.wide, limit.used) == (10 * MILLION, 20 * MILLION, 15 * MILLION)
    assert (limit.near, limit.over) == (True, False)
    with pytest.raises(LawSaysNo):
        spending(world, following, 5 * MILLION + 1, item="review")


def test_more_than_is_free_needs_a_word_of_its_own(world: SimpleNamespace) -> None:
    fund = opened(world, budget=5 * MILLION)
    with pytest.raises(WrongState, match=r"chỉ còn 5\.000\.000 đ") as refused:
        spending(world, fund, 6 * MILLION)
    assert refused.value.field == "over"
    spending(world, fund, 6 * MILLION, over=True)
    assert funds.balance(fund).free == -MILLION
    row = AuditRow.objects.filter(action="bonuses.spend").latest("sequence")
    assert row.detail["over"] is True


def test_what_is_wrong_is_refused_in_a_sentence(world: SimpleNamespace) -> None:
    fund = opened(world, budget=10 * MILLION)
    today = timezone.localdate()
    refusals: list[tuple[Any, dict[str, Any], str]] = [
        (income, {"amount": 0}, "lớn hơn 0"),
        (income, {"amount": -5}, "lớn hơn 0"),
        (income, {"amount": 10**13}, "nhỏ hơn"),
        (income, {"item": "carried_in"}, "Chọn nguồn trong danh sách"),
        (income, {"item": "reward"}, "Chọn nguồn trong danh sách"),
        (income, {"document_number": " "}, "Ghi số văn bản"),
        (income, {"day": today + dt.timedelta(days=1)}, "chưa tới"),
        (income, {"day": dt.date(today.year - 1, 12, 31)}, "năm của quỹ"),
        (allocation, {"amount": 10 * MILLION + 1}, "chỉ còn 10.000.000 đ chưa phân bổ"),
        (allocation, {"unit": world.foreign_unit}, "đơn vị thuộc cơ quan"),
        (spending, {"item": "salary_bonus"}, "Chọn khoản chi"),
        (spending, {"text": " "}, "Ghi nội dung chi"),
        (spending, {"document_number": ""}, "Ghi số chứng từ"),
        (spending, {"unit": world.foreign}, "đơn vị thuộc cơ quan"),
    ]
    for act, wrong, sentence in refusals:
        given = {"amount": 1000, **wrong}
        with pytest.raises(WrongState, match=sentence):
            act(world, fund, given.pop("amount"), **given)
    for amount in (1.0, "1000", True):
        with pytest.raises(TypeError, match="whole đồng"):
            income(world, fund, amount)
    bad = SimpleUploadedFile("a.exe", b"MZ")
    with pytest.raises(WrongState, match="không phải PDF"):
        income(world, fund, 1000, upload=bad)
    assert FundEntry.objects.count() == 1


def test_a_fund_is_opened_once_and_not_behind(world: SimpleNamespace) -> None:
    year = timezone.localdate().year
    opened(world, year=year)
    for wanted, sentence in ((year, "đã mở"), (year - 1, "không mở thêm"), (1999, "từ 2000")):
        with pytest.raises(WrongState, match=sentence):
            opened(world, year=wanted)
    assert Fund.objects.count() == 1


@pytest.mark.parametrize(
    "role", ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
)
def test_only_the_officer_writes(world: SimpleNamespace, role: str) -> None:
    fund = opened(world, budget=MILLION)
    line = fund.entries.get()
    by = getattr(world.users, role)
    for act in (income, allocation, spending):
        with pytest.raises(NotAllowed):
            act(world, fund, 1000, by=by)
    with pytest.raises(NotAllowed):
        actions.reverse_entry(entry=line, reason="Nhầm", by=by)
    with pytest.raises(NotAllowed):
        actions.open_fund(department=world.department, kind=SALARY_BONUS, year=2026, by=by)
    if role != "director":
        with pytest.raises(NotAllowed):
            actions.close_year(fund=fund, carry=True, by=by)
    assert FundEntry.objects.count() == 1


def test_a_line_is_reversed_once_and_stays(world: SimpleNamespace) -> None:
    fund = opened(world, budget=10 * MILLION)
    wrong = income(world, fund, 3 * MILLION, item="contribution")
    officer = world.users.officer
    with pytest.raises(WrongState, match="Ghi lý do"):
        actions.reverse_entry(entry=wrong, reason=" ", by=officer)
    back = actions.reverse_entry(entry=wrong, reason="Ghi nhầm nguồn", by=officer)
    assert (back.amount, back.sort, back.item, back.reverses) == (
        -3 * MILLION, "income", "contribution", wrong,
    )  # fmt: skip
    assert funds.balance(fund).total == 10 * MILLION
    with pytest.raises(WrongState, match="đã được ghi đảo"):
        actions.reverse_entry(entry=wrong, reason="Lại", by=officer)
    with pytest.raises(WrongState, match="là dòng ghi đảo"):
        actions.reverse_entry(entry=back, reason="Lại", by=officer)
    assert [e.sequence for e in fund.entries.order_by("sequence")] == [1, 2, 3]


def test_lines_of_decisions_are_not_reversed_by_hand(world: SimpleNamespace) -> None:
    fund = opened(world, budget=10 * MILLION)
    issued(world)
    bound = fund.entries.get(sort="commitment")
    with pytest.raises(WrongState, match="danh sách chi của quyết định"):
        actions.reverse_entry(entry=bound, reason="Nhầm", by=world.users.officer)


def test_the_ledger_only_grows_and_a_forged_line_is_found(world: SimpleNamespace) -> None:
    fund = opened(world, budget=10 * MILLION)
    line = spending(world, fund, MILLION)
    for forbidden in (
        line.save,
        line.delete,
        lambda: fund.entries.update(amount=1),
        lambda: FundEntry.objects.filter(pk=line.pk).delete(),
        lambda: FundEntry.objects.bulk_update([line], ["amount"]),
    ):
        with pytest.raises(TypeError, match="reversing entries"):
            forbidden()
    assert funds.proof(fund).whole
    # Behind the back of the program.
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE bonuses_fundentry SET amount = 2 WHERE id = %s", [line.pk])
    proof = funds.proof(fund)
    assert (proof.whole, proof.broken_at) == (False, line.sequence)


def test_the_two_funds_are_never_mixed(world: SimpleNamespace) -> None:
    """No act takes two funds; the data base refuses what would join their ledgers."""
    commendation, salary = opened(world, budget=MILLION), opened(world, kind=SALARY_BONUS)
    for name in actions.__all__:
        parameters = inspect.signature(getattr(actions, name)).parameters
        assert len([p for p in parameters if "fund" in p]) <= 1, name
    income(world, salary, 30 * MILLION)
    with pytest.raises(WrongState, match="Chọn khoản chi"):
        spending(world, salary, MILLION, item="reward")
    with pytest.raises(WrongState, match="Chọn khoản chi"):
        spending(world, commendation, 1000, item="salary_bonus")
    with pytest.raises(WrongState, match="Chọn nguồn"):
        income(world, salary, MILLION, item="contribution")
    with pytest.raises(WrongState, match="mục đích phân bổ"):
        allocation(world, salary, MILLION, item="salary_bonus")
    spending(world, salary, 2 * MILLION, item="salary_bonus")
    decision = issued(world)
    assert not salary.entries.filter(decision__isnull=False).exists()
    assert set(commendation.entries.filter(decision=decision).values_list("sort", flat=True)) == {
        "commitment"
    }
    assert funds.balance(salary).cash == 28 * MILLION
    line = commendation.entries.get(sort="commitment")
    forged = {f.attname: getattr(line, f.attname) for f in line._meta.fields if f.name != "id"}
    for changes in (
        {"fund_id": salary.pk, "fund_kind": SALARY_BONUS, "sequence": 99},
        {"sequence": 99, "item": "salary_bonus", "sort": "spending"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FundEntry.objects.create(**{**forged, **changes})


def test_closing_a_year_carries_to_the_same_kind_only(world: SimpleNamespace) -> None:
    year = timezone.localdate().year - 1
    old, salary = opened(world, year=year), opened(world, kind=SALARY_BONUS, year=year)
    income(world, old, 9 * MILLION, day=day_in(year))
    income(world, salary, 4 * MILLION, day=day_in(year))
    following = actions.close_year(fund=old, carry=True, by=world.users.director)
    assert (following.kind, following.year, following.is_open) == (COMMENDATION, year + 1, True)
    assert (funds.balance(old).cash, funds.balance(following).carried) == (0, 9 * MILLION)
    assert funds.balance(salary).cash == 4 * MILLION
    next_salary = actions.close_year(fund=salary, carry=False, by=world.users.director)
    assert funds.balance(next_salary).total == 0
    assert salary.entries.get(item="given_back").amount == 4 * MILLION
    old.refresh_from_db()
    with pytest.raises(WrongState, match="đã khóa sổ"):
        income(world, old, 1000, day=day_in(year))
    with pytest.raises(WrongState, match="đã khóa sổ"):
        actions.close_year(fund=old, carry=True, by=world.users.director)
    with pytest.raises(WrongState, match="chưa hết"):
        actions.close_year(fund=opened_for(world, following), carry=True, by=world.users.director)


def opened_for(world: SimpleNamespace, fund: Fund) -> Fund:
    """A fund whose year is certainly not over, whatever the day of the test."""
    fund.refresh_from_db()
    if timezone.localdate() < dt.date(fund.year, 12, 31):
        return fund
    return actions.close_year(fund=fund, carry=True, by=world.users.director)


def test_rewards_not_paid_go_over_with_their_money(world: SimpleNamespace) -> None:
    today = timezone.localdate()
    year = today.year - 1
    from tests.apps.decisions.passed import usual

    fund = opened(world, year=year)
    income(world, fund, 10 * MILLION, day=day_in(year))
    decision = issued(world, nominees=usual(world), decided_on=dt.date(year, 12, 1))
    first, *rest = payments_of(decision)
    officer = world.users.officer
    actions.mark_paid(payments=[first], paid_on=dt.date(year, 12, 15), by=officer)
    left = sum(row.amount for row in rest)
    following = actions.close_year(fund=fund, carry=False, by=world.users.director)
    old, new = funds.balance(fund), funds.balance(following)
    assert (old.cash, old.committed, new.committed, new.cash) == (0, 0, left, left)
    actions.mark_paid(payments=rest, paid_on=today, by=officer)
    new = funds.balance(following)
    assert (new.committed, new.spent, new.cash) == (0, left, 0)
    # A mark made in the closed year is taken back in the open one.
    actions.take_back(payments=[first], reason="Trả nhầm", by=officer)
    new = funds.balance(following)
    assert (new.committed, new.spent) == (first.amount, left - first.amount)
    assert funds.balance(fund).spent == first.amount
    assert funds.proof(fund).whole
    assert funds.proof(following).whole
