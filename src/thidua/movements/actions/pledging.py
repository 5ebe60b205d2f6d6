"""Writing a pledge: its text, targets and sides by version; a version sent out is frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.movements.actions.planning import MOST_TARGETS, TargetRow
from thidua.movements.models import Pledge, PledgeSide, PledgeTarget, PledgeVersion
from thidua.movements.permissions import check_may_step_pledge, check_may_write_pledge
from thidua.movements.queries.pledges import bodies_to_sign, writing
from thidua.movements.states import PLEDGE_BY_NAME
from thidua.organisations.models import Body, Cluster

CHANGED = "Giao ước vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi làm lại."
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class SideRow:
    """A body that is to sign, and through whom."""

    body: Body
    signer: str
    post: str


@transaction.atomic
def draft_pledge(
    *,
    year: int,
    title: str,
    content: str,
    by: Any,
    cluster: Cluster | None = None,
    body: Body | None = None,
    targets: Sequence[TargetRow] = (),
    sides: Sequence[SideRow] = (),
) -> Pledge:
    """Begin the pledge of a cluster's year, or of a body with its units.

    Refuses a cluster without a head that year, a closed year, a title used already, sides that do
    not belong to the cluster or body, a side or target twice or without words.
    """
    if (cluster is None) == (body is None):
        raise WrongState("Chọn cụm, khối hoặc cơ quan của giao ước.", field="cluster")
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise WrongState(f"Năm phải từ 2000 đến {timezone.localdate().year + 1}.", field="year")
    check_may_write_pledge(by, cluster=cluster, body=body, year=year)
    check_year_open(cluster, year)
    pledge = Pledge(cluster=cluster, body=body, year=year)
    _name(pledge, title)
    _save(pledge)
    version = PledgeVersion.objects.create(pledge=pledge, number=1, content="")
    _fill(version, content, targets, sides)
    note(pledge, "draft_pledge", f"Lập dự thảo giao ước “{pledge.title}”", by=by)
    return pledge


@transaction.atomic
def save_pledge(
    *,
    pledge: Pledge,
    title: str,
    content: str,
    targets: Sequence[TargetRow],
    sides: Sequence[SideRow],
    by: Any,
    seen: int | None = None,
) -> Pledge:
    """Write the draft anew. Refuses one that somebody else changed since `seen`."""
    pledge = locked_pledge(pledge)
    check_may_step_pledge(by, pledge, "send_pledge")
    check_year_open(pledge.cluster, pledge.year)
    if seen is not None and seen != pledge.revision:
        raise WrongState(CHANGED)
    version = writing(pledge)
    assert version is not None  # noqa: S101 - a draft has a version in writing
    _name(pledge, title)
    _save(pledge)
    _fill(version, content, targets, sides)
    note(pledge, "save_pledge", f"Sửa dự thảo giao ước “{pledge.title}”", by=by)
    return pledge


@transaction.atomic
def send_pledge(*, pledge: Pledge, by: Any, seen: int | None = None) -> PledgeVersion:
    """Freeze the text and ask the sides to sign it.

    Refuses a text without content, fewer than two sides, a side that left meanwhile or of which it
    is not said who signs.
    """
    pledge = locked_pledge(pledge)
    check_may_step_pledge(by, pledge, "send_pledge")
    check_year_open(pledge.cluster, pledge.year)
    if seen is not None and seen != pledge.revision:
        raise WrongState(CHANGED)
    version = writing(pledge)
    assert version is not None  # noqa: S101 - a draft has a version in writing
    sides = list(version.sides.select_related("body"))
    if not version.content:
        raise WrongState("Ghi nội dung giao ước trước khi gửi ký.")
    if len(sides) < 2:
        raise WrongState("Giao ước cần từ hai bên ký. Thêm bên ký rồi gửi.")
    allowed = {body.pk for body in bodies_to_sign(pledge.cluster, pledge.body, pledge.year)}
    left = next((side for side in sides if side.body_id not in allowed), None)
    if left is not None:
        raise WrongState(f"{left.body.name} không còn trong {pledge.whose}. Bỏ bên này rồi gửi.")
    unnamed = next((side for side in sides if not side.signer or not side.post), None)
    if unnamed is not None:
        raise WrongState(f"Ghi người ký và chức vụ của {unnamed.body.name} rồi gửi.")
    version.frozen = frozen_text(version)
    version.digest = digest_of_text(version.frozen)
    version.sent_at, version.sent_by = timezone.now(), by
    version.save()
    step(pledge, "send_pledge", by=by, number=version.number, digest=version.digest)
    return version


@transaction.atomic
def revise_pledge(*, pledge: Pledge, reason: str, by: Any) -> PledgeVersion:
    """Begin a new version as a copy: all sides sign anew; the one before stays readable."""
    pledge = locked_pledge(pledge)
    check_may_step_pledge(by, pledge, "revise_pledge")
    check_year_open(pledge.cluster, pledge.year)
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do sửa.", field="reason")
    last = pledge.versions.order_by("-number").first()
    assert last is not None  # noqa: S101 - a pledge has a version from its first day
    made = PledgeVersion.objects.create(
        pledge=pledge, number=last.number + 1, content=last.content, change_reason=reason
    )
    PledgeTarget.objects.bulk_create(
        [
            PledgeTarget(
                version=made, place=one.place, text=one.text, unit=one.unit, plan=one.plan,
                less_is_better=one.less_is_better, responsible=one.responsible,
            )
            for one in last.targets.all()
        ]
    )  # fmt: skip
    PledgeSide.objects.bulk_create(
        [
            PledgeSide(version=made, body_id=one.body_id, place=one.place, signer=one.signer,
                       post=one.post)
            for one in last.sides.all()
        ]
    )  # fmt: skip
    step(pledge, "revise_pledge", by=by, number=made.number, reason=reason)
    return made


@transaction.atomic
def discard_revision(*, pledge: Pledge, by: Any) -> Pledge:
    """Throw the version in writing away: the one before holds again, with its signatures."""
    pledge = locked_pledge(pledge)
    check_may_step_pledge(by, pledge, "discard_revision")
    version = writing(pledge)
    if version is None or version.number == 1:
        raise WrongState("Đây là lần soạn đầu. Không cần nữa thì thu hồi giao ước.")
    version.delete()
    last = pledge.versions.order_by("-number").first()
    assert last is not None  # noqa: S101 - a revision has one before it
    done = not last.sides.exclude(answer=PledgeSide.Answer.SIGNED).exists()
    step(pledge, "discard_revision", by=by, target=Pledge.State.SIGNED if done else "")
    return pledge


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, reason: str, by: Any) -> Pledge:
    """Take the pledge back for good, with the reason; its versions stay readable."""
    pledge = locked_pledge(pledge)
    check_may_step_pledge(by, pledge, "withdraw_pledge")
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do thu hồi.", field="reason")
    pledge.reason = reason
    step(pledge, "withdraw_pledge", by=by, reason=reason)
    return pledge


def locked_pledge(pledge: Pledge) -> Pledge:
    """The pledge as it is now, held until the end of the transaction."""
    found = Pledge.objects.select_for_update(of=("self",)).select_related(
        "cluster__keeper", "cluster__set_up_by", "body"
    )
    return found.get(pk=pledge.pk)


def check_year_open(cluster: Cluster | None, year: int) -> None:
    if cluster is not None and cluster.years.filter(year=year, closed_on__isnull=False).exists():
        raise WrongState(
            f"Năm {year} của {cluster.name} đã khóa. Cơ quan lập {cluster.noun} mở khóa rồi mới "
            "làm được."
        )


def step(pledge: Pledge, name: str, *, by: Any, target: str = "", **detail: Any) -> None:
    """Take a step of the table and write its line of the log."""
    taken = PLEDGE_BY_NAME[name]
    before = pledge.state
    pledge.state = target or taken.target
    words = {"name": pledge.title, "number": "", "body": "", **detail}
    note(pledge, name, taken.log.format(**words), by=by, before=before, **detail)


def note(pledge: Pledge, verb: str, text: str, *, by: Any, **detail: Any) -> None:
    """The next revision of the pledge and its line of the log."""
    pledge.revision += 1
    pledge.save()
    record(
        by=by,
        action=f"movements.{verb}",
        text=text,
        subject=pledge,
        body=pledge.keeper,
        detail=detail,
    )


def frozen_text(version: PledgeVersion) -> str:
    """Everything that is signed, in one canonical text (JSON, keys in order)."""
    pledge = version.pledge
    words = {
        "title": pledge.title,
        "year": pledge.year,
        "whose": pledge.whose,
        "number": version.number,
        "content": version.content,
        "targets": [
            [one.text, one.level, one.responsible] for one in version.targets.order_by("place")
        ],
        "sides": [
            [one.body.name, one.signer, one.post]
            for one in version.sides.select_related("body").order_by("place", "pk")
        ],
    }
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _name(pledge: Pledge, title: str) -> None:
    pledge.title = squeeze(title)[:300]
    if not pledge.title:
        raise WrongState("Ghi tên giao ước.", field="title")
    pledge.folded_title = fold(pledge.title)[:300]


def _save(pledge: Pledge) -> None:
    try:
        with transaction.atomic():
            pledge.save()
    except IntegrityError:
        raise WrongState(
            f"{pledge.whose} năm {pledge.year} đã có giao ước “{pledge.title}”. Đặt tên khác.",
            field="title",
        ) from None


def _fill(
    version: PledgeVersion, content: str, targets: Sequence[TargetRow], sides: Sequence[SideRow]
) -> None:
    content = "\n".join(line.rstrip() for line in content.strip().splitlines())
    if len(content) > MOST_TEXT:
        raise WrongState(f"Nội dung dài quá {MOST_TEXT} ký tự. Rút gọn.", field="content")
    _check_targets(targets)
    _check_sides(version.pledge, sides)
    version.content = content
    version.save(update_fields=["content"])
    version.targets.all().delete()
    version.sides.all().delete()
    PledgeTarget.objects.bulk_create(
        [
            PledgeTarget(
                version=version, place=place, text=squeeze(row.text)[:300],
                unit=squeeze(row.unit)[:40], plan=row.plan, less_is_better=row.less_is_better,
                responsible=squeeze(row.responsible)[:200],
            )
            for place, row in enumerate(targets, start=1)
        ]
    )  # fmt: skip
    PledgeSide.objects.bulk_create(
        [
            PledgeSide(version=version, body=row.body, place=place,
                       signer=squeeze(row.signer)[:120], post=squeeze(row.post)[:150])
            for place, row in enumerate(sides, start=1)
        ]
    )  # fmt: skip


def _check_targets(targets: Sequence[TargetRow]) -> None:
    if len(targets) > MOST_TARGETS:
        raise WrongState(f"Một giao ước có không quá {MOST_TARGETS} chỉ tiêu.", field="targets")
    for number, row in enumerate(targets, start=1):
        if not squeeze(row.text):
            raise WrongState(f"Chỉ tiêu thứ {number} chưa có nội dung.", field="targets")
        if row.plan is not None and not squeeze(row.unit):
            raise WrongState(f"Chỉ tiêu thứ {number} chưa có đơn vị tính.", field="targets")
        if row.plan is not None and (not row.plan.is_finite() or abs(row.plan) >= 10**13):
            raise WrongState(f"Mức phấn đấu của chỉ tiêu thứ {number} quá lớn.", field="targets")


def _check_sides(pledge: Pledge, sides: Sequence[SideRow]) -> None:
    allowed = {body.pk for body in bodies_to_sign(pledge.cluster, pledge.body, pledge.year)}
    met: set[int] = set()
    for row in sides:
        if row.body.pk not in allowed:
            raise WrongState(
                f"{row.body.name} không thuộc {pledge.whose} năm {pledge.year}.", field="sides"
            )
        if row.body.pk in met:
            raise WrongState(f"{row.body.name} được ghi hai lần.", field="sides")
        met.add(row.body.pk)
