"""Who sees and completes which dossier, role by role."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.dossiers.permissions import may_complete, may_edit, may_propose, may_see, may_step
from thidua.dossiers.queries import visible_to

#            own dossier: see, edit, complete | unit's dossier: see, edit, complete
DRAFTS = {
    "officer": ((True, True, True), (True, False, False)),
    "head": ((False, False, False), (True, True, True)),
    "member": ((False,) * 3, (False,) * 3),
    "secretary": ((True, False, False), (True, False, False)),
    "director": ((True, False, False), (True, False, False)),
    "administrator": ((False,) * 3, (False,) * 3),
    "stranger": ((False,) * 3, (False,) * 3),
    "nobody": ((False,) * 3, (False,) * 3),
}


@pytest.mark.parametrize("role", DRAFTS)
def test_drafts(role: str, ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    unit = ground.world.units[1]
    own = draft()
    of_unit = draft(people=ground.people[2:4], unit=unit, by=ground.users.head)
    user = getattr(ground.users, role)
    for dossier, expected in zip((own, of_unit), DRAFTS[role], strict=True):
        found = (may_see(user, dossier), may_edit(user, dossier), may_complete(user, dossier))
        assert found == expected
        assert visible_to(user).filter(pk=dossier.pk).exists() is expected[0]
        assert may_step(user, "submit", dossier) is expected[1]
        assert may_step(user, "cancel", dossier) is expected[1]
        assert not may_step(user, "accept", dossier)
    department = ground.world.department
    assert may_propose(user, department=department, unit=department) is (role == "officer")
    assert may_propose(user, department=department, unit=unit) is (role == "head")
    assert not may_propose(user, department=department, unit=ground.world.units[0])


@pytest.mark.parametrize(
    ("role", "appraises"),
    [
        ("officer", False),
        ("secretary", True),
        ("director", True),
        ("head", False),
        ("member", False),
    ],
)
def test_who_appraises_the_departments_dossier(
    role: str, appraises: bool, ground: SimpleNamespace, submitted: Any
) -> None:
    user = getattr(ground.users, role)
    assert may_step(user, "accept", submitted) is appraises
    assert may_step(user, "return", submitted) is appraises
    assert may_complete(user, submitted) is appraises
    assert not may_edit(user, submitted)


def test_a_head_of_another_unit_is_a_stranger_to_the_dossier(
    ground: SimpleNamespace, of_unit: Any
) -> None:
    from thidua.accounts.models import Role, RoleAssignment, User

    other = User.objects.create(username="truongkhac", full_name="Trưởng Khác")
    RoleAssignment.objects.create(user=other, body=ground.world.units[2], role=Role.HEAD_OF_UNIT)
    assert not may_see(other, of_unit)
    assert not may_edit(other, of_unit)
    assert not may_step(other, "submit", of_unit)
