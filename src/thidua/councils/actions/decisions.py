"""The decisions about a council: its history, in the order in which they took effect."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from thidua.councils.models import Council, CouncilDecision
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


def keep_decision(
    council: Council,
    *,
    kind: str,
    number: str,
    signed_on: dt.date,
    effective_on: dt.date,
    authority: str,
    changes: list[str],
    by: Any,
) -> CouncilDecision:
    """One row of the history; refuses a number twice, days to come and days out of order."""
    number, authority = squeeze(number), squeeze(authority)
    if not number:
        raise WrongState("Ghi số quyết định.", field="number")
    if not authority:
        raise WrongState("Ghi cơ quan hoặc người ký quyết định.", field="authority")
    if council.decisions.filter(number=number).exists():
        raise WrongState(f"Quyết định {number} đã ghi cho Hội đồng này.", field="number")
    if signed_on > timezone.localdate():
        raise WrongState("Ngày ký chưa tới. Ghi quyết định khi đã ký.", field="signed_on")
    if effective_on > timezone.localdate():
        raise WrongState(
            "Quyết định chưa có hiệu lực. Ghi khi đến ngày có hiệu lực, để số thành viên không "
            "đổi trước.",
            field="effective_on",
        )
    last = council.decisions.first()
    if last is not None and effective_on < last.effective_on:
        raise WrongState(
            f"Quyết định {last.number} có hiệu lực từ {short_date(last.effective_on)}; ngày hiệu "
            "lực mới phải từ ngày đó trở đi.",
            field="effective_on" if kind == CouncilDecision.Kind.RENEW else "signed_on",
        )
    if last is None and council.established_on and effective_on < council.established_on:
        raise WrongState(
            f"Hội đồng thành lập ngày {short_date(council.established_on)}; quyết định phải từ "
            "ngày đó trở đi.",
            field="signed_on",
        )
    return CouncilDecision.objects.create(
        council=council,
        kind=kind,
        number=number[:100],
        signed_on=signed_on,
        effective_on=effective_on,
        authority=authority[:160],
        changes=changes,
        recorded_by=by,
    )


def keep_establishment(council: Council, by: Any) -> None:
    """Keep the decision of establishment in the history; while it is the only one, corrected."""
    if not council.established_by or council.established_on is None:
        return
    words = {
        "number": council.established_by,
        "signed_on": council.established_on,
        "effective_on": council.established_on,
        "authority": council.authority,
    }
    rows = list(council.decisions.all()[:2])
    if not rows:
        CouncilDecision.objects.create(
            council=council,
            kind=CouncilDecision.Kind.ESTABLISH,
            changes=["Thành lập Hội đồng"],
            recorded_by=by,
            **words,
        )
    elif len(rows) == 1 and rows[0].kind == CouncilDecision.Kind.ESTABLISH:
        CouncilDecision.objects.filter(pk=rows[0].pk).update(**words)
