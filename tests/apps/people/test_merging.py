"""Merging two records and parting them: nothing lost or left behind, who may, what is said."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.people.rows_for_tests import everything

from thidua.accounts.models import User
from thidua.audit.models import AuditRow
from thidua.initiatives.actions import record_initiative
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements.actions import register_for
from thidua.people import actions, queries
from thidua.people.models import MergeChange, Person, PersonMerge, Post, Rating
from thidua.people.queries.merging import ROWS
from thidua.register.actions import record_award, record_claim
from thidua.register.models import Claim, RegisterEntry

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]


def twins(world: SimpleNamespace) -> tuple[Person, Person]:
    """Two records of one unit: Phạm Thị Hoà, who is to stay, and Lầu Mí Lử."""
    return world.people[5], world.people[4]


def merged(world: SimpleNamespace, kept: Person, gone: Person, **more: Any) -> PersonMerge:
    asked = {d.key: "survivor" for d in queries.differences(kept, gone) if d.asked}
    return actions.merge_people(
        survivor=kept, absorbed=gone, choices=asked | more.pop("choices", {}),
        reason=more.pop("reason", "Cùng số định danh"), by=world.users.officer, **more,
    )  # fmt: skip


def own_everything(world: SimpleNamespace, one: Person, other: Person) -> None:
    officer, department = world.users.officer, world.department
    for person, code in ((one, "cstd-co-so"), (other, "ldtt")):
        record_award(
            department=department, person=person, recipient_name=person.full_name,
            award_code=code, award_name=code, year=2020, decision_number=f"{person.pk}/QĐ",
            decided_on=dt.date(2020, 12, 1), authority="Sở", source="paper", by=officer,
        )  # fmt: skip
        record_claim(
            department=department, person=person, award_name="Giấy khen", award_code="giay-khen",
            year=2019, by=officer,
        )  # fmt: skip
        record_initiative(
            person=person, year=2024, kind="sang_kien", name=f"Sáng kiến {code}",
            state="waiting", by=officer,
        )  # fmt: skip
        register_for(department=department, year=2026, award_code="ldtt", person=person, by=None)
        actions.record_discipline(
            person=person, measure="khien_trach", from_date=dt.date(2015, person.pk % 12 + 1, 1),
            by=officer,
        )  # fmt: skip
        actions.record_leave(person=person, kind="om", from_date=dt.date(2020, 1, 1), by=officer)
        actions.record_pending(
            person=person, kind="khieu_nai", from_date=dt.date(2026, 1, 1), by=officer
        )


def test_everything_follows_and_comes_back(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    own_everything(world, kept, gone)
    actions.save_person(
        department=world.department, person=gone, full_name=gone.full_name, by=None,
        identity_number="001085000011",
    )  # fmt: skip
    User.objects.filter(username="khongvaitro").update(person=gone)
    before = everything()
    merge = merged(world, kept, gone)
    assert RegisterEntry.objects.filter(person=kept).count() == 2
    assert Claim.objects.filter(person=kept).count() == 2
    relations: Any = Person.objects.get(pk=kept.pk)
    assert relations.initiatives.count() == 2
    assert relations.account.username == "khongvaitro"
    assert relations.registrations.count() == 1  # the same registration once
    assert queries.by_identity(world.department, "001085000011") == kept
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert gone.pk not in queries.visible_to(world.users.officer).values_list("pk", flat=True)
    actions.undo_merge(merge=merge, reason="Nhầm", by=world.users.officer)
    assert everything() == before


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_parting_after_merging_gives_the_same_people(
    world: SimpleNamespace, data: st.DataObject
) -> None:
    """Any two or three records, any facts, any choice, merged one after another and parted."""
    from django.db import transaction

    with transaction.atomic():
        people = data.draw(st.permutations(world.people))[:3]
        for person in people:
            _draw_facts(world, person, data)
        before = everything()
        done = []
        for kept, gone in ((people[1], people[2]), (people[0], people[1])):
            kept, gone = Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk)
            sides = {
                d.key: data.draw(st.sampled_from(["survivor", "absorbed"]))
                for d in queries.differences(kept, gone)
            }
            done.append(merged(world, kept, gone, choices=sides))
            assert not Person.objects.filter(pk=gone.pk).exists()
        for merge in reversed(done):
            actions.undo_merge(merge=merge, reason="thử", by=world.users.officer)
        after = everything()
        assert after == before
        transaction.set_rollback(True)


def _draw_facts(world: SimpleNamespace, person: Person, data: st.DataObject) -> None:
    draw = data.draw
    born = draw(st.none() | st.dates(dt.date(1960, 1, 1), dt.date(2000, 1, 1)))
    number = draw(st.booleans())
    actions.save_person(
        department=world.department, person=person, full_name=draw(st.sampled_from(
            ["Phạm Thị Hoà", "Phạm Thị Hòa", "Trần Đức Anh"])),
        born_on=born, born_year=born.year if born else None,
        party_member=draw(st.none() | st.booleans()), note=draw(st.sampled_from(["", "ghi"])),
        identity_number=f"0010850000{person.pk % 100:02d}" if number else None, by=None,
    )  # fmt: skip
    for year in draw(st.sets(st.integers(2015, 2025), max_size=4)):
        grade = draw(st.sampled_from(["hoan_thanh_tot", "hoan_thanh_xuat_sac", "hoan_thanh"]))
        actions.record_rating(person=person, year=year, grade=grade, by=None)
    for day in draw(st.sets(st.dates(dt.date(2015, 1, 1), dt.date(2020, 1, 1)), max_size=2)):
        actions.record_leave(person=person, kind="om", from_date=day, by=None)
        actions.record_post(
            person=person, unit=world.units[day.month % 3], title="Văn thư", from_date=day,
            to_date=day, by=None,
        )  # fmt: skip
    if draw(st.booleans()):
        register_for(
            department=world.department, year=2026, award_code="ldtt", person=person, by=None
        )
    for year in draw(st.sets(st.integers(2015, 2020), max_size=2)):
        record_award(
            department=world.department, person=person, recipient_name=person.full_name,
            award_code="ldtt", award_name="LĐTT", year=year, source="book",
            candidates=[person.pk], match=draw(st.sampled_from(["matched", "asked"])), by=None,
        )  # fmt: skip


def test_chosen_values_hold_and_go_back(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    Rating.objects.filter(person=gone, year=2024).update(grade="hoan_thanh_xuat_sac", source="TB 1")
    asked = {d.key for d in queries.differences(kept, gone) if d.asked}
    assert {"full_name", "gender", "rating-2024"} <= asked
    merge = merged(world, kept, gone, choices={"gender": "absorbed", "rating-2024": "absorbed"})
    kept.refresh_from_db()
    assert (kept.full_name, kept.gender) == ("Phạm Thị Hoà", "male")
    rating = Rating.objects.get(person=kept, year=2024)
    assert (rating.grade, rating.source) == ("hoan_thanh_xuat_sac", "TB 1")
    actions.undo_merge(merge=merge, reason="nhầm", by=world.users.officer)
    kept.refresh_from_db()
    assert kept.gender == "female"
    assert Rating.objects.get(person=kept, year=2024).grade == "hoan_thanh_tot"
    assert Rating.objects.get(person=gone, year=2024).grade == "hoan_thanh_xuat_sac"


def test_what_came_after_stays_with_the_one_who_stands(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    merge = merged(world, kept, gone)
    kept.refresh_from_db()
    actions.record_rating(person=kept, year=2018, grade="hoan_thanh", by=world.users.officer)
    post = Post.objects.filter(person=kept, unit=gone.unit).first()
    actions.save_person(
        department=world.department, person=kept, full_name="Phạm Thị Hoài", by=world.users.officer
    )
    actions.undo_merge(merge=merge, reason="nhầm", by=world.users.officer)
    kept.refresh_from_db()
    assert kept.full_name == "Phạm Thị Hoài"
    assert Rating.objects.get(year=2018).person == kept
    assert post is not None


def test_an_undecided_difference_a_missing_reason_and_other_slips_are_refused(
    world: SimpleNamespace,
) -> None:
    kept, gone = twins(world)
    officer = world.users.officer
    with pytest.raises(WrongState, match="Chọn thông tin giữ lại") as refusal:
        actions.merge_people(survivor=kept, absorbed=gone, choices={}, reason="x", by=officer)
    assert refusal.value.field == "full_name"
    with pytest.raises(WrongState, match="Ghi lý do gộp"):
        merged(world, kept, gone, reason="  ")
    with pytest.raises(WrongState, match="hai hồ sơ khác nhau"):
        merged(world, kept, kept)
    with pytest.raises(WrongState, match="hai cơ quan khác nhau"):
        merged(world, kept, world.foreign_person)
    assert not PersonMerge.objects.exists()
    merge = merged(world, kept, gone)
    with pytest.raises(WrongState, match="đã được gộp"):
        actions.merge_people(survivor=world.people[0], absorbed=gone, choices={}, reason="x",
                             by=officer)  # fmt: skip
    actions.undo_merge(merge=merge, reason="nhầm", by=officer)
    with pytest.raises(WrongState, match="đã được tách"):
        actions.undo_merge(merge=merge, reason="nhầm", by=officer)


def test_the_last_merge_is_undone_first(world: SimpleNamespace) -> None:
    one, two, three = world.people[:3]
    first = merged(world, two, three)
    second = merged(world, one, Person.objects.get(pk=two.pk))
    assert Person.everyone.get(pk=three.pk).merged_into_id == one.pk
    with pytest.raises(WrongState, match="Tách lần gộp đó trước"):
        actions.undo_merge(merge=first, reason="x", by=world.users.officer)
    actions.undo_merge(merge=second, reason="x", by=world.users.officer)
    assert Person.everyone.get(pk=three.pk).merged_into_id == two.pk
    actions.undo_merge(merge=first, reason="x", by=world.users.officer)
    assert Person.objects.filter(pk__in=[p.pk for p in (one, two, three)]).count() == 3


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer_of_the_department(world: SimpleNamespace, who: str) -> None:
    kept, gone = twins(world)
    by = getattr(world.users, who)
    with pytest.raises(NotAllowed, match="gộp, tách hồ sơ"):
        actions.merge_people(survivor=kept, absorbed=gone, choices={}, reason="x", by=by)
    with pytest.raises(NotAllowed, match="gộp, tách hồ sơ"):
        actions.tell_apart(one=kept, other=gone, reason="x", by=by)
    merge = merged(world, kept, gone)
    with pytest.raises(NotAllowed, match="gộp, tách hồ sơ"):
        actions.undo_merge(merge=merge, reason="x", by=by)


def test_codes_and_numbers_of_a_merged_record_find_the_one_who_stands(
    world: SimpleNamespace,
) -> None:
    kept, gone = twins(world)
    for person, number in ((kept, "001185000001"), (gone, "001085000002")):
        actions.save_person(
            department=world.department, person=person, full_name=person.full_name,
            identity_number=number, by=None,
        )  # fmt: skip
    merged(world, kept, gone)
    count = Person.everyone.count()
    for how in ({"code": gone.code}, {"identity_number": "001085000002"}):
        found, _ = actions.save_person(
            department=world.department, full_name=kept.full_name, by=None, **how
        )
        assert found == kept
    assert Person.everyone.count() == count
    assert queries.by_identity(world.department, "001085000002") == kept
    assert queries.standing_codes(world.department) == {gone.code: kept}


def test_the_log_tells_of_the_merge_and_never_a_number(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    actions.save_person(
        department=world.department, person=gone, full_name=gone.full_name,
        identity_number="001085000002", by=None,
    )  # fmt: skip
    merge = merged(world, kept, gone, choices={"identity_number": "absorbed"})
    actions.undo_merge(merge=merge, reason="nhầm lẫn", by=world.users.officer)
    rows = AuditRow.objects.filter(action__in=["people.merge_people", "people.undo_merge"])
    assert [row.subject_id for row in rows] == [str(kept.pk)] * 2
    said = " ".join(f"{row.text} {row.detail}" for row in AuditRow.objects.all())
    said += " ".join(f"{c.before} {c.after}" for c in MergeChange.objects.all())
    assert "001085000002" not in said
    assert "nhầm lẫn" in said


def test_every_table_that_points_to_a_person_follows(world: SimpleNamespace) -> None:
    """A new foreign key to a person must be followed, or a merge would lose its rows."""
    from thidua.kit import events
    from thidua.kit.moves import Moves
    from thidua.people.actions.following import follow_person

    asked: set[tuple[str, str]] = set()

    class Listening(Moves):
        def follow(self, model: Any, name: str, **_: Any) -> None:
            asked.add((model._meta.label_lower, name))

    moves = Listening(world.people[0], world.people[1], None)
    follow_person(moves=moves)
    events.person_moved.send(moves=moves)
    keys = {
        (relation.related_model._meta.label_lower, relation.field.name)
        for relation in Person._meta.related_objects
    }
    # The merge itself, pairs known to differ, and the number, which is sealed for its person.
    own = {(m, f) for m, f in keys if m in {"people.personmerge", "people.distinctpair"}}
    own |= {("people.identitynumber", "person"), ("people.person", "merged_into")}
    assert keys - own - asked == set()
    assert apps.get_model("people.person") is Person


def test_every_table_that_points_to_a_person_has_a_name_on_the_page() -> None:
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        named = ROWS.get(model._meta.label_lower, str(model._meta.verbose_name))
        assert not named.isascii(), f"{model._meta.label}: add it to people.queries.merging.ROWS"
