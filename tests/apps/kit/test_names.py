"""Distinct names: what is found, in which order, and that the shelves never lag behind."""

from __future__ import annotations

from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.kit.names import writing
from thidua.kit.names.finding import Source, find
from thidua.kit.names.ranking import Question, questions
from thidua.kit.names.shelves import Shelf, keys_of, texts_of, with_marks
from thidua.kit.names.upkeep import check, named_models, rebuild
from thidua.kit.names.walking import ranked
from thidua.kit.text import fold, name_order
from thidua.people.models import Person

pytestmark = pytest.mark.django_db

SHELF = Shelf(99, 7)
SYLLABLES = ["Nguyễn", "Nguyên", "Văn", "Vân", "Hùng", "Hưng", "Anh", "Ánh", "An", "Đức", "Y", "Lê"]
written_names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)
PARTS = ["ng", "vă", "hu", "a", "uye", "du", "đ", "nguy", "ung", "v"]
typed_words = st.one_of(
    st.lists(st.sampled_from(words), min_size=1, max_size=4)
    for words in (SYLLABLES, PARTS, [*SYLLABLES, *PARTS])
).map(" ".join)


def put_up(names: list[str]) -> None:
    writing.clear([SHELF.kind])
    writing.note(text for name in names for text in texts_of(SHELF, name))


def walked(typed: str, step: int = 3) -> list[list[str]]:
    return [
        [
            text
            for batch in ranked(SHELF.marked if q.marked else SHELF.plain, q, step=step)
            for text in batch
        ]
        for q in questions(typed)
    ]


def one_by_one(names: list[str], question: Question) -> list[str]:
    """The definition itself: rank every name, sort."""
    if question.marked:
        texts = {with_marks(n) for n in names if with_marks(n) != fold(n)}
    else:
        texts = {fold(n) for n in names}
    fitting = [(rank, t) for t in texts if (rank := question.rank(t)) is not None]
    return [text for _, text in sorted(fitting, key=lambda hit: (hit[0], hit[1].encode()))]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(written_names, max_size=25), typed_words, st.integers(1, 6))
def test_walking_the_keys_gives_what_trying_every_name_gives(
    db: None, names: list[str], typed: str, step: int
) -> None:
    put_up(names)
    expected = []
    for question in questions(typed):
        wanted = one_by_one(names, question)
        if question.marked and not question.exact_words:
            wanted = []
        expected.append(wanted)
    assert walked(typed, step) == expected


@pytest.mark.parametrize("typed", [" ".join(p) for p in permutations(["nguyen", "van", "hung"])])
def test_words_in_any_order_and_any_name_once(typed: str) -> None:
    put_up(["Nguyễn Văn Hùng", "Hùng Văn Nguyên", "Trần Văn Hùng", "Nguyễn Văn Hưng"])
    (found,) = walked(typed)
    assert sorted(found) == ["hung van nguyen", "nguyen van hung"]
    assert found[0] == typed or typed not in found


@pytest.mark.parametrize(
    "typed", ["ng va hu", "hu ng", "va hun ngu", "ngu hun", "uye va", "un uye"]
)
def test_no_typed_word_need_be_a_word(typed: str) -> None:
    put_up(["Nguyễn Văn Hùng", "Hùng Văn Nguyên", "Trần Văn Hùng"])
    (found,) = walked(typed)
    assert sorted(found) == sorted(
        set(one_by_one(["Nguyễn Văn Hùng", "Hùng Văn Nguyên"], questions(typed)[0]))
    )


def test_ranks_stand_in_their_order() -> None:
    names = ["An", "An Bình", "Lê An", "Anh Đào", "Lê Ánh", "Vũ Hoan"]
    put_up(names)
    assert walked("an") == [["an", "an binh", "le an", "anh dao", "le anh"]]
    assert walked("oan") == [["vu hoan"]]
    assert walked("oa") == [[]]


def test_d_with_a_stroke_and_marks_are_ignored_unless_typed() -> None:
    put_up(["Đặng Đức Đạt", "Dang Duc Dat"])
    assert walked("dang duc dat") == [["dang duc dat"]]
    assert walked("Đặng") == [["đặng đức đạt"], ["dang duc dat"]]
    assert walked("đức dat") == [["đặng đức đạt"], ["dang duc dat"]]


