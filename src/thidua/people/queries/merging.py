"""What two records say differently, who stands for a merged one, and merges made before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.people.models import DistinctPair, IdentityNumber, Person, PersonMerge, Rating

RATING = "rating-"
# Columns that are decided together, by the key under which they are asked.
GROUPS: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name", "folded_name", "sort_key"),
    "gender": ("gender",),
    "born": ("born_on", "born_year"),
    "ethnicity": ("ethnicity",),
    "party_member": ("party_member",),
    "place": ("unit_id", "position", "group"),
    "employment": ("employment",),
    "recruited_on": ("recruited_on",),
    "joined_on": ("joined_on",),
    "status": ("status", "left_on"),
    "note": ("note",),
}
_LABELS = {
    "full_name": "Họ và tên",
    "gender": "Giới tính",
    "born": "Ngày sinh",
    "ethnicity": "Dân tộc",
    "party_member": "Đảng viên",
    "place": "Đơn vị, chức vụ",
    "employment": "Loại lao động",
    "recruited_on": "Ngày tuyển dụng",
    "joined_on": "Ngày về cơ quan",
    "status": "Tình trạng",
    "note": "Ghi chú",
}


@dataclass(frozen=True)
class Difference:
    """One thing the two records do not say alike; `asked` when both say something."""

    key: str
    label: str
    kept: str
    gone: str
    asked: bool
    gone_says_more: bool = False

    @property
    def default(self) -> str:
        """Who says something, or says it more exactly, holds where the two do not contradict."""
        better = self.gone_says_more or (self.gone and not self.kept)
        return "absorbed" if better else "survivor"


def differences(kept: Person, gone: Person) -> list[Difference]:
    """Field by field, the number (never what it is), and ratings by year. Four queries."""
    found = []
    for key, columns in GROUPS.items():
        if all(getattr(kept, c) == getattr(gone, c) for c in columns):
            continue
        mine, theirs = _words(key, kept), _words(key, gone)
        more = _says_more(key, kept, gone)
        asked = bool(mine and theirs and more is None)
        found.append(Difference(key, _LABELS[key], mine, theirs, asked, more is gone))
    numbers = dict(
        IdentityNumber.objects.filter(person__in=[kept.pk, gone.pk]).values_list(
            "person_id", "digest"
        )
    )
    if gone.pk in numbers:
        both = kept.pk in numbers
        found.append(
            Difference(
                "identity_number",
                "Số định danh",
                "đã ghi số của hồ sơ này" if both else "",
                "đã ghi số của hồ sơ này",
                both,
            )
        )
    ratings: dict[int, dict[int, Rating]] = {}
    for rating in Rating.objects.filter(person__in=[kept.pk, gone.pk]).order_by("year"):
        ratings.setdefault(rating.year, {})[rating.person_id] = rating
    for year, pair in sorted(ratings.items()):
        if len(pair) == 2 and pair[kept.pk].grade != pair[gone.pk].grade:
            mine, theirs = (pair[one.pk].get_grade_display() for one in (kept, gone))
            found.append(Difference(f"{RATING}{year}", f"Xếp loại năm {year}", mine, theirs, True))
    return found


def _says_more(key: str, kept: Person, gone: Person) -> Person | None:
    """The record that says all the other says and more; None where they contradict."""
    pairs = [(getattr(kept, column), getattr(gone, column)) for column in GROUPS[key]]
    empty = (None, "")
    if all(one == other or other in empty for one, other in pairs):
        return kept
    if all(one == other or one in empty for one, other in pairs):
        return gone
    return None


def _words(key: str, person: Person) -> str:
    if key == "born":
        return f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or "")
    if key == "party_member":
        return {True: "Là đảng viên", False: "Không là đảng viên"}.get(person.party_member, "")  # type: ignore[arg-type]  # None is answered by the default
    if key == "place":
        parts = [person.position, person.unit.name if person.unit else ""]
        parts.append(person.get_group_display() if person.group else "")
        return ", ".join(part for part in parts if part)
    if key == "status":
        left = f" từ {person.left_on:%d/%m/%Y}" if person.left_on else ""
        return f"{person.get_status_display()}{left}"
    value = getattr(person, key)
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    shown = getattr(person, f"get_{key}_display", None)
    return str(shown() if shown and value else value or "")


def standing(person_id: int) -> int:
    """The key of the record that stands for this person, itself where it was never merged."""
    into = Person.everyone.filter(pk=person_id).values_list("merged_into_id", flat=True).first()
    return into or person_id


def standing_codes(department: Body) -> dict[str, Person]:
    """Staff codes of merged records, each with the record that stands for it now."""
    merged = Person.everyone.filter(department=department).exclude(merged_into=None)
    rows = [(code, into) for code, into in merged.values_list("code", "merged_into_id") if into]
    people = Person.objects.in_bulk([into for _, into in rows])
    return {code: people[into] for code, into in rows if into in people}


def merges_of(department: Body, text: str = "") -> QuerySet[PersonMerge]:
    """Merges of the department, the latest first, by name or code of either record."""
    found = PersonMerge.objects.filter(department=department).select_related(
        "survivor", "absorbed", "merged_by", "undone_by"
    )
    for word in fold(text).split():
        found = found.filter(
            Q(survivor__folded_name__contains=word)
            | Q(absorbed__folded_name__contains=word)
            | Q(survivor__code__istartswith=word)
            | Q(absorbed__code__istartswith=word)
        )
    return found


def counted(merge: PersonMerge) -> list[tuple[str, int]]:
    """How many rows of each kind went over, in words, the most first."""
    rows: Any = (
        merge.changes.filter(field="person")
        .values_list("model")
        .annotate(n=Count("pk"))
        .order_by("-n", "model")
    )
    return [(_said(apps.get_model(label)), n) for label, n in rows]


def pairs_apart(department: Body, text: str = "") -> QuerySet[DistinctPair]:
    """Pairs found to be two persons, the latest first, by name of either."""
    found = DistinctPair.objects.filter(
        first__department=department, first__merged_into=None, second__merged_into=None
    ).select_related("first__unit", "second__unit", "decided_by")
    for word in fold(text).split():
        found = found.filter(
            Q(first__folded_name__contains=word) | Q(second__folded_name__contains=word)
        )
    return found.order_by("-decided_at", "-pk")


def owned_by(kept: Person, gone: Person) -> list[tuple[str, int, int]]:
    """How many rows of each kind point to either record; kinds that neither has are left out."""
    found = []
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.label_lower in _APART or relation.field.name != "person":
            continue
        counts = dict(
            model._base_manager.filter(person__in=[kept.pk, gone.pk])
            .values_list("person_id")
            .annotate(n=Count("pk"))
        )
        if counts:
            name = _said(model)
            found.append((name, counts.get(kept.pk, 0), counts.get(gone.pk, 0)))
    return sorted(found, key=lambda row: (-row[2], row[0]))


_APART = {"people.identitynumber", "eligibility.factssnapshot"}


def _said(model: Any) -> str:
    """What rows of a table are called on a page."""
    return ROWS.get(model._meta.label_lower, str(model._meta.verbose_name))


# Tables of this app and of those above it, in the words of the screen.
ROWS = {
    "people.identitynumber": "Số định danh",
    "people.post": "Chức vụ, đơn vị",
    "people.rating": "Xếp loại hằng năm",
    "people.discipline": "Kỷ luật",
    "people.leave": "Nghỉ, đi học",
    "people.pendingmatter": "Vụ việc đang xem xét",
    "people.departure": "Chuyển công tác, nghỉ hưu, thôi việc",
    "people.correction": "Đề nghị sửa hồ sơ",
    "register.registerentry": "Dòng trong sổ khen thưởng",
    "register.registerextract": "Bản trích sao sổ khen thưởng",
    "register.claim": "Thành tích kê khai",
    "movements.registration": "Đăng ký thi đua",
    "movements.registrationsheet": "Phiếu đăng ký thi đua",
    "targets.target": "Chỉ tiêu được giao",
    "initiatives.initiative": "Sáng kiến, đề tài",
    "eligibility.assessment": "Kết quả xét điều kiện",
    "eligibility.factssnapshot": "Dữ liệu đã dùng khi xét",
    "eligibility.finding": "Kết luận điều kiện",
    "dossiers.nominee": "Đề nghị khen thưởng",
    "councils.member": "Tham gia hội đồng",
    "exchange.importrow": "Dòng đã nhập",
    "accounts.user": "Tài khoản",
    "people.personmerge": "Lần gộp hồ sơ",
    "people.distinctpair": "Cặp hai người khác nhau",
    "people.person": "Hồ sơ đã gộp vào",
}


# Facts of this app that go with the person, and rows of imports that only name one.
_OWN = {
    "people.identitynumber", "people.post", "people.rating", "people.discipline", "people.leave",
    "people.pendingmatter", "people.departure", "exchange.importrow",
}  # fmt: skip


def resting_on(people: Sequence[int]) -> dict[int, list[str]]:
    """What would be lost with each person: rows that other apps, accounts and merges keep."""
    found: dict[int, list[str]] = {}
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.label_lower in _OWN:
            continue
        name = relation.field.name
        keys = model._base_manager.filter(**{f"{name}__in": people}).values_list(name, flat=True)
        for key in set(keys):
            found.setdefault(key, []).append(_said(model))
    return found
