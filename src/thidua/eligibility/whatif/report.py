"""The findings of a what-if in words and tables: one content for page, paper and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thidua.eligibility.whatif.change import said
from thidua.eligibility.whatif.charts import Bar
from thidua.eligibility.whatif.findings import Findings, Tally
from thidua.kit.dates import grouped, short_date
from thidua.law.book.rulebook import Rulebook

CAVEATS = (
    "Mỗi năm được tính riêng trên hồ sơ thật của năm đó: khen thưởng được thêm ở năm trước không "
    "được cộng vào năm sau.",
    "Khi có tỷ lệ tối đa, suất được tính cho người thật sự đã được khen năm đó trước, rồi theo xếp "
    "loại, cấp sáng kiến, số lần đã đạt; Hội đồng có thể chọn người khác.",
    "Người còn thiếu dữ liệu hoặc cần Hội đồng xem xét không được tính là được khen ở cả hai bên.",
    "Kết quả của tập thể không được tính lại.",
)


@dataclass(frozen=True)
class Table:
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Report:
    """Everything said of one what-if, ready to be laid out."""

    name: str
    reason: str
    summary: str
    changes: Table
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    caveats: tuple[str, ...] = CAVEATS


def report_of(
    findings: Findings, rulebook: Rulebook, *, bodies: Mapping[int, str], most_bodies: int = 40
) -> Report:
    """`bodies`: names by primary key; the bodies with the largest change come first."""
    name = {code: rulebook.info(code).short_name for code in findings.awards}
    totals = findings.totals()
    moved = findings.moved
    tables = [_by_award(findings, name, totals), _by_year(findings, name)]
    charts = [
        Chart(
            "Số lượt khen thưởng trước và sau thay đổi",
            tuple((name[code], t.before, t.after) for code, t in totals.items()),
        )
    ]
    for code in moved:
        groups = findings.groups(code)
        tables.append(_groups(f"{name[code]}: theo nhóm", groups, totals[code]))
        charts.append(
            Chart(f"{name[code]} theo nhóm", tuple((g, t.before, t.after) for g, t in groups))
        )
        if len(bodies) > 1:
            tables.append(_bodies(findings, code, name[code], bodies, most_bodies))
    tables.append(_costs(findings, name))
    return Report(
        findings.change.name,
        findings.change.reason,
        _summary(findings, name, totals),
        Table(
            "Nội dung thay đổi",
            ("Quy định", "Hiện hành", "Thay đổi"),
            tuple(said(findings.change, rulebook)),
        ),
        tuple(tables),
        tuple(charts),
    )


def _summary(findings: Findings, name: Mapping[str, str], totals: Mapping[str, Tally]) -> str:
    years = _span(findings.years)
    asked = f"Quy định áp dụng ngày {short_date(findings.on)}, {years}."
    if not findings.moved:
        return f"{asked} Thay đổi này không làm ai được thêm hay mất khen thưởng."
    parts = [
        f"{name[code]}: {_signed(totals[code].change)} lượt "
        f"(thêm {grouped(totals[code].gain)}, mất {grouped(totals[code].lose)})"
        for code in findings.moved
    ]
    return f"{asked} {'; '.join(parts)}."


def _span(years: Sequence[int]) -> str:
    if len(years) == 1:
        return f"năm {years[0]}"
    return f"các năm {', '.join(map(str, years))}"


def _by_award(findings: Findings, name: Mapping[str, str], totals: Mapping[str, Tally]) -> Table:
    rows = []
    for code, tally in totals.items():
        mine = [line for line in findings.lines if line.award == code]
        rows.append(
            (
                name[code],
                grouped(sum(line.really for line in mine)),
                grouped(tally.before),
                grouped(tally.after),
                _signed(tally.change),
                grouped(tally.gain),
                grouped(tally.lose),
                grouped(sum(line.waiting_after for line in mine)),
            )
        )
    heads = ("Khen thưởng", "Sổ thật", "Hiện hành", "Thay đổi", "Chênh lệch", "Được thêm", "Mất",
             "Còn chờ")  # fmt: skip
    note = "Lượt trong các năm đã chọn. Còn chờ: thiếu dữ liệu hoặc cần người xem xét."
    return Table("Ai được, ai mất", heads, tuple(rows), note)


def _by_year(findings: Findings, name: Mapping[str, str]) -> Table:
    rows = []
    for line in findings.lines:
        if not (line.tally.gain or line.tally.lose or line.places_before is not None):
            continue
        rows.append(
            (
                f"{name[line.award]}, {line.year}",
                grouped(line.fit_before),
                grouped(line.fit_after),
                _places(line.places_before),
                _places(line.places_after),
                grouped(line.tally.before),
                grouped(line.tally.after),
            )
        )
    heads = ("Khen thưởng, năm", "Đủ, hiện hành", "Đủ, thay đổi", "Suất, hiện hành",
             "Suất, thay đổi", "Được, hiện hành", "Được, thay đổi")  # fmt: skip
    return Table("Từng năm, hai bộ quy tắc đặt cạnh nhau", heads, tuple(rows))


def _groups(title: str, groups: Sequence[tuple[str, Tally]], total: Tally) -> Table:
    rows = tuple(
        (
            group,
            grouped(tally.before),
            _share(tally.before, total.before),
            grouped(tally.after),
            _share(tally.after, total.after),
            grouped(tally.gain),
            grouped(tally.lose),
        )
        for group, tally in groups
    )
    heads = ("Nhóm", "Hiện hành", "Tỷ lệ", "Thay đổi", "Tỷ lệ", "Được thêm", "Mất")
    return Table(title, heads, rows)


def _bodies(
    findings: Findings, code: str, name: str, bodies: Mapping[int, str], most: int
) -> Table:
    found = findings.bodies(code)
    order = sorted(found, key=lambda pk: (-abs(found[pk].change), bodies.get(pk, ""), pk))
    rows = tuple(
        (
            bodies.get(pk, "(không rõ)"),
            grouped(found[pk].before),
            grouped(found[pk].after),
            _signed(found[pk].change),
        )
        for pk in order[:most]
    )
    left = len(order) - len(rows)
    note = f"Còn {grouped(left)} cơ quan có chênh lệch nhỏ hơn hoặc bằng." if left > 0 else ""
    heads = ("Cơ quan", "Hiện hành", "Thay đổi", "Chênh lệch")
    return Table(f"{name}: theo cơ quan", heads, rows, note)


def _costs(findings: Findings, name: Mapping[str, str]) -> Table:
    salaries = list(dict.fromkeys((cost.salary, cost.since) for cost in findings.costs))
    rows = []
    for code in findings.awards:
        mine = {cost.salary: cost for cost in findings.costs if cost.award == code}
        for salary, since in salaries:
            cost = mine[salary]
            if cost.before == cost.after and code not in findings.moved:
                continue
            rows.append(
                (
                    name[code],
                    f"{_money(salary)} (từ {short_date(since)})",
                    _money(cost.before),
                    _money(cost.after),
                    _difference(cost.before, cost.after),
                )
            )
    heads = ("Khen thưởng", "Lương cơ sở", "Hiện hành", "Thay đổi", "Chênh lệch")
    note = (
        "Tiền thưởng của tất cả các năm đã chọn, tính theo từng mức lương cơ sở. "
        "Khen thưởng không đổi số lượt và mức thưởng không ghi ở đây."
    )
    return Table("Tiền thưởng theo từng mức lương cơ sở", heads, tuple(rows), note)


def _places(places: int | None) -> str:
    return "không giới hạn" if places is None else grouped(places)


def _signed(number: int) -> str:
    if number == 0:
        return "0"
    return f"{'+' if number > 0 else '−'}{grouped(abs(number))}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%".replace(".", ",") if whole else "–"


def _money(amount: int | None) -> str:
    return "chưa có mức" if amount is None else f"{grouped(amount)} đ"


def _difference(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "–"
    return f"{_signed(after - before)} đ" if after != before else "0 đ"


def to_dict(findings: Findings, rulebook: Rulebook, *, names: Mapping[int, str]) -> dict[str, Any]:
    """`thidua-whatif/1`: what `thidua whatif --json` prints."""

    def plain(tally: Tally) -> dict[str, int]:
        return {
            "before": tally.before,
            "after": tally.after,
            "gain": tally.gain,
            "lose": tally.lose,
        }

    return {
        "format": "thidua-whatif/1",
        "name": findings.change.name,
        "law_on": findings.on.isoformat(),
        "years": list(findings.years),
        "people": {str(year): many for year, many in findings.people.items()},
        "changes": [
            {"rule": what, "before": before, "after": after}
            for what, before, after in said(findings.change, rulebook)
        ],
        "awards": [
            {
                "award": code,
                **plain(tally),
                "groups": [{"group": g, **plain(t)} for g, t in findings.groups(code)],
                "bodies": [
                    {"body": names.get(pk, str(pk)), **plain(t)}
                    for pk, t in findings.bodies(code).items()
                ],
                "years": [
                    {
                        "year": line.year,
                        **plain(line.tally),
                        "fit": [line.fit_before, line.fit_after],
                        "waiting": [line.waiting_before, line.waiting_after],
                        "places": [line.places_before, line.places_after],
                        "in_register": line.really,
                    }
                    for line in findings.lines
                    if line.award == code
                ],
                "costs": [
                    {
                        "base_salary": cost.salary,
                        "since": cost.since.isoformat(),
                        "before": cost.before,
                        "after": cost.after,
                    }
                    for cost in findings.costs
                    if cost.award == code
                ],
            }
            for code, tally in findings.totals().items()
        ],
        "caveats": list(CAVEATS),
    }
