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
from thidua.portal import queries
from thidua.portal.forms import CodeForm, NumberForm, SealForm
from thidua.portal.queries import Answer, Check
from thidua.portal.throttle import too_many

HEADS = {
    Answer.VALID: ("ok", "check", "Bằng này là thật"),
    Answer.CANCELLED: ("danger", "x", "Bằng này đã bị hủy bỏ"),
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
