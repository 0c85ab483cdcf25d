from django.urls import path

from alongside.skip_levels.views import groups, retellings, talks

app_name = "skip_levels"

urlpatterns = [
    path("", talks.talk_list, name="talk_list"),
    path("with/<int:person_pk>/", talks.talk_form, name="talk_form"),
    path("with/<int:person_pk>/invitation/", talks.talk_create, name="talk_create"),
    path("groups/new/", groups.group_form, name="group_form"),
    path("groups/", groups.group_create, name="group_create"),
    path("groups/<int:pk>/", groups.group_detail, name="group_detail"),
    path("groups/<int:pk>/places/<int:place_pk>/", groups.place_update, name="place_update"),
    path("groups/<int:pk>/closing/", groups.group_close, name="group_close"),
    path("groups/<int:pk>/calling-off/", groups.group_call_off, name="group_call_off"),
    path("<int:pk>/", talks.talk_detail, name="talk_detail"),
    path("<int:pk>/topics/", talks.topic_create, name="topic_create"),
    path("<int:pk>/topics/<int:topic_pk>/removal/", talks.topic_delete, name="topic_delete"),
    path("<int:pk>/closing/", talks.closing_create, name="closing_create"),
    path("<int:pk>/calling-off/", talks.calling_off_create, name="calling_off_create"),
    path("heard/<int:pk>/", retellings.retelling_detail, name="retelling_detail"),
    path("heard/<int:pk>/themes/", retellings.theme_create, name="theme_create"),
    path("heard/<int:pk>/themes/<int:theme_pk>/removal/", retellings.theme_delete, name="theme_delete"),
    path("heard/<int:pk>/handing-on/", retellings.handing_on_create, name="handing_on_create"),
    path("heard/<int:pk>/closing/", retellings.retelling_close, name="retelling_close"),
    path("heard/<int:pk>/answer/", retellings.answer_create, name="answer_create"),
    path("answers/<int:pk>/", retellings.reading_detail, name="reading_detail"),
]
