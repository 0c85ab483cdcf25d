from django.urls import path

from alongside.home import health
from alongside.home.views import days, exports, pages, tours

app_name = "home"
urlpatterns = [
    path("", days.today, name="today"),
    path("about-me/", pages.trace_list, name="trace_list"),
    path("what-alongside-records/", pages.record_list, name="record_list"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/<slug:name>/", exports.export_create, name="export_create"),
    path("help/", pages.help_detail, name="help_detail"),
    path("tour/", tours.tour_detail, name="tour_detail"),
    path("tour/ending/", tours.tour_ending_create, name="tour_ending_create"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
