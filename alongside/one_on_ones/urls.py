from django.urls import path

from alongside.one_on_ones import note_views, views

app_name = "one_on_ones"
urlpatterns = [
    path("", views.series_list, name="series_list"),
    path("with/<int:person_pk>/", views.series_create, name="series_create"),
    path("<int:pk>/", views.series_detail, name="series_detail"),
    path("<int:pk>/items/", views.item_create, name="item_create"),
    path("<int:pk>/notes/", note_views.note_list, name="note_list"),
    path("<int:pk>/notes/order/", note_views.note_order_update, name="note_order_update"),
    path("<int:pk>/notes/<uuid:block_id>/", note_views.note_update, name="note_update"),
    path(
        "<int:pk>/notes/<uuid:block_id>/replacement/",
        note_views.note_replacement_create,
        name="note_replacement_create",
    ),
    path(
        "<int:pk>/notes/<uuid:block_id>/removal/", note_views.note_removal_create, name="note_removal_create"
    ),
    path(
        "<int:pk>/notes/<uuid:block_id>/restoration/",
        note_views.note_removal_delete,
        name="note_removal_delete",
    ),
]
