"""Names noted at the same moment, and names that hold no word."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from thidua.kit.names import writing
from thidua.kit.names.shelves import Shelf, texts_of

SHELF = Shelf(98, 7)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["…", "---", "  ", "()"])
def test_a_name_without_a_letter_is_no_fault(name: str) -> None:
    writing.clear([SHELF.kind])
    writing.note(texts_of(SHELF, name))
    writing.note(texts_of(SHELF, name))
    assert writing.without_postings(SHELF.kind) == set()


@pytest.mark.django_db(transaction=True)
def test_two_officers_note_the_same_new_name_at_once() -> None:
    """Both have seen that the name is new before either has put it up."""
    together = threading.Barrier(2, timeout=10)
    faults: list[DatabaseError] = []
    absent = writing._absent

    def note(names: list[str]) -> None:
        try:
            with transaction.atomic():
                writing.note(text for name in names for text in texts_of(SHELF, name))
        except DatabaseError as fault:
            faults.append(fault)
        finally:
            connection.close()

    def met(*arguments: object) -> object:
        found = absent(*arguments)
        if connection.vendor == "postgresql" and arguments[0] == "names_name":
            together.wait()
        return found

    writing._absent = met
    try:
        names = ["Nguyễn Thị Minh Châu", "Trần Đức Anh"]
        threads = [threading.Thread(target=note, args=(names,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    finally:
        writing._absent = absent
    assert faults == []
    assert len(writing.kept(SHELF.kind)) == len({t for n in names for t in texts_of(SHELF, n)})
    assert writing.without_postings(SHELF.kind) == set()
    writing.clear([SHELF.kind])
