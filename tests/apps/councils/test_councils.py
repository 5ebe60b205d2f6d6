"""Setting up and ending councils: what the decisions keep, and what is refused."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.audit.models import AuditRow
from thidua.councils import actions
from thidua.councils.actions import Seat
from thidua.councils.models import Council, Member
from thidua.councils.queries import current_members
from thidua.councils.queries.composition import composition_hints
from thidua.councils.queries.work_rules import award_lines, rules_of
from thidua.kit.errors import WrongState

pytestmark = pytest.mark.django_db

SIGNED = dt.date(2026, 6, 1)


def decision(number: str = "21/QĐ-SNV", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "signed_on": SIGNED,
        "effective_on": SIGNED,
        "authority": "Giám đốc Sở Nội vụ",
        **more,
    }


def keep_all(bench: SimpleNamespace) -> dict[int, Seat]:
    return {m.pk: Seat(m.duty, m.office) for m in bench.members}


def test_the_decision_of_establishment_begins_the_history(bench: SimpleNamespace) -> None:
    [first] = bench.council.decisions.all()
    assert (first.kind, first.number) == ("thanh_lap", "15/QĐ-SNV")
    assert first.effective_on == dt.date(2026, 1, 10)


def test_a_wrong_number_of_the_establishment_is_corrected_and_the_log_keeps_it(
    bench: SimpleNamespace,
) -> None:
    actions.edit_council(
        council=bench.council, name=bench.council.name, established_by="16/QĐ-SNV", by=bench.officer
    )
    [first] = bench.council.decisions.all()
    assert first.number == "16/QĐ-SNV"
    row = AuditRow.objects.filter(action="councils.edit").latest("pk")
    assert row.detail["before"]["established_by"] == "15/QĐ-SNV"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"duty": "chu_tich", "full_name": "Ai Đó"}, "đã có Chủ tịch"),
        ({"duty": "uy_vien", "user": 3}, "đã là thành viên"),
        ({"duty": "uy_vien", "full_name": "x", "from_date": dt.date(2026, 1, 9)}, "thành lập ngày"),
        ({"duty": "vo_nghia", "full_name": "x"}, "Chọn nhiệm vụ"),
        ({"duty": "uy_vien", "full_name": "  "}, "Ghi họ và tên"),
    ],
)
def test_a_seat_that_cannot_be_given_is_refused(
    bench: SimpleNamespace, facts: dict[str, Any], sentence: str
) -> None:
    if "user" in facts:
        facts = {**facts, "user": bench.users[3], "full_name": ""}
    with pytest.raises(WrongState, match=sentence):
        actions.add_member(council=bench.council, by=bench.officer, **facts)
    assert bench.council.members.count() == 9


def test_the_same_name_and_office_without_an_account_is_the_same_member(
    bench: SimpleNamespace,
) -> None:
    facts: dict[str, Any] = {"full_name": "Vũ Văn Quế", "office": "Chủ tịch Công đoàn"}
    actions.add_member(council=bench.council, duty="uy_vien", by=bench.officer, **facts)
    with pytest.raises(WrongState, match="đã là thành viên"):
        actions.add_member(
            council=bench.council,
            duty="uy_vien",
            by=bench.officer,
            full_name="VU VAN QUE",
            office="chu tich cong doan",
        )
    # A namesake in another office is another person.
    actions.add_member(
        council=bench.council,
        duty="uy_vien",
        by=bench.officer,
        full_name="Vũ Văn Quế",
        office="Chánh Thanh tra",
    )


def test_many_clusters_and_one_council_of_the_other_kinds(
    bench: SimpleNamespace, world: SimpleNamespace
) -> None:
    for name in ("Khối thi đua số 1", "Khối thi đua số 2"):
        actions.create_council(body=world.department, name=name, kind="cum_khoi", by=bench.officer)
    with pytest.raises(WrongState, match="tên khác"):
        actions.create_council(
            body=world.department, name="Khối thi đua số 2", kind="cum_khoi", by=bench.officer
        )
    actions.create_council(
        body=world.department, name="Hội đồng sáng kiến", kind="sang_kien", by=bench.officer
    )
    with pytest.raises(WrongState, match="Đơn vị đã có"):
        actions.create_council(
            body=world.department, name="Hội đồng sáng kiến 2", kind="sang_kien", by=bench.officer
        )
    assert Council.objects.count() == 4


def test_a_unit_with_a_council_of_its_own_is_kept_by_the_department(
    bench: SimpleNamespace, world: SimpleNamespace
) -> None:
    centre = world.units[2]
    made = actions.create_council(body=centre, name="Hội đồng TĐKT Trung tâm", by=bench.officer)
    from thidua.councils.queries import visible_councils

    assert made in visible_councils(bench.officer)
    assert made not in visible_councils(world.users.stranger)
    from thidua.kit.errors import NotAllowed

    with pytest.raises(NotAllowed):
        actions.edit_council(council=made, name="x", by=world.users.stranger)


def test_an_ended_council_takes_no_member_and_no_sitting_and_another_may_begin(
    bench: SimpleNamespace, world: SimpleNamespace, sitting: Any
) -> None:
    end: dict[str, Any] = {
        "number": "30/QĐ-SNV",
        "signed_on": SIGNED,
        "authority": "Giám đốc Sở Nội vụ",
    }
    with pytest.raises(WrongState, match="chưa kết luận"):
        actions.end_council(council=bench.council, by=bench.officer, **end)
    for motion in sitting.motions.all():
        actions.remove_motion(motion=motion, by=bench.secretary)
    actions.remove_sitting(sitting=sitting, by=bench.secretary)
    ended = actions.end_council(council=bench.council, by=bench.officer, **end)
    assert ended.ended_on == SIGNED
    assert current_members(ended).count() == 0
    with pytest.raises(WrongState, match="đã kết thúc hoạt động"):
        actions.add_member(council=ended, full_name="x", duty="uy_vien", by=bench.officer)
    with pytest.raises(WrongState, match="đã kết thúc hoạt động"):
        actions.create_sitting(
            council=ended, title="x", held_on=SIGNED, received_on=SIGNED, by=bench.secretary
        )
    actions.create_council(body=world.department, name="Hội đồng mới", by=bench.officer)


def test_hints_name_what_a_person_must_look_at(bench: SimpleNamespace) -> None:
    actions.end_member(member=bench.members[0], by=bench.officer)
    bench.council.term_to = dt.date(2020, 1, 1)
    hints = composition_hints(bench.council, list(current_members(bench.council)))
    texts = " ".join(h.text for h in hints if h.state == "unmet")
    assert "Chưa có Chủ tịch Hội đồng" in texts
    assert "Nhiệm kỳ đã hết ngày 01/01/2020" in texts
    assert any("Phó Chủ tịch" in h.text for h in hints if h.state == "judge")


@pytest.mark.parametrize(("vices", "state"), [(4, "met"), (5, "judge")])
def test_a_province_with_more_than_four_vice_chairs_is_pointed_out_with_the_lapsed_text(
    bench: SimpleNamespace, world: SimpleNamespace, vices: int, state: str
) -> None:
    council = Council(body=world.department.parent, kind="tdkt", name="Hội đồng tỉnh")
    members = [Member(full_name="A", duty="chu_tich", office="Chủ tịch UBND tỉnh")]
    members += [
        Member(full_name=f"P{n}", duty="pho_chu_tich" if n else "pho_thuong_truc", office="")
        for n in range(vices)
    ]
    hints = composition_hints(council, members)
    [limit] = [h for h in hints if h.text.startswith("Phó Chủ tịch: ")]
    assert limit.state == state
    assert "Điều 49" in limit.citation
    assert "30/06/2025" in limit.citation
    [chair] = [h for h in hints if "Chủ tịch Ủy ban nhân dân tỉnh" in h.text]
    assert chair.state == "met"
    assert bench.council.pk


def test_rules_of_work_carry_their_citation_and_the_unset_say_what_happens(
    bench: SimpleNamespace, world: SimpleNamespace
) -> None:
    on = dt.date(2026, 9, 15)
    rules = rules_of(bench.council, on)
    known = {line.statement: line for line in rules.lines}
    assert known["Tỷ lệ thành viên phải có mặt"].value == "ít nhất 2/3"
    assert "Điều 11 khoản 2" in known["Tỷ lệ thành viên phải có mặt"].citation
    assert rules.circulation is True
    assert rules.recusal_grounds == ("ban_than", "than_nhan", "tac_gia")
    assert award_lines(bench.council, on)[0].value == "ít nhất 90%"
    world.department.rulebook_scope = ""
    bare = rules_of(Council(body=world.department, kind="tdkt"), on)
    assert bare.circulation is None
    assert all(line.value.startswith("chưa") for line in bare.lines)
    assert not any(line.known for line in bare.lines)
    assert award_lines(Council(body=world.department, kind="tdkt"), on) == []


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ([("", 3)], "Ghi tên"),
        ([("Tính mới", 0)], "từ 1 đến"),
        ([("Tính mới", 1001)], "từ 1 đến"),
        ([("Tính mới", 3), ("Tính mới", 4)], "hai lần"),
    ],
)
def test_a_score_sheet_that_cannot_be_counted_is_refused(
    bench: SimpleNamespace, criteria: list[tuple[str, int]], sentence: str
) -> None:
    with pytest.raises(WrongState, match=sentence):
        actions.set_criteria(council=bench.council, criteria=criteria, by=bench.officer)
    bench.council.refresh_from_db()
    assert bench.council.criteria == []
