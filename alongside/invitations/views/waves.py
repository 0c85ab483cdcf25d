"""The web door to waves."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.errors import Refused
from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity.fresh import fresh_sign_in
from alongside.invitations import emails, queries, services
from alongside.invitations.forms import WaveForm
from alongside.invitations.models import Wave
from alongside.invitations.policies import can_create_wave, can_move_wave
from alongside.people.queries import units
from alongside.people.queries.directory import units_to_choose

MOST_NAMED = 20
MOST_UNITS = 3000  # a unit that is not in the list could not be invited
STANDING = {
    Wave.State.DRAFT: gettext_lazy("Nothing was changed: this wave has not begun."),
    Wave.State.RUNNING: gettext_lazy("Nothing was changed: this wave is on its way."),
    Wave.State.PAUSED: gettext_lazy("Nothing was changed: this wave is paused already."),
    Wave.State.DONE: gettext_lazy("Nothing was changed: all mails of this wave are out already."),
}


@require_GET
@signed_in
@only_for(can_create_wave)
def wave_list(request: Request) -> HttpResponse:
    waves = [(wave, queries.progress_of(wave)) for wave in queries.waves_visible_to(request.actor)[:30]]
    return page(request, "invitations/wave_list.html", {"waves": waves})


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_create_wave)
@fresh_sign_in
@once_only
def wave_create(request: Request) -> HttpResponse:
    """Plan a wave. Nobody is written to before it begins."""
    tree = units_to_choose(request.actor, most=MOST_UNITS)
    form = WaveForm(request.POST or None, units=units(), tree=tree)
    if request.method == "POST" and form.is_valid():
        try:
            wave = services.create_wave(actor=request.actor, **form.cleaned_data)
            _say_who_is_missing(request, queries.not_in_wave(wave, form.cleaned_data["emails"]))
            return redirect("invitations:wave_detail", pk=wave.pk)
        except Refused as nobody:
            form.add_error("reach", str(nobody.reason))
    return page(request, "invitations/wave_create.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in
def wave_detail(request: Request, pk: int) -> HttpResponse:
    wave = get_object_or_404(queries.waves_visible_to(request.actor), pk=pk)
    context = {
        "wave": wave,
        "progress": queries.progress_of(wave),
        "previews": lambda: [emails.preview(role, person) for role, person in queries.roles_in(wave)],
        "may_begin": can_move_wave(request.actor, wave, Wave.State.RUNNING),
        "keeps_quiet": settings.QUIET_HOURS,
        "may_pause": can_move_wave(request.actor, wave, Wave.State.PAUSED),
    }
    return page(request, "invitations/wave_detail.html", context, parts=("progress",))


@require_POST
@signed_in
@once_only
def beginning_create(request: Request, pk: int) -> HttpResponse:
    wave = get_object_or_404(queries.waves_visible_to(request.actor), pk=pk)
    try:
        services.begin_wave(actor=request.actor, wave=wave)
        messages.success(request, _("On its way. You can pause it at any time."))
    except Refused:
        _say_where_it_stands(request, pk)
    return redirect("invitations:wave_detail", pk=pk)


@require_POST
@signed_in
@once_only
def pause_create(request: Request, pk: int) -> HttpResponse:
    wave = get_object_or_404(queries.waves_visible_to(request.actor), pk=pk)
    try:
        services.pause_wave(actor=request.actor, wave=wave)
        messages.success(request, _("Paused. Nobody else is written to until you go on."))
    except Refused:
        _say_where_it_stands(request, pk)
    return redirect("invitations:wave_detail", pk=pk)


def _say_who_is_missing(request: Request, missing: list[str]) -> None:
    if not missing:
        return
    named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
    words = _("Not in this wave: %(named)s. Nobody who waits for an invitation has that address or number.")
    messages.warning(request, words % {"named": named})


def _say_where_it_stands(request: Request, pk: int) -> None:
    """The page with the button was older than the wave. Whoever presses may; only the moment has passed."""
    wave = get_object_or_404(queries.waves_visible_to(request.actor), pk=pk)
    messages.info(request, STANDING[Wave.State(wave.state)])


@require_POST
@signed_in
@fresh_sign_in
@once_only
def invitation_create(request: Request, person_pk: int) -> HttpResponse:
    """One person, now: from their page."""
    person = get_object_or_404(
        queries.people_to_invite_singly(request.actor).select_related("account"), pk=person_pk
    )
    services.invite_one(actor=request.actor, person=person)
    messages.success(request, _("Invited. The mail is on its way."))
    return redirect("people:person_detail", pk=person_pk)
