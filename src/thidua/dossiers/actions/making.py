"""Drafting a dossier from a selection, and changing who is in it (Luật 06/2022 Điều 84)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from thidua.dossiers.actions.base import keep, log, take
from thidua.dossiers.models import Dossier, DossierDocument, Nominee, Step
from thidua.dossiers.permissions import check_may_edit, check_may_propose
from thidua.dossiers.queries.missing import reasons_text, refused
from thidua.dossiers.queries.selection import Key, already_proposed, belongs
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.awards import column
from thidua.kit.errors import LawSaysNo, NotAllowed, WrongState
from thidua.kit.text import fold, squeeze
from thidua.law import load_rulebook, required_documents
from thidua.organisations.models import Body
from thidua.people.models import Person

Selection = Sequence[tuple[Person | Body, str]]


@transaction.atomic
def create_dossier(
    *,
    round: Round,
    unit: Body,
    title: str,
    selection: Selection,
    by: Any,
    note: str = "",
) -> Dossier:
    """Draft a dossier of `unit` (the department itself for the officer) with its nominees.

    Refuses an empty selection or title, a closed round, people of other units, nominees that the
    law refuses (LawSaysNo with the answer), and those already proposed for the award in the round.
    """
    department = round.department
    check_may_propose(by, department=department, unit=unit)
    if round.state != Round.State.OPEN:
        raise WrongState("Đợt xét đã đóng nên không lập thêm hồ sơ. Mở lại đợt xét trước.")
    title = squeeze(title)
    if not title:
        raise WrongState("Ghi tên hồ sơ, ví dụ: Đề nghị khen thưởng năm 2026.", field="title")
    if not selection:
        raise WrongState("Chọn ít nhất một người hoặc tập thể ở bảng xét điều kiện.")
    Body.objects.select_for_update().get(pk=department.pk)  # numbers are given one after another
    same_year = Dossier.objects.filter(department=department, round__year=round.year)
    number = (same_year.aggregate(last=Max("number"))["last"] or 0) + 1
    dossier = Dossier.objects.create(
        department=department,
        unit=unit,
        round=round,
        number=number,
        code=f"HS-{round.year}-{number:04d}",
        title=title[:200],
        folded_title=fold(title)[:200],
        note=note.strip(),
        created_by=by,
    )
    added = _add(dossier, selection)
    sync_documents(dossier)
    text = f"Đã lập hồ sơ với {len(added)} đề nghị"
    Step.objects.create(dossier=dossier, from_state="", to_state=dossier.state, by=by, text=text)
    log(
        dossier,
        "create",
        f"{text}: {dossier.code}",
        by=by,
        detail={"nominees": [[n.person_id, n.collective_id, n.award_code] for n in added]},
    )
    return dossier


@transaction.atomic
def add_nominees(
    *, dossier: Dossier, selection: Selection, by: Any, version: int | None = None
) -> list[Nominee]:
    """Add nominees to a draft; refuses what `create_dossier` refuses."""
    fresh = take(dossier, version)
    check_may_edit(by, fresh)
    if not selection:
        raise WrongState("Chọn ít nhất một người hoặc tập thể ở bảng xét điều kiện.")
    added = _add(fresh, selection)
    sync_documents(fresh)
    keep(fresh)
    names = ", ".join(n.name for n in added)
    log(
        fresh,
        "add_nominees",
        f"Đã thêm {len(added)} đề nghị vào {fresh.code}: {names}",
        by=by,
        detail={"nominees": [[n.person_id, n.collective_id, n.award_code] for n in added]},
    )
    return added


@transaction.atomic
def withdraw_nominee(
    *, nominee: Nominee, reason: str, by: Any, version: int | None = None
) -> Nominee:
    """Take a nominee out of a draft, with the reason; the row stays in the history."""
    fresh = take(nominee.dossier, version)
    check_may_edit(by, fresh)
    nominee = Nominee.objects.select_related("person", "collective").get(pk=nominee.pk)
    if nominee.state != Nominee.State.PROPOSED:
        raise WrongState(f"{nominee.name} không còn ở bước được đề nghị nên không rút được.")
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do rút đề nghị.", field="reason")
    nominee.state, nominee.state_note = Nominee.State.WITHDRAWN, reason[:300]
    nominee.save(update_fields=["state", "state_note"])
    sync_documents(fresh)
    keep(fresh)
    log(
        fresh,
        "withdraw_nominee",
        f"Đã rút đề nghị {nominee.name} khỏi {fresh.code}",
        by=by,
        detail={"nominee": nominee.pk, "award": nominee.award_code, "reason": reason},
    )
    return nominee


@transaction.atomic
def edit_dossier(
    *, dossier: Dossier, title: str, note: str, by: Any, version: int | None = None
) -> Dossier:
    """Change title and note of a draft."""
    fresh = take(dossier, version)
    check_may_edit(by, fresh)
    title = squeeze(title)
    if not title:
        raise WrongState("Ghi tên hồ sơ.", field="title")
    fresh.title, fresh.folded_title = title[:200], fold(title)[:200]
    fresh.note = note.strip()
    keep(fresh, "title", "folded_title", "note")
    log(fresh, "edit", f"Đã sửa tên, ghi chú của {fresh.code}", by=by, detail={})
    return fresh


@transaction.atomic
def edit_summary(*, nominee: Nominee, summary: str, by: Any, version: int | None = None) -> Nominee:
    """Write the merits of a nominee in a few lines, as council members will read them."""
    fresh = take(nominee.dossier, version)
    check_may_edit(by, fresh)
    nominee.summary = squeeze(summary)[:500]
    nominee.save(update_fields=["summary"])
    keep(fresh)
    log(
        fresh,
        "summary",
        f"Đã ghi tóm tắt thành tích của {nominee.name} trong {fresh.code}",
        by=by,
        detail={"nominee": nominee.pk},
    )
    return nominee


def sync_documents(dossier: Dossier) -> None:
    """Rows for the papers that the law asks of the awards proposed; rows no longer asked for go,
    unless a file is there already."""
    codes = set(
        dossier.nominees.exclude(state=Nominee.State.WITHDRAWN).values_list("award_code", flat=True)
    )
    wanted: dict[str, tuple[str, str, bool]] = {}
    for code in sorted(codes):
        for rule in required_documents(
            load_rulebook(), award=code, received_on=dossier.round.received_on
        ):
            before = wanted.get(rule.code, (rule.name, rule.citation.text, False))
            wanted[rule.code] = (*before[:2], before[2] or not rule.conditional)
    held = {row.code: row for row in dossier.documents.all()}
    for code, (name, citation, always) in wanted.items():
        row = held.get(code)
        if row is None:
            DossierDocument.objects.create(
                dossier=dossier,
                code=code,
                name=name[:200],
                citation=citation[:200],
                required=always,
            )
        elif row.required != always:
            row.required = always
            row.save(update_fields=["required"])
    for code, row in held.items():
        if code in wanted or not row.citation:
            continue  # rows without a citation were added by people
        if row.file:
            row.required = False
            row.save(update_fields=["required"])
        else:
            row.delete()


def _add(dossier: Dossier, selection: Selection) -> list[Nominee]:
    """Check all of the selection before anything is written; one refusal names everyone."""
    wanted = list(dict.fromkeys((type(s), s.pk, code) for s, code in selection))
    subjects = {(type(s), s.pk): s for s, _ in selection}
    answers = _answers(dossier.round)
    taken = already_proposed(dossier.round)
    not_here: list[str] = []
    unasked: list[str] = []
    refusals: list[tuple[str, Assessment]] = []
    doubles: list[str] = []
    rows: list[Nominee] = []
    for kind, pk, code in wanted:
        subject = subjects[kind, pk]
        award = column(code, dossier.round.received_on).short_name
        person = subject if isinstance(subject, Person) else None
        collective = subject if isinstance(subject, Body) else None
        key = (person.pk if person else None, collective.pk if collective else None, code)
        if not belongs(dossier.unit, dossier.department, subject):
            not_here.append(str(subject))
            continue
        answer = answers.get(key)
        if answer is None:
            unasked.append(f"{subject} ({award})")
        elif refused(answer):
            why = reasons_text(answer)
            refusals.append((f"{subject} ({award}){': ' + why if why else ''}", answer))
        elif key in taken:
            doubles.append(f"{subject} ({award}) đã có trong hồ sơ {taken[key]}")
        else:
            rows.append(
                Nominee(
                    dossier=dossier,
                    person=person,
                    collective=collective,
                    award_code=code,
                    assessment=answer,
                )
            )
    if not_here:
        raise NotAllowed(f"Không thuộc đơn vị lập hồ sơ: {', '.join(not_here)}.")
    if unasked:
        raise WrongState(f"Chưa xét điều kiện: {', '.join(unasked)}. Quét đợt xét rồi lập hồ sơ.")
    if refusals:
        text = ". ".join(sentence for sentence, _ in refusals)
        raise LawSaysNo(
            f"Chưa đủ điều kiện, không đề nghị được: {text}.", verdict=refusals[0][1].tree
        )
    if doubles:
        raise WrongState(f"Đã được đề nghị trong đợt này: {'; '.join(doubles)}.")
    _forget_withdrawn(dossier, rows)
    return Nominee.objects.bulk_create(rows)


def _forget_withdrawn(dossier: Dossier, rows: list[Nominee]) -> None:
    """A withdrawn nominee proposed again takes the place of the old row."""
    again = {(row.person_id, row.collective_id, row.award_code) for row in rows}
    gone = dossier.nominees.filter(state=Nominee.State.WITHDRAWN)
    keys = [n.pk for n in gone if (n.person_id, n.collective_id, n.award_code) in again]
    Nominee.objects.filter(pk__in=keys).delete()


def _answers(round_: Round) -> dict[Key, Assessment]:
    rows = Assessment.objects.filter(round=round_, is_current=True)
    return {(a.person_id, a.collective_id, a.award_code): a for a in rows}
