"""The workbook of a screening: summary, people, units, reasons, doubtful cells, claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from thidua.exchange.histories import unit_ref
from thidua.exchange.readers.text import hidden_numbers
from thidua.exchange.report_words import CLAIM_WORDS, Words
from thidua.exchange.screening import Screening
from thidua.law import ReasonNode, Verdict

COLOURS = {
    "eligible": "#CDEBD6",
    "not_eligible": "#F6D3D0",
    "needs_facts": "#FBE7B8",
    "needs_decision": "#D6E4F7",
    "needs_official_text": "#E4DAF3",
    "not_applicable": "#EDEDED",
}
CLAIM_COLOURS = {
    "confirmed": "#CDEBD6",
    "not_in_register": "#FBE7B8",
    "contradicted": "#F6D3D0",
    "asked": "#DCE6F7",
    "unverifiable": "#ECECEC",
}


def write_report(screening: Screening, path: Path, *, lang: str = "vi") -> None:
    """Write the workbook; an OSError (no permission, missing folder) goes to the caller."""
    words = Words(lang)
    book = xlsxwriter.Workbook(
        str(path),
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    try:
        _Report(book, screening, words).write()
    finally:
        book.close()


class _Report:
    def __init__(self, book: Any, screening: Screening, words: Words) -> None:
        self.book, self.screening, self.words = book, screening, words
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.plain = book.add_format(base)
        self.wrap = book.add_format({**base, "text_wrap": True})
        self.head = book.add_format(
            {
                **base,
                "bold": True,
                "bg_color": "#1F3A5F",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "border": 1,
            }
        )
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.bold = book.add_format({**base, "bold": True})
        self.verdict = {
            value: book.add_format(
                {**base, "bg_color": colour, "border": 1, "border_color": "#FFFFFF"}
            )
            for value, colour in COLOURS.items()
        }
        self.claim = {
            status: book.add_format({**base, "bg_color": colour})
            for status, colour in CLAIM_COLOURS.items()
        }

    def write(self) -> None:
        self._summary()
        staff = self.screening.staff
        self._grid(
            self.words["people"],
            [self.words[key] for key in ("row", "name", "born", "unit", "position")],
            [
                (
                    person.key,
                    [
                        ", ".join(map(str, person.rows)),
                        person.name,
                        person.born.raw,
                        person.unit,
                        person.position,
                    ],
                )
                for person in staff.people
            ],
            self.screening.awards,
            (8, 26, 13, 38, 24),
        )
        self._grid(
            self.words["units"],
            [self.words[key] for key in ("row", "unit")],
            [(unit_ref(unit.key), [str(unit.rows[0]), unit.name]) for unit in staff.units],
            self.screening.unit_awards,
            (8, 48),
        )
        self._reasons()
        self._problems()
        self._claims()

    # Sheets

    def _summary(self) -> None:
        sheet = self.book.add_worksheet(self.words["summary"])
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 8, 18)
        staff, register = self.screening.staff, self.screening.register
        sheet.write(0, 0, self.words["title"].format(year=self.screening.year), self.title)
        checks = [check for many in self.screening.checks.values() for check in many]
        counted = Counter(check.status for check in checks)
        lines: list[tuple[str, object]] = [
            (self.words["file"], staff.file),
            (self.words["register"], register.file if register else self.words["none"]),
            (self.words["received"], f"{self.screening.received_on:%d/%m/%Y}"),
            (self.words["people_found"], len(staff.people)),
            (self.words["rows_read"], staff.person_rows),
            (self.words["units_found"], len(staff.units)),
            (
                self.words["doubts"],
                sum(1 for problem in self.screening.problems if problem.weight == "doubt"),
            ),
            (
                self.words["notes"],
                sum(1 for problem in self.screening.problems if problem.weight == "note"),
            ),
        ]
        lines += [
            (f"{self.words['claims']}: {CLAIM_WORDS[self.words.lang][status]}", counted[status])
            for status in CLAIM_COLOURS
        ]
        for index, (label, value) in enumerate(lines, 2):
            sheet.write(index, 0, label, self.plain)
            sheet.write(index, 1, value, self.bold)
        row = len(lines) + 4
        for name, keys, awards in (
            (self.words["people"], [person.key for person in staff.people], self.screening.awards),
            (
                self.words["units"],
                [unit_ref(unit.key) for unit in staff.units],
                self.screening.unit_awards,
            ),
        ):
            sheet.write(row, 0, name, self.head)
            for column, value in enumerate(COLOURS, 1):
                sheet.write(row, column, self.words.verdict(value), self.head)
            for code in self._asked(keys, awards):
                row += 1
                values = Counter(self.screening.verdicts[key][code].value for key in keys)
                sheet.write(row, 0, awards[code], self.plain)
                for column, value in enumerate(COLOURS, 1):
                    sheet.write(row, column, values[value], self.verdict[value])
            row += 3
        sheet.write(row, 0, self.words["how_to_read"], self.wrap)
        sheet.set_row(row, 90)

    def _asked(self, keys: Sequence[str], awards: Mapping[str, str]) -> list[str]:
        """Awards that concern at least one of these subjects."""
        verdicts = self.screening.verdicts
        return [
            code
            for code in awards
            if any(
                code in verdicts[key] and verdicts[key][code].value != "not_applicable"
                for key in keys
            )
        ]

    def _grid(
        self,
        name: str,
        heads: list[str],
        rows: list[tuple[str, list[str]]],
        awards: Mapping[str, str],
        widths: tuple[int, ...],
    ) -> None:
        sheet = self.book.add_worksheet(name)
        codes = self._asked([key for key, _ in rows], awards)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        first = len(heads)
        sheet.set_column(first, first + len(codes) - 1, 20)
        sheet.set_column(first + len(codes), first + len(codes), 90)
        for column, head in enumerate(
            [*heads, *(awards[code] for code in codes), self.words["why"]]
        ):
            sheet.write_string(0, column, head, self.head)
        for line, (key, cells) in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell, self.plain)
            why = []
            for column, code in enumerate(codes, first):
                verdict = self.screening.verdicts[key][code]
                text = self.words.verdict(verdict.value)
                if verdict.provisional is not None:
                    text += (
                        f" ({self.words['provisional']}: "
                        f"{self.words.verdict(verdict.provisional.value)})"
                    )
                sheet.write_string(line, column, text, self.verdict[verdict.value])
                if short := verdict.short_reasons():
                    why.append(f"{awards[code]}: {'; '.join(short)}")
            sheet.write_string(line, first + len(codes), " | ".join(why), self.plain)
        sheet.freeze_panes(1, min(2, len(heads)))
        sheet.autofilter(0, 0, max(1, len(rows)), first + len(codes))

    def _reasons(self) -> None:
        keys = (
            "name",
            "award",
            "verdict",
            "route",
            "condition",
            "result",
            "fact",
            "citation",
            "confidence",
        )
        sheet = self._table(self.words["reasons"], keys, (26, 30, 18, 44, 60, 18, 60, 40, 12))
        staff = self.screening.staff
        subjects = [(person.key, person.name, self.screening.awards) for person in staff.people]
        subjects += [
            (unit_ref(unit.key), unit.name, self.screening.unit_awards) for unit in staff.units
        ]
        line = 0
        write, plain = sheet.write_string, self.plain
        for key, name, awards in subjects:
            for code, verdict in self.screening.verdicts[key].items():
                if verdict.value == "not_applicable":
                    continue
                title, said = awards[code], self.words.verdict(verdict.value)
                for route, node in best_leaves(verdict, awards):
                    line += 1
                    citation = node.citation.text if node.citation else ""
                    facts = "; ".join(node.facts or node.missing)
                    write(line, 0, name, plain)
                    write(line, 1, title, plain)
                    write(line, 2, said, self.verdict[verdict.value])
                    write(line, 3, self.words.statement(route) if route else "", plain)
                    write(line, 4, self.words.statement(node), plain)
                    write(line, 5, self.words.verdict(node.value), self.verdict[node.value])
                    write(line, 6, facts, plain)
                    write(line, 7, citation, plain)
                    write(line, 8, node.confidence or "", plain)
        self._finish(sheet, line, len(keys))

    def _problems(self) -> None:
        keys = ("sheet", "row", "column", "read", "doubt", "weight")
        sheet = self._table(self.words["problems"], keys, (22, 8, 8, 60, 80, 16))
        line = 0
        for line, problem in enumerate(self.screening.problems, 1):
            sheet.write_string(line, 0, problem.sheet, self.plain)
            sheet.write_number(line, 1, problem.row, self.plain)
            sheet.write_string(line, 2, problem.column, self.plain)
            sheet.write_string(line, 3, hidden_numbers(problem.read), self.plain)
            sheet.write_string(line, 4, problem.doubt, self.plain)
            value = "needs_facts" if problem.weight == "doubt" else "not_applicable"
            sheet.write_string(line, 5, self.words[problem.weight], self.verdict[value])
        self._finish(sheet, line, len(keys))

    def _claims(self) -> None:
        keys = ("name", "sheet", "row", "award", "year", "status", "evidence", "declared")
        sheet = self._table(self.words["claims"], keys, (26, 18, 8, 40, 8, 20, 80, 60))
        names = {person.key: person.name for person in self.screening.staff.people}
        names |= {unit_ref(unit.key): unit.name for unit in self.screening.staff.units}
        # What needs somebody's attention stands first.
        order = {
            status: place
            for place, status in enumerate(
                ("contradicted", "not_in_register", "asked", "unverifiable", "confirmed")
            )
        }
        rows = [(key, check) for key, checks in self.screening.checks.items() for check in checks]
        rows.sort(key=lambda pair: order[pair[1].status])
        line = 0
        for line, (key, check) in enumerate(rows, 1):
            claim = check.claim
            sheet.write_string(line, 0, names[key], self.plain)
            sheet.write_string(line, 1, claim.place.sheet, self.plain)
            sheet.write_number(line, 2, claim.place.row, self.plain)
            sheet.write_string(line, 3, claim.label, self.plain)
            if claim.year is not None:
                sheet.write_number(line, 4, claim.year, self.plain)
            word = CLAIM_WORDS[self.words.lang][check.status]
            sheet.write_string(line, 5, word, self.claim[check.status])
            sheet.write_string(line, 6, check.evidence, self.plain)
            sheet.write_string(line, 7, claim.text, self.plain)
        self._finish(sheet, line, len(keys))

    def _table(self, name: str, keys: tuple[str, ...], widths: tuple[int, ...]) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, (key, width) in enumerate(zip(keys, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self.words[key], self.head)
        sheet.freeze_panes(1, 1)
        return sheet

    @staticmethod
    def _finish(sheet: Any, lines: int, columns: int) -> None:
        sheet.autofilter(0, 0, max(1, lines), columns - 1)


def best_leaves(
    verdict: Verdict, awards: Mapping[str, str]
) -> list[tuple[ReasonNode | None, ReasonNode]]:
    """The leaves of the best route of a verdict, each with the route it belongs to.

    Another award inside the tree (a title of the same round) is one line: its own conditions stand
    under its own name.
    """
    found: list[tuple[ReasonNode | None, ReasonNode]] = []

    def walk(node: ReasonNode, route: ReasonNode | None) -> None:
        if not node.children or (node is not verdict.reasons and node.id in awards):
            found.append((route, node))
        elif node.kind == "any":
            walk(node.children[0], node.children[0])
        else:
            for child in node.children:
                walk(child, route)

    walk(verdict.reasons, None)
    return found
