"""Findings: what people judged about a condition, recorded by name, day and evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.eligibility.actions.rounds import lock_open
from thidua.eligibility.actions.screening import ask_again
from thidua.eligibility.models import Finding, Round
from thidua.eligibility.queries.judged import may_be_settled
from thidua.kit.dates import short_date
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.models import Person


@dataclass(frozen=True)
class Conclusion:
    """One finding as it was said, cleaned of stray blanks."""

    about: str
    statement: str
    holds: bool
    evidence: str
    decided_by: str
    decided_on: dt.date

    @classmethod
    def said(cls, round_: Round, *, collective: bool, **words: Any) -> Conclusion:
        """Refuses what cannot be meant: unknown condition, no evidence, a day ahead or long ago."""
        for name in ("statement", "evidence", "decided_by"):
            words[name] = squeeze(words[name])
        made = cls(**words)
        _check(made, round_, collective=collective)
        return made


@transaction.atomic
def record_finding(
    *,
    round: Round,
    about: str,
    statement: str,
    holds: bool,
    evidence: str,
    decided_by: str,
    decided_on: dt.date,
    by: Any,
    person: Person | None = None,
    collective: Body | None = None,
) -> Finding:
    """Record what was found about the condition `about` of one subject and ask the law again.

    A finding already standing on the same condition is withdrawn first and stays in the history.
    Refuses a closed round, a subject of another department, a condition that nobody judges, a day
    in the future or long before the round, and a finding without evidence or without its author.
    """
    locked = lock_open(round, by=by, to_do="ghi kết luận")
    _check_subject(locked, person, collective)
    conclusion = Conclusion.said(
        locked,
        collective=collective is not None,
        about=about,
        statement=statement,
        holds=holds,
        evidence=evidence,
        decided_by=decided_by,
        decided_on=decided_on,
    )
    finding = _add(locked, person, collective, conclusion, by)
    ask_again(locked, people=[person], units=[collective], by=by)
    return finding


@transaction.atomic
def record_findings(
    *,
    round: Round,
    people: Iterable[Person],
    about: str,
    statement: str,
    holds: bool,
    evidence: str,
    decided_by: str,
    decided_on: dt.date,
    by: Any,
) -> list[Finding]:
    """The same finding about several people at once: all are recorded, or none."""
    locked = lock_open(round, by=by, to_do="ghi kết luận")
    chosen = list(people)
    if not chosen:
        raise WrongState("Chọn ít nhất một người để ghi kết luận.")
    for person in chosen:
        _check_subject(locked, person, None)
    conclusion = Conclusion.said(
        locked,
        collective=False,
        about=about,
        statement=statement,
        holds=holds,
        evidence=evidence,
        decided_by=decided_by,
        decided_on=decided_on,
    )
    made = [_add(locked, person, None, conclusion, by) for person in chosen]
    ask_again(locked, people=chosen, units=[], by=by)
    return made


@transaction.atomic
def withdraw_finding(*, finding: Finding, by: Any) -> Finding:
    """Withdraw a finding: it stays in the history, and the law is asked again without it."""
    locked = lock_open(finding.round, by=by, to_do="rút kết luận")
    kept = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("person", "collective")
        .get(pk=finding.pk)
    )
    if kept.withdrawn_at is not None:
        raise WrongState("Kết luận này đã được rút rồi.")
    kept.withdrawn_at = timezone.now()
    kept.save(update_fields=["withdrawn_at"])
    record(
        by=by,
        action="eligibility.withdraw_finding",
        text=f"Rút kết luận về {kept.person or kept.collective}: {kept.statement}",
        subject=kept,
        body=locked.department,
        detail={"about": kept.about},
    )
    ask_again(locked, people=[kept.person], units=[kept.collective], by=by)
    return kept


def _add(
    round_: Round, person: Person | None, collective: Body | None, said: Conclusion, by: Any
) -> Finding:
    standing = Finding.objects.filter(
        round=round_, person=person, collective=collective, about=said.about, withdrawn_at=None
    )
    replaced = list(standing.values_list("pk", flat=True))
    standing.update(withdrawn_at=timezone.now())
    finding = Finding.objects.create(
        round=round_,
        person=person,
        collective=collective,
        about=said.about,
        statement=said.statement,
        holds=said.holds,
        evidence=said.evidence,
        decided_by=said.decided_by,
        decided_on=said.decided_on,
        recorded_by=by,
    )
    result = "đạt" if said.holds else "không đạt"
    record(
        by=by,
        action="eligibility.record_finding",
        text=f"Ghi kết luận {result} cho {person or collective}: {said.statement}",
        subject=finding,
        body=round_.department,
        detail={
            "about": said.about,
            "holds": said.holds,
            "decided_by": said.decided_by,
            "decided_on": said.decided_on.isoformat(),
            "evidence": said.evidence,
            "replaces": replaced,
        },
    )
    return finding


def _check(said: Conclusion, round_: Round, *, collective: bool) -> None:
    if not may_be_settled(said.about, round_, collective=collective):
        raise WrongState(
            "Điều kiện này không phải điều kiện do người kết luận. Chọn lại điều kiện.",
            field="about",
        )
    if not said.statement:
        raise WrongState("Ghi nội dung điều kiện được kết luận.", field="about")
    if not said.decided_by:
        raise WrongState("Ghi người hoặc hội đồng kết luận.", field="decided_by")
    if not said.evidence:
        raise WrongState(
            "Ghi căn cứ, minh chứng của kết luận, ví dụ số biên bản, ngày họp.", field="evidence"
        )
    for text, limit, field in (
        (said.statement, 500, "about"),
        (said.evidence, 500, "evidence"),
        (said.decided_by, 200, "decided_by"),
    ):
        if len(text) > limit:
            raise WrongState(f"Nội dung dài quá {limit} ký tự. Rút gọn lại.", field=field)
    today = timezone.localdate()
    if said.decided_on > today:
        raise WrongState(
            f"Ngày kết luận {short_date(said.decided_on)} ở tương lai. "
            f"Ngày kết luận không được sau hôm nay, {short_date(today)}.",
            field="decided_on",
        )
    if said.decided_on.year < round_.year - 1:
        raise WrongState(
            f"Ngày kết luận {short_date(said.decided_on)} quá xa trước năm xét {round_.year}. "
            "Kiểm tra lại năm.",
            field="decided_on",
        )


def _check_subject(round_: Round, person: Person | None, collective: Body | None) -> None:
    if (person is None) == (collective is None):
        raise WrongState("Kết luận phải về đúng một người hoặc một tập thể.")
    if person is not None and person.department_id != round_.department_id:
        raise NotAllowed(f"{person.full_name} không thuộc cơ quan của đợt xét này.")
    if collective is not None and collective.department.pk != round_.department_id:
        raise NotAllowed(f"{collective.name} không thuộc cơ quan của đợt xét này.")
