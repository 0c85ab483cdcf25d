"""The page behind "Who can see this"."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from alongside.core.things import kind_named
from alongside.core.web import Request, page, signed_in
from alongside.people.seen import explain


@require_GET
@signed_in
def audience_detail(request: Request, kind: str, key: str) -> HttpResponse:
    """Who can read one record, for those who can read it themselves."""
    found = kind_named(kind)
    if found is None or found.audience is None:
        raise Http404
    try:
        thing = get_object_or_404(found.visible_to(request.actor), pk=key)
    except (ValueError, ValidationError) as nonsense:
        raise Http404 from nonsense
    context = {
        "kind": found,
        "promise": found.audience.promise,
        "explanation": explain(found, thing),
        "back": found.url(thing) if found.url else "/",
    }
    return page(request, "people/audience_detail.html", context)
