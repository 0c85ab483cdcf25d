"""The page behind "Who can see this"."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from alongside.core.things import Kind, kind_named
from alongside.core.web import Request, page, signed_in
from alongside.people.seen import explain
from alongside.people.view_as import gets_nothing


def _thing_or_404(request: Request, kind: str, key: str) -> tuple[Kind, Any]:
    found = kind_named(kind)
    if found is None or found.audience is None:
        raise Http404
    try:
        return found, get_object_or_404(found.visible_to(request.actor), pk=key)
    except (ValueError, ValidationError) as nonsense:
        raise Http404 from nonsense


@require_GET
@signed_in
def audience_detail(request: Request, kind: str, key: str) -> HttpResponse:
    """Who can read one record, for those who can read it themselves."""
    found, thing = _thing_or_404(request, kind, key)
    context = {
        "kind": found,
        "key": key,
        "promise": found.audience.promise if found.audience else "",
        "explanation": explain(found, thing),
        "has_page": found.url is not None,
        "back": found.url(thing) if found.url else "/",
    }
    return page(request, "people/audience_detail.html", context)


@require_GET
@signed_in
def onlooker_detail(request: Request, kind: str, key: str, person_pk: int) -> HttpResponse:
    """The page of the record as one of those would get it of whom one might wonder."""
    found, thing = _thing_or_404(request, kind, key)
    onlooker = next((one for one in explain(found, thing).onlookers if one.person.pk == person_pk), None)
    if onlooker is None or found.url is None:
        raise Http404
    context = {
        "kind": found,
        "key": key,
        "onlooker": onlooker,
        "nothing": not onlooker.sees and gets_nothing(request, found.url(thing), onlooker.person),
    }
    return page(request, "people/onlooker_detail.html", context)
