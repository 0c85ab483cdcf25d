"""`alongside restore` as an operator calls it, on hosts that know nothing: whoever was erased stays erased."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from alongside.config import cluster
from alongside.config.tests.test_backups import ALONGSIDE, repacked

pytestmark = pytest.mark.xdist_group("restoring")  # one lost installation for all of them
BEGIN = """
import django; django.setup()
from datetime import timedelta
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS, acts, small_company
from alongside.records import services
from alongside.records.models import LegalHold
from alongside.records.tests.makers import has_left, head_of_hr, words_everywhere
"""
WORDS_AND_A_HOLD = """
cast = small_company()
words_everywhere(cast)
head = acts(head_of_hr(cast))
services.place_hold(actor=head, person=cast.eve, reason="A claim", review_on=today() + timedelta(days=9))
"""
# The hold ends, Eve and Ben leave and are erased; a worker writes the list.
ERASED_SINCE = """
people = {one.name.split()[0].lower(): one for one in Person.objects.all()}
services.end_hold(actor=acts(people["omar"]), hold=LegalHold.objects.get())
for person in (people["eve"], people["ben"]):
    has_left(person)
    services.erase_person(actor=acts(people["omar"]), person=person)
from alongside.records.tasks import keep_erasures
keep_erasures.func()
"""
# A row of every table that tells of people.
EVERYTHING = """
from alongside.records.tests.everything import everything_of
list(everything_of(small_company().eve))
"""
TELL_OF_IT = {"audit_auditentry", "operations_backup"}  # written after the dump, and by the restore
STUBBORN = """
CREATE FUNCTION stubborn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.erased_at IS NOT NULL AND OLD.name = 'Ben Builder' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW;
END $$;
CREATE TRIGGER stubborn BEFORE UPDATE ON people_person FOR EACH ROW EXECUTE FUNCTION stubborn();
"""


class Host:
    """One machine with a data folder of its own; `fresh` ones have an empty database of another name."""

    def __init__(self, data: Path, **settings: str) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DJANGO"))
        }
        self.data = data
        self.url = settings.get("DATABASE_URL") or cluster.Cluster(data.resolve()).url(cluster.OWNER)
        self.environment = kept | {
            "ALONGSIDE_DATA": str(data), "ALONGSIDE_TEST_DATABASE": "1",
            "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        } | settings  # fmt: skip

    def __call__(self, *words: object, fails: bool = False) -> dict[str, object]:
        done = subprocess.run(
            [ALONGSIDE, *map(str, words), "--json"], env=self.environment, capture_output=True, text=True
        )
        assert "Traceback" not in done.stdout + done.stderr
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        found = json.loads(done.stdout) if done.stdout else {}
        return found | json.loads(done.stderr) if fails else found

    def does(self, code: str) -> None:
        subprocess.run([sys.executable, "-c", BEGIN + code], env=self.environment, check=True)

    def sql(self, words: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            asked = connection.execute(words)
            return asked.fetchall() if asked.description else []

    def names(self) -> set[str]:
        return {str(name) for (name,) in self.sql("SELECT name FROM people_person WHERE erased_at IS NULL")}

    def tables(self) -> dict[str, tuple[object, ...]]:
        """Table -> (how many rows, a hash of all that stands in them)."""
        rows = "SELECT count(*), md5(string_agg(one::text, '|' ORDER BY one::text)) FROM {} AS one"
        names = self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {str(name): self.sql(rows.format(name))[0] for (name,) in names}

    def is_empty(self) -> bool:
        return self.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The installation that is lost: backed up with a hold on Eve, who is erased afterwards, like Ben."""
    folder = tmp_path_factory.mktemp("restoring")
    try:
        server = cluster.ensure_running(folder / "data", quick=True)  # for the fresh hosts' databases, too
        host = Host(folder / "data")
        host("migrate")
        with psycopg.connect(server.url(cluster.OWNER)):
            host.does(WORDS_AND_A_HOLD)
            host.sql(STUBBORN)
            stubborn = folder / "stubborn" / "alongside.tar"
            host("backup", stubborn)
            host.sql("DROP FUNCTION stubborn CASCADE")
            backup = folder / "backups" / "alongside.tar"
            host("backup", backup, "--keys", folder / "keys")
            host.does(ERASED_SINCE)
            keys = dict(line.split("=", 1) for line in (folder / "keys").read_text().splitlines())
            yield SimpleNamespace(
                host=host, backup=backup, stubborn=stubborn, keys=keys, list=host.data / "erasures.json"
            )
    finally:
        cluster.stop(folder / "data")


