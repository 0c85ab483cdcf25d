from django.urls import path

from alongside.home import health, views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
