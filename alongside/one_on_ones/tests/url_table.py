"""Who may open which address of 1:1s: the two of the pair, also after one of them has moved."""

from types import SimpleNamespace

from alongside.one_on_ones import services
from tests.house.table import Row, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """A 1:1 of Max and Eve, begun while he was her manager."""
    world.series = services.start_series(actor=world.acts(world.max), employee=world.eve)


THE_TWO = ("employee", "manager", "former_manager")
TABLE = {
    "one_on_ones:series_list": Row(get=everybody()),
    "one_on_ones:series_create": Row(
        lambda world: [world.eve.pk], post=only("manager", "next_manager", status=302, others=403)
    ),
    "one_on_ones:series_detail": Row(lambda world: [world.series.pk], get=only(*THE_TWO)),
    "one_on_ones:item_create": Row(
        lambda world: [world.series.pk], post=only(*THE_TWO, status=302), data={"text": "One thing"}
    ),
    "GET /api/v1/one-on-ones/": Row(get=everybody()),
    "GET /api/v1/one-on-ones/{id}/items": Row(lambda world: [world.series.pk], get=only(*THE_TWO)),
    "POST /api/v1/one-on-ones/{id}/items": Row(
        lambda world: [world.series.pk], post=only(*THE_TWO, status=201), data={"text": "One thing"}
    ),
}
