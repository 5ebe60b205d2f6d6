"""Writing, approving, locking and reporting: who, when, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.apps.targets.conftest import LAST, TODAY

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.targets import actions
from thidua.targets.models import Target, TargetResult, TargetSet
from thidua.targets.queries.waiting import to_approve

ACTORS = ("officer", "secretary", "director", "head", "member", "administrator", "nobody",
          "stranger")  # fmt: skip


def test_one_set_for_a_body_and_year(world: SimpleNamespace, make: SimpleNamespace) -> None:
    of = make.set(approved=False)
    with pytest.raises(WrongState, match="đã có bộ chỉ tiêu"):
        make.set(approved=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetSet.objects.create(department=of.department, body=of.body, year=of.year)
    with pytest.raises(WrongState, match="0 đến 90"):
        actions.open_set(body=world.units[0], year=LAST, report_days=91, by=world.users.officer)
    for year in (1999, TODAY.year + 2):
        with pytest.raises(WrongState, match="phải từ 2000"):
            make.set(world.units[0], year)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": " "}, "code"),
        ({"text": ""}, "text"),
        ({"unit": ""}, "unit"),
        ({"plan": None}, "plan"),
        ({"plan": Decimal(-1)}, "plan"),
        ({"plan": Decimal("NaN")}, "plan"),
        ({"plan": Decimal(10) ** 13}, "plan"),
        ({"weight": Decimal(0)}, "weight"),
        ({"weight": Decimal(1001)}, "weight"),
        ({"kind": "khac"}, "kind"),
        ({"rhythm": "tuan"}, "rhythm"),
        ({"due_on": dt.date(LAST + 1, 1, 1)}, "due_on"),
        ({"code": "nen"}, "code"),
    ],
)
def test_what_a_target_must_say(make: SimpleNamespace, values: dict[str, Any], field: str) -> None:
    of = make.set(approved=False)
    make.target(of, "NEN")
    with pytest.raises(WrongState) as refusal:
        make.target(of, **values)
    assert refusal.value.field == field
    assert of.targets.count() == 1


def test_owners_belong_to_the_body(world: SimpleNamespace, make: SimpleNamespace) -> None:
    of = make.set(world.units[0], approved=False)
    with pytest.raises(WrongState, match="không thuộc"):
        make.target(of, owner_unit=world.units[1])
    with pytest.raises(WrongState, match="không thuộc"):
        make.target(of, owner_person=world.foreign_person)
    with pytest.raises(WrongState, match="một đơn vị hoặc một người"):
        make.target(of, owner_unit=world.units[0], owner_person=world.people[0])
    assert make.target(of, owner_person=world.people[0]).owner_person == world.people[0]


@pytest.mark.parametrize("who", ACTORS)
def test_who_takes_which_step(world: SimpleNamespace, make: SimpleNamespace, who: str) -> None:
    of = make.set(approved=False)
    make.target(of)
    user = getattr(world.users, who)

    def may(act: Any) -> bool:
        try:
            with transaction.atomic():
                act()
                raise RuntimeError
        except RuntimeError:
            return True
        except NotAllowed:
            return False

    done = {"submit": may(lambda: actions.submit_set(of=of, by=user))}
    actions.submit_set(of=of, by=world.users.officer)
    done["return"] = may(lambda: actions.return_set(of=of, reason="Thiếu", by=user))
    done["approve"] = may(lambda: actions.approve_set(of=of, by=user))
    actions.approve_set(of=of, by=world.users.director)
    done["lock"] = may(lambda: actions.lock_set(of=of, by=user))
    actions.lock_set(of=of, by=world.users.officer)
    done["unlock"] = may(lambda: actions.unlock_set(of=of, reason="Sót", by=user))
    wanted = {"officer": {"submit", "return", "lock"},
              "director": {"return", "approve", "lock", "unlock"}}  # fmt: skip
    assert {name for name, yes in done.items() if yes} == wanted.get(who, set())


def test_the_head_writes_for_the_own_unit_only(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    head = world.users.head
    of = actions.open_set(body=world.units[1], year=LAST, by=head)
    values = {"code": "A1", "text": "Việc", "unit": "việc", "plan": Decimal(4)}
    actions.save_target(of=of, values=values, by=head)
    actions.submit_set(of=of, by=head)
    assert list(to_approve(world.users.director)) == [of]
    with pytest.raises(NotAllowed):
        actions.open_set(body=world.units[0], year=LAST, by=head)
    with pytest.raises(NotAllowed):
        actions.open_set(body=world.department, year=LAST, by=head)
    with pytest.raises(NotAllowed):
        actions.open_set(body=world.foreign, year=LAST, by=world.users.officer)


def test_an_empty_set_is_not_submitted_and_steps_keep_their_order(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    of = make.set(approved=False)
    with pytest.raises(WrongState, match="Chưa có chỉ tiêu"):
        actions.submit_set(of=of, by=world.users.officer)
    with pytest.raises(WrongState, match="Dự thảo"):
        actions.approve_set(of=of, by=world.users.director)
    make.target(of)
    of = actions.submit_set(of=of, by=world.users.officer)
    with pytest.raises(WrongState, match="đang trình duyệt"):
        make.target(of, "A2")
    with pytest.raises(WrongState, match="lý do"):
        actions.return_set(of=of, reason=" ", by=world.users.director)
    with pytest.raises(WrongState, match="tương lai"):
        actions.approve_set(
            of=of, approved_on=TODAY + dt.timedelta(days=1), by=world.users.director
        )


def test_after_approval_a_plan_is_adjusted_with_a_reason(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    one = make.target(make.set())
    with pytest.raises(NotAllowed, match="Giám đốc"):
        actions.save_target(
            of=one.set, target=one, values={"plan": Decimal(90)}, by=world.users.officer,
            reason="Dịch bệnh",
        )  # fmt: skip
    with pytest.raises(WrongState, match="lý do"):
        actions.save_target(
            of=one.set, target=one, values={"plan": Decimal(90)}, by=world.users.director
        )
    actions.save_target(
        of=one.set, target=one, values={"plan": Decimal(90)}, reason="Dịch bệnh",
        by=world.users.director,
    )  # fmt: skip
    detail = AuditRow.objects.filter(action="targets.save_target").latest("sequence").detail
    assert detail == {"changed": {"plan": ["100", "90"]}, "reason": "Dịch bệnh"}


def test_what_results_rest_on_does_not_move(world: SimpleNamespace, make: SimpleNamespace) -> None:
    one = make.target(make.set())
    make.report(one, 5)
    for values in ({"rhythm": "thang"}, {"cumulative": False}, {"less_is_better": True}):
        with pytest.raises(WrongState, match="đã có kết quả"):
            actions.save_target(
                of=one.set, target=one, values=values, reason="x", by=world.users.director
            )
    with pytest.raises(WrongState, match="tự báo cáo"):
        actions.save_target(
            of=one.set, target=one, values={"gathering": "cong"}, reason="x",
            by=world.users.director,
        )  # fmt: skip
    with pytest.raises(WrongState, match="đã có kết quả"):
        actions.remove_target(target=one, reason="x", by=world.users.director)


def test_evidence_where_it_is_demanded(
    world: SimpleNamespace, make: SimpleNamespace, media: Any
) -> None:
    one = make.target(make.set(), evidence_required=True)
    with pytest.raises(WrongState, match="phải có minh chứng") as refusal:
        make.report(one, 5)
    assert refusal.value.field == "reference"
    assert not TargetResult.objects.exists()
    with pytest.raises(WrongState, match=r"nội dung không phải PDF"):
        make.report(one, 5, upload=SimpleUploadedFile("bc.pdf", b"MZ"))
    make.report(one, 5, upload=SimpleUploadedFile("bc.pdf", b"%PDF-1.7 bao cao"))
    kept = one.results.get()
    assert (kept.file_name, len(kept.sha256)) == ("bc.pdf", 64)
    # The file stays when the number is corrected.
    make.report(one, 6)
    assert one.results.get().sha256 == kept.sha256


@pytest.mark.parametrize(
    ("period", "value", "words"),
    [
        (0, "1", "kỳ từ 1 đến 4"),
        (5, "1", "kỳ từ 1 đến 4"),
        (1, "-1", "không nhận số âm"),
        (1, "NaN", "quá lớn"),
        (1, "1e13", "quá lớn"),
    ],
)
def test_results_that_cannot_be(
    world: SimpleNamespace, make: SimpleNamespace, period: int, value: str, words: str
) -> None:
    one = make.target(make.set())
    with pytest.raises(WrongState, match=words):
        actions.report_result(
            target=one, period=period, value=Decimal(value), by=world.users.officer
        )


def test_a_period_that_has_not_begun(world: SimpleNamespace, make: SimpleNamespace) -> None:
    one = make.target(make.set(year=TODAY.year + 1))
    with pytest.raises(WrongState, match=f"Quý I/{TODAY.year + 1} chưa bắt đầu"):
        make.report(one, 5)


def test_two_who_correct_the_same_result(world: SimpleNamespace, make: SimpleNamespace) -> None:
    one = make.target(make.set())
    make.report(one, 5)

    def write(value: int, version: int) -> None:
        actions.report_result(
            target=one, period=1, value=Decimal(value), version=version, by=world.users.officer
        )

    write(6, 1)
    with pytest.raises(WrongState, match=r"6 hồ sơ"):
        write(7, 1)
    with pytest.raises(WrongState, match="vừa được người khác sửa"):
        write(7, 0)
    assert one.results.get().value == 6
    rows = AuditRow.objects.filter(action="targets.report").count()
    write(6, 2)  # the same again is no change
    assert AuditRow.objects.filter(action="targets.report").count() == rows


def test_a_locked_year_takes_nothing_until_it_is_unlocked(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    users = world.users
    one = make.target(make.set())
    make.report(one, 5)
    of = actions.lock_set(of=one.set, by=users.officer)
    result = one.results.get()
    acts = (
        lambda: make.report(one, 6),
        lambda: actions.remove_result(result=result, reason="x", by=users.officer),
        lambda: actions.save_target(of=of, target=one, values={}, reason="x", by=users.director),
        lambda: actions.remove_target(target=one, reason="x", by=users.director),
        lambda: actions.assign_target(
            target=one, parts=[actions.Part(world.units[0], Decimal(1))], by=users.officer
        ),
        lambda: actions.lock_set(of=of, by=users.officer),
        lambda: actions.preview_results(of=of, rows=[["Mã", "Kỳ", "Kết quả"]], by=users.officer),
    )
    for act in acts:
        with pytest.raises(WrongState, match="đã khóa sổ"):
            act()
    assert one.results.get().value == 5
    with pytest.raises(WrongState, match="lý do"):
        actions.unlock_set(of=of, reason="", by=users.director)
    actions.unlock_set(of=of, reason="Sót báo cáo quý IV", by=users.director)
    row = AuditRow.objects.get(action="targets.unlock")
    assert row.detail["reason"] == "Sót báo cáo quý IV"
    make.report(one, 6)
    with pytest.raises(WrongState, match="không bị khóa"):
        actions.unlock_set(of=of, reason="x", by=users.director)


def test_a_draft_begun_by_mistake_is_taken_back(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    users = world.users
    of = make.set(approved=False)
    make.target(of)
    for who in (users.director, users.head, users.stranger):
        with pytest.raises(NotAllowed):
            actions.remove_set(of=of, by=who)
    actions.remove_set(of=of, by=users.officer)
    assert not Target.objects.exists()
    row = AuditRow.objects.get(action="targets.remove_set")
    assert row.detail == {"before": {"codes": ["A1"]}}
    approved = make.set()
    with pytest.raises(WrongState, match="dự thảo"):
        actions.remove_set(of=approved, by=users.officer)
    part = actions.Part(world.units[1], Decimal(1))
    share = actions.assign_target(target=make.target(approved), parts=[part], by=users.officer)[0]
    with pytest.raises(WrongState, match="cấp trên giao"):
        actions.remove_set(of=share.set, by=users.head)


def test_particulars_of_a_set(world: SimpleNamespace, make: SimpleNamespace) -> None:
    officer = world.users.officer
    of = actions.save_set(of=make.set(), title=" Chương trình  ", report_days=5, by=officer)
    assert (of.title, of.report_days) == ("Chương trình", 5)
    rows = AuditRow.objects.count()
    actions.save_set(of=of, title="Chương trình", report_days=5, by=officer)
    assert AuditRow.objects.count() == rows
    for days in (-1, 91):
        with pytest.raises(WrongState, match="0 đến 90"):
            actions.save_set(of=of, title="", report_days=days, by=officer)
    with pytest.raises(NotAllowed):
        actions.save_set(of=of, title="", report_days=5, by=world.users.director)
    actions.lock_set(of=of, by=officer)
    with pytest.raises(WrongState, match="đã khóa sổ"):
        actions.save_set(of=of, title="", report_days=5, by=officer)


def test_removing_a_result_needs_a_reason(world: SimpleNamespace, make: SimpleNamespace) -> None:
    one = make.target(make.set())
    make.report(one, 5)
    result = one.results.get()
    with pytest.raises(WrongState, match="lý do"):
        actions.remove_result(result=result, reason=" ", by=world.users.officer)
    with pytest.raises(NotAllowed):
        actions.remove_result(result=result, reason="x", by=world.users.secretary)
    actions.remove_result(result=result, reason="Ghi nhầm", by=world.users.officer)
    row = AuditRow.objects.get(action="targets.remove_result")
    assert (row.detail["before"], row.detail["reason"]) == ("5", "Ghi nhầm")


def test_the_database_keeps_what_the_actions_promise(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    one = make.target(make.set())
    make.report(one, 5)
    wrong = (
        lambda: Target.objects.filter(pk=one.pk).update(plan=-1),
        lambda: Target.objects.filter(pk=one.pk).update(weight=0),
        lambda: Target.objects.filter(pk=one.pk).update(
            owner_unit=world.units[0], owner_person=world.people[0]
        ),
        lambda: Target.objects.filter(pk=one.pk).update(parent=one),
        lambda: TargetResult.objects.create(
            target=one, period=1, value=1, reported_at=one.changed_at
        ),
        lambda: TargetResult.objects.filter(target=one).update(period=13),
        lambda: TargetSet.objects.filter(pk=one.set_id).update(approved_on=None),
    )
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
