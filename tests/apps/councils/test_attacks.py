"""Sheets that must not count: each is refused with a sentence and logged without its content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.councils import actions
from thidua.councils.models import HasVoted

REFUSED = "councils.refused_sheet"


@pytest.fixture
def attack(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace
) -> Callable[..., tuple[int, str]]:
    """Send a sheet as somebody's browser would; gives status and page, after checking that the
    box holds what it held, that one refusal was logged, and that nothing of the sheet was."""

    def send(user: Any, fields: dict[str, str]) -> tuple[int, str]:
        before, marks = _box(open_sitting, tools), HasVoted.objects.count()
        logged = AuditRow.objects.filter(action=REFUSED).count()
        client = Client()
        client.force_login(user)
        path = f"/hoi-dong/phien-hop/{open_sitting.pk}/bo-phieu/"
        answer = client.post(path, {**fields, "buoc": "bo-phieu"}, follow=True)
        assert _box(open_sitting, tools) == before
        assert HasVoted.objects.count() == marks
        assert AuditRow.objects.filter(action=REFUSED).count() == logged + 1
        row = AuditRow.objects.filter(action=REFUSED).latest("pk")
        assert row.actor == user
        kept = json.dumps([row.text, row.detail, row.subject_id])
        secrets = [v for k, v in fields.items() if k == "phieu" or len(v) > 2]
        assert not [s for s in [*secrets, "dong_y", "diem:"] if s in kept]
        return answer.status_code, answer.content.decode()

    return send


def _box(sitting: Any, tools: SimpleNamespace) -> object:
    """Everything that a sheet could change."""
    box = sitting.boxes.get()
    if box.state == "open":
        return sorted(tools.in_the_urn(box))
    return box.tally_file.content


def sheet(sitting: Any, digit: str = "1", **more: str) -> dict[str, str]:
    fields = {f"m{m.pk}": digit for m in sitting.motions.all()}
    return {**fields, "phieu": actions.new_receipt(), **more}


def put_in(sitting: Any, user: Any, fields: dict[str, str]) -> str:
    client = Client()
    client.force_login(user)
    path = f"/hoi-dong/phien-hop/{sitting.pk}/bo-phieu/"
    answer = client.post(path, {**fields, "buoc": "bo-phieu"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_second_device(bench: SimpleNamespace, open_sitting: Any, attack: Any) -> None:
    put_in(open_sitting, bench.users[2], sheet(open_sitting, "1"))
    status, page = attack(bench.users[2], sheet(open_sitting, "2"))
    assert status == 409
    assert "đã bỏ một phiếu khác" in page
    assert "báo ngay cho thư ký" in page


def test_a_replayed_request_is_the_same_sheet_and_counts_once(
    bench: SimpleNamespace, open_sitting: Any, attack: Any
) -> None:
    """Sent again byte for byte, or with other choices under the same receipt."""
    first = sheet(open_sitting, "1")
    put_in(open_sitting, bench.users[2], first)
    for again in (first, {k: "2" if k.startswith("m") else v for k, v in first.items()}):
        status, page = attack(bench.users[2], again)
        assert status == 200
        assert "không thêm và không đổi phiếu" in page


def test_a_replayed_request_from_somebody_elses_account_is_no_vote(
    bench: SimpleNamespace, open_sitting: Any, attack: Any
) -> None:
    """A copied sheet has the codes of one that is in the box: it is refused, not counted twice."""
    first = sheet(open_sitting, "1")
    put_in(open_sitting, bench.users[2], first)
    status, page = attack(bench.users[3], first)
    assert status == 409
    assert "Phiếu không khớp" in page
    put_in(open_sitting, bench.users[3], sheet(open_sitting, "1"))


@pytest.mark.parametrize("who", ["officer", "stranger", "former", "absent"])
def test_a_forged_member(
    who: str, bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    """Whoever has no vote cannot name a member who has one: the account alone decides."""
    if who == "former":
        actions.end_member(member=bench.members[8], by=bench.officer)
        bench.members = bench.members[:8]
    tools.opened(bench, sitting, absent=1 if who == "absent" else 0)
    user = {
        "officer": bench.officer,
        "stranger": bench.world.users.stranger,
        "former": bench.users[8],
        "absent": bench.users[8],
    }[who]
    client = Client()
    client.force_login(user)
    victim = bench.members[2]
    path = f"/hoi-dong/phien-hop/{sitting.pk}/bo-phieu/"
    forged = sheet(
        sitting, member=str(victim.pk), thanh_vien=str(victim.pk), user=str(bench.users[2].pk)
    )
    answer = client.post(path, {**forged, "buoc": "bo-phieu"})
    assert answer.status_code in {403, 404}
    assert not HasVoted.objects.exists()
    assert tools.in_the_urn(sitting.boxes.get()) == []
    row = AuditRow.objects.get(action=REFUSED)
    assert row.actor == user
    assert forged["phieu"] not in json.dumps([row.text, row.detail])
    # The member whose name was used still votes.
    put_in(sitting, bench.users[2], sheet(sitting))
    assert HasVoted.objects.get().member == victim


@pytest.mark.parametrize(
    "answer", ["4", "dong_y", "de_trong", "khong_hop_le", "diem:10", "1'--", "01"]
)
def test_a_changed_option(
    answer: str, bench: SimpleNamespace, open_sitting: Any, attack: Any
) -> None:
    motion = open_sitting.motions.first()
    status, page = attack(bench.users[2], {**sheet(open_sitting), f"m{motion.pk}": answer})
    assert status == 409
    assert "Phiếu không khớp với nội dung biểu quyết" in page


def test_a_vote_on_a_motion_from_which_the_member_stepped_aside(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    """The page leaves it out; a field sent all the same is not read, and adds no answer."""
    motion = sitting.motions.first()
    actions.recuse(
        sitting=sitting, motions=[motion], member=bench.members[2], ground="ban_than",
        by=bench.secretary,
    )  # fmt: skip
    tools.opened(bench, sitting)
    put_in(sitting, bench.users[2], sheet(sitting))
    numbers = [number for number, _, _ in tools.in_the_urn(sitting.boxes.get())]
    assert sorted(numbers) == [2, 3]


@pytest.mark.parametrize("voted", [True, False])
def test_a_vote_after_closing(
    voted: bool,
    bench: SimpleNamespace,
    open_sitting: Any,
    tools: SimpleNamespace,
    vote: Callable[..., None],
    attack: Any,
) -> None:
    for number in range(9):
        if voted or number != 2:
            vote(open_sitting, number)
    tools.close(bench, open_sitting)
    status, page = attack(bench.users[2], sheet(open_sitting, "2"))
    if voted:
        # The own sheet is in the box: the page says so and nothing else.
        assert (status, "Đã bỏ phiếu" in page) == (200, True)
    else:
        assert status == 409
        assert "Hòm phiếu đã đóng nên không nhận thêm phiếu" in page
    assert not re.search(r"<h2>Mã biên nhận", page)
