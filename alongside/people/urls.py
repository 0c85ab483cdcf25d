from django.urls import path

from alongside.people.views import account, administration, audiences, first_run, imports

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
    # Loading an organisation file.
    path("people/import/", imports.import_list, name="import_list"),
    path("people/import/new/", imports.import_create, name="import_create"),
    path("people/import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("people/import/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("people/import/<int:pk>/reading/", imports.import_reading, name="import_reading"),
    path("people/import/<int:pk>/rows/", imports.import_problems, name="import_problems"),
    path("people/import/<int:pk>/rows/back/", imports.import_fix_delete, name="import_fix_delete"),
    path("people/import/<int:pk>/rows.csv", imports.import_bad_rows, name="import_bad_rows"),
    path("people/import/<int:pk>/changes/", imports.import_changes, name="import_changes"),
    path("people/import/<int:pk>/load/", imports.import_apply, name="import_apply"),
    path("people/import/<int:pk>/discard/", imports.import_discard, name="import_discard"),
]
