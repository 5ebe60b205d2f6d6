"""The home page, and search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.desk.queries import board_for
from thidua.desk.queries.search import KINDS, LONGEST, MOST, search
from thidua.kit.lists import page_of

# Answers of a kind on the page of all kinds, and under the search box.
SHOWN, SUGGESTED = 5, 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the signed-in user."""
    return render(request, "desk/home.html", {"board": board_for(request.user)})


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Answers to `q`: the best of every kind, or all of one kind (`loai`) page by page."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("loai", "") if request.GET.get("loai") in KINDS else ""
    groups = search(request.user, typed)
    chosen = next((group for group in groups if group.kind == kind), None)
    return render(
        request,
        "desk/search.html",
        {
            "typed": typed,
            "groups": groups,
            "kind": kind,
            "chosen": chosen,
            "page": page_of(request, chosen.hits, 25) if chosen else None,
            "shown": SHOWN,
            "most": MOST,
        },
    )


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The best few of every kind, as the list under the search box."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    groups = search(request.user, typed, limit=SUGGESTED) if len(typed) >= 2 else []
    return render(request, "desk/_suggestions.html", {"typed": typed, "groups": groups})
