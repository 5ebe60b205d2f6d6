"""The chain of entries and events: what is covered, and which touched line is named, and how."""

from __future__ import annotations

import datetime as dt
import itertools
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.audit import chain
from thidua.audit.models import AuditRow, ChainHead
from thidua.register import actions, queries
from thidua.register.models import RegisterEntry, RegisterEvent

REVOKED = "QĐ 12/QĐ-SNV ngày 02/3/2026"


def award(world: SimpleNamespace, **more: Any) -> RegisterEntry:
    fields: dict[str, Any] = {
        "department": world.department,
        "by": world.users.officer,
        "person": world.people[0],
        "recipient_name": world.people[0].full_name,
        "award_code": "cstd-co-so",
        "award_name": "Chiến sĩ thi đua cơ sở",
        "year": 2024,
        "decision_number": "45/QĐ-SNV",
        "decided_on": dt.date(2024, 12, 18),
        "authority": "Giám đốc Sở Nội vụ",
        "source": "book",
    }
    return actions.record_award(**{**fields, **more})


@pytest.fixture
def book(world: SimpleNamespace) -> SimpleNamespace:
    """Four entries, of which the second was revoked, its objects asked back and returned."""
    by = world.users.officer
    entries = [award(world, year=year) for year in (2021, 2022, 2023)]
    entries.append(award(world, year=2024, match="asked"))
    actions.revoke_entry(
        entry=entries[1], reason=REVOKED, document_number="12/QĐ-SNV", by=by,
        document_on=dt.date(2026, 3, 2), authority="Giám đốc Sở Nội vụ",
    )  # fmt: skip
    actions.ask_recovery(entry=entries[1], objects_named="Giấy chứng nhận", amount=500_000, by=by)
    actions.record_recovered(entry=entries[1], day=dt.date(2026, 4, 1), by=by)
    actions.confirm_match(entry=entries[3], person=world.people[1], by=by)
    actions.reissue(
        entry=entries[0], kind="exchange", day=dt.date(2026, 5, 4), reason="Bị ẩm mốc", by=by
    )
    return SimpleNamespace(**vars(world), entries=entries)


def change(model: Any, pk: int, **values: Any) -> None:
    """As somebody with the database would: no action, no event, no log."""
    model.objects.filter(pk=pk).update(**values)


def test_entries_and_events_are_links_of_one_chain(book: SimpleNamespace) -> None:
    check = queries.verify_chain(book.department)
    assert (check.whole, check.length, check.entries, check.events) == (True, 9, 4, 5)
    places = sorted(
        itertools.chain(
            RegisterEntry.objects.values_list("place", flat=True),
            RegisterEvent.objects.values_list("place", flat=True),
        )
    )
    assert places == list(range(1, 10))
    assert list(RegisterEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == [
        1, 2, 3, 4,
    ]  # fmt: skip
    kinds = RegisterEvent.objects.order_by("place").values_list("kind", flat=True)
    assert list(kinds) == ["revoked", "recovery_asked", "recovered", "matched", "exchanged"]
    assert award(book, year=2020).sequence == 5


@pytest.mark.parametrize(
    ("field", "value", "was"),
    [
        ("year", 2019, "2022"),
        ("decided_on", dt.date(2023, 1, 1), "2024-12-18"),
        ("merit", "chuyen_de", "cong_trang"),
        ("award_code", "ldtt", "cstd-co-so"),
        ("authority", "Chủ tịch UBND tỉnh", "Giám đốc Sở Nội vụ"),
    ],
)
def test_the_touched_line_its_field_and_its_former_value(
    book: SimpleNamespace, field: str, value: Any, was: str
) -> None:
    change(RegisterEntry, book.entries[1].pk, **{field: value})
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.broken_place) == (2, 2)
    assert (check.field, check.expected, check.found) == (field, was, str(value))


def test_a_name_that_nobody_else_bears_is_told_by_its_folded_copy(book: SimpleNamespace) -> None:
    change(RegisterEntry, book.entries[2].pk, recipient_name="Nguyễn Văn Lạ", note="hai chỗ")
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.field, check.expected) == (3, "recipient_name", "")
    assert check.found == "Nguyễn Văn Lạ"


def test_a_hidden_line_is_found(book: SimpleNamespace) -> None:
    change(RegisterEntry, book.entries[2].pk, recipient_folded="khong tim thay")
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.field) == (3, "recipient_folded")


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"state": "valid"}, "state", "revoked"),
        ({"recovery": "asked"}, "recovery", "returned"),
        ({"state_reason": "Nhầm"}, "reason", REVOKED),
    ],
)
def test_a_state_without_its_event_is_found(
    book: SimpleNamespace, values: dict[str, Any], field: str, expected: str
) -> None:
    change(RegisterEntry, book.entries[1].pk, **values)
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.field, check.expected) == (2, field, expected)
    assert check.found == next(iter(values.values()))


def test_an_award_given_to_somebody_else_is_found(book: SimpleNamespace) -> None:
    entry = book.entries[2]
    change(RegisterEntry, entry.pk, person_id=book.people[2].pk)
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.field) == (3, "person")
    assert (check.expected, check.found) == (str(book.people[0].pk), str(book.people[2].pk))


