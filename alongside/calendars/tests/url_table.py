"""Who may open which address of calendars: everybody their own, the two of a pair theirs, a program with the secret."""

from types import SimpleNamespace

from alongside.calendars import services
from alongside.one_on_ones import services as one_on_ones
from tests.house.table import Row, anybody, but, everybody, only

KIND = "one_on_ones.series"


def prepare(world: SimpleNamespace) -> None:
    """A 1:1 of Max and Eve, begun while he was her manager, and the address Eve's calendar reads."""
    world.series = one_on_ones.start_series(actor=world.acts(world.max), employee=world.eve)
    world.feed, world.secret = services.open_feed(actor=world.acts(world.eve))
    # An address that no server of the tests calls: it is refused before anything leaves.
    world.connection = services.connect_calendar(
        actor=world.acts(world.eve), provider="caldav", secret="x", address="https://127.0.0.1/eve/"
    )


def feed(world):
    return [world.feed.pk]


def talk(world):
    return [KIND, world.series.pk]


def connection(world):
    return [world.connection.pk]


THE_TWO = ("employee", "manager", "former_manager")
TABLE = {
    "calendars:feed_detail": Row(lambda w: [w.secret], get=anybody()),
    "calendars:account_detail": Row(get=everybody()),
    "calendars:feed_create": Row(post=everybody(302), data={"title": "names"}),
    "calendars:feed_update": Row(feed, post=only("employee", status=302), data={"title": "neutral"}),
    "calendars:feed_end": Row(feed, post=only("employee", status=302)),
    "calendars:connection_create": Row(
        post=everybody(302),
        data={"address": "https://calendar.example.com/me/", "user_name": "me", "secret": "not a real one"},
    ),
    "calendars:trial_create": Row(connection, post=only("employee", status=302)),
    "calendars:connection_end": Row(connection, post=only("employee", status=302)),
    # No provider is set up in the tests.
    "calendars:permission_begin": Row(lambda w: ["google"], get=only(others=404)),
    "calendars:permission_return": Row(lambda w: ["google"], get=only(others=404)),
    "calendars:way_detail": Row(talk, get=only(*THE_TWO)),
    "calendars:way_update": Row(
        talk, post=but(only(*THE_TWO, status=302), former_manager=403), data={"way": "mail"}
    ),
    "GET /api/v1/calendars/feeds": Row(get=everybody()),
    "GET /api/v1/calendars/feeds/{id}": Row(feed, get=only("employee")),
    "PATCH /api/v1/calendars/feeds/{id}": Row(feed, patch=only("employee"), data={"title": "neutral"}),
    "DELETE /api/v1/calendars/feeds/{id}": Row(feed, delete=only("employee", status=204)),
    "GET /api/v1/calendars/connections": Row(get=everybody()),
    "GET /api/v1/calendars/connections/{id}": Row(connection, get=only("employee")),
    "PUT /api/v1/calendars/connections/{id}/trial": Row(connection, put=only("employee")),
    "DELETE /api/v1/calendars/connections/{id}": Row(connection, delete=only("employee", status=204)),
    "GET /api/v1/calendars/talks/{kind}/{key}": Row(talk, get=only(*THE_TWO)),
    "PUT /api/v1/calendars/talks/{kind}/{key}": Row(
        talk, put=but(only(*THE_TWO), former_manager=403), data={"way": "mail"}
    ),
    "GET /api/v1/calendars/talks/{kind}/{key}/answers": Row(talk, get=only(*THE_TWO)),
}
