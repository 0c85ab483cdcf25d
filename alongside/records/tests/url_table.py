"""Who may open which address of records."""

from datetime import timedelta
from types import SimpleNamespace

from alongside.core.models import DataKey
from alongside.people.calendar import today
from alongside.records.models import ErasureRequest, LegalHold
from tests.house.papers import MADE
from tests.house.table import Row, everybody, only

ANSWERERS = ("hr_operations", "head_of_hr")


def prepare(world: SimpleNamespace) -> None:
    """A request of Eve's, and a hold on somebody else's records."""
    world.asked = ErasureRequest.objects.create(person=world.eve, due_on=today() + timedelta(days=30))
    world.hold = LegalHold.objects.create(
        person=world.ben, data_key=DataKey.fresh(), reason="a claim", placed_by=world.people["head_of_hr"],
        review_on=today() + timedelta(days=90),
    )  # fmt: skip


TABLE = {
    "records:my_data": Row(get=everybody()),
    "records:my_data_json": Row(get=everybody()),
    "records:my_data_pdf": Row(get=everybody(MADE)),
    "records:erasure_request_create": Row(post=everybody(302)),
    "records:erasure_request_delete": Row(lambda world: [world.asked.pk], post=only("employee", status=302)),
    "records:erasure_request_list": Row(get=only(*ANSWERERS)),
    "records:erasure_request_update": Row(
        lambda world: [world.asked.pk],
        get=only(*ANSWERERS),
        post=only(*ANSWERERS, status=302),
        data={"answer": "employed"},
    ),
    "records:hold_list": Row(
        get=only("head_of_hr", "auditor"), post=only("head_of_hr", "auditor", status=422)
    ),
    "records:hold_delete": Row(
        lambda world: [world.hold.pk], post={**only("head_of_hr", status=302), "auditor": 403}
    ),
    "GET /api/v1/my-data/": Row(get=everybody()),
    "GET /api/v1/my-data/erasure-requests": Row(get=everybody()),
    "GET /api/v1/my-data/erasure-requests/{id}": Row(lambda world: [world.asked.pk], get=only("employee")),
    "POST /api/v1/my-data/erasure-requests/{id}/taking-back": Row(
        lambda world: [world.asked.pk], post=only("employee")
    ),
    "GET /api/v1/erasure-requests/": Row(get=only(*ANSWERERS)),
}
