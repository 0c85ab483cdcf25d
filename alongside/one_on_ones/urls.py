from django.urls import path

from alongside.one_on_ones.views import (
    additions,
    handovers,
    items,
    links,
    meetings,
    notes,
    retrospects,
    rhythms,
    series,
)

app_name = "one_on_ones"
urlpatterns = [
    path("", series.series_list, name="series_list"),
    path("with/<int:person_pk>/", series.series_create, name="series_create"),
    path("with/a-name/", series.typed_person_create, name="typed_person_create"),
    path("link/done/", links.link_done, name="link_done"),
    path("link/<str:token>/", links.link_detail, name="link_detail"),
    path("link/<str:token>/use/", links.link_use, name="link_use"),
    path("handovers/", handovers.handover_list, name="handover_list"),
    path("handovers/<int:pk>/", handovers.handover_detail, name="handover_detail"),
    path("handovers/<int:pk>/items/", handovers.handover_item_create, name="handover_item_create"),
    path("handovers/<int:pk>/items/leave/", handovers.handover_item_delete, name="handover_item_delete"),
    path("handovers/<int:pk>/summary/", handovers.handover_summary_update, name="handover_summary_update"),
    path("handovers/<int:pk>/note/", handovers.handover_note_update, name="handover_note_update"),
    path(
        "handovers/<int:pk>/completion/",
        handovers.handover_completion_create,
        name="handover_completion_create",
    ),
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
    path(
        "<int:pk>/meetings/<int:meeting_pk>/new-time/", meetings.rescheduling_form, name="rescheduling_form"
    ),
    path(
        "<int:pk>/meetings/<int:meeting_pk>/reschedulings/",
        meetings.rescheduling_create,
        name="rescheduling_create",
    ),
    path("<int:pk>/meetings/<int:meeting_pk>/skipping/", meetings.skipping_create, name="skipping_create"),
    path(
        "<int:pk>/meetings/<int:meeting_pk>/cancelling/", meetings.cancelling_create, name="cancelling_create"
    ),
    path(
        "<int:pk>/meetings/<int:meeting_pk>/restoration/",
        meetings.restoration_create,
        name="restoration_create",
    ),
    path("<int:pk>/meetings/<int:meeting_pk>/contest/", retrospects.contest_create, name="contest_create"),
    path(
        "<int:pk>/meetings/<int:meeting_pk>/contest/undo/", retrospects.contest_delete, name="contest_delete"
    ),
    path("<int:pk>/meetings/<int:meeting_pk>/rating/", retrospects.rating_create, name="rating_create"),
    path("<int:pk>/looking-back/", retrospects.retrospect_detail, name="retrospect_detail"),
    path("<int:pk>/drafts/<slug:key>/taking/", additions.draft_take, name="draft_take"),
    path("<int:pk>/drafts/<slug:key>/leaving-out/", additions.draft_leave_out, name="draft_leave_out"),
    path("<int:pk>/drafts/<slug:key>/leaving-out/undo/", additions.draft_bring_back, name="draft_bring_back"),
    path("<int:pk>/templates/", additions.template_list, name="template_list"),
    path("<int:pk>/templates/<slug:slug>/", additions.template_take, name="template_take"),
    path("<int:pk>/actions/", additions.action_create, name="action_create"),
    path("<int:pk>/rhythm/", rhythms.rhythm_form, name="rhythm_form"),
    path("<int:pk>/rhythm/new/", rhythms.rhythm_update, name="rhythm_update"),
    path("<int:pk>/rhythm/own/", rhythms.own_rhythm_form, name="own_rhythm_form"),
    path("<int:pk>/rhythm/own/new/", rhythms.own_rhythm_update, name="own_rhythm_update"),
    path("<int:pk>/settings/", rhythms.settings_detail, name="settings_detail"),
    path("<int:pk>/pauses/", rhythms.pause_create, name="pause_create"),
    path("<int:pk>/pauses/end/", rhythms.pause_delete, name="pause_delete"),
    path("<int:pk>/words-by-mail/", rhythms.words_update, name="words_update"),
    path("<int:pk>/ending/", rhythms.ending_create, name="ending_create"),
    path("<int:pk>/notes/", notes.note_list, name="note_list"),
    path("<int:pk>/notes/order/", notes.note_order_update, name="note_order_update"),
    path("<int:pk>/notes/<uuid:block_id>/", notes.note_update, name="note_update"),
    path(
        "<int:pk>/notes/<uuid:block_id>/replacement/",
        notes.note_replacement_create,
        name="note_replacement_create",
    ),
    path("<int:pk>/notes/<uuid:block_id>/removal/", notes.note_removal_create, name="note_removal_create"),
    path(
        "<int:pk>/notes/<uuid:block_id>/restoration/",
        notes.note_removal_delete,
        name="note_removal_delete",
    ),
]
