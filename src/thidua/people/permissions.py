"""Who may keep records of persons, and who may see the parts that are not for everyone."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role, scope_of
from thidua.people.models import Person
from thidua.people.queries.scope import own_person_id


def check_may_keep_people(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="cập nhật hồ sơ cán bộ")


def may_keep_people(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_reveal_identity(by: Any, *, person: Person) -> None:
    """Only the officer, and every look is logged."""
    check_role(by, Role.OFFICER, department=person.department, to_do="xem số định danh")


def may_reveal_identity(by: Any, *, person: Person) -> bool:
    return has_role(by, Role.OFFICER, department=person.department)


def may_see_private_facts(by: Any, *, person: Person) -> bool:
    """Discipline, leave, pending matters, birth date: the officer, the director, the person.

    The head of the unit sees them too, because a proposal must be made knowing them.
    """
    scope = scope_of(by)
    if scope.covers(person.department):
        if scope.has(Role.OFFICER, Role.DIRECTOR):
            return True
        if person.unit_id in scope.unit_ids:
            return True
    return own_person_id(by) == person.pk


def check_may_merge_people(by: Any, *, department: Body) -> None:
    """The officer of the department: a merge may join the facts of two persons."""
    check_role(by, Role.OFFICER, department=department, to_do="gộp, tách hồ sơ cán bộ")


def may_merge_people(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_ask_correction(by: Any, *, person: Person) -> None:
    """Everybody for the own record, nobody for another's."""
    if own_person_id(by) != person.pk:
        raise NotAllowed("Chỉ đề nghị sửa hồ sơ của chính mình.")


def check_may_decide_corrections(by: Any, *, person: Person) -> None:
    """The officer of the department, but not about the own record."""
    check_role(by, Role.OFFICER, department=person.department, to_do="giải quyết đề nghị sửa hồ sơ")
    if own_person_id(by) == person.pk:
        raise NotAllowed("Đề nghị của chính mình do chuyên viên khác giải quyết.")


def may_decide_corrections(by: Any, *, person: Person) -> bool:
    return (
        has_role(by, Role.OFFICER, department=person.department) and own_person_id(by) != person.pk
    )


def check_may_see_ratings(by: Any) -> None:
    """Those who work on the whole department, and heads for their own units."""
    scope = scope_of(by)
    if scope.department is None or not (scope.whole_department or scope.unit_ids):
        raise NotAllowed(
            "Trang này dành cho chuyên viên, thư ký, lãnh đạo cơ quan và trưởng đơn vị."
        )
