"""Who may prepare, open and close, vote, and see; each check raises a sentence."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.permissions import check_role, has_role
from thidua.councils.models import Attendance, Council, Member, Sitting
from thidua.councils.queries import seat_of, visible_councils, visible_sittings
from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Body

PREPARERS = (Role.SECRETARY, Role.OFFICER)


def check_may_manage(*, user: Any, department: Body | None) -> None:
    """Councils, members, sittings, motions, attendance, minutes: secretary and officer."""
    check_role(user, *PREPARERS, department=department, to_do="chuẩn bị phiên họp Hội đồng")


def may_manage(*, user: Any, department: Body | None) -> bool:
    return has_role(user, *PREPARERS, department=department)


def check_may_run_ballot(*, user: Any, sitting: Sitting) -> None:
    """Opening and closing the box: secretary and officer."""
    check_role(
        user, *PREPARERS, department=sitting.council.body, to_do="mở hoặc đóng việc bỏ phiếu"
    )


def may_run_ballot(*, user: Any, sitting: Sitting) -> bool:
    return has_role(user, *PREPARERS, department=sitting.council.body)


def check_may_vote(*, user: Any, sitting: Sitting) -> Member:
    """Only a member who attends or answers in writing votes; returns the seat."""
    seat = seat_of(user, sitting.council)
    if seat is None:
        raise NotAllowed("Chỉ thành viên Hội đồng mới bỏ phiếu ở phiên họp này.")
    row = sitting.attendance.filter(member=seat).first()
    if row is None or row.status == Attendance.Status.ABSENT:
        raise NotAllowed(
            "Thư ký chưa ghi ông/bà có mặt hoặc gửi ý kiến bằng văn bản ở phiên họp này. "
            "Đề nghị báo thư ký điểm danh rồi mở lại trang."
        )
    return seat


def may_vote(*, user: Any, sitting: Sitting) -> bool:
    try:
        check_may_vote(user=user, sitting=sitting)
    except NotAllowed:
        return False
    return True


def check_may_see_sitting(*, user: Any, sitting: Sitting) -> None:
    """Those who prepare, the director, and the members once they are called."""
    if not may_see_sitting(user=user, sitting=sitting):
        raise NotAllowed("Chỉ thành viên, thư ký của Hội đồng và Giám đốc xem được phiên họp này.")


def may_see_sitting(*, user: Any, sitting: Sitting) -> bool:
    return visible_sittings(user).filter(pk=sitting.pk).exists()


def check_may_see_council(*, user: Any, council: Council) -> None:
    if not visible_councils(user).filter(pk=council.pk).exists():
        raise NotAllowed("Chỉ thành viên, thư ký của Hội đồng và Giám đốc xem được Hội đồng này.")


def may_see_council(*, user: Any, council: Council) -> bool:
    return visible_councils(user).filter(pk=council.pk).exists()
