"""The public check of certificates; no sign-in, nothing stored about who asked."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from thidua.decisions.signing import read_code
from thidua.kit.callers import address_of
from thidua.kit.fields import KitForm
from thidua.portal import offline, queries
from thidua.portal.forms import CodeForm, NumberForm, SealForm
from thidua.portal.queries import Answer, Check
from thidua.portal.throttle import too_many

HEADS = {
    Answer.VALID: ("ok", "check", "Bằng này là thật"),
    Answer.CANCELLED: ("danger", "x", "Bằng này đã bị hủy bỏ"),
    Answer.REPLACED: ("warn", "info", "Bằng này đã được thay bằng bằng mới"),
    Answer.CORRECTED: ("warn", "info", "Nội dung bằng này đã được đính chính"),
    Answer.ALTERED: ("danger", "alert", "Nội dung đã bị sửa"),
    Answer.NOT_FOUND: ("warn", "search", "Không tìm thấy bằng này"),
}
STATUS = {Answer.NOT_FOUND: 404}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Enter a code, a decision number with a name, or the content of a QR code."""
    if request.method != "POST":
        code = request.GET.get("ma", "")
        if not code:
            return _page(request)
        known = read_code(code)
        if known:
            return redirect("portal:certificate", known)
        code_form = CodeForm({"ma": code})
        code_form.blame("Mã gồm 12 chữ và số, ví dụ 7K4M-Q2XD-9ABC. Xem lại mã trên bằng.", "ma")
        return _page(request, code_form=code_form, status=422)
    if too_many(address_of(request)):
        return _page(request, busy=True, status=429)
    if "noi_dung" in request.POST:
        seal_form = SealForm(request.POST)
        if not seal_form.is_valid():
            return _page(request, seal_form=seal_form, status=422)
        return _answer(request, [queries.check_seal(seal_form.cleaned_data["noi_dung"])])
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, number_form=form, status=422)
    found = queries.check_number(form.cleaned_data["so"], form.cleaned_data["ten"])
    return _answer(request, found or [queries.NOT_FOUND], number_form=form)


@login_not_required
@never_cache
@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The page a QR code opens; `?c=` is the seal printed in the code."""
    if too_many(address_of(request)):
        return _page(request, busy=True, status=429)
    extract = queries.check_extract(token)
    if extract is not None:
        context = {"extract": extract, "checked_at": timezone.now()}
        return render(request, "portal/extract.html", context)
    return _answer(request, [queries.check_code(token, seal=request.GET.get("c", ""))])


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Public keys, what each is good for, and how to check without a network."""
    return render(request, "portal/keys.html", {"keys": offline.keys(), "made_at": timezone.now()})


@login_not_required
@require_safe
def keys_file(_: HttpRequest) -> HttpResponse:
    """The list of keys for programs; its form is in docs/reference/certificate-seal.md."""
    response = HttpResponse(offline.keys_json(), content_type="application/json; charset=utf-8")
    # Anyone may read it from anywhere: there is nothing else in it.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@login_not_required
@require_safe
def offline_page(_: HttpRequest) -> HttpResponse:
    """The page that checks without a network, to keep; it carries the keys of today."""
    # Saved, never shown here: its script and style are its own.
    response = HttpResponse(offline.page(), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="kiem-tra-bang.html"'
    return response


def _answer(request: HttpRequest, found: list[Check], **forms: KitForm) -> HttpResponse:
    first = found[0]
    tone, icon, title = HEADS[first.answer]
    extra = {
        "checks": found,
        "tone": tone,
        "icon": icon,
        "title": title,
        "checked_at": timezone.now(),
        **forms,
    }
    return _page(request, status=STATUS.get(first.answer, 200), **extra)


def _page(request: HttpRequest, *, status: int = 200, **extra: object) -> HttpResponse:
    context = {
        "code_form": CodeForm(),
        "number_form": NumberForm(),
        "seal_form": SealForm(),
        **extra,
    }
    return render(request, "portal/check.html", context, status=status)
