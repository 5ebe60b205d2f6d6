"""Values of `bien-ban` and `bien-ban-kiem-phieu`, for a body that has loaded templates of its own.

Without one the records are laid out by `minutes.py`, which says the same with headings and annex.
"""

from thidua.documents.minutes import DUTIES, minutes_ending, tally_ending
from thidua.documents.minutes_parts import (
    attendance_lines,
    ballot_lines,
    derived_conclusions,
    moment,
    result_row,
    score_row,
)
from thidua.documents.papers import MinutesPaper
from thidua.documents.tables import Row
from thidua.documents.values import Values, head_values

_VOTED = ("stt", "ho_ten", "de_nghi", "dong_y", "khong", "ty_le", "ket_qua")


def minutes_values(paper: MinutesPaper) -> Values:
    """Values of `bien-ban`."""
    how = (
        [f"Hình thức: lấy ý kiến thành viên bằng văn bản, hạn trả lời {paper.circulation}."]
        if paper.circulation
        else []
    )
    return {
        **_common(paper),
        "bat_dau": moment(paper.started_at),
        "dia_diem": paper.venue,
        "thanh_phan": [*how, *attendance_lines(paper)],
        "noi_dung": [*paper.agenda, *paper.report, *paper.discussion, *ballot_lines(paper)],
        "ket_luan": list(paper.conclusions) or derived_conclusions(paper),
        "ket_thuc": minutes_ending(paper),
    }


def tally_values(paper: MinutesPaper) -> Values:
    """Values of `bien-ban-kiem-phieu`."""
    if paper.circulation:
        where = f"Phiếu lấy ý kiến bằng văn bản, hạn trả lời: {paper.circulation}"
    else:
        where = f"{'Biểu quyết' if paper.by_hands else 'Kiểm phiếu'} tại: {paper.venue}"
    present = sum(1 for member in paper.attendance if member.present)
    written = sum(1 for member in paper.attendance if member.written)
    return {
        **_common(paper),
        "tam_tinh": [],
        "kiem_phieu_tai": where,
        "thanh_phan": [
            f"Tổng số thành viên Hội đồng: {len(paper.attendance)}; có mặt {present}, gửi ý kiến "
            f"bằng văn bản {written}."
        ],
        "so_phieu": [*ballot_lines(paper), *paper.agenda[1:]],
        "phieu_hong": list(paper.discussion),
        "y_kien": list(paper.provisional) or ["Không có ý kiến, khiếu nại về việc kiểm phiếu."],
        "ket_thuc": tally_ending(paper),
        "nguoi_kiem_phieu": "; ".join(
            mark.name for mark in paper.signatures if mark.duty == "kiem_phieu"
        )
        or paper.secretary.split(",")[0],
    }


def _common(paper: MinutesPaper) -> Values:
    return {
        **head_values(paper.head, draft=not paper.final),
        "trich_yeu": paper.subject,
        "tam_tinh": [" ".join(paper.provisional)] if paper.provisional else [],
        "chu_tri": paper.chair.split(",")[0],
        "thu_ky": paper.secretary.split(",")[0],
        "dong": _rows(paper),
        "can_cu_nguong": [
            *(note.rstrip(".") for note in paper.base_notes),
            *dict.fromkeys(result.citation for result in paper.results if result.citation),
        ],
        "xac_nhan": [
            f"{DUTIES[mark.duty].capitalize()} {mark.name}: {mark.said}."
            for mark in paper.signatures
            if mark.said
        ],
        "ma_noi_dung": paper.digest,
    }


def _rows(paper: MinutesPaper) -> list[Values]:
    """One line a motion: votes, or sheets and mean where points were given."""
    rows: list[Values] = []
    for place, result in enumerate(paper.results, start=1):
        if not result.score:
            rows.append(dict(zip(_VOTED, _cells(result_row(place, result)), strict=True)))
            continue
        stt, name, award, sheets, score, verdict = _cells(score_row(place, result))
        rows.append(
            {
                "stt": stt, "ho_ten": name, "de_nghi": award, "dong_y": f"{sheets} phiếu chấm",
                "khong": "", "ty_le": score, "ket_qua": verdict,
            }
        )  # fmt: skip
    return rows


def _cells(row: Row) -> list[str]:
    return [str(cell) for cell in row.cells]
