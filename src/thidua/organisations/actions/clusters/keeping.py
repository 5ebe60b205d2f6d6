"""The list of clusters: set up by a decision, corrected, ended; their working rules."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.text import fold, squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.organisations.models import NOT_UNITS, Body, Cluster, ClusterRegulation
from thidua.organisations.models.clusters import FIRST_YEAR, LAST_YEAR
from thidua.organisations.permissions import check_may_keep_clusters, check_may_write_rules
from thidua.organisations.queries.clusters import above_of

CHANGED = "{} vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi thực hiện lại."


def locked(cluster: Cluster, seen: int | None = None) -> Cluster:
    """The cluster as it is now, held until the end of the transaction.

    Refuses when it is no longer the revision that the user saw.
    """
    found = Cluster.objects.select_for_update(of=("self",)).select_related("keeper", "set_up_by")
    now = found.get(pk=cluster.pk)
    if seen is not None and seen != now.revision:
        raise WrongState(CHANGED.format(now.name))
    return now


def note(cluster: Cluster, verb: str, text: str, *, by: Any, **detail: Any) -> None:
    """The next revision of the cluster and its line of the log."""
    cluster.revision += 1
    cluster.save(update_fields=["revision"])
    record(
        by=by,
        action=f"organisations.{verb}",
        text=text,
        subject=cluster,
        body=cluster.keeper,
        detail=detail,
    )


@transaction.atomic
def save_cluster(
    *,
    keeper: Body,
    kind: str,
    name: str,
    set_up_by: Body,
    decision_number: str,
    decision_date: dt.date,
    first_year: int,
    by: Any,
    cluster: Cluster | None = None,
    seen: int | None = None,
) -> Cluster:
    """Enter a cluster of a decision, or correct it.

    Refuses a setter that does not stand above the keeper, a name in use with that setter, a
    decision without number, one of a day to come, a first year outside 1990 to next year.
    """
    check_may_keep_clusters(by, keeper=keeper)
    if cluster is not None:
        cluster = locked(cluster, seen)
        if cluster.keeper != keeper:
            raise NotAllowed(f"{cluster.name} do {cluster.keeper.name} lập.")
    made = cluster or Cluster(keeper=keeper)
    name, number = squeeze(name), squeeze(decision_number)
    if keeper.kind not in NOT_UNITS:
        raise WrongState(f"{keeper.name} không phải cơ quan nên không lập cụm, khối.")
    if kind not in Cluster.Kind.values:
        raise WrongState("Chọn cụm hoặc khối.", field="kind")
    if not name:
        raise WrongState("Ghi tên cụm, khối.", field="name")
    if set_up_by != keeper and not above_of(keeper).filter(pk=set_up_by.pk).exists():
        raise WrongState(
            f"{set_up_by.name} không phải cơ quan cấp trên của {keeper.name}.", field="set_up_by"
        )
    if not number:
        raise WrongState("Ghi số quyết định lập cụm, khối.", field="decision_number")
    today = timezone.localdate()
    if decision_date > today:
        raise WrongState("Ngày quyết định không thể ở tương lai.", field="decision_date")
    check_year(first_year, field="first_year")
    if cluster is not None:
        if cluster.last_year and first_year > cluster.last_year:
            raise WrongState(
                f"Năm bắt đầu ở sau năm kết thúc ({cluster.last_year}).", field="first_year"
            )
        earlier = cluster.years.filter(year__lt=first_year).order_by("year").first()
        if earlier is not None:
            raise WrongState(
                f"Đã có thành viên năm {earlier.year}. Năm bắt đầu phải từ {earlier.year} trở về "
                "trước.",
                field="first_year",
            )
        if set_up_by != cluster.set_up_by and cluster.years.exists():
            raise WrongState(
                "Cụm, khối đã có thành viên thì không đổi cơ quan thành lập. Lập cụm, khối mới.",
                field="set_up_by",
            )
    folded = fold(name)
    taken = Cluster.objects.filter(set_up_by=set_up_by, folded_name=folded, last_year=None)
    if taken.exclude(pk=made.pk).exists():
        raise WrongState(f"Đã có “{name}” do {set_up_by.name} thành lập.", field="name")
    before = {"name": made.name, "decision": made.decision_number} if cluster else {}
    made.kind, made.name, made.folded_name = kind, name[:200], folded[:200]
    made.set_up_by, made.decision_number = set_up_by, number[:60]
    made.decision_date, made.first_year = decision_date, first_year
    made.save()
    verb, said = ("edit_cluster", "Sửa") if cluster else ("create_cluster", "Lập")
    note(
        made, verb, f"{said} {made.name} theo {made.decision_number}", by=by,
        **({"before": before} if before else {}),
    )  # fmt: skip
    return made


def check_year(year: int, *, field: str = "year") -> None:
    latest = min(timezone.localdate().year + 1, LAST_YEAR)
    if not FIRST_YEAR <= year <= latest:
        raise WrongState(f"Năm phải từ {FIRST_YEAR} đến {latest}.", field=field)


@transaction.atomic
def end_cluster(*, cluster: Cluster, last_year: int, reason: str, by: Any) -> Cluster:
    """The cluster ends with that year; what it did stays. Undone by `reopen_cluster`.

    Refuses a year before it began, and one after which it has members already.
    """
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    reason = squeeze(reason)[:300]
    if last_year < cluster.first_year:
        raise WrongState(
            f"{cluster.name} hoạt động từ năm {cluster.first_year}; năm kết thúc không thể ở "
            "trước năm đó.",
            field="last_year",
        )
    check_year(last_year, field="last_year")
    if not reason:
        raise WrongState("Ghi lý do hoặc số văn bản kết thúc.", field="reason")
    later = cluster.years.filter(year__gt=last_year).order_by("-year").first()
    if later is not None:
        raise WrongState(
            f"{cluster.name} đã có thành viên năm {later.year}. Chọn năm {later.year} hoặc sau.",
            field="last_year",
        )
    cluster.last_year, cluster.end_reason = last_year, reason
    cluster.save()
    note(cluster, "end_cluster", f"Kết thúc {cluster.name} hết năm {last_year}", by=by,
         reason=reason)  # fmt: skip
    return cluster


@transaction.atomic
def reopen_cluster(*, cluster: Cluster, by: Any) -> Cluster:
    """Take the end back. Refuses where another cluster of the setter bears the name now."""
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    if cluster.last_year is None:
        raise WrongState(f"{cluster.name} đang hoạt động.")
    cluster.last_year, cluster.end_reason = None, ""
    try:
        with transaction.atomic():
            cluster.save()
    except IntegrityError:
        raise WrongState(
            f"Đã có một {cluster.noun} khác mang tên này. Đổi tên {cluster.noun} đó trước."
        ) from None
    note(cluster, "reopen_cluster", f"Mở lại {cluster.name}", by=by)
    return cluster


@transaction.atomic
def add_regulation(
    *,
    cluster: Cluster,
    number: str,
    issued_on: dt.date,
    by: Any,
    text: str = "",
    upload: UploadedFile[Any] | None = None,
) -> ClusterRegulation:
    """Working rules from a day on, as text or file; earlier ones stay readable.

    By the keeper's officer or the head of this year. Refuses rules with neither text nor file.
    """
    check_may_write_rules(by, cluster, timezone.localdate().year)
    cluster = locked(cluster)
    number, text = squeeze(number)[:60], text.strip()
    if not number:
        raise WrongState("Ghi số văn bản của quy chế.", field="number")
    if issued_on > timezone.localdate():
        raise WrongState("Ngày ban hành không thể ở tương lai.", field="issued_on")
    if not text and upload is None:
        raise WrongState("Ghi nội dung quy chế hoặc chọn tệp.", field="text")
    if cluster.regulations.filter(number=number).exists():
        raise WrongState(f"Quy chế số {number} đã có.", field="number")
    made = ClusterRegulation(cluster=cluster, number=number, issued_on=issued_on, text=text)
    if upload is not None:
        extension = check_upload(upload)
        made.file_digest = digest_of(upload)
        made.file_name = squeeze(upload.name or "")[-200:]
        stored = f"cum-khoi/{timezone.localdate().year}/{uuid.uuid4().hex}.{extension}"
        made.file = default_storage.save(stored, upload)
    made.save()
    note(cluster, "add_cluster_rules", f"Ghi quy chế {number} của {cluster.name}", by=by)
    return made


@transaction.atomic
def remove_regulation(*, regulation: ClusterRegulation, by: Any) -> None:
    """Take out rules entered by mistake; the file stays in the store for the log."""
    check_may_write_rules(by, regulation.cluster, timezone.localdate().year)
    cluster = locked(regulation.cluster)
    number = regulation.number
    regulation.delete()
    note(cluster, "remove_cluster_rules", f"Xóa quy chế {number} của {cluster.name}", by=by,
         file=str(regulation.file), digest=regulation.file_digest)  # fmt: skip
