"""Who may open which address of operations."""

from types import SimpleNamespace

from alongside.identity.support.services import open_support
from alongside.operations.tests.makers import make_job, make_mail
from tests.house.table import Row, anybody, only


def prepare(world: SimpleNamespace) -> None:
    """A job and a mail that were given up."""
    world.job = make_job()
    world.mail = make_mail(world.eve)
    ada = world.acts(world.people["administrator"])
    world.access, _key = open_support(actor=ada, name="Sue", contact="sue@example.com", reason="x", hours=1)


TABLE = {
    "operations:job_list": Row(get=only("administrator")),
    "operations:job_retry": Row(lambda world: [world.job.pk], post=only("administrator", status=302)),
    "operations:support_list": Row(get=only("administrator")),
    "operations:support_create": Row(
        post=only("administrator", status=302),
        data={"name": "Sue", "contact": "sue@example.com", "reason": "A job hangs", "hours": "1"},
    ),
    "operations:support_end": Row(lambda world: [world.access.pk], post=only("administrator", status=302)),
    # whoever has a key comes in here; what it opens is tested in test_support.py
    "operations:support_session_create": Row(get=anybody(), post=anybody(422), data={"key": "support-wrong"}),
    "operations:support_session_delete": Row(post=anybody(302)),
    "operations:support_detail": Row(get=only("administrator", anonymous=404)),
    "operations:mail_list": Row(get=only("administrator")),
    "operations:mail_retry": Row(lambda world: [world.mail.pk], post=only("administrator", status=302)),
}
