"""The database of every version that was released comes up to today's: tables, rows, seals, and words that open."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from alongside.config import cluster
from alongside.records.tests.makers import HERS, HIS
from tests.upgrades.installation import WORDS, Stored

DUMPS = sorted(Path(__file__).parent.glob("*.sql.gz"))
LARGEST = 300_000  # bytes: they stay in the repository for ever
READ = """
import json, django; django.setup()
from alongside.audit.queries.verification import broken_seals
from alongside.commitments.queries import commitments_visible_to
from alongside.one_on_ones.queries import blocks_visible_to, items_visible_to
from alongside.people.models import Person
from alongside.people.tests.makers import acts
eve, omar = (Person.objects.get(name=name) for name in ("Eve Employee", "Omar Other"))
print(json.dumps({
    "people": Person.objects.count(),
    "topics": sorted(item.text for item in items_visible_to(acts(eve))),
    "notes": sorted(block.text for block in blocks_visible_to(acts(eve))),
    "actions": sorted(one.text for one in commitments_visible_to(acts(eve))),
    "of_a_stranger": items_visible_to(acts(omar)).count() + blocks_visible_to(acts(omar)).count(),
    "broken": len(broken_seals()),
}))
"""


@pytest.fixture(params=DUMPS, ids=lambda path: path.name)
def stored(request) -> Iterator[Stored]:
    """A database as that version left it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        found = Stored(Path(folder) / "data")
        try:
            with psycopg.connect(found.url(), autocommit=True) as connection:
                connection.execute(gzip.decompress(request.param.read_bytes()).decode())
            yield found
        finally:
            cluster.stop(found.data)


@pytest.mark.long
def test_an_old_database_is_migrated_and_its_words_open(stored):
    stored.run("migrate")
    said = json.loads(stored.run("-c", READ).splitlines()[-1])
    assert said == {
        "people": 7, "of_a_stranger": 0, "broken": 0, "actions": [f"{HERS} action", f"{HIS} action"],
        "topics": sorted([WORDS, f"{HERS} private topic", f"{HERS} shared topic", f"{HIS} shared topic"]),
        "notes": sorted([f"{HERS} private note", f"{HERS} shared note", f"{HIS} shared note"]),
    }  # fmt: skip
    checked = json.loads(stored.run("check", "migrations", "keys", "database", "--json"))
    assert checked["problems"] == 0
    stored.run("migrate")  # once more does no harm


def test_there_is_a_dump_and_each_is_small_and_holds_no_words():
    assert DUMPS
    for path in DUMPS:
        assert path.stat().st_size < LARGEST
        text = gzip.decompress(path.read_bytes()).decode()
        assert not [words for words in (WORDS, HERS, HIS, "night shift") if words in text]
        assert "@example.org" in text and "Eve Employee" in text
