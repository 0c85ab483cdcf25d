"""Who may open which address of 1:1s in the API: whoever may open the page, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from alongside.one_on_ones.tests.table_words import (
    A_RHYTHM,
    BY_ITS_AUTHOR,
    BY_THE_EMPLOYEE,
    HANDING_OVER,
    PLANNING,
    READING,
    THE_TWO,
    contested,
    handover,
    held,
    item,
    meeting,
    series,
    tomorrow,
)
from tests.house.table import Row, but, everybody, only

API = "/api/v1/one-on-ones"
HANDOVERS = "/api/v1/handovers"
CHANGING = but(READING, former_manager=403)
BY_THE_EMPLOYEE_ALONE = but(BY_THE_EMPLOYEE, employee=200)
OF_HR = only("hr_partner", "hr_operations", "head_of_hr", others=403)


def an_action(world):
    return {"text": "Ask", "owner_id": world.eve.pk, "due_on": tomorrow()}


ROWS_OF_API = {
    f"GET {API}/": Row(get=everybody()),
    f"POST {API}/": Row(
        post=only("manager", "next_manager", status=201, others=403),
        data=lambda world: {"employee_id": world.eve.pk},
    ),
    f"GET {API}/{{id}}": Row(series, get=READING),
    f"POST {API}/{{id}}/ending": Row(series, post=CHANGING),
    f"GET {API}/{{id}}/pauses": Row(series, get=READING),
    f"POST {API}/{{id}}/pauses": Row(
        series, post=but(only(*THE_TWO, status=201), former_manager=403), data={"until": str(tomorrow())}
    ),
    f"DELETE {API}/{{id}}/pauses": Row(series, delete=CHANGING),
    f"GET {API}/{{id}}/items": Row(series, get=READING),
    f"GET {API}/{{id}}/items/{{item_id}}": Row(item, get=READING),
    f"GET {API}/{{id}}/meetings/{{meeting_id}}": Row(meeting, get=READING),
    "GET /api/v1/regularity/": Row(get=OF_HR),
    "GET /api/v1/regularity/{id}": Row(lambda world: [world.month.pk], get=OF_HR),
    f"GET {API}/{{id}}/free-times": Row(series, get=PLANNING),
    f"GET {API}/{{id}}/meetings/{{meeting_id}}/free-times": Row(meeting, get=PLANNING),
    f"GET {API}/{{id}}/meetings/{{meeting_id}}/notes": Row(meeting, get=READING),
    f"PUT {API}/{{id}}/meetings/{{meeting_id}}/notes/{{note_id}}": Row(
        lambda w: [w.series.pk, w.meeting.pk, uuid4()],
        put=CHANGING,
        data={"text": "By a program"},
    ),
    f"DELETE {API}/{{id}}/meetings/{{meeting_id}}/closing": Row(held, delete=CHANGING),
    f"POST {API}/{{id}}/meetings/{{meeting_id}}/skipping": Row(meeting, post=CHANGING),
    f"POST {API}/{{id}}/meetings/{{meeting_id}}/restoration": Row(meeting, post=CHANGING),
    f"POST {API}/{{id}}/items": Row(
        series, post=but(only(*THE_TWO, status=201), former_manager=403), data={"text": "One thing"}
    ),
    f"PATCH {API}/{{id}}/items/{{item_id}}": Row(item, patch=CHANGING, data={"talked": True}),
    f"DELETE {API}/{{id}}/items/{{item_id}}": Row(item, delete=but(BY_ITS_AUTHOR, employee=204)),
    f"GET {API}/{{id}}/meetings": Row(series, get=READING),
    f"POST {API}/{{id}}/meetings/{{meeting_id}}/closing": Row(meeting, post=CHANGING),
    f"POST {API}/{{id}}/meetings/{{meeting_id}}/reschedulings": Row(
        meeting,
        post=CHANGING,
        data={"starts_at": timezone.now() + timedelta(days=2), "version": 1},
    ),
    f"GET {API}/{{id}}/actions": Row(series, get=READING),
    f"POST {API}/{{id}}/actions": Row(
        series, post=but(only(*THE_TWO, status=201), former_manager=403), data=an_action
    ),
    f"GET {API}/{{id}}/rhythm": Row(series, get=READING),
    f"PUT {API}/{{id}}/rhythm": Row(series, put=CHANGING, data=A_RHYTHM),
    # no time is chosen yet, so a rule without one has no dates
    f"GET {API}/{{id}}/rhythm/dates": Row(series, get=only(*THE_TWO, status=422)),
    f"GET {API}/{{id}}/words-by-mail": Row(series, get=READING),
    f"PUT {API}/{{id}}/words-by-mail": Row(series, put=CHANGING, data={"wanted": True}),
    f"GET {API}/{{id}}/looking-back": Row(series, get=READING),
    # asked after every fourth talk; this is the first
    f"PUT {API}/{{id}}/meetings/{{meeting_id}}/rating": Row(
        held, put=only(*THE_TWO, status=403), data={"useful": 4, "employee_talked": 60}
    ),
    # whoever said that they met takes that back instead
    f"POST {API}/{{id}}/meetings/{{meeting_id}}/contest": Row(held, post=but(CHANGING, employee=403)),
    f"DELETE {API}/{{id}}/meetings/{{meeting_id}}/contest": Row(
        contested, delete=but(CHANGING, employee=403)
    ),
    f"POST {API}/{{id}}/meetings": Row(series, post=but(only(*THE_TWO, status=201), former_manager=403)),
    f"POST {API}/{{id}}/meetings/{{meeting_id}}/cancelling": Row(meeting, post=CHANGING),
    f"GET {HANDOVERS}/": Row(get=everybody()),
    f"GET {HANDOVERS}/progress": Row(get=everybody()),
    f"GET {HANDOVERS}/{{id}}": Row(handover, get=HANDING_OVER),
    f"GET {HANDOVERS}/{{id}}/candidates": Row(handover, get=BY_THE_EMPLOYEE_ALONE),
    f"POST {HANDOVERS}/{{id}}/items": Row(
        handover,
        post=but(BY_THE_EMPLOYEE, employee=201),
        data=lambda w: {"source": f"topic-{w.item.pk}"},
    ),
    # what was chosen and has not travelled is seen by the employee alone
    f"DELETE {HANDOVERS}/{{id}}/items/{{item_id}}": Row(
        lambda w: [w.handover.pk, w.chosen.pk], delete=only("employee")
    ),
    f"PUT {HANDOVERS}/{{id}}/summary": Row(handover, put=BY_THE_EMPLOYEE_ALONE, data={"text": "In my words"}),
    f"PUT {HANDOVERS}/{{id}}/note": Row(
        handover,
        put=but(BY_THE_EMPLOYEE, employee=403, manager=200, former_manager=200),
        data={"text": "From the manager before"},
    ),
    f"POST {HANDOVERS}/{{id}}/completion": Row(
        handover, post=BY_THE_EMPLOYEE_ALONE, data=lambda w: {"new_manager_id": w.dora.pk, "note_read": ""}
    ),
}
