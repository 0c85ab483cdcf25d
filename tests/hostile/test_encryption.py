"""Ways around the encryption of words between two people."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction

from alongside.core.keyring import Unreadable
from alongside.core.models import DataKey
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import AgendaItem, Series

# --- encryption


@pytest.fixture
def item(cast, series):
    return one_on_ones.add_item(actor=cast.acts(cast.eve), series=series, text="first words")


def fresh(item):
    return AgendaItem.objects.select_related("series__data_key").get(pk=item.pk)


def test_bytes_are_not_stored_as_their_python_spelling(item):
    item.text = b"bytes"
    with pytest.raises(TypeError):
        item.save()


def test_an_update_cannot_write_plain_bytes(item):
    with pytest.raises(TypeError):
        AgendaItem.objects.filter(pk=item.pk).update(text=b"plain words")


def test_an_update_cannot_write_plain_text(item):
    with pytest.raises(TypeError):
        AgendaItem.objects.filter(pk=item.pk).update(text="plain words")


@pytest.mark.parametrize("how", ["text", "text__icontains", "text__startswith", "text__in"])
def test_encrypted_text_cannot_be_searched(item, how):
    with pytest.raises(TypeError):
        list(AgendaItem.objects.filter(**{how: ["w"] if how.endswith("in") and how[-4:] == "__in" else "w"}))


def test_bulk_create_and_bulk_update(cast, series, item):
    AgendaItem.objects.bulk_create([AgendaItem(series=series, author=cast.eve, text="bulk words")])
    assert [fresh(one).text for one in AgendaItem.objects.order_by("pk")] == ["first words", "bulk words"]
    item.text = "changed"
    with pytest.raises(TypeError):
        AgendaItem.objects.bulk_update([item], ["text"])


def test_defer_only_and_refresh_read_right(item):
    assert AgendaItem.objects.defer("text").get(pk=item.pk).text == "first words"
    assert AgendaItem.objects.only("text").get(pk=item.pk).text == "first words"
    one = fresh(item)
    one.refresh_from_db()
    assert one.text == "first words"
    one.refresh_from_db(fields=["text"])
    assert one.text == "first words"


def test_saving_an_unread_row_keeps_its_words(item):
    one = fresh(item)
    one.version = 7
    one.save()
    assert fresh(item).text == "first words"


def test_moving_an_unread_row_to_another_key_does_not_lose_its_words(cast, item):
    other = one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.ben)
    one = fresh(item)
    one.series = other
    with contextlib.suppress(Unreadable), transaction.atomic():
        one.save()
    assert fresh(item).text == "first words"


def test_a_copied_row_is_not_the_same_row_to_the_encryption(item):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(series=item.series, author=item.author, text="copy", seal_id=item.seal_id)


def test_pickles_hold_no_words_and_no_key(item):
    one = fresh(item)
    _ = one.text
    key = one.series.data_key.opened()
    assert key not in pickle.dumps(one.series.data_key)
    assert b"first words" not in pickle.dumps(one)
    assert pickle.loads(pickle.dumps(one)).text == "first words"  # noqa: S301 (our own pickle)


def test_words_that_are_not_saved_yet_are_not_pickled(item):
    item.text = "second words"
    with pytest.raises(TypeError, match="save the row first"):
        pickle.dumps(item)
    item.save()
    assert b"second words" not in pickle.dumps(item)
    assert fresh(item).text == "second words"


@pytest.mark.parametrize(
    "ring", ["", "zz", "a:11", "a:" + "11" * 32 + " a:" + "22" * 32, "x" * 50 + ":" + "11" * 32]
)
def test_a_broken_key_ring_is_refused_at_the_start(ring):
    code = "import django; django.setup()"
    env = {**os.environ, "ALONGSIDE_KEY_RING": ring, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode != 0
    assert "ALONGSIDE_KEY_RING" in done.stderr
    assert ring[-64:] not in done.stderr or ring == ""


def test_starting_many_processes_at_once_makes_one_secret(tmp_path):
    code = "import os, sys, types\nimport alongside.config.settings as s\nprint(s.SECRET_KEY, s.KEY_RING)"
    env = {k: v for k, v in os.environ.items() if k not in ("ALONGSIDE_KEY_RING", "ALONGSIDE_SECRET_KEY")} | {
        "ALONGSIDE_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://x@/x",
    }
    for _ in range(3):
        started = [
            subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE) for _ in range(4)
        ]
        assert len({process.communicate()[0] for process in started}) == 1
        for path in (tmp_path / "keys").iterdir():
            path.unlink()


def test_erasing_while_writing_does_not_store_words_nobody_can_read(cast, series):
    stale = Series.objects.select_related("data_key").get(pk=series.pk)
    _ = stale.data_key.opened()
    DataKey.objects.filter(pk=series.data_key_id).delete()
    with pytest.raises((Unreadable, IntegrityError)):
        one_on_ones.add_item(actor=cast.acts(cast.eve), series=stale, text="lost")
