"""What waits for the signed-in user, each with the verb that does it; most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from thidua.councils.models import BallotBox, Invitation, Member, Sitting
from thidua.councils.queries import needs_ballot
from thidua.councils.queries.records import counted_unreleased, waiting_for_signature
from thidua.decisions.models import Decision
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.queries import awaiting_decision, visible_to, waiting_for
from thidua.dossiers.queries.detail import Task as DossierTask
from thidua.eligibility.models import Round
from thidua.movements.models import Movement
from thidua.movements.queries.movements import long_unreviewed, unanswered_for
from thidua.movements.queries.pledges import waiting_to_sign
from thidua.organisations.scopes import Role, Scope
from thidua.people.queries import corrections_waiting
from thidua.register.models import RegisterEntry

SHOWN = 12


@dataclass(frozen=True)
class Task:
    """One thing to do: words, where, verb, and the day it is due."""

    title: str
    detail: str
    url: str
    verb: str
    due: dt.date | None = None

    @property
    def days(self) -> int | None:
        """Days left; negative when overdue."""
        return (self.due - timezone.localdate()).days if self.due else None

    @property
    def tone(self) -> str:
        if self.days is None or self.days > 4:
            return ""
        return "danger" if self.days < 0 else "warn"

    @property
    def left(self) -> str:
        """Days left first, as the deadline component says it."""
        if self.days is None:
            return ""
        if self.days < 0:
            return f"Quá {-self.days} ngày"
        return "Hôm nay" if self.days == 0 else f"Còn {self.days} ngày"


def tasks_for(user: Any, scope: Scope, round_: Round | None) -> list[Task]:
    """Tasks of every role the user holds; those with a day first, by day."""
    if scope.department is None:
        return []
    preparing = scope.has(Role.SECRETARY, Role.OFFICER)
    found = list(_seated(user, preparing=preparing))
    mine = waiting_for(user)
    found += _dossiers(mine)
    # The shell counts the same things on this page; it takes them from here.
    verb = "Thẩm định" if scope.has(Role.OFFICER) else "Bổ sung"
    user.dossiers_waiting = sum(1 for task in mine if task.verb == verb)
    if scope.has(Role.OFFICER):
        found += _officer(scope, round_)
    if scope.has(Role.HEAD_OF_UNIT):
        found += _drafts(user)
    if preparing:
        found += _sittings(scope)
    if scope.has(Role.DIRECTOR, Role.HEAD_OF_UNIT):
        found += _pledges(user)
    if scope.has(Role.DIRECTOR):
        found += _signatures(scope)
        found += _plans(scope)
    return sorted(found, key=lambda task: (task.due is None, task.due or dt.date.max))


def _seated(user: Any, *, preparing: bool) -> Iterator[Task]:
    """What waits for a member of a council; whoever prepares sittings finds the calls there.

    A seat that has ended counts too: its records are signed afterwards.
    """
    if not Member.objects.filter(user=user).exists():
        return
    yield from _ballots(user)
    yield from _records(user)
    if not preparing:
        yield from _invitations(user)


def _ballots(user: Any) -> Iterator[Task]:
    for sitting in needs_ballot(user):
        yield Task(
            f"Bỏ phiếu: {sitting.title}",
            f"{sitting.council.name} · hòm phiếu đang mở",
            reverse("councils:ballot", args=[sitting.pk]),
            "Bỏ phiếu",
            sitting.held_on,
        )


def _records(user: Any) -> Iterator[Task]:
    """Results that the one who presides has not made known; minutes to be signed."""
    for sitting in counted_unreleased(user):
        yield Task(
            f"Công bố kết quả: {sitting.title}",
            f"{sitting.council.name} · đã kiểm phiếu, đơn vị đang chờ công bố",
            reverse("councils:release", args=[sitting.pk]),
            "Công bố",
            sitting.held_on,
        )
    for record in waiting_for_signature(user):
        yield Task(
            f"Ký {record.get_kind_display().lower()}: {record.sitting.title}",
            record.sitting.council.name,
            reverse("councils:sign_record", args=[record.sitting_id, record.kind]),
            "Đọc và ký",
        )


def _dossiers(mine: list[DossierTask]) -> Iterator[Task]:
    words = {"Thẩm định": "Thẩm định hồ sơ", "Bổ sung": "Bổ sung hồ sơ"}
    for task in mine[:SHOWN]:
        dossier = task.dossier
        yield Task(
            f"{words.get(task.verb, task.verb)} {dossier.title}",
            f"{dossier.unit.name} · {dossier.code}"
            + (f" · {dossier.return_reason}" if task.verb == "Bổ sung" else ""),
            reverse("dossiers:detail", args=[dossier.pk]),
            task.verb,
            task.due,
        )


def _officer(scope: Scope, round_: Round | None) -> Iterator[Task]:
    department = scope.department
    assert department is not None  # noqa: S101 - tasks_for returned otherwise
    # Imports belong to a neighbour of this app; they are read through the department's relation.
    kept: Any = department
    for batch in kept.imports.filter(state="preview").order_by("-uploaded_at")[:3]:
        yield Task(
            f"Xem lại và xác nhận tệp {batch.file_name}",
            f"{batch.get_kind_display()} · chưa lưu gì vào hệ thống",
            reverse("exchange:batch", args=[batch.pk]),
            "Xem lại",
        )
    for movement in unanswered_for(department)[:3]:
        yield Task(
            f"Hưởng ứng phong trào {movement.name}",
            f"{movement.department.name} phát động; phát động ở đơn vị, hoặc ghi lý do không",
            reverse("movements:movement", args=[movement.pk]),
            "Xem phong trào",
        )
    for movement, months in long_unreviewed(department)[:3]:
        yield Task(
            f"Sơ kết phong trào {movement.name}",
            f"Phong trào từ 3 năm trở lên, {months} tháng chưa sơ kết",
            reverse("movements:review", args=[movement.pk]),
            "Ghi sơ kết",
        )
    wishes = corrections_waiting(department).count()
    if wishes:
        yield Task(
            f"{wishes} đề nghị sửa hồ sơ chờ giải quyết",
            "Cán bộ đề nghị sửa điều ghi trong hồ sơ của mình",
            f"{reverse('people:corrections')}?tinh-trang=open",
            "Giải quyết",
        )
    asked = RegisterEntry.objects.filter(
        department=department, match=RegisterEntry.Match.ASKED
    ).count()
    if asked:
        yield Task(
            f"Xác nhận người cho {asked} dòng sổ khen thưởng",
            "Trùng tên hoặc khác đơn vị; chưa tính cho ai khi xét",
            reverse("register:matching"),
            "Xác nhận",
        )
    if round_ is not None and round_.state == Round.State.OPEN and round_.screened_at is None:
        yield Task(
            f"Quét điều kiện của {round_.name}",
            "Chưa quét lần nào; quét xong mới lập được hồ sơ",
            reverse("eligibility:grid", args=[round_.pk]),
            "Quét điều kiện",
        )
    passed = awaiting_decision(department).order_by().count()
    if passed:
        yield Task(
            f"Lập quyết định cho {passed} đề nghị Hội đồng đã thông qua",
            "Đề nghị thuộc thẩm quyền cấp trên thì làm tờ trình",
            reverse("decisions:index"),
            "Lập quyết định",
        )


def _plans(scope: Scope) -> Iterator[Task]:
    """Plans of movements that wait for the director."""
    waiting = Movement.objects.filter(department=scope.department, state=Movement.State.SUBMITTED)
    for movement in waiting.order_by("pk")[:5]:
        yield Task(
            f"Duyệt kế hoạch phong trào {movement.name}",
            f"{movement.get_kind_display()} · {movement.get_reach_display()}",
            reverse("movements:movement", args=[movement.pk]),
            "Đọc và duyệt",
        )


def _pledges(user: Any) -> Iterator[Task]:
    """Pledges that wait for the signature of whoever heads a side."""
    for side in waiting_to_sign(user)[:5]:
        pledge = side.version.pledge
        yield Task(
            f"Chờ ký giao ước: {pledge.title}",
            f"{side.body.name} · {pledge.whose} · gửi ký {side.version.sent_at:%d/%m/%Y}",
            reverse("movements:pledge", args=[pledge.pk]),
            "Đọc và ký",
        )


def _drafts(user: Any) -> Iterator[Task]:
    drafts = visible_to(user).filter(state=Dossier.State.DRAFT).annotate(n=Count("nominees"))
    for dossier in drafts.order_by("-pk")[:5]:
        yield Task(
            f"Hoàn thiện và trình {dossier.title}",
            f"{dossier.code} · {dossier.n} đề nghị · đang là bản nháp",
            reverse("dossiers:detail", args=[dossier.pk]),
            "Trình hồ sơ",
        )


def _sittings(scope: Scope) -> Iterator[Task]:
    verbs = {
        Sitting.State.DRAFT: ("Chuẩn bị phiên họp", "Chuẩn bị"),
        Sitting.State.CONVENED: ("Điểm danh và mở bỏ phiếu", "Mở phiên họp"),
        Sitting.State.OPEN: ("Theo dõi và kết thúc bỏ phiếu", "Theo dõi"),
    }
    boxes = BallotBox.objects.filter(sitting=OuterRef("pk"))
    open_sittings = Sitting.objects.filter(
        council__body=scope.department, state__in=list(verbs)
    ).annotate(
        n=Count("motions"),
        boxed=Exists(boxes),
        box_open=Exists(boxes.filter(state=BallotBox.State.OPEN)),
    )
    for sitting in open_sittings.order_by("held_on"):
        title, verb = verbs[Sitting.State(sitting.state)]
        if sitting.boxed and not sitting.box_open:
            title, verb = (
                ("Kết luận phiên họp", "Kết luận")
                if sitting.released_at
                else ("Chờ người chủ trì công bố kết quả", "Xem phiên")
            )
        yield Task(
            f"{title}: {sitting.title}",
            f"{sitting.n} nội dung biểu quyết",
            reverse("councils:sitting", args=[sitting.pk]),
            verb,
            sitting.held_on,
        )


def _invitations(user: Any) -> Iterator[Task]:
    """Sittings to which `user` is called: answer first, then read; one query."""
    calls = Invitation.objects.filter(
        member__user=user, member__to_date=None, sitting__state=Sitting.State.CONVENED
    )
    for call in calls.select_related("sitting__council").order_by("sitting__held_on", "pk"):
        sitting = call.sitting
        asks = not call.answer and sitting.kind == Sitting.Kind.MEETING
        yield Task(
            f"{'Trả lời giấy mời' if asks else 'Xem tài liệu'}: {sitting.title}",
            f"{sitting.council.name}{f' · {sitting.place}' if sitting.place else ''}",
            reverse("councils:sitting", args=[sitting.pk]),
            "Trả lời" if asks else "Xem tài liệu",
            sitting.held_on,
        )


def _signatures(scope: Scope) -> Iterator[Task]:
    drafts = Decision.objects.filter(
        department=scope.department, state=Decision.State.AWAITING
    ).annotate(n=Count("awards"))
    for decision in drafts.order_by("created_at"):
        yield Task(
            decision.title,
            f"{decision.n} người, tập thể được khen",
            reverse("decisions:detail", args=[decision.pk]),
            "Xem và ký",
        )


def nominees_by_state(user: Any, round_: Round) -> dict[str, tuple[int, int]]:
    """Dossiers and nominees (not withdrawn) of a round by state of the dossier, one query."""
    rows = (
        Nominee.objects.filter(dossier__in=visible_to(user).filter(round=round_))
        .exclude(state=Nominee.State.WITHDRAWN)
        .order_by()
        .values_list("dossier__state")
        .annotate(dossiers=Count("dossier", distinct=True), nominees=Count("pk"))
    )
    return {state: (dossiers, nominees) for state, dossiers, nominees in rows}
