"""From rows to papers: the decision with its annex, certificates, the submission upward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone

from thidua.decisions.models import Certificate, Decision, DecisionAward
from thidua.decisions.queries.awardable import TITLE_KIND, WaitingGroup, award_info
from thidua.decisions.queries.background import (
    awards_held,
    council_lines,
    director_name,
    grounds_for,
    standard_relied_on,
    votes_text,
)
from thidua.decisions.queries.rewards import Reward, money_basis
from thidua.decisions.signing import certificate_address
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.papers import (
    Awardee,
    AwardGroup,
    DecisionPaper,
    Letterhead,
    NomineeLine,
    Signature,
    SubmissionPaper,
)
from thidua.documents.seal import SealedFacts
from thidua.documents.words import join_words
from thidua.dossiers.queries import motions_of
from thidua.organisations.models import Body

PROVISIONAL_NOTICE = (
    "Kết quả xét của {count} trường hợp trong danh sách dựa trên văn bản gần nhất đã có toàn văn; "
    "phải đối chiếu lại khi có văn bản áp dụng cho đợt này."
)


def full_name(body: Body) -> str:
    """Sở Nội vụ tỉnh Lam Giang: the body with the province of the committee above it."""
    above = body.parent
    place = above.name.removeprefix("UBND").removeprefix("Ủy ban nhân dân").strip() if above else ""
    return f"{body.name} {place}".strip() if place and place not in body.name else body.name


def authority(body: Body) -> str:
    """The head in whose power the decision lies."""
    return f"Giám đốc {full_name(body)}"


def period_text(start: date | None, end: date | None) -> str:
    """năm 2026; giai đoạn 2024–2026; or two days."""
    if start is None or end is None:
        return ""
    if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
        if start.year == end.year:
            return f"năm {start.year}"
        return f"giai đoạn {start.year}–{end.year}"
    return f"từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}"


def letterhead(decision: Decision) -> Letterhead:
    body = decision.department
    return Letterhead(
        body=body.name,
        parent=body.parent.name if body.parent else "",
        symbol=decision.symbol or f"QĐ-{body.symbol}",
        place=decision.place or body.place,
        number=str(decision.number or ""),
        signed_on=decision.decided_on,
        year=decision.round.year,
    )


def signature(decision: Decision) -> Signature:
    powers = tuple(p for p in (decision.signing_form, decision.signatory_post) if p)
    return Signature(powers or ("Giám đốc",), decision.signatory_name)


def decision_paper(
    decision: Decision, awards: Sequence[DecisionAward], rewards: dict[int, Reward]
) -> DecisionPaper:
    """Everything the DOCX needs; `awards` in the order of the annex."""
    doubtful = sum(1 for row in awards if row.provisional)
    notices = (PROVISIONAL_NOTICE.format(count=doubtful),) if doubtful else ()
    return DecisionPaper(
        head=letterhead(decision),
        subject=decision.title,
        authority=authority(decision.department),
        groups=tuple(_groups(decision, awards, rewards)),
        period=period_text(decision.period_from, decision.period_to)
        or f"năm {decision.round.year}",
        grounds=tuple(decision.grounds),
        bonus_basis=money_basis(decision.decided_on or timezone.localdate()),
        fund=decision.fund,
        executors=decision.executors,
        recipients=tuple(decision.recipients),
        signature=signature(decision),
        provisional=notices,
    )


def _groups(
    decision: Decision, awards: Sequence[DecisionAward], rewards: dict[int, Reward]
) -> Iterable[AwardGroup]:
    day = decision.decided_on or decision.round.received_on
    for code in dict.fromkeys(row.award_code for row in awards):
        rows = [row for row in awards if row.award_code == code]
        label = "danh hiệu" if award_info(code, on=day).kind == TITLE_KIND else ""
        yield AwardGroup(
            rows[0].award_name, tuple(_awardee(row, rewards.get(row.pk)) for row in rows), label
        )


def _awardee(row: DecisionAward, reward: Reward | None) -> Awardee:
    paid = reward is not None and reward.paid
    return Awardee(
        name=row.recipient_name,
        kind="collective" if row.is_collective else "individual",
        office=join_words([row.office, row.unit_name]),
        amount=reward.amount if reward is not None and paid else None,
        honorific=row.honorific,
        note="" if reward is None or paid else reward.reason,
        key=f"{row.nominee.person_id or ''}-{row.nominee.collective_id or ''}",
    )


def certificate_paper(certificate: Certificate) -> CertificatePaper:
    """What one certificate prints; needs the award, its decision and department loaded."""
    row = certificate.award
    decision = row.decision
    day = decision.decided_on or decision.round.received_on
    sign = signature(decision)
    return CertificatePaper(
        authority_line=authority(decision.department),
        award_name=row.award_name,
        recipient=row.recipient_name,
        merit=row.merit,
        decision_number=decision.full_number,
        decided_on=day,
        place=decision.place,
        signer_powers=sign.powers,
        signer_name=sign.name,
        check_url=certificate_address(certificate.token, certificate.payload),
        code=certificate.printed_code,
        is_title=award_info(row.award_code, on=day).kind == TITLE_KIND,
        honorific=row.honorific,
        office=join_words([row.office, row.unit_name, full_name(decision.department)]),
        register_number=str(certificate.number),
        check_address=f"{settings.PUBLIC_URL.partition('://')[2]}/xac-minh",
        provisional=row.provisional,
        award_code=row.award_code,
    )


def submission_paper(department: Body, group: WaitingGroup) -> SubmissionPaper:
    """The submission upward for one award: one paper for each power (NĐ 98/2023, mẫu 01)."""
    year = max(nominee.dossier.round.year for nominee in group.nominees)
    motions, held = motions_of(group.nominees), awards_held(group.nominees)
    lines = []
    for nominee in group.nominees:
        person, motion = nominee.person, motions.get(nominee.pk)
        lines.append(
            NomineeLine(
                name=f"{person.honorific} {person.full_name}".strip() if person else nominee.name,
                award_name=group.award.name,
                kind="individual" if person else "collective",
                office=join_words([person.position, person.unit.name if person.unit else ""])
                if person
                else full_name(department),
                standard=standard_relied_on(nominee.assessment.tree),
                held=held[nominee.pk],
                votes=votes_text(motion),
                note="Tạm tính" if nominee.assessment.provisional else "",
            )
        )
    doubtful = sum(1 for nominee in group.nominees if nominee.assessment.provisional)
    return SubmissionPaper(
        head=Letterhead(
            body=department.name,
            parent=department.parent.name if department.parent else "",
            symbol=f"TTr-{department.symbol}",
            place=department.place,
            year=year,
        ),
        addressee=(_addressee(department, group),),
        subject=f"Về việc đề nghị tặng {group.award.name} năm {year}",
        nominees=tuple(lines),
        grounds=tuple(grounds_for([group.award.code], department=department)),
        paragraphs=tuple(council_lines(motions.values())),
        recipients=("Như trên", "Lưu: VT, TĐKT"),
        signature=Signature(("Giám đốc",), director_name(department)),
        provisional=(PROVISIONAL_NOTICE.format(count=doubtful),) if doubtful else (),
    )


def _addressee(department: Body, group: WaitingGroup) -> str:
    """The head of the committee above, through whom every higher award goes."""
    above = department.parent
    if above is None:
        return group.award.authority or "Cấp có thẩm quyền"
    return f"Chủ tịch {above.name.replace('UBND', 'Ủy ban nhân dân')}"


def sealed_facts(row: DecisionAward, code: str) -> SealedFacts:
    """What the seal of a certificate says: nothing that it does not print."""
    decision = row.decision
    return SealedFacts(
        code=code,
        decision_number=decision.full_number,
        decided_on=decision.decided_on or decision.round.received_on,
        award_code=row.award_code,
        name=row.recipient_name,
        unit=row.unit_name or full_name(decision.department),
    )
