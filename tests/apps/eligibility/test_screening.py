"""Asking the law about a whole department: each answer is kept as it was given."""

from __future__ import annotations

import datetime as dt
import threading
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.eligibility.asking import answer, verdicts

from thidua.audit.models import AuditRow
from thidua.eligibility.actions import assess_one, close_round, open_round, screen_round
from thidua.eligibility.models import Assessment, FactsSnapshot, Round
from thidua.kit.errors import NotAllowed, WrongState
from thidua.law import evaluate, facts_from_dict, load_rulebook
from thidua.organisations.actions import record_collective_year
from thidua.organisations.models import Body
from thidua.people.actions import record_pending, record_rating, save_person
from thidua.register.actions import record_award, record_claim

pytestmark = pytest.mark.django_db


def test_everybody_gets_an_answer_for_every_award_of_their_kind(screened: SimpleNamespace) -> None:
    assert (screened.done.people, screened.done.units) == (7, 4)
    assert verdicts(screened.round, screened.people[0]) == {
        "ldtt": "eligible",
        "cstd-co-so": "eligible",
        "cstd-cap-tinh": "eligible",
        "giay-khen": "eligible",
        "bk-cap-tinh": "eligible",
        "bk-thu-tuong": "not_eligible",
    }
    assert set(verdicts(screened.round, screened.units[0])) == {
        "tt-ldtt",
        "tt-ldxs",
        "giay-khen",
        "bk-cap-tinh",
        "bk-thu-tuong",
    }
    assert screened.done.changed == 7 * 6 + 4 * 5 == Assessment.objects.count()
    assert sum(screened.done.verdicts.values()) == screened.done.changed
    screened.round.refresh_from_db()
    assert screened.round.screened_at is not None


def test_the_stored_facts_give_the_stored_verdict_again(screened: SimpleNamespace) -> None:
    """The snapshot is a facts file: the engine alone answers the same from it."""
    for kept in Assessment.objects.filter(person__isnull=False).select_related("snapshot"):
        again = evaluate(
            load_rulebook(),
            facts_from_dict(kept.snapshot.facts),
            award=kept.award_code,
            year=2026,
            received_on=dt.date(2026, 9, 15),
            scope="so-noi-vu-lam-giang",
        )
        assert (again.value, again.short_reasons()) == (kept.verdict, kept.reasons)


def test_the_second_screening_writes_nothing(screened: SimpleNamespace) -> None:
    before = list(Assessment.objects.order_by("pk").values_list("pk", "is_current"))
    done = screen_round(round=screened.round, by=screened.users.officer)
    assert done.changed == 0
    assert list(Assessment.objects.order_by("pk").values_list("pk", "is_current")) == before
    assert AuditRow.objects.filter(action="eligibility.screen_round").count() == 2


def test_a_changed_fact_replaces_the_answer_and_keeps_the_old_one(
    screened: SimpleNamespace,
) -> None:
    anh = screened.people[1]
    old = answer(screened.round, anh, "cstd-co-so")
    assert (old.verdict, old.unmet) == ("not_eligible", 1)
    kept = (old.tree, old.snapshot.facts, old.assessed_at)
    record_rating(person=anh, year=2026, grade="hoan_thanh_xuat_sac", by=None)
    screen_round(round=screened.round, by=screened.users.officer)
    new = answer(screened.round, anh, "cstd-co-so")
    assert (new.verdict, new.is_current) == ("eligible", True)
    assert new.pk != old.pk
    assert new.snapshot_id != old.snapshot_id
    old.refresh_from_db()
    assert (old.verdict, old.is_current) == ("not_eligible", False)
    assert (old.tree, old.snapshot.facts, old.assessed_at) == kept


