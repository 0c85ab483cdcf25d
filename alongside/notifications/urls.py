from django.urls import path

from alongside.notifications import views

app_name = "notifications"
urlpatterns = [
    path("account/mail/", views.preference_detail, name="preference_detail"),
    path("account/mail/choice/", views.preference_update, name="preference_update"),
]
