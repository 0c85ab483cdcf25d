"""The product's addresses and one page with nothing on it: what every signed-in page costs at least."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from alongside.config.urls import urlpatterns as of_the_product
from alongside.core.web import signed_in
from alongside.identity import limits

handler400 = "alongside.core.refusals.malformed"
handler403 = "alongside.core.refusals.forbidden"
handler404 = "alongside.core.refusals.missing"
handler500 = "alongside.core.refusals.broken"

# Eight clients search as one person here; the counter still counts, it only never says "wait".
limits.TABLE["search"] = replace(limits.TABLE["search"], count=10**9)


@signed_in
def empty(request: HttpRequest) -> HttpResponse:
    """The frame, the navigation, the faces and the foot."""
    frame = engines["django"].from_string(
        '{% extends "core/base.html" %}{% block title %}Empty{% endblock %}'
    )
    return HttpResponse(frame.render({}, request))


urlpatterns = [path("bench/empty/", empty), *of_the_product]
