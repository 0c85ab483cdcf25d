"""The language of tests is longer, accented and right-to-left, and reaches the page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tests.pseudo import pseudo


@pytest.mark.parametrize(
    "text",
    [
        "Add a topic",
        "%(name)s and you",
        "{place} of {count}",
        "Read <b>this</b> &amp; that, 100 %%",
        "\nTwo\n",
    ],
)
def test_it_is_longer_and_keeps_its_placeholders(text):
    said = pseudo(text)
    assert len(said) >= 1.3 * len(text)
    assert said.strip().startswith("⟦")
    for kept in ("%(name)s", "{place}", "{count}", "<b>", "</b>", "&amp;", "%%"):
        assert (kept in said) == (kept in text)
    assert said[:1].isspace() == text[:1].isspace()


def test_django_speaks_it_during_one_test(pseudo_locale):
    with translation.override(pseudo_locale):
        assert gettext("Sign out") == pseudo("Sign out") != "Sign out"
        two = ngettext("One thing needs a look", "%(n)s things need a look", 2)
        assert two == pseudo("%(n)s things need a look")
        assert translation.get_language_bidi()


def test_and_forgets_it_afterwards(settings):
    assert "qps" not in dict(settings.LANGUAGES)
    with translation.override("de"):
        assert gettext("Sign out") == "Abmelden"
    assert gettext("Sign out") == "Sign out"


def test_a_page_runs_from_right_to_left_in_brackets(pseudo_locale, cast, web):
    cast.eve.locale = pseudo_locale
    cast.eve.save()
    page = web(cast.eve).get(reverse("one_on_ones:series_list")).content.decode()
    assert 'dir="rtl"' in page
    assert pseudo("Your 1:1s") in page
    assert ">Your 1:1s<" not in page


def test_mails_are_rendered_in_it(pseudo_locale):
    with translation.override(pseudo_locale):
        assert "⟦" in gettext("Open your 1:1")
