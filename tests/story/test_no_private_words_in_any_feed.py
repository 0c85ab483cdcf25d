"""Every encrypted text of the product gets a canary as it is written; then everything that leaves the product is read.

Mails, calendar feeds, webhooks and the log hold none of them, for nobody, not for the parties either. Exports and
lists of the API hold one only for people whom its own audience lets read it. A new column of encrypted text makes
this test fail until it is written here, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.calendars import services as calendars
from alongside.commitments import services as commitments
from alongside.commitments.models import Commitment, Obstacle
from alongside.core import exports, things
from alongside.core.encrypted import EncryptedText, _Words
from alongside.core.models import DataKey
from alongside.core.register import people_of
from alongside.core.tests.outside import Canary
from alongside.identity.services import create_token
from alongside.one_on_ones.models import HandedOn, Handover
from alongside.people.calendar import today
from alongside.people.imports.services import start_import
from alongside.people.services import create_person
from alongside.people.tests.makers import TESTS
from alongside.records.models import LegalHold
from alongside.records.tests.makers import words_everywhere
from alongside.skip_levels import services as skip_levels
from alongside.skip_levels.tests.makers import a_skip_talk, three_heard
from alongside.webhooks import queries as webhook_queries
from alongside.webhooks import services as webhooks
from alongside.webhooks import tasks as webhook_tasks
from tests.house.addresses import addresses
from tests.house.walk import make_world

MARK = "zqmark"
PARTIES = ("employee", "manager", "skip_level", "hr_partner")


@dataclass(frozen=True)
class Marked:
    """Where a canary was written."""

    model: type[Model]
    column: str
    row: Any

    def may_be_read_by(self, world: SimpleNamespace, person: Any) -> bool:
        """By the audience of its kind of record; where there is none, by the people whom the row concerns."""
        row = self.model._default_manager.filter(pk=self.row.pk).first()
        kind = next((kind for kind in things.kinds() if kind.model is self.model), None)
        if row is None or kind is None or kind.audience is None:
            return row is not None and person.pk in people_of(row)
        return kind.audience.holds(world.acts(person), row)


@pytest.fixture
def written(monkeypatch) -> dict[str, Marked]:
    """{canary: where}. Each text is marked on its way into the database, whichever service writes it."""
    found: dict[str, Marked] = {}
    seal = EncryptedText.pre_save

    def marked(field: EncryptedText, row: Model, add: bool) -> Any:
        value = row.__dict__.get(field.attname)
        if isinstance(value, _Words) and value.sealed is None and _is_to_mark(str(value.plain)):
            name = f"{MARK}{len(found):04d}x"
            value.plain = f"{value.plain} {name}"
            found[name] = Marked(type(row), field.name, row)
        return seal(field, row, add)

    monkeypatch.setattr(EncryptedText, "pre_save", marked)
    return found


def _is_to_mark(words: str) -> bool:
    """Not twice, and not JSON with cells of a file: a mark would break them."""
    return bool(words) and MARK not in words and words[0] not in "{["


@pytest.fixture
def outside(settings):
    """Another program that hears of everything."""
    with Canary(b"HTTP/1.1 204 No Content\r\n\r\n").running() as canary:
        settings.OUTBOUND_ALLOWED = frozenset({f"http://127.0.0.1:{canary.port}"})
        canary.url = f"http://127.0.0.1:{canary.port}/hook"
        yield canary


@pytest.fixture
def world(transactional_db, written, outside) -> SimpleNamespace:
    """Words in every column there is, through the services where they have one."""
    world = make_world()
    webhooks.create_endpoint(actor=world.acts(world.ada), name="intranet", url=outside.url)
    said = words_everywhere(world)
    commitments.create_commitment(
        actor=world.acts(world.max), kind=Commitment.Kind.ACTION, owner_id=world.eve.pk, owed_to_id=world.max.pk,
        text="Ask for two dates", cue="When I see the buyer", due_on=today() + timedelta(days=3),
        data_key=DataKey.fresh(),
    )  # fmt: skip
    obstacle = Obstacle.objects.order_by("pk").first()
    commitments.answer_obstacle(actor=world.acts(world.hana), obstacle=obstacle, words="I ask them")
    for kind in (HandedOn.Kind.SUMMARY, HandedOn.Kind.NOTE):
        handover = Handover.objects.filter(series=said.series).first() or Handover.objects.create(
            series=said.series, employee=world.eve, old_manager=world.max, new_manager=world.dora,
            data_key=DataKey.fresh(),
        )  # fmt: skip
        HandedOn.objects.create(handover=handover, kind=kind, author=world.eve, text="What I hand on")
    _skip_levels(world)
    calendars.connect_calendar(
        actor=world.acts(world.eve), provider="caldav", secret="app password",
        address="https://calendar.example.com/eve/", user_name="eve there",
    )  # fmt: skip
    LegalHold.objects.create(
        person=world.ben, data_key=DataKey.fresh(), reason="a claim", placed_by=world.people["head_of_hr"],
        review_on=today() + timedelta(days=90),
    )  # fmt: skip
    start_import(actor=TESTS, file_name="people.csv", data=b"id,name,email\n1,Ann Lee,nobody(at)x\n")
    create_person(actor=TESTS, name="Nadia New", email="nadia@example.org")  # what webhooks tell of
    return world


def _skip_levels(world: SimpleNamespace) -> None:
    dora, retelling = world.acts(world.dora), three_heard(world)
    heard = [talk.person_id for talk in retelling.talks.all()]
    skip_levels.add_theme(actor=dora, retelling=retelling, text="Materials come late", heard_from=heard[:2])
    skip_levels.hand_on_themes(actor=dora, retelling=retelling)
    retelling.refresh_from_db()
    skip_levels.answer_team(actor=dora, retelling=retelling, done="They come on Fridays")
    skip_levels.add_topic(actor=world.acts(world.eve), talk=a_skip_talk(world), text="The old press")


def test_no_private_words_in_any_feed_export_webhook_mail_or_list(world, written, outside, run_tasks, client):
    run_tasks()
    every_column_was_written(written)
    none_in_mails(world)
    none_in_webhooks(outside)
    none_in_feeds(world, client)
    assert not _marks(str(list(AuditEntry.objects.values_list("details", "key", "action"))))
    only_for_readers(world, written)


def every_column_was_written(written: dict[str, Marked]) -> None:
    done = {(one.model, one.column) for one in written.values()}
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedText) and (model, field.name) not in done
    ]
    assert sorted(missing) == SELDOM, "write this column in `world` above"


SELDOM = [
    "one_on_ones.BlockVersion.sent",  # what one sent where two wrote at once; tests/test_notes_at_once.py
    "people.ImportFile.excerpt",  # cells of a file, as JSON, for the people of HR who load it
    "people.ImportFile.fixes",
]


def none_in_mails(world: SimpleNamespace) -> None:
    letters = mail.outbox
    assert {world.eve.email, world.max.email, world.hana.email} <= {letter.to[0] for letter in letters}
    for letter in letters:
        parts = [letter.subject, letter.body, *(str(part) for part, _kind in letter.alternatives)]
        assert not _marks(" ".join(parts)), f"in a mail to {letter.to}: {letter.subject}"


def none_in_webhooks(outside: Canary) -> None:
    for pk in webhook_queries.deliveries_due(most=500):
        webhook_tasks.deliver.call(delivery_id=pk)
    assert outside.requests, "nothing was told to anybody: this would prove nothing"
    assert not _marks(b"".join(outside.requests).decode())


def none_in_feeds(world: SimpleNamespace, client: Client) -> None:
    for name, person in world.people.items():
        _feed, secret = calendars.open_feed(actor=world.acts(person))
        words = client.get(reverse("calendars:feed_detail", args=[secret])).content.decode()
        assert words.startswith("BEGIN:VCALENDAR") and not _marks(words), f"in the feed of {name}"
        if name in ("employee", "manager"):
            assert "BEGIN:VEVENT" in words


def only_for_readers(world: SimpleNamespace, written: dict[str, Marked]) -> None:
    """Exports in both shapes and lists of the API: as everybody, and what is found is one's own to read."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, person in world.people.items():
        for source, words in [*_exports(world, person), *_lists(person)]:
            for mark in _marks(words):
                found[name].add(mark)
                where = written[mark]
                said = f"{name} reads {where.model.__name__}.{where.column} in {source}"
                assert where.may_be_read_by(world, person), said
    assert found["employee"] and found["manager"], "the parties read their own: else this would prove nothing"
    for name in set(world.people) - {*PARTIES, "former_manager"}:
        assert not found[name], f"{name} reads {found[name]}"


def _exports(world: SimpleNamespace, person: Any) -> list[tuple[str, str]]:
    actor, found = world.acts(person), []
    for listing in exports.listings():
        if listing.may(actor):
            columns, lines = listing.columns(), list(listing.rows(actor))
            found.append((f"{listing.name}.csv", exports.as_csv(columns, lines).decode("utf-8-sig")))
            assert exports.as_workbook("x", columns, lines)[:2] == b"PK"  # made of the very same cells
    return found


def _lists(person: Any) -> list[tuple[str, str]]:
    """Every address of the API that answers to GET without an argument."""
    _token, secret = create_token(actor=TESTS, account=person.account, name="story")
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    paths = [
        one.name.split(" ")[1] for one in addresses() if one.name.startswith("GET /") and "{" not in one.name
    ]
    assert len(paths) > 5
    return [(path, api.get(path).content.decode()) for path in paths]


def _marks(words: str) -> set[str]:
    return {words[at : at + 11] for at in range(len(words)) if words.startswith(MARK, at)}
