"""Everything the program knows that speaks against a signature, on one page beside it.

Each finding is a sentence with a link to where it is put right. What stops the issue is told apart
from what somebody should have looked at; the latter is kept in the log with the signature.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from thidua.decisions.models import AmendedLine, Decision, DecisionAward
from thidua.decisions.queries.awardable import TITLE_KIND, award_info, decided_here
from thidua.decisions.queries.expectations import lost_grounds
from thidua.decisions.queries.lists import what_is_missing
from thidua.decisions.queries.rewards import rewards_of
from thidua.dossiers.models import Nominee
from thidua.dossiers.queries.missing import acceptable, reasons_text
from thidua.eligibility.models import Assessment
from thidua.eligibility.queries.quotas import LIMITED, quota
from thidua.kit.dates import dong, short_date
from thidua.kit.text import fold
from thidua.people.models import Discipline, PendingMatter
from thidua.register.models import Claim, RegisterEntry

Level = Literal["stop", "look", "note"]
ORDER: dict[str, int] = {"stop": 0, "look": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: how grave, under which heading, in a sentence, and where to go."""

    level: Level
    subject: str
    sentence: str
    link: str = ""


Source = Callable[[Decision, Sequence[DecisionAward]], Iterable[Finding]]
_SOURCES: list[Source] = []


