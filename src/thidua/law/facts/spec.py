"""The shape of a facts file, said once: for reading, writing and the JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from thidua.law.facts import model as m
from thidua.law.facts import words as w

FORMAT = "thidua-facts/1"


@dataclass(frozen=True, slots=True)
class Field:
    """`type` is str, int, bool, date, year, award, counts, ranges; `words` closes the list."""

    type: str
    words: Iterable[str] | None = None
    required: bool = False
    nullable: bool = False
    of: Any = None
    many: bool = False
    bare: str | None = None
    null_word: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    make: Any
    fields: dict[str, Field] = field(default_factory=dict)


def _words(source: dict[str, str], **rest: Any) -> Field:
    return Field("str", words=tuple(source), **rest)


def _many(shape: Shape, **rest: Any) -> Field:
    return Field("object", of=shape, many=True, **rest)


PERIOD = Shape(m.Period, {"from": Field("date", required=True), "to": Field("date", required=True)})
USED_FOR = Shape(
    m.UsedFor, {"award": Field("award", required=True), "year": Field("year", required=True)}
)
SUBJECT = Shape(
    m.Subject,
    {
        "kind": _words(w.SUBJECT_KINDS, required=True),
        "name": Field("str"),
        "gender": _words(w.GENDERS, nullable=True),
        "born": Field("date", nullable=True),
        "died": Field("date", nullable=True),
        "group": _words(w.GROUPS, nullable=True),
        "force": _words(w.FORCES),
    },
)
POST = Shape(
    m.Post,
    {
        "title": Field("str", required=True),
        "level": Field("str", nullable=True),
        "from": Field("date", required=True),
        "to": Field("date", nullable=True),
    },
)
LEAVE = Shape(
    m.Leave,
    {
        "kind": _words(w.LEAVE_KINDS, required=True),
        "from": Field("date", required=True),
        "to": Field("date", nullable=True),
    },
)
STUDY = Shape(
    m.Study,
    {
        "from": Field("date", required=True),
        "to": Field("date", nullable=True),
        "result": _words(w.STUDY_RESULTS, nullable=True),
    },
)
SERVICE = Shape(
    m.Service,
    {
        "recruited_on": Field("date", nullable=True),
        "enlisted_on": Field("date", nullable=True),
        "discharged_on": Field("date", nullable=True),
        "employment": _words(w.EMPLOYMENTS, nullable=True),
        "posts": _many(POST),
        "leave": _many(LEAVE),
        "study": _many(STUDY),
    },
)
REGISTRATION = Shape(
    m.Registration, {"year": Field("year", required=True), "award": Field("award", required=True)}
)
RATING = Shape(
    m.Rating, {"year": Field("year", required=True), "grade": _words(w.GRADES, required=True)}
)
INITIATIVE = Shape(
    m.Initiative,
    {
        "year": Field("year", required=True),
        "level": _words(w.LEVELS, required=True),
        "kind": _words(w.INITIATIVE_KINDS),
        "recognised_on": Field("date", nullable=True),
        "decision": Field("str", nullable=True),
        "used_for": _many(USED_FOR),
    },
)
DISCIPLINE = Shape(
    m.Discipline,
    {
        "measure": _words(w.MEASURES, required=True),
        "from": Field("date", required=True),
        "to": Field("date", nullable=True),
    },
)
AWARD = Shape(
    m.AwardHeld,
    {
        "code": Field("award", required=True),
        "year": Field("year", required=True),
        "decision": Field("str", nullable=True),
        "decided_on": Field("date", nullable=True),
        "authority": Field("str", nullable=True),
        "period": Field("object", of=PERIOD, nullable=True),
        "merit": _words(w.MERITS, nullable=True),
    },
)
RANK = Shape(
    m.Rank,
    {
        "rank": Field("int", required=True),
        "of": Field("int", nullable=True),
        "organised_by": Field("str", nullable=True),
        "level": _words(w.CLUSTER_LEVELS, nullable=True),
    },
)
COLLECTIVE = Shape(
    m.Collective,
    {
        "members": Field("int", nullable=True),
        "members_completing": Field("int", nullable=True),
        "members_with": Field("counts", nullable=True),
        "worst_discipline": Field(
            "str", words=("khong", *w.MEASURES), nullable=True, null_word="khong"
        ),
        "rank_in_cluster": Field("object", of=RANK, nullable=True),
        "founded_on": Field("date", nullable=True),
        "completing_undecided": Field("int"),
        "members_undecided": Field("counts"),
        "projected": Field("str", many=True),
    },
)
PENDING = Shape(
    m.Pending,
    {
        "kind": _words(w.PENDING_KINDS, required=True),
        "from": Field("date", nullable=True),
        "to": Field("date", nullable=True),
    },
)
FINDING = Shape(
    m.Finding,
    {
        "about": Field("str", required=True),
        "holds": Field("bool", required=True),
        "by": Field("str", nullable=True),
        "decided_on": Field("date", nullable=True),
        "award": Field("award", nullable=True),
        "year": Field("year", nullable=True),
        "evidence": Field("str", nullable=True),
    },
)
FACTS = Shape(
    m.Facts,
    {
        "subject": Field("object", of=SUBJECT, required=True),
        "service": Field("object", of=SERVICE, nullable=True),
        "registrations": _many(REGISTRATION),
        "ratings": _many(RATING),
        "initiatives": _many(INITIATIVE),
        "disciplines": _many(DISCIPLINE),
        "awards": _many(AWARD),
        "collective": Field("object", of=COLLECTIVE, nullable=True),
        "pending": _many(PENDING, bare="kind"),
        "findings": _many(FINDING),
        "complete": Field("ranges"),
    },
)
