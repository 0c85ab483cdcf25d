"""Each chooses how to hear of routine news: at once, in one mail a day, or not by mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from alongside.notifications import queries, services, tasks
from alongside.notifications.models import Message, Preference
from alongside.one_on_ones.tests.makers import a_series, a_topic

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def choose(cast, person, routine):
    services.choose_routine(actor=cast.acts(person), routine=routine)


def told(cast, key, **more):
    context = {"path": f"/1-1s/{key}/", "from_name": "Eve"}
    return services.tell(
        person=cast.max, template="one_on_ones/email/topic_added", key=key, context=context, **more
    )


def test_without_a_choice_news_comes_at_once(cast):
    assert told(cast, "a", routine=True).state == Message.State.WAITING


def test_who_wants_no_news_gets_none_but_what_waits_for_them_comes(cast):
    choose(cast, cast.max, "never")
    assert told(cast, "a", routine=True) is None
    assert told(cast, "b").state == Message.State.WAITING


def test_news_of_a_day_waits_for_the_morning_and_comes_in_one_mail(cast):
    choose(cast, cast.max, "daily")
    with time_machine.travel(TUESDAY, tick=False):
        rows = [told(cast, key, routine=True) for key in "ab"]
        assert {row.state for row in rows} == {Message.State.BUNDLED}
        assert services.send_digest(person=cast.max) is None
    with time_machine.travel(TUESDAY + timedelta(days=1), tick=False):
        assert queries.people_with_news(most=10) == [cast.max.pk]
        whole = services.send_digest(person=cast.max)
        assert len(whole.context["news"]) == 2
        assert services.send_digest(person=cast.max) is None
        assert queries.people_with_news(most=10) == []
    assert Message.objects.filter(state=Message.State.BUNDLED).count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_mail_of_the_day_counts_and_links_and_holds_no_words(cast, run_tasks):
    choose(cast, cast.max, "daily")
    series = a_series(cast)
    a_topic(cast, series, "secret bench")
    run_tasks()
    assert mail.outbox == []
    Message.objects.update(not_before=TUESDAY - timedelta(weeks=4))
    tasks.send_digests.call()
    run_tasks()
    (message,) = mail.outbox
    whole = message.message().as_string()
    assert message.to == [cast.max.email]
    assert "Eve added a topic" in whole and f"/1-1s/{series.pk}/" in whole
    assert "secret" not in whole
    assert reverse("notifications:preference_detail") in whole


def test_the_choice_is_made_on_a_page(cast, web):
    address = reverse("notifications:preference_detail")
    assert "at weekends" in web(cast.eve).get(address).content.decode()
    assert web(cast.eve).post(reverse("notifications:preference_update"), {"routine": "x"}).status_code == 422
    web(cast.eve).post(reverse("notifications:preference_update"), {"routine": "daily"})
    assert Preference.objects.get().routine == "daily"
    assert Preference.objects.get().person == cast.eve
