"""The log: readers, filters, and the walk that finds a touched row."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from thidua.audit import chain, queries
from thidua.audit.actions import record
from thidua.audit.models import AuditRow, ChainHead
from thidua.kit.rows import merge
from thidua.organisations.models import CollectiveYear

OTHERS = ["officer", "head", "member", "secretary", "nobody"]


@pytest.fixture
def told(world: SimpleNamespace) -> SimpleNamespace:
    """Four rows: three of the department, one of a foreign one."""
    lines = (
        (world.users.officer, "people.save", "Cập nhật hồ sơ Nguyễn Văn A", world.department),
        (world.users.director, "decisions.issue", "Ban hành quyết định", world.department),
        (None, "people.save", "Nạp dữ liệu", world.units[0]),
        (world.users.stranger, "people.save", "Việc riêng của Sở Xây dựng", world.foreign),
    )
    with transaction.atomic():
        for by, action, text, body in lines:
            record(by=by, action=action, text=text, body=body, subject=body, detail={"n": 1})
    return world


def page(client: Client, user: Any, query: str = "") -> Any:
    client.force_login(user)
    return client.get(f"/nhat-ky/{query}")


@pytest.mark.parametrize("who", ["administrator", "director"])
def test_readers_see_the_rows_of_their_department(
    client: Client, told: SimpleNamespace, who: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(getattr(told.users, who))
    with django_assert_max_num_queries(8):
        text = client.get("/nhat-ky/").content.decode()
    assert "1–3 trong 3 dòng" in text
    assert text.index("Nạp dữ liệu") < text.index("Ban hành quyết định")
    assert "Sở Xây dựng" not in text


@pytest.mark.parametrize("who", OTHERS)
def test_others_are_refused_and_learn_nothing(
    client: Client, told: SimpleNamespace, who: str
) -> None:
    user = getattr(told.users, who)
    answers = [page(client, user), client.post("/nhat-ky/kiem-tra/")]
    for answer in answers:
        assert answer.status_code == 403
        assert "Ban hành quyết định" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?q=nguyen+van", 1),
        ("?q=ngo+duc", 1),
        ("?ve=people", 2),
        ("?ve=la", 3),
        ("?tu=01/01/2999", 0),
        ("?den=31/12/2999&tu=01/01/2000", 3),
        ("?tu=khong-phai-ngay", 3),
    ],
)
def test_filters(client: Client, told: SimpleNamespace, query: str, number: int) -> None:
    text = page(client, told.users.administrator, query).content.decode()
    assert (f"trong {number} dòng" in text) == (number > 0)
    assert ("Không có dòng nào khớp" in text) == (number == 0)


def test_the_walk_says_whole_or_where(client: Client, told: SimpleNamespace) -> None:
    client.force_login(told.users.administrator)
    whole = client.post("/nhat-ky/kiem-tra/").content.decode()
    assert "Nhật ký nguyên vẹn: đã đọc 4 dòng" in whole
    AuditRow.objects.filter(sequence=2).update(text="Không có gì")
    broken = client.post("/nhat-ky/kiem-tra/").content.decode()
    assert "Nhật ký bị can thiệp từ dòng số 2: nội dung đã bị sửa sau khi ghi" in broken


@pytest.mark.parametrize(
    ("damage", "at", "problem"),
    [
        (lambda rows: rows.filter(sequence=4).delete(), 4, "thiếu dòng ở cuối"),
        (lambda rows: rows.filter(sequence=2).delete(), 2, "thiếu hoặc thừa dòng"),
        (lambda rows: rows.filter(sequence=3).update(row_hash="0" * 64), 3, "nội dung"),
        (lambda rows: rows.filter(sequence=3).update(previous_hash="0" * 64), 3, "không nối"),
        (lambda rows: rows.filter(sequence=1).update(actor_name="Ai đó"), 1, "nội dung"),
        (lambda rows: rows.filter(sequence=1).update(detail={"n": 2}), 1, "nội dung"),
        (
            lambda rows: rows.filter(sequence=1).update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
            1,
            "nội dung",
        ),
    ],
)
def test_every_kind_of_damage_is_found(
    told: SimpleNamespace, damage: Any, at: int, problem: str
) -> None:
    damage(AuditRow.objects.all())
    check = queries.verify()
    assert (check.whole, check.broken_at) == (False, at)
    assert problem in check.problem


def test_a_row_that_fails_takes_its_number_back(world: SimpleNamespace) -> None:
    @transaction.atomic
    def fail() -> None:
        record(by=None, action="x.y", text="không còn", body=world.department)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction.atomic():
        row = record(by=None, action="x.y", text="còn", body=world.department)
    assert row.sequence == 1
    assert queries.verify().whole


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(RuntimeError):
        record(by=None, action="x.y", text="một mình")
    with pytest.raises(RuntimeError):
        chain.append_many("x", 1, lambda *_: "")
    assert not AuditRow.objects.exists()
    assert not ChainHead.objects.exists()


def test_many_places_are_reserved_in_one_go(db: None) -> None:
    with transaction.atomic():
        first = chain.append_many("x", 3, lambda index, sequence: [index, sequence])
        more = chain.append_many("x", 2, lambda index, sequence: [index, sequence])
    assert [link.sequence for link in [*first, *more]] == [1, 2, 3, 4, 5]
    content = [[0, 1], [1, 2], [2, 3], [0, 4], [1, 5]]
    rows = list(zip([*first, *more], content, strict=True))
    assert chain.check("x", rows).whole
    assert chain.check("x", rows[:4]).broken_at == 5
    assert chain.check("x", [rows[0], rows[2], rows[1], *rows[3:]]).broken_at == 2
    assert chain.check("never", []).whole


def test_merging_the_last_of_two_lines_wins(world: SimpleNamespace) -> None:
    from django.db.models import Q

    unit = world.units[0]
    rows = [{"body": unit, "year": 2024, "rating": r} for r in ("a", "b")]
    args = {"key": ("body", "year"), "within": Q(body=unit)}
    first = merge(CollectiveYear, rows, **args)
    assert (len(first.added), len(first.altered), first.same) == (1, 0, 0)
    assert CollectiveYear.objects.get().rating == "b"
    again = merge(CollectiveYear, rows[1:], **args)
    assert (again.changed, again.same) == (0, 1)
