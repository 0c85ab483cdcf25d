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


def feed(world):
    return [world.feed.pk]


def talk(world):
    return [KIND, world.series.pk]


THE_TWO = ("employee", "manager", "former_manager")
TABLE = {
    "calendars:feed_detail": Row(lambda w: [w.secret], get=anybody()),
    "calendars:account_detail": Row(get=everybody()),
    "calendars:feed_create": Row(post=everybody(302), data={"title": "names"}),
    "calendars:feed_update": Row(feed, post=only("employee", status=302), data={"title": "neutral"}),
    "calendars:feed_end": Row(feed, post=only("employee", status=302)),
    "calendars:way_detail": Row(talk, get=only(*THE_TWO)),
    "calendars:way_update": Row(
        talk, post=but(only(*THE_TWO, status=302), former_manager=403), data={"way": "mail"}
    ),
}
