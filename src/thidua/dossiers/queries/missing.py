"""Everything that still stands between a dossier and its submission; nothing is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.queries.detail import Line, lines_of
from thidua.dossiers.states import AFTER_VOTE, ENDED
from thidua.eligibility.models import Assessment
from thidua.eligibility.queries.quotas import LIMITED, quota


@dataclass(frozen=True)
class Missing:
    """One thing to do, with the tab of the dossier page where it is done."""

    sentence: str
    tab: str = "nguoi"


def acceptable(assessment: Assessment) -> bool:
    """Eligible, or eligible by the last known text while today's text is not loaded."""
    if assessment.verdict == "needs_official_text":
        return assessment.provisional == "eligible"
    return assessment.verdict == "eligible"


def refused(assessment: Assessment) -> bool:
    """The law says no: it may not even be drafted."""
    verdict = assessment.verdict
    if verdict == "needs_official_text":
        verdict = assessment.provisional
    return verdict in {"not_eligible", "not_applicable"}


def reasons_text(assessment: Assessment) -> str:
    """Short reasons as one text, without a full stop."""
    return "; ".join(str(r).rstrip(".") for r in assessment.reasons)


def missing_for_submission(dossier: Dossier, lines: list[Line] | None = None) -> list[Missing]:
    """Verdicts, confirmations, documents and quotas that are not in order yet."""
    lines = [line for line in (lines or lines_of(dossier)) if line.active]
    if not lines:
        return [Missing("Hồ sơ chưa có người hoặc tập thể nào được đề nghị.")]
    lacking: list[Missing] = []
    for line in lines:
        who = f"{line.nominee.name} ({line.award.short_name})"
        answer = line.nominee.assessment
        if not acceptable(answer):
            why = reasons_text(answer)
            lacking.append(Missing(f"{who}: {line.word.lower()}{': ' + why if why else ''}."))
        if line.unconfirmed:
            count = len(line.unconfirmed)
            lacking.append(Missing(f"{who}: còn {count} điều kiện chưa xác nhận.", "dieu-kien"))
    lacking += _documents(dossier)
    lacking += _quotas(dossier, lines)
    return lacking


def _documents(dossier: Dossier) -> list[Missing]:
    rows = (
        dossier.documents.filter(required=True, file="").exclude(code__in=AFTER_VOTE).order_by("pk")
    )
    return [
        Missing(
            f"Chưa có giấy tờ: {row.name}{f' ({row.citation})' if row.citation else ''}.",
            "tai-lieu",
        )
        for row in rows
    ]


def _quotas(dossier: Dossier, lines: list[Line]) -> list[Missing]:
    lacking: list[Missing] = []
    for code in sorted({line.nominee.award_code for line in lines} & set(LIMITED)):
        places = quota(dossier.round, code)
        if places is None:
            continue
        proposed = proposed_count(dossier, code)
        if proposed > places.limit:
            citation = f" ({places.citation.text})" if places.citation else ""
            lacking.append(
                Missing(
                    f"{places.award.short_name}: đề nghị {proposed} người, chỉ tiêu "
                    f"{places.limit} ({places.percent}% của {places.base} người đủ điều kiện "
                    f"{places.of.short_name}){citation}. Rút bớt {proposed - places.limit} người."
                )
            )
    return lacking


def proposed_count(dossier: Dossier, code: str) -> int:
    """People proposed for an award in the round: this dossier and those already under way."""
    return (
        Nominee.objects.filter(
            dossier__round=dossier.round_id, award_code=code, person__isnull=False
        )
        .exclude(state__in=[Nominee.State.WITHDRAWN, Nominee.State.FAILED])
        .exclude(dossier__state__in=[*ENDED])
        .exclude(
            dossier__in=Dossier.objects.filter(
                round=dossier.round_id, state=Dossier.State.DRAFT
            ).exclude(pk=dossier.pk)
        )
        .values("person")
        .distinct()
        .count()
    )
