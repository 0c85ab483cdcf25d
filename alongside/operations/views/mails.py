"""Mails that could not be sent yet, or not at all: to whom, since when, why. Never what they say."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity.fresh import fresh_sign_in
from alongside.notifications.services import send_again
from alongside.operations import queries
from alongside.operations.views.jobs import PAGE, only_for_administrators

LONGEST_KEY = 18  # digits


@require_GET
@signed_in
def mail_list(request: Request) -> HttpResponse:
    only_for_administrators(request)
    mark = request.GET.get("before", "")
    before = int(mark) if mark.isdecimal() and len(mark) <= LONGEST_KEY else None
    found = queries.mails_page(queries.mails_visible_to(request.actor), before=before, most=PAGE)
    asleep, first = queries.mails_in_quiet_hours(request.actor)
    context = {
        "asleep": asleep,
        "first": first,
        "mails": [(mail, mail.state in queries.PARKED) for mail in found[:PAGE]],
        "reads_reports": bool(settings.MAIL_REPLIES),
        "following": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return page(request, "operations/mail_list.html", context)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def mail_retry(request: Request, pk: int) -> HttpResponse:
    only_for_administrators(request)
    mail = get_object_or_404(queries.mails_visible_to(request.actor), pk=pk)
    send_again(actor=request.actor, message=mail)
    messages.success(request, _("The mail is tried again."))
    return redirect("operations:mail_list")
