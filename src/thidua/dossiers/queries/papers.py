"""The submission as a paper, and what members of the council read about a nominee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from thidua.documents.papers import Letterhead, NomineeLine, Signature, SubmissionPaper
from thidua.dossiers.models import Confirmation, Dossier, Nominee
from thidua.dossiers.queries.detail import VERDICTS, Line, lines_of, office_of, weighed
from thidua.dossiers.states import EDITABLE
from thidua.eligibility.queries.explain import CONDITION
from thidua.kit.dates import short_date
from thidua.law import legal_grounds, load_rulebook
from thidua.register.models import RegisterEntry

PROVISIONAL = (
    "Kết quả xét điều kiện của {count} trường hợp tính theo văn bản đã đọc gần nhất; "
    "chờ văn bản của kỳ này."
)
_HELD_SHOWN = 4


def submission_paper(dossier: Dossier) -> SubmissionPaper:
    """Tờ trình of the unit, or of the department's officer, to the council of the department."""
    lines = [line for line in lines_of(dossier) if line.active]
    department, unit = dossier.department, dossier.unit
    own = unit.pk == department.pk
    day = timezone.localdate(dossier.submitted_at) if dossier.submitted_at else None
    held = _held([line.nominee for line in lines])
    doubtful = sum(1 for line in lines if line.nominee.assessment.verdict == "needs_official_text")
    council = f"Hội đồng Thi đua - Khen thưởng {department.name}"
    draft = dossier.state in EDITABLE
    return SubmissionPaper(
        head=Letterhead(
            body=department.name if own else unit.name,
            parent=(department.parent.name if department.parent else "")
            if own
            else department.name,
            symbol=f"TTr-{(department if own else unit).symbol or department.symbol}",
            place=department.place or department.name,
            signed_on=None if draft else day,
            year=dossier.round.year,
        ),
        addressee=(council,),
        subject=dossier.title,
        nominees=tuple(_line(line, held) for line in lines),
        grounds=tuple(
            legal_grounds(
                load_rulebook(),
                on=dossier.round.received_on,
                awards=sorted({line.nominee.award_code for line in lines}),
            )
        ),
        paragraphs=_paragraphs(dossier),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature(("GIÁM ĐỐC",) if own else ("TRƯỞNG ĐƠN VỊ",)),
        provisional=(PROVISIONAL.format(count=doubtful),) if doubtful else (),
    )


def _paragraphs(dossier: Dossier) -> tuple[str, ...]:
    received = short_date(dossier.round.received_on)
    first = f"Hồ sơ {dossier.code}, {dossier.round.name}, nhận ngày {received}."
    note = dossier.note.strip()
    return (first, note) if note else (first,)


def _line(line: Line, held: dict[int, str]) -> NomineeLine:
    nominee = line.nominee
    person = nominee.person
    name = f"{person.honorific} {person.full_name}".strip() if person else nominee.name
    notes = [f"({line.word}, tạm tính {line.provisional.lower()})"] if line.provisional else []
    return NomineeLine(
        name=name,
        award_name=line.award.name,
        kind="individual" if person else "collective",
        office=line.office,
        standard=_standard(nominee),
        held=held.get(nominee.pk, ""),
        note=" ".join(notes),
    )


def _standard(nominee: Nominee) -> str:
    """Places in the law that the met conditions rest on, once each."""
    cited = [
        node["citation"]["text"]
        for node in leaves(weighed(nominee.assessment).get("reasons") or {})
        if node.get("value") == "eligible" and node.get("citation")
    ]
    return "; ".join(list(dict.fromkeys(cited))[:3])


def _held(nominees: list[Nominee]) -> dict[int, str]:
    """Latest awards in the register of each nominee, as one text (one query)."""
    people: dict[int | None, list[str]] = {n.person_id: [] for n in nominees if n.person_id}
    units: dict[int | None, list[str]] = {n.collective_id: [] for n in nominees if n.collective_id}
    rows = RegisterEntry.objects.filter(
        Q(person__in=list(people)) | Q(collective__in=list(units)),
        state=RegisterEntry.State.VALID,
        match=RegisterEntry.Match.MATCHED,
    )
    for row in rows.order_by("-year", "-pk"):
        owner = people.get(row.person_id) if row.person_id else units.get(row.collective_id)
        if owner is not None and len(owner) < _HELD_SHOWN:
            owner.append(f"{row.award_name} năm {row.year}")
    return {
        n.pk: "\n".join(people[n.person_id] if n.person_id else units[n.collective_id])
        for n in nominees
    }


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Conditions without conditions below them."""
    children = node.get("children") or []
    if not children and node:
        yield node
    for child in children:
        yield from leaves(child)


def papers_of(dossier: Dossier, nominees: Sequence[Nominee]) -> dict[int, list[dict[str, str]]]:
    """What members read before voting, by nominee pk (two queries): merits, the answer of the law
    with its grounds, who confirmed what, documents of the dossier."""
    confirmed: dict[int, list[str]] = {}
    for row in Confirmation.objects.filter(nominee__dossier=dossier).order_by("pk"):
        said = f"{row.statement}: {row.confirmed_by}, ngày {short_date(row.confirmed_on)}"
        confirmed.setdefault(row.nominee_id, []).append(said)
    documents = [
        {"title": row.name, "url": reverse("dossiers:document", args=[row.pk])}
        for row in dossier.documents.exclude(file="").order_by("pk")
    ]
    found: dict[int, list[dict[str, str]]] = {}
    for nominee in nominees:
        papers = [{"title": "Điều kiện theo quy định", "text": _conditions(nominee)}]
        if nominee.summary:
            papers.insert(0, {"title": "Tóm tắt thành tích", "text": nominee.summary})
        if nominee.pk in confirmed:
            text = "\n".join(confirmed[nominee.pk])
            papers.append({"title": "Điều kiện đã được xác nhận", "text": text})
        found[nominee.pk] = papers + documents
    return found


def _conditions(nominee: Nominee) -> str:
    """One line per condition: its value, the sentence, the facts and the article."""
    answer = nominee.assessment
    word = VERDICTS.get(answer.verdict, ("", "", "Chưa xét"))[2]
    if answer.provisional in VERDICTS:
        provisional = VERDICTS[answer.provisional][2].lower()
        word += f"; theo văn bản đã đọc gần nhất: {provisional} (tạm tính)"
    lines = [f"Kết quả xét: {word}."]
    for node in leaves(weighed(answer).get("reasons") or {}):
        if node.get("value") == "not_applicable":
            continue
        state = CONDITION.get(node.get("value", ""), ("", "", ""))[2]
        citation = (node.get("citation") or {}).get("text", "")
        facts = "; ".join(node.get("facts") or [])
        text = f"{state}: {node.get('statement', '')}"
        lines.append(f"{text}{f' ({facts})' if facts else ''}{f'. {citation}' if citation else ''}")
    return "\n".join(lines)


def subtitle_of(nominee: Nominee) -> str:
    """Office of a person; how many people a collective has is said by its own papers."""
    said = office_of(nominee) or "Tập thể"
    if nominee.assessment.verdict == "needs_official_text":
        said += "; kết quả xét tạm tính, chờ văn bản"
    return said
