"""One page for everything between my calendar and Alongside."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.calendars import queries
from alongside.calendars.audiences import CONNECTION
from alongside.calendars.forms import ConnectionForm, TitleForm
from alongside.calendars.free_busy import providers
from alongside.calendars.models import Feed
from alongside.core.web import Request, page


def show_account(
    request: Request,
    *,
    secret: object = "",
    title_form: TitleForm | None = None,
    connection_form: ConnectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """After reading and after every refusal alike."""
    feed = queries.feeds_visible_to(request.actor).first()
    path = reverse("calendars:feed_detail", args=[secret]) if secret else ""
    context = {
        "feed": feed,
        "address": f"{settings.BASE_URL}{path}" if path else "",
        "title_form": title_form or TitleForm(initial={"title": feed.title if feed else Feed.Title.NAMES}),
        "seen_feed": {"words": _("Only you, and whoever has the address."), "is_private": True},
        "connection": queries.connections_visible_to(request.actor).first(),
        "connection_form": connection_form or ConnectionForm(),
        "apps": providers.apps(),
        "seen_connection": {"words": CONNECTION.promise, "is_private": True},
    }
    return page(request, "calendars/account_detail.html", context, status=status)
