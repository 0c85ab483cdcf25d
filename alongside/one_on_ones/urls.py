from django.urls import path

from alongside.one_on_ones.views import items, meetings, series

app_name = "one_on_ones"
urlpatterns = [
    path("", series.series_list, name="series_list"),
    path("with/<int:person_pk>/", series.series_create, name="series_create"),
    path("with/a-name/", series.typed_person_create, name="typed_person_create"),
    path("<int:pk>/", series.series_detail, name="series_detail"),
    path("<int:pk>/items/", items.item_create, name="item_create"),
    path("<int:pk>/items/of/<int:author_pk>/order/", items.order_update, name="order_update"),
    path("<int:pk>/items/<int:item_pk>/", items.item_update, name="item_update"),
    path("<int:pk>/items/<int:item_pk>/talk/", items.talk_update, name="talk_update"),
    path("<int:pk>/items/<int:item_pk>/sharing/", items.sharing_create, name="sharing_create"),
    path("<int:pk>/items/<int:item_pk>/removal/", items.removal_create, name="removal_create"),
    path("<int:pk>/items/<int:item_pk>/removal/undo/", items.removal_delete, name="removal_delete"),
    path("<int:pk>/meetings/", meetings.meeting_create, name="meeting_create"),
    path("<int:pk>/meetings/<int:meeting_pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("<int:pk>/meetings/<int:meeting_pk>/closing/", meetings.closing_create, name="closing_create"),
    path("<int:pk>/meetings/<int:meeting_pk>/closing/undo/", meetings.closing_delete, name="closing_delete"),
    path("<int:pk>/meetings/<int:meeting_pk>/new-time/", meetings.rescheduling_form, name="rescheduling_form"),
    path("<int:pk>/meetings/<int:meeting_pk>/reschedulings/", meetings.rescheduling_create, name="rescheduling_create"),
    path("<int:pk>/meetings/<int:meeting_pk>/skipping/", meetings.skipping_create, name="skipping_create"),
    path("<int:pk>/meetings/<int:meeting_pk>/cancelling/", meetings.cancelling_create, name="cancelling_create"),
    path("<int:pk>/meetings/<int:meeting_pk>/restoration/", meetings.restoration_create, name="restoration_create"),
]