def test_signs_of_patterns_and_of_statements_are_letters_like_others() -> None:
    put_up(["Tổ 50% (A_B)", "O'Hara \\ Bá", 'Đội "Sao; Mai"', "Tổ 501"])
    assert walked("o'hara")[0] == ["o'hara \\ ba"]
    assert walked("50%")[0] == ["to 50% (a_b)", "to 501"]
    assert walked('"; drop table names_name; --')[0] == []
    assert walked("%") == []
    assert walked("sao mai")[0] == ['doi "sao; mai"']


def test_noting_twice_adds_nothing_and_dropping_leaves_nothing() -> None:
    texts = texts_of(SHELF, "Nguyễn Thị Minh Châu")
    assert writing.note(texts) == 2
    assert writing.note(texts) == 0
    writing.drop(texts)
    assert walked("chau") == [[]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM names_posting WHERE shelf = %s", [SHELF.plain])
        assert cursor.fetchone() == (0,)


def test_a_name_of_four_words_stands_under_ten_keys() -> None:
    assert len(keys_of(SHELF.plain, "nguyen thi minh chau")) == 10
    assert len(keys_of(SHELF.marked, "nguyễn thị minh châu")) == 4


def test_a_longest_name_is_noted_and_found() -> None:
    name = " ".join(chr(97 + n % 26) + chr(97 + n // 26) for n in range(60))
    put_up([name])
    assert walked("ab aa") == [[name]]


def test_many_names_are_noted_with_few_statements(django_assert_max_num_queries: Any) -> None:
    names = [f"Nguyễn Văn {chr(97 + n % 26)}{n}" for n in range(4_000)]
    with django_assert_max_num_queries(10):
        writing.note(text for name in names for text in texts_of(SHELF, name)[:1])


def person(world: SimpleNamespace, name: str, code: str) -> Person:
    return Person.objects.create(
        department=world.department,
        unit=world.units[0],
        code=code,
        full_name=name,
        folded_name=fold(name),
        sort_key=name_order(name),
    )


def named(world: SimpleNamespace, typed: str, limit: int = 20) -> list[str]:
    source = Source(Person.objects.filter(department=world.department), world.department.pk)
    rows = Person.everyone.in_bulk(find(source, typed, limit=limit))
    return [rows[key].full_name for key in find(source, typed, limit=limit) if key in rows]


def test_marks_decide_before_the_number_of_answers_is_full(world: SimpleNamespace) -> None:
    for n in range(30):
        person(world, "Nguyễn Văn Hùng", f"A{n}")
    person(world, "Nguyễn Văn Hưng", "B1")
    person(world, "Trần Hưng", "B2")
    assert named(world, "Hưng", limit=3) == ["Nguyễn Văn Hưng", "Trần Hưng", "Nguyễn Văn Hùng"]
    assert named(world, "hưng", limit=2) == ["Nguyễn Văn Hưng", "Trần Hưng"]
    assert named(world, "NGUYỄN VĂN HƯNG", limit=1) == ["Nguyễn Văn Hưng"]


def test_the_newest_of_one_name_stands_first(world: SimpleNamespace) -> None:
    keys = [person(world, "Lý Thị Sao", f"S{n}").pk for n in range(5)]
    source = Source(Person.objects.filter(department=world.department), world.department.pk)
    assert find(source, "ly thi sao", limit=3) == keys[:1:-1]


def test_a_part_is_ranked_as_the_whole(world: SimpleNamespace) -> None:
    for n, name in enumerate(["Lê Ánh", "Ánh Lê", "Lê Quốc Anh", "Nguyễn Hải Anh", "Khánh Ly"]):
        person(world, name, f"P{n}")
    rows = Person.objects.filter(department=world.department)
    for typed in ("anh", "le anh", "anh le", "Ánh", "khanh", "nguyen a", "han", ""):
        part = find(Source(rows, None), typed, limit=50)
        assert part == find(Source(rows, world.department.pk), typed, limit=50), typed


def test_every_way_of_writing_keeps_the_shelves(world: SimpleNamespace) -> None:
    made = person(world, "Tạ Thị Một", "T1")
    assert named(world, "ta thi mot") == ["Tạ Thị Một"]
    made.full_name, made.folded_name = "Tạ Thị Hai", "ta thi hai"
    made.save(update_fields=["full_name", "folded_name"])
    assert (named(world, "ta mot"), named(world, "ta hai")) == ([], ["Tạ Thị Hai"])
    Person.objects.filter(pk=made.pk).update(full_name="Tạ Thị Ba", folded_name="ta thi ba")
    assert (named(world, "ta hai"), named(world, "ta ba")) == ([], ["Tạ Thị Ba"])
    made.full_name, made.folded_name = "Tạ Thị Bốn", "ta thi bon"
    Person.objects.bulk_update([made], ["full_name", "folded_name"])
    assert (named(world, "ta ba"), named(world, "ta bon")) == ([], ["Tạ Thị Bốn"])
    made.department = world.foreign
    made.save()
    assert named(world, "ta bon") == []
    made.delete()
    for model in named_models():
        assert check(model).clean


def test_a_name_stays_while_another_bears_it(world: SimpleNamespace) -> None:
    first, second = person(world, "Cù Văn Lung", "C1"), person(world, "Cù Văn Lung", "C2")
    first.delete()
    assert named(world, "cu van lung") == ["Cù Văn Lung"]
    Person.objects.filter(pk=second.pk).delete()
    assert named(world, "cu van lung") == []
    assert check(Person).clean


def test_the_check_sees_a_missing_a_stale_and_a_lost_name(world: SimpleNamespace) -> None:
    shelf = Shelf(1, world.department.pk)
    assert check(Person).clean
    writing.drop(texts_of(shelf, world.people[0].full_name))
    writing.note([(shelf.plain, "khong ai mang")])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM names_posting WHERE text = %s", ["lau mi lu"])
    drift = check(Person)
    assert {text for _, text in drift.missing} == {"nguyen thi minh chau", "nguyễn thị minh châu"}
    assert {text for _, text in drift.stale} == {"khong ai mang"}
    assert {text for _, text in drift.lost} == {"lau mi lu"}
    rebuild(Person)
    assert check(Person).clean
    assert named(world, "lau") == ["Lầu Mí Lử"]


def test_kinds_are_not_given_twice() -> None:
    kinds = [model.name_index.kind for model in named_models()]
    assert len(set(kinds)) == len(kinds) >= 6
    assert all(0 < kind < 128 for kind in kinds)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT DISTINCT text FROM names_name WHERE shelf = 3 AND text >= 'ng' AND text < 'nh'"
        " ORDER BY text LIMIT 20",
        "SELECT text FROM names_posting WHERE shelf = 3 AND key = 'van hung' AND text > ''"
        " ORDER BY text LIMIT 20",
        "SELECT id FROM register_registerentry WHERE department_id = 1"
        " AND recipient_folded = 'nguyen van hung' ORDER BY sequence DESC LIMIT 20",
    ],
)
def test_each_statement_walks_an_index(statement: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert "SEARCH" in plan
            assert "TEMP B-TREE" not in plan
            assert "SCAN" not in plan
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN {statement}")
            plan = " ".join(str(row[0]) for row in cursor.fetchall())
            assert "Index" in plan
            assert "Seq Scan" not in plan
            assert "Sort" not in plan


def test_a_common_word_is_answered_by_few_statements(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        person(world, f"Nguyễn Văn {SYLLABLES[n % 12]} {SYLLABLES[n // 12]}", f"N{n:03d}")
    source = Source(Person.objects.filter(department=world.department), world.department.pk)
    with django_assert_max_num_queries(1 if connection.vendor == "postgresql" else 3):
        assert len(find(source, "nguyen van", limit=20)) == 20
    with django_assert_max_num_queries(4 if connection.vendor == "postgresql" else 12):
        find(source, "ng va khong co", limit=20)
