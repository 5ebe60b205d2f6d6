"""`thidua law deadline`, and what `explain` adds around an award, as plain text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.cli.law_text import money, word

_WORDS = {
    "vi": {
        "route": "Quy trình",
        "documents": "Hồ sơ",
        "copies": "bộ",
        "unread_copies": "số bộ chưa đọc được",
        "if": "nếu có",
        "working": "ngày làm việc",
        "calendar": "ngày",
        "last": "hạn cuối",
        "submit": "Hạn trình",
        "public": "Công khai",
        "consult": "Lấy ý kiến (hiệp y)",
        "simple": "Thủ tục đơn giản",
        "off": "Ngày nghỉ đã trừ",
        "unread": "Văn bản đang có hiệu lực chưa ai đọc",
        "none": "Bộ quy tắc chưa nạp quy trình cho ngày này.",
        "powers": "Quyết định",
        "propose": "Đề nghị",
        "vote": "Bỏ phiếu",
        "bonus": "Tiền thưởng",
        "cancellation": "Hủy bỏ, thu hồi",
        "reissue": "Cấp đổi, cấp lại",
        "counting": "Cách tính",
        "next": "Lần khen sau tính từ",
        "not_set": "pháp luật không đặt số ngày",
    },
    "en": {
        "route": "Route",
        "documents": "Dossier",
        "copies": "set(s)",
        "unread_copies": "number of copies not read",
        "if": "if any",
        "working": "working days",
        "calendar": "days",
        "last": "last day",
        "submit": "To be sent by",
        "public": "Publication",
        "consult": "Consultation",
        "simple": "Simplified procedure",
        "off": "Days off left out",
        "unread": "Texts in force that nobody has read",
        "none": "No procedure of that day is loaded.",
        "powers": "Decides",
        "propose": "Proposes",
        "vote": "Vote",
        "bonus": "Reward",
        "cancellation": "Cancellation",
        "reissue": "Exchange and re-issue",
        "counting": "Counting",
        "next": "The next award counts from",
        "not_set": "the text sets no number of days",
    },
}


def deadline(answer: dict[str, Any], lang: str) -> str:
    say = _WORDS[lang]
    if not answer["steps"]:
        return f"{answer['award']}: {word('needs_official_text', lang)}. {say['none']}"
    lines = [f"{answer['award']}, {answer['received_on']}: {answer['route']}"]
    lines += _procedure(answer, lang)
    lines += [f"  {say['counting']}: {answer['counting']}."]
    if answer["days_off"]:
        listed = ", ".join(f"{row['day']} {row['name']}" for row in answer["days_off"])
        lines.append(f"  {say['off']}: {listed}")
    if answer["unread"]:
        lines.append(f"  {say['unread']}: {', '.join(answer['unread'])}")
    lines += [f"  {'Basis' if lang == 'en' else 'Căn cứ'}: {_cited(answer['citations'])}"]
    return "\n".join(lines)


def _procedure(answer: dict[str, Any], lang: str) -> Iterator[str]:
    say = _WORDS[lang]
    for number, step in enumerate(answer["steps"], 1):
        yield f"  {number}. {step['actor']}: {step['action']}{_length(step, lang)}"
        if step["note"] and lang == "vi":
            yield f"     {step['note']}"
    yield f"  {say['documents']}:"
    yield from _papers(answer["documents"], lang)
    for row in answer["submissions"]:
        day = row["day"] or word(row["status"], lang) if row["status"] != "eligible" else row["day"]
        shown = day or row["note"] or "—"
        sector = {"chung": "", "giao_duc": " (giáo dục)" if lang == "vi" else " (education)"}
        yield f"  {say['submit']} {row['to']}{sector[row['sector']]}: {shown}"
    if answer["publication"]:
        for row in answer["publication"]["notices"]:
            days = (
                f"{row['working_days']} {say['working']}" if row["working_days"] else say["not_set"]
            )
            yield f"  {say['public']}: {row['by']}, {row['where']}, {days}"
    if answer["consultation"]:
        row = answer["consultation"]
        days = row["working_days"] or row["calendar_days"]
        shown = f"{days} {say['working']}" if days else word(row["status"], lang)
        yield f"  {say['consult']}: {shown}"
        yield from (f"    - {item['statement']}" for item in row["asked"])
    if answer["simplified"]:
        row = answer["simplified"]
        papers = row["documents"]
        shown = (
            word(row["status"], lang) if papers is None else ", ".join(p["name"] for p in papers)
        )
        yield f"  {say['simple']} ({row['citation']['text']}): {shown}"


def _length(step: dict[str, Any], lang: str) -> str:
    say = _WORDS[lang]
    days = step["working_days"] if step["working_days"] is not None else step["calendar_days"]
    if days is None:
        return "" if step["status"] == "eligible" else f" — {word(step['status'], lang)}"
    kind = say["working"] if step["working_days"] is not None else say["calendar"]
    last = f", {say['last']} {step['last_day']}" if step.get("last_day") else ""
    return f" — {days} {kind}{last}"


def _papers(rows: list[dict[str, Any]], lang: str) -> Iterator[str]:
    say = _WORDS[lang]
    for row in rows:
        copies = (
            f"{row['copies']} {say['copies']}"
            if row["copies"] is not None
            else say["unread_copies"]
        )
        parts = [copies, *([row["form"]] if row["form"] else [])]
        parts += [say["if"]] if row["conditional"] else []
        yield f"    - {row['name']} ({', '.join(parts)})"


def around(answer: dict[str, Any], lang: str) -> Iterator[str]:
    """The part of `explain` around the conditions: who, how, money, afterwards."""
    say = _WORDS[lang]
    for key, rows in (
        ("powers", answer["powers"]["decide"]),
        ("propose", answer["powers"]["propose"]),
    ):
        if rows:
            yield f"\n  {say[key]}:"
            yield from (
                f"    - {row['text']} — {row['citation']['text']} [{row['confidence']}]"
                for row in rows
            )
    procedure = answer["procedure"]
    if procedure["steps"]:
        yield f"\n  {say['route']}: {procedure['route']}"
        yield from (f"  {line}" for line in _procedure(procedure, lang))
    if answer["vote"]:
        yield f"\n  {say['vote']}:"
        yield from (f"    - {_vote(row, lang)}" for row in answer["vote"])
    if answer["bonus"]:
        yield f"\n  {say['bonus']}:"
        yield from (f"    - {_bonus(row)}" for row in answer["bonus"])
    if answer["counting"]:
        row = answer["counting"]
        yield f"\n  {say['next']}: {row['statement']} — {row['citation']['text']}"
    for key in ("cancellation", "reissue"):
        row = answer[key]
        shown = row["citation"]["text"] if row["citation"] else word(row["verdict"], lang)
        yield f"\n  {say[key]} — {shown}"
        yield from (
            f"    - {step['actor']}: {step['action']}{_length(step, lang)}" for step in row["steps"]
        )


def _vote(row: dict[str, Any], lang: str) -> str:
    if row["threshold"] is None:
        share = word(row["verdict"], lang)
    else:
        sign = ">" if row["strict"] else "≥"
        share = f"{sign} {100 * row['threshold']:g} %".replace(".", ",")
    bases = {
        "vi": {"all_members": "tổng số thành viên", "present": "số người dự"},
        "en": {"all_members": "of all members", "present": "of those present"},
    }
    secret = {
        "vi": {True: "phiếu kín", False: "không bắt buộc phiếu kín", None: "hình thức chưa định"},
        "en": {True: "secret ballot", False: "not secret", None: "form not set"},
    }
    parts = [f"{share} {bases[lang][row['base']]}", secret[lang][row["secret"]]]
    if row["council"]:
        parts.insert(0, row["council"])
    cited = row["citation"]["text"] if row["citation"] else ""
    return f"{', '.join(parts)} — {cited} [{row['confidence']}]"


def _bonus(row: dict[str, Any]) -> str:
    who = row["recipient"] + (f" ({row['authority']})" if row["authority"] else "")
    most = "≤ " if row["at_most"] else ""
    return f"{who}: {most}{money(row['amount'])} — {_cited(row['citations'])}"


def _cited(rows: list[dict[str, Any]]) -> str:
    return "; ".join(row["text"] for row in rows)
