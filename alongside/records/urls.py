from django.urls import path

from alongside.records.views import answers, my_data

app_name = "records"
urlpatterns = [
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/export.json", my_data.my_data_json, name="my_data_json"),
    path("my-data/export.pdf", my_data.my_data_pdf, name="my_data_pdf"),
    path("my-data/erasure/", my_data.erasure_request_create, name="erasure_request_create"),
    path(
        "my-data/erasure/<int:pk>/taking-back/", my_data.erasure_request_delete, name="erasure_request_delete"
    ),
    path("erasure-requests/", answers.erasure_request_list, name="erasure_request_list"),
    path("erasure-requests/<int:pk>/", answers.erasure_request_update, name="erasure_request_update"),
    path("legal-holds/", answers.hold_list, name="hold_list"),
    path("legal-holds/<int:pk>/ending/", answers.hold_delete, name="hold_delete"),
]
