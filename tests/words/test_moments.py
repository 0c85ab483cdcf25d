"""Days and moments are said by `core/dates.py`: in the reader's zone and language, in one form everywhere."""

from __future__ import annotations

import pytest

from tests.house.code import product, templates
from tests.house.moments import foreign_moments, not_ours


def test_templates_word_days_and_moments_by_the_house():
    found = {source.path: wrong for source in templates() if (wrong := not_ours(source.text))}
    assert not found, (
        "load dates, and use {% at %}, {% day %}, {% date_only %}, {% ago %} or |lasting: " + str(found)
    )


def test_no_python_words_them_by_djangos_formats():
    assert [source.module for source in product() if "django.utils.formats" in source.text] == []


@pytest.mark.parametrize(
    "template",
    [
        '{{ one.made_at|date:"DATE_FORMAT" }}',
        "{{ one.made_at | date }}",
        '{{ one.starts_at|time:"H:i" }}',
        "{{ one.made_at|timesince }}",
        '{% now "Y" %}',
        "{{ one.made_at }}",
        "{{ one.due_on|default:'-' }}",
        "{% blocktranslate with when=one.made_at %}Made {{ when }}{% endblocktranslate %}",
    ],
)
def test_a_moment_in_somebody_elses_words_is_seen(template):
    assert not_ours(template)


@pytest.mark.parametrize(
    "template",
    [
        "{% at one.made_at %}",
        "{% day one.due_on as day %}{% blocktranslate %}Due {{ day }}{% endblocktranslate %}",
        "{{ one.starts_at|lasting }}",
        "{% blocktranslate with day=one.due_on|lasting %}Due {{ day }}{% endblocktranslate %}",
        '<time datetime="{{ one.made_at|date:"c" }}">{% clock_of one.made_at %}</time>',
        "{% if one.used_at %}x{% endif %}",
    ],
)
def test_a_moment_in_our_words_is_accepted(template):
    assert not_ours(template) == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>Loaded on Nov. 28, 2026, 12:38 p.m..</p>",
        "<p>until <b>2026-12-12</b></p>",
        "<p>on July 3, 2026</p>",
        "<p>due Fri..</p>",
    ],
)
def test_a_page_with_foreign_moments_is_seen(page):
    assert foreign_moments(page)


def test_a_page_in_our_words_is_accepted():
    page = '<time datetime="2026-03-03" title="Tuesday 3 March 2026">Tue 3 March</time> <code>2026-03-03</code> …'
    assert foreign_moments(page) == []
