"""The keeper of translations finds every text and sees every way in which one can be unsound."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from tests.pseudo import messages_tool

messages = messages_tool()

PYTHON = """
A = _("One text")
B = ngettext_lazy("%(count)d day", "%(count)d days", "count")
C = pgettext("verb", "Open")
D = not_gettext("code")
"""
TEMPLATE = """
{% load i18n %}
   <p title="{% translate "A title" %}">
 {% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
 {% include "x.html" with title=_("Passed on") %} it's <b>{% blocktranslate trimmed context "short" %}
    Two
    lines
 {% endblocktranslate %}</b>
"""


def a_package(product: Path, name: str, source: str) -> Path:
    package = product / name
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "models.py").write_text(source)
    return package


def test_texts_are_found_in_python_with_plurals_and_contexts():
    assert list(messages.texts_in_python(PYTHON)) == [
        ("One text", None),
        (("%(count)d day", "%(count)d days"), None),
        ("Open", "verb"),
    ]


def test_texts_are_found_in_templates_whatever_their_indentation():
    assert list(messages.texts_in_template(TEMPLATE, "page.html")) == [
        ("A title", None),
        (("%(n)s day", "%(n)s days"), None),
        ("Passed on", None),
        ("Two lines", "short"),
    ]


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(tmp_path):
    package = a_package(tmp_path, "goals", '_("Zebra")\n_("Apple")\n')
    messages.update(package, "de")
    path = messages.catalogue_path(package, "de")
    path.write_text(path.read_text().replace('msgid "Apple"\nmsgstr ""', 'msgid "Apple"\nmsgstr "Apfel"'))
    (package / "models.py").write_text('_("Apple")\n_("Pear")\n')
    messages.update(package, "de")
    first = path.read_text()
    assert '"Apfel"' in first and "Pear" in first and "Zebra" not in first
    assert "Creation-Date" not in first and "#:" not in first
    messages.update(package, "de")
    assert path.read_text() == first


def test_a_text_that_another_package_has_translated_keeps_its_words(tmp_path):
    first = a_package(tmp_path, "goals", '_("Apple")')
    messages.update(first, "de")
    path = messages.catalogue_path(first, "de")
    path.write_text(path.read_text().replace('msgid "Apple"\nmsgstr ""', 'msgid "Apple"\nmsgstr "Apfel"'))
    second = a_package(tmp_path, "growth", '_("Apple")')
    messages.update(second, "de", messages.remembered(tmp_path, "de"))
    assert "Apfel" in messages.catalogue_path(second, "de").read_text()


def test_a_text_without_translation_is_named_with_its_file(tmp_path):
    a_package(tmp_path, "goals", '_("Apple")')
    (problem,) = messages.check_all(tmp_path)
    assert "goals/locale/de/LC_MESSAGES/django.po: 'Apple' has no translation" in problem


def test_two_translations_of_one_text_are_refused(tmp_path):
    for name, german in (("goals", "Offen"), ("growth", "Öffnen")):
        package = a_package(tmp_path, name, '_("Open")')
        messages.update(package, "de")
        path = messages.catalogue_path(package, "de")
        path.write_text(
            path.read_text().replace('msgid "Open"\nmsgstr ""', f'msgid "Open"\nmsgstr "{german}"')
        )
    assert ["translated otherwise" in problem for problem in messages.check_all(tmp_path)] == [True]


@pytest.mark.parametrize(
    ("text", "german", "flags", "said"),
    [
        ("Hello %(name)s", "Hallo %(nam)s", (), "placeholders"),
        ("Hello {name}", "Hallo", (), "placeholders"),
        ("Hello", "Hallo", ("fuzzy",), "fuzzy"),
        (("%(n)s day", "%(n)s days"), ("%(n)s Tag", ""), (), "plural forms"),
        (("%(n)s day", "%(n)s days"), ("%(n)s Tag", "Tage"), (), "placeholders"),
        ("\nHello", "Hallo", (), "begins or ends"),
        ("Hello", "", (), "no translation"),
    ],
)
def test_an_unsound_translation_is_named(text, german, flags, said):
    (problem, *_) = messages.judge(Message(text), Message(text, german, flags=flags), 2)
    assert said in problem


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("Hello %(name)s", "%(name)s, hallo"),
        (("One day", "%(n)s days"), ("Ein Tag", "%(n)s Tage")),
        ("100 %", "100 Prozent"),
    ],
)
def test_a_sound_translation_is_accepted(text, german):
    assert messages.judge(Message(text), Message(text, german), 2) == []


def test_a_compiled_catalogue_is_what_people_read(tmp_path):
    package = a_package(tmp_path, "goals", '_("Apple")')
    messages.update(package, "de")
    path = messages.catalogue_path(package, "de")
    path.write_text(path.read_text().replace('msgid "Apple"\nmsgstr ""', 'msgid "Apple"\nmsgstr "Apfel"'))
    assert messages.compile_all(tmp_path) == 1
    assert messages.compile_all(tmp_path) == 0
    found = translation.trans_real.gettext_module.translation("django", str(package / "locale"), ["de"])
    assert found.gettext("Apple") == "Apfel"
