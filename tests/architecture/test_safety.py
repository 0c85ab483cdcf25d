"""No code makes templates of text, takes fields nobody named, or helps itself to cryptography."""

from __future__ import annotations

import pytest

from tests.house import safety, scripts
from tests.house.code import Source, product
from tests.house.exceptions import judge

VIEW = "alongside/goals/views.py"


def test_templates_are_files():
    judge("templates", safety.templates_from_text(product()))


def test_forms_and_schemas_name_their_fields():
    judge("fields", safety.fields_nobody_named(product()) | safety.loose_bodies(product()))


def test_what_must_not_be_guessed_has_128_bits():
    judge("secrets", safety.short_secrets(product()))


def test_cryptography_comes_from_known_libraries():
    judge("cryptography", safety.foreign_cryptography(product()))


@pytest.mark.parametrize(
    "text",
    [
        "def v(r):\n    return Template(r.POST['words']).render(Context())",
        "def v(r):\n    return engines['django'].from_string(r.POST['words'])",
        "def v(r):\n    return Engine().from_string(words)",
        "from jinja2 import Environment",
        "from django.template import Template",
    ],
)
def test_a_template_from_text_is_seen(text):
    assert safety.templates_from_text([Source(VIEW, text)])


def test_a_template_that_is_a_file_is_accepted():
    text = "from django.template.loader import render_to_string\n\nx = render_to_string('goals/a.txt', {})"
    assert not safety.templates_from_text([Source(VIEW, text)])


@pytest.mark.parametrize(
    "text",
    [
        "class F(ModelForm):\n    class Meta:\n        fields = '__all__'",
        "class F(ModelForm):\n    class Meta:\n        exclude = ['role']",
        "def v(r):\n    services.change(actor=r.actor, **r.POST)",
        "def v(r):\n    services.change(actor=r.actor, **r.GET.dict())",
        "def v(r):\n    Person(**json.loads(r.body))",
    ],
)
def test_fields_nobody_named_are_seen(text):
    assert safety.fields_nobody_named([Source(VIEW, text)])
    assert not safety.fields_nobody_named([Source(VIEW, "def v(r):\n    change(**form.cleaned_data)")])


def test_a_loose_body_is_seen():
    for base, tight in (("BaseModel", False), ("Schema", False), ("Body", True)):
        source = Source("alongside/goals/api.py", f"class GoalIn({base}):\n    text: str")
        assert bool(safety.loose_bodies([source])) is not tight
    assert not safety.loose_bodies(
        [Source("alongside/goals/api.py", "class GoalOut(BaseModel):\n    text: str")]
    )


@pytest.mark.parametrize("size", ["8", "SIZE", "size()", "DIGITS // 4"])
def test_a_short_secret_is_seen(size):
    text = f"SIZE = 15\nDIGITS = 32\n\ndef f():\n    return token_urlsafe({size})"
    assert safety.short_secrets([Source(VIEW, text)])
    for good in ("16", "", "SIZE"):
        assert not safety.short_secrets([Source(VIEW, f"SIZE = 32\n\ndef f():\n    token_hex({good})")])


@pytest.mark.parametrize(
    "text",
    [
        "import hashlib\n\nx = hashlib.sha1(b'')",
        "import hashlib\n\nx = hashlib.new('md4')",
        "from hashlib import md5",
        "x = salted_hmac('salt', 'value')",
        "x = salted_hmac('salt', 'value', algorithm='sha1')",
        "from cryptography.hazmat.primitives.ciphers import Cipher",
        "from cryptography.fernet import Fernet",
        "import nacl.secret",
        "from Crypto.Cipher import AES",
        "from random import SystemRandom",
    ],
)
def test_foreign_cryptography_is_seen(text):
    assert safety.foreign_cryptography([Source(VIEW, text)])


def in_own_scripts(pattern):
    return {path: wrong for path, text in scripts.own_scripts() if (wrong := scripts.found_in(text, pattern))}


def test_own_scripts_make_nothing_of_text():
    found = in_own_scripts(scripts.RUNS_TEXT)
    assert not found, f"Use textContent, or copy a <template>: {found}"


def test_own_scripts_set_no_property_under_a_name_from_outside():
    found = in_own_scripts(scripts.NAMES_PROPERTIES)
    assert not found, f"Use a Map, a Set or Object.fromEntries: {found}"


def test_own_scripts_compare_strictly():
    found = in_own_scripts(scripts.COMPARES_LOOSELY)
    assert not found, f"Use === and !==: {found}"


@pytest.mark.parametrize("text", ["if (a == b) go();", "if (a != null) go();", "x = a==0"])
def test_a_script_that_compares_loosely_is_seen(text):
    assert scripts.found_in(text, scripts.COMPARES_LOOSELY)
    strict = "const x = () => a === b || a !== c || a <= b || a >= c;"
    assert not scripts.found_in(strict, scripts.COMPARES_LOOSELY)


def test_own_scripts_were_looked_at():
    assert len(dict(scripts.own_scripts())) > 20


@pytest.mark.parametrize(
    "text",
    [
        "box.innerHTML = words;", "box.insertAdjacentHTML('beforeend', words)", "eval(words)", "new Function(words)",
        "document.write(words)", "setTimeout('go()', 5)", "a.setAttribute('onclick', words)", "frame.srcdoc = words",
    ],
)  # fmt: skip
def test_a_script_that_makes_elements_of_text_is_seen(text):
    assert scripts.found_in(text, scripts.RUNS_TEXT)
    assert not scripts.found_in(f"// {text}\nbox.textContent = words;", scripts.RUNS_TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "all[name] = value;", "all[name] ||= {};", "a.b[c.d] = 1", "Object.assign(state, JSON.parse(words))",
        "for (const name in sent) go(name)", "x.__proto__ = y", "Object.assign({}, sent)",
        "Object.assign(state, { ...sent })",
    ],
)  # fmt: skip
def test_a_script_that_names_properties_from_outside_is_seen(text):
    assert scripts.found_in(text, scripts.NAMES_PROPERTIES)


@pytest.mark.parametrize(
    "text",
    [
        "const [first] = all;",
        "bytes[6] = 1;",
        "if (a[b] === c[d]) go()",
        "Object.assign(state, { sent })",
        "a[b] => c",
        'headers["X-Token"] = it',
    ],
)
def test_a_harmless_script_is_accepted(text):
    assert not scripts.found_in(text, scripts.NAMES_PROPERTIES)


def test_lists_leave_through_one_door():
    judge("files", safety.own_files(product()))


@pytest.mark.parametrize(
    "text",
    [
        "def v(r):\n    return attached(b'', 'csv', 'people')",
        "def v(r):\n    return HttpResponse(as_csv(columns, rows))",
        "def v(r):\n    return exports.answer(listing, 'csv', rows)",
        "from alongside.core.exports import answer",
        "def v(r):\n    csv.writer(response).writerows(rows)",
        "def v(r):\n    return FileResponse(rows, as_attachment=True)",
        "def v(r):\n    return HttpResponse(b'', headers={'Content-Disposition': f'attachment; filename={name}'})",
    ],
)
def test_a_list_that_leaves_by_another_door_is_seen(text):
    assert safety.own_files([Source("alongside/goals/views.py", text)])


def test_reading_a_file_is_no_export():
    text = "def read(text):\n    return list(csv.reader(io.StringIO(text))), server.answer(text)"
    assert safety.own_files([Source("alongside/goals/reading.py", text)]) == {}
