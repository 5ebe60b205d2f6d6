"""Facts read from the database: complete, scoped, and in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.eligibility.asking import verdicts

from thidua.eligibility.actions import screen_round
from thidua.eligibility.queries import facts_for
from thidua.law.facts import AwardHeld
from thidua.people.actions import record_discipline, record_leave, save_people, save_person
from thidua.register.actions import record_award, record_claim

pytestmark = pytest.mark.django_db


def subject(world: SimpleNamespace, number: int = 0):
    gathered = facts_for(world.department, year=2026, people=[world.people[number]])
    [found] = gathered.people
    return found


def test_everything_recorded_is_in_the_facts(history: SimpleNamespace) -> None:
    facts = subject(history).facts
    assert facts.subject.name == "Nguyễn Thị Minh Châu"
    assert facts.subject.group == "direct_worker"
    assert [(a.code, a.year, a.decision) for a in facts.awards or ()] == [
        ("cstd-co-so", 2024, "24/QĐ-SNV"),
        ("cstd-co-so", 2025, "25/QĐ-SNV"),
    ]
    assert [(i.year, i.level) for i in facts.initiatives or ()] == [(2025, "bo_nganh_tinh")]
    assert facts.registrations is None
    assert facts.disciplines == ()
    assert facts.pending == ()
    assert len(facts.ratings or ()) == 17


def test_nobody_of_another_department_is_gathered(history: SimpleNamespace) -> None:
    gathered = facts_for(history.department, year=2026)
    assert len(gathered.people) == 7
    assert {s.facts.subject.name for s in gathered.units} == {
        "Sở Nội vụ",
        "Văn phòng Sở",
        "Phòng Công chức, viên chức",
        "Trung tâm Lưu trữ lịch sử",
    }


@pytest.mark.parametrize(
    ("status", "left_on", "considered"),
    [
        ("nghi_huu", dt.date(2026, 4, 1), True),
        ("chuyen_di", dt.date(2025, 12, 31), False),
        ("thoi_viec", None, False),
        ("biet_phai", None, True),
    ],
)
def test_who_left_before_the_year_is_not_considered(
    history: SimpleNamespace, status: str, left_on: dt.date | None, considered: bool
) -> None:
    person = history.people[1]
    save_person(
        department=history.department,
        by=None,
        person=person,
        full_name=person.full_name,
        status=status,
        left_on=left_on,
    )
    names = {s.facts.subject.name for s in facts_for(history.department, year=2026).people}
    assert (person.full_name in names) is considered


def test_an_unconfirmed_claim_is_a_claim_and_a_confirmed_one_is_nothing_new(
    history: SimpleNamespace,
) -> None:
    for year in (2023, 2024):
        record_claim(
            department=history.department,
            by=None,
            person=history.people[0],
            award_name="CSTĐ cơ sở",
            award_code="cstd-co-so",
            year=year,
            source_ref=f"khai:{year}",
        )
    found = subject(history)
    assert [(c.code, c.year) for c in found.claims] == [("cstd-co-so", 2023)]
    assert len(found.facts.awards or ()) == 2


def test_an_entry_matched_only_by_a_question_is_a_claim(history: SimpleNamespace) -> None:
    record_award(
        department=history.department,
        by=None,
        person=history.people[1],
        recipient_name="TRẦN Đ. ANH",
        award_name="Lao động tiên tiến",
        award_code="ldtt",
        year=2025,
        source="book",
        match="asked",
    )
    found = subject(history, 1)
    assert found.facts.awards == ()
    assert found.claims == (AwardHeld("ldtt", 2025, merit="cong_trang"),)


def test_a_revoked_award_is_gone(history: SimpleNamespace) -> None:
    from thidua.register.actions import revoke_entry
    from thidua.register.models import RegisterEntry

    entry = RegisterEntry.objects.get(person=history.people[0], year=2025)
    revoke_entry(entry=entry, reason="Hủy theo QĐ 9/QĐ-SNV", by=history.users.officer)
    assert [a.year for a in subject(history).facts.awards or ()] == [2024]


def test_leave_without_a_day_makes_the_whole_list_unknown(history: SimpleNamespace) -> None:
    from thidua.people.models import Leave

    person = history.people[1]
    record_leave(person=person, kind="om", from_date=dt.date(2026, 1, 5), note="", by=None)
    assert len(subject(history, 1).facts.service.leave or ()) == 1
    Leave.objects.create(person=person, kind="thai_san")
    assert subject(history, 1).facts.service.leave is None


def test_books_of_another_body_are_not_ours(history: SimpleNamespace) -> None:
    person = history.people[1]
    save_person(
        department=history.department,
        by=None,
        person=person,
        full_name=person.full_name,
        joined_on=dt.date(2025, 7, 1),
        note="Tiếp nhận từ UBND huyện Bắc Hà ngày 01/7/2025",
    )
    person.refresh_from_db()
    assert subject(history, 1).facts.complete["awards"] == (2025, 2026)


def test_a_running_discipline_and_its_end_are_carried(opened: SimpleNamespace) -> None:
    record_discipline(
        person=opened.people[1],
        measure="khien_trach",
        from_date=dt.date(2026, 2, 1),
        to_date=dt.date(2027, 2, 1),
        by=None,
    )
    screen_round(round=opened.round, by=None)
    assert verdicts(opened.round, opened.people[1])["ldtt"] == "not_eligible"
    assert verdicts(opened.round, opened.people[2])["ldtt"] == "eligible"


def test_the_number_of_queries_does_not_grow_with_the_people(history: SimpleNamespace) -> None:
    with CaptureQueriesContext(connection) as few:
        facts_for(history.department, year=2026)
    save_people(
        department=history.department,
        rows=[
            {"code": f"N{n:04}", "full_name": f"Nguyễn Văn Số {n}", "unit": history.units[n % 3]}
            for n in range(300)
        ],
        by=None,
    )
    with CaptureQueriesContext(connection) as many:
        gathered = facts_for(history.department, year=2026)
    assert len(gathered.people) == 307
    # Two of them ask scoring: the place in the cluster, the settled grade.
    assert len(many) == len(few) <= 20


def test_what_the_register_revoked_is_not_even_a_claim(history: SimpleNamespace) -> None:
    from thidua.register.actions import revoke_entry
    from thidua.register.models import RegisterEntry

    entry = RegisterEntry.objects.get(person=history.people[0], year=2025)
    revoke_entry(entry=entry, reason="Hủy theo QĐ 9/QĐ-SNV", by=history.users.officer)
    for year in (2023, 2025):
        record_claim(
            department=history.department,
            by=None,
            person=history.people[0],
            award_name="CSTĐ cơ sở",
            award_code="cstd-co-so",
            year=year,
            source_ref=f"khai:{year}",
        )
    assert [c.year for c in subject(history).claims] == [2023]


def test_a_doubtful_entry_and_its_declaration_are_one_claim(history: SimpleNamespace) -> None:
    common = {
        "department": history.department,
        "by": None,
        "person": history.people[1],
        "award_name": "CSTĐ cơ sở",
        "award_code": "cstd-co-so",
        "decision_number": "411/QĐ-SNV",
    }
    record_award(**common, recipient_name="Trần Đức Anh", year=2023, source="book", match="asked")
    record_claim(**common, year=2024, source_ref="khai:2024")
    assert [(c.code, c.year) for c in subject(history, 1).claims] == [("cstd-co-so", 2024)]


def test_a_line_of_a_wrong_year_may_be_an_award_of_the_year_of_its_decision(
    history: SimpleNamespace,
) -> None:
    common = {
        "department": history.department,
        "by": None,
        "award_name": "CSTĐ cơ sở",
        "award_code": "cstd-co-so",
        "decision_number": "411/QĐ-SNV",
        "decided_on": dt.date(2024, 12, 18),
        "source": "book",
    }
    for other in history.people[2:4]:
        record_award(**common, person=other, recipient_name=other.full_name, year=2024)
    record_award(
        **common,
        person=history.people[1],
        recipient_name="Trần Đức Anh",
        year=2023,
        match="asked",
        doubt="năm khác các dòng khác",
    )
    assert [(c.code, c.year) for c in subject(history, 1).claims] == [("cstd-co-so", 2024)]


def test_a_line_that_is_asked_is_a_claim_of_everyone_it_may_be_about(
    history: SimpleNamespace,
) -> None:
    first, second = history.people[1:3]
    record_award(
        department=history.department,
        by=None,
        person=first,
        recipient_name=first.full_name,
        award_name="Lao động tiên tiến",
        award_code="ldtt",
        year=2025,
        source="book",
        match="asked",
        candidates=[first.pk, second.pk],
    )
    found = [subject(history, place).claims for place in (1, 2, 3)]
    assert [[c.code for c in claims] for claims in found] == [["ldtt"], ["ldtt"], []]


def test_who_retired_in_the_year_is_known_to_have_served_until_then(
    history: SimpleNamespace,
) -> None:
    from thidua.people.models import Post

    person = history.people[1]
    Post.objects.filter(person=person).delete()
    assert subject(history, 1).facts.service.posts is None
    person.left_on, person.joined_on = dt.date(2026, 9, 1), dt.date(2010, 8, 1)
    person.position = "Chuyên viên"
    person.save()
    (post,) = subject(history, 1).facts.service.posts or ()
    assert (post.title, post.from_, post.to) == (
        "Chuyên viên",
        dt.date(2010, 8, 1),
        dt.date(2026, 9, 1),
    )


def test_another_award_of_the_year_stays_a_claim_when_one_is_revoked(
    history: SimpleNamespace,
) -> None:
    from thidua.register.actions import revoke_entry

    person = history.people[1]
    common = {
        "department": history.department,
        "by": None,
        "person": person,
        "award_name": "Giấy khen",
        "award_code": "giay-khen",
        "year": 2025,
    }
    entry = record_award(
        **common, recipient_name=person.full_name, decision_number="7/QĐ-SNV", source="book"
    )
    revoke_entry(entry=entry, reason="Hủy theo QĐ 9/QĐ-SNV", by=history.users.officer)
    record_claim(**common, decision_number="7/QĐ-SNV", source_ref="a")
    record_claim(**common, decision_number="12/QĐ-SNV", source_ref="b")
    assert [c.decision for c in subject(history, 1).claims] == ["12/QĐ-SNV"]


def test_a_file_of_one_year_says_nothing_of_earlier_initiatives(history: SimpleNamespace) -> None:
    from thidua.initiatives.models import Initiative
    from thidua.people.models import Rating

    Initiative.objects.update(year=2018)
    assert subject(history, 1).facts.complete["initiatives"] == (2018, 2026)
    Rating.objects.filter(person=history.people[1], year__lt=2026).delete()
    assert subject(history, 1).facts.complete["initiatives"] == (2026, 2026)


def test_who_came_on_an_unknown_day_is_known_since_the_last_book(
    history: SimpleNamespace,
) -> None:
    from thidua.people.models import Person

    Person.objects.filter(pk=history.people[1].pk).update(
        joined_on=None, recruited_on=None, note="Chuyển đến từ Sở Y tế"
    )
    history.people[1].refresh_from_db()
    assert subject(history, 1).facts.complete["awards"] == (2025, 2026)