def test_an_unconfirmed_claim_that_matters_is_named(opened: SimpleNamespace) -> None:
    """Bảo would be CSTĐ cấp tỉnh with the two titles he declares; the register holds none."""
    bao = opened.people[3]
    record_rating(person=bao, year=2026, grade="hoan_thanh_xuat_sac", by=None)
    for year in (2024, 2025):
        record_claim(
            department=opened.department,
            by=None,
            person=bao,
            award_name="CSTĐ cơ sở",
            award_code="cstd-co-so",
            year=year,
            source_ref=f"khai:{year}",
        )
    from thidua.initiatives.actions import record_initiative

    record_initiative(
        person=bao,
        year=2026,
        kind="sang_kien",
        name="Một cửa số",
        state="recognised",
        level="bo_nganh_tinh",
        decision_number="77/QĐ-UBND",
        recognised_on=dt.date(2026, 8, 1),
        by=None,
    )
    screen_round(round=opened.round, by=None)
    found = answer(opened.round, bao, "cstd-cap-tinh")
    assert found.verdict == "needs_facts"
    assert found.tree["missing"] == [
        "Khai CSTĐ cơ sở năm 2024 nhưng sổ khen thưởng chưa xác nhận",
        "Khai CSTĐ cơ sở năm 2025 nhưng sổ khen thưởng chưa xác nhận",
    ]
    # Where the claim changes nothing, nothing is missing.
    assert verdicts(opened.round, bao)["ldtt"] == "eligible"


def test_a_hold_blocks_every_award(opened: SimpleNamespace) -> None:
    record_pending(person=opened.people[0], kind="to_cao", from_date=dt.date(2026, 9, 1), by=None)
    screen_round(round=opened.round, by=None)
    assert set(verdicts(opened.round, opened.people[0]).values()) == {"not_eligible"}
    [reason] = answer(opened.round, opened.people[0], "ldtt").reasons
    assert reason.startswith("Chưa xét: có tố cáo đang xác minh từ 01/09/2026")


def test_from_october_the_text_is_awaited_and_the_last_known_one_stands_beside(
    opened: SimpleNamespace, screened: SimpleNamespace
) -> None:
    later = open_round(
        department=opened.department,
        year=2026,
        name="Đợt bổ sung",
        received_on=dt.date(2026, 10, 15),
        by=None,
    )
    screen_round(round=later, by=None)
    for subject in (*opened.people, *opened.units):
        before = verdicts(opened.round, subject)
        found = Assessment.objects.filter(round=later, is_current=True)
        mine = (
            found.filter(person=subject)
            if subject in opened.people
            else found.filter(collective=subject)
        )
        assert {a.award_code: a.verdict for a in mine} == dict.fromkeys(
            before, "needs_official_text"
        )
        assert {a.award_code: a.provisional for a in mine} == before
    kept = answer(later, opened.people[1], "cstd-co-so")
    assert kept.unmet == 1
    assert kept.tree["provisional"]["verdict"] == "not_eligible"


def test_a_collective_counts_its_members(opened: SimpleNamespace) -> None:
    office = opened.units[0]
    record_collective_year(body=office, year=2026, rating="hoan_thanh_tot", by=None)
    screen_round(round=opened.round, by=None)
    found = answer(opened.round, office, "tt-ldtt")
    assert found.verdict == "eligible"
    assert "3/3 người" in str(found.tree)
    assert verdicts(opened.round, opened.units[1])["tt-ldtt"] == "needs_facts"


def test_the_department_counts_everybody(opened: SimpleNamespace) -> None:
    record_collective_year(body=opened.department, year=2026, rating="hoan_thanh_xuat_sac", by=None)
    screen_round(round=opened.round, by=None)
    assert "7/7 người" in str(answer(opened.round, opened.department, "tt-ldtt").tree)


def test_one_subject_is_asked_again_with_the_unit_it_counts_in(screened: SimpleNamespace) -> None:
    anh, office = screened.people[1], screened.units[0]
    record_collective_year(body=office, year=2026, rating="hoan_thanh_tot", by=None)
    record_rating(person=anh, year=2026, grade="hoan_thanh", by=None)
    record_rating(person=screened.people[2], year=2026, grade="hoan_thanh_xuat_sac", by=None)
    found = assess_one(round=screened.round, person=anh, by=screened.users.officer)
    assert found["ldtt"].verdict == "not_eligible"
    assert "2/3 người" in str(answer(screened.round, office, "tt-ldtt").tree)
    # Nobody else was asked.
    assert verdicts(screened.round, screened.people[2])["cstd-co-so"] == "not_eligible"


