"""The whole record of one person: years side by side, awards worn, claims, private facts.

Awards, claims, initiatives and registrations belong to apps above this one; they are read through
the relations that those apps declared on Person. Twelve queries whatever the number of years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import F
from django.utils import timezone

from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.law.index import award_index
from thidua.people.models import Grade, Person, Post

YEARS = 10
_TITLE = "danh_hieu_thi_dua"
_KIND_WORDS = {
    _TITLE: "danh hiệu thi đua",
    "giay_khen": "giấy khen",
    "bang_khen": "bằng khen",
    "huan_chuong": "huân chương",
    "huy_chuong": "huy chương",
    "danh_hieu_vinh_du": "danh hiệu vinh dự",
    "giai_thuong": "giải thưởng",
    "ky_niem_chuong": "kỷ niệm chương",
}
_SHORT_GRADES = {
    Grade.EXCELLENT: "Xuất sắc",
    Grade.GOOD: "Tốt",
    Grade.DONE: "Hoàn thành",
    Grade.NOT_DONE: "Không hoàn thành",
}


@dataclass(frozen=True)
class Face:
    """How an award is shown in little room, and where it stands among others."""

    code: str
    short: str
    kind: str
    order: tuple[int, int]


@dataclass
class YearCell:
    """What one year holds."""

    year: int
    is_present: bool
    grade: str = ""
    excellent: bool = False
    titles: list[Face] = field(default_factory=list)
    forms: list[Face] = field(default_factory=list)
    initiatives: list[str] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)


@dataclass
class Record:
    """Everything the page of a person shows."""

    person: Person
    years: list[YearCell]
    awards: list[Any]
    rack: list[tuple[Face, int]]
    summary: str
    claims: list[Any]
    initiatives: list[Any]
    nominations: list[tuple[Face, Any]]
    posts: list[Any]
    departures: list[Any]
    disciplines: list[Any]
    leaves: list[Any]
    pending: list[Any]
    ratings: list[Any]
    registrations: list[tuple[Face, Any]]
    has_identity: bool

    @property
    def unrated(self) -> list[int]:
        """Years of the table since recruitment that have no rating, latest first."""
        known = {rating.year for rating in self.ratings}
        begun = self.person.recruited_on or self.person.joined_on
        first = begun.year if begun else 0
        return [c.year for c in reversed(self.years) if c.year >= first and c.year not in known]


def face_of(code: str, name: str) -> Face:
    """Short name, kind and rank of an award by the rulebook; an unknown one keeps its name."""
    try:
        info = load_rulebook().info(code)
    except LawError:
        return Face(code, name, "", (0, 0))
    return Face(info.code, info.short_name, info.kind, (info.rank, _places()[info.code]))


@cache
def _places() -> dict[str, int]:
    return {code: number for number, code in enumerate(award_index())}


def record_of(person: Person, *, private: bool) -> Record:
    """The record; `private` adds discipline, leave and pending matters."""
    relations: Any = person
    awards = list(
        relations.awards.filter(match="matched").order_by("-year", "-decided_on", "-sequence")
    )
    valid = [a for a in awards if a.state == "valid"]
    faces = {a.pk: face_of(a.award_code, a.award_name) for a in awards}
    initiatives = list(relations.initiatives.all())
    nominations = relations.nominations.exclude(state="withdrawn").select_related("dossier")
    nominations = nominations.order_by("-dossier__created_at", "pk")
    counted = Counter(faces[a.pk] for a in valid)
    ratings = list(person.ratings.order_by("-year"))
    registrations = list(relations.registrations.order_by("-year", "award_code"))
    return Record(
        person=person,
        years=_years(ratings, registrations, valid, faces, initiatives),
        awards=awards,
        rack=sorted(counted.items(), key=lambda pair: pair[0].order, reverse=True),
        summary=_summary(counted),
        claims=list(relations.claims.exclude(status="confirmed").order_by("-year", "pk")),
        initiatives=initiatives,
        nominations=[(face_of(n.award_code, n.award_code), n) for n in nominations],
        posts=posts_of(person),
        departures=list(person.departures.order_by("-from_date", "-pk")),
        disciplines=list(person.disciplines.order_by("-from_date")) if private else [],
        leaves=list(person.leaves.order_by("-from_date")) if private else [],
        pending=list(person.pending_matters.order_by("-from_date")) if private else [],
        ratings=ratings,
        registrations=[(face_of(r.award_code, r.award_code), r) for r in registrations],
        has_identity=hasattr(person, "identity"),
    )


def posts_of(person: Person) -> list[Post]:
    """Posts of a person: those still held first, then the latest; both databases alike."""
    rows = person.posts.select_related("unit")
    ordered = rows.order_by(
        F("to_date").desc(nulls_first=True), F("from_date").desc(nulls_last=True), "-pk"
    )
    return list(ordered)


def _years(
    ratings: list[Any],
    registrations: list[Any],
    valid: list[Any],
    faces: dict[int, Face],
    initiatives: list[Any],
) -> list[YearCell]:
    grades = {rating.year: rating.grade for rating in ratings}
    present = timezone.localdate().year
    cells = {y: YearCell(y, y == present) for y in range(present - YEARS + 1, present + 1)}
    for year, cell in cells.items():
        grade = grades.get(year)
        if grade:
            cell.grade, cell.excellent = _SHORT_GRADES[Grade(grade)], grade == Grade.EXCELLENT
    for award in valid:
        if award.year in cells:
            face = faces[award.pk]
            shelf = cells[award.year].titles if face.kind == _TITLE else cells[award.year].forms
            shelf.append(face)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for item in initiatives:
        label = "chờ công nhận" if item.state != "recognised" else item.get_level_display().lower()
        found[item.year][label] += 1
    for year, labels in found.items():
        if year in cells:
            cells[year].initiatives = [f"{n} {label}" for label, n in labels.items()]
    for one in registrations:
        if one.year == present:
            cells[present].registered.append(face_of(one.award_code, one.award_code).short)
    return list(cells.values())


def _summary(counted: Counter[Face]) -> str:
    """ "1 bằng khen, 2 giấy khen, 8 danh hiệu thi đua"; empty when nothing is held."""
    kinds: Counter[str] = Counter()
    for face, number in counted.items():
        kinds[face.kind] += number
    ordered = sorted(kinds, key=lambda kind: kind == _TITLE)
    return ", ".join(f"{kinds[k]} {_KIND_WORDS.get(k, 'hình thức khác')}" for k in ordered)
