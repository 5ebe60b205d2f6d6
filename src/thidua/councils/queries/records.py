"""The records of a sitting: who signs which, what the sections say, what the paper prints."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from thidua.councils.models import (
    BallotBox,
    Member,
    Record,
    RecordSignature,
    RecordVersion,
    Sitting,
)

_DUTY = RecordSignature.Duty
# Key, heading, what it is for; the figures of the paper come from the sitting itself.
SECTIONS = {
    Record.Kind.MINUTES: (
        ("khach_moi", "Khách mời", "Mỗi người một dòng"),
        ("tham_dinh", "Báo cáo thẩm định", "Ai trình bày, nội dung chính"),
        ("dien_bien", "Diễn biến, ý kiến thảo luận", "Mỗi ý một dòng"),
        (
            "ket_luan",
            "Kết luận",
            "Để trống: tự ghi số đề nghị được thông qua theo từng hình thức",
        ),
        ("noi_nhan", "Nơi nhận", "Mỗi nơi một dòng"),
    ),
    Record.Kind.TALLY: (
        ("khieu_nai", "Ý kiến, khiếu nại trong kiểm phiếu", "Để trống: ghi không có"),
        ("phieu_hong", "Xử lý phiếu không hợp lệ", "Lý do không hợp lệ của từng phiếu, nếu có"),
        ("noi_nhan", "Nơi nhận", "Mỗi nơi một dòng"),
    ),
}


def record_of(sitting: Sitting, kind: str) -> Record | None:
    """The record if somebody began it."""
    return sitting.records.filter(kind=kind).first()


def latest(record: Record) -> RecordVersion | None:
    """The last version with its signatures (two queries)."""
    return record.versions.prefetch_related("signatures__member", "signatures__user").first()


def sections_of(record: Record | None, kind: str) -> dict[str, str]:
    """Key -> text of the last version; every key of the kind, empty where nothing was written."""
    texts = {key: "" for key, _, _ in SECTIONS[Record.Kind(kind)]}
    version = latest(record) if record is not None else None
    for section in version.sections if version else ():
        if section["key"] in texts:
            texts[section["key"]] = section["text"]
    return texts


def signers_of(sitting: Sitting, kind: str) -> list[tuple[str, Member]]:
    """Who signs: minutes by chair and secretary, the tally record by the scrutineers (without
    any, by the secretary) and the one who presides."""
    named: list[tuple[str, Member | None]] = []
    if kind == Record.Kind.TALLY:
        tellers = list(sitting.scrutineers.select_related("user"))
        named += [(_DUTY.SCRUTINEER, member) for member in tellers]
        if not tellers:
            named.append((_DUTY.SECRETARY, sitting.secretary))
    else:
        named.append((_DUTY.SECRETARY, sitting.secretary))
    named.append((_DUTY.CHAIR, sitting.presided_by))
    return [(str(duty), member) for duty, member in named if member is not None]


def able_to_sign(signers: list[tuple[str, Member]]) -> list[tuple[str, Member]]:
    """Those with an account; the others sign the printed paper by hand."""
    return [(d, m) for d, m in signers if m.user is not None and m.user.is_active]


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of all that the paper says, as canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(version: RecordVersion) -> bool:
    """Whether the frozen content still has the digest that was signed."""
    return not version.digest or digest_of(version.content) == version.digest


def waiting_for_signature(user: Any) -> QuerySet[Record]:
    """Records that wait for the signature of `user` (for the desk)."""
    if not getattr(user, "is_authenticated", False):
        return Record.objects.none()
    # The text being signed is the last version; an older one may hold the same person's signature.
    last = RecordVersion.objects.filter(record=OuterRef("pk")).order_by("-number").values("pk")[:1]
    done = RecordSignature.objects.filter(version=OuterRef("last_version"), user=user)
    mine = Q(sitting__presided_by__user=user)
    mine |= Q(kind=Record.Kind.MINUTES, sitting__secretary__user=user)
    mine |= Q(kind=Record.Kind.TALLY, sitting__scrutineers__user=user)
    mine |= Q(kind=Record.Kind.TALLY, sitting__scrutineers=None, sitting__secretary__user=user)
    return (
        Record.objects.annotate(last_version=Subquery(last))
        .filter(mine, ~Exists(done), state=Record.State.SIGNING)
        .select_related("sitting__council")
        .distinct()
    )


def sitting_to_sign(user: Any, pk: int, kind: str) -> Sitting | None:
    """The sitting whose record of this kind waits for `user`, or was signed by them, also after
    the seat has ended; None for a draft and for everybody else."""
    if not getattr(user, "is_authenticated", False) or kind not in Record.Kind.values:
        return None
    record = (
        Record.objects.exclude(state=Record.State.DRAFT)
        .filter(sitting=pk, kind=kind)
        .select_related(
            "sitting__council__body__parent",
            "sitting__presided_by__user",
            "sitting__secretary__user",
        )
        .first()
    )
    if record is None:
        return None
    named = any(member.user_id == user.pk for _, member in signers_of(record.sitting, kind))
    own = RecordSignature.objects.filter(version__record=record, user=user)
    return record.sitting if named or own.exists() else None


def counted_unreleased(user: Any) -> QuerySet[Sitting]:
    """Counted sittings whose results `user`, who presides, has not made known (for the desk)."""
    if not getattr(user, "is_authenticated", False):
        return Sitting.objects.none()
    boxes = BallotBox.objects.filter(sitting=OuterRef("pk"))
    return (
        Sitting.objects.filter(
            Exists(boxes.filter(state=BallotBox.State.CLOSED)),
            ~Exists(boxes.filter(state=BallotBox.State.OPEN)),
            presided_by__user=user,
            state=Sitting.State.OPEN,
            released_at=None,
        )
        .select_related("council")
        .order_by("held_on", "pk")
    )
