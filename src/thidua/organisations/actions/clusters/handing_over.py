"""The hand-over from a year's head to the next one's: written, confirmed by both, frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions.clusters.keeping import CHANGED, locked, note
from thidua.organisations.actions.clusters.members import kept_year
from thidua.organisations.models import Cluster, ClusterHandover
from thidua.organisations.permissions import check_may_lead_cluster, may_keep_clusters
from thidua.organisations.queries.clusters import acts_for, head


@dataclass(frozen=True, slots=True)
class HandoverWords:
    """What the minutes say; `papers` and `unfinished` hold one thing a line."""

    held_on: dt.date
    place: str
    giver_person: str
    giver_post: str
    receiver_person: str
    receiver_post: str
    papers: str
    unfinished: str = ""


_ASKED = {
    "place": "địa điểm", "giver_person": "đại diện bên giao",
    "giver_post": "chức vụ của đại diện bên giao", "receiver_person": "đại diện bên nhận",
    "receiver_post": "chức vụ của đại diện bên nhận", "papers": "hồ sơ, tài liệu bàn giao",
}  # fmt: skip


@transaction.atomic
def save_handover(
    *, cluster: Cluster, year: int, words: HandoverWords, by: Any, seen: int | None = None
) -> ClusterHandover:
    """Write the minutes of the year's end; a change takes back what was confirmed.

    By the head of the year or the keeper's officer. Refuses a year without a head, one whose
    successor is not chosen or is the same body, an empty part, a closed year.
    """
    if by is not None and not may_keep_clusters(by, keeper=cluster.keeper):
        check_may_lead_cluster(by, cluster, year)
    cluster = locked(cluster)
    held = kept_year(cluster, year)
    giver = check_may_lead_cluster(None, cluster, year)
    receiver = head(cluster, year + 1)
    if receiver is None:
        raise WrongState(
            f"{cluster.name} chưa có {cluster.head_title} năm {year + 1} để nhận bàn giao. Chuyển "
            f"thành viên sang năm {year + 1} và chọn {cluster.head_title} trước."
        )
    if receiver == giver:
        raise WrongState(
            f"{giver.name} làm {cluster.head_title} cả năm {year} và {year + 1} nên không có bàn "
            f"giao. Khóa năm {year} khi đã xong việc."
        )
    said = {name: squeeze(getattr(words, name)) for name in _ASKED if name != "papers"}
    said["papers"], unfinished = _lines(words.papers), _lines(words.unfinished)
    for name, label in _ASKED.items():
        if not said[name]:
            raise WrongState(f"Ghi {label}.", field=name)
    if words.held_on > timezone.localdate() or words.held_on.year not in (year, year + 1):
        raise WrongState(
            f"Ngày bàn giao phải trong năm {year} hoặc {year + 1}, và không ở tương lai.",
            field="held_on",
        )
    made = ClusterHandover.objects.select_for_update().filter(cluster_year=held).first()
    if made is not None and seen is not None and seen != made.revision:
        raise WrongState(CHANGED.format("Biên bản bàn giao"))
    made = made or ClusterHandover(cluster_year=held)
    before = made.digest
    made.giver, made.receiver, made.held_on = giver, receiver, words.held_on
    made.unfinished = unfinished
    for name, value in said.items():
        setattr(made, name, value)
    made.digest = handover_digest(made)
    if made.digest != before:
        made.given_at = made.received_at = None
        made.given_by = made.received_by = None
    made.revision += 1
    made.save()
    note(cluster, "save_cluster_handover", f"Lập biên bản bàn giao {cluster.name} năm {year}",
         by=by, year=year, digest=made.digest)  # fmt: skip
    return made


@transaction.atomic
def confirm_handover(*, handover: ClusterHandover, side: str, digest: str, by: Any) -> bool:
    """One side (`giao`, `nhan`) confirms the text with that fingerprint; True when both have.

    With both the year is closed. Refuses a text that changed since it was read.
    """
    cluster = locked(handover.cluster_year.cluster)
    held = kept_year(cluster, handover.cluster_year.year)
    handover = ClusterHandover.objects.select_for_update().get(pk=handover.pk)
    if side not in ("giao", "nhan"):
        raise WrongState("Chọn bên giao hoặc bên nhận.")
    body = handover.giver if side == "giao" else handover.receiver
    if by is not None and not acts_for(by, body):
        raise NotAllowed(f"Chỉ người của {body.name} mới xác nhận được bên này.")
    if digest != handover.digest or handover_digest(handover) != handover.digest:
        raise WrongState("Biên bản vừa được sửa. Đọc lại rồi xác nhận.")
    now = timezone.now()
    if side == "giao":
        if handover.given_at is not None:
            raise WrongState("Bên giao đã xác nhận.")
        handover.given_at, handover.given_by = now, by
    else:
        if handover.received_at is not None:
            raise WrongState("Bên nhận đã xác nhận.")
        handover.received_at, handover.received_by = now, by
    handover.save()
    note(cluster, "confirm_cluster_handover", f"{body.name} xác nhận bàn giao năm {held.year}",
         by=by, year=held.year, side=side, digest=digest)  # fmt: skip
    if handover.is_confirmed:
        held.closed_on = timezone.localdate()
        held.save(update_fields=["closed_on"])
        note(cluster, "close_cluster_year", f"Khóa năm {held.year} của {cluster.name}", by=by,
             year=held.year)  # fmt: skip
    return handover.is_confirmed


def handover_digest(handover: ClusterHandover) -> str:
    """The fingerprint of what is confirmed: SHA-256 of all its words."""
    words: dict[str, Any] = {
        "cluster": handover.cluster_year.cluster.name,
        "year": handover.cluster_year.year,
        "giver": handover.giver.name,
        "receiver": handover.receiver.name,
        "held_on": handover.held_on.isoformat(),
        "unfinished": handover.unfinished,
        **{name: getattr(handover, name) for name in _ASKED},
    }
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(text: str) -> str:
    return "\n".join(line for line in map(squeeze, text.splitlines()) if line)
