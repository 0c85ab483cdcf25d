from django.urls import path

from alongside.identity import views

app_name = "identity"
urlpatterns = [
    path("sign-in/", views.session_create, name="session_create"),
    path("sign-in/as/<int:pk>/", views.demo_session_create, name="demo_session_create"),
    path("sign-out/", views.session_delete, name="session_delete"),
]