def test_a_touched_event_names_its_line(book: SimpleNamespace) -> None:
    event = RegisterEvent.objects.get(kind="recovery_asked")
    change(RegisterEvent, event.pk, amount=5_000_000)
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.broken_place) == (2, event.place)
    assert (check.field, check.expected, check.found) == ("amount", "500000", "5000000")
    assert "Yêu cầu nộp lại" in check.problem


def test_a_line_rewritten_with_a_new_hash_is_named_and_not_the_next(book: SimpleNamespace) -> None:
    entry = book.entries[1]
    entry.refresh_from_db()
    entry.award_name = "Bằng khen"
    forged = chain.hash_of(entry.previous_hash, queries.content_of(entry))
    change(RegisterEntry, entry.pk, award_name="Bằng khen", entry_hash=forged)
    check = queries.verify_chain(book.department)
    assert (check.broken_at, check.expected, check.found) == (2, entry.entry_hash, forged)


def rewrite(book: SimpleNamespace, *, head: bool) -> None:
    """A forger changes the third line and computes every later hash and the stored head anew."""
    change(RegisterEntry, book.entries[2].pk, award_name="Bằng khen")
    previous = chain.GENESIS
    rows = sorted(
        itertools.chain(RegisterEntry.objects.all(), RegisterEvent.objects.select_related("entry")),
        key=lambda row: row.place,
    )
    for row in rows:
        if isinstance(row, RegisterEntry):
            own, column = chain.hash_of(previous, queries.content_of(row)), "entry_hash"
        else:
            content = queries.event_content(row, row.entry.sequence)
            own, column = chain.hash_of(previous, content), "event_hash"
        change(type(row), row.pk, previous_hash=previous, **{column: own})
        previous = own
    if head:
        ChainHead.objects.filter(name=queries.chain_name(book.department)).update(
            last_hash=previous
        )


def test_a_chain_computed_anew_is_found_by_the_log(book: SimpleNamespace) -> None:
    rewrite(book, head=True)
    check = queries.verify_chain(book.department)
    assert check.broken_at == 3
    assert "nhật ký" in check.problem


def test_without_the_log_the_stored_head_still_tells(book: SimpleNamespace) -> None:
    rewrite(book, head=False)
    for row in AuditRow.objects.all():
        AuditRow.objects.filter(pk=row.pk).update(detail={})
    check = queries.verify_chain(book.department)
    assert not check.whole
    assert "đầu chuỗi" in check.problem


def test_the_end_cut_off_with_the_stored_head_is_told_by_the_printed_one(
    book: SimpleNamespace,
) -> None:
    whole = queries.verify_chain(book.department)
    assert queries.head_at(book.department, whole.place) == whole.hash
    RegisterEvent.objects.filter(place=9).delete()
    last = RegisterEvent.objects.get(place=8)
    ChainHead.objects.filter(name=queries.chain_name(book.department)).update(
        sequence=8, last_hash=last.event_hash
    )
    assert queries.verify_chain(book.department).length == 8
    assert queries.head_at(book.department, whole.place) is None
    assert queries.head_at(book.department, 8) == last.event_hash


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_single_change_of_what_was_written_is_found(
    book: SimpleNamespace, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, 3))
    entry = RegisterEntry.objects.get(pk=book.entries[place].pk)
    name = data.draw(st.sampled_from([n for n in queries.HASHED if n != "department_id"]))
    field = RegisterEntry._meta.get_field(name)
    before = getattr(entry, name)
    values = {
        "BooleanField": st.booleans(),
        "PositiveSmallIntegerField": st.none() | st.integers(1945, 2100),
        "DateField": st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    }.get(field.get_internal_type(), st.text(max_size=20, alphabet="aăđ 1"))
    after = data.draw(values.filter(lambda value: value != before))
    if name == "is_collective":
        return  # the database refuses a person's line that is a collective's
    change(RegisterEntry, entry.pk, **{name: after})
    check = queries.verify_chain(book.department)
    change(RegisterEntry, entry.pk, **{name: before})
    assert check.broken_at == place + 1
    assert queries.verify_chain(book.department).whole


def test_rows_written_before_events_were_chained_are_carried_over(world: SimpleNamespace) -> None:
    name = queries.chain_name(world.department)
    previous = chain.GENESIS
    for number, state in ((1, "valid"), (2, "revoked")):
        entry = award(world, year=2020 + number)
        entry.form, entry.state, entry.state_reason = 1, state, REVOKED if number == 2 else ""
        own = chain.hash_of(previous, queries.content_of(entry))
        RegisterEntry.objects.filter(pk=entry.pk).update(
            form=1, entered={}, previous_hash=previous, entry_hash=own, state=state,
            state_reason=entry.state_reason,
        )  # fmt: skip
        previous = own
    ChainHead.objects.filter(name=name).update(sequence=2, last_hash=previous)
    AuditRow.objects.filter(action__startswith="register.").update(detail={})
    import_module("thidua.register.migrations.0005_carry_into_chain").carry(apps, None)
    check = queries.verify_chain(world.department)
    assert (check.whole, check.length, check.events) == (True, 4, 2)
    assert queries.head_at(world.department, 2) == previous
    change(RegisterEntry, RegisterEntry.objects.get(sequence=2).pk, state="valid")
    assert queries.verify_chain(world.department).broken_at == 2


def test_progress_is_told_to_the_end(book: SimpleNamespace) -> None:
    told: list[tuple[int, int]] = []
    queries.verify_chain(book.department, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (18, 18)
