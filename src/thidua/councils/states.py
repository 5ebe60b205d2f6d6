"""Steps of a sitting and of its ballot box, as tables (Luật 06/2022 Điều 90; quy chế Hội đồng)."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.councils.models import BallotBox, Record, Sitting

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
        "Đã mời {members} thành viên dự phiên “{title}”",
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
        "release",
        "Công bố kết quả",
        _S.OPEN,
        _S.OPEN,
        ("chair",),
        "hòm phiếu đã đóng, đã kiểm phiếu",
        COUNCIL_RULES,
        "Đã công bố kết quả phiên “{title}”: {motions} đề nghị",
        "Kết quả đã được công bố.",
    ),
    Step(
        "conclude",
        "Kết luận phiên họp",
        _S.OPEN,
        _S.CONCLUDED,
        PREPARERS,
        "hòm phiếu đã đóng, kết quả đã công bố",
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
    Step(
        "count_hands",
        "Ghi kết quả giơ tay",
        _B.OPEN,
        _B.CLOSED,
        PREPARERS,
        "quy chế cho biểu quyết công khai; số giơ tay của mỗi đề nghị bằng số người biểu quyết",
        COUNCIL_RULES,
        "Đã ghi kết quả biểu quyết công khai phiên “{title}”: {voted} người, {motions} đề nghị",
        "Đã ghi kết quả biểu quyết.",
    ),
    Step(
        "announce_closing",
        "Báo giờ đóng phiếu",
        _B.OPEN,
        _B.OPEN,
        PREPARERS,
        "báo trước ít nhất 2 phút cho người chưa bỏ phiếu",
        COUNCIL_RULES,
        "Đã báo sẽ đóng hòm phiếu phiên “{title}” sau {minutes} phút",
        "Hòm phiếu đã đóng.",
    ),
    Step(
        "vote_again",
        "Bỏ phiếu lại",
        _B.CLOSED,
        _B.OPEN,
        PREPARERS,
        "quy chế cho bỏ phiếu lại, kết quả chưa công bố",
        COUNCIL_RULES,
        "Đã mở bỏ phiếu lần {round} phiên “{title}”: {motions} đề nghị",
        "Không có đề nghị nào được bỏ phiếu lại.",
    ),
)

_R = Record.State

RECORD_STEPS = (
    Step(
        "send_record",
        "Trình ký",
        _R.DRAFT,
        _R.SIGNING,
        PREPARERS,
        "đã kiểm phiếu; biên bản họp cần phiên họp đã kết luận",
        "Luật 06/2022/QH15 Điều 84; quy chế hoạt động của Hội đồng",
        "Đã trình ký {kind} phiên “{title}”, mã nội dung {digest}",
        "Biên bản này đã trình ký.",
    ),
    Step(
        "take_back_record",
        "Rút về sửa",
        _R.SIGNING,
        _R.DRAFT,
        PREPARERS,
        "chưa đủ chữ ký; ghi lý do",
        COUNCIL_RULES,
        "Đã rút {kind} phiên “{title}” về sửa: {reason}",
        "Chỉ rút về sửa khi biên bản đang chờ ký.",
    ),
    Step(
        "sign_record",
        "Ký biên bản",
        _R.SIGNING,
        _R.SIGNED,
        ("chair", "secretary", "scrutineer"),
        "nội dung đúng mã đã trình ký",
        "Luật 06/2022/QH15 Điều 84; quy chế hoạt động của Hội đồng",
        "{name} đã ký {kind} phiên “{title}”, mã nội dung {digest}",
        "Biên bản chưa trình ký hoặc đã ký đủ.",
    ),
)

STEPS = {step.verb: step for step in (*SITTING_STEPS, *BOX_STEPS, *RECORD_STEPS)}

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
        if sitting.released_at is None:
            return Words("Chờ công bố", "Đã kiểm phiếu, chờ công bố", "Đang chờ công bố", "warn")
        return Words("Đã công bố kết quả", "Đã công bố kết quả", "Đã công bố kết quả", "ok")
    if sitting.state == _S.OPEN and sitting.by_hands:
        return Words("Đang biểu quyết", "Đang biểu quyết", "Đang họp", "warn")
    return WORDS[_S(sitting.state)]
