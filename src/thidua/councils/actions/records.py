"""Minutes and tally record: edited in versions, frozen for signing, signed by account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record as write_log
from thidua.councils.models import BallotBox, Record, RecordSignature, RecordVersion, Sitting
from thidua.councils.permissions import check_may_manage, check_may_sign
from thidua.councils.queries.minutes import content_of
from thidua.councils.queries.papers_of_record import template_in_use
from thidua.councils.queries.records import (
    SECTIONS,
    able_to_sign,
    digest_of,
    is_intact,
    latest,
    sections_of,
    signers_of,
)
from thidua.councils.states import STEPS
from thidua.kit.errors import WrongState
from thidua.kit.events import record_signed
from thidua.kit.text import squeeze

MAX_TEXT = 20_000


@transaction.atomic
def write_record(
    *,
    sitting: Sitting,
    kind: str,
    texts: Mapping[str, str],
    by: Any,
    note: str = "",
    seen: int | None = None,
) -> Record:
    """Keep the sections as a new version; unchanged texts make none. `seen` is the number of the
    version the writer started from: somebody else's newer one is not written over.

    Refuses a record that was sent to be signed.
    """
    check_may_manage(user=by, department=sitting.council.body.department)
    if kind not in Record.Kind.values:
        raise WrongState("Chọn biên bản họp hoặc biên bản kiểm phiếu.")
    if set(texts) - {key for key, _, _ in SECTIONS[Record.Kind(kind)]}:
        raise WrongState("Phần biên bản không có trong mẫu. Tải lại trang.")
    if Sitting.objects.filter(pk=sitting.pk, state=Sitting.State.DRAFT).exists():
        raise WrongState("Mời họp trước khi lập biên bản.")
    one, _ = Record.objects.get_or_create(sitting=sitting, kind=kind)
    one = _locked(one)
    if one.state != Record.State.DRAFT:
        raise WrongState(
            "Biên bản đã ký nên không sửa được nữa."
            if one.state == Record.State.SIGNED
            else "Biên bản đang chờ ký. Rút về sửa trước khi thay đổi nội dung."
        )
    last = latest(one)
    if last is not None and seen is not None and seen != last.number:
        raise WrongState(
            f"{last.made_by or 'Người khác'} vừa lưu lần {last.number} trong khi anh/chị đang "
            "viết. Nội dung đang viết còn ở dưới; xem lần mới nhất rồi lưu lại."
        )
    before = sections_of(one, kind)
    after = {**before, **{key: text.strip()[:MAX_TEXT] for key, text in texts.items()}}
    if last is not None and before == after:
        return one
    version = _add_version(one, after, number=(last.number if last else 0) + 1, note=note, by=by)
    write_log(
        by=by,
        action="councils.write_record",
        text=f"Đã ghi {one.get_kind_display().lower()} phiên “{sitting.title}”, lần "
        f"{version.number}",
        subject=sitting,
        body=sitting.council.body,
    )
    return one


@transaction.atomic
def send_record(*, sitting: Sitting, kind: str, by: Any, number: str = "") -> Record:
    """Freeze all that the paper says under a digest and wait for signatures.

    The tally record needs a counted box, the minutes a concluded sitting, and at least one signer
    an account.
    """
    check_may_manage(user=by, department=sitting.council.body.department)
    if kind not in Record.Kind.values:
        raise WrongState("Chọn biên bản họp hoặc biên bản kiểm phiếu.")
    sitting = Sitting.objects.select_related("council__body__parent").get(pk=sitting.pk)
    boxes = BallotBox.objects.filter(sitting=sitting)
    if (
        not boxes.filter(state=BallotBox.State.CLOSED).exists()
        or boxes.filter(state=BallotBox.State.OPEN).exists()
    ):
        raise WrongState("Đóng hòm phiếu và kiểm phiếu trước khi trình ký biên bản.")
    if kind == Record.Kind.MINUTES and sitting.state != Sitting.State.CONCLUDED:
        raise WrongState("Kết luận phiên họp trước khi trình ký biên bản họp.")
    one, _ = Record.objects.get_or_create(sitting=sitting, kind=kind)
    one = _locked(one)
    step = STEPS["send_record"]
    if one.state != step.from_state:
        raise WrongState(step.refusal)
    signers = signers_of(sitting, kind)
    if not able_to_sign(signers):
        names = ", ".join(member.full_name for _, member in signers) or "người ký"
        raise WrongState(
            f"Chưa có tài khoản để ký: {names}. Gắn tài khoản ở trang Hội đồng, hoặc in biên bản "
            "để ký tay rồi tải bản quét vào tài liệu của phiên."
        )
    version = latest(one) or _add_version(one, sections_of(None, kind), number=1, note="", by=by)
    one.number = squeeze(number)[:40]
    content = content_of(sitting, one, sections_of(one, kind))
    version.content, version.digest = content, digest_of(content)
    version.template_version = template_in_use(sitting, kind)
    version.save(update_fields=["content", "digest", "template_version"])
    one.state = Record.State.SIGNING
    one.save(update_fields=["state", "number"])
    return _log(one, "send_record", by, digest=version.digest[:16])


@transaction.atomic
def take_back_record(*, record: Record, reason: str, by: Any) -> Record:
    """Back to drafting as a new version; signatures stay with the text they stood under."""
    check_may_manage(user=by, department=record.sitting.council.body.department)
    one = _locked(record)
    step = STEPS["take_back_record"]
    if one.state != step.from_state:
        raise WrongState(step.refusal)
    reason = squeeze(reason)[:200]
    if not reason:
        raise WrongState("Ghi lý do rút biên bản về sửa.", field="reason")
    last = latest(one)
    assert last is not None  # noqa: S101  # a record that is being signed has a version
    texts = {section["key"]: section["text"] for section in last.sections}
    _add_version(one, texts, number=last.number + 1, note=reason, by=by)
    one.state = Record.State.DRAFT
    one.save(update_fields=["state"])
    return _log(one, "take_back_record", by, reason=reason)


@transaction.atomic
def sign_record(*, record: Record, digest: str, by: Any) -> Record:
    """Confirm the frozen text by account. `digest` is what the signer was shown: another text is
    refused. With the last signature the record is signed, and the apps above are told."""
    one = _locked(record)
    signers = signers_of(one.sitting, one.kind)
    duties = check_may_sign(user=by, record=one, signers=signers)
    step = STEPS["sign_record"]
    version = latest(one)
    if one.state != step.from_state or version is None:
        raise WrongState(step.refusal)
    if not digest or digest != version.digest:
        raise WrongState(
            "Nội dung biên bản đã khác bản ông/bà vừa đọc. Đọc lại bản mới nhất rồi ký."
        )
    if not is_intact(version):
        raise WrongState(
            "Nội dung lưu không khớp mã nội dung đã trình ký. Dừng ký và báo quản trị hệ thống."
        )
    seats = {(duty, member.pk): member for duty, member in signers if member.user_id == by.pk}
    try:
        with transaction.atomic():
            for (duty, _), member in seats.items():
                if duty in duties:
                    RecordSignature.objects.create(
                        version=version, member=member, user=by, duty=duty, digest=version.digest
                    )
    except IntegrityError:
        raise WrongState("Ông/bà đã ký biên bản này.") from None
    _log(one, "sign_record", by, digest=version.digest[:16], name=by.full_name or by.username)
    signed = set(version.signatures.order_by().values_list("duty", "member_id"))
    if {(duty, member.pk) for duty, member in able_to_sign(signers)} <= signed:
        one.state, one.signed_on = Record.State.SIGNED, timezone.localdate()
        one.save(update_fields=["state", "signed_on"])
        record_signed.send(record=one, by=by)
    return one


def _locked(record: Record) -> Record:
    return (
        Record.objects.select_for_update(of=("self",))
        .select_related(
            "sitting__council__body__parent",
            "sitting__presided_by__user",
            "sitting__secretary__user",
        )
        .get(pk=record.pk)
    )


def _add_version(
    one: Record, texts: Mapping[str, str], *, number: int, note: str, by: Any
) -> RecordVersion:
    sections = [
        {"key": key, "title": title, "text": texts.get(key, "")}
        for key, title, _ in SECTIONS[Record.Kind(one.kind)]
    ]
    return RecordVersion.objects.create(
        record=one, number=number, sections=sections, note=squeeze(note)[:200], made_by=by
    )


def _log(one: Record, verb: str, by: Any, **words: str) -> Record:
    write_log(
        by=by,
        action=f"councils.{verb}",
        text=STEPS[verb].log.format(
            kind=one.get_kind_display().lower(), title=one.sitting.title, **words
        ),
        subject=one.sitting,
        body=one.sitting.council.body,
        detail=dict(words),
    )
    return one
