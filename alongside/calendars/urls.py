from django.urls import path

from alongside.calendars.views import connections, feeds, ways

app_name = "calendars"
urlpatterns = [
    path("calendar/<slug:secret>.ics", feeds.feed_detail, name="feed_detail"),
    path("account/calendar/", feeds.account_detail, name="account_detail"),
    path("account/calendar/address/", feeds.feed_create, name="feed_create"),
    path("account/calendar/address/<int:pk>/", feeds.feed_update, name="feed_update"),
    path("account/calendar/address/<int:pk>/end/", feeds.feed_end, name="feed_end"),
    path("account/calendar/connection/", connections.connection_create, name="connection_create"),
    path("account/calendar/connection/<int:pk>/trial/", connections.trial_create, name="trial_create"),
    path("account/calendar/connection/<int:pk>/end/", connections.connection_end, name="connection_end"),
    path("account/calendar/at/<slug:name>/", connections.permission_begin, name="permission_begin"),
    path("account/calendar/at/<slug:name>/back/", connections.permission_return, name="permission_return"),
    path("calendar/talks/<str:kind>/<int:key>/", ways.way_detail, name="way_detail"),
    path("calendar/talks/<str:kind>/<int:key>/way/", ways.way_update, name="way_update"),
]
