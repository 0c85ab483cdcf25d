"""The web door to letters: sealed codes for people without e-mail, printed once."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity import shown_once
from alongside.identity.fresh import fresh_sign_in
from alongside.invitations import queries
from alongside.people.admission.services import Letter, confirm_reset, make_letter
from alongside.people.policies import OF_HR


@require_GET
@signed_in
def letter_list(request: Request) -> HttpResponse:
    """People without e-mail whom the reader may help in; for HR also new PINs that wait for a second person."""
    is_hr = bool(request.actor.roles & OF_HR)
    rows = queries.people_for_letters(request.actor).select_related("account")
    if not is_hr and not rows.exists():
        raise Http404
    context = {"people": rows[:500], "is_hr": is_hr, "waiting": queries.resets_waiting() if is_hr else []}
    return page(request, "invitations/letter_list.html", context)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def letter_create(request: Request, person_pk: int) -> HttpResponse:
    person = get_object_or_404(
        queries.people_for_letters(request.actor).select_related("account"), pk=person_pk
    )
    return _to_paper(request, make_letter(actor=request.actor, person=person))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def reset_confirmation_create(request: Request, pk: int) -> HttpResponse:
    """The second person of HR."""
    if not request.actor.roles & OF_HR:
        raise Http404
    waiting = get_object_or_404(queries.resets_waiting(), pk=pk)
    person = get_object_or_404(queries.people_for_letters(request.actor), account_id=waiting.account_id)
    return _to_paper(request, confirm_reset(actor=request.actor, request=waiting, person=person))


def _to_paper(request: Request, letter: Letter) -> HttpResponse:
    if not letter.code:
        return redirect("invitations:letter_list")
    shown_once.put(
        request, name=letter.person.name, number=letter.person.external_id, code=letter.code,
        until=timezone.localdate(letter.request.expires_at).isoformat(),
    )  # fmt: skip
    return redirect("invitations:letter_detail")


@require_GET
@signed_in
def letter_detail(request: Request) -> HttpResponse:
    """The letter, to print, once. Number and code stand behind the "#" of the link, which no server ever sees."""
    letter = shown_once.take(request)
    address = f"{settings.BASE_URL}{reverse('identity:letter_session_create')}"
    square = ""
    if letter:
        link = f"{address}#{urlencode({'number': letter['number'], 'code': letter['code']})}"
        square = mark_safe(segno.make(link).svg_inline(scale=4, border=4, light="#fff", dark="#000"))  # noqa: S308
    return page(
        request, "invitations/letter_detail.html", {"letter": letter, "address": address, "square": square}
    )
