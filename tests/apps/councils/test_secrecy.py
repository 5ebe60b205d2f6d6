"""Tries to join voters and answers: by id, order, time, transaction, in all tables and logs."""

from __future__ import annotations

import json
import logging
import random
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from thidua.councils import actions
from thidua.councils.models import HasVoted, TallyFile
from thidua.councils.recount import code_of

pytestmark = pytest.mark.django_db(transaction=True)

DIGIT = {"dong_y": "1", "khong_dong_y": "2", "khong_y_kien": "3"}
# Two sheets of a kind would hide each other: every voter has a pattern of answers of their own.
PATTERNS = [(a, b) for a in DIGIT for b in DIGIT]


def rows_of_every_table() -> dict[str, list[str]]:
    """Every row of every table as text, with where and by what transaction it was written."""
    hidden = {"postgresql": "ctid::text, xmin::text", "sqlite": "rowid"}[connection.vendor]
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            place = "1" if _has_no_place(cursor, table) else hidden
            cursor.execute(f'SELECT {place}, * FROM "{table}"')  # noqa: S608 - names of our tables
            found[table] = [
                repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
                for row in cursor.fetchall()
            ]
    return found


def _has_no_place(cursor: Any, table: str) -> bool:
    """Tables of SQLite that keep their rows by key alone."""
    if connection.vendor != "sqlite":
        return False
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
    return "WITHOUT ROWID" in str(cursor.fetchone()[0]).upper()


@pytest.fixture
def voted(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> SimpleNamespace:
    """Nine members vote through their own pages, in an order of chance."""
    caplog.set_level(logging.DEBUG)
    tools.opened(bench, sitting)
    path = f"/hoi-dong/phien-hop/{sitting.pk}/bo-phieu/"
    first, second, third = sitting.motions.all()
    order = random.Random(7).sample(range(9), 9)  # noqa: S311 - any order, the same each time
    sheets: dict[int, dict[str, str]] = {}
    after: list[dict[str, list[str]]] = []
    for number in order:
        client = Client()
        client.force_login(bench.users[number])
        shown = client.get(path).content.decode()
        receipt = re.search(r'name="phieu" value="(\w{16})"', shown)
        assert receipt is not None
        a, b = PATTERNS[number]
        fields = {
            f"m{first.pk}": DIGIT[a],
            f"m{second.pk}": DIGIT[b],
            f"m{third.pk}": "1",
            "phieu": receipt[1],
        }
        client.post(path, {**fields, "buoc": "xem-lai"})
        assert client.post(path, {**fields, "buoc": "bo-phieu"}).status_code == 200
        sheets[number] = {"receipt": receipt[1], "first": a, "second": b}
        after.append(rows_of_every_table())
    return SimpleNamespace(
        sitting=sitting, box=sitting.box, order=order, sheets=sheets, after=after, log=caplog
    )


def test_no_table_and_no_log_holds_an_answer_while_the_box_is_open(
    voted: SimpleNamespace,
) -> None:
    secrets = [sheet["receipt"] for sheet in voted.sheets.values()]
    codes = [
        code_of(receipt, voted.box.fingerprint, number)
        for receipt in secrets
        for number in (1, 2, 3)
    ]
    for snapshot in voted.after:
        for table, rows in snapshot.items():
            text = "\n".join(rows)
            assert not [s for s in secrets + codes if s in text], table
            if table != "councils_ballotbox":  # the box names what may be answered, frozen
                assert "khong_dong_y" not in text, table
                assert "khong_y_kien" not in text, table
    logged = voted.log.text
    assert not [s for s in secrets + codes if s in logged]
    assert "khong_dong_y" not in logged


def test_by_order_place_and_transaction_nothing_is_paired(
    bench: SimpleNamespace, voted: SimpleNamespace
) -> None:
    """All answers are one row: one place, one identifier, and the transaction of the last sheet.

    The marks do follow the order of voting, as the log does; nothing on the other side has an
    order to be matched with.
    """
    for count, snapshot in enumerate(voted.after, start=1):
        assert len(snapshot["councils_urn"]) == 1
        assert len(snapshot["councils_hasvoted"]) == count
    actions.close_ballot(sitting=voted.sitting, by=bench.secretary)
    closed = rows_of_every_table()
    assert closed["councils_urn"] == []
    assert len(closed["councils_tallyfile"]) == 1
    marks = list(HasVoted.objects.order_by("pk").values_list("member__user__username", flat=True))
    assert marks == [bench.users[number].username for number in voted.order]
    if connection.vendor == "postgresql":
        transactions = re.compile(r"^\['\([^']*\)', '(\d+)'")
        file = transactions.match(closed["councils_tallyfile"][0])
        cast = {m[1] for row in closed["councils_hasvoted"] if (m := transactions.match(row))}
        assert file is not None
        assert len(cast) == 9
        assert file[1] not in cast


def test_the_file_is_sorted_by_what_the_voter_alone_knows(
    bench: SimpleNamespace, voted: SimpleNamespace
) -> None:
    """Without the receipt neither the order of codes nor that of answers follows the voting."""
    actions.close_ballot(sitting=voted.sitting, by=bench.secretary)
    tally = json.loads(TallyFile.objects.get().content)
    for motion in tally["motions"]:
        assert motion["codes"] == sorted(motion["codes"])
        assert motion["answers"] == sorted(motion["answers"])
        number = motion["number"]
        own = [
            code_of(voted.sheets[n]["receipt"], voted.box.fingerprint, number) for n in voted.order
        ]
        assert sorted(own) == motion["codes"]
        assert own != motion["codes"]
    # The same receipt gives codes without likeness: no prefix tells sheets of two motions.
    first, second = tally["motions"][0]["codes"], tally["motions"][1]["codes"]
    assert not {c[:4] for c in first} & {c[:4] for c in second}


def test_every_table_changed_by_a_vote_changes_the_same_for_every_choice(
    voted: SimpleNamespace,
) -> None:
    """Compare copies taken between two votes: the same tables grow by rows of the same sizes."""
    shapes = []
    for before, after in zip(voted.after, voted.after[1:], strict=False):
        grown = {t: len(after[t]) - len(before[t]) for t in after if after[t] != before[t]}
        # The session of the next member is their signing in, not their vote.
        grown.pop("django_session", None)
        shapes.append(grown)
    assert len({json.dumps(s, sort_keys=True) for s in shapes}) == 1
    assert set(shapes[0]) == {
        "accounts_user", "audit_auditrow", "audit_chainhead", "councils_hasvoted",
        "councils_urn", "sqlite_sequence",
    } & set(voted.after[0]) - ({"sqlite_sequence"} - set(shapes[0]))  # fmt: skip


def test_refused_sheets_are_logged_without_what_stood_on_them(
    bench: SimpleNamespace, voted: SimpleNamespace
) -> None:
    from thidua.audit.models import AuditRow

    motion = voted.sitting.motions.first()
    for user, receipt in (
        (bench.users[2], actions.new_receipt()),
        (bench.world.users.stranger, actions.new_receipt()),
    ):
        with pytest.raises(Exception, match=r"."):
            actions.cast(
                sitting=voted.sitting,
                choices={motion.pk: "khong_dong_y"},
                by=user,
                receipt=receipt,
            )
        row = AuditRow.objects.filter(action="councils.refused_sheet").first()
        assert row is not None
        assert row.actor == user
        assert receipt not in json.dumps([row.text, row.detail])
        assert "dong_y" not in json.dumps([row.text, row.detail])
