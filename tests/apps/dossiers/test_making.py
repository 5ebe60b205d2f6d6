"""Drafting: who proposes whom, what the law refuses, nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.audit.models import AuditRow
from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, Nominee
from thidua.eligibility.actions import close_round
from thidua.kit.errors import LawSaysNo, NotAllowed, WrongState


def test_a_draft_has_code_nominees_documents_and_a_step(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    first, second = draft(), draft(people=ground.people[2:3])
    assert (first.code, second.code) == ("HS-2026-0001", "HS-2026-0002")
    assert first.folded_title == "de nghi khen thuong nam 2026"
    assert [n.name for n in first.nominees.order_by("pk")] == [
        "Nguyễn Thị Minh Châu",
        "Trần Đức Anh",
    ]
    assert {n.assessment.verdict for n in first.nominees.all()} == {"eligible"}
    assert {d.code for d in first.documents.filter(required=True)} == {
        "to_trinh",
        "bao_cao_thanh_tich",
        "bien_ban_binh_xet",
    }
    assert all(d.citation for d in first.documents.all())
    assert [(s.from_state, s.to_state) for s in first.steps.all()] == [("", "draft")]
    assert AuditRow.objects.filter(action="dossiers.create").count() == 2


def test_documents_follow_the_awards(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    """Giấy khen adds the council's minutes, and the paper asked for only in some cases."""
    dossier = draft()
    actions.add_nominees(
        dossier=dossier, selection=[(ground.people[0], "giay-khen")], by=ground.users.officer
    )
    rows = {d.code: d.required for d in dossier.documents.all()}
    assert rows == {
        "to_trinh": True,
        "bao_cao_thanh_tich": True,
        "bien_ban_binh_xet": True,
        "bien_ban_xet_khen_thuong": True,
        "xac_nhan_thanh_tich": False,
    }
    nominee = dossier.nominees.get(award_code="giay-khen")
    actions.withdraw_nominee(nominee=nominee, reason="Chưa đủ số liệu", by=ground.users.officer)
    assert {d.code for d in dossier.documents.all()} == {
        "to_trinh",
        "bao_cao_thanh_tich",
        "bien_ban_binh_xet",
    }


def test_the_law_refuses_with_its_reasons(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    with pytest.raises(LawSaysNo, match="thiếu năm 2024") as refusal:
        draft(award="cstd-cap-tinh")
    assert "Nguyễn Thị Minh Châu (" in str(refusal.value)
    assert "Trần Đức Anh (" in str(refusal.value)
    assert refusal.value.verdict["format"] == "thidua-verdict/1"
    assert refusal.value.verdict["verdict"] == "not_eligible"
    assert Dossier.objects.count() == Nominee.objects.count() == 0


def test_missing_facts_may_be_drafted(draft: Callable[..., Any]) -> None:
    dossier = draft(award="cstd-co-so")
    assert {n.assessment.verdict for n in dossier.nominees.all()} == {"needs_facts"}


def test_nobody_is_proposed_twice_for_an_award_in_a_round(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    first = draft()
    with pytest.raises(WrongState, match="Đã được đề nghị trong đợt này") as refusal:
        draft(people=ground.people[1:3])
    assert "Trần Đức Anh (LĐTT) đã có trong hồ sơ HS-2026-0001" in str(refusal.value)
    assert "Đặng Thùy Dương" not in str(refusal.value)
    assert Nominee.objects.count() == 2
    nominee = first.nominees.get(person=ground.people[1])
    actions.withdraw_nominee(nominee=nominee, reason="Chuyển hồ sơ khác", by=ground.users.officer)
    second = draft(people=ground.people[1:3])
    assert second.nominees.count() == 2
    actions.cancel(dossier=second, reason="Lập nhầm", by=ground.users.officer)
    assert draft(people=ground.people[2:3]).nominees.count() == 1


def test_a_withdrawn_nominee_may_come_back(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    nominee = dossier.nominees.get(person=ground.people[0])
    actions.withdraw_nominee(nominee=nominee, reason="Nhầm", by=ground.users.officer)
    with pytest.raises(WrongState, match="không còn ở bước được đề nghị"):
        actions.withdraw_nominee(nominee=nominee, reason="Nhầm", by=ground.users.officer)
    actions.add_nominees(
        dossier=dossier, selection=[(ground.people[0], "ldtt")], by=ground.users.officer
    )
    assert sorted(dossier.nominees.values_list("state", flat=True)) == ["proposed", "proposed"]


def test_a_head_proposes_the_own_unit_only(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    unit = ground.world.units[1]
    with pytest.raises(NotAllowed, match="Không thuộc đơn vị lập hồ sơ: Nguyễn Thị Minh Châu"):
        draft(people=ground.people[:1], unit=unit, by=ground.users.head)
    with pytest.raises(NotAllowed, match="trưởng đơn vị lập hồ sơ của đơn vị mình"):
        draft(unit=ground.world.units[0], by=ground.users.head)
    with pytest.raises(NotAllowed):
        draft(by=ground.users.head)
    made = draft(people=ground.people[2:4], unit=unit, by=ground.users.head)
    assert made.unit == unit


@pytest.mark.parametrize(
    "role", ["member", "secretary", "director", "administrator", "stranger", "nobody"]
)
def test_nobody_else_proposes(
    role: str, ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    with pytest.raises(NotAllowed):
        draft(by=getattr(ground.users, role))
    assert Dossier.objects.count() == 0


def test_people_of_another_body_are_refused(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    with pytest.raises(NotAllowed, match="Vũ Ngọc Ánh"):
        draft(people=[ground.world.foreign_person])
    with pytest.raises(NotAllowed, match="Phòng Quản lý nhà"):
        draft(people=[ground.world.foreign_unit], award="tt-ldtt")


def test_empty_title_empty_selection_unasked_award_and_closed_round(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    with pytest.raises(WrongState, match="Chọn ít nhất một"):
        draft(people=[])
    with pytest.raises(WrongState, match="Ghi tên hồ sơ") as refusal:
        actions.create_dossier(
            round=ground.round,
            unit=ground.world.department,
            title="  ",
            selection=[(ground.people[0], "ldtt")],
            by=ground.users.officer,
        )
    assert refusal.value.field == "title"
    with pytest.raises(WrongState, match="Chưa xét điều kiện"):
        draft(award="tt-ldtt")
    close_round(round=ground.round, by=ground.users.officer)
    ground.round.refresh_from_db()
    with pytest.raises(WrongState, match="Đợt xét đã đóng"):
        draft()


def test_a_selection_named_twice_counts_once(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft(people=[ground.people[0], ground.people[0]])
    assert dossier.nominees.count() == 1


def test_withdrawing_needs_a_reason_and_a_draft(
    ground: SimpleNamespace, submitted: Any, draft: Callable[..., Any]
) -> None:
    nominee = submitted.nominees.first()
    with pytest.raises(WrongState, match="Hồ sơ đã trình"):
        actions.withdraw_nominee(nominee=nominee, reason="x", by=ground.users.officer)
    fresh = draft(people=ground.people[3:4])
    with pytest.raises(WrongState, match="Ghi lý do rút"):
        actions.withdraw_nominee(nominee=fresh.nominees.get(), reason="  ", by=ground.users.officer)


def test_summary_is_kept_for_the_council(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    nominee = dossier.nominees.first()
    actions.edit_summary(
        nominee=nominee, summary=" Số hóa   12.400 hồ sơ. ", by=ground.users.officer
    )
    assert Nominee.objects.get(pk=nominee.pk).summary == "Số hóa 12.400 hồ sơ."
    assert Dossier.objects.get().version == 2
