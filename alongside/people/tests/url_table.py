"""Who may open which address of people."""

from types import SimpleNamespace

from alongside.one_on_ones import services
from alongside.people.imports.services import start_import
from alongside.people.tests.makers import TESTS
from tests.house.table import Row, only


def prepare(world: SimpleNamespace) -> None:
    """Some record with readers: a 1:1 of Max and Eve. And an organisation file on its way in."""
    world.series = services.start_series(actor=world.acts(world.max), employee=world.eve)
    world.run = start_import(
        actor=TESTS, file_name="people.csv", data=b"id,name,email\n1,Ann Lee,nobody(at)x\n"
    )


LOADERS = ("hr_operations", "head_of_hr")


def the_run(world: SimpleNamespace) -> list[int]:
    return [world.run.pk]


TABLE = {
    "people:audience_detail": Row(
        lambda world: ["one_on_ones.series", world.series.pk],
        get=only("employee", "manager", "former_manager"),
    ),
    "people:import_list": Row(get=only(*LOADERS)),
    "people:import_create": Row(post=only(*LOADERS, status=422)),
    "people:import_detail": Row(the_run, get=only(*LOADERS)),
    "people:import_columns": Row(
        the_run, get=only(*LOADERS), post=only(*LOADERS, status=302), data={"column-1": "display_name"}
    ),
    "people:import_reading": Row(the_run, post=only(*LOADERS, status=302), data={"encoding": "utf-8"}),
    "people:import_problems": Row(
        the_run, get=only(*LOADERS), post=only(*LOADERS, status=302), data={"out-2": "on"}
    ),
    "people:import_fix_delete": Row(the_run, post=only(*LOADERS, status=302), data={"line": "2"}),
    "people:import_bad_rows": Row(the_run, get=only(*LOADERS)),
    "people:import_changes": Row(the_run, get=only(*LOADERS)),
    "people:import_apply": Row(
        the_run, post=only(*LOADERS, status=302), data=lambda world: {"digest": world.run.digest}
    ),
    "people:import_discard": Row(the_run, post=only(*LOADERS, status=302)),
}
