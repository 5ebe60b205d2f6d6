"""Records found by name against a plain reference, while names come, change and go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.kit.names.finding import Source, find
from thidua.kit.names.named import NamedQuerySet
from thidua.kit.names.ranking import questions
from thidua.kit.names.shelves import with_marks
from thidua.kit.names.upkeep import check
from thidua.kit.text import fold, name_order
from thidua.people.models import Person

SYLLABLES = ["Nguyễn", "Nguyên", "Văn", "Vân", "Hùng", "Hưng", "Anh", "Ánh", "An", "Đức", "Lê", "Y"]
TYPED = [*SYLLABLES, "ng", "vă", "hu", "a", "uye", "du", "đ", "nguy", "ung", "an", "hung", "nguyen"]
names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
steps = st.one_of(
    st.tuples(st.just("new"), names),
    st.tuples(st.just("rename"), st.integers(0, 30), names),
    st.tuples(st.just("rename many"), st.integers(0, 30), names),
    st.tuples(st.just("delete"), st.integers(0, 30)),
)
typed_words = st.lists(st.sampled_from(TYPED), min_size=1, max_size=4).map(" ".join)


def person(world: SimpleNamespace, name: str, code: str) -> Person:
    return Person.objects.create(
        department=world.department,
        unit=world.units[0],
        code=code,
        full_name=name,
        folded_name=fold(name),
        sort_key=name_order(name),
    )


def call(one: Person, name: str) -> None:
    one.full_name, one.folded_name, one.sort_key = name, fold(name), name_order(name)
    one.save()


def source(world: SimpleNamespace, *, sifted: bool = False) -> Source:
    rows = Person.objects.filter(department=world.department)
    return Source(rows, world.department.pk, sifted=sifted)


def one_by_one(world: SimpleNamespace, typed: str) -> list[int]:
    """The definition: rank the name of every record, sort; the newest first among equals."""
    records = list(Person.objects.filter(department=world.department).order_by("-pk"))
    hits: dict[int, None] = {}
    for question in questions(typed):
        ranked = []
        for record in records:
            marked = with_marks(record.full_name)
            if question.marked and (marked == record.folded_name or not question.exact_words):
                continue
            text = marked if question.marked else record.folded_name
            rank = question.rank(text)
            if rank is not None:
                ranked.append((rank, text, record.pk))
        ranked.sort(key=lambda hit: hit[:2])
        hits |= dict.fromkeys(pk for *_, pk in ranked)
    return list(hits)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(names, min_size=1, max_size=30),
    st.lists(steps, max_size=6),
    st.lists(typed_words, min_size=1, max_size=4),
    st.integers(1, 6),
    st.booleans(),
)
def test_search_after_any_changes_gives_what_trying_every_record_gives(
    world: SimpleNamespace,
    first: list[str],
    changes: list[tuple[Any, ...]],
    asked: list[str],
    limit: int,
    sifted: bool,
) -> None:
    with transaction.atomic():
        made = [person(world, name, f"H{n}") for n, name in enumerate(first)]
        for number, (what, *rest) in enumerate(changes):
            if what == "new":
                made.append(person(world, rest[0], f"N{number}"))
                continue
            if not made:
                continue
            one = made[rest[0] % len(made)]
            if what == "rename":
                call(one, rest[1])
            elif what == "rename many":
                same = Person.objects.filter(folded_name=one.folded_name)
                assert isinstance(same, NamedQuerySet)
                same.update(full_name=rest[1], folded_name=fold(rest[1]))
                for other in made:
                    other.refresh_from_db()
            else:
                made.remove(one)
                one.delete()
        for typed in asked:
            expected = one_by_one(world, typed)
            found = source(world, sifted=sifted)
            assert find(found, typed, limit=limit) == expected[:limit], typed
            assert find(found, typed, limit=500) == expected, typed
        assert check(Person).clean
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_name_cut_at_the_number_of_answers_is_read_to_its_end(world: SimpleNamespace) -> None:
    """Names that only begin with the one word typed count for nothing until later ranks."""
    keys = {
        name: [person(world, name, f"{name[:2]}{name[-1]}{n}").pk for n in range(count)][::-1]
        for name, count in (("Hoan", 2), ("Hoan Vu", 7), ("Hoang", 9), ("Bui Hoan", 3))
    }
    order = [key for name in ("Hoan", "Hoan Vu", "Bui Hoan", "Hoang") for key in keys[name]]
    for limit in range(1, 22):
        assert find(source(world), "hoan", limit=limit) == order[:limit]


def in_a_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


if connection.vendor == "postgresql":  # SQLite has one writer at a time

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("first", ["who takes the name", "who gives it up"])
    @pytest.mark.parametrize("ends", ["who takes the name", "who gives it up"])
    def test_one_gives_a_name_up_while_another_takes_it(
        world: SimpleNamespace, first: str, ends: str
    ) -> None:
        """Neither sees the other's record; whoever ends first, the name is found afterwards."""
        before = person(world, "Cù Văn Lung", "L1")
        written, other_written = threading.Event(), threading.Event()
        ended = threading.Event()
        faults: list[BaseException] = []

        def gives_up() -> None:
            call(before, "Cù Văn Khác")

        def takes() -> None:
            person(world, "Cù Văn Lung", "L2")

        works = {"who takes the name": takes, "who gives it up": gives_up}

        def run(name: str) -> None:
            try:
                with transaction.atomic():
                    if name != first:
                        assert written.wait(20)
                    works[name]()
                    (written if name == first else other_written).set()
                    assert other_written.wait(20)
                    if name != ends:
                        assert ended.wait(20)
                ended.set()
            except BaseException as fault:  # noqa: BLE001 - handed to the test below
                faults.append(fault)

        threads = [in_a_thread(lambda name=name: run(name)) for name in works]
        for thread in threads:
            thread.join(60)
        assert faults == []
        rows = Person.everyone.in_bulk(find(source(world), "cu van lung", limit=9))
        assert [row.code for row in rows.values()] == ["L2"]
        assert len(find(source(world), "cu van khac", limit=9)) == 1
        drift = check(Person)
        assert not drift.missing
        assert not drift.lost
