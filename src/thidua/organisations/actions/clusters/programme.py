"""The programme of a cluster's year: what is planned, what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions.clusters.keeping import locked, note
from thidua.organisations.actions.clusters.members import kept_year
from thidua.organisations.models import Body, Cluster, ClusterActivity
from thidua.organisations.permissions import check_may_run_programme


@transaction.atomic
def save_activity(
    *,
    cluster: Cluster,
    year: int,
    planned_on: dt.date,
    text: str,
    by: Any,
    place: str = "",
    responsible: Body | None = None,
    activity: ClusterActivity | None = None,
) -> ClusterActivity:
    """Plan a thing to do, or change its plan. By the head, a deputy or the keeper's officer.

    Refuses a day outside the year, no words, one responsible who is no member, a closed year.
    """
    check_may_run_programme(by, cluster, year)
    cluster = locked(cluster)
    held = kept_year(cluster, year)
    text = squeeze(text)[:300]
    if not text:
        raise WrongState("Ghi nội dung hoạt động.", field="text")
    if planned_on.year != year:
        raise WrongState(f"Ngày dự kiến phải trong năm {year}.", field="planned_on")
    if responsible and not held.members.filter(body=responsible, to_date=None).exists():
        raise WrongState(f"{responsible.name} không phải thành viên năm {year}.",
                         field="responsible")  # fmt: skip
    made = activity or ClusterActivity(cluster_year=held)
    made.planned_on, made.text = planned_on, text
    made.place, made.responsible = squeeze(place)[:200], responsible
    made.save()
    note(cluster, "save_cluster_activity", f"Chương trình {cluster.name}: {text}", by=by,
         year=year, planned_on=planned_on.isoformat())  # fmt: skip
    return made


@transaction.atomic
def mark_done(
    *, activity: ClusterActivity, done_on: dt.date | None, result: str, by: Any
) -> ClusterActivity:
    """Say when it was done and what came of it; without a day, take that back."""
    held = activity.cluster_year
    check_may_run_programme(by, held.cluster, held.year)
    cluster = locked(held.cluster)
    kept_year(cluster, held.year)
    result = squeeze(result)[:500]
    if done_on is not None:
        if done_on > timezone.localdate():
            raise WrongState("Ngày thực hiện không thể ở tương lai.", field="done_on")
        if not held.year <= done_on.year <= held.year + 1:
            raise WrongState(f"Ngày thực hiện phải từ năm {held.year}.", field="done_on")
        if not result:
            raise WrongState("Ghi kết quả thực hiện.", field="result")
    activity.done_on, activity.result = done_on, result if done_on else ""
    activity.save(update_fields=["done_on", "result"])
    said = "Đã thực hiện" if done_on else "Ghi lại là chưa thực hiện"
    note(cluster, "mark_cluster_activity", f"{said}: {activity.text}", by=by, year=held.year)
    return activity


@transaction.atomic
def remove_activity(*, activity: ClusterActivity, by: Any) -> None:
    """Take a thing out of the programme. Refuses one that was done."""
    held = activity.cluster_year
    check_may_run_programme(by, held.cluster, held.year)
    cluster = locked(held.cluster)
    kept_year(cluster, held.year)
    if activity.done_on:
        raise WrongState("Hoạt động đã thực hiện thì không xóa. Ghi lại là chưa thực hiện trước.")
    text = activity.text
    activity.delete()
    note(cluster, "remove_cluster_activity", f"Xóa khỏi chương trình: {text}", by=by,
         year=held.year)  # fmt: skip
