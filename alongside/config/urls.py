"""Every address, at a glance."""

from django.urls import include, path

from alongside.config.api import api
from alongside.config.views import api_guide

handler400 = "alongside.core.refusals.malformed"
handler403 = "alongside.core.refusals.forbidden"
handler404 = "alongside.core.refusals.missing"
handler500 = "alongside.core.refusals.broken"

urlpatterns = [
    path("", include("alongside.home.urls")),
    path("", include("alongside.records.urls")),
    path("", include("alongside.operations.urls")),
    path("1-1s/", include("alongside.one_on_ones.urls")),
    path("skip-levels/", include("alongside.skip_levels.urls")),
    path("", include("alongside.calendars.urls")),
    path("", include("alongside.commitments.urls")),
    path("", include("alongside.invitations.urls")),
    path("", include("alongside.webhooks.urls")),
    path("", include("alongside.notifications.urls")),
    path("", include("alongside.people.urls")),
    path("", include("alongside.identity.urls")),
    path("help/api/", api_guide, name="api_guide"),
    path("api/v1/", api.urls),
]
