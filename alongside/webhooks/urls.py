from django.urls import path

from alongside.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("administration/webhooks/", views.endpoint_list, name="endpoint_list"),
    path("administration/webhooks/new/", views.endpoint_create, name="endpoint_create"),
    path("administration/webhooks/<int:pk>/", views.endpoint_detail, name="endpoint_detail"),
    path("administration/webhooks/<int:pk>/secret/", views.secret_create, name="secret_create"),
    path("administration/webhooks/<int:pk>/test/", views.test_create, name="test_create"),
    path("administration/webhooks/<int:pk>/stop/", views.stop_create, name="stop_create"),
    path("administration/webhooks/<int:pk>/stop/undo/", views.stop_delete, name="stop_delete"),
    path("administration/webhooks/<int:pk>/end/", views.endpoint_end, name="endpoint_end"),
    path("administration/webhooks/deliveries/<int:pk>/replay/", views.replay_create, name="replay_create"),
]
