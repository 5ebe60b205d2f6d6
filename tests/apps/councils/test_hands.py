"""Voting openly by hands: only where the rules ask for no secret ballot; counted whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.councils import actions
from thidua.councils.actions import Hands, sitting_facts
from thidua.councils.models import BallotBox, HasVoted, Motion, Sitting, Urn
from thidua.councils.queries import needs_ballot
from thidua.councils.queries import rules as law
from thidua.councils.queries import tally as counting
from thidua.councils.queries.minutes import draft_paper
from thidua.councils.queries.papers_of_record import docx_of
from thidua.councils.queries.tally import intact
from thidua.councils.recount import report
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def openly(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The rules of work let the council vote by hands (or say nothing, or forbid it)."""
    asked, measured = sitting_facts.rules_of, law.vote_rule

    def say(secret: bool | None = False) -> None:
        monkeypatch.setattr(
            sitting_facts, "rules_of", lambda *a, **k: replace(asked(*a, **k), secret=secret)
        )
        monkeypatch.setattr(
            law, "vote_rule", lambda *a, **k: replace(measured(*a, **k), secret=secret)
        )

    return say


@pytest.fixture
def raised(
    bench: SimpleNamespace, sitting: Any, openly: Callable[..., None], tools: SimpleNamespace
) -> Any:
    """An open vote by hands on three motions: nine members, one absent, one in writing."""
    openly()
    actions.edit_sitting(sitting=sitting, voting="cong_khai", by=bench.secretary)
    for motion in sitting.motions.all():
        actions.remove_motion(motion=motion, by=bench.secretary)
    for code, name in (("ldtt", "Trần Đức Anh"), ("cstd-co-so", "Lầu Mí Lử")):
        actions.add_motion(
            sitting=sitting, title=name, question="Đề nghị tặng", award_code=code,
            reference=f"tay:{code}", by=bench.secretary,
        )  # fmt: skip
    tools.opened(bench, sitting, absent=1, written=1)
    return Sitting.objects.get(pk=sitting.pk)


def count(sitting: Any, by: Any, *hands: tuple[int, int, int]) -> BallotBox:
    counts = {number: Hands(*three) for number, three in enumerate(hands, start=1)}
    return actions.count_hands(sitting=sitting, counts=counts, by=by)


def test_hands_are_counted_on_all_members_and_kept_for_good(
    bench: SimpleNamespace, raised: Any
) -> None:
    assert not Urn.objects.exists()
    box = count(raised, bench.secretary, (5, 2, 1), (8, 0, 0))
    first, second = raised.motions.all()
    assert (first.agree, first.disagree, first.no_opinion, first.blank) == (5, 2, 1, 0)
    assert [first.result, second.result] == ["passed", "passed"]
    assert HasVoted.objects.filter(way="gio_tay").count() == 8
    tally = json.loads(box.tally_file.content)
    assert tally["frozen"]["voting"] == "cong_khai"
    assert [m["base"] for m in tally["motions"]] == [9, 9]
    assert [m["codes"] for m in tally["motions"]] == [[], []]
    assert report(box.tally_file.content)[1] == []
    assert intact(box.tally_file)
    with pytest.raises(WrongState):
        count(raised, bench.secretary, (8, 0, 0), (8, 0, 0))
    log = AuditRow.objects.get(action="councils.count_hands")
    assert "8 người, 2 đề nghị" in log.text
    actions.release_results(sitting=raised, by=bench.users[0])
    actions.conclude(sitting=raised, by=bench.secretary)
    done = Sitting.objects.get(pk=raised.pk)
    paper = draft_paper(done, "bien_ban_hop", {})
    assert paper.by_hands
    assert "biểu quyết công khai" in paper.agenda[0]
    for kind in ("bien_ban_hop", "bien_ban_kiem_phieu"):
        assert docx_of(done, kind)[:2] == b"PK"


def test_the_share_at_the_border_is_that_of_all_nine(bench: SimpleNamespace, raised: Any) -> None:
    """More than half of nine is five, 80 % of nine is eight: 4 and 7 fail with eight voting."""
    count(raised, bench.secretary, (4, 4, 0), (7, 1, 0))
    assert [m.result for m in raised.motions.all()] == ["failed", "failed"]


@pytest.mark.parametrize(
    ("hands", "sentence"),
    [
        ([(8, 0, 0)], "ghi số đồng ý"),
        ([(8, 0, 0), (9, 0, 0)], "có 8 người biểu quyết nhưng đã ghi 9"),
        ([(8, 0, 0), (7, 0, 0)], "có 8 người biểu quyết nhưng đã ghi 7"),
        ([(9, -1, 0), (8, 0, 0)], "ghi số đồng ý"),
    ],
)
def test_a_count_that_cannot_be_is_refused_whole(
    hands: list[tuple[int, int, int]], sentence: str, bench: SimpleNamespace, raised: Any
) -> None:
    with pytest.raises(WrongState, match=sentence):
        count(raised, bench.secretary, *hands)
    assert BallotBox.objects.get().state == "open"
    assert not HasVoted.objects.exists()
    assert {m.result for m in raised.motions.all()} == {""}


def test_who_steps_aside_raises_no_hand(
    bench: SimpleNamespace, sitting: Any, openly: Callable[..., None], tools: SimpleNamespace
) -> None:
    openly()
    actions.edit_sitting(sitting=sitting, voting="cong_khai", by=bench.secretary)
    first = sitting.motions.first()
    for motion in sitting.motions.exclude(pk=first.pk):
        actions.remove_motion(motion=motion, by=bench.secretary)
    actions.recuse(
        sitting=sitting, motions=[first], member=bench.members[4], ground="ban_than",
        by=bench.secretary,
    )  # fmt: skip
    tools.opened(bench, sitting)
    with pytest.raises(WrongState, match="có 8 người biểu quyết"):
        count(sitting, bench.secretary, (9, 0, 0))
    box = count(sitting, bench.secretary, (8, 0, 0))
    assert bench.members[4].full_name not in json.loads(box.tally_file.content)["voted"]
    assert HasVoted.objects.count() == 8


