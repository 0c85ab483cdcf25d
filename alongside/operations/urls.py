from django.urls import path

from alongside.operations.views import jobs, mails, support

app_name = "operations"
urlpatterns = [
    path("administration/jobs/", jobs.job_list, name="job_list"),
    path("administration/jobs/<uuid:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("administration/support/", support.support_list, name="support_list"),
    path("administration/support/new/", support.support_create, name="support_create"),
    path("administration/support/<int:pk>/end/", support.support_end, name="support_end"),
    path("support/", support.support_session_create, name="support_session_create"),
    path("support/leave/", support.support_session_delete, name="support_session_delete"),
    path("support/machine/", support.support_detail, name="support_detail"),
    path("administration/mails/", mails.mail_list, name="mail_list"),
    path("administration/mails/<int:pk>/retry/", mails.mail_retry, name="mail_retry"),
]
