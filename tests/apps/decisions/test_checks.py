"""The checks beside the signature: each kind of finding with its sentence, none without cause."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.decisions.passed import awaiting, nominee

from thidua.decisions.models import Decision
from thidua.decisions.queries import checks
from thidua.decisions.queries.lists import awards_visible_to
from thidua.people.models import Discipline, PendingMatter
from thidua.register.actions import record_award, record_claim


def found(world: SimpleNamespace, decision: Decision) -> dict[str, list[tuple[str, str]]]:
    rows = list(awards_visible_to(world.users.officer, decision))
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in checks.checks(decision, rows):
        groups.setdefault(one.subject, []).append((one.level, one.sentence))
    return groups


def single(world: SimpleNamespace, award: str = "ldtt") -> Decision:
    return awaiting(world, [nominee(world.people[5], award)])  # Phạm Thị Hoà


def test_a_list_without_cause_has_nothing_to_look_at(world: SimpleNamespace) -> None:
    groups = found(world, single(world))
    assert {level for lines in groups.values() for level, _ in lines} == {"note"}


def test_a_double_in_the_register_is_found(world: SimpleNamespace) -> None:
    record_award(
        department=world.department, person=world.people[5], recipient_name="Phạm Thị Hoà",
        award_code="ldtt", award_name="Lao động tiên tiến", year=2026, source="book",
        decision_number="3/QĐ-SNV", by=world.users.officer,
    )  # fmt: skip
    (line,) = found(world, single(world))["Trùng"]
    assert line == (
        "look",
        "Phạm Thị Hoà (Lao động tiên tiến) đã có trong sổ khen thưởng cho năm 2026 theo 3/QĐ-SNV.",
    )


def test_holds_in_force_on_the_day_are_found(world: SimpleNamespace) -> None:
    person, today = world.people[5], timezone.localdate()
    PendingMatter.objects.create(person=person, kind="to_cao", from_date=today)
    PendingMatter.objects.create(
        person=person, kind="khieu_nai", from_date=dt.date(2020, 1, 1), to_date=dt.date(2021, 1, 1)
    )
    Discipline.objects.create(person=person, measure="khien_trach", from_date=today)
    lines = [sentence for _, sentence in found(world, single(world))["Tạm dừng"]]
    assert lines == [
        "Phạm Thị Hoà: đang có tố cáo chưa kết luận.",
        "Phạm Thị Hoà: đang trong thời gian kỷ luật khiển trách.",
    ]


def test_a_claim_that_the_register_does_not_hold_is_found(world: SimpleNamespace) -> None:
    from thidua.register.actions import record_years_loaded

    record_years_loaded(department=world.department, years=[2024], source="sổ", by=None)
    record_claim(
        department=world.department, person=world.people[5], award_code="cstd-co-so",
        award_name="Chiến sĩ thi đua cơ sở", year=2024, by=world.users.officer,
    )  # fmt: skip
    (line,) = found(world, single(world))["Kê khai"]
    assert line[0] == "look"
    assert "kê khai Chiến sĩ thi đua cơ sở 2024" in line[1]


@pytest.mark.parametrize(
    ("written", "differs"),
    [
        ("Phạm Thị Hòa", True), ("Phạm Thị Hoa", True), ("PHẠM THỊ HOÀ", False),
        ("Pham Thi Hoa", False), ("Phạm Thị Hoà", False),
    ],
)  # fmt: skip
def test_one_name_spelled_two_ways_is_found(
    world: SimpleNamespace, written: str, differs: bool
) -> None:
    record_award(
        department=world.department, person=world.people[5], recipient_name=written,
        award_code="ldtt", award_name="Lao động tiên tiến", year=2024, source="book",
        by=world.users.officer,
    )  # fmt: skip
    assert ("Họ tên" in found(world, single(world))) is differs


def test_a_name_that_left_the_staff_record_is_found(world: SimpleNamespace) -> None:
    decision = single(world)
    decision.awards.update(recipient_name="Phạm Thị Hoa")
    (line,) = found(world, decision)["Họ tên"]
    assert line[1].startswith("Danh sách ghi “Phạm Thị Hoa”, hồ sơ ghi “Phạm Thị Hoà”.")


def test_an_answer_older_than_the_facts_and_one_that_says_no(world: SimpleNamespace) -> None:
    decision = single(world)
    answer = decision.awards.get().nominee.assessment
    answer.verdict, answer.reasons = "not_eligible", ["Thiếu hai năm liên tục."]
    answer.save()
    world.people[5].save()  # its facts change after the answer
    lines = [sentence for _, sentence in found(world, decision)["Điều kiện"]]
    assert lines[0].endswith("chưa đủ điều kiện: Thiếu hai năm liên tục.")
    assert "hồ sơ đã đổi sau lần xét" in lines[1]


def test_two_titles_are_noted_and_a_quota_is_counted(world: SimpleNamespace) -> None:
    person = world.people[5]
    decision = awaiting(world, [nominee(person, "ldtt"), nominee(person, "cstd-co-so")])
    groups = found(world, decision)
    assert groups["Danh hiệu"][0][0] == "note"
    level, sentence = groups["Chỉ tiêu"][0]
    assert level == "look"
    assert "vượt 1" in sentence


def test_the_fund_adds_what_it_knows(world: SimpleNamespace) -> None:
    def fund(decision: Decision, awards: object) -> list[checks.Finding]:
        return [checks.Finding("look", "Quỹ", f"Quỹ không đủ cho “{decision.title}”.")]

    checks.add_source(fund)
    checks.add_source(fund)
    try:
        assert len(found(world, single(world))["Quỹ"]) == 1
    finally:
        checks._SOURCES.remove(fund)


def test_the_page_counts_queries_alike_for_few_and_many(
    world: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    few = awaiting(world, [nominee(one, "ldtt") for one in world.people])
    officer = Client()
    officer.force_login(world.users.officer)
    with django_assert_max_num_queries(45):
        page = officer.get(f"/quyet-dinh/{few.pk}/kiem-tra/").content.decode()
    assert "Cơ cấu người được khen" in page
    assert "Tổng tiền thưởng theo ngày này" in page
