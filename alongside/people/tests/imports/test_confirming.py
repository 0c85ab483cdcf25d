"""A file in the browser: loaded as it was shown, once, by those who may, or not at all."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.audit.models import AuditEntry
from alongside.core.models import DataKey
from alongside.people.imports import services
from alongside.people.imports.services import drafts, writing
from alongside.people.models import (
    ImportChange,
    ImportFile,
    ImportRun,
    Placement,
)
from alongside.people.tests.imports.makers import (
    COMPANY,
    DIRTY,
    address,
    choose,
    confirm,
    everything,
    load,
    managers,
    words,
)
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


def test_more_than_five_percent_leaving_needs_a_tick(hr):
    load(COMPANY)
    before = everything()
    run = choose(hr, COMPANY.rsplit("\n", 2)[0] + "\n")
    assert "Is this the whole list?" in words(hr.get(address("detail", run)))
    assert confirm(hr, run).status_code == 403
    assert everything() == before
    confirm(hr, run, many_may_leave="on")
    assert "Kelly Barnes" not in managers()


def test_what_was_not_shown_is_not_loaded(hr):
    run = choose(hr, COMPANY)
    load(COMPANY.replace("Shift supervisor", "Night supervisor"))
    before = everything()
    confirm(hr, run)
    run.refresh_from_db()
    assert everything() == before and run.state == "draft"
    assert "The company changed since you looked" in words(hr.get(address("detail", run)))
    confirm(hr, run)
    assert Placement.objects.get(person__name="Kelly Barnes").seat.title == "Shift supervisor"


def test_a_digest_that_was_never_shown_is_refused(hr):
    run = choose(hr, COMPANY)
    before = everything()
    assert hr.post(address("apply", run), {"digest": "0" * 64}).status_code == 403
    assert everything() == before


def test_a_failure_says_so_and_leaves_everything_as_it_was(hr, monkeypatch):
    run = choose(hr, COMPANY)
    before = everything()

    def broken(*_):
        raise RuntimeError("the power went")

    monkeypatch.setattr(writing.Writer, "_write_keys", broken)
    confirm(hr, run)
    assert everything() == before
    assert "everything is as it was before" in words(hr.get(address("detail", run)))
    monkeypatch.undo()
    confirm(hr, run)
    assert managers()["Kelly Barnes"] == "Farah Qureshi"


def test_the_same_file_again_has_nothing_to_load(hr):
    load(COMPANY)
    run = choose(hr, COMPANY)
    page = words(hr.get(address("detail", run)))
    assert "There is nothing to load." in page and "Load it" not in page


@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_read_and_loaded_by_the_worker(hr, run_tasks, monkeypatch):
    monkeypatch.setattr(drafts, "AT_ONCE", 10)
    monkeypatch.setattr("alongside.people.imports.services.loading.AT_ONCE", 10)
    run = choose(hr, COMPANY)
    page = hr.get(address("detail", run))
    assert "Reading the file" in words(page) and "Look again" in words(page)
    part = hr.get(address("detail", run), headers={"HX-Request": "true", "HX-Target": "import-progress"})
    assert b"<html" not in part.content and b"progress" in part.content
    assert run_tasks() == 1
    done = hr.get(address("detail", run), headers={"HX-Request": "true", "HX-Target": "import-progress"})
    assert done.headers["HX-Refresh"] == "true"
    confirm(hr, run)
    run.refresh_from_db()
    assert run.state == "applying" and "Loading the file" in words(hr.get(address("detail", run)))
    assert run_tasks() == 1
    run.refresh_from_db()
    assert run.state == "applied" and managers()["Kelly Barnes"] == "Farah Qureshi"


def test_a_press_repeated_has_one_effect(hr):
    run = choose(hr, COMPANY)
    once = {"digest": run.digest, "once": "the-same-press"}
    assert [hr.post(address("apply", run), once).status_code for _ in range(2)] == [302, 302]
    assert AuditEntry.objects.filter(action="people.import_applied").count() == 1


@pytest.mark.parametrize("who", ["eve", "max", "dora", "hana", "ada", "omar"])
def test_for_everybody_else_there_is_nothing_here(cast, hr, web, who):
    run = choose(hr, COMPANY)
    before = everything()
    browser = web(getattr(cast, who))
    for name in ("detail", "columns", "problems", "changes"):
        assert browser.get(address(name, run)).status_code == 404
    for name in ("import-rows", "import-problems"):
        assert browser.post(f"/exports/{name}/", {"part": run.pk, "kind": "csv"}).status_code == 404
    for name in ("columns", "reading", "problems", "fix_delete", "apply", "discard"):
        assert browser.post(address(name, run), {"digest": run.digest, "line": "3"}).status_code == 404
    assert browser.get(address("list")).status_code == 404
    assert (
        browser.post(address("create"), {"file": SimpleUploadedFile("x.csv", b"id,name\n1,X\n")}).status_code
        == 404
    )
    run.refresh_from_db()
    assert everything() == before and run.state == "draft" and ImportRun.objects.count() == 1


def test_the_file_and_what_was_typed_are_encrypted_and_go_after_30_days(hr, cast, made_earlier):
    run = choose(hr)
    hr.post(address("problems", run), {"cell-3-2": "farah@brightwater.example", "was-3-2": "x"})
    file = ImportFile.objects.get(run=run)
    stored = bytes(file.sealed)
    assert b"Reyes" not in stored
    keys = DataKey.objects.count()
    made_earlier(run, days=31)
    assert services.forget_imports(actor=TESTS) == 1
    assert not ImportFile.objects.exists() and not ImportChange.objects.exists()
    assert DataKey.objects.count() == keys - 1
    run.refresh_from_db()
    assert run.state == "discarded" and hr.get(address("detail", run)).status_code == 200


@pytest.fixture
def made_earlier():
    """Make a run older than it is."""

    def shift(run, *, days):
        ImportRun.objects.filter(pk=run.pk).update(made_at=run.made_at - timedelta(days=days))

    return shift


@pytest.mark.parametrize("name", ["list", "detail", "columns", "problems", "changes"])
def test_pages_take_few_queries_however_long_the_file(hr, django_assert_max_num_queries, name):
    rows = "".join(f"{number};Person {number};bad;Engineer;nobody\n" for number in range(10, 300))
    run = choose(hr, DIRTY + rows)
    with django_assert_max_num_queries(15):
        assert hr.get(address(name, None if name == "list" else run)).status_code == 200
