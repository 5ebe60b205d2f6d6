"""A version of a pledge as a paper: what was frozen, who signed it, who witnessed it."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from thidua.documents.papers import Letterhead
from thidua.documents.pledge import PledgePaper, PledgeSidePaper
from thidua.movements.models import PledgeSide, PledgeVersion


def pledge_paper(version: PledgeVersion) -> PledgePaper:
    """What `giao-uoc` prints; a draft until every side has signed.

    A frozen version is printed from what was frozen, whatever bodies are called today.
    """
    pledge = version.pledge
    sides = list(version.sides.select_related("body"))
    frozen: dict[str, Any] = json.loads(version.frozen) if version.frozen else {}
    names = frozen.get("sides") or [[one.body.name, one.signer, one.post] for one in sides]
    keeper = pledge.keeper
    above = pledge.cluster.set_up_by if pledge.cluster else pledge.body and pledge.body.parent
    witnesses = list(version.witnesses.all())
    held = witnesses[0].held_on if witnesses else None
    return PledgePaper(
        head=Letterhead(
            body=frozen.get("whose", pledge.whose),
            parent=above.name if above else "",
            symbol=f"GƯ-{keeper.symbol}" if keeper.symbol else "GƯ",
            place=keeper.place or keeper.name,
            signed_on=held,
            year=pledge.year,
        ),
        subject=frozen.get("title", pledge.title),
        opening=(
            f"Các bên dưới đây thống nhất ký giao ước thi đua năm {pledge.year} với các nội dung "
            "sau:"
        ),
        content=tuple(
            line.strip().lstrip("-").strip()
            for line in version.content.splitlines()
            if line.strip()
        ),
        targets=tuple(
            (one.text, one.level, one.responsible or "Các bên") for one in version.targets.all()
        ),
        sides=tuple(
            PledgeSidePaper(name, f"{signer}, {post}", said_of(side))
            for (name, signer, post), side in zip(names, sides, strict=True)
        ),
        witnesses=tuple(
            f"{one.name}, {one.post}, tại {one.occasion}, {one.place}, ngày {one.held_on:%d/%m/%Y}."
            for one in witnesses
        ),
        digest=version.digest,
        final=bool(sides) and all(one.answer == PledgeSide.Answer.SIGNED for one in sides),
    )


def said_of(side: PledgeSide) -> str:
    """How a side signed, as printed in its row; empty leaves room for a hand."""
    if side.answer != PledgeSide.Answer.SIGNED or side.answered_at is None:
        return ""
    at = timezone.localtime(side.answered_at)
    if side.how == PledgeSide.How.PAPER:
        return f"Đã ký trên bản giấy; ghi nhận ngày {at:%d/%m/%Y}"
    return f"{side.answered_name} ký trong chương trình lúc {at:%H:%M} ngày {at:%d/%m/%Y}"
