"""What people judged: recorded by whom, when and why; it changes the answer until withdrawn."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.eligibility.asking import answer, verdicts

from thidua.audit.models import AuditRow
from thidua.eligibility.actions import (
    close_round,
    record_finding,
    record_findings,
    screen_round,
    withdraw_finding,
)
from thidua.eligibility.models import Finding
from thidua.initiatives.models import Initiative
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def said(**more: Any) -> dict[str, Any]:
    return {
        "holds": True,
        "evidence": "Biên bản họp Hội đồng số 5/BB-HĐ",
        "decided_by": "Hội đồng TĐKT Sở",
        "decided_on": dt.date(2026, 11, 20),
        **more,
    }


@pytest.fixture
def undecided(screened: SimpleNamespace) -> SimpleNamespace:
    """Châu's initiative lies before the three years: whether it counts is for people to say."""
    chau = screened.people[0]
    Initiative.objects.filter(person=chau).update(year=2022)
    screen_round(round=screened.round, by=None)
    found = answer(screened.round, chau, "cstd-cap-tinh")
    assert found.verdict == "needs_decision"
    [screened.asked] = found.tree["to_decide"]
    return screened


def test_a_finding_makes_eligible_and_its_withdrawal_restores(undecided: SimpleNamespace) -> None:
    chau, round_ = undecided.people[0], undecided.round
    asked = undecided.asked
    before = answer(round_, chau, "cstd-cap-tinh")
    finding = record_finding(
        round=round_,
        person=chau,
        about=asked["slug"],
        statement=asked["statement"],
        by=undecided.users.officer,
        **said(),
    )
    found = answer(round_, chau, "cstd-cap-tinh")
    assert found.verdict == "eligible"
    assert "Kết luận đạt: Hội đồng TĐKT Sở, ngày 20/11/2026" in str(found.tree)
    withdraw_finding(finding=finding, by=undecided.users.officer)
    restored = answer(round_, chau, "cstd-cap-tinh")
    assert (restored.verdict, restored.tree) == ("needs_decision", before.tree)
    finding.refresh_from_db()
    assert finding.withdrawn_at is not None
    assert [
        row.action for row in AuditRow.objects.filter(action__contains="finding").order_by("pk")
    ] == [
        "eligibility.record_finding",
        "eligibility.withdraw_finding",
    ]


def test_a_finding_against_makes_not_eligible(undecided: SimpleNamespace) -> None:
    asked = undecided.asked
    record_finding(
        round=undecided.round,
        person=undecided.people[0],
        about=asked["slug"],
        statement=asked["statement"],
        by=undecided.users.officer,
        **said(holds=False),
    )
    assert verdicts(undecided.round, undecided.people[0])["cstd-cap-tinh"] == "not_eligible"


def test_a_new_finding_replaces_the_standing_one_and_keeps_it(undecided: SimpleNamespace) -> None:
    asked = undecided.asked
    for holds in (False, True):
        record_finding(
            round=undecided.round,
            person=undecided.people[0],
            about=asked["slug"],
            statement=asked["statement"],
            by=undecided.users.officer,
            **said(holds=holds),
        )
    assert list(Finding.objects.order_by("pk").values_list("holds", "withdrawn_at")) == [
        (False, Finding.objects.get(holds=False).withdrawn_at),
        (True, None),
    ]
    assert Finding.objects.get(holds=False).withdrawn_at is not None
    assert verdicts(undecided.round, undecided.people[0])["cstd-cap-tinh"] == "eligible"


def test_an_attested_condition_found_wanting_takes_the_title_away(
    screened: SimpleNamespace,
) -> None:
    [asked] = answer(screened.round, screened.people[1], "ldtt").to_confirm
    record_finding(
        round=screened.round,
        person=screened.people[1],
        about=asked["slug"],
        statement=asked["statement"],
        by=screened.users.officer,
        **said(holds=False),
    )
    assert verdicts(screened.round, screened.people[1])["ldtt"] == "not_eligible"
    assert verdicts(screened.round, screened.people[2])["ldtt"] == "eligible"


