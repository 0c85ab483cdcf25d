from django.urls import path

from alongside.one_on_ones import views

app_name = "one_on_ones"
urlpatterns = [
    path("", views.series_list, name="series_list"),
    path("with/<int:person_pk>/", views.series_create, name="series_create"),
    path("<int:pk>/", views.series_detail, name="series_detail"),
    path("<int:pk>/items/", views.item_create, name="item_create"),
]
