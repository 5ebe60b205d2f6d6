"""Steps of a sitting and of its ballot box, as tables (Luật 06/2022 Điều 90; quy chế Hội đồng)."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.councils.models import BallotBox, Sitting

PREPARERS = ("secretary", "officer")
COUNCIL_RULES = "Luật 06/2022/QH15 Điều 90; quy chế hoạt động của Hội đồng"


@dataclass(frozen=True)
class Step:
    """One step: from, to, who, what it needs, on what ground, what the log says."""

    verb: str
    button: str
    from_state: str
    to_state: str
    who: tuple[str, ...]
    needs: str
    citation: str
    log: str
    refusal: str


@dataclass(frozen=True)
class Words:
    """A state as the secretary, a member and an onlooker read it."""

    secretary: str
    member: str
    onlooker: str
    tone: str = ""


_S = Sitting.State
_B = BallotBox.State

SITTING_STEPS = (
    Step(
        "convene",
        "Mời họp",
        _S.DRAFT,
        _S.CONVENED,
        PREPARERS,
        "có ít nhất một đề nghị, có người chủ trì và thư ký",
        COUNCIL_RULES,
        "Đã mời họp phiên “{title}”",
        "Phiên họp này đã được mời họp.",
    ),
    Step(
        "open_ballot",
        "Mở bỏ phiếu",
        _S.CONVENED,
        _S.OPEN,
        PREPARERS,
        "đã điểm danh đủ, đủ số thành viên có mặt, người dự họp có tài khoản",
        COUNCIL_RULES,
        "Đã mở hòm phiếu phiên “{title}”: {members} thành viên, {motions} đề nghị",
        "Chỉ mở bỏ phiếu khi phiên đã mời họp và chưa bỏ phiếu.",
    ),
    Step(
        "conclude",
        "Kết luận phiên họp",
        _S.OPEN,
        _S.CONCLUDED,
        PREPARERS,
        "hòm phiếu đã đóng",
        COUNCIL_RULES,
        "Đã kết luận phiên “{title}”",
        "Chỉ kết luận được khi hòm phiếu đã đóng.",
    ),
)

BOX_STEPS = (
    Step(
        "close_ballot",
        "Đóng phiếu",
        _B.OPEN,
        _B.CLOSED,
        PREPARERS,
        "đủ số phiếu tối thiểu để không lộ lựa chọn của từng người",
        COUNCIL_RULES,
        "Đã đóng hòm phiếu phiên “{title}”: thu {voted}/{entitled} phiếu",
        "Hòm phiếu đã đóng.",
    ),
)

STEPS = {step.verb: step for step in (*SITTING_STEPS, *BOX_STEPS)}

# Motions, attendance and texts may change only in these states.
AGENDA_OPEN = frozenset({_S.DRAFT, _S.CONVENED})
TEXT_OPEN = frozenset({_S.DRAFT, _S.CONVENED, _S.OPEN})

WORDS = {
    _S.DRAFT: Words("Đang chuẩn bị", "Chưa mời họp", "Chưa họp"),
    _S.CONVENED: Words("Đã mời họp", "Mời ông/bà dự họp", "Sắp họp", "info"),
    _S.OPEN: Words("Đang lấy ý kiến", "Đang bỏ phiếu", "Đang họp", "warn"),
    _S.CONCLUDED: Words("Đã kết luận", "Đã có kết quả", "Đã họp", "ok"),
}


def words_of(sitting: Sitting) -> Words:
    """The words of the present state; a closed box is said, as it changes what may be done."""
    box = getattr(sitting, "box", None)
    if sitting.state == _S.OPEN and box is not None and box.state == _B.CLOSED:
        return Words("Đã đóng phiếu", "Đã kiểm phiếu", "Đang họp", "ok")
    return WORDS[_S(sitting.state)]
