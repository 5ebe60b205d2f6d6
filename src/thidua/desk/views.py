"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.desk.queries import board_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the signed-in user."""
    return render(request, "desk/home.html", {"board": board_for(request.user)})
