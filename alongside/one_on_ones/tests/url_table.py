"""Who may open which address of 1:1s: the two of the pair, who only read once one of them has moved."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from alongside.core.models import DataKey
from alongside.one_on_ones import notes, services
from alongside.one_on_ones.links import Link, Task
from alongside.one_on_ones.models import Handover, Meeting, MonthRelease
from alongside.one_on_ones.tests.api_rows import ROWS_OF_API
from alongside.one_on_ones.tests.table_words import (
    A_RATING,
    A_RHYTHM,
    BY_ITS_AUTHOR,
    BY_THE_EMPLOYEE,
    HANDING_OVER,
    PLANNING,
    READING,
    THE_TWO,
    WRITING,
    contested,
    handover,
    held,
    item,
    meeting,
    note,
    series,
    tomorrow,
)
from tests.house.papers import MADE
from tests.house.table import Row, anybody, but, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """A 1:1 of Max and Eve, begun while he was her manager, with a topic of hers and a meeting about now."""
    eve = world.acts(world.eve)
    world.series = services.start_series(actor=world.acts(world.max), employee=world.eve)
    world.item = services.add_item(actor=eve, series=world.series, text="One thing")
    world.removed = services.add_item(actor=eve, series=world.series, text="Another thing")
    services.remove_item(actor=eve, item=world.removed)
    world.meeting = Meeting.objects.create(series=world.series, starts_at=timezone.now(), minutes=25)
    world.held = Meeting.objects.create(
        series=world.series, starts_at=timezone.now() - timedelta(days=7), minutes=25
    )
    services.close_meeting(actor=eve, meeting=world.held)
    world.contested = Meeting.objects.create(
        series=world.series, starts_at=timezone.now() - timedelta(days=2), minutes=25
    )
    services.close_meeting(actor=eve, meeting=world.contested)
    services.contest_meeting(actor=world.acts(world.max), meeting=world.contested)
    world.note, world.gone = (
        services.write_note(
            actor=eve, series=world.series, block_id=uuid4(), change=notes.Change(words, "0", f"key-{words}"),
            meeting_id=world.meeting.pk,
        )
        for words in ("kept", "gone-note")
    )  # fmt: skip
    services.remove_note(actor=eve, block=world.gone, version=world.gone.version)
    world.month = MonthRelease.objects.create(month=date(2026, 1, 1))
    world.handover = Handover.objects.create(
        series=world.series, employee=world.eve, old_manager=world.max, new_manager=world.dora,
        data_key=DataKey.fresh(),
    )  # fmt: skip
    world.chosen = services.choose_item(actor=eve, handover=world.handover, source=f"topic-{world.item.pk}")
    world.token = Link(world.meeting.pk, world.eve.pk, Task.ADD_TOPIC).token()


def an_action(world):
    return {"action-text": "Ask", "action-owner": world.eve.pk, "action-due_on": tomorrow()}


def a_new_time(world):
    return {"day": tomorrow(), "time": "10:00", "version": 1}


NOBODYS_MATTER = only(*THE_TWO, status=302)  # changes nothing
AN_OWN_RHYTHM = {**A_RHYTHM, "cadence": "custom", "recurrence": "FREQ=WEEKLY;INTERVAL=3"}
OF_HR = only("hr_partner", "hr_operations", "head_of_hr", others=403)
TABLE = {
    "one_on_ones:series_list": Row(get=everybody()),
    "one_on_ones:series_create": Row(
        lambda world: [world.eve.pk], post=only("manager", "next_manager", status=302, others=403)
    ),
    "one_on_ones:several_create": Row(
        get=only("manager", "next_manager", "former_manager", "skip_level"),
        post=but(only("next_manager", status=302), manager=422, former_manager=422, skip_level=422),
        data=lambda w: {
            "people": [w.eve.pk],
            "cadence": "weekly",
            "first_on": timezone.localdate() + timedelta(days=1),
            "starts_at": "10:00",
            "minutes": 25,
        },
    ),
    "one_on_ones:typed_person_create": Row(post=everybody(302), data={"name": "Somebody New"}),
    "one_on_ones:series_detail": Row(series, get=READING),
    "one_on_ones:agenda_pdf": Row(series, get=only(*THE_TWO, status=MADE)),
    "one_on_ones:item_create": Row(series, post=WRITING, data={"text": "One thing"}),
    "one_on_ones:order_update": Row(lambda w: [w.series.pk, w.eve.pk], post=WRITING),
    "one_on_ones:item_update": Row(item, post=BY_ITS_AUTHOR, data={"text": "Other words", "version": 1}),
    "one_on_ones:talk_update": Row(item, post=WRITING, data={"talked": "1"}),
    "one_on_ones:sharing_create": Row(item, post=BY_ITS_AUTHOR),
    "one_on_ones:removal_create": Row(item, post=BY_ITS_AUTHOR),
    "one_on_ones:removal_delete": Row(
        lambda w: [w.series.pk, w.removed.pk], post=only("employee", status=302)
    ),
    "one_on_ones:meeting_create": Row(series, post=WRITING),
    "one_on_ones:meeting_detail": Row(held, get=READING),
    "one_on_ones:note_list": Row(series, get=READING),
    "one_on_ones:note_order_update": Row(
        series, post=WRITING, data=lambda w: {"order": [str(w.note.seal_id)], "meeting_id": w.meeting.pk}
    ),
    # a form where JSON is asked for is refused before anything is looked up, whoever sends it
    "one_on_ones:note_update": Row(note, put=everybody(400)),
    "one_on_ones:note_replacement_create": Row(note, post=WRITING, data={"text": "words", "version": "1"}),
    "one_on_ones:note_removal_create": Row(note, post=WRITING, data={"version": "1"}),
    "one_on_ones:note_removal_delete": Row(
        lambda w: [w.series.pk, w.gone.seal_id], post=only("employee", status=302)
    ),
    "one_on_ones:closing_create": Row(meeting, post=WRITING),
    "one_on_ones:closing_delete": Row(held, post=WRITING),
    "one_on_ones:rescheduling_form": Row(meeting, get=PLANNING),
    "one_on_ones:rescheduling_create": Row(meeting, post=WRITING, data=a_new_time),
    "one_on_ones:skipping_create": Row(meeting, post=WRITING),
    "one_on_ones:cancelling_create": Row(meeting, post=WRITING),
    "one_on_ones:restoration_create": Row(meeting, post=WRITING),
    "one_on_ones:draft_take": Row(lambda w: [w.series.pk, "no-such-line"], post=NOBODYS_MATTER),
    "one_on_ones:draft_leave_out": Row(lambda w: [w.series.pk, "first-days-1"], post=WRITING),
    "one_on_ones:draft_bring_back": Row(lambda w: [w.series.pk, "first-days-1"], post=WRITING),
    "one_on_ones:template_list": Row(series, get=READING),
    "one_on_ones:template_take": Row(lambda w: [w.series.pk, "regular"], post=WRITING),
    "one_on_ones:action_create": Row(series, post=WRITING, data=an_action),
    "one_on_ones:rhythm_form": Row(series, get=PLANNING),
    "one_on_ones:rhythm_update": Row(series, post=WRITING, data=A_RHYTHM),
    "one_on_ones:own_rhythm_form": Row(series, get=READING),
    "one_on_ones:own_rhythm_update": Row(series, post=WRITING, data=AN_OWN_RHYTHM),
    "one_on_ones:retrospect_detail": Row(series, get=READING),
    # asked after every fourth talk; this is the first
    "one_on_ones:rating_create": Row(held, post=only(*THE_TWO, status=403), data=A_RATING),
    # whoever said that they met takes that back instead
    "one_on_ones:contest_create": Row(held, post=but(WRITING, employee=403)),
    "one_on_ones:contest_delete": Row(contested, post=but(WRITING, employee=403)),
    "one_on_ones:regularity_list": Row(get=but(OF_HR, hr_partner=302, hr_operations=302, head_of_hr=302)),
    "one_on_ones:regularity_detail": Row(lambda w: [2026, 1], get=OF_HR),
    "one_on_ones:handover_list": Row(get=everybody()),
    "one_on_ones:handover_detail": Row(handover, get=HANDING_OVER),
    "one_on_ones:handover_item_create": Row(
        handover, post=BY_THE_EMPLOYEE, data=lambda w: {"source": f"topic-{w.item.pk}"}
    ),
    "one_on_ones:handover_item_delete": Row(handover, post=BY_THE_EMPLOYEE, data={"source": "topic-0"}),
    "one_on_ones:handover_summary_update": Row(handover, post=BY_THE_EMPLOYEE, data={"text": "In my words"}),
    "one_on_ones:handover_note_update": Row(
        handover,
        post=but(BY_THE_EMPLOYEE, employee=403, manager=302, former_manager=302),
        data={"text": "From the manager before"},
    ),
    "one_on_ones:handover_completion_create": Row(
        handover, post=BY_THE_EMPLOYEE, data=lambda w: {"to": w.dora.pk, "note_read": ""}
    ),
    "one_on_ones:settings_detail": Row(series, get=READING),
    "one_on_ones:pause_create": Row(series, post=WRITING, data={"until": tomorrow()}),
    "one_on_ones:pause_delete": Row(series, post=WRITING),
    "one_on_ones:words_update": Row(series, post=WRITING, data={"wanted": "1"}),
    "one_on_ones:ending_create": Row(series, post=WRITING),
    "one_on_ones:link_done": Row(get=anybody()),
    "one_on_ones:link_detail": Row(
        lambda w: [w.token], get=but(anybody(), next_manager=404, former_manager=404)
    ),
    "one_on_ones:link_use": Row(
        lambda w: [w.token],
        post=but(anybody(303), next_manager=404, former_manager=404),
        data={"text": "By a link"},
    ),
    **ROWS_OF_API,
}
