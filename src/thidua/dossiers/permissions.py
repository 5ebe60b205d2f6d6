"""Who may make, change, move and see a dossier; each check raises a sentence, its pair answers."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.queries import scope_of
from thidua.dossiers.models import Dossier, DossierDocument
from thidua.dossiers.queries.lists import papers_open_to, visible_to
from thidua.dossiers.states import APPRAISED, BY_VERB, EDITABLE, answer
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import Body


def roles_on(user: Any, *, department_id: int, unit_id: int) -> frozenset[str]:
    """Roles of `user` that count for a dossier of this unit; a head counts for own units only."""
    scope = scope_of(user)
    if scope.department is None or scope.department.pk != department_id:
        return frozenset()
    roles = set(scope.roles)
    if unit_id not in scope.unit_ids:
        roles.discard(Role.HEAD_OF_UNIT)
    return frozenset(roles)


def is_own(dossier: Dossier) -> bool:
    """The department's own dossier, not one of its units'."""
    return dossier.unit_id == dossier.department_id


def reason_not(user: Any, verb: str, dossier: Dossier) -> str:
    """Why `user` may not take the step now; empty when the step is open."""
    roles = roles_on(user, department_id=dossier.department_id, unit_id=dossier.unit_id)
    sentence = answer(verb, dossier.state, roles, own=is_own(dossier))
    if not sentence and verb == "accept" and dossier.submitted_by_id == user.pk:
        return (
            "Người đã trình hồ sơ không tự thẩm định. Đề nghị người khác có thẩm quyền thẩm định."
        )
    return sentence


def check_may_step(user: Any, verb: str, dossier: Dossier) -> None:
    """NotAllowed when it is the person, WrongState when it is the state that stands in the way."""
    sentence = reason_not(user, verb, dossier)
    if not sentence:
        return
    roles = roles_on(user, department_id=dossier.department_id, unit_id=dossier.unit_id)
    if not roles & BY_VERB[verb].who(own=is_own(dossier)) or (
        verb == "accept" and (dossier.state in BY_VERB[verb].sources)
    ):
        raise NotAllowed(sentence)
    raise WrongState(sentence)


def may_step(user: Any, verb: str, dossier: Dossier) -> bool:
    return not reason_not(user, verb, dossier)


def check_may_propose(user: Any, *, department: Body, unit: Body) -> None:
    """The officer proposes for the whole department, a head for the own unit."""
    scope = scope_of(user)
    here = scope.department is not None and scope.department.pk == department.pk
    if here and unit.pk == department.pk and scope.has(Role.OFFICER):
        return
    if here and unit.pk in scope.unit_ids:
        return
    raise NotAllowed(
        "Chuyên viên lập hồ sơ của cơ quan, trưởng đơn vị lập hồ sơ của đơn vị mình. "
        "Anh/chị không có vai trò nào trong hai vai trò đó."
    )


def may_propose(user: Any, *, department: Body, unit: Body) -> bool:
    try:
        check_may_propose(user, department=department, unit=unit)
    except NotAllowed:
        return False
    return True


def check_may_edit(user: Any, dossier: Dossier) -> None:
    """Nominees and title: those who submit, as long as the dossier is with them."""
    roles = roles_on(user, department_id=dossier.department_id, unit_id=dossier.unit_id)
    if not roles & BY_VERB["submit"].who(own=is_own(dossier)):
        raise NotAllowed("Chỉ người lập hồ sơ của đơn vị này mới sửa được hồ sơ.")
    if dossier.state not in EDITABLE:
        raise WrongState("Hồ sơ đã trình nên không sửa được. Đề nghị người thẩm định trả lại.")


def may_edit(user: Any, dossier: Dossier) -> bool:
    return _holds(check_may_edit, user, dossier)


def check_may_complete(user: Any, dossier: Dossier) -> None:
    """Documents and confirmations: the proposer while editing, the appraiser while appraising."""
    roles = roles_on(user, department_id=dossier.department_id, unit_id=dossier.unit_id)
    own = is_own(dossier)
    if dossier.state in EDITABLE and roles & BY_VERB["submit"].who(own=own):
        return
    if dossier.state in APPRAISED and roles & BY_VERB["accept"].who(own=own):
        return
    if not roles & (BY_VERB["submit"].who(own=own) | BY_VERB["accept"].who(own=own)):
        raise NotAllowed(
            "Chỉ người lập và người thẩm định hồ sơ mới bổ sung giấy tờ, xác nhận điều kiện."
        )
    raise WrongState(
        "Hồ sơ không ở bước bổ sung: người lập bổ sung khi hồ sơ là bản nháp hoặc được trả lại, "
        "người thẩm định bổ sung khi đang thẩm định."
    )


def may_complete(user: Any, dossier: Dossier) -> bool:
    return _holds(check_may_complete, user, dossier)


def check_may_see(user: Any, dossier: Dossier) -> None:
    if not may_see(user, dossier):
        raise NotAllowed("Anh/chị không xem được hồ sơ này.")


def may_see(user: Any, dossier: Dossier) -> bool:
    return visible_to(user).filter(pk=dossier.pk).exists()


def check_may_read_document(user: Any, document: DossierDocument) -> None:
    """Those who see the dossier, and members of the council it was put to."""
    if not may_read_document(user, document):
        raise NotAllowed("Anh/chị không xem được tài liệu này.")


def may_read_document(user: Any, document: DossierDocument) -> bool:
    return may_see(user, document.dossier) or papers_open_to(user, document.dossier)


def _holds(check: Any, user: Any, dossier: Dossier) -> bool:
    try:
        check(user, dossier)
    except (NotAllowed, WrongState):
        return False
    return True
