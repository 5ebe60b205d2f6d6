"""After closing: the tally file, and the codes of receipts as the council's rules show them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.councils.models import BallotBox, TallyFile
from thidua.councils.permissions import check_may_see_tally
from thidua.councils.queries.tally import intact, tally_file_of
from thidua.councils.recount import ANSWERS, answers_of, faults_of
from thidua.councils.views.sitting import find
from thidua.kit.dates import short_date


@require_safe
def codes(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Per motion the codes in the box, with or without the answers, and a fresh recount."""
    file = _file(request, pk, number)
    tally = json.loads(file.content)
    titles = {asked["number"]: asked for asked in tally["frozen"]["motions"]}
    motions: list[dict[str, Any]] = []
    for motion in tally["motions"]:
        held, answers = answers_of(motion)
        beside = "ballots" in motion
        motions.append(
            {
                "asked": titles[motion["number"]],
                "counted": motion["counted"],
                "codes": [
                    (code, _said(answer) if beside else "")
                    for code, answer in zip(held, answers if beside else held, strict=True)
                ],
            }
        )
    sitting = find(request, pk)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "box": file.box,
        "file": file,
        "tally": tally,
        "motions": motions,
        "faults": faults_of(tally),
        "intact": intact(file),
    }
    return render(request, "councils/codes.html", context)


@require_safe
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The tally file, byte for byte as it was written when the box closed."""
    file = _file(request, pk, number)
    day = short_date(file.box.sitting.held_on).replace("/", "-")
    name = quote(f"Tệp kiểm phiếu {day} lần {file.box.round}.json")
    response = HttpResponse(file.content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _said(answer: str) -> str:
    return ANSWERS.get(answer, answer.replace("diem:", "điểm "))


def _file(request: HttpRequest, pk: int, number: int) -> TallyFile:
    sitting = find(request, pk)
    check_may_see_tally(user=request.user, sitting=sitting)
    box = BallotBox.objects.select_related("sitting").filter(sitting=sitting, round=number).first()
    file = tally_file_of(box) if box is not None else None
    if file is None:
        raise Http404
    return file
