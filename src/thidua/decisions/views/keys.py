"""Keys of the QR codes: which signs, a new one, a leaked one revoked. Administrators only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thidua.decisions import actions
from thidua.decisions.forms import LeakForm, RotateForm
from thidua.decisions.models import VerificationKey
from thidua.decisions.permissions import check_may_keep_keys
from thidua.decisions.queries.keys import keys_listed
from thidua.decisions.signing import signer_from_environment
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.exports import exported
from thidua.kit.lists import page_of

HEADS = ("Khóa", "Khóa công khai", "Tình trạng", "Dùng từ", "Thôi ký từ", "Thu hồi lúc",
         "Lộ từ ngày", "Lý do", "Số bằng đã ký")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The keys; POST puts a new one in place of the one that signs."""
    check_may_keep_keys(request.user)
    sent: Any = request.POST if request.method == "POST" else None
    form = RotateForm(sent)
    if sent is not None and form.is_valid():
        try:
            made = actions.rotate_key(by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Khóa {made} ký từ nay")
            return redirect("decisions:keys")
    context = {
        "page": page_of(request, keys_listed()),
        "form": form,
        "outside": signer_from_environment() is not None,
    }
    status = 422 if form.errors else 200
    return render(request, "decisions/keys.html", context, status=status)


@require_safe
def export_keys(request: HttpRequest) -> StreamingHttpResponse:
    check_may_keep_keys(request.user)
    rows = (
        (
            row.key_id, row.public_key, row.state_label, row.created_at, row.retired_at,
            row.revoked_at, row.leaked_on, row.reason, getattr(row, "signed", 0),
        )
        for row in keys_listed().iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="khoa-ky-bang", title="Khóa ký bằng", heads=HEADS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    """Revoke a leaked key, after a page that says what it means."""
    check_may_keep_keys(request.user)
    row = get_object_or_404(keys_listed(), pk=key)
    sent: Any = request.POST if request.method == "POST" else None
    form = LeakForm(sent, initial={"leaked_on": timezone.localdate()})
    if sent is not None and form.is_valid():
        try:
            actions.revoke_key(key=row, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã thu hồi khóa {row}")
            return redirect("decisions:keys")
    context = {"key": row, "form": form, "signing": VerificationKey.State.SIGNING}
    status = 422 if form.errors else 200
    return render(request, "decisions/key_revoke.html", context, status=status)
