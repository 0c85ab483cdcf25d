"""Around a job: one span, named after the task, that says whether it failed and how; never what it was about."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_ox.models import OxTask
from opentelemetry import trace

from alongside.core.later import later
from alongside.one_on_ones import emails, services
from alongside.one_on_ones.tests.makers import a_series
from alongside.operations.tests.recording import Provider, Recorded

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "zinnober-quittenmus"
TASK = "alongside.one_on_ones.tasks.announce_item"


@pytest.fixture
def provider(monkeypatch) -> Provider:
    """In the place where an SDK puts its own; what the code asks for is found there from now on."""
    found = Provider()
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", found)
    return found


@pytest.fixture
def topic(cast):
    """Somebody brought a topic; telling the other one is a job that waits."""
    item = services.add_item(actor=cast.acts(cast.eve), series=a_series(cast), text=CANARY)
    OxTask.objects.exclude(task_path=TASK).delete()
    return item


def spans_of(provider: Provider, task: str) -> list[Recorded]:
    return [one for one in provider.tracer.spans if one.name == task]


def everything_said(span: Recorded) -> str:
    return f"{span.name} {span.attributes} {span.events}"


def fails(monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError(f"{CANARY} of eve.employee@example.org")

    monkeypatch.setattr(emails, "topic_added", broken)


def test_a_job_has_one_span_with_the_name_of_its_task_and_nothing_else(topic, provider, run_tasks):
    assert run_tasks() >= 1
    (span,) = spans_of(provider, TASK)
    assert (span.times_ended, span.status, span.attributes, span.events) == (
        1,
        trace.StatusCode.UNSET,
        {},
        [],
    )
    assert provider.asked == {"alongside"}


def test_what_a_job_does_happens_inside_its_span(topic, provider, run_tasks, monkeypatch):
    seen = []
    monkeypatch.setattr(emails, "topic_added", lambda item: seen.append((item.pk, trace.get_current_span())))
    run_tasks()
    assert seen == [(topic.pk, spans_of(provider, TASK)[0])]
    assert trace.get_current_span() is trace.INVALID_SPAN, "and nothing after it"


def test_a_job_that_fails_says_so_and_how_and_no_word_of_it(topic, provider, run_tasks, monkeypatch):
    fails(monkeypatch)
    assert run_tasks() == 0
    (span,) = spans_of(provider, TASK)
    assert (span.times_ended, span.status) == (1, trace.StatusCode.ERROR)
    assert span.attributes == {"error.type": "ValueError"}
    assert CANARY not in everything_said(span) and "@" not in everything_said(span)


def test_each_try_has_a_span_of_its_own(topic, provider, run_tasks, monkeypatch):
    with monkeypatch.context() as broken:
        fails(broken)
        run_tasks()
    OxTask.objects.filter(task_path=TASK).update(run_after=timezone.now())
    assert run_tasks() >= 1
    first, second = spans_of(provider, TASK)
    assert (first.status, second.status) == (trace.StatusCode.ERROR, trace.StatusCode.UNSET)
    assert first.own.trace_id != second.own.trace_id


def test_two_jobs_do_not_stand_in_each_other(topic, provider, run_tasks):
    later(TASK, item_id=topic.pk)
    run_tasks()
    spans = spans_of(provider, TASK)
    assert len(spans) == 2 and [one.above for one in spans] == [None, None]
    assert all(one.times_ended == 1 for one in spans)


def test_the_recorder_would_have_kept_the_words_of_an_error(provider):
    """Or the tests above could not fail."""
    with pytest.raises(ValueError, match=CANARY), trace.get_tracer("any").start_as_current_span("plain"):
        raise ValueError(CANARY)
    (span,) = provider.tracer.spans
    assert CANARY in everything_said(span) and span.status == trace.StatusCode.ERROR