@pytest.fixture
def fresh(old, tmp_path):
    """Makes a host that has the keys and an empty database, and nothing else."""
    names = []

    def make(**settings: str) -> Host:
        names.append(f"fresh_{uuid.uuid4().hex[:8]}")
        with psycopg.connect(old.host.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {names[-1]} TEMPLATE template0")
        url = urlunsplit(urlsplit(old.host.url)._replace(path=f"/{names[-1]}"))
        return Host(tmp_path / names[-1], **{"DATABASE_URL": url, **old.keys, **settings})

    yield make
    with psycopg.connect(old.host.url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_fresh_host_without_a_newer_list_is_refused_and_nothing_is_changed(old, fresh):
    host = fresh()
    said = str(host("restore", old.backup, fails=True)["error"])
    assert "Nothing was restored" in said and "--erasures" in said and "--no-erasures" in said
    assert host.is_empty()
    assert not (host.data / "erasures.json").exists()


def test_with_the_list_they_are_erased_again_though_the_backup_holds_eve_for_a_claim(old, fresh):
    host = fresh()
    said = host("restore", old.backup, "--erasures", old.list)
    assert (said["erased_again"], said["could_not_be_erased"], said["people"]) == (2, {}, 5)
    assert said["keys"] == "open what was restored"
    assert host.names() == old.host.names() and "Eve Employee" not in host.names()
    assert host.sql("SELECT count(*) FROM records_legalhold WHERE ended_at IS NULL") == [(0,)]
    assert host.sql(
        "SELECT count(*) FROM people_placement l JOIN people_person p ON p.id = l.person_id WHERE p.erased_at IS NOT NULL"
    ) == [(0,)]
    assert json.loads((host.data / "erasures.json").read_text())["person_ids"] == sorted(
        said["numbers_erased_again"]
    )
    assert "problem" not in str(host("check", "erasures")["findings"])
    highest = host.sql("SELECT max(id), (SELECT last_value FROM people_person_id_seq) FROM people_person")
    assert (
        highest[0][1] > highest[0][0] + 900
    )  # nobody new gets a number of somebody who came after the backup


def test_a_list_at_the_place_of_all_hosts_is_found_without_a_word(old, fresh, tmp_path):
    shared = tmp_path / "erasures.json"
    shared.write_bytes(old.list.read_bytes())
    assert fresh(ALONGSIDE_ERASURES=str(shared))("restore", old.backup)["erased_again"] == 2


def test_a_newer_backup_in_the_folder_brings_its_list(old, fresh, tmp_path):
    (tmp_path / "alongside.tar").write_bytes(old.backup.read_bytes())
    old.host("backup", tmp_path / "newer.tar")
    host = fresh()
    assert host("restore", tmp_path / "alongside.tar")["erased_again"] == 2
    assert "Eve Employee" not in host.names()


def test_without_a_list_only_when_said_and_the_list_can_be_replayed_when_it_turns_up(old, fresh):
    host = fresh()
    said = host("restore", old.backup, "--no-erasures")
    assert said["erased_again"] == 0 and "Eve Employee" in host.names()
    said = host("restore", "--only-erasures", "--erasures", old.list)
    assert said["erased_again"] == 2 and host.names() == old.host.names()


def test_one_who_cannot_be_erased_is_named_and_the_others_go_all_the_same(old, fresh):
    host = fresh()
    said = host("restore", old.stubborn, "--erasures", old.list, fails=True)
    (number,) = said["could_not_be_erased"]
    assert host.sql("SELECT id FROM people_person WHERE name = 'Ben Builder'") == [(int(number),)]
    assert "Keep web and worker stopped" in str(said["error"]) and said["erased_again"] == 1
    assert "Eve Employee" not in host.names()
    assert "--only-erasures" in str(host("check", "erasures", fails=True)["findings"])
    host.sql("DROP FUNCTION stubborn CASCADE")
    assert host("restore", "--only-erasures")["numbers_erased_again"] == [int(number)]
    assert host.names() == old.host.names()


def test_the_wrong_key_is_refused_before_anything_is_changed_and_can_be_insisted_on(old, fresh):
    host = fresh(ALONGSIDE_KEY_RING="other:" + "5a" * 32)
    said = str(host("restore", old.backup, "--erasures", old.list, fails=True)["error"])
    assert "key ring here does not open" in said and host.is_empty()
    said = host("restore", old.backup, "--erasures", old.list, "--without-keys")
    assert said["erased_again"] == 2 and "stay closed" in str(said["keys"])


def test_a_list_of_others_an_unreadable_one_and_a_missing_one_are_refused(old, fresh, tmp_path):
    host, strange = fresh(), tmp_path / "strange.json"
    strange.write_text('{"installation": "another", "person_ids": [1, 2, 3]}')
    assert "another installation" in str(
        host("restore", old.backup, "--erasures", strange, fails=True)["error"]
    )
    strange.write_text("no list")
    assert "can't be read" in str(host("restore", old.backup, "--erasures", strange, fails=True)["error"])
    assert "no file" in str(host("restore", old.backup, "--erasures", tmp_path / "none", fails=True)["error"])
    assert host.is_empty()


def test_a_fresh_installation_that_ran_already_knows_nothing_about_the_lost_one(old, fresh):
    """Its worker has written a list, newer than the backup and empty: of another database."""
    host = fresh()
    host("migrate")
    host.does("small_company()\nfrom alongside.records.tasks import keep_erasures\nkeep_erasures.func()")
    assert json.loads((host.data / "erasures.json").read_text())["person_ids"] == []
    assert "--replace" in str(host("restore", old.backup, fails=True)["error"])
    assert "no list" in str(host("restore", old.backup, "--replace", fails=True)["error"])
    assert host.sql("SELECT count(*) FROM records_legalhold") == [(0,)]
    assert host("restore", old.backup, "--replace", "--erasures", old.list)["erased_again"] == 2


def test_the_database_that_is_replaced_knows_by_itself(old, fresh):
    host = fresh()
    host("restore", old.backup, "--erasures", old.list)
    (host.data / "erasures.json").unlink()
    assert host("restore", old.backup, "--replace")["erased_again"] == 2
    assert "Eve Employee" not in host.names()


def test_damage_and_what_is_no_backup_are_refused(old, fresh, tmp_path):
    host, broken = fresh(), tmp_path / "broken.tar"
    repacked(old.backup, broken, "database.dump", b"PGDMP", b"PGDUM")
    assert "damaged" in str(host("restore", broken, "--erasures", old.list, fails=True)["error"])
    broken.write_bytes(b"no tar")
    assert "no backup" in str(host("restore", broken, "--erasures", old.list, fails=True)["error"])
    assert "Say which" in str(host("restore", fails=True)["error"])
    assert host.is_empty()


def test_a_whole_company_goes_out_and_in_again_with_equal_counts_and_hashes(fresh, tmp_path):
    """D-7: an installation is one company. But for what tells of the backup and of the restore themselves."""
    first, second = fresh(), fresh()
    first("migrate")
    first.does(EVERYTHING)
    first("backup", tmp_path / "company.tar")
    before = first.tables()
    second("restore", tmp_path / "company.tar", "--no-erasures")
    after = second.tables()
    assert after.keys() == before.keys() and sum(rows > 0 for rows, _hash in before.values()) > 70
    assert {name for name in before if after[name] != before[name]} == TELL_OF_IT
