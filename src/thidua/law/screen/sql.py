"""The same plans as SQL: year words by `bit_or` over long tables, rules as integer expressions.

For registers that live in PostgreSQL, or in a data lake behind Spark. Text goes out, columns come
in: this module opens no connection. `long_tables` says which tables the statements read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thidua.law.context import NO_GROUND
from thidua.law.facts import words as w
from thidua.law.index import award_index
from thidua.law.screen.compiler import Plan
from thidua.law.screen.dialects import Dialect
from thidua.law.screen.graph import SUBJECTS, Domain, Graph, Node
from thidua.law.screen.question import MERIT
from thidua.law.screen.rebuilt import Rebuilt
from thidua.law.screen.sql_stages import Stages
from thidua.law.screen.sql_tables import NUMBERS, WORDS_ROWS, plain

_INDEX = list(award_index())
_GRADES, _LEVELS, _KINDS = list(w.GRADES), list(w.LEVELS), list(w.INITIATIVE_KINDS)


@dataclass(frozen=True, slots=True)
class Source:
    """What the database holds. `findings`: the pairs of slug and award (or None) that occur;
    `asked`: the columns that `asked_columns` worked out, in the table `asked`."""

    findings: frozenset[tuple[str, str | None]] = frozenset()
    asked: Mapping[str, int] | None = None


class SqlPlan(Rebuilt):
    """One award of a plan as one statement."""

    def __init__(self, plan: Plan, source: Source, dialect: Dialect, first: int) -> None:
        super().__init__(Graph(first))
        self.plan, self.source, self.dialect = plan, source, dialect
        self.words: dict[str, tuple[str, str]] = {}

    def statement(self, code: str) -> str:
        """`subject`, `verdict`, `failing` and `open` of every subject, as codes and bits."""
        *parts, (_, last) = self.parts(code)
        kept = self.dialect.kept
        listed = ",\n".join(f"{name} AS {kept} (\n{text}\n)" for name, text in parts)
        return f"WITH {listed}\n{last}"

    def parts(self, code: str) -> list[tuple[str, str]]:
        """The same as queries by name, each reading those before it, the answer last: for engines
        that would work out a part anew wherever it is read."""
        answer = self.plan.answers[code]
        conditions = [self.node(part) for part in answer.parts]
        outputs = {
            "verdict": self.node(answer.value),
            "failing": self.graph.bits("failing", conditions),
            "open": self.graph.bits("open", conditions),
        }
        stages = Stages(self.dialect, self._rows)
        last = stages.table(SUBJECTS, "words", list(outputs.values()))
        shown = ", ".join(f"{stages.shown(node)} AS {name}" for name, node in outputs.items())
        answered = f"SELECT subject, {shown} FROM {last}"
        return [*self._words(), *stages.parts, ("answer", answered)]

    # -- columns -------------------------------------------------------------------------------
    def column(self, node: Node) -> Node:
        name, domain = str(node.value), node.domain
        if domain is not None and domain != SUBJECTS:
            return self.graph.column(name, node.kind, domain)
        what, _, rest = name.partition(":")
        if what == "finding":
            slug, award = self.plan.question.findings[name]
            if not {(slug, None), (slug, award)} & self.source.findings:
                return self.graph.of(0)
            self.words[name] = ("finding", name)
        elif what in ("reset", "unclear"):
            self.words[name] = ("reset", rest)
        elif what == "asked":
            return self.graph.column(f"asked_{(self.source.asked or {})[name]}", node.kind)
        elif what == "held":
            self.words[name] = ("awards", _held(self.dialect, rest, self.graph.first))
        elif what in ("graded", "recognised", "waiting", "with", "undecided"):
            self.words[name] = _word(self.dialect, what, rest, self.graph.first)
        elif what in ("from", "to") and ":" in rest:
            self.words[name] = ("spans", rest.partition(":")[2])
        elif name in WORDS_ROWS:
            self.words[name] = (WORDS_ROWS[name], _single(self.dialect, name, self.graph.first))
        return self.graph.column(plain(name), node.kind)

    def gathered(self, node: Node, below: Node) -> Node:
        how, default = node.value
        domain = node.args[0].domain
        assert domain is not None  # noqa: S101 - only constants have no domain
        return self.graph.gather(how, below, domain, default)

    # -- tables --------------------------------------------------------------------------------
    def _rows(self, domain: Domain) -> str:
        """The long table behind a domain, with the columns that rules read."""
        name = domain.name.rpartition("*")[2]
        if name.startswith("awards:"):
            number = _INDEX.index(name.partition(":")[2]) + 1
            return (
                "SELECT rid, subject, year, merit, decided, start, after, "
                "row_number() OVER (PARTITION BY subject, year ORDER BY rid) = 1 AS once, "
                "row_number() OVER (PARTITION BY subject, year ORDER BY "
                "CASE WHEN after = 0 THEN 1 ELSE 0 END, after, "
                "CASE WHEN decided = 0 THEN 99999999 ELSE decided END, decision, rid) = 1 "
                f"AS telling FROM awards WHERE code = {number}"
            )
        if name == "used":
            return "SELECT * FROM initiatives WHERE used > 0 AND sure"
        return f"SELECT * FROM {name}"

    def _words(self) -> list[tuple[str, str]]:
        """The tables of words that the statement needs, joined into one."""
        grouped: dict[str, dict[str, str]] = {}
        found: list[tuple[str, str]] = []
        for name, (table, text) in self.words.items():
            if table in ("finding", "reset", "spans"):
                continue
            grouped.setdefault(table, {})[name] = text
        joins: list[tuple[str, str]] = []
        for table, columns in grouped.items():
            shown = ", ".join(f"{text} AS {plain(name)}" for name, text in columns.items())
            first = self.graph.first
            source = _ORDERED.get(table, table).format(low=first - 1, high=first + 61)
            found.append((f"w_{table}", f"SELECT subject, {shown} FROM {source} GROUP BY subject"))
            joins += [(plain(name), f"w_{table}") for name in columns]
        for number, (name, text, given) in enumerate(self._special()):
            found.append((f"x_{number}_{name}", text))
            joins += [(column, f"x_{number}_{name}") for column in given]
        tables = dict.fromkeys(table for _, table in joins)
        shown = "".join(
            f", COALESCE({table}.{column}, {_missing(column)}) AS {column}"
            for column, table in joins
        )
        joined = "".join(f" LEFT JOIN {table} ON {table}.subject = s.subject" for table in tables)
        asked, asked_join = "", ""
        if self.source.asked:
            asked = "".join(f", q.asked_{number}" for number in self.source.asked.values())
            asked_join = " JOIN asked q ON q.subject = s.subject"
        text = f"SELECT s.*{shown}{asked} FROM subjects s{joined}{asked_join}"
        return [*found, ("words", text)]

    def _special(self) -> list[tuple[str, str, list[str]]]:
        found: list[tuple[str, str, list[str]]] = []
        resets = dict.fromkeys(text for kind, text in self.words.values() if kind == "reset")
        for name in resets:
            codes = self.plan.question.resets[name]
            moved, unclear = plain(f"reset:{name}"), plain(f"unclear:{name}")
            found.append(("reset", self._reset(codes, moved, unclear), [moved, unclear]))
        for name, (kind, text) in self.words.items():
            if kind == "finding":
                found.append(("finding", self._finding(text), [plain(name)]))
            elif kind == "spans":
                side = "first" if name.startswith("from:") else "last"
                number = _INDEX.index(text) + 1
                general = plain(f"{name.partition(':')[0]}:awards")
                own = (
                    f"SELECT s.subject, COALESCE(c.{side}, s.{general}) AS {plain(name)} "
                    "FROM subjects s LEFT JOIN awards_complete c "
                    f"ON c.subject = s.subject AND c.code = {number}"
                )
                found.append(("span", own, [plain(name)]))
        return found

    def _finding(self, name: str) -> str:
        slug, award = self.plan.question.findings[name]
        award_sql = self.dialect.text(award)
        return (
            f"SELECT subject, CASE WHEN holds THEN 1 ELSE 2 END AS {plain(name)} FROM ("
            "SELECT subject, holds, row_number() OVER "
            "(PARTITION BY subject ORDER BY day DESC, rid) AS nth FROM findings "
            f"WHERE about = {self.dialect.text(slug)} "
            f"AND (award IS NULL OR award = {award_sql}) "
            f"AND year IN (0, {self.plan.year})) f WHERE nth = 1"
        )

    def _reset(self, codes: Sequence[str], moved: str, unclear: str) -> str:
        """See `prepared`: each such award against those before it."""
        numbers = [_INDEX.index(code) + 1 for code in codes]
        place = " ".join(f"WHEN {number} THEN {n}" for n, number in enumerate(numbers))
        outside = ", ".join(str(MERIT[merit]) for merit in NO_GROUND)
        again = {
            "period": "CASE WHEN after = 0 THEN decided ELSE after END",
            "decision": "decided",
        }.get(
            self.plan.question.basis or "",
            "CASE WHEN decided > 0 THEN GREATEST(decided, after) ELSE 0 END",
        )
        order = (
            "PARTITION BY subject ORDER BY year, decided, "
            f"CASE code {place} END, rid ROWS BETWEEN UNBOUNDED PRECEDING AND"
        )
        clear = "CASE WHEN merit > 0 THEN sure ELSE 0 END"
        return (
            f"SELECT subject, MAX(so_far) AS {moved}, MAX(GREATEST("
            "CASE WHEN merit = 0 AND sure > COALESCE(before, 0) THEN sure ELSE 0 END, "
            f"CASE WHEN again = 0 AND sure >= so_far THEN sure + 1 ELSE 0 END)) AS {unclear} "
            f"FROM (SELECT subject, merit, again, sure, MAX({clear}) OVER ({order} CURRENT ROW) "
            f"AS so_far, MAX({clear}) OVER ({order} 1 PRECEDING) AS before FROM ("
            "SELECT subject, rid, code, merit, year, decided, again, "
            "CASE WHEN again > 0 THEN again ELSE (year + 1) * 10000 + 101 END AS sure FROM ("
            f"SELECT subject, rid, code, merit, year, decided, {again} AS again FROM awards "
            f"WHERE code IN ({', '.join(map(str, numbers))}) AND year <= {self.plan.year} "
            f"AND merit NOT IN ({outside})) a) b) c GROUP BY subject"
        )


_ORDERED = {
    "ratings": (
        "(SELECT subject, year, grade, row_number() OVER "
        "(PARTITION BY subject, year ORDER BY rid DESC) AS nth FROM ratings) r"
    ),
    "initiatives": (
        "(SELECT subject, year, level, kind, sure, "
        + ", ".join(
            f"SUM(CASE WHEN level >= {level} THEN 1 ELSE 0 END) OVER (PARTITION BY subject, "
            "LEAST(GREATEST(year, {low}), {high}), kind, sure ORDER BY rid "
            f"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS nth_{level}"
            for level in range(1, len(_LEVELS) + 1)
        )
        + " FROM initiatives) i"
    ),
}


def _missing(column: str) -> int:
    return NUMBERS["none"] if column.startswith("c_with_") else 0


def _held(dialect: Dialect, code: str, first: int) -> str:
    return dialect.union(f"code = {_INDEX.index(code) + 1}", dialect.bit("year", first))


def _word(dialect: Dialect, what: str, rest: str, first: int) -> tuple[str, str]:
    bit = dialect.bit("year", first)
    if what == "graded":
        test = f"grade >= {_GRADES.index(rest) + 1} AND nth = 1"
        return "ratings", dialect.union(test, bit)
    if what in ("with", "undecided"):
        column = "have" if what == "with" else "undecided"
        number = _INDEX.index(rest) + 1
        return "members_with", f"MAX(CASE WHEN code = {number} THEN {column} END)"
    level, kind, plane = rest.split(":")
    sure = "sure" if what == "recognised" else "NOT sure"
    test = (
        f"level >= {_LEVELS.index(level) + 1} AND kind = {_KINDS.index(kind) + 1} "
        f"AND {sure} AND nth_{_LEVELS.index(level) + 1} = {plane}"
    )
    return "initiatives", dialect.union(test, bit)


def _single(dialect: Dialect, name: str, first: int) -> str:
    if name == "registered":
        return dialect.union("year > 0", dialect.bit("year", first))
    if name == "served":
        return "MAX(after)"
    free = (
        "CASE WHEN after = 0 THEN 9999 ELSE "
        f"{dialect.divided('after', 10000)} + CASE WHEN after % 10000 = 101 THEN 0 ELSE 1 END END"
    )
    begun = dialect.divided("start", 10000)
    # An open end bars every year from its start on; so does one beyond the words.
    until = (
        f"CASE WHEN ({free}) > {first + 61} THEN {2**63 - 1} ELSE {dialect.before(free, first)} END"
    )
    return dialect.union("rid IS NOT NULL", f"({until}) & ~({dialect.before(begun, first)})")
