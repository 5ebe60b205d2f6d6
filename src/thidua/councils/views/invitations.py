"""The invitation as a paper, and a member's answer to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from thidua.councils import actions
from thidua.councils.forms import ReplyForm
from thidua.councils.permissions import check_may_reply
from thidua.councils.queries.invitation import invitation_paper
from thidua.councils.views.papers_out import DOCX, download
from thidua.councils.views.sitting import find
from thidua.councils.views.sitting_page import page_context
from thidua.documents.invitation import invitation_docx
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation as DOCX, to be signed and sent; it names every member."""
    sitting = find(request, pk)
    name = f"Giấy mời họp Hội đồng {short_date(sitting.held_on).replace('/', '-')}.docx"
    return download(invitation_docx(invitation_paper(sitting)), name, DOCX)


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_reply(user=request.user, sitting=sitting)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            actions.reply_to_invitation(sitting=sitting, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã trả lời giấy mời")
            return redirect("councils:sitting", sitting.pk)
    context = page_context(request, sitting, form)
    return render(request, "councils/sitting.html", context, status=422)
