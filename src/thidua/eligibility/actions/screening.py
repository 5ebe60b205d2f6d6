"""Asking the law about everyone of a round, or again about one, and keeping each answer as given.

Rows of answers never change: a newer one replaces an older, which stays with `is_current` False.
An answer equal to the one that stands, on the same facts, is not written again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.eligibility.actions.rounds import lock_open
from thidua.eligibility.models import Assessment, FactsSnapshot, Round
from thidua.eligibility.queries.awards import columns
from thidua.eligibility.queries.records import Gathered, facts_for, person_key, unit_key
from thidua.eligibility.queries.tree import kept, lacking
from thidua.eligibility.subjects import facts_and_claims
from thidua.kit.errors import NotAllowed, WrongState
from thidua.law import LawError, RoundSubject, Verdict, assess_round, load_rulebook
from thidua.organisations.models import Body
from thidua.people.models import Person

BATCH = 400


@dataclass
class Screening:
    """What a screening did: subjects asked, answers that changed, counts by verdict."""

    people: int = 0
    units: int = 0
    changed: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def screen_round(*, round: Round, by: Any) -> Screening:
    """Ask the law about every person and collective of the department and store what changed.

    Only the officer, only while the round is open. Two screenings at once follow one another.
    """
    locked = lock_open(round, by=by, to_do="quét đợt xét")
    gathered, answers = _ask(locked)
    done = _store(locked, [*gathered.people, *gathered.units], answers, by=by)
    # Who is no longer considered (moved to another body, a unit closed) has no answer any more.
    done.changed += _retire_absent(locked, gathered)
    done.people, done.units = len(gathered.people), len(gathered.units)
    locked.screened_at = round.screened_at = timezone.now()
    locked.save(update_fields=["screened_at"])
    record(
        by=by,
        action="eligibility.screen_round",
        text=f"Quét đợt xét “{locked.name}”: {done.people} người, {done.units} tập thể",
        subject=locked,
        body=locked.department,
        detail={"changed": done.changed, "verdicts": done.verdicts},
    )
    return done


@transaction.atomic
def assess_one(
    *,
    round: Round,
    by: Any,
    person: Person | None = None,
    collective: Body | None = None,
) -> dict[str, Assessment]:
    """Ask again about one subject; returns the current answer per award.

    The collectives that count this person are asked again too. Refuses as `screen_round` does, and
    a subject of another department.
    """
    locked = lock_open(round, by=by, to_do="xét lại")
    subject_department = person.department_id if person else None
    if collective is not None:
        subject_department = collective.department.pk
    if subject_department != locked.department_id:
        raise NotAllowed("Người, tập thể này không thuộc cơ quan của đợt xét.")
    ask_again(locked, people=[person], units=[collective], by=by)
    current = Assessment.objects.filter(
        round=locked, person=person, collective=collective, is_current=True
    )
    return {answer.award_code: answer for answer in current}


def ask_again(
    locked: Round, *, people: Iterable[Person | None], units: Iterable[Body | None], by: Any
) -> Screening:
    """Ask about some subjects and the collectives they count in; the caller holds the round's lock.

    The whole round is computed, since a collective's answer counts all its members; only the rows
    of the subjects named, of their units and of the department are compared and written.
    """
    chosen = [p for p in people if p is not None]
    wanted = {person_key(p.pk) for p in chosen} | {unit_key(u.pk) for u in units if u is not None}
    if chosen:
        wanted |= {unit_key(p.unit_id) for p in chosen if p.unit_id}
        wanted.add(unit_key(locked.department_id))
    gathered, answers = _ask(locked)
    subjects = [s for s in (*gathered.people, *gathered.units) if s.key in wanted]
    done = _store(locked, subjects, answers, by=by)
    record(
        by=by,
        action="eligibility.assess",
        text=f"Xét lại {len(subjects)} người, tập thể trong đợt “{locked.name}”",
        subject=locked,
        body=locked.department,
        detail={"subjects": sorted(wanted), "changed": done.changed},
    )
    return done


def _ask(round_: Round) -> tuple[Gathered, Mapping[str, Mapping[str, Verdict]]]:
    gathered = facts_for(round_.department, year=round_.year, round=round_)
    try:
        answers = assess_round(
            load_rulebook(),
            gathered.people,
            gathered.units,
            year=round_.year,
            received_on=round_.received_on,
            scope=round_.department.rulebook_scope or None,
            awards=round_.awards or None,
        )
    except LawError as error:
        # A rulebook folder or the department's key is wrong: the sentence names file and remedy.
        raise WrongState(str(error)) from error
    return gathered, answers


def _store(
    round_: Round,
    subjects: list[RoundSubject],
    answers: Mapping[str, Mapping[str, Verdict]],
    *,
    by: Any,
) -> Screening:
    # An award that is not for this kind of recipient has no row, and no column.
    asked = {kind: {c.code for c in columns(round_, collective=kind == "u")} for kind in "pu"}
    standing = _standing(round_)
    kept_facts = _kept_facts(round_)
    done = Screening()
    now = timezone.now()
    fresh_facts: list[FactsSnapshot] = []
    fresh: list[Assessment] = []
    replaced: list[int] = []
    for subject in subjects:
        facts, claims = facts_and_claims(subject)
        digest = _digest({"facts": facts, "claims": claims})
        snapshot = kept_facts.get((subject.key, digest))
        for code, verdict in answers[subject.key].items():
            if code not in asked[subject.key[0]]:
                continue
            done.verdicts[verdict.value] = done.verdicts.get(verdict.value, 0) + 1
            answer = kept(verdict)
            fingerprint = _digest({"facts": digest, "answer": answer})
            old = standing.pop((subject.key, code), None)
            if old is not None and old[1] == fingerprint:
                continue
            if snapshot is None:
                snapshot = FactsSnapshot(
                    round=round_, **_owner(subject.key), facts=facts, claims=claims, digest=digest
                )
                fresh_facts.append(snapshot)
            if old is not None:
                replaced.append(old[0])
            fresh.append(
                _assessment(round_, subject.key, snapshot, verdict, answer, fingerprint, by, now)
            )
        # An award that the law of the day no longer speaks of has no current answer.
        gone = [key for key in standing if key[0] == subject.key]
        replaced.extend(standing.pop(key)[0] for key in gone)
    _retire(replaced)
    FactsSnapshot.objects.bulk_create(fresh_facts, batch_size=BATCH)
    for row in fresh:
        row.snapshot_id = row.snapshot.pk
    Assessment.objects.bulk_create(fresh, batch_size=BATCH)
    done.changed = len(fresh)
    return done


def _assessment(
    round_: Round,
    key: str,
    snapshot: FactsSnapshot,
    verdict: Verdict,
    answer: dict[str, Any],
    fingerprint: str,
    by: Any,
    now: dt.datetime,
) -> Assessment:
    by_last_text = verdict.provisional
    weighed = answer["provisional"] or answer
    return Assessment(
        round=round_,
        **_owner(key),
        snapshot=snapshot,
        award_code=verdict.award,
        verdict=verdict.value,
        provisional=by_last_text.value if by_last_text else "",
        unmet=lacking(weighed["reasons"]),
        to_confirm=answer["to_confirm"],
        reasons=verdict.short_reasons(),
        tree=answer,
        instruments=answer["instruments"],
        assessed_at=now,
        assessed_by=by,
        fingerprint=fingerprint,
    )


def _standing(round_: Round) -> dict[tuple[str, str], tuple[int, str]]:
    rows = Assessment.objects.filter(round=round_, is_current=True).values_list(
        "person_id", "collective_id", "award_code", "pk", "fingerprint"
    )
    return {(_key(p, c), code): (pk, fingerprint) for p, c, code, pk, fingerprint in rows}


def _kept_facts(round_: Round) -> dict[tuple[str, str], FactsSnapshot]:
    rows = FactsSnapshot.objects.filter(round=round_).only(
        "pk", "person_id", "collective_id", "digest"
    )
    return {(_key(row.person_id, row.collective_id), row.digest): row for row in rows}


def _key(person: int | None, collective: int | None) -> str:
    return person_key(person) if person else unit_key(collective or 0)


def _owner(key: str) -> dict[str, int]:
    return {"person_id" if key[0] == "p" else "collective_id": int(key[1:])}


def _retire(pks: list[int]) -> None:
    for start in range(0, len(pks), BATCH):
        Assessment.objects.filter(pk__in=pks[start : start + BATCH]).update(is_current=False)


def _retire_absent(round_: Round, gathered: Gathered) -> int:
    people = [int(s.key[1:]) for s in gathered.people]
    units = [int(s.key[1:]) for s in gathered.units]
    gone = Q(person__isnull=False) & ~Q(person__in=people)
    gone |= Q(collective__isnull=False) & ~Q(collective__in=units)
    return Assessment.objects.filter(gone, round=round_, is_current=True).update(is_current=False)


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
