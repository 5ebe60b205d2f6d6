"""What every event of bodies shares: basis, lock, checks, the record, a tree that stays sound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.events import bodies_replaced
from thidua.kit.text import fold, squeeze
from thidua.organisations.actions.units import free_code, not_future
from thidua.organisations.levels import last_day_of
from thidua.organisations.models import NOT_UNITS, Body, BodyEvent, EventPart, Placement
from thidua.organisations.permissions import check_may_reorganise
from thidua.organisations.queries import DEPTH, Fault, Forest
from thidua.organisations.queries.matters import open_matters

ONE_DAY = dt.timedelta(days=1)
Role = EventPart.Role


@dataclass(frozen=True)
class Basis:
    """The document that an event rests on; `key`, citation and confidence for the catalogue."""

    number: str
    issuer: str = ""
    signed_on: dt.date | None = None
    citation: str = ""
    confidence: str = ""
    key: str = ""


@dataclass(frozen=True)
class Formed:
    """A body that an event forms."""

    name: str
    kind: str
    short_name: str = ""
    code: str = ""
    level: str = ""
    in_catalogue: bool = False


class Reorganising:
    """One event while it is written, inside the transaction of its action.

    Reorganisations wait for each other: a circle can only be seen in the whole tree. `changed` are
    the bodies that become something else or end; their last change must lie before the day.
    `under` only serves as a parent.
    """

    def __init__(
        self,
        kind: str,
        *,
        effective_on: dt.date,
        basis: Basis,
        by: Any,
        changed: Sequence[Body],
        others: Sequence[Body] = (),
        under: Body | None = None,
        function: str = "",
    ) -> None:
        self.day, self.by = effective_on, by
        check_may_reorganise(by, bodies=[*changed, *others])
        concerned = [*changed, *others, *([under] if under is not None else [])]
        lock(concerned)
        basis = _checked(basis, by)
        not_future(effective_on, "Ngày có hiệu lực", "effective_on")
        self.forest = Forest.read()
        self.faults = set(self.forest.faults())
        for body in concerned:
            self._check_alive(body)
        for body in changed:
            self._check_after_last_change(body)
        self.event = BodyEvent.objects.create(
            kind=kind,
            effective_on=effective_on,
            document_number=basis.number,
            document_issuer=basis.issuer,
            document_date=basis.signed_on,
            citation=basis.citation,
            confidence=basis.confidence,
            catalogue_key=basis.key,
            function=squeeze(function),
            recorded_by=by,
        )
        self.told: list[str] = []
        self.touched: set[int] = set()
        self.replaced: list[tuple[Body, Body]] = []

    # What may happen to a body -------------------------------------------------------------

    def part(self, body: Body, role: str, *, people_to: Body | None = None) -> None:
        """Note the part that `body` plays, under its name of the time."""
        EventPart.objects.create(
            event=self.event, body=body, role=role, name=body.name, people_to=people_to
        )
        self.touched.add(body.pk)

    def end(self, body: Body, *, successor: Body | None = None) -> None:
        """The body is there until the day before; its people follow to `successor`."""
        matters = open_matters(body)
        if matters.dossiers or matters.rounds:
            what = (
                f"{matters.dossiers} hồ sơ đề nghị đang xử lý"
                if matters.dossiers
                else f"{matters.rounds} đợt xét đang mở"
            )
            raise WrongState(
                f"{body.name} còn {what}. Xử lý xong, rút hồ sơ hoặc đóng đợt xét trước, rồi mới "
                "kết thúc đơn vị."
            )
        if matters.people and successor is None:
            raise WrongState(
                f"{body.name} còn {matters.people} người đang làm việc. Chọn đơn vị tiếp nhận "
                "người, hoặc ghi việc chuyển đơn vị, nghỉ của từng người trước.",
                field="people_to",
            )
        later = body.event_parts.filter(
            event__undone_at=None, event__effective_on__gt=self.day
        ).first()
        if later is not None:
            raise WrongState(
                f"{body.name} còn tham gia việc “{later.event}”. Ngày kết thúc không thể trước "
                "ngày đó.",
                field="effective_on",
            )
        body.closed_on = self.day - ONE_DAY
        body.changed_at = timezone.now()
        body.save(update_fields=["closed_on", "changed_at"])
        self.part(body, Role.ENDED, people_to=successor)
        self.told.append(f"{body.name} kết thúc hoạt động, ngày cuối {body.closed_on:%d/%m/%Y}.")
        if successor is not None:
            self.replaced.append((body, successor))
            if matters.people:
                self.told.append(
                    f"{matters.people} người đang làm việc ở {body.name} chuyển về "
                    f"{successor.name} từ {self.day:%d/%m/%Y}; chức vụ cũ được giữ đến ngày cuối."
                )
        if matters.roles:
            self.told.append(
                f"{matters.roles} vai trò đã giao tại {body.name} cần được quản trị giao lại."
            )

    def form(self, formed: Formed, *, parent: Body | None, like: Body) -> Body:
        """A body that begins on the day, under `parent`; order, place and level as `like`."""
        name = squeeze(formed.name)
        if not name:
            raise WrongState("Ghi tên đơn vị mới.", field="name")
        level = formed.level or like.level
        if formed.kind not in Body.Kind.values:
            raise WrongState(f"Loại đơn vị “{formed.kind}” không có trong danh mục.", field="kind")
        self.check_level(level)
        self.check_name(name, parent)
        if formed.code and Body.objects.filter(code=formed.code).exists():
            raise WrongState(f"Mã đơn vị “{formed.code}” đã dùng. Chọn mã khác.", field="code")
        body = Body.objects.create(
            parent=parent,
            name=name,
            folded_name=fold(name),
            short_name=squeeze(formed.short_name),
            kind=formed.kind,
            level=level,
            code=formed.code or free_code(name),
            order=like.order,
            place=like.place,
            founded_on=self.day,
            in_catalogue=formed.in_catalogue,
            changed_at=timezone.now(),
        )
        Placement.objects.create(
            body=body, parent=parent, kind=formed.kind, level=level, event=self.event
        )
        self.part(body, Role.FORMED)
        where = f", thuộc {parent.name}" if parent is not None else ""
        self.told.append(f"{name} được thành lập từ {self.day:%d/%m/%Y}{where}.")
        return body

    def place(self, body: Body, *, parent: Body | None, kind: str = "", level: str = "") -> None:
        """From the day on `body` stands there; the former place stays on record."""
        if not body.placements.exists():
            Placement.objects.create(
                body=body, parent=body.parent, kind=body.kind, level=body.level
            )
        kind, level = kind or body.kind, level or body.level
        if parent != body.parent:
            self.check_name(body.name, parent, but=body)
        Placement.objects.create(
            body=body, parent=parent, kind=kind, level=level, valid_from=self.day, event=self.event
        )
        body.parent, body.kind, body.level = parent, kind, level
        body.changed_at = timezone.now()
        body.save(update_fields=["parent", "kind", "level", "changed_at"])
        self.touched.add(body.pk)

    def carry_units(
        self, ending: Body, successor: Body | None, *, only: Iterable[int] = ()
    ) -> None:
        """Units below an ending body follow to `successor`; without one they must go before."""
        wanted = set(only)
        below = [
            pk for pk in self.forest.held_under(ending.pk, self.day) if not wanted or pk in wanted
        ]
        units = Body.objects.in_bulk(below)
        if below and successor is None:
            names = ", ".join(units[pk].name for pk in below[:3])
            raise WrongState(
                f"{ending.name} còn {len(below)} đơn vị trực thuộc ({names}). Chuyển các đơn vị đó "
                "sang cơ quan khác hoặc kết thúc trước."
            )
        for pk in dict.fromkeys(below):
            unit = units[pk]
            self._check_after_last_change(unit)
            self.place(unit, parent=successor)
            self.told.append(f"{unit.name} chuyển về {successor.name if successor else ''}.")

    # Checks ---------------------------------------------------------------------------------

    def check_name(self, name: str, parent: Body | None, but: Body | None = None) -> None:
        """No two standing bodies under one parent bear one name."""
        if parent is None:
            return
        others = Body.objects.filter(parent=parent, closed_on=None, folded_name=fold(name))
        if but is not None:
            others = others.exclude(pk=but.pk)
        if others.exists():
            raise WrongState(
                f"{parent.name} đã có đơn vị mang tên “{name}”. Chọn tên khác, hoặc đổi tên đơn vị "
                "đó trước.",
                field="name",
            )

    def check_level(self, level: str) -> None:
        """The level must exist on the day."""
        if level not in Body.Level.values:
            raise WrongState(f"Cấp “{level}” không có trong danh mục.", field="level")
        last = last_day_of(level)
        if last is not None and self.day > last:
            raise WrongState(
                f"{Body.Level(level).label} không còn từ {last + ONE_DAY:%d/%m/%Y}. Chọn cấp khác.",
                field="level",
            )

    def _check_alive(self, body: Body) -> None:
        if body.closed_on is not None:
            raise WrongState(
                f"{body.name} đã kết thúc hoạt động ngày {body.closed_on:%d/%m/%Y}. Chọn đơn vị "
                "đang hoạt động."
            )
        if body.founded_on is not None and self.day < body.founded_on:
            raise WrongState(
                f"{body.name} thành lập ngày {body.founded_on:%d/%m/%Y}; ngày có hiệu lực phải sau "
                "ngày đó.",
                field="effective_on",
            )

    def _check_after_last_change(self, body: Body) -> None:
        last = max(
            (
                day
                for day in (
                    body.founded_on,
                    *body.placements.values_list("valid_from", flat=True),
                    *(
                        until + ONE_DAY
                        for until in body.names.exclude(event=None).values_list(
                            "valid_to", flat=True
                        )
                        if until
                    ),
                )
                if day
            ),
            default=None,
        )
        if last is not None and self.day <= last:
            raise WrongState(
                f"Thay đổi gần nhất của {body.name} có hiệu lực từ {last:%d/%m/%Y}; ngày có hiệu "
                "lực phải sau ngày đó.",
                field="effective_on",
            )

    # The end --------------------------------------------------------------------------------

    def finish(self, text: str) -> BodyEvent:
        """Move the people, look at the whole tree again, write the log."""
        check_sound(self.faults)
        if self.replaced:
            bodies_replaced.send(replaced=self.replaced, day=self.day, by=self.by)
            for body, _ in self.replaced:
                if left := open_matters(body).people:
                    raise WrongState(
                        f"{body.name} còn {left} người đang làm việc. Ghi việc chuyển đơn vị hoặc "
                        "nghỉ của từng người trước.",
                    )
        Body.objects.filter(pk__in=self.touched).update(changed_at=timezone.now())
        self.event.told = tuple(self.told)
        first = next(part.body for part in self.event.parts.all() if part.body is not None)
        record(
            by=self.by,
            action="organisations.reorganise",
            text=text,
            subject=self.event,
            body=first.department,
            detail={
                "kind": self.event.kind,
                "effective_on": str(self.day),
                "basis": f"{self.event.document_number} {self.event.document_issuer}".strip(),
                "told": list(self.told),
            },
        )
        return self.event


def lock(bodies: Sequence[Body]) -> None:
    """One reorganisation at a time, and nobody joins these bodies meanwhile; then read anew."""
    Body.objects.select_for_update(no_key=True).order_by("pk").first()
    wanted = {body.pk for body in bodies}
    list(Body.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    for body in bodies:
        body.refresh_from_db()


def _checked(basis: Basis, by: Any) -> Basis:
    basis = replace(basis, number=squeeze(basis.number), issuer=squeeze(basis.issuer))
    if not basis.number:
        raise WrongState("Ghi số, ký hiệu văn bản làm căn cứ.", field="document_number")
    if by is not None and not basis.issuer:
        raise WrongState("Ghi cơ quan ban hành văn bản.", field="document_issuer")
    if by is not None and basis.signed_on is None:
        raise WrongState("Ghi ngày ban hành văn bản.", field="document_date")
    if basis.signed_on is not None:
        not_future(basis.signed_on, "Ngày văn bản", "document_date")
    return basis


def check_sound(known: set[Fault]) -> Forest:
    """Refuse what leaves the tree with a circle, a gap or too deep, on whichever day."""
    forest = Forest.read()
    new = [fault for fault in forest.faults() if fault not in known]
    if new:
        raise WrongState(_sentence(new[0], forest), field="parent")
    today = timezone.localdate()
    for pk, life in forest.lives.items():
        stand = life.on(today)
        if stand is not None and _units_above(forest, pk, today) > DEPTH:
            raise WrongState(
                f"{life.name} sẽ ở dưới cơ quan quá {DEPTH} cấp. Chọn cơ quan quản lý cao hơn.",
                field="parent",
            )
    return forest


def _units_above(forest: Forest, body: int, day: dt.date) -> int:
    count = 0
    for pk in forest.chain(body, day) or []:
        stand = forest.lives[pk].on(day)
        if stand is None or stand.kind in NOT_UNITS:
            break
        count += 1
    return count


def _sentence(fault: Fault, forest: Forest) -> str:
    name = forest.lives[fault.body].name
    above = forest.lives[fault.parent].name if fault.parent is not None else ""
    day = f"{fault.day:%d/%m/%Y}" if fault.day else "ngày đầu"
    if fault.kind == "cycle":
        return (
            f"Từ {day}, {name} sẽ nằm dưới chính đơn vị trực thuộc của mình. Chọn cơ quan quản lý "
            "khác."
        )
    if fault.kind == "parent_gone":
        return (
            f"Từ {day}, {above} không còn hoạt động mà {name} vẫn thuộc đó. Chuyển {name} sang cơ "
            "quan khác hoặc kết thúc trước."
        )
    return f"{above} chưa có vào {day} mà {name} đã thuộc đó. Kiểm tra lại ngày."
