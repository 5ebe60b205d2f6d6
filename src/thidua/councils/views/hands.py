"""Counting hands: the secretary types what was counted in the room, looks again, and keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from thidua.councils import actions
from thidua.councils.models import BallotBox
from thidua.councils.permissions import check_may_run_ballot
from thidua.councils.queries.hands import HandsLine, hands_of
from thidua.councils.views.sitting import find
from thidua.kit.errors import WrongState

# Field, and what it counts.
KINDS = (("d", "Đồng ý"), ("k", "Không đồng ý"), ("y", "Không có ý kiến"))


@require_http_methods(["GET", "HEAD", "POST"])
def hands(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: three numbers a motion. POST `buoc=xem-lai`: the review; `ghi`: kept for good."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    box = sitting.box
    if not sitting.by_hands or box is None or box.state != BallotBox.State.OPEN:
        return redirect("councils:sitting", sitting.pk)
    lines = hands_of(sitting, box)
    given = {line.number: _typed(request, line) for line in lines}
    problems = _problems(lines, given) if request.method == "POST" else []
    step = request.POST.get("buoc", "")
    if step == "ghi" and not problems:
        counts = {number: actions.Hands(*map(int, typed)) for number, typed in given.items()}
        try:
            actions.count_hands(sitting=sitting, counts=counts, by=request.user)
        except WrongState as refusal:
            problems = [("", str(refusal))]
        else:
            return redirect("councils:sitting", sitting.pk)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "box": box,
        "lines": [(line, _fields(line, given[line.number])) for line in lines],
        "problems": problems if step != "sua" else [],
        "reviewing": step in {"xem-lai", "ghi"} and not problems,
    }
    refused = bool(context["problems"])
    return render(request, "councils/hands.html", context, status=422 if refused else 200)


def _typed(request: HttpRequest, line: HandsLine) -> list[str]:
    if request.method != "POST":
        return ["", "0", "0"]
    return [request.POST.get(f"m{line.number}{key}", "").strip() for key, _ in KINDS]


def _fields(line: HandsLine, typed: list[str]) -> list[tuple[str, str, str]]:
    """Field, label and value."""
    return [
        (f"m{line.number}{key}", label, value)
        for (key, label), value in zip(KINDS, typed, strict=True)
    ]


def _problems(lines: list[HandsLine], given: dict[int, list[str]]) -> list[tuple[str, str]]:
    """First field and sentence of each motion whose count cannot be."""
    found = []
    for line in lines:
        typed = given[line.number]
        field = f"m{line.number}d"
        if not all(t.isascii() and t.isdigit() and len(t) <= 3 for t in typed):
            found.append((field, f"{line.title}: ghi ba số, không có thì ghi 0."))
        elif sum(map(int, typed)) != line.voting:
            total = sum(map(int, typed))
            found.append(
                (
                    field,
                    f"{line.title}: có {line.voting} người biểu quyết nhưng đã ghi {total}. Người "
                    "không giơ tay lần nào ghi vào “Không có ý kiến”.",
                )
            )
    return found
