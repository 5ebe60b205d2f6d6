"""Who may prepare, open and close, vote, and see; each check raises a sentence."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.permissions import check_role, has_role
from thidua.councils.models import Attendance, Council, Member, Record, Sitting
from thidua.councils.queries import seat_of, visible_councils, visible_sittings
from thidua.councils.queries.seats import attendance_of
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
        user,
        *PREPARERS,
        department=sitting.council.body.department,
        to_do="mở hoặc đóng việc bỏ phiếu",
    )


def may_run_ballot(*, user: Any, sitting: Sitting) -> bool:
    return has_role(user, *PREPARERS, department=sitting.council.body.department)


def check_may_read_paper(*, user: Any, sitting: Sitting) -> None:
    """Reading paper sheets: the scrutineers of the sitting, secretary and officer."""
    if not may_read_paper(user=user, sitting=sitting):
        raise NotAllowed("Chỉ người kiểm phiếu, thư ký và chuyên viên nhập được phiếu giấy.")


def may_read_paper(*, user: Any, sitting: Sitting) -> bool:
    if may_run_ballot(user=user, sitting=sitting):
        return True
    seat = seat_of(user, sitting.council)
    return seat is not None and (
        seat.duty == Member.Duty.SCRUTINEER or sitting.scrutineers.filter(pk=seat.pk).exists()
    )


def check_may_vote(*, user: Any, sitting: Sitting, row: Attendance | None = None) -> Attendance:
    """Only a member who attends or answers in writing votes; returns the row with the seat (one
    query where the answer is yes; none where `row`, just read, is that of the account's seat)."""
    own = row is not None and row.sitting_id == sitting.pk and row.member.user_id == user.pk
    row = row if own else attendance_of(user, sitting)
    if row is None and seat_of(user, sitting.council) is None:
        raise NotAllowed("Chỉ thành viên Hội đồng mới bỏ phiếu ở phiên họp này.")
    if row is None or row.status == Attendance.Status.ABSENT:
        raise NotAllowed(
            "Thư ký chưa ghi ông/bà có mặt hoặc gửi ý kiến bằng văn bản ở phiên họp này. "
            "Đề nghị báo thư ký điểm danh rồi mở lại trang."
        )
    return row


def may_vote(*, user: Any, sitting: Sitting) -> bool:
    try:
        check_may_vote(user=user, sitting=sitting)
    except NotAllowed:
        return False
    return True


def check_may_reply(*, user: Any, sitting: Sitting) -> Member:
    """Only a member answers the own invitation, once the sitting is called; returns the seat."""
    seat = seat_of(user, sitting.council)
    if seat is None or sitting.state == Sitting.State.DRAFT:
        raise NotAllowed("Chỉ thành viên được mời mới trả lời giấy mời của phiên họp này.")
    return seat


def check_may_recuse(*, user: Any, sitting: Sitting, member: Member) -> None:
    """Secretary and officer for anybody; a member for the own seat, once the sitting is called."""
    if may_manage(user=user, department=sitting.council.body.department):
        return
    seat = seat_of(user, sitting.council)
    if seat is None or seat.pk != member.pk or sitting.state == Sitting.State.DRAFT:
        raise NotAllowed(
            "Chỉ thư ký, chuyên viên, hoặc chính thành viên đó mới ghi không tham gia biểu quyết."
        )


def check_may_release(*, user: Any, sitting: Sitting) -> None:
    """The one who presides says when results are made known; without an account of theirs, the
    secretary or officer records it."""
    chair = sitting.presided_by
    if chair is not None and chair.user is not None and chair.user.is_active:
        if chair.user_id != getattr(user, "pk", None):
            raise NotAllowed(
                f"Chỉ người chủ trì {chair.full_name} công bố kết quả bằng tài khoản của mình."
            )
        return
    check_role(
        user,
        *PREPARERS,
        department=sitting.council.body.department,
        to_do="ghi việc công bố kết quả khi người chủ trì không có tài khoản",
    )


def may_release(*, user: Any, sitting: Sitting) -> bool:
    try:
        check_may_release(user=user, sitting=sitting)
    except NotAllowed:
        return False
    return True


def check_may_sign(*, user: Any, record: Record, signers: list[tuple[str, Member]]) -> list[str]:
    """The duties in which `user` signs this record; a sentence when there is none."""
    duties = [duty for duty, m in signers if m.user_id and m.user_id == getattr(user, "pk", None)]
    if not duties:
        names = ", ".join(dict.fromkeys(member.full_name for _, member in signers))
        raise NotAllowed(f"{record.get_kind_display()} này do {names} ký.")
    return duties


def check_may_see_sitting(*, user: Any, sitting: Sitting) -> None:
    """Those who prepare, the director, and the members once they are called."""
    if not may_see_sitting(user=user, sitting=sitting):
        raise NotAllowed("Chỉ thành viên, thư ký của Hội đồng và Giám đốc xem được phiên họp này.")


def may_see_sitting(*, user: Any, sitting: Sitting) -> bool:
    return visible_sittings(user).filter(pk=sitting.pk).exists()


def check_may_see_tally(*, user: Any, sitting: Sitting) -> None:
    """The tally file and the list of codes: members of the council, secretary and officer."""
    if not may_see_tally(user=user, sitting=sitting):
        raise NotAllowed(
            "Chỉ thành viên và thư ký Hội đồng xem được danh sách mã và tệp kiểm phiếu."
        )


def may_see_tally(*, user: Any, sitting: Sitting) -> bool:
    return seat_of(user, sitting.council) is not None or may_run_ballot(user=user, sitting=sitting)


def check_may_see_council(*, user: Any, council: Council) -> None:
    if not visible_councils(user).filter(pk=council.pk).exists():
        raise NotAllowed("Chỉ thành viên, thư ký của Hội đồng và Giám đốc xem được Hội đồng này.")


def may_see_council(*, user: Any, council: Council) -> bool:
    return visible_councils(user).filter(pk=council.pk).exists()
