"""Submitting lists everything that is missing; returning, appraising, council and decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from thidua.councils import actions as councils
from thidua.councils.models import Motion
from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.queries import awaiting_decision, missing_for_submission, motions_of
from thidua.dossiers.queries.detail import waiting_for
from thidua.dossiers.queries.papers import submission_paper
from thidua.kit.errors import NotAllowed, WrongState


def sentences(dossier: Any) -> list[str]:
    return [item.sentence for item in missing_for_submission(dossier)]


def test_everything_missing_is_listed_and_nothing_moves(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    with pytest.raises(actions.NotReady) as refusal:
        actions.submit(dossier=dossier, by=ground.users.officer)
    assert [item.sentence for item in refusal.value.lacking] == [
        "Trần Đức Anh (LĐTT): còn 1 điều kiện chưa xác nhận.",
        "Nguyễn Thị Minh Châu (LĐTT): còn 1 điều kiện chưa xác nhận.",
        "Chưa có giấy tờ: Tờ trình đề nghị xét tặng (Điều 84 khoản 1 Luật 06/2022/QH15).",
        "Chưa có giấy tờ: Báo cáo thành tích (Điều 84 khoản 1 Luật 06/2022/QH15).",
        "Chưa có giấy tờ: Biên bản bình xét thi đua (Điều 84 khoản 1 Luật 06/2022/QH15).",
    ]
    assert {item.tab for item in refusal.value.lacking} == {"dieu-kien", "tai-lieu"}
    assert "còn 5 việc" in str(refusal.value)
    assert Dossier.objects.get().state == "draft"


def test_an_empty_dossier_says_so(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    dossier = draft(people=ground.people[:1])
    actions.withdraw_nominee(nominee=dossier.nominees.get(), reason="Nhầm", by=ground.users.officer)
    assert sentences(dossier) == ["Hồ sơ chưa có người hoặc tập thể nào được đề nghị."]


def test_missing_facts_are_not_submitted(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> None:
    dossier = draft(award="cstd-co-so")
    complete(dossier, ground.users.officer)
    with pytest.raises(actions.NotReady) as refusal:
        actions.submit(dossier=dossier, by=ground.users.officer)
    assert refusal.value.lacking[0].sentence == (
        "Trần Đức Anh (CSTĐ cơ sở): thiếu dữ liệu: Chưa có dữ liệu sáng kiến năm 2026."
    )


def test_the_council_minutes_are_not_asked_for_before_the_council(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> None:
    dossier = draft(award="giay-khen")
    complete(dossier, ground.users.officer)
    minutes = dossier.documents.get(code="bien_ban_xet_khen_thuong")
    minutes.file.delete()
    assert sentences(dossier) == []


def test_the_law_is_asked_again_and_the_new_answer_stays(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> None:
    """A discipline entered after drafting: the submission is refused and shows why."""
    from thidua.people.actions import record_discipline

    dossier = draft()
    complete(dossier, ground.users.officer)
    record_discipline(
        person=ground.people[0],
        measure="canh_cao",
        from_date=dt.date(2026, 3, 1),
        decision_number="9/QĐ",
        by=ground.users.officer,
    )
    before = dossier.nominees.get(person=ground.people[0]).assessment_id
    with pytest.raises(actions.NotReady) as refusal:
        actions.submit(dossier=dossier, by=ground.users.officer)
    nominee = dossier.nominees.get(person=ground.people[0])
    assert nominee.assessment_id != before
    assert nominee.assessment.verdict != "eligible"
    assert "Nguyễn Thị Minh Châu (LĐTT)" in str(refusal.value)
    assert "Trần Đức Anh" not in str(refusal.value)
    actions.withdraw_nominee(nominee=nominee, reason="Kỷ luật", by=ground.users.officer)
    dossier.refresh_from_db()
    assert actions.submit(dossier=dossier, by=ground.users.officer).state == "submitted"


def test_more_people_than_places_are_listed_with_the_figures(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft(award="cstd-co-so")
    found = [s for s in sentences(dossier) if "chỉ tiêu" in s]
    assert len(found) == 1
    assert found[0].startswith("CSTĐ cơ sở: đề nghị 2 người, chỉ tiêu 1 (")
    assert found[0].endswith("Rút bớt 1 người.")


def test_the_way_of_a_units_dossier(ground: SimpleNamespace, of_unit: Any) -> None:
    users = ground.users
    with pytest.raises(NotAllowed, match="chỉ trưởng đơn vị đề nghị mới trình hồ sơ"):
        actions.submit(dossier=of_unit, by=users.officer)
    dossier = actions.submit(dossier=of_unit, by=users.head)
    assert dossier.submitted_by == users.head
    for role in ("head", "secretary", "director", "administrator", "stranger", "nobody"):
        with pytest.raises(NotAllowed):
            actions.accept(dossier=dossier, by=getattr(users, role))
    assert [t.verb for t in waiting_for(users.officer)] == ["Thẩm định"]
    due = timezone.localdate() + dt.timedelta(days=3)
    returned = actions.return_dossier(
        dossier=dossier,
        reason="Ghi số liệu thay cho nhận xét chung.",
        by_date=due,
        by=users.officer,
    )
    assert (returned.state, returned.return_by_date) == ("returned", due)
    assert [(t.verb, t.due) for t in waiting_for(users.head)] == [("Bổ sung", due)]
    again = actions.submit(dossier=returned, by=users.head)
    assert (again.return_reason, again.return_by_date) == ("", None)
    assert actions.accept(dossier=again, by=users.officer).state == "accepted"
    assert [s.to_state for s in dossier.steps.order_by("pk")] == [
        "draft",
        "submitted",
        "returned",
        "submitted",
        "accepted",
    ]
    assert dossier.steps.get(to_state="returned").reason == "Ghi số liệu thay cho nhận xét chung."


def test_the_departments_own_dossier_is_appraised_by_another(
    ground: SimpleNamespace, submitted: Any
) -> None:
    users = ground.users
    with pytest.raises(NotAllowed, match="chỉ thư ký Hội đồng hoặc Giám đốc"):
        actions.accept(dossier=submitted, by=users.officer)
    assert actions.accept(dossier=submitted, by=users.director).state == "accepted"


def test_one_person_with_two_roles_does_not_appraise_the_own_submission(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> None:
    from thidua.accounts.models import Role, RoleAssignment, User

    RoleAssignment.objects.create(
        user=ground.users.officer, body=ground.world.department, role=Role.SECRETARY
    )
    both = User.objects.get(pk=ground.users.officer.pk)
    dossier = draft(by=both)
    complete(dossier, both)
    actions.submit(dossier=dossier, by=both)
    with pytest.raises(NotAllowed, match="không tự thẩm định"):
        actions.accept(dossier=dossier, by=both)


def test_returning_needs_words_and_a_day_to_come(ground: SimpleNamespace, submitted: Any) -> None:
    by = ground.users.secretary
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for reason, day, field in (
        ("  ", None, "reason"),
        ("x", yesterday, "by_date"),
        ("x" * 501, None, "reason"),
    ):
        with pytest.raises(WrongState) as refusal:
            actions.return_dossier(dossier=submitted, reason=reason, by_date=day, by=by)
        assert refusal.value.field == field
    assert Dossier.objects.get().state == "submitted"


def test_a_step_from_the_wrong_state_names_the_state(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    with pytest.raises(WrongState, match="đang ở trạng thái “Nháp”"):
        actions.accept(dossier=draft(), by=ground.users.secretary)


def test_two_people_at_once_the_second_gets_a_sentence(
    ground: SimpleNamespace, submitted: Any
) -> None:
    version = submitted.version
    actions.return_dossier(
        dossier=submitted, reason="Bổ sung", by=ground.users.secretary, version=version
    )
    for call in (
        lambda: actions.accept(dossier=submitted, by=ground.users.director, version=version),
        lambda: actions.return_dossier(
            dossier=submitted, reason="y", by=ground.users.director, version=version
        ),
    ):
        with pytest.raises(WrongState, match="vừa được người khác thay đổi"):
            call()
    assert Dossier.objects.get().state == "returned"


def test_cancelling_needs_a_reason_and_frees_the_nominees(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    with pytest.raises(WrongState, match="Ghi lý do hủy"):
        actions.cancel(dossier=dossier, reason=" ", by=ground.users.officer)
    assert (
        actions.cancel(dossier=dossier, reason="Trùng", by=ground.users.officer).state
        == "cancelled"
    )
    assert draft().nominees.count() == 2


def test_put_to_the_council_vote_and_go_on(
    ground: SimpleNamespace,
    accepted: Any,
    council: SimpleNamespace,
    hold: Callable[..., None],
) -> None:
    first, second = accepted.nominees.order_by("pk")
    motions = actions.put_to_council(
        dossiers=[accepted], sitting=council.sitting, by=ground.users.officer
    )
    assert {m.reference for m in motions} == {first.reference, second.reference}
    motion = Motion.objects.get(reference=first.reference)
    assert (motion.title, motion.award_code) == ("Nguyễn Thị Minh Châu", "ldtt")
    assert motion.question == "Đề nghị tặng Lao động tiên tiến cho Nguyễn Thị Minh Châu"
    titles = [paper["title"] for paper in motion.papers]
    assert titles[:2] == ["Điều kiện theo quy định", "Điều kiện đã được xác nhận"]
    assert "Kết quả xét: Đủ điều kiện." in motion.papers[0]["text"]
    assert "Đạt: " in motion.papers[0]["text"]
    assert "Luật 06/2022/QH15" in motion.papers[0]["text"]
    assert sum("url" in paper for paper in motion.papers) == 3
    accepted.refresh_from_db()
    assert accepted.state == "at_council"
    hold({first.pk: 2, second.pk: 1})
    first.refresh_from_db()
    second.refresh_from_db()
    accepted.refresh_from_db()
    assert (first.state, second.state, accepted.state) == ("passed", "failed", "voted")
    assert accepted.steps.first().text == "Hội đồng thông qua 1/2 đề nghị"
    assert list(awaiting_decision(ground.world.department)) == [first]
    assert motions_of([first, second])[first.pk].agree == 2


def test_nobody_passed_ends_the_dossier_and_frees_them(
    ground: SimpleNamespace,
    accepted: Any,
    council: SimpleNamespace,
    hold: Callable[..., None],
    draft: Callable[..., Any],
) -> None:
    actions.put_to_council(dossiers=[accepted], sitting=council.sitting, by=ground.users.officer)
    hold({})
    accepted.refresh_from_db()
    assert accepted.state == "not_passed"
    assert list(awaiting_decision(ground.world.department)) == []
    assert draft().nominees.count() == 2


def test_without_a_threshold_the_dossier_waits_again(
    ground: SimpleNamespace,
    accepted: Any,
    council: SimpleNamespace,
    hold: Callable[..., None],
) -> None:
    body = council.council.body
    body.rulebook_scope = ""
    body.save(update_fields=["rulebook_scope"])
    council.sitting.refresh_from_db()
    actions.put_to_council(dossiers=[accepted], sitting=council.sitting, by=ground.users.officer)
    hold({n.pk: 3 for n in accepted.nominees.all()})
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert {n.state for n in accepted.nominees.all()} == {"proposed"}
    assert {n.state_note for n in accepted.nominees.all()} == {"Chưa có ngưỡng phiếu để kết luận"}


def test_taking_back_before_the_ballot_opens(
    ground: SimpleNamespace, accepted: Any, council: SimpleNamespace
) -> None:
    actions.put_to_council(dossiers=[accepted], sitting=council.sitting, by=ground.users.officer)
    back = actions.take_back(dossier=accepted, by=ground.users.secretary)
    assert back.state == "accepted"
    assert Motion.objects.count() == 0
    actions.put_to_council(dossiers=[back], sitting=council.sitting, by=ground.users.officer)
    councils.convene(sitting=council.sitting, by=ground.users.secretary)
    councils.set_attendance(
        sitting=council.sitting,
        marks={m.pk: ("co_mat", "") for m in council.members},
        by=ground.users.secretary,
    )
    councils.open_ballot(sitting=council.sitting, by=ground.users.secretary)
    with pytest.raises(WrongState, match="Hòm phiếu đã mở"):
        actions.take_back(dossier=back, by=ground.users.secretary)
    assert Dossier.objects.get().state == "at_council"
    assert Motion.objects.count() == 2


def test_all_dossiers_go_to_the_council_or_none(
    ground: SimpleNamespace, accepted: Any, council: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    raw = draft(people=ground.people[4:5])
    with pytest.raises(WrongState, match="Nháp"):
        actions.put_to_council(
            dossiers=[accepted, raw], sitting=council.sitting, by=ground.users.officer
        )
    assert Motion.objects.count() == 0
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    with pytest.raises(NotAllowed):
        actions.put_to_council(
            dossiers=[accepted], sitting=council.sitting, by=ground.users.director
        )
    with pytest.raises(WrongState, match="ít nhất một hồ sơ"):
        actions.put_to_council(dossiers=[], sitting=council.sitting, by=ground.users.officer)


def test_decided_when_everyone_passed_has_a_decision(
    ground: SimpleNamespace, accepted: Any, council: SimpleNamespace, hold: Callable[..., None]
) -> None:
    by = ground.users.officer
    first, second = accepted.nominees.order_by("pk")
    with pytest.raises(WrongState, match="chưa được Hội đồng thông qua"):
        actions.mark_awarded(nominee=first, by=by)
    actions.put_to_council(dossiers=[accepted], sitting=council.sitting, by=by)
    hold({first.pk: 3, second.pk: 3})
    actions.mark_awarded(nominee=first, by=by)
    accepted.refresh_from_db()
    assert accepted.state == "voted"
    actions.mark_forwarded(nominee=second, by=by)
    accepted.refresh_from_db()
    assert accepted.state == "decided"
    assert [n.state for n in accepted.nominees.order_by("pk")] == ["awarded", "forwarded"]
    with pytest.raises(WrongState, match="đã có kết quả"):
        actions.mark_awarded(nominee=first, by=by)


def test_motions_of_other_apps_are_left_alone(ground: SimpleNamespace, accepted: Any) -> None:
    motion = Motion(reference="initiatives.initiative:1", result="passed")
    actions.motion_decided(motion=motion, by=None)
    motion = Motion(reference="dossiers.nominee:999999", result="passed")
    actions.motion_decided(motion=motion, by=None)
    assert {n.state for n in Nominee.objects.all()} == {"proposed"}


def test_a_closed_round_is_not_asked_again(
    ground: SimpleNamespace, draft: Callable[..., Any], complete: Callable[..., None]
) -> None:
    """Its answers stand: a fact entered after the closing does not change the dossier."""
    from thidua.eligibility.actions import close_round
    from thidua.people.actions import record_discipline

    dossier = draft()
    complete(dossier, ground.users.officer)
    close_round(round=ground.round, by=ground.users.officer)
    record_discipline(
        person=ground.people[0],
        measure="canh_cao",
        from_date=dt.date(2026, 3, 1),
        decision_number="9/QĐ",
        by=ground.users.officer,
    )
    assert actions.submit(dossier=dossier, by=ground.users.officer).state == "submitted"


def test_awaiting_the_text_is_submitted_as_provisional_and_marked(
    ground: SimpleNamespace,
    draft: Callable[..., Any],
    complete: Callable[..., None],
    council: SimpleNamespace,
) -> None:
    """Received after 01/10/2026: the text is not loaded, the last known one says eligible."""
    from thidua.eligibility.actions import open_round, screen_round

    users = ground.users
    ground.round = open_round(
        department=ground.world.department,
        year=2026,
        name="Đợt bổ sung",
        received_on=dt.date(2026, 10, 2),
        by=users.officer,
    )
    screen_round(round=ground.round, by=users.officer)
    dossier = draft()
    answers = {(n.assessment.verdict, n.assessment.provisional) for n in dossier.nominees.all()}
    assert answers == {("needs_official_text", "eligible")}
    complete(dossier, users.officer)
    submitted = actions.submit(dossier=dossier, by=users.officer)
    actions.accept(dossier=submitted, by=users.secretary)
    [motion, _] = actions.put_to_council(
        dossiers=[submitted], sitting=council.sitting, by=users.officer
    )
    assert motion.subtitle.endswith("; kết quả xét tạm tính, chờ văn bản")
    assert "đủ điều kiện (tạm tính)" in motion.papers[0]["text"]
    paper = submission_paper(Dossier.objects.get())
    assert paper.provisional == (
        "Kết quả xét điều kiện của 2 trường hợp tính theo văn bản đã đọc gần nhất; "
        "chờ văn bản của kỳ này.",
    )
