"""Answers to `thidua law ...`: `--json` prints one document on stdout; messages go to stderr."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from thidua.cli import law_routes as routes
from thidua.cli import law_text as say
from thidua.law import api, facts
from thidua.law.bonus import bonus
from thidua.law.book.load import check_rulebook, load_rulebook
from thidua.law.book.rulebook import Rulebook
from thidua.law.consolidate import write_pages
from thidua.law.deadlines import deadline
from thidua.law.diff import diff_to_dict
from thidua.law.errors import LawError, QuestionError, Say
from thidua.law.explain import explain, strange_findings
from thidua.law.index import KINDS
from thidua.law.plan import plan_to_dict
from thidua.law.together import bonus_together
from thidua.law.together_file import load_together
from thidua.law.transitions import Passage, evaluate_passage
from thidua.law.votes import vote
from thidua.law.whole import surroundings


def answer(args: argparse.Namespace) -> int:
    """Runs the question named in `args.question`; 0 answered, 1 bad input with a sentence."""
    try:
        code = _QUESTIONS[args.question](args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader (`head`, a closed pager) has seen enough; nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except LawError as problem:
        print(problem.text(args.lang), file=sys.stderr)
        return 1


# -- commands ----------------------------------------------------------------------------------
def _awards(args: argparse.Namespace) -> int:
    rb, on = _rulebook(args), _day(args.on, "--on")
    if args.kind is not None and args.kind not in KINDS:
        listed = ", ".join(KINDS)
        raise QuestionError(
            Say("loại khen thưởng không có trong danh mục.", "unknown kind of award."),
            found=args.kind,
            place="--kind",
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
        )
    rows = [
        {
            "code": info.code,
            "name": info.name_en if args.lang == "en" else info.name,
            "short_name": info.short_name,
            "kind": info.kind,
            "recipients": list(info.recipients),
            "level": info.level,
            "authority": info.authority,
            "status": info.status,
        }
        for info in rb.awards(on, args.kind)
    ]
    return _show(args, {"on": on.isoformat(), "awards": rows}, say.awards)


def _explain(args: argparse.Namespace) -> int:
    rb, received = _rulebook(args), _day(args.received_on, "--received-on")
    found = explain(rb, award=args.award, received_on=received, lang=args.lang)
    found |= surroundings(rb, award=args.award, on=received, lang=args.lang)

    def text(answer: dict[str, Any], lang: str) -> str:
        return "\n".join([say.explained(answer, lang), *routes.around(answer, lang)])

    return _show(args, found, text)


def _assess(args: argparse.Namespace) -> int:
    rb = _rulebook(args)
    question: dict[str, Any] = {
        "year": _year(args.year),
        "received_on": _day(args.received_on, "--received-on"),
        "scope": args.scope,
    }
    codes = None if args.award == "all" else [rb.resolve_code(args.award)]
    given = facts.load_facts(args.facts)
    for about in strange_findings(rb, given):
        text = Say(
            f"{args.facts}: không có điều kiện “{about}” để kết luận, kết luận này bị bỏ qua; "
            "xem mã bằng lệnh: thidua law explain",
            f"{args.facts}: no condition “{about}” waits for a finding, this one is left out; "
            "list the slugs with: thidua law explain",
        )
        print(text.text(args.lang), file=sys.stderr)
    if args.decided_on is not None:
        decided = _day(args.decided_on, "--decided-on")
        passages = evaluate_passage(rb, given, decided_on=decided, awards=codes, **question)
    else:
        answers = api.evaluate_all(rb, given, awards=codes, **question)
        passages = {code: Passage(verdict) for code, verdict in answers.items()}
    if args.json:
        answer = [passage.to_dict(args.lang, paths=True) for passage in passages.values()]
        _print(answer if args.award == "all" else answer[0])
        return 0
    name = given.subject.name
    print("\n\n".join(say.passage(passage, rb, name, args.lang) for passage in passages.values()))
    return 0


def _bonus(args: argparse.Namespace) -> int:
    rb = _rulebook(args)
    if args.together:
        decided_on, recipient, awards = load_together(args.together)
        together = bonus_together(rb, decided_on=decided_on, recipient=recipient, awards=awards)
        return _show(args, together.to_dict(args.lang), say.together)
    for name in ("award", "recipient", "decided_on"):
        if getattr(args, name) is None:
            args.usage_error(f"cần --{name.replace('_', '-')} (hoặc --together TỆP)")
    found = bonus(
        rb,
        award=args.award,
        recipient=args.recipient,
        decided_on=_day(args.decided_on, "--decided-on"),
        authority=args.authority,
    )
    return _show(args, found.to_dict(args.lang), say.bonus)


def _vote(args: argparse.Namespace) -> int:
    found = vote(
        _rulebook(args),
        award=args.award,
        received_on=_day(args.received_on, "--received-on"),
        members=args.members,
        present=args.present,
        yes=args.yes,
        scope=args.scope,
        written=args.written,
        written_yes=args.written_yes,
        central=args.central,
    )
    return _show(args, found.to_dict(args.lang), say.vote)


def _plan(args: argparse.Namespace) -> int:
    found = plan_to_dict(
        _rulebook(args),
        facts.load_facts(args.facts),
        start=_year(args.first, "--from"),
        until=_year(args.until, "--until"),
        scope=args.scope,
        lang=args.lang,
    )
    return _show(args, found, say.planned)


def _diff(args: argparse.Namespace) -> int:
    first, second = (_day(text, "--received-on") for text in args.received_on)
    found = diff_to_dict(
        _rulebook(args), award=args.award, received_on=(first, second), lang=args.lang
    )
    return _show(args, found, say.differences)


def _deadline(args: argparse.Namespace) -> int:
    found = deadline(
        _rulebook(args),
        award=args.award,
        received_on=_day(args.received_on, "--received-on"),
        decided_on=_day(args.decided_on, "--decided-on") if args.decided_on else None,
        previous_decided_on=_day(args.previous_decided_on, "--previous-decided-on")
        if args.previous_decided_on
        else None,
        sector=args.sector,
        scope=args.scope,
    )
    return _show(args, found.to_dict(args.lang), routes.deadline)


def _check(args: argparse.Namespace) -> int:
    book, errors = check_rulebook([Path(path) for path in args.paths])
    answer = {
        "ok": not errors,
        "instruments": len(book.instruments) if book else 0,
        "entries": len(book.all_keys()) if book else 0,
        "errors": [
            {
                "file": error.file,
                "place": error.place,
                "line": error.line,
                "message": error.text(args.lang),
            }
            for error in errors
        ],
    }
    if errors and not args.json:
        print(say.checked(answer, args.lang), file=sys.stderr)
    else:
        _show(args, answer, say.checked)
    return 1 if errors else 0


def _consolidate(args: argparse.Namespace) -> int:
    stale = write_pages(_rulebook(args), Path(args.output), check=args.check)
    if args.check and stale:
        listed = ", ".join(stale)
        print(
            f"docs/law khác với bộ quy tắc: {listed}. Chạy: thidua law consolidate", file=sys.stderr
        )
        return 1
    return _show(args, {"changed": stale}, say.consolidated)


def _rulebook(args: argparse.Namespace) -> Rulebook:
    return load_rulebook([Path(path) for path in args.rulebook])


def _day(text: str | None, place: str) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(
            Say("không phải một ngày.", "not a date."),
            place=place,
            found=text,
            expected=Say("NĂM-THÁNG-NGÀY, ví dụ 2026-09-15", "YEAR-MONTH-DAY, e.g. 2026-09-15"),
        ) from None


def _year(text: str, place: str = "--year") -> int:
    if not (text.isdigit() and 1945 <= int(text) <= 2100):
        raise QuestionError(
            Say("không phải một năm.", "not a year."),
            place=place,
            found=text,
            expected=Say(
                "năm có bốn chữ số, từ 1945 đến 2100", "a year of four digits, 1945 to 2100"
            ),
        )
    return int(text)


def _show(args: argparse.Namespace, answer: dict[str, Any], text: Any) -> int:
    if args.json:
        _print(answer)
    else:
        print(text(answer, args.lang))
    return 0


def _print(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def _schema(args: argparse.Namespace) -> int:
    from thidua.law.schemas import SCHEMAS

    _print(SCHEMAS[args.of]())
    return 0


_QUESTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "awards": _awards,
    "explain": _explain,
    "assess": _assess,
    "bonus": _bonus,
    "vote": _vote,
    "deadline": _deadline,
    "plan": _plan,
    "diff": _diff,
    "schema": _schema,
    "check": _check,
    "consolidate": _consolidate,
}
