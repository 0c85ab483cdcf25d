"""Today: what needs me, in one screen."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from alongside.core.web import Request, page, signed_in
from alongside.home import queries
from alongside.people.queries import me

HEADLINES = (
    _("Nothing needs you now, %(name)s"),
    _("One small thing today, %(name)s"),
    _("Two small things today, %(name)s"),
    _("Three small things today, %(name)s"),
    _("Four small things today, %(name)s"),
    _("Five small things today, %(name)s"),
)


@require_GET
@signed_in
def today(request: Request) -> HttpResponse:
    day = queries.day_of(request.actor)
    context = {
        "day": day,
        "headline": HEADLINES[day.count] % {"name": me(request.actor).first_name},
        "team": queries.team_of_the_day(request.actor),
        "supported": queries.people_supported(request.actor),
        "all_counted": queries.ALL_COUNTED,
    }
    return page(request, "home/today.html", context)
