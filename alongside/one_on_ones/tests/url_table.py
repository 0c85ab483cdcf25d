"""Who may open which address of 1:1s: the two of the pair, and to read also after one of them has moved."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from alongside.one_on_ones import links, queries, services
from alongside.people.calendar import today
from tests.house.table import Row, anybody, but, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """A 1:1 of Max and Eve, begun while he was her manager: one topic each way, one meeting ahead, one behind."""
    max_acts, eve_acts = world.acts(world.max), world.acts(world.eve)
    world.series = services.start_series(actor=max_acts, employee=world.eve)
    world.item = services.add_item(actor=eve_acts, series=world.series, text="Shared")
    world.private = services.add_item(actor=eve_acts, series=world.series, text="Mine", visibility="private")
    world.removed = services.add_item(actor=eve_acts, series=world.series, text="Gone")
    services.remove_item(actor=eve_acts, item=world.removed)
    world.held = services.note_meeting(actor=max_acts, series=world.series).meeting
    services.set_rhythm(
        actor=max_acts,
        series=world.series,
        cadence="weekly",
        first_on=today() + timedelta(days=2),
        starts_at=timezone.now().time().replace(microsecond=0),
        minutes=30,
        version=world.series.version,
    )
    world.series.refresh_from_db()
    world.meeting = queries.next_meeting(max_acts, world.series)


def series(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk]


def item(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.item.pk]


def meeting(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.meeting.pk]


def held(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.held.pk]


def link(world: SimpleNamespace) -> list[Any]:
    return [links.Link(world.meeting.pk, world.eve.pk, links.Task.ADD_TOPIC).token()]


def move(world: SimpleNamespace) -> dict[str, Any]:
    local = world.meeting.starts_at + timedelta(days=1)
    return {"day": local.date(), "time": "10:00", "version": world.meeting.version}


def rhythm(world: SimpleNamespace) -> dict[str, Any]:
    first = today() + timedelta(days=3)
    return {
        "cadence": "monthly",
        "first_on": first,
        "starts_at": "09:30",
        "minutes": 30,
        "version": world.series.version,
    }


def action(world: SimpleNamespace) -> dict[str, Any]:
    return {"action-text": "Ask", "action-owner": world.eve.pk, "action-due_on": today() + timedelta(days=7)}


READ = only("employee", "manager", "former_manager")
# Once they no longer work as manager and employee, the page is theirs to read and nobody's to change.
WRITE = only("employee", "manager", status=302, others=404)
WRITE = but(WRITE, former_manager=403)
HERS = but(only("employee", status=302), manager=403, former_manager=403)
TABLE = {
    "one_on_ones:series_list": Row(get=everybody()),
    "one_on_ones:series_create": Row(
        lambda world: [world.eve.pk], post=only("manager", "next_manager", status=302, others=403)
    ),
    "one_on_ones:typed_person_create": Row(post=everybody(302), data={"name": "Somebody New"}),
    "one_on_ones:series_detail": Row(series, get=READ),
    "one_on_ones:item_create": Row(series, post=WRITE, data={"text": "One thing"}),
    "one_on_ones:order_update": Row(
        lambda world: [world.series.pk, world.eve.pk], post=WRITE, data=lambda world: {"order": world.item.pk}
    ),
    "one_on_ones:item_update": Row(item, post=HERS, data={"text": "Other words", "version": 1}),
    "one_on_ones:talk_update": Row(item, post=WRITE, data={"talked": "1"}),
    "one_on_ones:sharing_create": Row(
        lambda world: [world.series.pk, world.private.pk], post=only("employee", status=302)
    ),
    "one_on_ones:removal_create": Row(item, post=HERS),
    "one_on_ones:removal_delete": Row(
        lambda world: [world.series.pk, world.removed.pk], post=only("employee", status=302)
    ),
    "one_on_ones:meeting_create": Row(series, post=WRITE),
    "one_on_ones:meeting_detail": Row(held, get=READ),
    # a meeting still two days ahead cannot have taken place
    "one_on_ones:closing_create": Row(meeting, post=but(WRITE, employee=403, manager=403)),
    "one_on_ones:closing_delete": Row(held, post=WRITE),
    "one_on_ones:rescheduling_form": Row(meeting, get=READ),
    "one_on_ones:rescheduling_create": Row(meeting, post=WRITE, data=move),
    "one_on_ones:skipping_create": Row(meeting, post=WRITE),
    "one_on_ones:cancelling_create": Row(meeting, post=WRITE),
    "one_on_ones:restoration_create": Row(meeting, post=WRITE),
    # a line that is no longer drafted changes nothing, for nobody
    "one_on_ones:draft_take": Row(
        lambda world: [world.series.pk, "no-such-draft"], post=but(WRITE, former_manager=302)
    ),
    "one_on_ones:draft_leave_out": Row(lambda world: [world.series.pk, "no-such-draft"], post=WRITE),
    "one_on_ones:draft_bring_back": Row(lambda world: [world.series.pk, "no-such-draft"], post=WRITE),
    "one_on_ones:template_list": Row(series, get=READ),
    "one_on_ones:template_take": Row(lambda world: [world.series.pk, "no-such-template"], post=only()),
    "one_on_ones:action_create": Row(series, post=WRITE, data=action),
    "one_on_ones:rhythm_form": Row(series, get=READ),
    "one_on_ones:rhythm_update": Row(series, post=WRITE, data=rhythm),
    "one_on_ones:settings_detail": Row(series, get=READ),
    "one_on_ones:pause_create": Row(series, post=WRITE),
    "one_on_ones:pause_delete": Row(series, post=WRITE),
    "one_on_ones:words_update": Row(series, post=WRITE, data={"wanted": "1"}),
    "one_on_ones:ending_create": Row(series, post=WRITE),
    # whoever holds the link from the mail; it shows one box and does one thing, while the two may write
    "one_on_ones:link_detail": Row(link, get=anybody()),
    "one_on_ones:link_use": Row(
        link, post=but(anybody(302), next_manager=404, former_manager=404), data={"text": "By mail"}
    ),
    "one_on_ones:link_done": Row(get=anybody()),
    "GET /api/v1/one-on-ones/": Row(get=everybody()),
    "GET /api/v1/one-on-ones/{id}/items": Row(series, get=READ),
    "POST /api/v1/one-on-ones/{id}/items": Row(
        series, post=but(WRITE, employee=201, manager=201), data={"text": "One thing"}
    ),
}
