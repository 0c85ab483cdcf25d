"""Who may open which address of skip-level talks."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils import timezone

from alongside.core.models import DataKey
from alongside.skip_levels import services
from alongside.skip_levels.models import GroupTalk, Place, Reading, Retelling, SkipTalk
from alongside.skip_levels.tests.makers import a_skip_talk, in_time, three_heard
from tests.house.table import Row, but, everybody, only

THE_THREE = ("employee", "manager", "former_manager", "skip_level")
WORDS = "Words"


def prepare(world: SimpleNamespace) -> None:
    """Dora has heard three people; another talk with Eve is ahead, and a team waits for its answer."""
    dora = world.acts(world.dora)
    world.retelling = three_heard(world)
    people = [talk.person_id for talk in SkipTalk.objects.filter(retelling=world.retelling)]
    world.theme = services.add_theme(
        actor=dora, retelling=world.retelling, text="Benches", heard_from=people[:2]
    )
    world.talk = a_skip_talk(world)
    world.topic = services.add_topic(actor=world.acts(world.eve), talk=world.talk, text=WORDS)
    world.handed = Retelling.objects.create(
        leader=world.dora, manager=world.max, state=Retelling.State.HANDED_ON, data_key=DataKey.fresh()
    )
    world.group = GroupTalk.objects.create(leader=world.dora, purpose="know", starts_at=in_time())
    world.place = Place.objects.create(group=world.group, person=world.eve, manager=world.max)
    answered = Retelling.objects.create(
        leader=world.dora, manager=world.max, state=Retelling.State.ANSWERED, data_key=DataKey.fresh()
    )
    world.reading = Reading.objects.create(retelling=answered, person=world.eve)


def an_invitation(world: SimpleNamespace) -> dict[str, object]:
    when = timezone.localtime(in_time())
    return {"purpose": "know", "day": when.date().isoformat(), "time": "10:00"}


def talk(world: SimpleNamespace) -> list[int]:
    return [world.talk.pk]


def topic(world: SimpleNamespace) -> list[int]:
    return [world.talk.pk, world.topic.pk]


def group(world: SimpleNamespace) -> list[int]:
    return [world.group.pk]


def heard(world: SimpleNamespace) -> list[int]:
    return [world.retelling.pk]


def the_place(world: SimpleNamespace) -> list[int]:
    return [world.group.pk, world.place.pk]


def an_invitation_for_the_api(world: SimpleNamespace) -> dict[str, object]:
    return {"person_id": world.ben.pk, "purpose": "know", "starts_at": in_time()}


def a_group_for_the_api(world: SimpleNamespace) -> dict[str, object]:
    return {"purpose": "know", "starts_at": in_time()}


API = "/api/v1/skip-levels"
CHANGES = but(only("employee", "skip_level", status=302), manager=403, former_manager=403)
CHANGES_BY_API = but(only("employee", "skip_level"), manager=403, former_manager=403)
HEARD = only("skip_level", status=302)
TABLE = {
    "skip_levels:talk_list": Row(get=everybody()),
    "skip_levels:talk_form": Row(lambda w: [w.ben.pk], get=only("skip_level", others=403)),
    "skip_levels:talk_create": Row(
        lambda w: [w.ben.pk], post=only("skip_level", status=302, others=403), data=an_invitation
    ),
    "skip_levels:talk_detail": Row(talk, get=only(*THE_THREE)),
    "skip_levels:topic_create": Row(talk, post=CHANGES, data={"text": WORDS}),
    "skip_levels:topic_delete": Row(topic, post=but(only("employee", status=302), skip_level=403)),
    # It has not begun: nobody can say that it was held.
    "skip_levels:closing_create": Row(talk, post=only(*THE_THREE, status=403)),
    "skip_levels:calling_off_create": Row(talk, post=CHANGES),
    # Fewer than five people are free for one: refused to everybody, with a reason.
    "skip_levels:group_form": Row(get=only(others=403)),
    "skip_levels:group_create": Row(post=only(others=403), data=an_invitation),
    "skip_levels:group_detail": Row(group, get=only(*THE_THREE)),
    "skip_levels:place_update": Row(
        the_place,
        post=but(only("employee", status=302), skip_level=403, manager=403, former_manager=403),
        data={"coming": "1"},
    ),
    # It has not begun: nobody can say that it was held.
    "skip_levels:group_close": Row(group, post=only(*THE_THREE, status=403)),
    "skip_levels:group_call_off": Row(
        group, post=but(only("skip_level", status=302), employee=403, manager=403, former_manager=403)
    ),
    "skip_levels:retelling_detail": Row(heard, get=only("skip_level")),
    # From nobody: well formed it is not, and the page comes back.
    "skip_levels:theme_create": Row(heard, post=only("skip_level", status=422), data={"text": WORDS}),
    "skip_levels:theme_delete": Row(lambda w: [w.retelling.pk, w.theme.pk], post=HEARD),
    "skip_levels:handing_on_create": Row(heard, post=HEARD),
    "skip_levels:retelling_close": Row(heard, post=HEARD),
    "skip_levels:answer_create": Row(
        lambda w: [w.handed.pk],
        post=but(only("skip_level", status=302), manager=403, former_manager=403),
        data={"done": WORDS},
    ),
    "skip_levels:reading_detail": Row(lambda w: [w.reading.pk], get=only("employee")),
    f"GET {API}/turns": Row(get=everybody()),
    f"GET {API}/talks": Row(get=everybody()),
    f"POST {API}/talks": Row(post=only("skip_level", status=201, others=403), data=an_invitation_for_the_api),
    f"GET {API}/talks/{{id}}": Row(talk, get=only(*THE_THREE)),
    f"POST {API}/talks/{{id}}/closing": Row(talk, post=only(*THE_THREE, status=403)),
    f"POST {API}/talks/{{id}}/calling-off": Row(talk, post=CHANGES_BY_API),
    # empty for the manager between
    f"GET {API}/talks/{{id}}/topics": Row(talk, get=only(*THE_THREE)),
    f"POST {API}/talks/{{id}}/topics": Row(
        talk, post=but(CHANGES_BY_API, employee=201, skip_level=201), data={"text": WORDS}
    ),
    f"GET {API}/talks/{{id}}/topics/{{topic_id}}": Row(topic, get=only("employee", "skip_level")),
    f"DELETE {API}/talks/{{id}}/topics/{{topic_id}}": Row(
        topic, delete=but(only("employee", status=204), skip_level=403)
    ),
    f"GET {API}/turns/{{person_id}}/free-times": Row(
        lambda w: [w.ben.pk], get=only("skip_level", others=403)
    ),
    f"GET {API}/group-turns": Row(get=only(others=403)),
    f"GET {API}/group-turns/free-times": Row(get=only(others=403)),
    f"GET {API}/groups": Row(get=everybody()),
    f"POST {API}/groups": Row(post=only(others=403), data=a_group_for_the_api),
    f"GET {API}/groups/{{id}}": Row(group, get=only(*THE_THREE)),
    f"POST {API}/groups/{{id}}/places/{{place_id}}/answer": Row(
        the_place,
        post=but(only("employee"), skip_level=403, manager=403, former_manager=403),
        data={"coming": True},
    ),
    f"POST {API}/groups/{{id}}/closing": Row(
        group, post=only(*THE_THREE, status=403), data=lambda w: {"there": [w.eve.pk]}
    ),
    f"POST {API}/groups/{{id}}/calling-off": Row(
        group, post=but(only("skip_level"), employee=403, manager=403, former_manager=403)
    ),
    f"GET {API}/retellings": Row(get=everybody()),
    f"GET {API}/retellings/{{id}}": Row(heard, get=only("skip_level")),
    f"POST {API}/retellings/{{id}}/themes": Row(
        heard,
        post=only("skip_level", status=201),
        data=lambda w: {"text": WORDS, "heard_from": [w.eve.pk, w.ben.pk]},
    ),
    f"DELETE {API}/retellings/{{id}}/themes/{{theme_id}}": Row(
        lambda w: [w.retelling.pk, w.theme.pk], delete=only("skip_level")
    ),
    f"POST {API}/retellings/{{id}}/handing-on": Row(heard, post=only("skip_level")),
    f"POST {API}/retellings/{{id}}/closing": Row(heard, post=only("skip_level")),
    f"POST {API}/retellings/{{id}}/answer": Row(
        lambda w: [w.handed.pk],
        post=but(only("skip_level"), manager=403, former_manager=403),
        data={"done": WORDS},
    ),
    f"GET {API}/answers": Row(get=everybody()),
    f"GET {API}/answers/{{id}}": Row(lambda w: [w.reading.pk], get=only("employee")),
}
