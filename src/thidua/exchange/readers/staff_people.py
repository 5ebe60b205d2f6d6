"""From rows to people: one person per person, namesakes kept apart, identity numbers unique."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from thidua.exchange.readers.records import PersonRead, Problem, Unknown
from thidua.exchange.readers.text import fold, name_key


def merge_people(
    people: list[PersonRead],
) -> tuple[list[PersonRead], list[Problem]]:
    """Join the rows of one person listed twice after a move inside the body.

    Joined: the same name with the same identity number, or with the same day of birth where one of
    the rows notes a move. Two rows that only share a name and a year stay apart and are doubted.
    """
    by_name: dict[str, list[PersonRead]] = defaultdict(list)
    for person in people:
        by_name[name_key(person.name)].append(person)
    merged: dict[str, PersonRead] = {}
    dropped: set[str] = set()
    problems: list[Problem] = []
    for namesakes in by_name.values():
        for index, first in enumerate(namesakes):
            for second in namesakes[index + 1 :]:
                if first.key in dropped or second.key in dropped:
                    continue
                base = merged.get(first.key, first)
                same = _same_person(base, second)
                if same:
                    joined, doubts = _join(base, second)
                    merged[first.key] = joined
                    dropped.add(second.key)
                    problems.extend(doubts)
                elif same is None:
                    problems.append(
                        _row_problem(
                            second,
                            f"trùng họ tên và năm sinh với dòng {first.rows[0]}: chưa rõ "
                            "có phải một người, để riêng",
                        )
                    )
    kept = [merged.get(person.key, person) for person in people if person.key not in dropped]
    return kept, problems


def _same_person(first: PersonRead, second: PersonRead) -> bool | None:
    """True, False, or None where nobody can tell from the list alone."""
    if first.identity_number and second.identity_number:
        return first.identity_number == second.identity_number
    agree = first.born.agrees_with(second.born)
    if agree is False or (first.gender and second.gender and first.gender != second.gender):
        return False
    moved = any(
        "điều động" in person.notes.lower() or "chuyển" in person.notes.lower()
        for person in (first, second)
    )
    full = (first.born.value or first.born.either) and (second.born.value or second.born.either)
    if agree and full and moved:
        return True
    return None if agree else False


def _join(first: PersonRead, second: PersonRead) -> tuple[PersonRead, list[Problem]]:
    """Keep the row of the present post; facts of both rows are united, contradictions become
    unknown.
    """
    present, former = (first, second)
    if _arrives(second) and not _arrives(first):
        present, former = second, first
    problems = [
        _row_problem(
            second,
            f"cùng một người với dòng {first.rows[0]} (liệt kê hai lần sau điều động), đã gộp",
            "note",
        )
    ]
    unknown = set(present.unknown | former.unknown)
    ratings, complete = (
        present.ratings or former.ratings,
        present.ratings_complete or former.ratings_complete,
    )
    if present.ratings and former.ratings and present.ratings != former.ratings:
        problems.append(
            _row_problem(second, "hai dòng của cùng một người ghi xếp loại khác nhau: chưa dùng")
        )
        ratings, complete = (), None
        unknown.add(Unknown.RATINGS)
    elif ratings:
        unknown.discard(Unknown.RATINGS)
    born = present.born
    if present.born.value is None and former.born.value is not None:
        born = former.born
    claims = list(present.claims)
    seen = {
        (claim.code, claim.label if claim.code is None else "", claim.year, claim.theme)
        for claim in claims
    }
    for claim in former.claims:
        mark = (claim.code, claim.label if claim.code is None else "", claim.year, claim.theme)
        if mark not in seen:
            claims.append(claim)
    initiatives = list(present.initiatives)
    titles = {(fold(one.title), one.year) for one in initiatives}
    initiatives += [one for one in former.initiatives if (fold(one.title), one.year) not in titles]
    registrations = present.registrations
    if former.registrations:
        registrations = tuple(dict.fromkeys((present.registrations or ()) + former.registrations))
    joined = replace(
        present,
        key=first.key,
        rows=tuple(sorted(first.rows + second.rows)),
        gender=present.gender or former.gender,
        born=born,
        identity_number=present.identity_number or former.identity_number,
        party_member=present.party_member
        if present.party_member is not None
        else former.party_member,
        recruited=present.recruited if present.recruited.year else former.recruited,
        ratings=ratings,
        ratings_complete=complete,
        initiatives=tuple(initiatives),
        initiatives_complete=present.initiatives_complete and former.initiatives_complete,
        claims=tuple(claims),
        registrations=registrations,
        leave=tuple(dict.fromkeys(present.leave + former.leave)),
        studies=tuple(dict.fromkeys(present.studies + former.studies)),
        disciplines=tuple(dict.fromkeys(present.disciplines + former.disciplines)),
        pending=tuple(dict.fromkeys(present.pending + former.pending)),
        notes="; ".join(note for note in (present.notes, former.notes) if note),
        unknown=frozenset(unknown),
    )
    return joined, problems


def _arrives(person: PersonRead) -> bool:
    notes = fold(person.notes)
    return "dieu dong tu" in notes or "chuyen tu" in notes


def check_identities(
    people: list[PersonRead], column: str
) -> tuple[list[PersonRead], list[Problem]]:
    """Two people with one identity number: the number is used for neither of them."""
    by_number: dict[str, list[PersonRead]] = defaultdict(list)
    for person in people:
        if person.identity_number:
            by_number[person.identity_number].append(person)
    problems = []
    taken: set[str] = set()
    for number, holders in by_number.items():
        if len(holders) > 1:
            taken.add(number)
            for holder in holders:
                others = ", ".join(
                    f"{other.name} (dòng {other.rows[0]})"
                    for other in holders
                    if other is not holder
                )
                problems.append(
                    Problem(
                        holder.sheet,
                        holder.rows[0],
                        column or "A",
                        number,
                        f"số định danh trùng với {others}: không dùng cho ai",
                    )
                )
    kept = [
        replace(person, identity_number="") if person.identity_number in taken else person
        for person in people
    ]
    return kept, problems


def _row_problem(person: PersonRead, doubt: str, weight: str = "doubt") -> Problem:
    return Problem(person.sheet, person.rows[0], "A", person.name, doubt, weight)
