"""Screening: the verdicts of a whole body, a province, a country at once, by the encoded rules.

The interpreter (`law.evaluate`) explains one subject; this package compiles the same rulebook to
integer expressions over *year words* (bit y of a word says "in year y") and answers for all
subjects: one verdict of five for each award, and the conditions that fail or are open as bits. Both
must agree on every subject. See docs/explanation/screening.md.

    program = compile_rules(load_rulebook(), on=date(2026, 9, 15))
    words = YearWords.from_tables({"subjects": ..., "awards": ..., "ratings": ...})
    result = screen(program, words, 2026)
    result.counts(); result.verdict("cstd-co-so"); result.failing("cstd-co-so")

Tables are dicts of NumPy columns or lists, Arrow tables or Polars frames; `subject` is the number
of a row in `subjects`. A table that is absent is a list that nobody knows; `<list>_listed` in
`subjects` says it of one subject, `<list>_from` and `<list>_to` the years that the list covers.

- subjects: kind, group, force, gender, employment, died, recruited_on, enlisted_on, discharged_on,
  founded_on, members, members_completing, completing_undecided, worst_discipline, rank, rank_level
- awards: subject, code, year, decided_on, period_from, period_to, merit, decision
- ratings: subject, year, grade; registrations: subject, year
- initiatives: subject, year, level, kind, recognised_on, recognised or decision, used_award,
  used_year
- disciplines: subject, measure, from, to; pending, leave: subject, kind, from, to
- study: subject, from, to, result; posts: subject, level, title, from, to
- members_with: subject, award, have, undecided; awards_complete: subject, award, from, to
- findings: subject, about, holds, award, year, decided_on
"""

from thidua.law.screen.codes import CODE_OF, VERDICT_OF
from thidua.law.screen.compiler import ConditionBit, Program, compile_rules
from thidua.law.screen.from_facts import tables_of
from thidua.law.screen.result import Result, screen
from thidua.law.screen.words import YearWords

__all__ = [
    "CODE_OF",
    "VERDICT_OF",
    "ConditionBit",
    "Program",
    "Result",
    "YearWords",
    "compile_rules",
    "screen",
    "tables_of",
]
