"""The consolidated text per award as a page for lawyers; kept in docs/law and compared in tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from thidua.law.book.model import AwardEntry, Condition, Route
from thidua.law.book.rulebook import Rulebook, Spoken
from thidua.law.consolidate_around import CONFIDENCE, around
from thidua.law.explain import for_whom, judged_slugs
from thidua.law.index import CYCLES, KINDS, award_index

STATES = {
    "draft": "bản nháp, chờ cán bộ pháp chế đối chiếu",
    "checked": "đã đối chiếu toàn văn",
    "text_not_loaded": "chờ văn bản",
}
HEADER = "<!-- Trang này do lệnh `thidua law consolidate` tạo từ bộ quy tắc. Không sửa tay. -->"


def pages(rb: Rulebook) -> dict[str, str]:
    """File name and text of every page: one for each award that is stated, and a list."""
    codes = [code for code in award_index() if rb.speakers(f"award:{code}")]
    found = {f"{code}.md": page(rb, code) for code in codes}
    rows = [f"- [{award_index()[code].name}]({code}.md)" for code in codes]
    intro = "Văn bản hợp nhất theo bộ quy tắc, mỗi danh hiệu, hình thức khen thưởng một trang."
    found["README.md"] = "\n".join([HEADER, "", "# Tiêu chuẩn hợp nhất", "", intro, "", *rows, ""])
    return found


def page(rb: Rulebook, code: str) -> str:
    """One award: each version of its text with the days it applies, newest first."""
    info = award_index()[code]
    lines = [
        HEADER,
        "",
        f"# {info.name}",
        "",
        f"Mã: `{code}` · {KINDS[info.kind]} · viết tắt: {info.short_name}",
        "",
    ]
    spoken = rb.speakers(f"award:{code}")
    for number in range(len(spoken) - 1, -1, -1):
        after = spoken[number + 1].instrument.in_force if number + 1 < len(spoken) else None
        lines += _version(rb, spoken[number], after)
    lines += around(rb, code)
    return "\n".join(lines).rstrip() + "\n"


def _version(rb: Rulebook, spoken: Spoken, after: date | None) -> list[str]:
    head, entry = spoken.instrument, spoken.entry
    until = f" đến trước ngày {_day(after)}" if after else ""
    lines = [f"## Hồ sơ nhận từ ngày {_day(head.in_force)}{until}: {head.short}", ""]
    if entry is None:
        return [*lines, "Mục này bị bãi bỏ.", ""]
    if not entry.loaded:
        return [
            *lines,
            f"**Chờ văn bản.** {entry.note} Kết luận theo văn bản gần nhất chỉ là tạm tính.",
            "",
            f"Căn cứ: {entry.citation.text}.",
            "",
        ]
    lines += _facts(entry)
    lines += ["### Điều kiện chung", "", *_common(rb, entry, head.in_force, after)]
    for condition in entry.conditions:
        lines += _condition(condition, 0)
    lines.append("")
    for route in entry.routes:
        lines += _route(route)
    lines += _quotas(entry)
    lines += _judged(entry)
    if entry.notes:
        lines += ["### Ghi chú", "", *[f"- {note}" for note in entry.notes], ""]
    return lines


def _common(rb: Rulebook, entry: AwardEntry, start: date, end: date | None) -> list[str]:
    """Conditions before every award, with each text that states them while this version applies."""
    lines = []
    for key in rb.all_keys("common:"):
        stated = [
            item
            for item in rb.speakers(key)
            if (end is None or item.instrument.in_force < end)
            and (item.instrument.lapsed is None or item.instrument.lapsed > start)
            and item.entry.concerns(award_index()[entry.code].level, entry.recipients)
        ]
        for number, item in enumerate(stated):
            if number == 0:
                lines += _condition(item.entry.condition, 0)
            else:
                since = _day(item.instrument.in_force)
                lines.append(f"  - Từ ngày {since}: *{item.entry.condition.citation.text}*")
    return lines


def _facts(entry: AwardEntry) -> list[str]:
    died = {True: "có", False: "không", None: "chưa đọc được"}[entry.posthumous]
    state = STATES[entry.instrument.state]
    return [
        f"- Trạng thái mã hóa: {state}. {entry.instrument.note}".rstrip(),
        f"- Căn cứ: {entry.citation.text} ({CONFIDENCE[entry.confidence]})",
        f"- Thẩm quyền quyết định: {entry.authority}"
        + (f" ({entry.authority_citation.text})" if entry.authority_citation else ""),
        f"- Xét: {CYCLES[entry.cycle]}",
        f"- Truy tặng: {died}",
        "",
    ]


def _route(route: Route) -> list[str]:
    opening = (
        "xét theo hồ sơ"
        if route.opening == "by_record"
        else f"chỉ xét khi có kết luận: {', '.join(route.claims)}"
    )
    lines = [
        f"### Đường xét: {route.statement}",
        "",
        f"Mã `{route.id}` · dành cho {for_whom(route)} · {opening} · "
        f"{route.citation.text} ({CONFIDENCE[route.confidence]})",
        "",
    ]
    for condition in route.conditions:
        lines += _condition(condition, 0)
    return [*lines, ""]


def _condition(condition: Condition, depth: int) -> list[str]:
    indent = "  " * depth
    joint = {"all": " Đủ tất cả:", "any": " Một trong các điều kiện:", "leaf": ""}[condition.kind]
    lines = [
        f"{indent}- {condition.statement}.{joint} *{condition.citation.text}* "
        f"({CONFIDENCE[condition.confidence]}; {kind_words(condition)})"
    ]
    for child in condition.children:
        lines += _condition(child, depth + 1)
    return lines


def kind_words(condition: Condition) -> str:
    if condition.predicate == "judged":
        return (
            "cuộc họp xác nhận"
            if condition.params["by"] == "attested"
            else "người có thẩm quyền kết luận"
        )
    if condition.predicate == "unknown":
        return "chờ văn bản"
    if "slot" in condition.params:
        return f"cơ quan quy định: {condition.params['slot']}"
    if condition.confirm:
        return "máy kiểm tra, người có thẩm quyền kết luận vì lời văn chưa đối chiếu"
    return "máy kiểm tra" if condition.kind == "leaf" else "gồm nhiều điều kiện"


def _quotas(entry: AwardEntry) -> list[str]:
    """Limits on a list of proposals; they bar nobody by themselves."""
    rows = [
        f"- {item.statement}. *{item.citation.text}* ({CONFIDENCE[item.confidence]})"
        for item in entry.quotas
    ]
    return ["### Tỷ lệ của danh sách đề nghị", "", *rows, ""] if rows else []


def _judged(entry: AwardEntry) -> list[str]:
    slugs = judged_slugs(entry)
    if not slugs:
        return []
    rows = [f"| `{item['slug']}` | {item['statement']} |" for item in slugs]
    return [
        "### Kết luận của con người",
        "",
        "| Mã kết luận | Nội dung |",
        "| --- | --- |",
        *rows,
        "",
    ]


def write_pages(rb: Rulebook, folder: Path, *, check: bool) -> list[str]:
    """Writes the pages, or with `check` only names those that differ from the rulebook."""
    wanted = pages(rb)
    stale = []
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    stale += [path.name for path in sorted(folder.glob("*.md")) if path.name not in wanted]
    if check:
        return stale
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in stale:
        if name not in wanted:
            (folder / name).unlink()
    return stale


def _day(value: date) -> str:
    return value.strftime("%d/%m/%Y")
