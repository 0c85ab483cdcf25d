"""Every column says what it is for, and words between two people are never stored in plain sight."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from alongside.config.third_party_register import THIRD_PARTY
from alongside.core.encrypted import EncryptedText
from alongside.core.register import Register, between_two, private, technical
from tests.house import models as house
from tests.house.exceptions import judge

ALL = apps.get_models(include_auto_created=True)
OURS = [model for model in ALL if house.is_ours(model)]


def test_models_are_singular():
    judge("singular", house.plural(OURS))


def test_every_column_is_registered():
    judge("register", house.unregistered(ALL, THIRD_PARTY) | house.unsubjected(OURS))


def test_the_register_of_others_names_no_model_that_is_gone():
    assert not set(THIRD_PARTY) - {model._meta.label for model in ALL}


def test_words_between_people_are_encrypted():
    judge("plain-text", house.plain_words(OURS))


def test_encrypted_rows_have_a_name_inside_the_encryption():
    assert not house.unsealed(OURS)


@isolate_apps("alongside.core")
def test_a_model_that_owes_something_is_seen():
    class Notes(models.Model):
        text = models.TextField()
        register = Register(id=technical(), text=private("x"), gone=technical())

        class Meta:
            app_label = "core"

    assert house.plural([Notes])
    assert "names gone" in house.unregistered([_as_ours(Notes)], {})["core.models:Notes"]
    assert house.unsubjected([_as_ours(Notes)])
    assert house.plain_words([Notes])


@isolate_apps("alongside.core")
def test_a_model_without_register_is_seen():
    class Note(models.Model):
        class Meta:
            app_label = "core"

    assert "third_party" in house.unregistered([Note], {})["core.models:Note"]
    assert (
        "needs what"
        in house.unregistered([Note], {"core.Note": Register(id=technical())})["core.models:Note"]
    )
    assert not house.unregistered([Note], {"core.Note": Register(what="kept by a library", id=technical())})
    assert "to the model" in house.unregistered([_as_ours(Note)], {})["core.models:Note"]


@isolate_apps("alongside.core")
@pytest.mark.parametrize(
    ("seal", "seen"),
    [
        (None, True),
        (models.UUIDField(null=True, default=uuid.uuid4), True),
        (models.UUIDField(), True),
        (models.UUIDField(default=uuid.uuid4), True),
        (models.UUIDField(default=uuid.uuid4, unique=True), False),
    ],
)
def test_encrypted_text_without_a_row_name_is_seen(seal, seen):
    body = {
        "__module__": __name__,
        "text": EncryptedText(key="data_key"),
        "Meta": type("Meta", (), {"app_label": "core"}),
    }
    body |= {"register": Register(text=between_two("x"))} | ({"seal_id": seal} if seal else {})
    note = type("Note", (models.Model,), body)
    assert bool(house.unsealed([note])) is seen
    assert not house.plain_words([note])


def _as_ours(model: type[models.Model]) -> type[models.Model]:
    model.__module__ = "alongside.core.models"
    return model
