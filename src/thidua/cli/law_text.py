"""Answers of `thidua law` as plain text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.law.book.rulebook import Rulebook
from thidua.law.diff import PARTS
from thidua.law.transitions import Passage
from thidua.law.values import NEEDS_FACTS, VERDICT_EN, VERDICT_VI
from thidua.law.verdict import ReasonNode, Verdict

SIGNS = {
    "eligible": "✓",
    "not_eligible": "✗",
    "needs_facts": "?",
    "needs_decision": "◆",
    "needs_official_text": "…",
    "not_applicable": "–",
}


def word(value: str, lang: str) -> str:
    return (VERDICT_EN if lang == "en" else VERDICT_VI)[value]


def money(amount: int | None) -> str:
    return "chưa có mức" if amount is None else f"{amount:,}".replace(",", ".") + " đ"


def awards(answer: dict[str, Any], lang: str) -> str:
    rows = [
        f"{row['code']:<16} {row['name']}"
        + ("" if row["status"] == "loaded" else f" ({word('needs_official_text', lang)})")
        for row in answer["awards"]
    ]
    return "\n".join(rows) or "Không có danh hiệu, hình thức khen thưởng nào được nạp cho ngày này."


def verdict(found: Verdict, rb: Rulebook, name: str, lang: str) -> str:
    """The verdict with its tree; the best route first."""
    title = rb.info(found.award).name_en if lang == "en" else rb.award_name(found.award)
    lines = [f"{title} ({found.award}), {found.year}: {word(found.value, lang).upper()}"]
    if name:
        lines.insert(0, name)
    lines += _tree(found.reasons, 1, lang)
    if found.to_confirm:
        lines.append(
            "  Cần xác nhận trước khi trình:" if lang == "vi" else "  To confirm before submission:"
        )
        lines += [
            f"    - {item.to_dict(lang)['statement']} [{item.slug}]" for item in found.to_confirm
        ]
    claimed = [item for item in found.alternatives if item.value != NEEDS_FACTS]
    unrecorded = [item for item in found.alternatives if item.value == NEEDS_FACTS]
    if claimed:
        lines.append(
            "  Khả năng khác khi có thành tích được nêu:" if lang == "vi" else "  Open on a claim:"
        )
        for item in claimed:
            lines.append(
                f"    - {_said(item, lang)} ({item.citation.text if item.citation else ''})"
            )
    if unrecorded:
        lines.append(
            "  Đường xét chưa loại trừ được vì thiếu dữ liệu:"
            if lang == "vi"
            else "  Routes that a missing fact leaves open:"
        )
        lines += [f"    - {_said(item, lang)}: {'; '.join(item.missing)}" for item in unrecorded]
    if found.provisional:
        lead = (
            "Tạm tính theo văn bản gần nhất đã biết"
            if lang == "vi"
            else "Provisional, by the last known text"
        )
        lines.append(f"  {lead}:")
        lines += [f"  {line}" for line in verdict(found.provisional, rb, "", lang).splitlines()]
    return "\n".join(lines)


def passage(found: Passage, rb: Rulebook, name: str, lang: str) -> str:
    """The verdict of the day of receipt, and beside it what a later text says."""
    lines = [verdict(found.received, rb, name, lang)]
    for item in found.beside:
        rule = item.to_dict(lang)
        lines.append(f"  {rule['statement']} — {item.transition.citation.text}:")
        if item.open:
            lines.append(
                "    The later text is not loaded and may be more favourable."
                if lang == "en"
                else "    Văn bản mới chưa nạp và có thể có lợi hơn: chưa kết luận được."
            )
        elif item.applies:
            lines.append(
                "    The later text is more favourable and applies."
                if lang == "en"
                else "    Quy định mới có lợi hơn và được áp dụng."
            )
        lines += [f"    {line}" for line in verdict(item.verdict, rb, "", lang).splitlines()]
    return "\n".join(lines)


def planned(answer: dict[str, Any], lang: str) -> str:
    """Awards by the year they come within reach, each with what it takes."""
    english = lang == "en"
    lines = [answer["subject"]] if answer["subject"] else []
    lines += [f"({text})" for text in answer["assumed"]]
    for step in answer["awards"]:
        when = step["year"] or ("out of reach" if english else f"chưa tới trước {answer['until']}")
        last = ""
        if step["provisional"]:
            last = " (by the last known text)" if english else " (tạm tính)"
        lines.append(
            f"\n{when}: {step['name']} ({step['award']}): {word(step['verdict'], lang)}{last}"
        )
        lines += [f"  - {need['statement']}" for need in step["needs"]]
        lead = "to be judged" if english else "người có thẩm quyền xem xét"
        lines += [f"  - {lead}: {item['statement']}" for item in step["to_decide"]]
        lines += [f"  ✗ {text}" for text in step["reasons"]]
    return "\n".join(lines)


def differences(answer: dict[str, Any], lang: str) -> str:
    """A legal diff in lines of - and +, part by part."""
    first, second = answer["received_on"]
    names = [name or "–" for name in answer["instruments"]]
    lines = [f"{answer['name']} ({answer['award']}): {first} ({names[0]}) → {second} ({names[1]})"]
    if answer["same"]:
        lines.append("Nothing changed." if lang == "en" else "Không có thay đổi.")
    if not answer["comparable"]:
        lines.append(
            "The text of one of the days is not loaded: its conditions cannot be compared."
            if lang == "en"
            else "Văn bản của một trong hai ngày chưa được nạp: chưa so được điều kiện."
        )
    part = None
    for change in answer["changes"]:
        if change["part"] != part:
            part = change["part"]
            lines.append(f"\n{part if lang == 'en' else PARTS[part]}")
        for sign, side in (("-", change["before"]), ("+", change["after"])):
            if side is not None:
                cited = f" — {side['citation']['text']}" if side["citation"] else ""
                lines.append(f"  {sign} {side['text']}{cited}")
    return "\n".join(lines)


def _said(node: ReasonNode, lang: str) -> str:
    return node.statement_en if lang == "en" and node.statement_en else node.statement


def _tree(node: ReasonNode, depth: int, lang: str) -> Iterator[str]:
    indent = "  " * depth
    cited = f" — {node.citation.text}" if node.citation else ""
    doubt = f" [{node.confidence}]" if node.confidence and node.confidence != "V" else ""
    yield f"{indent}{SIGNS[node.value]} {_said(node, lang)}{cited}{doubt}"
    for text in (*node.facts, *node.missing):
        yield f"{indent}    {text}"
    if node.note and not node.facts and not node.missing and not node.children:
        yield f"{indent}    {node.note}"
    for child in node.children:
        yield from _tree(child, depth + 1, lang)


def explained(answer: dict[str, Any], lang: str) -> str:
    lines = [f"{answer['name']} ({answer['award']})"]
    if answer["status"] == "text_not_loaded":
        lines.append(
            f"{word('needs_official_text', lang)}: {answer['note']} "
            + ("Last known text" if lang == "en" else "Dưới đây là văn bản gần nhất đã biết")
            + f" ({answer['last_known']})."
        )
    elif answer["status"] == "none":
        lines.append(
            "No text of that day is loaded."
            if lang == "en"
            else "Bộ quy tắc chưa nạp văn bản cho ngày này."
        )
    if answer["authority"]:
        lines.append(f"{'Authority' if lang == 'en' else 'Thẩm quyền'}: {answer['authority']}")
    for condition in (*answer["common"], *answer["conditions"]):
        lines += _condition(condition, 1, lang)
    on_claim = "weighed on a finding" if lang == "en" else "chỉ xét khi có kết luận"
    for route in answer["routes"]:
        opening = (
            ""
            if route["opening"] == "by_record"
            else f" ({on_claim}: {', '.join(route['claims'])})"
        )
        lines.append(
            f"\n  {route['statement']}{opening} — "
            f"{route['citation']['text']} [{route['confidence']}]"
        )
        for condition in route["conditions"]:
            lines += _condition(condition, 2, lang)
    if answer["quota"]:
        lead = "Limits of a list" if lang == "en" else "Tỷ lệ của danh sách đề nghị"
        lines.append(f"\n  {lead}:")
        lines += [
            f"    {item['statement']} — {item['citation']['text']} [{item['confidence']}]"
            for item in answer["quota"]
        ]
    if answer["judged"]:
        lead = "Slugs of findings" if lang == "en" else "Mã kết luận"
        lines.append(f"\n  {lead} (findings.about):")
        lines += [f"    {item['slug']}: {item['statement']}" for item in answer["judged"]]
    lines += [f"\n  {note}" for note in answer["notes"]]
    return "\n".join(lines)


def _condition(condition: dict[str, Any], depth: int, lang: str) -> Iterator[str]:
    cited = f"{condition['citation']['text']} [{condition['confidence']}]"
    unverified = (
        " (wording not compared: people conclude)"
        if lang == "en"
        else " (lời văn chưa đối chiếu: người có thẩm quyền kết luận)"
    )
    mark = unverified if condition.get("confirm") else ""
    yield f"{'  ' * depth}- {condition['statement']} — {cited}{mark}"
    for child in condition.get("conditions", ()):
        yield from _condition(child, depth + 1, lang)


def bonus(answer: dict[str, Any], _: str) -> str:
    most = "tối đa " if answer["at_most"] else ""
    lines = [f"{answer['award']} ({answer['recipient']}): {most}{money(answer['amount'])}"]
    if answer["multiple"] is not None:
        multiple = f"{answer['multiple']:g}".replace(".", ",")
        lines.append(
            f"  {multiple} × {money(answer['base_salary'])} (từ {answer['base_salary_from']}). "
            f"{answer['rounding']}."
        )
    if answer["payer"]:
        lines.append(f"  {answer['payer']}.")
    lines += [f"  Căn cứ: {item['text']}" for item in answer["citations"]]
    return "\n".join(lines)


def together(answer: dict[str, Any], _: str) -> str:
    signs = {True: "✓", False: "✗", None: "◆"}
    lines = [
        f"{signs[row['paid']]} {row['code']}: {money(row['amount'])}. {row['reason']}"
        for row in answer["awards"]
    ]
    return "\n".join([*lines, f"Tổng: {money(answer['total'])}"])


def vote(answer: dict[str, Any], lang: str) -> str:
    passed = {True: "Đạt", False: "Không đạt", None: word(answer["verdict"], lang)}[
        answer["passes"]
    ]
    secret = {
        True: "bỏ phiếu kín",
        False: "không bắt buộc phiếu kín",
        None: "hình thức phiếu do cơ quan quy định",
    }
    lines = [f"{passed}: {answer['reason']} ({secret[answer['secret']]})"]
    return "\n".join([*lines, *[f"  Căn cứ: {item['text']}" for item in answer["citations"]]])


def checked(answer: dict[str, Any], _: str) -> str:
    if answer["ok"]:
        return f"Bộ quy tắc hợp lệ: {answer['instruments']} văn bản, {answer['entries']} mục."
    return "\n".join(error["message"] for error in answer["errors"])


def consolidated(answer: dict[str, Any], _: str) -> str:
    changed = answer["changed"]
    return (
        f"Đã ghi: {', '.join(changed)}"
        if changed
        else "Các trang tiêu chuẩn hợp nhất không thay đổi."
    )
