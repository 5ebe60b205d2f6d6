"""What stands around an award on its consolidated page: powers, route, papers, votes, rewards.

Each part lists its versions, newest first, with the day from which each applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from thidua.law.afterwards import STATE_LEVELS
from thidua.law.book import around as a
from thidua.law.book.model import BonusEntry, Rate
from thidua.law.book.rulebook import Rulebook
from thidua.law.facts.words import SUBJECT_KINDS
from thidua.law.index import award_index

CONFIDENCE = {
    "V": "đã đối chiếu với nguồn",
    "V2": "theo nguồn thứ cấp",
    "K": "kiến thức chung, chưa đối chiếu",
    "UNKNOWN": "chưa đọc được văn bản",
}
WHO = {
    "thu_truong": "thủ trưởng cơ quan, đơn vị",
    "ubnd_huyen": "Chủ tịch UBND cấp huyện",
    "ubnd_xa": "Chủ tịch UBND cấp xã",
    "doanh_nghiep": "doanh nghiệp, hợp tác xã",
}
BASES = {"all_members": "tổng số thành viên", "present": "số người dự"}


def around(rb: Rulebook, code: str) -> list[str]:
    """The second half of a page; parts that no text speaks of are left out."""
    level = "state" if award_index()[code].level in STATE_LEVELS else "local"
    parts: tuple[tuple[str, str, Callable[[Any], Iterator[str]]], ...] = (
        ("Thẩm quyền quyết định và đề nghị", f"powers:{code}", _powers),
        ("Quy trình", f"procedure:{code}", _procedure),
        ("Hồ sơ", f"documents:{code}", _documents),
        ("Lấy ý kiến (hiệp y)", f"consultation:{code}", _consultation),
        ("Công khai", f"publication:{code}", _publication),
        ("Bỏ phiếu", f"vote:{code}", _vote),
        ("Bỏ phiếu ở Trung ương", f"vote-central:{code}", _vote),
        ("Tiền thưởng", f"bonus:{code}", _bonus),
        ("Hủy bỏ, thu hồi", f"cancellation:{level}", _after),
        ("Cấp đổi, cấp lại", f"reissue:{level}", _after),
    )
    lines: list[str] = []
    for title, key, say in parts:
        spoken = rb.speakers(key)
        if spoken:
            lines += [f"### {title}", ""]
        for number, item in reversed(list(enumerate(spoken))):
            head = item.instrument
            later = [other.instrument.in_force for other in spoken[number + 1 : number + 2]]
            ends = min([*later, *([head.lapsed] if head.lapsed else [])], default=None)
            until = f" đến trước ngày {ends:%d/%m/%Y}" if ends else ""
            lines += [f"Từ ngày {head.in_force:%d/%m/%Y}{until}, {head.short}:", ""]
            lines += [*(say(item.entry) if item.entry else ("- Mục này bị bãi bỏ.",)), ""]
    return ["## Quanh khen thưởng này", "", *lines] if lines else []


def _cited(citation: Any, confidence: str, note: str = "") -> str:
    said = f" {note}" if note else ""
    return f"*{citation.text}* ({CONFIDENCE[confidence]}).{said}"


def _powers(entry: a.PowersEntry) -> Iterator[str]:
    for word, holders in (("Quyết định", entry.decide), ("Đề nghị", entry.propose)):
        for item in holders:
            yield f"- {word}: {item.text}. {_cited(item.citation, item.confidence, item.note)}"


def _procedure(entry: a.ProcedureEntry) -> Iterator[str]:
    yield f"{entry.statement}. {_cited(entry.citation, entry.confidence)}"
    yield ""
    for number, step in enumerate(entry.steps, 1):
        cited = _cited(step.citation, step.confidence, step.note)
        yield f"{number}. {step.actor}: {step.action}{_length(step.length)}. {cited}"
    yield ""
    for due in entry.submissions:
        day = due.day if due.day != "UNKNOWN" else "chưa đọc được"
        when = f"ngày {day}" if due.day else f"cơ quan quy định (`{due.slot}`)"
        sector = ", ngành giáo dục" if due.sector == "giao_duc" else ""
        cited = _cited(due.citation, due.confidence, due.note)
        yield f"- Hạn trình {due.to}{sector}: {when}. {cited}"
    yield from (
        f"- {rule.statement}. {_cited(rule.citation, rule.confidence)}" for rule in entry.rules
    )


def _length(length: a.Length | None) -> str:
    if length is None:
        return ""
    if length.slot is not None:
        return f" (số ngày do cơ quan quy định: `{length.slot}`)"
    if length.days is None:
        return " (số ngày chưa đọc được)"
    kind = "ngày làm việc" if length.kind == "working" else "ngày"
    return f" ({length.days} {kind})"


def _documents(entry: a.DocumentsEntry) -> Iterator[str]:
    yield from _papers(entry.documents)


def _papers(papers: tuple[a.DocumentRule, ...]) -> Iterator[str]:
    for paper in papers:
        copies = f"{paper.copies} bộ" if paper.copies is not None else "số bộ chưa đọc được"
        form = f", {paper.form}" if paper.form else ""
        maybe = ", nếu có" if paper.conditional else ""
        cited = _cited(paper.citation, paper.confidence, paper.note)
        yield f"- {paper.name} ({copies}{form}{maybe}). {cited}"


def _consultation(entry: a.ConsultationEntry) -> Iterator[str]:
    yield f"- Trả lời{_length(entry.days)}. {_cited(entry.citation, entry.confidence, entry.note)}"
    rows = (*entry.asked, *entry.contents, *((entry.silence,) if entry.silence else ()))
    yield from (f"- {row.statement}. {_cited(row.citation, row.confidence)}" for row in rows)


def _publication(entry: a.PublicationEntry) -> Iterator[str]:
    for item in entry.notices:
        days = f"ít nhất {item.days} ngày làm việc" if item.days else "không đặt số ngày"
        before = f". {item.before}" if item.before else ""
        cited = _cited(item.citation, item.confidence, item.note)
        yield f"- {item.by}: {item.where}, {days}{before}. {cited}"


def _vote(entry: a.VoteEntry) -> Iterator[str]:
    if entry.threshold is not None:
        sign = "hơn" if entry.threshold.strict else "ít nhất"
        share = f"{sign} {entry.threshold.share} {BASES[entry.base]}"
    elif entry.slot:
        share = f"tỷ lệ do cơ quan quy định (`{entry.slot}`), trên {BASES[entry.base]}"
    else:
        share = "tỷ lệ chưa đọc được"
    secret = {True: ", phiếu kín", False: ", không bắt buộc phiếu kín", None: ""}[entry.secret]
    quorum = f", có mặt ít nhất {entry.quorum}" if entry.quorum is not None else ""
    council = f"{entry.council}: " if entry.council else ""
    cited = _cited(entry.citation, entry.confidence, entry.note)
    yield f"- {council}{share}{secret}{quorum}. {cited}"


def _bonus(entry: BonusEntry) -> Iterator[str]:
    for who, rates in entry.by_authority.items():
        yield from (_rate(f"{WHO[who]}, {SUBJECT_KINDS[k]}", r) for k, r in rates.items())
    yield from (_rate(SUBJECT_KINDS[kind], rate) for kind, rate in entry.rates.items())
    if entry.payer_citation is not None:
        yield f"- {entry.payer}. {_cited(entry.payer_citation, entry.payer_confidence)}"


def _rate(who: str, rate: Rate) -> str:
    if rate.none:
        amount = "không kèm tiền thưởng"
    elif rate.multiple is None:
        amount = "hệ số chưa đọc được"
    else:
        most = "tối đa " if rate.at_most else ""
        amount = f"{most}{float(rate.multiple):g} × lương cơ sở".replace(".", ",")
    return f"- {who}: {amount}. {_cited(rate.citation, rate.confidence, rate.note)}"


def _after(entry: a.AfterEntry) -> Iterator[str]:
    rows = (*entry.grounds, *entry.effects)
    yield from (f"- {row.statement}. {_cited(row.citation, row.confidence)}" for row in rows)
    yield from _papers(entry.papers)
    for step in entry.steps:
        days = ""
        if step.slot:
            days = f" (số ngày do cơ quan quy định: `{step.slot}`)"
        elif step.kind:
            kind = "ngày làm việc" if step.kind == "working" else "ngày"
            days = f" ({step.days} {kind})" if step.days is not None else " (số ngày chưa đọc được)"
        cited = _cited(step.citation, step.confidence, step.note)
        yield f"- {step.actor}: {step.action}{days}. {cited}"
    if entry.note:
        yield f"- {entry.note}"
