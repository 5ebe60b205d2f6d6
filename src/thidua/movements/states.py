"""States and transitions of a movement, a registration sheet and a pledge, each as a table."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.movements.models import Movement, Pledge, RegistrationSheet
from thidua.organisations.scopes import Role

S = Movement.State


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: from where, to where, who takes it, what it needs, its ground, and the log.

    `roles` of a movement are roles at its body; of a pledge, `WRITER` or `SIDE`.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    verb: str
    to_do: str
    needs: str
    citation: str
    log: str


TRANSITIONS = (
    Transition(
        "submit", (S.DRAFT,), S.SUBMITTED, (Role.OFFICER,), "Trình duyệt kế hoạch",
        "trình duyệt kế hoạch phong trào", "kế hoạch đủ các nội dung của Điều 17",
        "Luật 06/2022/QH15 Điều 17", "Trình duyệt kế hoạch phong trào “{name}”",
    ),
    Transition(
        "send_back", (S.SUBMITTED, S.APPROVED), S.DRAFT, (Role.OFFICER, Role.DIRECTOR),
        "Trả lại để bổ sung", "trả lại kế hoạch phong trào", "lý do", "",
        "Trả lại kế hoạch phong trào “{name}”",
    ),
    Transition(
        "approve", (S.SUBMITTED,), S.APPROVED, (Role.DIRECTOR,), "Duyệt kế hoạch",
        "duyệt kế hoạch phong trào", "", "Luật 06/2022/QH15 Điều 18",
        "Duyệt kế hoạch phong trào “{name}”",
    ),
    Transition(
        "launch", (S.APPROVED,), S.LAUNCHED, (Role.OFFICER, Role.DIRECTOR), "Phát động",
        "phát động phong trào", "ngày phát động", "Luật 06/2022/QH15 Điều 18",
        "Phát động phong trào “{name}”",
    ),
    Transition(
        "end", (S.LAUNCHED,), S.ENDED, (Role.OFFICER, Role.DIRECTOR), "Tổng kết",
        "tổng kết phong trào", "kết quả, hiệu quả, hạn chế, nguyên nhân, bài học",
        "Thông tư 01/2024/TT-BNV (đến 04/8/2025); văn bản thay thế chưa nạp",
        "Tổng kết phong trào “{name}”",
    ),
    Transition(
        "stop", (S.DRAFT, S.SUBMITTED, S.APPROVED, S.LAUNCHED), S.STOPPED,
        (Role.OFFICER, Role.DIRECTOR), "Dừng phong trào", "dừng phong trào", "lý do", "",
        "Dừng phong trào “{name}”",
    ),
)  # fmt: skip
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
TONES = {
    S.DRAFT: "", S.SUBMITTED: "judge", S.APPROVED: "judge", S.LAUNCHED: "ok",
    S.ENDED: "", S.STOPPED: "warn",
}  # fmt: skip

R = RegistrationSheet.State


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One step of a registration sheet: from where, to where, its sentence and its log."""

    sources: tuple[str, ...]
    target: str
    to_do: str
    log: str


# Who may take a step depends on whose sheet it is: see `permissions`.
SHEET_STEPS = {
    "write": SheetStep((R.DRAFT, R.REFUSED, R.SENT), R.DRAFT, "sửa phiếu", "Lưu nháp phiếu"),
    "send": SheetStep((R.DRAFT, R.REFUSED, R.SENT), R.SENT, "gửi phiếu", "Gửi phiếu đăng ký"),
    "confirm": SheetStep((R.SENT,), R.CONFIRMED, "xác nhận phiếu", "Đơn vị xác nhận phiếu"),
    "approve": SheetStep((R.CONFIRMED,), R.APPROVED, "duyệt phiếu", "Duyệt phiếu đăng ký"),
    "refuse": SheetStep(
        (R.SENT, R.CONFIRMED, R.APPROVED), R.REFUSED, "trả lại phiếu", "Trả lại phiếu đăng ký"
    ),
}
SHEET_TONES = {
    R.DRAFT: "",
    R.SENT: "judge",
    R.CONFIRMED: "info",
    R.APPROVED: "ok",
    R.REFUSED: "warn",
}
P = Pledge.State
# Who takes the steps of a pledge: the head of the cluster or the body's officer; a side's signer.
WRITER, SIDE = "writer", "side"

PLEDGE_STEPS = (
    Transition(
        "send_pledge", (P.DRAFT,), P.SIGNING, (WRITER,), "Gửi các bên ký", "gửi giao ước đi ký",
        "nội dung, từ hai bên ký, mỗi bên có người ký và chức vụ", "",
        "Gửi các bên ký giao ước “{name}”, lần {number}",
    ),
    Transition(
        "sign_pledge", (P.SIGNING,), P.SIGNING, (SIDE,), "Ký giao ước", "ký giao ước",
        "mã nội dung của bản đang đọc", "", "{body} ký giao ước “{name}”, lần {number}",
    ),
    Transition(
        "refuse_pledge", (P.SIGNING,), P.SIGNING, (SIDE,), "Không ký", "trả lời giao ước",
        "lý do", "", "{body} không ký giao ước “{name}”",
    ),
    Transition(
        "complete_pledge", (P.SIGNING,), P.SIGNED, (SIDE,), "Đủ chữ ký", "hoàn thành việc ký",
        "mọi bên đã ký", "", "Các bên đã ký đủ giao ước “{name}”",
    ),
    Transition(
        "revise_pledge", (P.SIGNING, P.SIGNED), P.DRAFT, (WRITER,), "Sửa thành lần mới",
        "sửa giao ước", "lý do", "", "Sửa giao ước “{name}” thành lần {number}",
    ),
    Transition(
        "discard_revision", (P.DRAFT,), P.SIGNING, (WRITER,), "Bỏ lần sửa", "bỏ lần sửa giao ước",
        "đã có lần trước", "", "Bỏ lần sửa của giao ước “{name}”",
    ),
    Transition(
        "withdraw_pledge", (P.DRAFT, P.SIGNING, P.SIGNED), P.WITHDRAWN, (WRITER,), "Thu hồi",
        "thu hồi giao ước", "lý do", "", "Thu hồi giao ước “{name}”",
    ),
)  # fmt: skip
PLEDGE_BY_NAME = {step.name: step for step in PLEDGE_STEPS}
PLEDGE_TONES = {P.DRAFT: "", P.SIGNING: "judge", P.SIGNED: "ok", P.WITHDRAWN: "warn"}