def test_several_people_get_one_finding_or_none_does(screened: SimpleNamespace) -> None:
    [asked] = answer(screened.round, screened.people[1], "ldtt").to_confirm
    with pytest.raises(NotAllowed, match="Vũ Ngọc Ánh không thuộc cơ quan"):
        record_findings(
            round=screened.round,
            people=[screened.people[1], screened.foreign_person],
            about=asked["slug"],
            statement=asked["statement"],
            by=screened.users.officer,
            **said(),
        )
    assert not Finding.objects.exists()
    made = record_findings(
        round=screened.round,
        people=screened.people[1:4],
        about=asked["slug"],
        statement=asked["statement"],
        by=screened.users.officer,
        **said(),
    )
    assert [f.person for f in made] == screened.people[1:4]


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ({"evidence": "  "}, "evidence", "Ghi căn cứ, minh chứng của kết luận"),
        ({"evidence": "x" * 501}, "evidence", "dài quá 500 ký tự"),
        ({"decided_by": ""}, "decided_by", "Ghi người hoặc hội đồng kết luận"),
        ({"decided_on": dt.date(2024, 12, 31)}, "decided_on", "quá xa trước năm xét 2026"),
        ({"about": "dieu-kien-khong-co"}, "about", "không phải điều kiện do người kết luận"),
        ({"about": "ldtt.khong-co"}, "about", "không phải điều kiện do người kết luận"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    undecided: SimpleNamespace, words: dict[str, Any], field: str, says: str
) -> None:
    asked = undecided.asked
    given = said(about=asked["slug"], statement=asked["statement"]) | words
    with pytest.raises(WrongState, match=says) as refused:
        record_finding(
            round=undecided.round, person=undecided.people[0], by=undecided.users.officer, **given
        )
    assert refused.value.field == field
    assert not Finding.objects.exists()


def test_the_day_of_a_finding_is_not_in_the_future(undecided: SimpleNamespace) -> None:
    asked, today = undecided.asked, timezone.localdate()
    words = {"about": asked["slug"], "statement": asked["statement"]}
    with pytest.raises(WrongState, match="không được sau hôm nay"):
        record_finding(
            round=undecided.round,
            person=undecided.people[0],
            by=undecided.users.officer,
            **words,
            **said(decided_on=today + dt.timedelta(days=1)),
        )
    record_finding(
        round=undecided.round,
        person=undecided.people[0],
        by=undecided.users.officer,
        **words,
        **said(decided_on=today),
    )


@pytest.mark.parametrize("who", ["stranger", "head", "member", "director", "secretary", "nobody"])
def test_only_the_officer_records_and_withdraws(undecided: SimpleNamespace, who: str) -> None:
    asked = undecided.asked
    words = {"about": asked["slug"], "statement": asked["statement"], **said()}
    by = getattr(undecided.users, who)
    with pytest.raises(NotAllowed):
        record_finding(round=undecided.round, person=undecided.people[0], by=by, **words)
    finding = record_finding(
        round=undecided.round, person=undecided.people[0], by=undecided.users.officer, **words
    )
    with pytest.raises(NotAllowed):
        withdraw_finding(finding=finding, by=by)
    finding.refresh_from_db()
    assert finding.withdrawn_at is None


def test_a_finding_is_withdrawn_once_and_not_after_closing(undecided: SimpleNamespace) -> None:
    asked = undecided.asked
    words = {"about": asked["slug"], "statement": asked["statement"], **said()}
    officer = undecided.users.officer
    finding = record_finding(round=undecided.round, person=undecided.people[0], by=officer, **words)
    withdraw_finding(finding=finding, by=officer)
    with pytest.raises(WrongState, match="đã được rút rồi"):
        withdraw_finding(finding=finding, by=officer)
    close_round(round=undecided.round, by=officer)
    with pytest.raises(WrongState, match="Mở lại đợt xét rồi mới ghi kết luận"):
        record_finding(round=undecided.round, person=undecided.people[0], by=officer, **words)