def test_one_collective_is_asked_alone(screened: SimpleNamespace) -> None:
    office = screened.units[0]
    record_collective_year(body=office, year=2026, rating="khong_hoan_thanh", by=None)
    found = assess_one(round=screened.round, collective=office, by=screened.users.officer)
    assert {code: a.verdict for code, a in found.items()}["tt-ldtt"] == "not_eligible"


def test_a_stranger_neither_screens_nor_is_asked_about(screened: SimpleNamespace) -> None:
    for who in ("stranger", "head", "director", "secretary", "nobody"):
        with pytest.raises(NotAllowed):
            screen_round(round=screened.round, by=getattr(screened.users, who))
    with pytest.raises(NotAllowed, match="không thuộc cơ quan"):
        assess_one(round=screened.round, person=screened.foreign_person, by=screened.users.officer)
    with pytest.raises(NotAllowed, match="không thuộc cơ quan"):
        assess_one(
            round=screened.round, collective=screened.foreign_unit, by=screened.users.officer
        )


def test_a_closed_round_is_not_asked_again(screened: SimpleNamespace) -> None:
    close_round(round=screened.round, by=None)
    with pytest.raises(WrongState, match="Đợt xét đã đóng"):
        assess_one(round=screened.round, person=screened.people[0], by=screened.users.officer)


def test_who_has_left_the_body_has_no_current_answer(screened: SimpleNamespace) -> None:
    gone = screened.people[1]
    save_person(
        department=screened.department,
        by=None,
        person=gone,
        full_name=gone.full_name,
        status="chuyen_di",
        left_on=dt.date(2025, 12, 31),
    )
    screen_round(round=screened.round, by=None)
    assert verdicts(screened.round, gone) == {}
    assert Assessment.objects.filter(person=gone, is_current=False).count() == 6


def test_a_department_with_a_misspelt_regulation_is_told(opened: SimpleNamespace) -> None:
    Body.objects.filter(pk=opened.department.pk).update(rulebook_scope="so-khong-co")
    with pytest.raises(WrongState, match="so-noi-vu-lam-giang"):
        screen_round(round=Round.objects.get(pk=opened.round.pk), by=None)
    assert not FactsSnapshot.objects.exists()


def test_the_database_refuses_two_current_answers(screened: SimpleNamespace) -> None:
    kept = answer(screened.round, screened.people[0], "ldtt")
    kept.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_an_award_given_in_the_year_is_seen(screened: SimpleNamespace) -> None:
    record_award(
        department=screened.department,
        by=None,
        person=screened.people[1],
        recipient_name="Trần Đức Anh",
        award_name="Chiến sĩ thi đua cơ sở",
        award_code="cstd-co-so",
        year=2026,
        decided_on=dt.date(2026, 6, 1),
        decision_number="60/QĐ-SNV",
        source="decision",
    )
    screen_round(round=screened.round, by=None)
    assert "60/QĐ-SNV" in str(answer(screened.round, screened.people[1], "cstd-cap-tinh").tree)


@pytest.mark.django_db(transaction=True)
def test_two_screenings_at_once_leave_one_current_answer_each(opened: SimpleNamespace) -> None:
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def run() -> None:
        try:
            start.wait(timeout=10)
            screen_round(round=Round.objects.get(pk=opened.round.pk), by=None)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert Assessment.objects.filter(round=opened.round).count() == 7 * 6 + 4 * 5
    assert not Assessment.objects.filter(round=opened.round, is_current=False).exists()
    assert FactsSnapshot.objects.filter(round=opened.round).count() == 11
