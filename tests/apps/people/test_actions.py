"""Persons: one record each, numbers encrypted, dated facts taken in once."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people import actions, identity, queries
from thidua.people.models import Discipline, IdentityNumber, Leave, Person, Post, Rating

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
NUMBER = "097185000123"


def save(world: SimpleNamespace, **more: object) -> tuple[Person, bool]:
    fields = {"full_name": "Hoàng Thị Yến", "unit": world.units[0], **more}
    return actions.save_person(
        department=world.department, by=more.pop("by", world.users.officer), **fields
    )


def test_a_new_person_gets_the_next_code_and_sorts_by_given_name(world: SimpleNamespace) -> None:
    person, changed = save(world, born_on=dt.date(1990, 5, 1))
    assert (person.code, changed, person.born_year) == ("CB0008", True, 1990)
    names = list(
        Person.objects.filter(department=world.department).values_list("full_name", flat=True)
    )
    assert names[-1] == "Hoàng Thị Yến"


def test_the_same_person_again_changes_nothing_and_logs_nothing(world: SimpleNamespace) -> None:
    first, _ = save(world, identity_number=NUMBER, ethnicity="Kinh")
    logged = AuditRow.objects.count()
    again, changed = save(world, identity_number=NUMBER, ethnicity="Kinh")
    assert (again.pk, changed, AuditRow.objects.count()) == (first.pk, False, logged)


def test_a_key_left_out_stays_and_a_key_given_changes(world: SimpleNamespace) -> None:
    first, _ = save(world, code="X1", ethnicity="Tày", position="Chuyên viên")
    again, changed = save(world, code="X1", position="Phó Trưởng phòng")
    again.refresh_from_db()
    assert (again.pk, changed) == (first.pk, True)
    assert (again.ethnicity, again.position) == ("Tày", "Phó Trưởng phòng")


def test_the_number_is_stored_encrypted_and_found_by_digest(world: SimpleNamespace) -> None:
    person, _ = save(world, identity_number="097 185 000 123")
    kept = IdentityNumber.objects.get(person=person)
    assert NUMBER.encode() not in bytes(kept.cipher)
    assert identity.decrypt(kept.cipher, person_id=person.pk) == NUMBER
    assert queries.by_identity(world.department, NUMBER) == person
    assert queries.by_identity(world.foreign, NUMBER) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, detail FROM audit_auditrow")
        assert NUMBER not in str(cursor.fetchall())


def test_a_cipher_moved_to_another_person_does_not_open(world: SimpleNamespace) -> None:
    person, _ = save(world, identity_number=NUMBER)
    kept = IdentityNumber.objects.get(person=person)
    with pytest.raises(WrongState, match="Không mở được số định danh"):
        identity.decrypt(kept.cipher, person_id=person.pk + 1)


def test_another_key_does_not_open(world: SimpleNamespace, settings: object) -> None:
    person, _ = save(world, identity_number=NUMBER)
    settings.IDENTITY_KEY = "khóa khác"
    with pytest.raises(WrongState, match="khôi phục tệp khóa"):
        actions.reveal_identity(person=person, by=world.users.officer)


def test_two_people_cannot_share_a_number(world: SimpleNamespace) -> None:
    save(world, code="X1", identity_number=NUMBER)
    with pytest.raises(WrongState) as refusal:
        save(world, code="X2", full_name="Hoàng Văn Yên", identity_number=NUMBER)
    assert str(refusal.value) == (
        "Số định danh của Hoàng Văn Yên đang ghi cho Hoàng Thị Yến (X1). "
        "Kiểm tra lại số của cả hai người."
    )
    assert not Person.objects.filter(code="X2").exists()


def test_a_number_of_another_department_names_nobody(world: SimpleNamespace) -> None:
    actions.save_person(
        department=world.foreign,
        by=None,
        person=world.foreign_person,
        full_name="Vũ Ngọc Ánh",
        identity_number=NUMBER,
    )
    with pytest.raises(WrongState) as refusal:
        save(world, identity_number=NUMBER)
    assert "một người ở cơ quan khác" in str(refusal.value)
    assert "Ánh" not in str(refusal.value)


def test_two_lines_of_one_batch_cannot_share_a_number(world: SimpleNamespace) -> None:
    before = Person.objects.count()
    rows = [
        {"full_name": "Một", "code": "A1", "identity_number": NUMBER},
        {"full_name": "Hai", "code": "A2", "identity_number": NUMBER},
    ]
    with pytest.raises(WrongState, match="Số định danh của Hai đang ghi cho Một"):
        actions.save_people(department=world.department, rows=rows, by=None)
    assert (Person.objects.count(), IdentityNumber.objects.count()) == (before, 0)


def test_a_code_made_up_is_never_one_of_a_later_line(world: SimpleNamespace) -> None:
    before = Person.objects.count()
    rows = [
        {"full_name": "Không mã"},
        {"full_name": "Có mã kế tiếp", "code": "CB0008"},
        {"full_name": "Cũng không mã"},
    ]
    saved = actions.save_people(department=world.department, rows=rows, by=None)
    assert [(one.code, one.full_name) for one, _ in saved] == [
        ("CB0009", "Không mã"),
        ("CB0008", "Có mã kế tiếp"),
        ("CB0010", "Cũng không mã"),
    ]
    assert Person.objects.count() == before + 3


def test_one_code_of_a_batch_cannot_bear_two_numbers(world: SimpleNamespace) -> None:
    before = Person.objects.count()
    rows = [
        {"full_name": "Một", "code": "A1", "identity_number": NUMBER},
        {"full_name": "Một", "code": "A1", "identity_number": NUMBER[:-1] + "9"},
    ]
    with pytest.raises(WrongState, match=r"Một \(A1\) có hai số định danh"):
        actions.save_people(department=world.department, rows=rows, by=None)
    assert (Person.objects.count(), IdentityNumber.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("09718500012", "Số định danh gồm 12 chữ số, đã ghi 11 chữ số."),
        ("0971850001234", "đã ghi 13 chữ số"),
        ("09718500012A", "Số định danh chỉ gồm chữ số."),
        ("٠٩٧١٨٥٠٠٠١٢٣", "Số định danh chỉ gồm chữ số."),
    ],
)
def test_a_wrong_number_is_refused_in_words(
    world: SimpleNamespace, number: str, sentence: str
) -> None:
    with pytest.raises(WrongState) as refusal:
        save(world, identity_number=number)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"born_on": dt.date(2999, 1, 1)},
        {"recruited_on": dt.date(2999, 1, 1)},
        {"gender": "nu"},
        {"status": "nghỉ"},
        {"full_name": " "},
    ],
)
def test_wrong_fields_store_nothing(world: SimpleNamespace, wrong: dict[str, object]) -> None:
    before = Person.objects.count()
    with pytest.raises(WrongState):
        save(world, **wrong)
    assert Person.objects.count() == before


def test_a_unit_of_another_department_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="Phòng Quản lý nhà không thuộc Sở Nội vụ"):
        save(world, unit=world.foreign_unit)


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_own_officer_keeps_people(world: SimpleNamespace, who: str) -> None:
    user, person = getattr(world.users, who), world.people[0]
    attempts = [
        lambda: actions.save_person(
            department=world.department, by=user, person=person, full_name="Đổi Tên"
        ),
        lambda: actions.record_rating(person=person, year=2025, grade="hoan_thanh", by=user),
        lambda: actions.record_discipline(
            person=person, measure="canh_cao", from_date=dt.date(2025, 1, 1), by=user
        ),
        lambda: actions.record_post(person=person, unit=world.units[1], title="Lạ", by=user),
        lambda: actions.reveal_identity(person=person, by=user),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    person.refresh_from_db()
    assert (person.full_name, person.unit) == ("Nguyễn Thị Minh Châu", world.units[0])
    assert not Discipline.objects.exists()


def test_facts_taken_in_twice_are_there_once(world: SimpleNamespace) -> None:
    person, by = world.people[0], world.users.officer
    day = dt.date(2025, 3, 1)
    once = [
        actions.record_rating(person=person, year=2018, grade="hoan_thanh", by=by),
        actions.record_discipline(person=person, measure="khien_trach", from_date=day, by=by),
        actions.record_leave(person=person, kind="thai_san", from_date=day, by=by),
        actions.record_pending(person=person, kind="khieu_nai", from_date=day, by=by),
    ]
    twice = [
        actions.record_rating(person=person, year=2018, grade="hoan_thanh", by=by),
        actions.record_discipline(person=person, measure="khien_trach", from_date=day, by=by),
        actions.record_leave(person=person, kind="thai_san", from_date=day, by=by),
        actions.record_pending(person=person, kind="khieu_nai", from_date=day, by=by),
    ]
    assert (once, twice) == ([True] * 4, [False] * 4)
    assert Leave.objects.count() == 1
    assert actions.record_leave(
        person=person, kind="thai_san", from_date=day, to_date=dt.date(2025, 8, 31), by=by
    )
    assert Leave.objects.get().to_date == dt.date(2025, 8, 31)


def test_a_changed_rating_replaces_the_old_one(world: SimpleNamespace) -> None:
    person = world.people[0]
    assert actions.record_rating(person=person, year=2025, grade="hoan_thanh_xuat_sac", by=None)
    assert Rating.objects.get(person=person, year=2025).grade == "hoan_thanh_xuat_sac"


@pytest.mark.parametrize(
    "call",
    [
        lambda p: actions.record_rating(person=p, year=2999, grade="hoan_thanh", by=None),
        lambda p: actions.record_rating(person=p, year=2018, grade="tốt", by=None),
        lambda p: actions.record_discipline(
            person=p, measure="khien_trach", from_date=dt.date(2999, 1, 1), by=None
        ),
        lambda p: actions.record_leave(
            person=p,
            kind="om",
            from_date=dt.date(2025, 5, 1),
            to_date=dt.date(2025, 4, 30),
            by=None,
        ),
    ],
)
def test_wrong_facts_are_refused(world: SimpleNamespace, call: object) -> None:
    before = AuditRow.objects.count()
    with pytest.raises(WrongState):
        call(world.people[0])
    assert AuditRow.objects.count() == before


def test_an_open_post_becomes_the_present_one_and_an_ended_one_does_not(
    world: SimpleNamespace,
) -> None:
    person = world.people[0]
    actions.record_post(
        person=person,
        unit=world.units[2],
        title="Viên chức",
        from_date=dt.date(2010, 1, 1),
        to_date=dt.date(2011, 12, 31),
        by=None,
    )
    person.refresh_from_db()
    assert person.unit == world.units[0]
    moved = {
        "person": person,
        "unit": world.units[1],
        "title": "Phó Trưởng phòng",
        "group": "head_of_division",
        "from_date": dt.date(2026, 3, 1),
        "by": None,
    }
    assert actions.record_post(**moved) is True
    assert actions.record_post(**moved) is False
    person.refresh_from_db()
    assert (person.unit, person.position, person.group) == (
        world.units[1],
        "Phó Trưởng phòng",
        "head_of_division",
    )
    assert Post.objects.filter(person=person).count() == 3


def test_revealing_a_number_is_logged_and_an_empty_one_is_not(world: SimpleNamespace) -> None:
    officer = world.users.officer
    with pytest.raises(WrongState, match="Chưa ghi số định danh"):
        actions.reveal_identity(person=world.people[0], by=officer)
    assert not AuditRow.objects.filter(action="people.reveal_identity").exists()
    person, _ = save(world, identity_number=NUMBER)
    assert actions.reveal_identity(person=person, by=officer) == NUMBER
    row = AuditRow.objects.get(action="people.reveal_identity")
    assert (row.actor, row.subject_id) == (officer, str(person.pk))


def test_a_whole_department_is_taken_in_with_few_queries(
    world: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    rows = [
        {
            "full_name": f"Nguyễn Văn {chr(65 + n % 26)}{n}",
            "code": f"N{n:04d}",
            "unit": world.units[n % 3],
            "identity_number": f"0971{n:08d}",
        }
        for n in range(240)
    ]
    # Five of them keep the names that search finds.
    with django_assert_max_num_queries(28):
        saved = actions.save_people(department=world.department, rows=rows, by=None)
    ratings = [
        {"person": person, "year": year, "grade": "hoan_thanh_tot"}
        for person, _ in saved
        for year in range(2002, 2027)
    ]
    with django_assert_max_num_queries(40):
        assert actions.record_ratings(department=world.department, rows=ratings, by=None) == len(
            ratings
        )
    with django_assert_max_num_queries(8):
        assert actions.record_ratings(department=world.department, rows=ratings, by=None) == 0
    again = actions.save_people(department=world.department, rows=rows, by=None)
    assert [changed for _, changed in again] == [False] * 240
