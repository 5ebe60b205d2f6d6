"""The path finder: what one person lacks and when, and who of a round is one step away."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.eligibility.actions import screen_round
from thidua.eligibility.models import Assessment
from thidua.eligibility.queries.records import facts_for
from thidua.eligibility.queries.steps import next_steps
from thidua.law import load_rulebook
from thidua.law.plan import plan
from thidua.people.actions import record_discipline, save_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(screened: SimpleNamespace, client: Client) -> Client:
    client.force_login(screened.users.officer)
    return client


def near_url(world: SimpleNamespace, query: str = "", name: str = "one_away") -> str:
    return reverse(f"eligibility:{name}", args=[world.round.pk]) + query


def lines(response) -> list[tuple[str, str]]:
    return [(str(row.answer.person), row.award.code) for row in response.context["rows"]]


def test_the_steps_are_those_of_the_plan(screened: SimpleNamespace) -> None:
    chau = screened.people[0]
    found = next_steps(chau, start=2027)
    gathered = facts_for(screened.department, year=2027, people=[chau], units=[])
    asked = plan(
        load_rulebook(),
        gathered.people[0].facts,
        start=2027,
        until=2036,
        scope="so-noi-vu-lam-giang",
        awards=[step.award.code for step in (*found.near, *found.far)],
    )
    assert {s.award.code: s.year for s in (*found.near, *found.far)} == {
        s.award: s.year for s in asked
    }
    by_code = {step.award.code: step for step in found.near}
    assert by_code["ldtt"].year == 2027
    assert by_code["ldtt"].needs == ((2027, "Xếp loại từ hoàn thành tốt nhiệm vụ"),)
    assert [s.year for s in found.near] == sorted(s.year or 0 for s in found.near)
    assert all(step.year is None and step.grounds for step in found.far)
    cited = [ground.citation for step in found.near for ground in step.grounds]
    assert any(text.startswith("Điều") for text in cited)


def test_what_holds_already_needs_nothing_more(screened: SimpleNamespace) -> None:
    """Châu is excellent in 2026 with an initiative of 2025; LĐTT of 2026 asks for no more."""
    by_code = {step.award.code: step for step in next_steps(screened.people[0], start=2026).near}
    assert by_code["ldtt"].this_year
    assert by_code["ldtt"].needs == ()


def test_the_page_and_its_part(screened: SimpleNamespace, officer: Client) -> None:
    chau = screened.people[0]
    address = reverse("eligibility:next_steps", args=[chau.pk])
    page = officer.get(address).content.decode()
    assert "<h1>Nguyễn Thị Minh Châu</h1>" in page
    assert "Bước tiếp theo" in page
    assert "Lao động tiên tiến" in page
    part = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in part
    assert 'id="buoc-tiep-theo"' in part
    person = officer.get(reverse("people:detail", args=[chau.pk])).content.decode()
    assert f'hx-get="{address}"' in person


def test_the_number_of_queries_of_one_plan_is_small(
    screened: SimpleNamespace, officer: Client
) -> None:
    address = reverse("eligibility:next_steps", args=[screened.people[0].pk])
    officer.get(address)
    with CaptureQueriesContext(connection) as asked:
        officer.get(address)
    assert len(asked) <= 30


@pytest.mark.parametrize(
    ("user", "status"),
    [("officer", 200), ("director", 200), ("secretary", 200), ("stranger", 404), ("nobody", 404)],
)
def test_who_may_see_the_steps_of_a_person(
    screened: SimpleNamespace, client: Client, user: str, status: int
) -> None:
    client.force_login(getattr(screened.users, user))
    address = reverse("eligibility:next_steps", args=[screened.people[0].pk])
    assert client.get(address).status_code == status


def test_a_person_sees_the_own_steps_and_no_others(
    screened: SimpleNamespace, client: Client
) -> None:
    user = screened.users.nobody
    user.person = screened.people[0]
    user.save(update_fields=["person"])
    client.force_login(user)
    own, other = (
        client.get(reverse("eligibility:next_steps", args=[screened.people[n].pk])).status_code
        for n in (0, 1)
    )
    assert (own, other) == (200, 404)


def test_one_condition_short_is_listed_with_it(screened: SimpleNamespace, officer: Client) -> None:
    response = officer.get(near_url(screened))
    expected = Assessment.objects.filter(
        round=screened.round, is_current=True, unmet=1, person__isnull=False
    )
    assert response.context["page"].paginator.count == expected.count() > 0
    assert ("Nguyễn Thị Minh Châu", "bk-thu-tuong") in lines(response)
    for row in response.context["rows"]:
        assert row.step
        assert row.answer.unmet == 1
    page = response.content.decode()
    assert "Còn thiếu" in page


def test_filters_of_the_list(screened: SimpleNamespace, officer: Client) -> None:
    every = lines(officer.get(near_url(screened)))
    chau = lines(officer.get(near_url(screened, "?q=chau")))
    assert chau == [line for line in every if line[0] == "Nguyễn Thị Minh Châu"] != []
    award = lines(officer.get(near_url(screened, "?danh-hieu=cstd-co-so")))
    assert award == [line for line in every if line[1] == "cstd-co-so"]
    unit = screened.units[0]
    found = officer.get(near_url(screened, f"?don-vi={unit.pk}")).context["rows"]
    assert {row.answer.person.unit_id for row in found} <= {unit.pk}
    nobody = officer.get(near_url(screened, "?q=khongcoai"))
    assert lines(nobody) == []
    assert "Không có ai khớp bộ lọc" in nobody.content.decode()


def test_sorting_both_ways(screened: SimpleNamespace, officer: Client) -> None:
    up = lines(officer.get(near_url(screened, "?sap-xep=danh-hieu")))
    down = lines(officer.get(near_url(screened, "?sap-xep=-danh-hieu")))
    assert [code for _, code in up] == sorted(code for _, code in up)
    assert [code for _, code in down] == sorted((code for _, code in down), reverse=True)


def test_the_head_of_a_unit_sees_the_own_people_only(
    screened: SimpleNamespace, client: Client
) -> None:
    client.force_login(screened.users.head)
    mine = {row.answer.person.unit_id for row in client.get(near_url(screened)).context["rows"]}
    assert mine
    assert mine <= set(screened.users.head.scope.unit_ids)


def test_discipline_takes_somebody_off_the_list(screened: SimpleNamespace, officer: Client) -> None:
    chau = screened.people[0]
    record_discipline(person=chau, measure="khien_trach", from_date=dt.date(2026, 3, 1), by=None)
    screen_round(round=screened.round, by=screened.users.officer)
    assert ("Nguyễn Thị Minh Châu", "bk-thu-tuong") not in lines(officer.get(near_url(screened)))


def test_an_unscreened_round_says_what_to_do(history: SimpleNamespace, client: Client) -> None:
    from thidua.eligibility.actions import open_round

    round_ = open_round(
        department=history.department,
        year=2026,
        name="Chưa quét",
        received_on=dt.date(2026, 9, 15),
        by=history.users.officer,
    )
    client.force_login(history.users.officer)
    page = client.get(reverse("eligibility:one_away", args=[round_.pk])).content.decode()
    assert "Đợt xét chưa quét" in page


def test_another_year_is_one_click_away_with_the_same_filters(
    screened: SimpleNamespace, officer: Client
) -> None:
    from thidua.eligibility.actions import open_round

    assert "Năm xét" not in officer.get(near_url(screened)).content.decode()
    earlier = open_round(
        department=screened.department,
        year=2025,
        name="Năm trước",
        received_on=dt.date(2025, 12, 1),
        by=screened.users.officer,
    )
    page = officer.get(near_url(screened, "?q=chau&trang=1")).content.decode()
    other = reverse("eligibility:one_away", args=[earlier.pk])
    assert f'href="{other}?q=chau"' in page
    assert page.count('aria-current="page">Năm ') == 1
    seen = officer.get(f"{other}?q=chau")
    assert seen.context["filters"].q == "chau"
    assert lines(seen) == []
    again = open_round(
        department=screened.department,
        year=2025,
        name="Xét bổ sung",
        received_on=dt.date(2025, 12, 1),
        by=screened.users.officer,
    )
    years = officer.get(near_url(screened)).context["years"]
    assert [(one.pk, label) for one, label in years] == [
        (screened.round.pk, "Năm 2026"),
        (again.pk, "Xét bổ sung"),
        (earlier.pk, "Năm trước"),
    ]


def test_the_number_of_queries_does_not_grow(screened: SimpleNamespace, officer: Client) -> None:
    def count() -> int:
        officer.get(near_url(screened))
        with CaptureQueriesContext(connection) as asked:
            officer.get(near_url(screened))
        return len(asked)

    before = count()
    save_people(
        department=screened.department,
        rows=[
            {"full_name": f"Người Mới {n}", "unit": screened.units[0], "group": "direct_worker"}
            for n in range(20)
        ],
        by=None,
    )
    screen_round(round=screened.round, by=screened.users.officer)
    assert count() == before <= 12


@pytest.mark.parametrize("form", ["", "&dang=csv"])
def test_the_list_as_a_file(screened: SimpleNamespace, officer: Client, form: str) -> None:
    address = near_url(screened, f"?q=chau{form}", "export_one_away")
    body = b"".join(officer.get(address).streaming_content)
    if form:
        rows = body.decode("utf-8-sig").splitlines()
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
        rows = [",".join(str(cell or "") for cell in row) for row in sheet.values]
    assert any("Căn cứ" in row for row in rows)
    mine = [row for row in rows if "Nguyễn Thị Minh Châu" in row]
    assert len(mine) == len(lines(officer.get(near_url(screened, "?q=chau"))))