def add_source(source: Source) -> Source:
    """An upper app (the fund) adds what it knows; called in its `apps.py`."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def checks(decision: Decision, awards: Sequence[DecisionAward]) -> list[Finding]:
    """What speaks against signing, the gravest first. A fixed number of queries, however long."""
    found = [Finding("stop", "Văn bản", f"Còn thiếu {what}.") for what in what_is_missing(decision)]
    if decision.kind == Decision.Kind.AWARD:
        found += _of_awards(decision, awards)
    else:
        found += _of_amendment(decision)
    for source in _SOURCES:
        found += source(decision, awards)
    return sorted(found, key=lambda one: (ORDER[one.level], one.subject))


def sentences(findings: Iterable[Finding]) -> list[str]:
    """What should have been looked at, as it is kept with the signature."""
    return [f"{one.subject}: {one.sentence}" for one in findings if one.level == "look"]


def _of_awards(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    if decision.state == Decision.State.ISSUED:
        return
    day = decision.decided_on or timezone.localdate()
    yield from _standing(awards, day)
    yield from _eligible(decision, awards)
    yield from _twice(decision, awards)
    yield from _quotas(decision, awards)
    yield from _titles(awards, day)
    yield from _holds(awards, day)
    yield from _claims(awards)
    yield from _spellings(decision, awards)
    yield from _money(decision, awards)


def _who(row: DecisionAward) -> str:
    return f"{row.recipient_name} ({row.award_name})"


def _page(row: DecisionAward) -> str:
    if row.nominee.person_id:
        return reverse("people:detail", args=[row.nominee.person_id])
    return reverse("organisations:detail", args=[row.nominee.collective_id])


def _standing(awards: Sequence[DecisionAward], day: dt.date) -> Iterator[Finding]:
    for row in awards:
        if row.nominee.state != Nominee.State.PASSED:
            yield Finding(
                "stop", "Kết quả hội đồng",
                f"{_who(row)} không còn ở tình trạng hội đồng thông qua.", _page(row),
            )  # fmt: skip
        if not decided_here(row.award_code, on=day):
            yield Finding(
                "stop", "Thẩm quyền", f"{_who(row)}: do cấp trên quyết định vào ngày này."
            )
    nominees = [row.nominee for row in awards]
    for sentence in lost_grounds(nominees, on=day).values():
        yield Finding("stop", "Điều kiện", sentence)


def _eligible(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    """The answer that counts now, and whether facts have changed since it was given."""
    people = {row.nominee.person_id for row in awards} - {None}
    bodies = {row.nominee.collective_id for row in awards} - {None}
    current = {
        (a.person_id, a.collective_id, a.award_code): a
        for a in Assessment.objects.filter(
            Q(person__in=people) | Q(collective__in=bodies),
            round=decision.round_id,
            is_current=True,
        ).defer("tree")
    }
    for row in awards:
        nominee = row.nominee
        key = (nominee.person_id, nominee.collective_id, nominee.award_code)
        answer = current.get(key) or nominee.assessment
        if not acceptable(answer):
            why = reasons_text(answer)
            yield Finding(
                "look", "Điều kiện",
                f"{_who(row)}: kết quả xét hiện nay chưa đủ điều kiện{': ' + why if why else ''}.",
                _page(row),
            )  # fmt: skip
        subject = nominee.person or nominee.collective
        changed = subject.changed_at if subject is not None else None
        if changed is not None and changed > answer.assessed_at:
            yield Finding(
                "look", "Điều kiện",
                f"{_who(row)}: hồ sơ đã đổi sau lần xét ngày "
                f"{short_date(timezone.localtime(answer.assessed_at))}. Xét lại trước khi ký.",
                _page(row),
            )  # fmt: skip
        if row.provisional:
            yield Finding(
                "note", "Điều kiện", f"{_who(row)}: kết quả xét tạm tính, văn bản chưa đủ toàn văn."
            )


def _twice(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    year = decision.period_to.year if decision.period_to else decision.round.year
    keys = [(row.nominee.person_id, row.nominee.collective_id, row.award_code) for row in awards]
    for key, n in Counter(keys).items():
        if n > 1:
            row = next(r for r, k in zip(awards, keys, strict=True) if k == key)
            yield Finding("stop", "Trùng", f"{_who(row)} có {n} dòng trong danh sách.")
    people = {key[0] for key in keys} - {None}
    bodies = {key[1] for key in keys} - {None}
    held = {
        (entry.person_id, entry.collective_id, entry.award_code): entry
        for entry in RegisterEntry.objects.filter(
            Q(person__in=people) | Q(collective__in=bodies),
            department=decision.department_id,
            state=RegisterEntry.State.VALID,
            year=year,
        )
    }
    for row, key in zip(awards, keys, strict=True):
        entry = held.get(key)
        if entry is not None:
            number = f" theo {entry.decision_number}" if entry.decision_number else ""
            yield Finding(
                "look", "Trùng",
                f"{_who(row)} đã có trong sổ khen thưởng cho năm {year}{number}.",
                reverse("register:detail", args=[entry.pk]),
            )  # fmt: skip
    names = Counter(
        (fold(row.recipient_name), row.award_code) for row in awards if not row.is_collective
    )
    for (name, code), n in names.items():
        different = {key[0] for row, key in zip(awards, keys, strict=True)
                     if (fold(row.recipient_name), row.award_code) == (name, code)}  # fmt: skip
        if n > 1 and len(different) > 1:
            row = next(r for r in awards if fold(r.recipient_name) == name)
            yield Finding(
                "note", "Trùng", f"{row.recipient_name}: {n} người cùng tên, kiểm tra đơn vị."
            )


def _quotas(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    for code in sorted({row.award_code for row in awards} & set(LIMITED)):
        places = quota(decision.round, code)
        if places is None:
            continue
        lines = DecisionAward.objects.filter(
            decision__round=decision.round_id, award_code=code, is_collective=False
        ).exclude(decision__state=Decision.State.DISCARDED)
        used = lines.filter(standing=DecisionAward.Standing.VALID).values("nominee__person")
        count = used.distinct().count()
        words = (
            f"{places.award.short_name}: {count} người trong các quyết định của đợt, chỉ tiêu "
            f"{places.limit} ({places.percent}% của {places.base})"
        )
        citation = f" ({places.citation.text})" if places.citation else ""
        if count > places.limit:
            yield Finding("look", "Chỉ tiêu", f"{words}{citation}; vượt {count - places.limit}.")
        else:
            yield Finding("note", "Chỉ tiêu", f"{words}{citation}.")


def _titles(awards: Sequence[DecisionAward], day: dt.date) -> Iterator[Finding]:
    held: dict[tuple[int | None, int | None], list[DecisionAward]] = {}
    for row in awards:
        if award_info(row.award_code, on=day).kind == TITLE_KIND:
            held.setdefault((row.nominee.person_id, row.nominee.collective_id), []).append(row)
    for rows in held.values():
        if len(rows) > 1:
            names = ", ".join(row.award_name for row in rows)
            yield Finding(
                "note", "Danh hiệu",
                f"{rows[0].recipient_name} có {len(rows)} danh hiệu cùng thời gian ({names}): chỉ "
                "chi mức thưởng cao nhất.",
            )  # fmt: skip


def _holds(awards: Sequence[DecisionAward], day: dt.date) -> Iterator[Finding]:
    people = {row.nominee.person_id: row for row in awards if row.nominee.person_id}
    running = Q(from_date=None) | Q(from_date__lte=day)
    running &= Q(to_date=None) | Q(to_date__gte=day)
    for pending in PendingMatter.objects.filter(running, person__in=people):
        row = people[pending.person_id]
        yield Finding(
            "look", "Tạm dừng",
            f"{row.recipient_name}: đang có {pending.get_kind_display().lower()} chưa kết luận.",
            _page(row),
        )  # fmt: skip
    for measure in Discipline.objects.filter(running, person__in=people):
        row = people[measure.person_id]
        yield Finding(
            "look", "Tạm dừng",
            f"{row.recipient_name}: đang trong thời gian kỷ luật "
            f"{measure.get_measure_display().lower()}.",
            _page(row),
        )  # fmt: skip


def _claims(awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    people = {row.nominee.person_id: row for row in awards if row.nominee.person_id}
    bodies = {row.nominee.collective_id: row for row in awards if row.nominee.collective_id}
    doubtful = Claim.objects.filter(
        Q(person__in=people) | Q(collective__in=bodies),
        status__in=[Claim.Status.NOT_IN_REGISTER, Claim.Status.CONTRADICTED, Claim.Status.ASKED],
    )
    for claim in doubtful:
        row = people.get(claim.person_id or 0) or bodies[claim.collective_id or 0]
        yield Finding(
            "look", "Kê khai",
            f"{row.recipient_name} kê khai {claim.award_name} "
            f"{claim.year or ''}: {claim.get_status_display().lower()}.".replace("  ", " "),
            reverse("register:claims"),
        )  # fmt: skip


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _differs(one: str, other: str) -> bool:
    """Same letters, other marks; capitals and names typed without any marks say nothing."""
    if fold(one) != fold(other) or one.casefold() == other.casefold():
        return False
    return fold(other) != other.casefold() and fold(one) != one.casefold()


def _spellings(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    """One person, two spellings: in the list, in the staff record, in the book of record."""
    people = {row.nominee.person_id for row in awards} - {None}
    written: dict[int, set[str]] = {}
    for holder, name in (
        RegisterEntry.objects.filter(department=decision.department_id, person__in=people)
        .order_by()
        .values_list("person_id", "recipient_name")
        .distinct()
    ):
        written.setdefault(holder or 0, set()).add(_plain(name))
    for row in awards:
        person = row.nominee.person
        here = _plain(row.recipient_name)
        recorded = _plain(str(row.nominee.name))
        if here != recorded:
            yield Finding(
                "look", "Họ tên",
                f"Danh sách ghi “{here}”, hồ sơ ghi “{recorded}”. Sửa cho thống nhất.", _page(row),
            )  # fmt: skip
        if person is None:
            continue
        for other in sorted(written.get(person.pk, ())):
            if not _differs(here, other):
                continue
            yield Finding(
                "look", "Họ tên",
                f"Danh sách ghi “{here}”, sổ khen thưởng có lần ghi “{other}”.", _page(row),
            )  # fmt: skip


def _money(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    given = rewards_of(decision, awards)
    total = sum(reward.amount or 0 for reward in given.values() if reward.paid)
    for row in awards:
        reward = given[row.pk]
        if reward.amount is None:
            yield Finding(
                "look", "Tiền thưởng", f"{_who(row)}: chưa tính được. {reward.reason}".strip()
            )
    yield Finding("note", "Tiền thưởng", f"Tổng tiền thưởng theo ngày này: {dong(total)}.")
    if total and not decision.fund:
        yield Finding("look", "Tiền thưởng", "Chưa ghi nguồn chi tiền thưởng.")


def _of_amendment(decision: Decision) -> Iterator[Finding]:
    if decision.state == Decision.State.ISSUED:
        return
    lines = AmendedLine.objects.filter(decision=decision).select_related("award")
    for line in lines:
        row = line.award
        if row.standing == DecisionAward.Standing.CANCELLED:
            yield Finding("stop", "Hiệu lực", f"{_who(row)} đã bị hủy bỏ bởi quyết định khác.")
        for name, (before, _) in line.changes.items():
            if getattr(row, name) != before:
                yield Finding(
                    "stop", "Đính chính", f"{_who(row)} đã được đính chính bởi quyết định khác."
                )
    if decision.kind == Decision.Kind.CANCELLATION:
        total = sum(line.amount_due for line in lines)
        yield Finding(
            "note", "Thu hồi", f"Hủy bỏ {len(lines)} trường hợp, thu hồi {dong(total)} tiền thưởng."
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one gravity under one heading: the first are shown, the others fold."""

    level: Level
    subject: str
    first: tuple[Finding, ...]
    others: tuple[Finding, ...]

    @property
    def count(self) -> int:
        return len(self.first) + len(self.others)


def grouped(findings: Sequence[Finding], *, shown: int = 5) -> list[Group]:
    """For the page: at most `shown` of each heading stand open."""
    groups: dict[tuple[Level, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.level, one.subject), []).append(one)
    return [
        Group(level, subject, tuple(found[:shown]), tuple(found[shown:]))
        for (level, subject), found in groups.items()
    ]


def counts(findings: Iterable[Finding]) -> dict[str, Any]:
    """How many of each level, for the tab and the button."""
    tally: Counter[str] = Counter(one.level for one in findings)
    return {level: tally.get(level, 0) for level in ORDER}
