"""Who may open which address of invitations: HR operations and the head of HR; letters also a manager."""

from __future__ import annotations

from types import SimpleNamespace

from alongside.invitations import links, services
from alongside.invitations.models import Wave
from alongside.people.admission.services import make_letter
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.services import create_person, take_seat
from alongside.people.tests.makers import TESTS, a_seat
from tests.house.table import Row, anybody, everybody, only


def a_person_without_mail(world: SimpleNamespace, name: str, number: str) -> Person:
    """Somebody of Max's team who signs in with a personnel number."""
    person = create_person(actor=TESTS, name=name, external_id=number)
    take_seat(actor=TESTS, person=person, seat=a_seat("Fitter", world.works, world.lead_seat), since=today())
    return person


def prepare(world: SimpleNamespace) -> None:
    """A planned wave, a running one with one invitation out, a letter to print and a new PIN that waits."""
    world.will = create_person(actor=TESTS, name="Will Wait", email="will@example.org")
    create_person(actor=TESTS, name="Ida Invited", email="ida@example.org")
    hr = world.acts(world.people["hr_operations"])
    world.planned = services.create_wave(actor=hr, name="Planned", reach="list", emails=["will@example.org"])
    world.running = services.create_wave(actor=hr, name="Running", reach="list", emails=["ida@example.org"])
    services.begin_wave(actor=hr, wave=world.running)
    services.send_batch(actor=TESTS, wave_id=world.running.pk)
    Wave.objects.filter(pk=world.running.pk).update(state=Wave.State.RUNNING)
    world.kim = a_person_without_mail(world, "Kim Kern", "4711")
    pia = a_person_without_mail(world, "Pia Pin", "4712")
    make_letter(actor=hr, person=pia)
    pia.account.set_password("739462")
    pia.account.save()
    world.reset = make_letter(actor=hr, person=pia).request


HR = ("hr_operations", "head_of_hr")
TEAM = (*HR, "manager", "former_manager")
TABLE = {
    "invitations:wave_list": Row(get=only(*HR)),
    "invitations:wave_create": Row(
        get=only(*HR), post=only(*HR, status=302), data={"name": "All", "reach": "everybody"}
    ),
    "invitations:wave_detail": Row(lambda world: [world.planned.pk], get=only(*HR)),
    "invitations:beginning_create": Row(lambda world: [world.planned.pk], post=only(*HR, status=302)),
    "invitations:pause_create": Row(lambda world: [world.running.pk], post=only(*HR, status=302)),
    # whoever holds the link may look; choosing a password has tests of its own
    "invitations:welcome_create": Row(
        lambda world: [links.path_for(world.running.invitations.get().pk).split("/")[-2]],
        get=anybody(),
        post=anybody(422),
        data={"password": "short"},
    ),
    "invitations:invitation_create": Row(lambda world: [world.will.pk], post=only(*HR, status=302)),
    "invitations:letter_list": Row(get=only(*TEAM)),
    "invitations:letter_create": Row(lambda world: [world.kim.pk], post=only(*TEAM, status=302)),
    "invitations:letter_detail": Row(get=everybody()),
    "invitations:reset_confirmation_create": Row(
        lambda world: [world.reset.pk], post={**only("head_of_hr", status=302), "hr_operations": 403}
    ),
    "GET /api/v1/invitations/letters": Row(get=only(*TEAM)),
    "GET /api/v1/invitations/letters/new-pins": Row(get=only(*HR)),
    "GET /api/v1/invitations/waves": Row(get=everybody()),
    "POST /api/v1/invitations/waves": Row(
        post=only(*HR, status=201, others=403), data={"name": "All", "reach": "everybody"}
    ),
    "GET /api/v1/invitations/waves/{id}": Row(lambda world: [world.planned.pk], get=only(*HR)),
    "GET /api/v1/invitations/waves/{id}/progress": Row(lambda world: [world.planned.pk], get=only(*HR)),
    "POST /api/v1/invitations/waves/{id}/beginning": Row(lambda world: [world.planned.pk], post=only(*HR)),
    "POST /api/v1/invitations/waves/{id}/pause": Row(lambda world: [world.running.pk], post=only(*HR)),
}
