from django.urls import path

from alongside.people.views import audiences

app_name = "people"
urlpatterns = [
    path("who-can-see/<str:kind>/<str:key>/", audiences.audience_detail, name="audience_detail"),
]
