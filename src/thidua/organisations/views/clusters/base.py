"""What the pages of clusters share: finding one, answering a form, taking a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from thidua.kit.errors import NotAllowed, Refusal
from thidua.organisations.models import Cluster
from thidua.organisations.queries.clusters import clusters_for


def found(request: HttpRequest, pk: int) -> Cluster:
    """A cluster that the user may read; 404 for strangers."""
    rows = clusters_for(request.user).select_related("keeper", "set_up_by")
    return get_object_or_404(rows, pk=pk)


def back_to(cluster: Cluster, year: int | None = None, part: str = "") -> str:
    address = reverse("organisations:cluster", args=[cluster.pk])
    return f"{address}{f'?nam={year}' if year else ''}{f'#{part}' if part else ''}"


def step(
    request: HttpRequest, address: str, act: Callable[[], Any], said: str | Callable[[Any], str]
) -> HttpResponse:
    """Take one step by a button and go back; a refusal is shown there."""
    try:
        made = act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said(made) if callable(said) else said)
    return redirect(address)


def answer(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    done: str,
    cluster: Cluster | None = None,
    about: str = "",
    danger: bool = False,
    address: str | Callable[[Any], str] = "",
    template: str = "organisations/cluster_form.html",
) -> HttpResponse:
    """Show a form, or do what it asks and go back; a refused action blames its field."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, done)
            return redirect(address(made) if callable(address) else address)
    context = {
        "form": form,
        "cluster": cluster,
        "title": title,
        "about": about,
        "button": button,
        "danger": danger,
        "back": address if isinstance(address, str) and address else None,
        "multipart": form.is_multipart(),
    }
    return render(request, template, context, status=422 if form.errors else 200)
