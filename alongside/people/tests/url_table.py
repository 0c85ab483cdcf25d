"""Who may open which address of people."""

from types import SimpleNamespace

from alongside.one_on_ones import services
from tests.house.table import Row, only


def prepare(world: SimpleNamespace) -> None:
    """Some record with readers: a 1:1 of Max and Eve."""
    world.series = services.start_series(actor=world.acts(world.max), employee=world.eve)


TABLE = {
    "people:audience_detail": Row(
        lambda world: ["one_on_ones.series", world.series.pk],
        get=only("employee", "manager", "former_manager"),
    ),
}
