from django.urls import path

from alongside.operations.views import jobs, mails

app_name = "operations"
urlpatterns = [
    path("administration/jobs/", jobs.job_list, name="job_list"),
    path("administration/jobs/<uuid:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("administration/mails/", mails.mail_list, name="mail_list"),
    path("administration/mails/<int:pk>/retry/", mails.mail_retry, name="mail_retry"),
]
