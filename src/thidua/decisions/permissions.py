"""Who may see, draft and issue decisions; each check raises a sentence, its pair says yes or no."""

from __future__ import annotations

from typing import Any

from thidua.accounts.models import Role
from thidua.accounts.permissions import check_role, has_role
from thidua.accounts.queries import scope_of
from thidua.decisions import states
from thidua.decisions.models import Decision, DecisionSigner
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import Body

READERS = (Role.OFFICER, Role.SECRETARY, Role.DIRECTOR)
_BUSY: dict[str, str] = {
    Decision.State.DRAFT: "đang là dự thảo, chưa trình ký",
    Decision.State.AWAITING: "đang chờ ký",
    Decision.State.ISSUED: "đã ban hành",
    Decision.State.DISCARDED: "đã bỏ",
}


def check_may_draft(user: Any, department: Body | None) -> None:
    check_role(user, Role.OFFICER, department=department, to_do="lập quyết định khen thưởng")


def may_draft(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.OFFICER, department=department)


def check_may_read_papers(user: Any, decision: Decision) -> None:
    """The papers name everyone in the decision: only those who work on the whole department."""
    check_role(
        user, *READERS, department=decision.department, to_do="tải văn bản của quyết định này"
    )


def may_read_papers(user: Any, decision: Decision) -> bool:
    return has_role(user, *READERS, department=decision.department)


def check_may_edit(user: Any, decision: Decision) -> None:
    """Only the officer, only while it is a draft; what was sent to sign is taken back first."""
    check_may_draft(user, decision.department)
    if decision.state != Decision.State.DRAFT:
        raise WrongState(
            f"Quyết định {_BUSY[decision.state]} nên không sửa được. "
            "Dự thảo đã trình ký thì rút về trước khi sửa."
        )


def may_edit(user: Any, decision: Decision) -> bool:
    return _answers(check_may_edit, user, decision)


def check_may_take(user: Any, decision: Decision, step: str) -> None:
    """Check who may take a step of the table and whether the state permits it."""
    transition = states.BY_NAME[step]
    check_role(user, *transition.roles, department=decision.department, to_do=transition.to_do)
    if not states.allowed(step, decision.state):
        raise WrongState(
            f"Không {transition.to_do} được: quyết định {_BUSY[decision.state]}. "
            "Tải lại trang để xem tình trạng mới."
        )


def may_take(user: Any, decision: Decision, step: str) -> bool:
    return _answers(check_may_take, user, decision, step)


def why_not(user: Any, decision: Decision, step: str) -> str:
    """The sentence beside a button that is not available; empty when it is."""
    try:
        check_may_take(user, decision, step)
    except (NotAllowed, WrongState) as refusal:
        return str(refusal)
    return ""


def check_may_number(user: Any, department: Body | None) -> None:
    check_role(
        user, Role.OFFICER, Role.DIRECTOR, department=department, to_do="giữ số, trả số quyết định"
    )


def may_number(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.OFFICER, Role.DIRECTOR, department=department)


def check_may_prepare(user: Any, decision: Decision) -> None:
    """The PDF for signing: officer or director, while the decision awaits signature."""
    check_role(
        user,
        Role.OFFICER,
        Role.DIRECTOR,
        department=decision.department,
        to_do="lập bản để ký",
    )
    if decision.state != Decision.State.AWAITING:
        raise WrongState(
            f"Quyết định {_BUSY[decision.state]}. Bản để ký chỉ lập khi quyết định chờ ký."
        )


def may_prepare(user: Any, decision: Decision) -> bool:
    return _answers(check_may_prepare, user, decision)


_SIGNERS = {
    DecisionSigner.Purpose.REVIEWER: READERS,
    DecisionSigner.Purpose.AUTHORITY: (Role.DIRECTOR,),
    DecisionSigner.Purpose.AGENCY: (Role.OFFICER, Role.SECRETARY, Role.DIRECTOR),
}


def check_may_sign(user: Any, decision: Decision, signer: DecisionSigner) -> None:
    """Whose account may add a signature; whose certificate it must be is checked besides."""
    roles = _SIGNERS[DecisionSigner.Purpose(signer.purpose)]
    check_role(user, *roles, department=decision.department, to_do="ký số quyết định này")


def may_sign(user: Any, decision: Decision, signer: DecisionSigner) -> bool:
    return _answers(check_may_sign, user, decision, signer)


def check_may_amend(user: Any, decision: Decision) -> None:
    """Only an issued awarding decision is corrected or cancelled; the officer drafts it."""
    check_role(
        user,
        Role.OFFICER,
        department=decision.department,
        to_do="lập quyết định đính chính, hủy bỏ",
    )
    if decision.state != Decision.State.ISSUED or decision.kind != Decision.Kind.AWARD:
        raise WrongState(
            f"Quyết định {_BUSY[decision.state]}. Chỉ quyết định khen thưởng đã ban hành mới được "
            "đính chính hoặc hủy bỏ bằng quyết định khác."
        )


def may_amend(user: Any, decision: Decision) -> bool:
    return _answers(check_may_amend, user, decision)


def check_may_recover(user: Any, department: Body | None) -> None:
    check_role(
        user, Role.OFFICER, department=department, to_do="ghi nhận nộp lại hiện vật, tiền thưởng"
    )


def check_may_apply(user: Any, department: Body | None) -> None:
    check_role(user, Role.OFFICER, department=department, to_do="nhận đơn đề nghị cấp đổi, cấp lại")


def check_may_settle_reissue(user: Any, department: Body | None) -> None:
    check_role(user, Role.DIRECTOR, department=department, to_do="quyết định cấp đổi, cấp lại bằng")


def may_settle_reissue(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.DIRECTOR, department=department)


def may_apply(user: Any, department: Body | None) -> bool:
    return has_role(user, Role.OFFICER, department=department)


def check_may_forward(user: Any, department: Body | None) -> None:
    check_role(user, Role.OFFICER, department=department, to_do="lập tờ trình lên cấp trên")


def check_may_keep_keys(user: Any) -> None:
    """The keys belong to the installation: any administrator of a body on it."""
    check_role(
        user,
        Role.ADMINISTRATOR,
        department=scope_of(user).department,
        to_do="đổi, thu hồi khóa ký bằng",
    )


def reads_everything(user: Any) -> bool:
    return scope_of(user).whole_department


def _answers(check: Any, *arguments: Any) -> bool:
    try:
        check(*arguments)
    except (NotAllowed, WrongState):
        return False
    return True