@pytest.mark.parametrize(
    ("secret", "sentence"), [(True, "yêu cầu bỏ phiếu kín"), (None, "Chưa nạp")]
)
def test_no_hands_where_the_rules_ask_for_secrecy_or_say_nothing(
    secret: bool | None,
    sentence: str,
    bench: SimpleNamespace,
    sitting: Any,
    openly: Callable[..., None],
) -> None:
    openly(secret)
    with pytest.raises(WrongState, match=sentence) as refused:
        actions.edit_sitting(sitting=sitting, voting="cong_khai", by=bench.secretary)
    assert refused.value.field == "voting"
    assert Sitting.objects.get().voting == "kin"


def test_an_award_whose_law_asks_for_secrecy_keeps_the_vote_closed(
    bench: SimpleNamespace, raised: Any
) -> None:
    """Even a council that may raise hands: the decree's own word on an award comes first."""
    Sitting.objects.filter(pk=raised.pk).update(state="convened")
    BallotBox.objects.all().delete()
    Motion.objects.filter(award_code="ldtt").update(secret=True)
    with pytest.raises(WrongState, match="“Trần Đức Anh” phải bỏ phiếu kín"):
        actions.open_ballot(sitting=raised, by=bench.secretary)


def test_the_ways_of_the_secret_ballot_are_shut(bench: SimpleNamespace, raised: Any) -> None:
    motion = raised.motions.first()
    member = bench.members[4]
    tries: list[Callable[[], Any]] = [
        lambda: actions.cast(sitting=raised, choices={motion.pk: "dong_y"}, by=bench.users[4]),
        lambda: actions.take_paper(sitting=raised, member=member, by=bench.secretary),
        lambda: actions.read_paper(sitting=raised, sheets=[], by=bench.secretary),
        lambda: actions.give_pass(sitting=raised, member=member, by=bench.secretary),
        lambda: actions.close_ballot(sitting=raised, by=bench.secretary),
        lambda: actions.announce_closing(sitting=raised, minutes=5, by=bench.secretary),
    ]
    for attempt in tries:
        with pytest.raises(WrongState, match="giơ tay"):
            attempt()
    assert not needs_ballot(bench.users[4]).exists()
    assert not HasVoted.objects.exists()


def test_hands_are_not_counted_in_a_secret_ballot_nor_by_a_member(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    with pytest.raises(WrongState, match="bỏ phiếu kín"):
        count(open_sitting, bench.secretary, *[(9, 0, 0)] * 3)
    with pytest.raises(NotAllowed):
        count(open_sitting, bench.users[2], *[(9, 0, 0)] * 3)


def test_failed_motions_are_raised_again_by_rule(
    bench: SimpleNamespace, raised: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counting.rules_of
    monkeypatch.setattr(
        counting, "rules_of", lambda *a, **k: replace(asked(*a, **k), revote="khong_dat")
    )
    count(raised, bench.secretary, (4, 4, 0), (8, 0, 0))
    fresh = Sitting.objects.get(pk=raised.pk)
    box = actions.vote_again(sitting=fresh, by=bench.secretary)
    assert [asked["title"] for asked in box.asked] == ["Trần Đức Anh"]
    count(Sitting.objects.get(pk=raised.pk), bench.secretary, (5, 3, 0))
    assert {m.result for m in raised.motions.all()} == {"passed"}
    assert BallotBox.objects.filter(state="closed").count() == 2


def test_the_pages_count_review_and_keep(bench: SimpleNamespace, raised: Any) -> None:
    secretary, base = Client(), f"/hoi-dong/phien-hop/{raised.pk}/"
    secretary.force_login(bench.secretary)
    page = secretary.get(base).content.decode()
    assert "Ghi kết quả giơ tay" in page
    assert "Phiếu kín" not in page
    for name in ("dong-phieu/", "ma-vao/", "phieu-giay/"):
        assert secretary.get(base + name).status_code == 302
    form = secretary.get(base + "gio-tay/").content.decode()
    assert form.count("8 người biểu quyết") == 2
    wrong = secretary.post(
        base + "gio-tay/", {"m1d": "8", "m1k": "0", "m1y": "0", "m2d": "x", "buoc": "xem-lai"}
    )
    assert wrong.status_code == 422
    assert "Lầu Mí Lử: ghi ba số" in wrong.content.decode()
    fields = {"m1d": "6", "m1k": "1", "m1y": "1", "m2d": "8", "m2k": "0", "m2y": "0"}
    review = secretary.post(base + "gio-tay/", {**fields, "buoc": "xem-lai"}).content.decode()
    assert "Xem lại kết quả giơ tay" in review
    assert BallotBox.objects.get().state == "open"
    assert (
        'value="6"' in secretary.post(base + "gio-tay/", {**fields, "buoc": "sua"}).content.decode()
    )
    assert secretary.post(base + "gio-tay/", {**fields, "buoc": "ghi"}).status_code == 302
    assert BallotBox.objects.get().state == "closed"
    shown = secretary.get(base).content.decode()
    assert "Biểu quyết công khai" in shown
    member = Client()
    member.force_login(bench.users[4])
    assert "giơ tay" in member.get(base + "bo-phieu/").content.decode()
    assert member.get(base + "gio-tay/").status_code == 403
    codes = member.get(base + "ma-phieu/1/").content.decode()
    assert "không có mã biên nhận" in codes
    assert "Kiểm lại khớp" in codes or "kiểm lại khớp" in codes
