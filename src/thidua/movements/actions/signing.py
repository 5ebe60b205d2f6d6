"""Signing a pledge: each side answers for one frozen text; witnesses at the conference."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.movements.actions.pledging import (
    check_year_open,
    digest_of_text,
    locked_pledge,
    note,
    step,
)
from thidua.movements.models import Pledge, PledgeSide, PledgeWitness
from thidua.movements.permissions import (
    check_may_sign_pledge,
    check_may_step_pledge,
    check_may_write_pledge,
    check_pledge_state,
)
from thidua.movements.queries.pledges import latest_frozen

Answer, How = PledgeSide.Answer, PledgeSide.How


@transaction.atomic
def sign_pledge(*, side: PledgeSide, digest: str, by: Any) -> PledgeSide:
    """The side signs the text with that fingerprint; with the last one the pledge is complete.

    Refuses everyone but the head of the side, a text other than the one that was read, a side that
    has signed. A side that refused before may sign now.
    """
    pledge, side = _held(side, "sign_pledge")
    check_may_sign_pledge(by, side)
    if digest != side.version.digest or digest_of_text(side.version.frozen) != digest:
        raise WrongState("Giao ước đã được sửa thành lần mới. Đọc lần mới rồi ký.")
    _sign(pledge, side, how=How.PROGRAM, said="", by=by)
    return side


@transaction.atomic
def record_paper_signature(*, side: PledgeSide, said: str, by: Any) -> PledgeSide:
    """Note that a side signed on paper, and where the paper is; by whoever writes the pledge."""
    pledge, side = _held(side, "sign_pledge")
    check_may_write_pledge(by, cluster=pledge.cluster, body=pledge.body, year=pledge.year)
    said = squeeze(said)[:500]
    if not said:
        raise WrongState("Ghi nơi lưu bản giấy đã ký.", field="said")
    _sign(pledge, side, how=How.PAPER, said=said, by=by)
    return side


@transaction.atomic
def refuse_pledge(*, side: PledgeSide, reason: str, by: Any) -> PledgeSide:
    """The side does not sign, and says why. Refuses a side that has signed."""
    pledge, side = _held(side, "refuse_pledge")
    check_may_sign_pledge(by, side)
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do không ký.", field="reason")
    _answered(side, Answer.REFUSED, by=by, said=reason)
    step(pledge, "refuse_pledge", by=by, body=side.body.name, reason=reason)
    return side


@transaction.atomic
def record_witness(
    *,
    pledge: Pledge,
    name: str,
    post: str,
    occasion: str,
    place: str,
    held_on: dt.date,
    by: Any,
) -> PledgeWitness:
    """Who witnessed the signing of the present version, at which conference.

    Refuses a pledge that was not sent out, a day to come or before that of sending, an empty part,
    the same witness twice.
    """
    pledge = locked_pledge(pledge)
    check_may_step_pledge(by, pledge, "revise_pledge")
    version = latest_frozen(pledge)
    assert version is not None  # noqa: S101 - it was sent out
    said = {
        "name": (squeeze(name)[:120], "Ghi họ tên người chứng kiến."),
        "post": (squeeze(post)[:150], "Ghi chức vụ người chứng kiến."),
        "occasion": (squeeze(occasion)[:200], "Ghi tên hội nghị."),
        "place": (squeeze(place)[:200], "Ghi địa điểm."),
    }
    for field, (text, sentence) in said.items():
        if not text:
            raise WrongState(sentence, field=field)
    if held_on > timezone.localdate():
        raise WrongState("Ngày hội nghị không thể ở tương lai.", field="held_on")
    if not pledge.year - 1 <= held_on.year <= pledge.year + 1:
        raise WrongState(f"Kiểm tra lại năm của hội nghị ký giao ước năm {pledge.year}.",
                         field="held_on")  # fmt: skip
    words = {field: text for field, (text, _) in said.items()}
    if version.witnesses.filter(name=words["name"], post=words["post"]).exists():
        raise WrongState(f"Đã ghi {words['name']} là người chứng kiến.", field="name")
    made = PledgeWitness.objects.create(version=version, held_on=held_on, **words)
    note(pledge, "witness_pledge", f"{made.name} chứng kiến ký giao ước “{pledge.title}”", by=by,
         occasion=made.occasion, place=made.place, held_on=held_on.isoformat())  # fmt: skip
    return made


@transaction.atomic
def remove_witness(*, witness: PledgeWitness, by: Any) -> None:
    """Take out a witness entered by mistake."""
    pledge = locked_pledge(witness.version.pledge)
    check_may_step_pledge(by, pledge, "revise_pledge")
    name = witness.name
    witness.delete()
    note(pledge, "remove_witness", f"Xóa người chứng kiến {name} ghi nhầm", by=by)


def _held(side: PledgeSide, name: str) -> tuple[Pledge, PledgeSide]:
    """The pledge locked, and the side as it is now, of the version that is out for signing."""
    pledge = locked_pledge(side.version.pledge)
    check_pledge_state(pledge, name)
    check_year_open(pledge.cluster, pledge.year)
    now = PledgeSide.objects.select_related("version", "body").get(pk=side.pk)
    if now.version != latest_frozen(pledge):
        raise WrongState("Giao ước đã được sửa thành lần mới. Đọc lần mới rồi trả lời.")
    if now.answer == Answer.SIGNED:
        raise WrongState(f"{now.body.name} đã ký giao ước này.")
    return pledge, now


def _sign(pledge: Pledge, side: PledgeSide, *, how: str, said: str, by: Any) -> None:
    _answered(side, Answer.SIGNED, by=by, said=said, how=how, digest=side.version.digest)
    number = side.version.number
    step(pledge, "sign_pledge", by=by, body=side.body.name, number=number, how=how,
         digest=side.digest)  # fmt: skip
    if not side.version.sides.exclude(answer=Answer.SIGNED).exists():
        step(pledge, "complete_pledge", by=by, number=number)


def _answered(
    side: PledgeSide, answer: str, *, by: Any, said: str, how: str = "", digest: str = ""
) -> None:
    side.answer, side.how, side.digest, side.note = answer, how, digest, said
    side.answered_at, side.answered_by = timezone.now(), by
    side.answered_name = (getattr(by, "full_name", "") or "Hệ thống")[:150]
    side.save()
