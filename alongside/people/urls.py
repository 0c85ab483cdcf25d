from django.urls import path

from alongside.people.views import account, administration, audiences, away, charts, first_run, people, teams

app_name = "people"
urlpatterns = [
    path("who-can-see/<str:kind>/<str:key>/", audiences.audience_detail, name="audience_detail"),
    path("account/", account.account_detail, name="account_detail"),
    path("account/preferences/", account.preferences_update, name="preferences_update"),
    path("first-run/", first_run.administrator_create, name="administrator_create"),
    path("administration/", administration.checklist_detail, name="checklist_detail"),
    path("administration/company/", administration.company_update, name="company_update"),
    path("administration/sites/", administration.site_list, name="site_list"),
    path("administration/sites/new/", administration.site_save, name="site_create"),
    path("administration/sites/<int:pk>/", administration.site_save, name="site_update"),
    path("administration/duties/", administration.duty_list, name="duty_list"),
    path("administration/duties/new/", administration.duty_create, name="duty_create"),
    path("administration/duties/<int:pk>/end/", administration.duty_end, name="duty_end"),
    path("administration/partners/", administration.coverage_list, name="coverage_list"),
    path("administration/partners/new/", administration.coverage_create, name="coverage_create"),
    path("administration/partners/<int:pk>/end/", administration.coverage_end, name="coverage_end"),
    path("administration/outsiders/", administration.outsider_list, name="outsider_list"),
    path("administration/mail/", administration.mail_test, name="mail_test"),
    path("people/", people.person_list, name="person_list"),
    path("people/supported/", teams.supported_list, name="supported_list"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/history/", people.person_history, name="person_history"),
    path("people/<int:pk>/days-away/", away.absence_list, name="absence_list"),
    path("people/<int:pk>/days-away/new/", away.absence_create, name="absence_create"),
    path("days-away/<int:pk>/remove/", away.absence_delete, name="absence_delete"),
    path("people/<int:pk>/stand-ins/", away.delegation_list, name="delegation_list"),
    path("people/<int:pk>/stand-ins/new/", away.delegation_create, name="delegation_create"),
    path("stand-ins/<int:pk>/end/", away.delegation_end, name="delegation_end"),
    path("team/", teams.team_detail, name="team_detail"),
    path("chart/", charts.chart_detail, name="chart_detail"),
    path("chart/table/", charts.chart_table, name="chart_table"),
    path("chart/<int:pk>/", charts.branch_detail, name="branch_detail"),
]
