"""Who may open which address of operations."""

from types import SimpleNamespace

from alongside.operations.tests.makers import make_job, make_mail
from tests.house.table import Row, only


def prepare(world: SimpleNamespace) -> None:
    """A job and a mail that were given up."""
    world.job = make_job()
    world.mail = make_mail(world.eve)


TABLE = {
    "operations:job_list": Row(get=only("administrator")),
    "operations:job_retry": Row(lambda world: [world.job.pk], post=only("administrator", status=302)),
    "operations:mail_list": Row(get=only("administrator")),
    "operations:mail_retry": Row(lambda world: [world.mail.pk], post=only("administrator", status=302)),
}
